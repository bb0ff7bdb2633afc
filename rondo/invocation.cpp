// SPDX-License-Identifier: Apache-2.0
#include "rondo/bean_object.hpp"
#include "rondo/completion.hpp"
#include "rondo/engine_core.hpp"
#include "rondo/exception_types.hpp"
#include "rondo/execution_facade.hpp"
#include "rondo/native_context.hpp"
#include "rondo/required_code.hpp"

#include "agenda/environment.hpp"
#include "behaviors/throwing.hpp"
#include "expression/conversion.hpp"
#include "expression/expression.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace rondo {

namespace {

using agenda::ExecutionContext;
using agenda::Invocation;
using agenda::InvocationResult;
using CodeKind = model::Implementation::Kind;

// A delegate registered under a bean's name: whatever is called on it runs the delegate.
class DelegateObject final : public expression::HostObject {
 public:
  DelegateObject(std::string name, std::shared_ptr<const DelegateRegistry::Code> code,
                 ExecutionContext context)
      : name_(std::move(name)), code_(std::move(code)), context_(context) {}

  bool property(std::string_view, expression::Operand& result) override { return run(result); }
  bool call(std::string_view, std::span<const expression::Operand>, expression::Operand& result) override {
    return run(result);
  }
  [[nodiscard]] std::string describe() const override { return "delegate '" + name_ + "'"; }

 private:
  bool run(expression::Operand& result) {
    if (!code_->delegate) return false;
    ExecutionFacade facade(context_);
    code_->delegate(facade);
    result = Value();
    return true;
  }

  std::string name_;
  std::shared_ptr<const DelegateRegistry::Code> code_;
  ExecutionContext context_;
};

// `mapException`: the first mapping that names the exception's type, or any.
void map_exception(const ExecutionContext& context, const std::exception& failure) {
  if (context.node_id() == model::kNoNode || context.node().extras == nullptr) return;
  for (const model::ExceptionMapping& mapping : context.node().extras->exceptions) {
    if (mapping.exception.empty() || is_exception(failure, mapping.exception, mapping.include_children)) {
      throw BpmnError(mapping.error_code, failure.what());
    }
  }
}

// Runs one piece of user code for an execution.
class Runner {
 public:
  Runner(EngineCore& core, ExecutionContext context, const Invocation& invocation)
      : core_(core), context_(context), invocation_(invocation), code_(invocation.implementation) {}

  InvocationResult run(Value& result) {
    switch (code_.kind) {
      case CodeKind::Script:
        return run_script(result);
      case CodeKind::Expression:
        return run_expression(result);
      case CodeKind::DelegateExpression:
        return run_delegate_expression();
      case CodeKind::Topic:
        if (code_.expression == model::kNoExpression) return run_named(code_.name, "topic");
        return run_named(context_.text(code_.expression), "topic");
      case CodeKind::Class:
        return run_named(code_.name, "class");
      case CodeKind::Type:
        if (code_.name == kConsole && core_.delegates().find(kConsole) == nullptr) return write_line();
        return run_named(code_.name, "type");
      case CodeKind::None:
        break;
    }
    return run_named(std::string(invocation_.element_id), "element");
  }

 private:
  // The built-in code of activities that write a line for people.
  InvocationResult write_line() {
    ExecutionFacade facade(context_, &invocation_);
    const auto text = facade.field("text");
    core_.write_line(text ? expression::text_of(*text) : std::string());
    return InvocationResult::NoValue;
  }

  InvocationResult run_named(const std::string& name, std::string_view kind) {
    if (const auto code = core_.delegates().find(name)) return run_code(*code);
    if (const auto code = core_.delegates().find(invocation_.element_id)) return run_code(*code);
    return run_fallback(name, kind);
  }

  InvocationResult run_code(const DelegateRegistry::Code& code) {
    if (code.native) {
      throw Error(ErrorKind::Delegate,
                  "a native activity runs what an element holds, and this element holds nothing",
                  std::string(invocation_.element_id), code_.where);
    }
    return code.async ? run_async(code.async) : run_delegate(code.delegate);
  }

