// SPDX-License-Identifier: Apache-2.0
#include "agenda/graceful_ending.hpp"
#include "agenda/steps.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace rondo::agenda {

// A path ends (Activiti: EndExecutionOperation). Each scope counts its tokens, so asking whether it is
// done looks at no sibling.
void Command::run_end(ExecutionId id) {
  const ExecutionId scope = tree_.at(id).parent;
  record_left(id);
  if (tree_.at(id).waits != kNone) remove_waits(id);
  if (tree_.graceful()) [[unlikely]]
    return GracefulEnding(*this).end_branch(id);
  tree_.remove(id);
  token_gone(scope);
}

void Command::token_gone(ExecutionId scope) {
  const Execution& execution = tree_.at(scope);
  if (execution.is(flag::kAdHoc)) {
    ExecutionContext here = context(scope);
    return compiled(scope).behavior->token_ended(here);
  }
  if (execution.tokens > 0) {
    if (tree_.graceful()) [[unlikely]]
      GracefulEnding(*this).branch_ended(scope);
    // Only event sub-processes are left: no further one can start.
    if (execution.tokens == execution.event_bodies) close_event_subprocesses(scope);
    return;
  }
  if (execution.is(flag::kEventScope | flag::kCompensating)) return plan(OperationKind::Compensate, scope);
  if (execution.is(flag::kInstance)) return finish_process(scope);
  if (end_drained(scope)) return;
  ExecutionContext here = context(scope);
  compiled(scope).behavior->body_ended(here);
}

// The instance is really over: only now does its caller learn of it.
void Command::finish_process(ExecutionId root) {
  if (tree_.graceful() && GracefulEnding(*this).settles_first(root)) return;
  const std::uint32_t id = tree_.at(root).process;
  // However it goes on until everything rests.
  const auto is_this = [&](const Faulted& faulted) {
    return faulted.process == id && tree_.runs(id, faulted.generation);
  };
  if (unfinished_ != nullptr &&
      std::any_of(unfinished_->faulted.begin(), unfinished_->faulted.end(), is_this)) {
    return;
  }
  const ProcessInstance& instance = tree_.process(id);
  if ((tree_.at(root).phase & phase::kCanceled) != 0) return finish_canceled(id);
  if (instance.process->definition().step != nullptr) finish_series(*this, root);
  if (instance.caller != kNone) {
    plan(OperationKind::CallActivityCompleting, instance.caller, id);
    return;
  }
  end_process(id, instance.terminated ? model::RecordState::Terminated : model::RecordState::Completed, true);
}

// As if it had completed; a caller learns that it has not.
void Command::finish_canceled(std::uint32_t id) {
  const ExecutionId caller = tree_.process(id).caller;
  end_process(id, model::RecordState::Canceled, true);
  if (caller != kNone) GracefulEnding(*this).end_canceled(caller);
}

void Command::run_completing(ExecutionId caller, std::uint32_t called) {
  if (tree_.at(caller).detail != called || !tree_.processes().live(called)) return;
  const ProcessInstance& instance = tree_.process(called);
  if (instance.caller != caller) return;
  ExecutionContext calling = context(caller);
  ExecutionContext ended = context(instance.execution);
  compiled(caller).behavior->completing(calling, ended);
  end_process(called, instance.terminated ? model::RecordState::Terminated : model::RecordState::Completed,
              true, can_compensate_call(caller, called));
  plan(OperationKind::CallActivityCompleted, caller);
}

void Command::run_completed(ExecutionId caller) {
  ExecutionContext calling = context(caller);
  compiled(caller).behavior->completed(calling);
}

// A called instance is forgotten together with the one that nobody called.
namespace {

std::optional<model::Instant> removal_time(const ProcessInstance& instance, const Settings& settings,
                                           model::Instant end) {
  const auto& own = instance.process->definition().history_time_to_live;
  const auto& life = own ? own : settings.history_time_to_live;
  if (instance.caller != kNone || !life) return std::nullopt;
  return model::add(end, *life);
}

}  // namespace

// Ends a process instance without tokens: listeners, last records, removal from the tree. `keeps`: it stays
// there for its compensation.
void Command::end_process(std::uint32_t id, model::RecordState state, bool listeners, bool keeps) {
  const ExecutionId root = tree_.process(id).execution;
  const model::ProcessDefinition& definition = tree_.process(id).process->definition();
  if (listeners) notify(root, definition.listeners, model::Listener::Event::End, definition.id);
  const ProcessInstance& instance = tree_.process(id);
  if (instance.process->history() != model::HistoryLevel::None || watched_ || instance.recorded) {
    auto record = make_record(id);
    record->state = state;
    record->end = now();
    record->removal = removal_time(instance, settings_, *record->end);
    changes_.instances.push_back(std::move(record));
  }
  if (keeps) return keep_called(id);
  if (instance.caller != kNone) tree_.edit(instance.caller).detail = kNone;
  if (tree_.at(root).waits != kNone) remove_waits(root);
  tree_.remove(root);
  tree_.release_process(id);
}

void Command::end_instance(std::uint32_t id, model::RecordState state, std::string_view reason,
                           std::string_view error, std::string_view cause) {
  const ExecutionId root = tree_.process(id).execution;
  deleting_ = state == model::RecordState::Deleted;
  const bool listeners = state != model::RecordState::Stopped && state != model::RecordState::Failed &&
                         state != model::RecordState::TimedOut;
  withdraw_children(root, reason);
  const std::size_t before = changes_.instances.size();
  end_process(id, state, listeners);
  for (std::size_t i = before; i < changes_.instances.size(); ++i) {
    auto record = std::make_shared<model::InstanceRecord>(*changes_.instances[i]);
    record->delete_reason = reason;
    record->error = error;
    record->cause = cause;
    changes_.instances[i] = std::move(record);
  }
}

// A scope is removed with all that is in it; one that still counts as a token leaves its node.
void Command::run_destroy_scope(ExecutionId id) {
  if (tree_.at(id).is(flag::kRetired)) return withdraw(id, {}, false);
  withdraw_children(id, {});
  ExecutionContext here = context(id);
  compiled(id).behavior->body_ended(here);
}

}  // namespace rondo::agenda
