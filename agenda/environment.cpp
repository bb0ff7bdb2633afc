// SPDX-License-Identifier: Apache-2.0
#include "agenda/environment.hpp"

#include "agenda/command.hpp"
#include "agenda/host.hpp"
#include "expression/conversion.hpp"

#include <cctype>
#include <utility>

namespace rondo::agenda {

namespace {

using expression::Operand;
using model::Value;

}  // namespace

std::string property_of_getter(std::string_view method) {
  std::size_t prefix = 0;
  if (method.starts_with("get")) prefix = 3;
  if (method.starts_with("is")) prefix = 2;
  if (prefix == 0 || method.size() == prefix) return {};
  std::string name(method.substr(prefix));
  name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  return name;
}

bool ContextEnvironment::variable(model::NameId name, Value& result) {
  if (context_.command().find_variable(context_.id(), name, result)) return true;
  if (name != reserved::kAuthenticatedUserId) return false;
  const std::string_view user = context_.command().host().acting_user();
  result = user.empty() ? Value() : Value(user);
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

namespace {

using Reader = Value (*)(const ExecutionContext&);

struct Property {
  std::string_view name;
  Reader read;
};

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value instance_id(const ExecutionContext& at) {
  return to_text(at.command().instance_handle(at.execution().process), model::HandleKind::Instance);
}

Value business_key(const ExecutionContext& at) {
  return text_or_null(at.command().tree().process(at.execution().process).business_key);
}

Value activity_name(const ExecutionContext& at) {
  return at.node_id() == model::kNoNode ? Value() : Value(at.node().name);
}

constexpr Property kExecutionProperties[] = {
    {"id", [](const ExecutionContext& at) { return Value(at.command().execution_text(at.id())); }},
    {"processInstanceId", instance_id},
    {"processInstanceBusinessKey", business_key},
    {"processBusinessKey", business_key},
    {"businessKey", business_key},
    {"processInstanceName",
     [](const ExecutionContext& at) {
       return text_or_null(at.command().tree().process(at.execution().process).name);
     }},
    {"processDefinitionId",
     [](const ExecutionContext& at) {
       return Value(at.definition().id + ":" + std::to_string(at.process().version));
     }},
    {"processDefinitionKey", [](const ExecutionContext& at) { return Value(at.definition().id); }},
    {"currentActivityId",
     [](const ExecutionContext& at) {
       return at.node_id() == model::kNoNode ? Value() : Value(at.node().id);
     }},
    {"currentActivityName", activity_name},
    {"currentFlowElementName", activity_name},
    {"eventName", [](const ExecutionContext& at) { return Value(at.command().event_name()); }},
    {"tenantId", [](const ExecutionContext&) { return Value(); }},
    {"variables", [](const ExecutionContext& at) { return Value(at.command().all_variables(at.id())); }},
};

}  // namespace

bool ExecutionObject::property(std::string_view name, Operand& result) {
  Command& command = context_.command();
  for (const Property& known : kExecutionProperties) {
    if (known.name != name) continue;
    result = known.read(context_);
    return true;
  }
  if (name == "loopCounter") {
    return command.find_variable(context_.id(), reserved::kLoopCounter, result.value);
  }
  if (name == "processInstance") {
    if (!instance_) {
      const ExecutionId root = command.tree().process_of(context_.id()).execution;
      instance_ = std::make_unique<ExecutionObject>(command.context(root));
    }
    result = *instance_;
    return true;
  }
  const ExecutionId parent = context_.execution().parent;
  if (name != "parent" || parent == kNone) return false;
  if (!parent_) parent_ = std::make_unique<ExecutionObject>(command.context(parent));
  result = *parent_;
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
  } else if (method == "getDataStore") {
    result = command.data_store(context_.process().names().text(name));
  } else if (method == "removeVariable") {
    command.remove_variable(context_.id(), name);
    result = Value();
  } else if (method == "removeVariableLocal") {
    command.remove_local(context_.id(), name);
    result = Value();
  } else {
    return false;
  }
  return true;
}

// What the instance is called from now on; a message finds it by its new key.
bool ExecutionObject::rename(std::string_view method, const Value& value) {
  Command& command = context_.command();
  std::string text = value.is_null() ? std::string() : expression::text_of(value);
  if (method == "setProcessBusinessKey") {
    command.relabel(context_.id(), &ProcessInstance::business_key, std::move(text));
  } else if (method == "setProcessInstanceName") {
    command.relabel(context_.id(), &ProcessInstance::name, std::move(text));
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
  Command& command = context_.command();
  if (arguments.size() == 1 && arguments[0].object == nullptr && rename(method, arguments[0].value)) {
    result = Value();
    return true;
  }
  if (!arguments[0].value.is_string()) return false;
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

}  // namespace rondo::agenda