  InvocationResult run_delegate(const Delegate& delegate) {
    ExecutionFacade facade(context_, &invocation_);
    delegate(facade);
    return facade.waits() ? InvocationResult::Waits : InvocationResult::NoValue;
  }

  InvocationResult run_async(const AsyncDelegate& delegate) {
    agenda::Command& command = context_.command();
    const model::Handle wait = context_.wait_for_completion();
    const auto state = std::make_shared<Completion::State>(core_.weak_from_this(), wait);
    ExecutionFacade facade(context_, &invocation_);
    try {
      delegate(facade, Completion(state));
    } catch (...) {
      state->forget();
      (void)state->returned();
      throw;
    }
    const auto outcome = state->returned();
    if (!outcome) return InvocationResult::Waits;
    command.remove_wait(wait.slot);
    command.tree().clear_flags(context_.id(), agenda::flag::kWaiting);
    for (const auto& [name, value] : outcome->variables) context_.set_variable(name, value);
    if (outcome->error_code) throw BpmnError(*outcome->error_code, outcome->message);
    return InvocationResult::NoValue;
  }

  InvocationResult run_script(Value& result) {
    const agenda::DeployedProcess& process = context_.process();
    const bool runs_by_itself = process.expression(code_.expression) != nullptr;
    if (!core_.delegates().replaces_scripts() && runs_by_itself) {
      result = invocation_.task != nullptr
                   ? evaluate()
                   : context_.command().evaluate(context_.id(), process, code_.expression);
      return InvocationResult::Done;
    }
    const model::ExpressionSource& source = process.definition().expression(code_.expression);
    const std::string replaced = fmt::format("{}{}", DelegateRegistry::kScript, invocation_.element_id);
    if (const auto code = core_.delegates().find(replaced)) {
      if (invocation_.event.empty()) behaviors::prepare_result(context_);
      return run_code(*code);
    }
    if (const auto handler = core_.delegates().script_language(source.language)) {
      return run_handler(*handler, result);
    }
    if (runs_by_itself) {
      result = evaluate();
      return InvocationResult::Done;
    }
    if (const auto handler = core_.delegates().script_language("*")) return run_handler(*handler, result);
    return run_fallback(source.language, "script language");
  }

  InvocationResult run_handler(const DelegateRegistry::ScriptHandler& handler, Value& result) {
    ExecutionFacade facade(context_, &invocation_);
    result = handler(facade);
    return facade.waits() ? InvocationResult::Waits : InvocationResult::Done;
  }

  InvocationResult run_expression(Value& result) {
    const std::string& text = context_.definition().expression(code_.expression).text;
    if (const auto code = core_.delegates().find(text)) return run_code(*code);
    const auto fallback = core_.delegates().fallback();
    try {
      result = evaluate();
    } catch (const ExpressionError&) {
      if (fallback == nullptr) throw;
      return run_fallback(text, "expression");
    }
    return InvocationResult::Done;
  }

  Value evaluate() {
    if (invocation_.task == nullptr) return context_.evaluate(code_.expression);
    const expression::Compiled* compiled = context_.process().expression(code_.expression);
    if (compiled == nullptr) return context_.evaluate(code_.expression);
    agenda::ContextEnvironment environment(context_, invocation_.task);
    return compiled->evaluate(environment);
  }

  InvocationResult run_delegate_expression() {
    const std::string& text = context_.definition().expression(code_.expression).text;
    if (const auto code = core_.delegates().find(text)) return run_code(*code);
    const std::string_view name = bean_name(text);
    if (!name.empty()) {
      if (const auto code = core_.delegates().find(name)) return run_code(*code);
    }
    expression::Operand operand;
    if (const auto* compiled = context_.process().expression(code_.expression)) {
      agenda::ContextEnvironment environment(context_, invocation_.task);
      try {
        operand = compiled->evaluate_operand(environment);
      } catch (const ExpressionError&) {
        if (name.empty() && core_.delegates().fallback() == nullptr) throw;
      }
    }
    if (const auto* bean = dynamic_cast<const BeanObject*>(operand.object)) {
      if (bean->delegate()) return run_delegate(bean->delegate());
    }
    // The value may name the delegate (`${handlerName}`).
    if (operand.value.is_string()) return run_named(std::string(operand.value.as_string()), "delegate");
    return run_fallback(text, "delegate expression");
  }

