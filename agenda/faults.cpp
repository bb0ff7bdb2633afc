// SPDX-License-Identifier: Apache-2.0
// Exceptions in processes that end gracefully: what is around takes them by their types, or the host decides
// (docs/cancellation.md).
#include "agenda/conducting.hpp"
#include "agenda/graceful_ending.hpp"

#include <utility>

namespace rondo::agenda {

namespace {

using model::CatchRule;
using model::Object;
using model::UnhandledAction;
using model::Value;

constexpr std::string_view kAnyType = "Exception";
constexpr std::string_view kRemembered = "_exception";

std::string base_of(const model::ProcessDefinition& definition, const std::string& type) {
  for (const model::ErrorType& known : definition.error_types) {
    if (known.name == type) return known.base;
  }
  return type == kAnyType ? std::string() : std::string(kAnyType);
}

std::string member(const Value& exception, std::string_view name) {
  const Value* found = exception.is_object() ? exception.as_object().find(name) : nullptr;
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

}  // namespace

// The nearest type counts, whatever the order of the rules. Types may be declared in a circle.
const CatchRule* GracefulEnding::find_rule(ExecutionId scope, const std::string& type) const {
  const model::ProcessDefinition& definition = command_.definition_of(scope);
  std::string at = type;
  for (std::size_t steps = definition.error_types.size() + 2; steps > 0 && !at.empty(); --steps) {
    for (const CatchRule& rule : command_.node_of(scope).guard->catches) {
      if (rule.type == at) return &rule;
    }
    at = base_of(definition, at);
  }
  return nullptr;
}

// Nobody can deal with an exception in what is being canceled or undone.
bool GracefulEnding::fails_for_good(ExecutionId at) const noexcept {
  const Execution& execution = tree_.at(at);
  return execution.in(phase::kRequested) || execution.in(phase::kSettles) ||
         execution.is(flag::kCompensating | flag::kEventScope);
}

// What it came from is gone with all in it, without any handler; it is told to what is around only after the
// exception has found who takes it.
void GracefulEnding::run_fault(ExecutionId source, const RaisedError& error) {
  if (tree_.at(source).in(phase::kFaulted)) return;
  if (!tree_.at(source).is(flag::kInstance)) {
    command_.withdraw_children(source, "faulted");
    tree_.edit(source).phase |= phase::kFaulted;
    end_canceled(source);
  }
  for (ExecutionId at = source; !tree_.at(at).is(flag::kInstance); at = tree_.at(at).parent) {
    if (fails_for_good(at)) return fail_instance(at, error.code, error.message, "aborted");
    if (leaves_by_event(at, source, error) || takes_fault(at, error)) return;
  }
  const ExecutionId root = tree_.process_of(source).execution;
  if (fails_for_good(root)) return fail_instance(root, error.code, error.message, "aborted");
  leave_unhandled(source, error);
}

// An error boundary event takes the exception when its activity has ended, which is asked to cancel.
bool GracefulEnding::leaves_by_event(ExecutionId at, ExecutionId source, const RaisedError& error) {
  const Execution& execution = tree_.at(at);
  const bool whole_activity =
      !execution.is(flag::kLoopChild) && execution.is(flag::kEntered | flag::kLoopRoot);
  if (!whole_activity || !command_.compiled(at).is(CompiledNode::HasBoundary)) return false;
  const auto& events = command_.definition_of(at).boundary_events(execution.node);
  if (!command_.match(at, events, model::EventKind::Error, error.code)) return false;
  tree_.edit(at).phase |= phase::kLeavesByEvent;
  command_.set_local(at, tree_.process_of(at).process->names().intern(kRemembered),
                     Object{{"type", error.code}, {"message", error.message}});
  if (at != source) command_.plan_next(OperationKind::Cancel, at);
  return true;
}

void GracefulEnding::leave_by_event(ExecutionId id) {
  const Value* remembered = tree_.local(id, tree_.process_of(id).process->names().intern(kRemembered));
  if (remembered == nullptr) return;
  const RaisedError error{member(*remembered, "type"), member(*remembered, "message")};
  const auto catcher = command_.match(id, command_.definition_of(id).boundary_events(tree_.at(id).node),
                                      model::EventKind::Error, error.code);
  if (!catcher) return;
  const ExecutionId token = command_.interrupt(id, catcher->node);
  command_.bind_caught(tree_.at(token).parent, *catcher, error);
  command_.plan_trigger(token, {catcher->node, catcher->definition});
}

bool GracefulEnding::takes_fault(ExecutionId from, const RaisedError& error) {
  const ExecutionId scope = tree_.at(from).parent;
  const model::Guard* guard = guard_of(scope);
  if (guard == nullptr) return false;
  if (guard->conductor != nullptr) return Conducting(command_, scope).failed(from, error);
  if (tree_.at(scope).in(phase::kHandling | phase::kFinishing)) {
    // Who takes it further out cancels this: what comes last runs then.
    const bool waits = tree_.at(scope).in(phase::kSettles) || guard->cancellation_handler != model::kNoNode;
    if (!waits) tree_.edit(scope).phase &= static_cast<std::uint16_t>(~phase::kShielded);
    return false;
  }
  if (find_rule(scope, error.code) == nullptr) return false;
  tree_.edit(scope).phase |= phase::kCaught | phase::kCancels;
  command_.set_local(scope, tree_.process_of(scope).process->names().intern(kRemembered),
                     Object{{"type", error.code}, {"message", error.message}});
  cancel_children(scope);
  return true;
}

void GracefulEnding::begin_catch(ExecutionId scope) {
  model::NameTable& names = tree_.process_of(scope).process->names();
  const Value* remembered = tree_.local(scope, names.intern(kRemembered));
  const CatchRule* rule = remembered == nullptr ? nullptr : find_rule(scope, member(*remembered, "type"));
  begin_handling(scope);
  if (rule == nullptr || rule->handler == model::kNoNode) return begin_last(scope);
  const Value exception = *remembered;
  const ExecutionId handler = tree_.create_child(scope, rule->handler);
  if (!rule->variable.empty()) command_.set_local(handler, names.intern(rule->variable), exception);
  command_.plan_next(OperationKind::Continue, handler);
}

void GracefulEnding::rethrow(ExecutionId id) {
  const model::NameId name = tree_.process_of(id).process->names().intern(kRemembered);
  Value remembered;
  if (!command_.find_variable(id, name, remembered)) {
    return command_.plan_error(id, "InvalidOperationException",
                               "nothing is handled here that could be thrown again");
  }
  command_.plan_error(id, member(remembered, "type"), member(remembered, "message"));
}

void GracefulEnding::leave_unhandled(ExecutionId source, const RaisedError& error) {
  const ExecutionId root = tree_.process_of(source).execution;
  const ProcessInstance& instance = tree_.process_of(source);
  if (instance.caller != kNone) {
    // The caller sees it as an error of its call activity.
    const ExecutionId caller = instance.caller;
    command_.withdraw(root, error.message, false);
    return command_.plan_error(caller, error.code, error.message);
  }
  ExecutionContext here = command_.context(root);
  switch (command_.host().decide_unhandled(here, error.code, error.message, instance.unhandled)) {
    case UnhandledAction::Cancel:
      return command_.plan_next(OperationKind::Cancel, root);
    case UnhandledAction::Abort:
      return fail_instance(root, error.code, error.message, "aborted");
    case UnhandledAction::Terminate:
      return fail_instance(root, error.code, error.message);
  }
}

// The innermost call activity around the execution that lies in a process that ends gracefully.
ExecutionId GracefulEnding::graceful_caller(ExecutionId id) const noexcept {
  if (!tree_.graceful()) return kNone;
  for (;;) {
    const ExecutionId caller = tree_.process_of(id).caller;
    if (caller == kNone || command_.is_graceful(caller)) return caller;
    id = caller;
  }
}

void GracefulEnding::fail_instance(ExecutionId id, const std::string& code, const std::string& message,
                                   std::string_view reason) {
  if (reason == "aborted" && command_.host().settings().abort_rolls_back) {
    throw BpmnError(code, message);
  }
  ExecutionId root = tree_.process_of(id).execution;
  while (tree_.process_of(root).caller != kNone) {
    root = tree_.process_of(tree_.process_of(root).caller).execution;
  }
  command_.end_instance(tree_.at(root).process, model::RecordState::Faulted, reason, code, message);
}

}  // namespace rondo::agenda
