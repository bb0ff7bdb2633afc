// SPDX-License-Identifier: Apache-2.0
#include "agenda/environment.hpp"

#include "agenda/command.hpp"
#include "agenda/host.hpp"

#include <cctype>
#include <utility>

namespace rondo::agenda {

namespace {

using expression::Operand;
using model::Value;

// "getAssignee" with no argument reads the property "assignee".
std::string property_of_getter(std::string_view method) {
  std::size_t prefix = 0;
  if (method.starts_with("get")) prefix = 3;
  if (method.starts_with("is")) prefix = 2;
  if (prefix == 0 || method.size() == prefix) return {};
  std::string name(method.substr(prefix));
  name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  return name;
}

}  // namespace

bool ContextEnvironment::variable(model::NameId name, Value& result) {
  if (context_.command().find_variable(context_.id(), name, result)) return true;
  if (name != reserved::kAuthenticatedUserId) return false;
  result = Value(context_.command().host().acting_user());
  return true;
}

bool ContextEnvironment::variable_named(std::string_view name, Value& result) {
  return context_.find(name, result);
}

expression::HostObject* ContextEnvironment::object(std::string_view name) {
  if (name == "execution" || name == "variableContainer") {
    if (!execution_) execution_.emplace(context_);
    return &*execution_;
  }
  if (name == "task" && task_ != nullptr) {
    if (!task_object_) task_object_.emplace(context_, *task_);
    return &*task_object_;
  }
  auto bean = context_.command().host().bean(context_, name);
  if (bean == nullptr) return nullptr;
  beans_.push_back(std::move(bean));
  return beans_.back().get();
}

bool ContextEnvironment::call(std::string_view prefix, std::string_view name,
                              std::span<const Operand> arguments, Operand& result) {
  return context_.command().host().call_function(context_, prefix, name, arguments, result);
}

void ContextEnvironment::assign(model::NameId name, Value value) {
  context_.command().set_variable(context_.id(), name, std::move(value));
}

model::Instant ContextEnvironment::now() { return context_.command().host().now(); }

// --- execution

bool ExecutionObject::property(std::string_view name, Operand& result) {
  Command& command = context_.command();
  const Execution& execution = context_.execution();
  const ProcessInstance& instance = command.tree().process(execution.process);
  const model::ProcessDefinition& definition = context_.definition();
  const bool at_node = execution.node != model::kNoNode;
  if (name == "id") {
    result = Value(command.execution_text(context_.id()));
  } else if (name == "processInstanceId") {
    result = Value(to_text(command.instance_handle(execution.process), model::HandleKind::Instance));
  } else if (name == "processInstanceBusinessKey" || name == "processBusinessKey" || name == "businessKey") {
    result = instance.business_key.empty() ? Value() : Value(instance.business_key);
  } else if (name == "processDefinitionId") {
    result = Value(definition.id + ":" + std::to_string(instance.process->version));
  } else if (name == "processDefinitionKey") {
    result = Value(definition.id);
  } else if (name == "currentActivityId") {
    result = at_node ? Value(definition.node(execution.node).id) : Value();
  } else if (name == "currentActivityName" || name == "currentFlowElementName") {
    result = at_node ? Value(definition.node(execution.node).name) : Value();
  } else if (name == "eventName") {
    result = Value(command.event_name());
  } else if (name == "loopCounter") {
    return command.find_variable(context_.id(), reserved::kLoopCounter, result.value);
  } else if (name == "tenantId") {
    result = Value();
  } else if (name == "variables") {
    result = Value(command.all_variables(context_.id()));
  } else if (name == "parent") {
    if (execution.parent == kNone) return false;
    if (!parent_) parent_ = std::make_unique<ExecutionObject>(command.context(execution.parent));
    result = *parent_;
  } else {
    return false;
  }
  return true;
}

bool ExecutionObject::read(std::string_view method, model::NameId name, Operand& result) const {
  Command& command = context_.command();
  if (method == "getVariable") {
    result = Value();
    (void)command.find_variable(context_.id(), name, result.value);
  } else if (method == "hasVariable") {
    result = Value(command.has_variable(context_.id(), name));
  } else if (method == "getVariableLocal") {
    const Value* found = command.tree().local(context_.id(), name);
    result = found == nullptr ? Value() : *found;
  } else if (method == "hasVariableLocal") {
    result = Value(command.tree().local(context_.id(), name) != nullptr);
  } else if (method == "removeVariable") {
    command.remove_variable(context_.id(), name);
    result = Value();
  } else if (method == "removeVariableLocal") {
    command.tree().remove_local(context_.id(), name);
    result = Value();
  } else {
    return false;
  }
  return true;
}

bool ExecutionObject::call(std::string_view method, std::span<const Operand> arguments, Operand& result) {
  if (arguments.empty()) {
    const std::string name = property_of_getter(method);
    return !name.empty() && property(name, result);
  }
  if (!arguments[0].value.is_string()) return false;
  Command& command = context_.command();
  const model::NameId name = context_.process().names().intern(arguments[0].value.as_string());
  if (arguments.size() == 1) return read(method, name, result);
  if (arguments.size() != 2 || arguments[1].object != nullptr) return false;
  result = Value();
  if (method == "setVariable") {
    command.set_variable(context_.id(), name, arguments[1].value);
    return true;
  }
  if (method == "setVariableLocal") {
    command.set_local(context_.id(), name, arguments[1].value);
    return true;
  }
  return false;
}

// --- task

bool TaskObject::property(std::string_view name, Operand& result) {
  const auto text = [](const std::string& value) { return value.empty() ? Value() : Value(value); };
  if (name == "id") {
    result = Value(to_text(task_->id, model::HandleKind::Wait));
  } else if (name == "name") {
    result = text(task_->name);
  } else if (name == "assignee") {
    result = text(task_->assignee);
  } else if (name == "owner") {
    result = text(task_->owner);
  } else if (name == "description") {
    result = text(task_->description);
  } else if (name == "dueDate") {
    result = text(task_->due);
  } else if (name == "formKey") {
    result = text(task_->form_key);
  } else if (name == "category") {
    result = text(task_->category);
  } else if (name == "priority") {
    result = Value(task_->priority);
  } else if (name == "taskDefinitionKey") {
    result = Value(task_->definition->node(task_->node).id);
  } else if (name == "execution") {
    result = execution_;
  } else {
    return name == "id" ? false : execution_.property(name, result);
  }
  return true;
}

bool TaskObject::call(std::string_view method, std::span<const Operand> arguments, Operand& result) {
  if (arguments.empty()) {
    const std::string name = property_of_getter(method);
    if (!name.empty() && property(name, result)) return true;
  }
  return execution_.call(method, arguments, result);
}

}  // namespace rondo::agenda