  InvocationResult run_fallback(const std::string& name, std::string_view kind) {
    const auto fallback = core_.delegates().fallback();
    if (fallback == nullptr) {
      throw Error(ErrorKind::Delegate, fmt::format("no delegate is registered for {} '{}'", kind, name),
                  std::string(invocation_.element_id), code_.where);
    }
    ExecutionFacade facade(context_, &invocation_);
    (*fallback)(name, facade);
    return facade.waits() ? InvocationResult::Waits : InvocationResult::NoValue;
  }

  EngineCore& core_;
  ExecutionContext context_;
  const Invocation& invocation_;
  const model::Implementation& code_;
};

}  // namespace

agenda::InvocationResult EngineCore::invoke(ExecutionContext& context, const Invocation& invocation,
                                            Value& result) {
  try {
    return Runner(*this, context, invocation).run(result);
  } catch (const BpmnError&) {
    throw;
  } catch (const Error& failure) {
    if (failure.kind() == ErrorKind::Delegate) map_exception(context, failure);
    throw;
  } catch (const std::exception& failure) {
    map_exception(context, failure);
    std::throw_with_nested(Error(ErrorKind::Delegate, failure.what(), std::string(invocation.element_id),
                                 invocation.implementation.where));
  }
}

bool EngineCore::cancel_work(ExecutionContext& context, const Invocation& invocation) {
  auto code = delegates_.find(invocation.implementation.name);
  if (code == nullptr) code = delegates_.find(invocation.element_id);
  if (code == nullptr || !code->cancel) return false;
  ExecutionFacade facade(context, &invocation);
  code->cancel(facade);
  return true;
}

// A plain delegate under that name runs once, when the sub-process begins.
bool EngineCore::conduct(agenda::Conducting& body, agenda::ConductorCall& call) {
  const model::Implementation& conductor = *body.guard().conductor;
  const std::string& element = body.context().node().id;
  auto code = delegates_.find(conductor.name);
  if (code == nullptr) code = delegates_.find(element);
  try {
    if (code != nullptr && code->native) return call_native(*code->native, body, call);
    if (call.kind != agenda::ConductorCall::Kind::Begins) return false;
    ExecutionContext context = body.context();
    Value none;
    (void)Runner(*this, context, {conductor, element, {}}).run(none);
    return true;
  } catch (const BpmnError&) {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& failure) {
    std::throw_with_nested(Error(ErrorKind::Delegate, failure.what(), element, conductor.where));
  }
}

model::UnhandledAction EngineCore::decide_unhandled(ExecutionContext& context, std::string_view type,
                                                    std::string_view message,
                                                    model::UnhandledAction otherwise) {
  const auto decides = delegates_.unhandled_handler();
  if (decides == nullptr) return otherwise;
  UnhandledException exception;
  exception.instance_id = context.command().execution_text(context.id());
  exception.process_key = context.definition().id;
  exception.type = type;
  exception.message = message;
  exception.action = otherwise;
  return (*decides)(exception);
}

void EngineCore::write_line(const std::string& line) const {
  if (options_.console) return options_.console(line);
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

std::shared_ptr<expression::HostObject> EngineCore::bean(ExecutionContext& context, std::string_view name) {
  if (auto bean = delegates_.bean(name)) return bean;
  if (auto code = delegates_.find(name)) {
    return std::make_shared<DelegateObject>(std::string(name), std::move(code), context);
  }
  return nullptr;
}

bool EngineCore::call_function(ExecutionContext&, std::string_view prefix, std::string_view name,
                               std::span<const expression::Operand> arguments, expression::Operand& result) {
  const auto function = delegates_.function(prefix, name);
  if (function == nullptr) return false;
  result = call_method(*function, arguments);
  return true;
}

}  // namespace rondo
