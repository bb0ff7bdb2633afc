// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"
#include "behaviors/throwing.hpp"

#include <utility>

namespace rondo::behaviors {

namespace {

using agenda::Command;
using agenda::ExecutionContext;
using agenda::ExecutionId;

// The path ends; the scope goes on as long as it holds other tokens (BPMN 2.0 §13.5.6).
class NoneEndEvent final : public agenda::PassingBehavior {};

// The error looks for its handler in the scopes around (Activiti: ErrorEndEventActivityBehavior).
class ErrorEndEvent final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    context.command().complete_activity(context.id());
    context.throw_error(context.node().events.front().name, context.node().events.front().message);
  }
};

class EscalationEndEvent final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    context.command().plan_escalation(context.id(), context.node().events.front().name);
    context.leave();
  }
};

class SignalEndEvent final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    throw_signal(context, context.node().events.front());
    context.leave();
  }
};

// Ends the innermost sub-process, called instance or instance with all its tokens (Activiti:
// TerminateEndEventActivityBehavior); a called instance still returns its outputs.
class TerminateEndEvent final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    terminate(context, context.node().events.front());
  }

  static void terminate(ExecutionContext& context, const model::EventDefinition& event) {
    Command& command = context.command();
    if (event.ends_thread) {
      model::Value result;
      if (event.result != model::kNoExpression) result = context.evaluate(event.result);
      return command.end_thread(context.id(), std::move(result));
    }
    if (event.completes_scope) return command.complete_scope(context.id(), event);
    if (event.times_out) return command.time_out(context.execution().process);
    const std::string reason = "terminate end event (" + context.node().id + ")";
    command.complete_activity(context.id());
    if (event.terminate_all) return terminate_all(context, reason);
    if (event.terminate_multi_instance && terminate_loop(context, reason)) return;
    const ExecutionId scope = context.execution().parent;
    command.withdraw_children(scope, reason);
    command.forget_completed(scope);
    if (command.tree().at(scope).is(agenda::flag::kInstance)) {
      command.tree().edit_process(command.tree().at(scope).process).terminated = true;
      command.token_gone(scope);
    } else {
      command.plan(agenda::OperationKind::DestroyScope, scope);
    }
  }

 private:
  static void terminate_all(ExecutionContext& context, const std::string& reason) {
    const agenda::ExecutionTree& tree = context.command().tree();
    std::uint32_t process = context.execution().process;
    while (tree.process(process).caller != agenda::kNone) {
      process = tree.at(tree.process(process).caller).process;
    }
    context.command().end_instance(process, model::RecordState::Terminated, reason);
  }

  static bool terminate_loop(ExecutionContext& context, const std::string& reason) {
    Command& command = context.command();
    ExecutionId at = context.execution().parent;
    while (at != agenda::kNone && !command.tree().at(at).is(agenda::flag::kLoopRoot)) {
      at = command.tree().at(at).parent;
    }
    if (at == agenda::kNone) return false;
    command.withdraw_children(at, reason);
    if (command.compiled(at).is(agenda::CompiledNode::AtOnce)) {
      command.plan_next(agenda::OperationKind::TakeOutgoing, at);
    } else {
      command.plan(agenda::OperationKind::TakeOutgoing, at);
    }
    return true;
  }
};

}  // namespace

void terminate(ExecutionContext& context, const model::EventDefinition& event) {
  TerminateEndEvent::terminate(context, event);
}

BehaviorRow make_EndEvent() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<NoneEndEvent>());
  row.on(model::EventKind::Error, std::make_unique<ErrorEndEvent>());
  row.on(model::EventKind::Escalation, std::make_unique<EscalationEndEvent>());
  row.on(model::EventKind::Signal, std::make_unique<SignalEndEvent>());
  row.on(model::EventKind::Message, make_message_throw());
  row.on(model::EventKind::Multiple, make_multiple_throw());
  row.on(model::EventKind::Compensation, make_compensation_throw());
  row.on(model::EventKind::Cancel, make_cancel_end());
  row.on(model::EventKind::Terminate, std::make_unique<TerminateEndEvent>());
  return row;
}

}  // namespace rondo::behaviors
