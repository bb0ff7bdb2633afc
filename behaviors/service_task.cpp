// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "agenda/steps.hpp"
#include "behaviors/registry.hpp"
#include "behaviors/throwing.hpp"

#include <utility>

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;
using agenda::InvocationResult;

const model::Implementation& code_of(const model::FlowNode& node) {
  static const model::Implementation kUnnamed;
  return node.implementation != nullptr ? *node.implementation : kUnnamed;
}

bool keeps_result(const ExecutionContext& context) {
  const agenda::CompiledNode& node = *context.execution().compiled;
  return node.element->extras != nullptr && node.element->extras->sets_thread_result &&
         node.process->thread_result().name != model::kNoName;
}

model::Value given_by_delegate(const ExecutionContext& context) {
  const model::NameId name = context.process().names().intern(context.definition().thread_result);
  const model::Value* given = context.command().tree().local(context.id(), name);
  return given == nullptr ? model::Value() : *given;
}

// What is reported for the token of a task that waits is its result; what its code has set is not.
void leave_with_result(const ExecutionContext& context) {
  if (context.node().triggerable) {
    agenda::give_result(context.command(), context.id(), model::Object());
    (void)agenda::task_token(context.command(), context.id());
    return context.wait();
  }
  if (agenda::accept_result(context.command(), context.id())) context.leave();
}

// Runs the code that the task names: a delegate, an expression, a script, work for a topic.
class CodeTask final : public FlowNodeBehavior {
 public:
  void trigger(ExecutionContext& context, const agenda::Wakening&) const override {
    if (keeps_result(context)) context.command().record_result(context.id(), given_by_delegate(context));
    if (context.gives_result() && !agenda::accept_result(context.command(), context.id())) return;
    context.leave();
  }
  void execute(ExecutionContext& context) const override {
    const model::FlowNode& node = context.node();
    if (!run_code(context, code_of(node))) return;
    if (context.gives_result()) return leave_with_result(context);
    if (node.triggerable) return context.wait();
    context.leave_last();
  }
  [[nodiscard]] bool works() const override { return true; }
  bool work(ExecutionContext& context) const override { return run_code(context, code_of(context.node())); }
};

// Without code of its own it throws its message, as a message throw event does (BPMN 2.0 §13.3.3).
class SendTask final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    const model::FlowNode& node = context.node();
    const model::Implementation& code = code_of(node);
    if (node.call != nullptr) return start_independent(context);
    const bool sends = code.kind == model::Implementation::Kind::None && !node.events.empty();
    if (!(sends ? send(context, node.events.front()) : run_code(context, code))) return;
    if (context.gives_result()) return leave_with_result(context);
    if (node.triggerable) return context.wait();
    context.leave();
  }
};

template <typename Behavior>
BehaviorRow code_task() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<Behavior>());
  return row;
}

}  // namespace

void prepare_result(const ExecutionContext& context) {
  if (keeps_result(context)) context.set_local(context.definition().thread_result, {});
}

bool run_code(ExecutionContext& context, const model::Implementation& code) {
  model::Value result;
  const bool keeps = keeps_result(context);
  if (keeps && code.kind != model::Implementation::Kind::Script) prepare_result(context);
  const InvocationResult outcome = context.invoke(code, result);
  if (outcome == InvocationResult::Waits) {
    if (context.gives_result()) (void)agenda::task_token(context.command(), context.id());
    context.wait();
    return false;
  }
  if (keeps) {
    if (outcome != InvocationResult::Done) result = given_by_delegate(context);
    if (code.result_variable.empty()) {
      context.command().record_result(context.id(), std::move(result));
      return true;
    }
    context.command().record_result(context.id(), result);
  }
  if (code.result_variable.empty() || outcome != InvocationResult::Done) return true;
  if (code.local_result) {
    context.command().set_local(context.execution().parent,
                                context.process().names().intern(code.result_variable), std::move(result));
  } else {
    context.set_variable(code.result_variable, std::move(result));
  }
  return true;
}

BehaviorRow make_ServiceTask() { return code_task<CodeTask>(); }
BehaviorRow make_SendTask() { return code_task<SendTask>(); }
BehaviorRow make_BusinessRuleTask() { return code_task<CodeTask>(); }
BehaviorRow make_ScriptTask() { return code_task<CodeTask>(); }

}  // namespace rondo::behaviors
