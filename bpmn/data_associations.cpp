// SPDX-License-Identifier: Apache-2.0
#include "bpmn/expressions.hpp"
#include "bpmn/mappings.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rondo::bpmn {
namespace {

/// Whether a variable of that name can be read in an expression as it is.
bool is_identifier(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  };
  if (name.empty() || !is_letter(name.front())) return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

/// The name inside `${name}`, or the text itself.
std::string_view bare_name(std::string_view text) {
  text = trim(text);
  const bool is_wrapped = text.size() > 3 && (text.substr(0, 2) == "${" || text.substr(0, 2) == "#{");
  return is_wrapped && text.back() == '}' ? trim(text.substr(2, text.size() - 3)) : text;
}

/// What a data input or output is called inside of the activity: its name. One without name cannot be
/// meant by any code, so that nothing needs to be copied; but the content of a message goes by its id then.
std::string_view inner_name(const FileContext& file, const Element& owner, std::string_view reference) {
  const Element data = file.find(reference);
  if (!data.is("dataInput") && !data.is("dataOutput")) return {};
  const auto kind = owner.kind();
  const bool is_event = kind && model::family_of(*kind) == model::ElementFamily::Event;
  const bool is_message = is_event || owner.is("sendTask") || owner.is("receiveTask");
  return !is_message || !data["name"].empty() ? data["name"] : data["id"];
}

model::Parameter from_store(const FileContext& file, std::string_view reference, std::string_view target,
                            model::SourcePosition where) {
  model::Parameter parameter;
  parameter.where = where;
  parameter.target = std::string(target);
  parameter.value.kind = model::ParameterValue::Kind::DataStore;
  parameter.value.store = store_of(file, reference);
  return parameter;
}

/// Lets expressions of the activity read the data stores that an association begins at, by their names.
void read_source_stores(const FileContext& file, const Element& association, model::InputOutput& io) {
  for (const Element source : association.children()) {
    if (!source.is("sourceRef") || store_of(file, source.text()).empty()) continue;
    io.inputs.push_back(
        from_store(file, source.text(), variable_of(file, source.text()), association.where()));
  }
}

/// Names what an association ends at: a variable inside the activity or outside of it, or a data store.
void set_target(const FileContext& file, const Element& owner, std::string_view reference, bool is_input,
                model::Parameter& parameter) {
  if (is_input) {
    parameter.target = std::string(inner_name(file, owner, reference));
  } else {
    parameter.target = std::string(variable_of(file, reference));
    parameter.store = store_of(file, reference);
  }
}

model::Parameter read_assignment(ProcessContext& context, const Element& owner, const Element& assignment) {
  model::Parameter parameter;
  parameter.where = assignment.where();
  const std::string_view to = bare_name(assignment.child("to").text());
  const std::string_view variable = variable_of(context.file, to);
  parameter.target = std::string(variable.empty() ? to : variable);
  parameter.store = store_of(context.file, to);
  parameter.value.expression = add_body(context, owner, SourceKind::Value, assignment.child("from"));
  if (parameter.value.expression != model::kNoExpression) {
    parameter.value.kind = model::ParameterValue::Kind::Expression;
  }
  return parameter;
}

/// Copies one variable to another, unless they are the same or one of them has no usable name.
void read_copy(ProcessContext& context, const Element& owner, const Element& association, bool is_input,
               std::vector<model::Parameter>& parameters) {
  const std::string_view source_ref = association.child("sourceRef").trimmed_text();
  model::Parameter parameter;
  parameter.where = association.where();
  set_target(context.file, owner, association.child("targetRef").text(), is_input, parameter);
  if (parameter.target.empty()) return;
  if (is_input && !store_of(context.file, source_ref).empty()) {
    parameters.push_back(from_store(context.file, source_ref, parameter.target, association.where()));
    return;
  }
  const std::string_view source =
      is_input ? variable_of(context.file, source_ref) : inner_name(context.file, owner, source_ref);
  if (!is_identifier(source) || (source == parameter.target && parameter.store.empty())) return;
  parameter.value.kind = model::ParameterValue::Kind::Expression;
  parameter.value.expression = add_variable(context, owner, source, association.where());
  parameters.push_back(std::move(parameter));
}

/// A transformation gives the value of the target from those of all sources (§10.4.2).
void read_transformation(ProcessContext& context, const Element& owner, const Element& association,
                         bool is_input, std::vector<model::Parameter>& parameters) {
  model::Parameter parameter;
  parameter.where = association.where();
  set_target(context.file, owner, association.child("targetRef").text(), is_input, parameter);
  parameter.value.kind = model::ParameterValue::Kind::Expression;
  parameter.value.expression =
      add_body(context, owner, SourceKind::Value, association.child("transformation"));
  if (parameter.target.empty() || parameter.value.expression == model::kNoExpression) return;
  parameters.push_back(std::move(parameter));
}

/// A call passes variables. For data stores at its ends the activity has a variable of its own.
void read_call_stores(ProcessContext& context, const Element& owner, model::InputOutput& io) {
  for (const Element association : owner.children()) {
    if (association.is("dataInputAssociation")) read_source_stores(context.file, association, io);
    if (!association.is("dataOutputAssociation")) continue;
    const std::string_view target = association.child("targetRef").trimmed_text();
    const std::string_view name = variable_of(context.file, target);
    if (store_of(context.file, target).empty() || !is_identifier(name)) continue;
    io.inputs.push_back(from_store(context.file, target, name, association.where()));
    model::Parameter parameter;
    parameter.where = association.where();
    parameter.store = store_of(context.file, target);
    parameter.value.kind = model::ParameterValue::Kind::Expression;
    parameter.value.expression = add_variable(context, owner, name, association.where());
    io.outputs.push_back(std::move(parameter));
  }
}

/// Whether an association only feeds or empties the collection of a multi-instance activity.
bool is_for_loop(const FileContext& file, const Element& owner, const Element& association) {
  const Element loop = owner.child("multiInstanceLoopCharacteristics");
  for (const auto& [collection, end] :
       {std::pair<std::string_view, std::string_view>{"loopDataInputRef", "targetRef"},
        {"loopDataOutputRef", "sourceRef"}}) {
    const Element data = file.find(loop.child(collection).text());
    if (loop.child(collection) && data && data == file.find(association.child(end).text())) return true;
  }
  return false;
}

}  // namespace

