// SPDX-License-Identifier: Apache-2.0
#include "rondo/execution_facade.hpp"

#include "agenda/command.hpp"
#include "agenda/environment.hpp"
#include "agenda/steps.hpp"
#include "expression/expression.hpp"

#include <utility>

namespace rondo {

using model::HandleKind;

std::string ExecutionFacade::id() const { return context_.command().execution_text(context_.id()); }

std::string ExecutionFacade::process_instance_id() const {
  return to_text(context_.command().instance_handle(context_.execution().process), HandleKind::Instance);
}

std::string ExecutionFacade::process_definition_key() const { return context_.definition().id; }

std::string ExecutionFacade::business_key() const {
  return context_.command().tree().process(context_.execution().process).business_key;
}

std::string ExecutionFacade::activity_id() const {
  if (invocation_ != nullptr) return std::string(invocation_->element_id);
  return context_.node_id() == model::kNoNode ? context_.definition().id : context_.node().id;
}

std::string ExecutionFacade::activity_name() const {
  return context_.node_id() == model::kNoNode ? context_.definition().name : context_.node().name;
}

std::string ExecutionFacade::event_name() const { return std::string(context_.command().event_name()); }

Instant ExecutionFacade::now() const { return context_.command().host().now(); }

std::optional<Value> ExecutionFacade::variable(std::string_view name) const {
  Value value;
  if (!context_.find(name, value)) return std::nullopt;
  return value;
}

std::optional<Value> ExecutionFacade::local_variable(std::string_view name) const {
  const model::NameId id = context_.process().names().find(name);
  if (id == model::kNoName) return std::nullopt;
  const Value* value = context_.command().tree().local(context_.id(), id);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

Variables ExecutionFacade::variables() const { return context_.command().all_variables(context_.id()); }

void ExecutionFacade::set_variable(std::string_view name, Value value) {
  context_.set_variable(name, std::move(value));
}

void ExecutionFacade::set_local_variable(std::string_view name, Value value) {
  context_.set_local(name, std::move(value));
}

void ExecutionFacade::remove_variable(std::string_view name) {
  context_.command().remove_variable(context_.id(), context_.process().names().intern(name));
}

void ExecutionFacade::remove_local_variable(std::string_view name) {
  context_.command().remove_local(context_.id(), context_.process().names().intern(name));
}

void ExecutionFacade::set_result(Value result) {
  if (context_.gives_result()) agenda::give_result(context_.command(), context_.id(), std::move(result));
}

std::optional<Value> ExecutionFacade::field(std::string_view name) const {
  if (invocation_ == nullptr) return std::nullopt;
  for (const model::Field& field : invocation_->implementation.fields) {
    if (field.name == name) return context_.evaluate(field.value);
  }
  return std::nullopt;
}

Value ExecutionFacade::evaluate(std::string_view expression) const {
  model::ExpressionSource source;
  source.kind = model::ExpressionSource::Kind::Value;
  source.text = expression;
  source.element_id = activity_id();
  const auto compiled = expression::compile(source, context_.process().names());
  agenda::ContextEnvironment environment(context_, task_);
  return compiled->evaluate(environment);
}

void ExecutionFacade::throw_escalation(std::string_view code) {
  // An instance of a loop may be gone when its delegate has returned; the loop is not.
  const agenda::Execution& execution = context_.execution();
  const bool instance = execution.is(agenda::flag::kLoopChild);
  context_.command().plan_escalation(instance ? execution.parent : context_.id(), std::string(code));
}

std::string_view ExecutionFacade::script() const {
  if (invocation_ == nullptr || invocation_->implementation.kind != model::Implementation::Kind::Script) {
    return {};
  }
  return context_.definition().expression(invocation_->implementation.expression).text;
}

}  // namespace rondo
