// SPDX-License-Identifier: Apache-2.0
#include "rondo/bean_object.hpp"

#include "agenda/environment.hpp"
#include "rondo/execution_facade.hpp"

#include <deque>
#include <vector>

namespace rondo {

Bean::Bean() : content_(std::make_shared<Content>()) {}

Bean& Bean::method(std::string name, int arity, Method method) {
  content_->methods[{std::move(name), arity < 0 ? -1 : arity}] = std::move(method);
  return *this;
}

Bean& Bean::property(std::string name, Getter getter) {
  content_->properties[std::move(name)] = std::move(getter);
  return *this;
}

Bean& Bean::delegate(Delegate delegate) {
  content_->delegate = std::move(delegate);
  return *this;
}

Value call_method(const Bean::Method& method, std::span<const expression::Operand> arguments) {
  std::vector<Argument> passed;
  std::deque<ExecutionFacade> executions;
  for (const expression::Operand& argument : arguments) {
    Argument& added = passed.emplace_back();
    added.value = argument.value;
    if (const auto* execution = dynamic_cast<const agenda::ExecutionObject*>(argument.object)) {
      added.execution = &executions.emplace_back(execution->context());
    } else if (const auto* task = dynamic_cast<const agenda::TaskObject*>(argument.object)) {
      added.execution = &executions.emplace_back(task->context(), task->task());
    }
  }
  return method(passed);
}

bool BeanObject::property(std::string_view name, expression::Operand& result) {
  const auto& properties = bean_.content().properties;
  const auto found = properties.find(name);
  if (found == properties.end()) return false;
  result = found->second();
  return true;
}

bool BeanObject::call(std::string_view method, std::span<const expression::Operand> arguments,
                      expression::Operand& result) {
  const auto& methods = bean_.content().methods;
  auto found = methods.find({std::string(method), static_cast<int>(arguments.size())});
  if (found == methods.end()) found = methods.find({std::string(method), -1});
  if (found == methods.end()) return false;
  result = call_method(found->second, arguments);
  return true;
}

}  // namespace rondo