std::string store_of(const FileContext& file, std::string_view reference) {
  const Element element = file.find(reference);
  if (element.is("dataStore")) return std::string(element["id"]);
  if (!element.is("dataStoreReference")) return {};
  const Element store = file.find(element["dataStoreRef"], "dataStore");
  return std::string(store ? store["id"] : element["id"]);
}

void read_data_associations(ProcessContext& context, const Element& owner, model::InputOutput& io) {
  if (owner.is("callActivity")) return read_call_stores(context, owner, io);
  for (const Element association : owner.children()) {
    const bool is_input = association.is("dataInputAssociation");
    if (!is_input && !association.is("dataOutputAssociation")) continue;
    if (is_for_loop(context.file, owner, association)) continue;
    std::vector<model::Parameter>& parameters = is_input ? io.inputs : io.outputs;
    const bool transforms = static_cast<bool>(association.child("transformation"));
    bool has_assignment = false;
    if (is_input && (transforms || association.child("assignment"))) {
      read_source_stores(context.file, association, io);
    }
    for (const Element assignment : association.children()) {
      if (!assignment.is("assignment")) continue;
      has_assignment = true;
      model::Parameter parameter = read_assignment(context, owner, assignment);
      if (!parameter.target.empty()) parameters.push_back(std::move(parameter));
    }
    if (transforms) {
      read_transformation(context, owner, association, is_input, parameters);
    } else if (!has_assignment) {
      read_copy(context, owner, association, is_input, parameters);
    }
  }
}

}  // namespace rondo::bpmn
