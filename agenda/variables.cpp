// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "agenda/environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace rondo::agenda {

namespace {

using model::NameId;
using model::Value;

bool names_loop(NameId name) { return static_cast<std::uint32_t>(name) < reserved::kLoopNames; }

// Counters of the innermost loop around an execution are computed, not stored.
bool loop_variable(const ExecutionTree& tree, const Execution& child, NameId name, Value& result) {
  if (name == reserved::kLoopCounter) {
    result = Value(child.loop_counter);
    return true;
  }
  const std::uint32_t slot = tree.at(child.parent).detail;
  if (slot == kNone) return false;
  const Loop& loop = tree.loop(slot);
  if (name == reserved::kNrOfInstances) result = Value(loop.total);
  if (name == reserved::kNrOfActiveInstances) result = Value(loop.active);
  if (name == reserved::kNrOfCompletedInstances) result = Value(loop.completed);
  return true;
}

}  // namespace

// Scope by scope upward (Activiti: VariableScopeImpl).
bool Command::find_variable(ExecutionId id, NameId name, Value& result) const {
  for (ExecutionId at = id; at != kNone; at = tree_.at(at).parent) {
    if (const Value* found = tree_.local(at, name)) {
      result = *found;
      return true;
    }
    const Execution& execution = tree_.at(at);
    if (names_loop(name) && execution.is(flag::kLoopChild)) {
      return loop_variable(tree_, execution, name, result);
    }
  }
  return false;
}

bool Command::has_variable(ExecutionId id, NameId name) const {
  Value ignored;
  return find_variable(id, name, ignored);
}

// Written where it is found on the way up, else at the process instance.
void Command::set_variable(ExecutionId id, NameId name, Value value) {
  ExecutionId at = id;
  while (tree_.local(at, name) == nullptr && tree_.at(at).parent != kNone) at = tree_.at(at).parent;
  set_local(at, name, std::move(value));
}

void Command::set_local(ExecutionId id, NameId name, Value value) {
  const DeployedProcess& process = *tree_.process_of(id).process;
  if (process.follows_variables()) {
    const bool is_new = tree_.local(id, name) == nullptr;
    if (process.has_conditions()) variable_changed(id, name, is_new ? Change::Created : Change::Updated);
    if (process.history() >= model::HistoryLevel::Audit) {
      record_variable(id, name, is_new ? model::VariableChange::Created : model::VariableChange::Updated,
                      value);
    }
  }
  tree_.set_local(id, name, std::move(value));
}

bool Command::remove_variable(ExecutionId id, NameId name) {
  for (ExecutionId at = id; at != kNone; at = tree_.at(at).parent) {
    if (remove_local(at, name)) return true;
  }
  return false;
}

bool Command::remove_local(ExecutionId id, NameId name) {
  if (!tree_.remove_local(id, name)) return false;
  const DeployedProcess& process = *tree_.process_of(id).process;
  if (process.has_conditions()) variable_changed(id, name, Change::Deleted);
  if (process.history() >= model::HistoryLevel::Audit) {
    record_variable(id, name, model::VariableChange::Removed, {});
  }
  return true;
}

model::Object Command::own_variables(ExecutionId id) const {
  model::Object result;
  const model::NameTable& names = tree_.process_of(id).process->names();
  if (const VariableScope* scope = tree_.locals(id)) {
    for (const Variable& variable : scope->variables) result.set(names.text(variable.name), variable.value);
  }
  if (tree_.at(id).is(flag::kLoopChild)) {
    result.set(names.text(reserved::kLoopCounter), Value(tree_.at(id).loop_counter));
  }
  return result;
}

