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
/// meant by any code, so that nothing needs to be copied.
std::string_view inner_name(const FileContext& file, std::string_view reference) {
  const Element data = file.find(reference);
  return data && (data.is("dataInput") || data.is("dataOutput")) ? data["name"] : std::string_view();
}

model::Parameter read_assignment(ProcessContext& context, const Element& owner, const Element& assignment) {
  model::Parameter parameter;
  parameter.where = assignment.where();
  const std::string_view to = bare_name(assignment.child("to").text());
  const std::string_view variable = variable_of(context.file, to);
  parameter.target = std::string(variable.empty() ? to : variable);
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
  const std::string_view target_ref = association.child("targetRef").trimmed_text();
  const std::string_view source =
      is_input ? variable_of(context.file, source_ref) : inner_name(context.file, source_ref);
  const std::string_view target =
      is_input ? inner_name(context.file, target_ref) : variable_of(context.file, target_ref);
  if (!is_identifier(source) || target.empty() || source == target) return;
  model::Parameter parameter;
  parameter.where = association.where();
  parameter.target = std::string(target);
  parameter.value.kind = model::ParameterValue::Kind::Expression;
  parameter.value.expression = add_variable(context, owner, source, association.where());
  parameters.push_back(std::move(parameter));
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

void read_data_associations(ProcessContext& context, const Element& owner, model::InputOutput& io) {
  if (owner.is("callActivity")) return;  // they pass data to the called process
  for (const Element association : owner.children()) {
    const bool is_input = association.is("dataInputAssociation");
    if (!is_input && !association.is("dataOutputAssociation")) continue;
    if (is_for_loop(context.file, owner, association)) continue;
    std::vector<model::Parameter>& parameters = is_input ? io.inputs : io.outputs;
    bool has_assignment = false;
    for (const Element assignment : association.children()) {
      if (!assignment.is("assignment")) continue;
      has_assignment = true;
      model::Parameter parameter = read_assignment(context, owner, assignment);
      if (!parameter.target.empty()) parameters.push_back(std::move(parameter));
    }
    if (!has_assignment) read_copy(context, owner, association, is_input, parameters);
  }
}

}  // namespace rondo::bpmn
