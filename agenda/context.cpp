// SPDX-License-Identifier: Apache-2.0
#include "agenda/context.hpp"

#include "agenda/command.hpp"
#include "agenda/steps.hpp"

#include <utility>

namespace rondo::agenda {

const Execution& ExecutionContext::execution() const noexcept { return command_->tree().at(id_); }

const DeployedProcess& ExecutionContext::process() const noexcept {
  return *command_->tree().process_of(id_).process;
}

const model::ProcessDefinition& ExecutionContext::definition() const noexcept {
  return process().definition();
}

const model::FlowNode& ExecutionContext::node() const noexcept { return command_->node_of(id_); }

model::NodeId ExecutionContext::node_id() const noexcept { return execution().node; }

bool ExecutionContext::gives_result() const noexcept {
  const CompiledNode* compiled = execution().compiled;
  return compiled != nullptr && compiled->is(CompiledNode::GivesResult);
}

bool ExecutionContext::find(std::string_view name, model::Value& result) const {
  if (gives_result()) [[unlikely]] {
    const model::Value input = step_input(*command_, id_);
    if (const model::Value* member = input.as_object().find(name)) {
      result = *member;
      return true;
    }
  }
  const model::NameId id = process().names().find(name);
  return id != model::kNoName && command_->find_variable(id_, id, result);
}

void ExecutionContext::set_variable(std::string_view name, model::Value value) const {
  if (gives_result()) [[unlikely]]
    return give_member(*command_, id_, name, std::move(value));
  command_->set_variable(id_, process().names().intern(name), std::move(value));
}

void ExecutionContext::set_local(std::string_view name, model::Value value) const {
  command_->set_local(id_, process().names().intern(name), std::move(value));
}

model::Value ExecutionContext::evaluate(model::ExpressionId expression) const {
  return command_->evaluate(id_, expression);
}

bool ExecutionContext::is_true(model::ExpressionId condition) const {
  return command_->evaluate_condition(id_, condition);
}

std::string ExecutionContext::text(model::ExpressionId expression) const {
  return command_->evaluate_text(id_, expression);
}

void ExecutionContext::leave() const { command_->leave(id_); }

void ExecutionContext::leave_last() const { command_->leave_last(id_); }

void ExecutionContext::end() const { command_->plan(OperationKind::EndExecution, id_); }

void ExecutionContext::start_body() const { command_->start_body(id_, node().body); }

void ExecutionContext::wait() const { command_->tree().set_flags(id_, flag::kWaiting); }

model::Handle ExecutionContext::wait_for_completion() const {
  wait();
  return command_->wait_handle(command_->add_trigger_wait(id_, Wait::Kind::External));
}

void ExecutionContext::throw_error(std::string code, std::string message) const {
  command_->plan_error(id_, std::move(code), std::move(message));
}

void ExecutionContext::subscribe(model::NodeId node) const { command_->subscribe(id_, node); }

InvocationResult ExecutionContext::invoke(const model::Implementation& implementation,
                                          model::Value& result) const {
  return command_->invoke(id_, {implementation, node().id, {}, nullptr}, result);
}

}  // namespace rondo::agenda
