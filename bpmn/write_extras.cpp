// SPDX-License-Identifier: Apache-2.0
// What an activity carries besides: parameters, data, exceptions, retries, properties.
#include "bpmn/writing.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace rondo::bpmn {

namespace {

using model::ActivityExtras;
using model::DataItem;
using model::FlowNode;
using model::ParameterValue;

// A script, or a text in which expressions are found.
void write_expression(const ProcessWriting& writing, pugi::xml_node element, model::ExpressionId id) {
  const model::ExpressionSource& source = writing.source(id);
  if (source.language.empty() && source.kind != Place::Script) {
    element.text().set(text_for(writing, id, Place::Text).c_str());
    return;
  }
  pugi::xml_node script = add_ext(writing, element, "script");
  set(script, "scriptFormat", format_of(source.language));
  script.text().set(source.text.c_str());
}

// Parameters nest as deep as the file that they come from, whose depth its reader bounds.
// NOLINTNEXTLINE(misc-no-recursion)
void write_value(const ProcessWriting& writing, pugi::xml_node element, const ParameterValue& value) {
  switch (value.kind) {
    case ParameterValue::Kind::Null:
      return;
    case ParameterValue::Kind::DataStore:
      set(element, writing.file.own("fromStore").c_str(), value.store);
      return;
    case ParameterValue::Kind::Expression:
      return write_expression(writing, element, value.expression);
    case ParameterValue::Kind::List: {
      pugi::xml_node list = add_ext(writing, element, "list");
      for (const ParameterValue& item : value.items) {
        const bool is_script = item.kind == ParameterValue::Kind::Expression &&
                               writing.source(item.expression).kind == Place::Script;
        write_value(writing, is_script ? list : add_ext(writing, list, "value"), item);
      }
      return;
    }
    case ParameterValue::Kind::Map: {
      pugi::xml_node map = add_ext(writing, element, "map");
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        pugi::xml_node entry = add_ext(writing, map, "entry");
        set(entry, "key", value.keys[i]);
        write_value(writing, entry, value.items[i]);
      }
      return;
    }
  }
}

void write_zeebe_parameter(const ProcessWriting& writing, pugi::xml_node container, const char* tag,
                           const model::Parameter& parameter) {
  pugi::xml_node element = add_ext(writing, container, tag);
  if (parameter.value.kind == ParameterValue::Kind::Expression) {
    set(element, "source", text_for(writing, parameter.value.expression, Place::Text));
  }
  set(element, "target", parameter.target);
}

bool has_store(const model::Parameter& parameter) {
  return !parameter.store.empty() || parameter.value.kind == ParameterValue::Kind::DataStore;
}

// Zeebe has no words for data stores.
bool is_for_zeebe(const ProcessWriting& writing, const model::InputOutput& io) {
  return writing.file.dialect() == model::Dialect::Zeebe &&
         std::none_of(io.inputs.begin(), io.inputs.end(), has_store) &&
         std::none_of(io.outputs.begin(), io.outputs.end(), has_store);
}

void write_parameters(const ProcessWriting& writing, pugi::xml_node container,
                      const std::vector<model::Parameter>& parameters, const char* tag) {
  for (const model::Parameter& parameter : parameters) {
    pugi::xml_node element = add_ext(writing, container, tag);
    set(element, "name", parameter.target);
    if (!parameter.store.empty()) set(element, writing.file.own("toStore").c_str(), parameter.store);
    write_value(writing, element, parameter.value);
  }
}

void write_input_output(const ProcessWriting& writing, pugi::xml_node element, const model::InputOutput& io) {
  if (io.empty()) return;
  if (is_for_zeebe(writing, io)) {
    pugi::xml_node container = add_ext(writing, extensions(element), "ioMapping");
    for (const auto& parameter : io.inputs) write_zeebe_parameter(writing, container, "input", parameter);
    for (const auto& parameter : io.outputs) write_zeebe_parameter(writing, container, "output", parameter);
  } else {
    pugi::xml_node container = add_ext(writing, extensions(element), "inputOutput");
    write_parameters(writing, container, io.inputs, "inputParameter");
    write_parameters(writing, container, io.outputs, "outputParameter");
  }
}

void write_exceptions(const ProcessWriting& writing, pugi::xml_node element, const ActivityExtras& extras) {
  for (const model::ExceptionMapping& mapping : extras.exceptions) {
    pugi::xml_node child = add_ext(writing, extensions(element), "mapException");
    set(child, "errorCode", mapping.error_code);
    set_flag(child, "includeChildExceptions", mapping.include_children, false);
    child.text().set(mapping.exception.c_str());
  }
}

void write_properties(const ProcessWriting& writing, pugi::xml_node element, const ActivityExtras& extras) {
  if (extras.properties.empty()) return;
  pugi::xml_node container = add_ext(writing, extensions(element), "properties");
  for (const auto& [name, value] : extras.properties) {
    pugi::xml_node property = add_ext(writing, container, "property");
    set(property, "name", name);
    set(property, "value", value);
  }
}

std::string text_of(const model::Value& scalar) {
  if (scalar.is_string()) return std::string(scalar.as_string());
  return scalar.is_date() ? model::to_iso8601(scalar.as_date()) : model::to_json(scalar);
}

const char* tag_of_item(DataItem::Kind kind) noexcept {
  switch (kind) {
    case DataItem::Kind::DataObject:
      return "dataObject";
    case DataItem::Kind::DataStore:
      return "dataStoreReference";
    case DataItem::Kind::Property:
      break;
  }
  return "property";
}

}  // namespace

void write_extras(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  if (node.extras == nullptr) return;
  const ActivityExtras& extras = *node.extras;
  write_input_output(writing, element, extras.io);
  write_exceptions(writing, element, extras);
  write_properties(writing, element, extras);
  if (extras.retry.text != model::kNoExpression) {
    add_ext(writing, extensions(element), "failedJobRetryTimeCycle")
        .text()
        .set(text_for(writing, extras.retry.text, Place::Text).c_str());
  }
  set_ext(writing, element, "skipExpression", extras.skip_expression, Place::Condition);
  set_ext(writing, element, "jobPriority", extras.job_priority, Place::Text);
  set_ext(writing, element, "outcomeVariable", extras.outcome_variable);
  set_ext_flag(writing, element, "setsThreadResult", extras.sets_thread_result, false);
}

void write_data(const ProcessWriting& writing, pugi::xml_node element, const std::vector<DataItem>& items) {
  for (const DataItem& item : items) {
    pugi::xml_node child = element.append_child(tag_of_item(item.kind));
    const bool is_store = item.kind == DataItem::Kind::DataStore;
    set(child, "id", is_store ? item.id : writing.file.free_id(item.id, "data"));
    set(child, "name", item.name);
    if (is_store && item.store != item.id) set(child, "dataStoreRef", item.store);
    // The reader takes values without a type for texts.
    const bool is_json = item.type.empty() && item.initial && !item.initial->is_string();
    const std::string type = is_json ? "json" : item.type;
    if (!type.empty()) set(child, "itemSubjectRef", writing.file.item(type));
    if (item.kind == DataItem::Kind::DataObject) set_flag(child, "isCollection", item.is_collection, false);
    if (!item.initial) continue;
    add_ext(writing, extensions(child), "value").text().set(text_of(*item.initial).c_str());
  }
}

}  // namespace rondo::bpmn