model::Object Command::all_variables(ExecutionId id) const {
  std::vector<ExecutionId> path;  // from the process instance down
  for (ExecutionId at = id; at != kNone; at = tree_.at(at).parent) path.push_back(at);
  std::reverse(path.begin(), path.end());
  model::Object result;
  const model::NameTable& names = tree_.process_of(id).process->names();
  for (const ExecutionId at : path) {
    if (const VariableScope* scope = tree_.locals(at)) {
      for (const Variable& variable : scope->variables) result.set(names.text(variable.name), variable.value);
    }
    const Execution& execution = tree_.at(at);
    if (execution.is(flag::kLoopChild)) {
      for (std::uint32_t name = 0; name < reserved::kLoopNames; ++name) {
        Value value;
        if (loop_variable(tree_, execution, NameId{name}, value)) {
          result.set(names.text(NameId{name}), std::move(value));
        }
      }
    }
  }
  return result;
}

Value Command::evaluate(ExecutionId id, model::ExpressionId expression) {
  return evaluate(id, *tree_.process_of(id).process, expression);
}

Value Command::evaluate(ExecutionId id, const DeployedProcess& process, model::ExpressionId expression) {
  const expression::Compiled* compiled = process.expression(expression);
  if (compiled == nullptr) {
    const model::ExpressionSource& source = process.definition().expression(expression);
    throw Error(ErrorKind::Expression, fmt::format("no script language '{}' is registered", source.language),
                source.element_id, source.where);
  }
  if (const Value* constant = compiled->constant()) return *constant;
  ContextEnvironment environment(context(id));
  return compiled->evaluate(environment);
}

bool Command::evaluate_condition(ExecutionId id, model::ExpressionId expression) {
  const Value value = evaluate(id, expression);
  if (value.is_boolean()) return value.as_boolean();
  const model::ExpressionSource& source = definition_of(id).expression(expression);
  throw ExpressionError(source.text, 0,
                        fmt::format("a condition must give a boolean, not {}", model::name_of(value.type())),
                        source.element_id, source.where);
}

std::string Command::evaluate_text(ExecutionId id, model::ExpressionId expression) {
  if (expression == model::kNoExpression) return {};
  const Value value = evaluate(id, expression);
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_null()) return {};
  if (value.is_date()) return model::to_iso8601(value.as_date());
  return model::to_json(value);
}

Value Command::evaluate_parameter(ExecutionId id, const model::ParameterValue& parameter) {
  using Kind = model::ParameterValue::Kind;
  switch (parameter.kind) {
    case Kind::Null:
      return {};
    case Kind::Expression:
      return evaluate(id, parameter.expression);
    case Kind::List: {
      model::List list;
      for (const model::ParameterValue& item : parameter.items) list.push_back(evaluate_parameter(id, item));
      return list;
    }
    case Kind::Map: {
      model::Object object;
      for (std::size_t i = 0; i < parameter.items.size(); ++i) {
        object.set(parameter.keys[i], evaluate_parameter(id, parameter.items[i]));
      }
      return object;
    }
    case Kind::DataStore:
      return data_store(parameter.store);
  }
  return {};
}

Value Command::data_store(const std::string& id) const {
  const auto& written = changes_.data_stores;
  const auto own =
      std::find_if(written.rbegin(), written.rend(), [&](const auto& record) { return record.id == id; });
  return own != written.rend() ? own->value : host_.data_store(id);
}

void Command::write_output(ExecutionId id, const model::Parameter& output) {
  Value value = evaluate_parameter(id, output.value);
  if (!output.store.empty()) {
    changes_.data_stores.push_back({output.store, std::move(value)});
    return;
  }
  const NameId target = tree_.process_of(id).process->names().intern(output.target);
  set_variable(tree_.at(id).parent, target, std::move(value));
}

void Command::create_data(ExecutionId scope, model::ScopeId body) {
  const DeployedProcess& process = *tree_.process_of(scope).process;
  const std::span<const Variable> data = process.initial_data(body);
  if (data.empty()) return;
  if (!process.follows_variables()) return tree_.set_locals(scope, data);
  for (const Variable& item : data) set_local(scope, item.name, item.value);
}

}  // namespace rondo::agenda
