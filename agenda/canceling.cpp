// SPDX-License-Identifier: Apache-2.0
// Ending gracefully: what is canceled is asked to, from the outside in; its handlers run, and may wait; what
// is around it learns how it has ended, from the inside out (docs/cancellation.md).
#include "agenda/conducting.hpp"
#include "agenda/graceful_ending.hpp"

namespace rondo::agenda {

namespace {

constexpr std::uint16_t kOver = phase::kRequested | phase::kFaulted | phase::kEnding;

}  // namespace

const model::Guard* GracefulEnding::guard_of(ExecutionId id) const noexcept {
  const Execution& execution = tree_.at(id);
  const bool is_body =
      execution.is(flag::kScope) && !execution.is(flag::kInstance | flag::kLoopRoot | flag::kEventScope);
  return is_body ? command_.node_of(id).guard.get() : nullptr;
}

// --- asking

// Each is put before everything else, so that the first to be asked is planned last.
void GracefulEnding::cancel_children(ExecutionId id, ExecutionId except) {
  const bool newest_first = tree_.at(id).is(flag::kLoopRoot);
  ExecutionId child = newest_first ? tree_.at(id).first_child : tree_.at(id).last_child;
  while (child != kNone) {
    const Execution& execution = tree_.at(child);
    if (child != except) command_.plan_next(OperationKind::Cancel, child);
    child = newest_first ? execution.next : execution.previous;
  }
}

void GracefulEnding::run_cancel(ExecutionId id) {
  const Execution& asked = tree_.at(id);
  // What is complete is not canceled, and what undoes something cannot be.
  if (asked.in(kOver) || asked.is(flag::kLeaving | flag::kRetired | flag::kCompensating | flag::kEventScope))
    return;
  tree_.edit(id).phase |= phase::kRequested;
  if (!asked.is(flag::kEntered | flag::kInstance | flag::kLoopRoot)) return end_canceled(id);
  if (asked.is(flag::kScope | flag::kLoopRoot)) {
    if (asked.in(phase::kShielded)) return;
    if (Conducting::conducts(command_, id)) return Conducting(command_, id).asked_to_cancel();
    tree_.edit(id).phase |= phase::kCancels;
    return cancel_children(id);
  }
  if (!asked.is(flag::kWaiting | flag::kJoined) || command_.node_of(id).ignores_cancel) return;
  if (command_.node_of(id).call != nullptr && asked.detail != kNone) return cancel_called(id);
  if (command_.node_of(id).implementation != nullptr && !cancel_work(id)) return;
  end_canceled(id);
}

// A called instance that has another way of ending is withdrawn with its caller.
void GracefulEnding::cancel_called(ExecutionId caller) {
  const std::uint32_t called = tree_.at(caller).detail;
  if (!tree_.process(called).process->definition().graceful) return end_canceled(caller);
  command_.plan_next(OperationKind::Cancel, tree_.process(called).execution);
}

// Asynchronous work goes on to its end unless its code can be told to stop.
bool GracefulEnding::cancel_work(ExecutionId id) {
  for (std::uint32_t wait = tree_.at(id).waits; wait != kNone; wait = tree_.wait(wait).next) {
    if (tree_.wait(wait).kind != Wait::Kind::External) continue;
    ExecutionContext here = command_.context(id);
    return command_.host().cancel_work(here,
                                       {*command_.node_of(id).implementation, command_.node_of(id).id, {}});
  }
  return true;
}

// --- having ended

void GracefulEnding::end_canceled(ExecutionId id) {
  tree_.edit(id).phase |= phase::kEnding;
  command_.plan_next(OperationKind::EndCanceled, id);
}

void GracefulEnding::run_end_canceled(ExecutionId id) {
  const ExecutionId parent = tree_.at(id).parent;
  if (tree_.at(id).is(flag::kJoined)) tree_.leave_join(id);
  if (tree_.at(id).in(phase::kLeavesByEvent)) return leave_by_event(id);
  const bool faulted = tree_.at(id).in(phase::kFaulted);
  const bool conducted = Conducting::conducts(command_, parent);
  const model::NodeId node = tree_.at(id).node;
  const std::string run = conducted ? Conducting::run_of(command_, id) : std::string();
  command_.withdraw(id, faulted ? "faulted" : "canceled");
  Execution& around = tree_.edit(parent);
  around.phase |= phase::kChildCanceled;
  if (around.in(phase::kCancels)) around.phase |= phase::kCanceled;
  if (conducted)
    return Conducting(command_, parent).ended(node, run, faulted ? RunEnd::Faulted : RunEnd::Canceled);
  if (!around.is(flag::kLoopRoot)) return command_.token_gone(parent);
  ExecutionContext root = command_.context(parent);
  command_.compiled(parent).loop->instance_canceled(root);
}

// True when the token, which has done what is at its node, would begin something in a scope that begins
// nothing any more: the scope is canceled then.
bool GracefulEnding::begins_nothing(ExecutionId id) {
  const ExecutionId scope = tree_.at(id).parent;
  if (!tree_.at(scope).in(phase::kCancels) || command_.compiled(id).is(CompiledNode::EndsDirectly))
    return false;
  tree_.edit(scope).phase |= phase::kCanceled;
  if (tree_.at(id).is(flag::kLoopRoot)) {
    command_.remove_waits(id);
    tree_.release_loop(id);
  } else {
    command_.complete_activity(id);
  }
  if (tree_.at(id).is(flag::kScope)) tree_.close_scope(id);
  command_.plan_next(OperationKind::EndExecution, id);
  return true;
}

// A token has come to the end of its path.
void GracefulEnding::end_branch(ExecutionId id) {
  const ExecutionId scope = tree_.at(id).parent;
  if (!Conducting::conducts(command_, scope)) {
    tree_.remove(id);
    return command_.token_gone(scope);
  }
  const model::NodeId node = tree_.at(id).node;
  const std::string run = Conducting::run_of(command_, id);
  tree_.remove(id);
  Conducting(command_, scope).ended(node, run, RunEnd::Completed);
}

// One of several tokens in a scope has ended: may be that this is enough.
void GracefulEnding::branch_ended(ExecutionId scope) {
  const model::Guard* guard = guard_of(scope);
  if (guard != nullptr && guard->race) return winner_goes_on(scope);
  if (guard == nullptr || guard->completion_condition == model::kNoExpression) return;
  if (tree_.at(scope).in(phase::kRequested | phase::kDecided)) return;
  if (!is_enough(scope, scope, guard->completion_condition).value_or(false)) return;
  tree_.edit(scope).phase |= phase::kDecided | phase::kCancels;
  cancel_children(scope);
}

// What has ended is over: an exception is one of the scope.
std::optional<bool> GracefulEnding::is_enough(ExecutionId scope, ExecutionId at,
                                              model::ExpressionId condition) {
  try {
    return command_.evaluate_condition(at, condition);
  } catch (const Error& failure) {
    if (!command_.raise_exception(scope, failure)) throw;
    return std::nullopt;
  }
}

void GracefulEnding::win_race(ExecutionId id) {
  tree_.set_flags(id, flag::kWaiting);
  command_.wakenings_.push_back({tree_.at(id).node});
  command_.plan_last(OperationKind::Trigger, id, static_cast<std::uint32_t>(command_.wakenings_.size() - 1));
}

void GracefulEnding::go_on_as_winner(ExecutionId id) {
  const ExecutionId scope = tree_.at(id).parent;
  if (tree_.at(scope).in(phase::kDecided | phase::kRequested)) return end_canceled(id);
  tree_.edit(scope).phase |= phase::kDecided;
  cancel_children(scope, id);
  winner_goes_on(scope);
}

// When the others are gone, with their handlers. It rests until then, and may be canceled.
void GracefulEnding::winner_goes_on(ExecutionId scope) {
  const Execution& around = tree_.at(scope);
  if (!around.in(phase::kDecided) || around.tokens != 1) return;
  ExecutionId winner = around.first_child;
  while (winner != kNone && !(tree_.at(winner).is(flag::kWaiting) &&
                              command_.node_of(winner).event == model::EventKind::Cancel)) {
    winner = tree_.at(winner).next;
  }
  if (winner == kNone || tree_.at(winner).in(phase::kEnding)) return;
  tree_.clear_flags(winner, flag::kWaiting);
  command_.plan_last(OperationKind::TakeOutgoing, winner);
  tree_.set_flags(winner, flag::kLeaving);
}

// --- scopes with a guard

void GracefulEnding::begin_on_demand(ExecutionId scope, model::NodeId node) {
  command_.plan_next(OperationKind::Continue, tree_.create_child(scope, node));
}

void GracefulEnding::guarded_body_ended(ExecutionId id) {
  const model::Guard& guard = *command_.node_of(id).guard;
  const std::uint16_t before = tree_.at(id).phase;
  if ((before & phase::kSettles) != 0) return go_on_settling(id);
  if ((before & phase::kFinishing) != 0) return end_guarded(id);
  if ((before & phase::kHandling) != 0) return begin_last(id);
  const bool incomplete = (before & (phase::kCanceled | phase::kChildCanceled)) != 0;
  const bool requested = (before & phase::kRequested) != 0;
  if (guard.compensable) {
    if (incomplete) return begin_settling(id, phase::kGivesUp);
    if (requested) return begin_settling(id, phase::kUndoes);
    remember_compensable(id);
    return command_.leave(id);
  }
  if ((before & phase::kCaught) != 0) return begin_catch(id);
  if (!incomplete || !requested || guard.cancellation_handler == model::kNoNode) return begin_last(id);
  begin_handling(id);
  tree_.edit(id).phase |= phase::kCanceled;
  begin_on_demand(id, guard.cancellation_handler);
}

// From now on a request to cancel is only remembered.
void GracefulEnding::begin_handling(ExecutionId id) {
  Execution& scope = tree_.edit(id);
  scope.phase |= phase::kHandling | phase::kShielded;
  scope.phase &= static_cast<std::uint16_t>(~phase::kCancels);
}

void GracefulEnding::begin_last(ExecutionId id) {
  const model::NodeId last = command_.node_of(id).guard->last;
  if (last == model::kNoNode) return end_guarded(id);
  begin_handling(id);
  tree_.edit(id).phase |= phase::kFinishing;
  begin_on_demand(id, last);
}

// Who was asked to cancel and has dealt with an exception instead is complete.
void GracefulEnding::end_guarded(ExecutionId id) {
  const model::Guard& guard = *command_.node_of(id).guard;
  const Execution& scope = tree_.at(id);
  const bool takes = !guard.catches.empty() || guard.last != model::kNoNode;
  const bool requested = scope.in(phase::kRequested);
  const bool decided = scope.in(phase::kDecided) && !requested;
  const bool canceled =
      takes ? requested && !scope.in(phase::kCaught) : scope.in(phase::kCanceled) && !decided;
  if (canceled) return end_canceled(id);
  command_.leave(id);
}

}  // namespace rondo::agenda
