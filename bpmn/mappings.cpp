// SPDX-License-Identifier: Apache-2.0
#include "bpmn/mappings.hpp"

#include "bpmn/expressions.hpp"
#include "bpmn/own_extensions.hpp"

#include <utility>

namespace rondo::bpmn {
namespace {

using model::ParameterValue;
using model::VariableMapping;

VariableMapping read_mapping(ProcessContext& context, const Element& owner, const Element& element) {
  VariableMapping mapping;
  mapping.where = element.where();
  mapping.local = element.flag("local", false);
  mapping.source = std::string(trim(element["source"]));
  mapping.target = std::string(trim(element["target"]));
  if (const Attribute* const source = element.find("sourceExpression")) {
    mapping.source_expression = add_expression(context, owner, SourceKind::Value, source->value,
                                               element.where(*source), known_language(element["language"]));
  }
  mapping.target_expression =
      add_attribute(context, owner, SourceKind::Text, element.find("targetExpression"));
  if (element.space() == Space::Rondo && element.flag("members", false)) {
    mapping.what = VariableMapping::What::Members;
  }
  if (trim(element["variables"]) == "all") mapping.what = VariableMapping::What::All;
  if (const Attribute* const key = element.find("businessKey")) {
    mapping.what = VariableMapping::What::BusinessKey;
    mapping.source_expression = add_attribute(context, owner, SourceKind::Value, key);
  }
  return mapping;
}

bool is_complete(const VariableMapping& mapping) {
  if (mapping.what == VariableMapping::What::Members)
    return mapping.source_expression != model::kNoExpression;
  if (mapping.what != VariableMapping::What::Variable) return true;
  const bool has_source = !mapping.source.empty() || mapping.source_expression != model::kNoExpression;
  const bool has_target = !mapping.target.empty() || mapping.target_expression != model::kNoExpression;
  return has_source && has_target;
}

ParameterValue read_value(ProcessContext& context, const Element& owner, const Element& element);

ParameterValue read_script_value(ProcessContext& context, const Element& owner, const Element& script) {
  ParameterValue value;
  value.kind = ParameterValue::Kind::Expression;
  value.expression =
      add_script(context, owner, script["scriptFormat"], script.trimmed_text(), script.text_where());
  if (value.expression == model::kNoExpression) value.kind = ParameterValue::Kind::Null;
  return value;
}

ParameterValue read_list(ProcessContext& context, const Element& owner, const Element& list) {
  ParameterValue value;
  value.kind = ParameterValue::Kind::List;
  for (const Element item : list.children()) {
    if (!is_vendor(item.space())) continue;
    value.items.push_back(item.name() == "script" ? read_script_value(context, owner, item)
                                                  : read_value(context, owner, item));
  }
  return value;
}

ParameterValue read_map(ProcessContext& context, const Element& owner, const Element& map) {
  ParameterValue value;
  value.kind = ParameterValue::Kind::Map;
  for (const Element entry : map.children()) {
    if (!is_vendor(entry.space()) || entry.name() != "entry") continue;
    value.keys.emplace_back(entry["key"]);
    value.items.push_back(read_value(context, owner, entry));
  }
  return value;
}

/// The value that stands inside a parameter, list value or map entry.
ParameterValue read_value(ProcessContext& context, const Element& owner, const Element& element) {
  if (std::string store = read_own_store(context.file, element, "fromStore"); !store.empty()) {
    ParameterValue value;
    value.kind = ParameterValue::Kind::DataStore;
    value.store = std::move(store);
    return value;
  }
  for (const Element child : element.children()) {
    if (!is_vendor(child.space())) continue;
    if (child.name() == "list") return read_list(context, owner, child);
    if (child.name() == "map") return read_map(context, owner, child);
    if (child.name() == "script") return read_script_value(context, owner, child);
  }
  ParameterValue value;
  value.expression = add_body(context, owner, SourceKind::Text, element);
  if (value.expression != model::kNoExpression) value.kind = ParameterValue::Kind::Expression;
  return value;
}

void read_parameters(ProcessContext& context, const Element& owner, const Element& container,
                     model::InputOutput& io) {
  for (const Element element : container.children()) {
    const bool is_input = element.name() == "inputParameter";
    if (!is_input && element.name() != "outputParameter") continue;
    model::Parameter parameter;
    parameter.where = element.where();
    parameter.target = std::string(trim(element["name"]));
    parameter.store = read_own_store(context.file, element, "toStore");
    if (parameter.target.empty() && parameter.store.empty()) {
      context.file.error(element, "missing-attribute", "<" + std::string(element.name()) + "> needs a name");
      continue;
    }
    parameter.value = read_value(context, owner, element);
    (is_input ? io.inputs : io.outputs).push_back(std::move(parameter));
  }
}

void read_io_mapping(ProcessContext& context, const Element& owner, const Element& container,
                     model::InputOutput& io) {
  for (const Element element : container.children()) {
    const bool is_input = element.name() == "input";
    if (!is_input && element.name() != "output") continue;
    model::Parameter parameter;
    parameter.where = element.where();
    parameter.target = std::string(trim(element["target"]));
    parameter.value.expression = add_attribute(context, owner, SourceKind::Text, element.find("source"));
    if (parameter.value.expression != model::kNoExpression) {
      parameter.value.kind = ParameterValue::Kind::Expression;
    }
    (is_input ? io.inputs : io.outputs).push_back(std::move(parameter));
  }
}

void read_exceptions(const Element& owner, model::ActivityExtras& extras) {
  for (const Element element : owner.extensions()) {
    if (element.name() != "mapException") continue;
    model::ExceptionMapping mapping;
    mapping.exception = std::string(element.trimmed_text());
    mapping.error_code = std::string(element["errorCode"]);
    mapping.include_children = element.flag("includeChildExceptions", false);
    extras.exceptions.push_back(std::move(mapping));
  }
}

void read_properties(const Element& owner, model::ActivityExtras& extras) {
  for (const Element container : owner.extensions()) {
    if (container.name() != "properties" && container.name() != "taskHeaders") continue;
    for (const Element property : container.children()) {
      std::string_view name = property["name"];
      if (name.empty()) name = property[container.name() == "taskHeaders" ? "key" : "id"];
      extras.properties.emplace_back(name, property["value"]);
    }
  }
}

model::ExpressionId read_retry(ProcessContext& context, const Element& owner) {
  if (const Attribute* const cycle = owner.find_ext("failedJobRetryTimeCycle")) {
    return add_attribute(context, owner, SourceKind::Text, cycle);
  }
  if (const Element cycle = owner.ext_child("failedJobRetryTimeCycle")) {
    return add_body(context, owner, SourceKind::Text, cycle);
  }
  const Attribute* const retries = owner.ext_child("taskDefinition").find("retries");
  if (retries == nullptr) return model::kNoExpression;
  if (!whole_number(retries->value)) return add_attribute(context, owner, SourceKind::Text, retries);
  return add_expression(context, owner, SourceKind::Text, "R" + std::string(trim(retries->value)) + "/PT0S",
                        owner.where(*retries));
}

bool is_empty(const model::ActivityExtras& extras) {
  return extras.io.empty() && extras.exceptions.empty() && extras.properties.empty() &&
         extras.retry.text == model::kNoExpression && extras.skip_expression == model::kNoExpression &&
         extras.job_priority == model::kNoExpression && extras.outcome_variable.empty() &&
         !extras.sets_thread_result;
}

}  // namespace

std::vector<VariableMapping> read_variable_mappings(ProcessContext& context, const Element& owner,
                                                    const Element& element, std::string_view tag) {
  std::vector<VariableMapping> mappings;
  for (const Element extension : element.extensions()) {
    if (extension.name() != tag) continue;
    VariableMapping mapping = read_mapping(context, owner, extension);
    if (!is_complete(mapping)) {
      context.file.error(extension, "incomplete-mapping",
                         "<" + std::string(tag) + "> needs a source and a target");
      continue;
    }
    mappings.push_back(std::move(mapping));
  }
  return mappings;
}

model::InputOutput read_input_output(ProcessContext& context, const Element& owner) {
  model::InputOutput io;
  for (const Element extension : owner.extensions()) {
    if (extension.name() == "inputOutput") read_parameters(context, owner, extension, io);
    if (extension.name() == "ioMapping") read_io_mapping(context, owner, extension, io);
  }
  read_data_associations(context, owner, io);
  return io;
}

std::unique_ptr<model::ActivityExtras> read_extras(ProcessContext& context, const Element& owner) {
  model::ActivityExtras extras;
  extras.io = read_input_output(context, owner);
  read_exceptions(owner, extras);
  read_properties(owner, extras);
  extras.retry.text = read_retry(context, owner);
  extras.skip_expression =
      add_attribute(context, owner, SourceKind::Condition, owner.find_ext("skipExpression"));
  const Attribute* priority = owner.find_ext("jobPriority");
  if (priority == nullptr) priority = owner.find_ext("taskPriority");
  extras.job_priority = add_attribute(context, owner, SourceKind::Text, priority);
  extras.outcome_variable = std::string(owner.ext("outcomeVariable"));
  extras.sets_thread_result = owner.ext_flag("setsThreadResult", false);
  if (is_empty(extras)) return nullptr;
  return std::make_unique<model::ActivityExtras>(std::move(extras));
}

std::string_view variable_of(const FileContext& context, std::string_view reference) {
  Element element = context.find(reference);
  for (const std::string_view link : {"dataObjectRef", "dataStoreRef"}) {
    if (element && element.find(link) != nullptr) {
      if (const Element target = context.find(element[link])) element = target;
    }
  }
  if (!element) return {};
  return element["name"].empty() ? element["id"] : element["name"];
}

}  // namespace rondo::bpmn
