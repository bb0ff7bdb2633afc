// SPDX-License-Identifier: Apache-2.0
#include "agenda/graceful_ending.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace rondo::agenda {

namespace {

using model::NodeId;

}  // namespace

// --- remembering

// What is completed while something is compensated cannot be compensated itself.
void Command::remember_completed(ExecutionId id) {
  const ExecutionId scope = tree_.at(id).parent;
  if (!tree_.at(scope).is(flag::kEventScope | flag::kCompensating))
    keep_activity(id, scope, tree_.process_of(id).process->compensation_boundary(tree_.at(id).node));
  const std::uint32_t called = tree_.at(id).detail;
  if (called != kNone && tree_.process(called).kept) drop_event_scope(tree_.process(called).execution);
  if (tree_.at(id).waits != kNone) remove_waits(id);
}

// Own variables are the activity's snapshot; those around it are seen as they are later (BPMN 2.0 §13.5.5).
// `boundary` is kNoNode when what is inside is compensated, not the activity as a whole: it has no handler,
// or has been entered and is not complete.
void Command::keep_activity(ExecutionId id, ExecutionId scope, NodeId boundary) {
  const Execution& completed = tree_.at(id);
  const DeployedProcess& process = *tree_.process_of(id).process;
  const bool calls = completed.detail != kNone && tree_.process(completed.detail).kept;
  const bool runs = completed.is(flag::kEntered);
  const bool content =
      boundary == model::kNoNode && (calls || tree_.newest_compensation(id) != kNone ||
                                     (!runs && process.compensation_start(scope_of(id)) != model::kNoNode));
  if (boundary == model::kNoNode && !content) return;
  ExecutionId kept = kNone;
  if (content || completed.variables != kNone || completed.is(flag::kLoopChild)) {
    kept = tree_.create_event_scope(completed.process, completed.node);
    keep_variables(id, kept);
    if (runs && !calls) tree_.set_flags(kept, flag::kCompensating);
    if (content) tree_.move_compensations(id, kept, true);
    if (calls) {
      tree_.edit(kept).detail = completed.detail;
      tree_.edit_process(completed.detail).caller = kept;
      tree_.edit(id).detail = kNone;
    }
  }
  add_compensation(scope, tree_.at(id).node, boundary, kept);
}

void Command::keep_variables(ExecutionId id, ExecutionId kept) {
  const Execution& completed = tree_.at(id);
  if (!completed.is(flag::kLoopChild | flag::kEntered)) return tree_.move_locals(id, kept);
  tree_.copy_locals(id, kept);  // a loop's completion condition or a listener still reads them
  if (completed.is(flag::kLoopChild)) {
    set_local(kept, reserved::kLoopCounter, model::Value(completed.loop_counter));
  }
}

void Command::add_compensation(ExecutionId scope, NodeId activity, NodeId boundary, ExecutionId kept) {
  Wait wait;
  wait.kind = Wait::Kind::Compensation;
  wait.execution = scope;
  wait.node = activity;
  wait.boundary = boundary;
  wait.kept = kept;
  const std::uint32_t slot = tree_.add_wait(std::move(wait));
  if (boundary == model::kNoNode) return;
  auto record = std::make_shared<model::SubscriptionRecord>();
  record->id = wait_handle(slot);
  record->instance = instance_handle(tree_.at(scope).process);
  record->execution = execution_handle(scope);
  record->definition = &definition_of(scope);
  record->node = boundary;
  record->kind = model::EventKind::Compensation;
  record->sequence = host_.next_sequence();
  changes_.subscriptions.push_back(record);
  tree_.edit_wait(slot).subscription = std::move(record);
}

// A loop is complete as a whole: from now on its instances can be compensated from the scope around it.
void Command::remember_loop(ExecutionId root) {
  const ExecutionId scope = tree_.at(root).parent;
  if (tree_.at(scope).is(flag::kEventScope | flag::kCompensating)) return;
  tree_.move_compensations(root, scope, true);
}

// The ended instance stays in the tree; for everybody else it is over.
void Command::keep_called(std::uint32_t process) {
  const ExecutionId root = tree_.process(process).execution;
  remove_event_waits(root);
  tree_.clear_flags(root, flag::kScope);
  tree_.set_flags(root, flag::kEventScope);
  tree_.edit_process(process).kept = true;
}

bool Command::can_compensate_call(ExecutionId caller, std::uint32_t called) const {
  const ProcessInstance& instance = tree_.process(called);
  if (instance.process->compensation_start(model::ScopeId{0}) == model::kNoNode &&
      tree_.newest_compensation(instance.execution) == kNone) {
    return false;
  }
  return tree_.process_of(caller).process->compensation_boundary(tree_.at(caller).node) == model::kNoNode;
}

// --- forgetting

void Command::forget_completed(ExecutionId scope) {
  for (;;) {
    const std::uint32_t wait = tree_.newest_compensation(scope);
    if (wait == kNone) return;
    remove_wait(wait);
  }
}

void Command::remove_event_waits(ExecutionId id) {
  for (std::uint32_t wait = tree_.at(id).waits; wait != kNone;) {
    const std::uint32_t next = tree_.wait(wait).next;
    if (tree_.wait(wait).kind != Wait::Kind::Compensation) remove_wait(wait);
    wait = next;
  }
}

// Event scopes hold others, at any depth: not by recursion.
void Command::drop_event_scope(ExecutionId id) {
  std::vector<ExecutionId> to_drop = {id};
  while (!to_drop.empty()) {
    const ExecutionId at = to_drop.back();
    to_drop.pop_back();
    while (tree_.at(at).waits != kNone) {
      const std::uint32_t wait = tree_.at(at).waits;
      if (tree_.wait(wait).kept != kNone) to_drop.push_back(tree_.wait(wait).kept);
      tree_.edit_wait(wait).kept = kNone;
      remove_wait(wait);
    }
    const std::uint32_t process = tree_.at(at).process;
    const bool instance = tree_.at(at).is(flag::kInstance);
    const std::uint32_t called = instance ? kNone : tree_.at(at).detail;
    if (called != kNone) {
      to_drop.push_back(tree_.process(called).execution);
      tree_.edit_process(called).caller = kNone;
      tree_.edit(at).detail = kNone;
    }
    if (instance && tree_.process(process).caller != kNone) {
      tree_.edit(tree_.process(process).caller).detail = kNone;
    }
    tree_.remove(at);
    if (instance) tree_.release_process(process);
  }
}

// --- compensating

// The newest activity that is not compensated yet comes next; when none is left, who asked for it goes on.
void Command::run_compensate(ExecutionId id) {
  if (is_graceful(id)) return GracefulEnding(*this).run_settling(id);
  if (tree_.at(id).tokens > 0) return;
  const std::uint32_t wait = tree_.at(id).is(flag::kCompensating) ? tree_.newest_compensation(id) : kNone;
  if (wait == kNone) return finish_compensation(id);
  compensate(id, wait);
}

// By the handler at its boundary; else by the compensation event sub-process in it; else what it holds is
// compensated in its turn (BPMN 2.0 §13.5.5).
void Command::compensate(ExecutionId id, std::uint32_t wait) {
  const NodeId boundary = tree_.wait(wait).boundary;
  const ExecutionId kept = tree_.wait(wait).kept;
  tree_.edit_wait(wait).kept = kNone;
  remove_wait(wait);
  if (boundary == model::kNoNode) return compensate_content(id, kept);
  const NodeId handler = definition_of(id).node(boundary).compensation_handler;
  const ExecutionId token = tree_.create_child(id, handler);
  if (kept != kNone) {
    tree_.move_locals(kept, token);
    drop_event_scope(kept);
  }
  plan(OperationKind::Continue, token);
}

void Command::compensate_content(ExecutionId id, ExecutionId kept) {
  tree_.attach_event_scope(kept, id);
  const std::uint32_t called = tree_.at(kept).detail;
  const ExecutionId scope = called == kNone ? kept : tree_.process(called).execution;
  const bool complete = !tree_.at(scope).is(flag::kCompensating);
  const NodeId start = tree_.process_of(scope).process->compensation_start(scope_of(scope));
  if (complete && start != model::kNoNode) return start_event_subprocess(scope, start);
  tree_.set_flags(scope, flag::kCompensating);
  plan(OperationKind::Compensate, scope);
}

void Command::finish_compensation(ExecutionId id) {
  const Execution& done = tree_.at(id);
  if (done.is(flag::kInstance)) {
    const ExecutionId caller = tree_.process(done.process).caller;
    drop_event_scope(id);
    plan(OperationKind::Compensate, caller);
    return;
  }
  const ExecutionId parent = done.parent;
  const std::uint32_t process = done.process;
  const CompensationRun run = done.detail == kNone ? CompensationRun{} : tree_.run(done.detail);
  remove_waits(id);
  tree_.remove(id);
  switch (run.then) {
    case CompensationRun::Then::Resume:
      if (tree_.executions().holds(run.execution, run.generation)) {
        plan_trigger(run.execution, {tree_.at(run.execution).node});
      }
      return token_gone(parent);
    case CompensationRun::Then::CancelActivity:
      return leave_canceled(run.execution);
    case CompensationRun::Then::CancelInstance:
      return end_instance(process, model::RecordState::Canceled, "canceled");
  }
}

// --- asking for it

bool Command::throw_compensation(ExecutionId thrower, const model::EventDefinition& event, bool waits) {
  const model::ProcessDefinition& definition = definition_of(thrower);
  ExecutionId scope = tree_.at(thrower).parent;
  while (tree_.at(scope).is(flag::kCompensating) && !tree_.at(scope).is(flag::kEventScope)) {
    scope = tree_.at(scope).parent;
  }
  const NodeId only = event.activity_ref.empty() ? model::kNoNode : definition.find(event.activity_ref);
  if (only != model::kNoNode) {
    while (scope_of(scope) != definition.node(only).scope && tree_.at(scope).parent != kNone) {
      scope = tree_.at(scope).parent;
    }
  }
  CompensationRun run;
  waits = waits && event.wait_for_completion;
  if (waits) {
    run.execution = thrower;
    run.generation = tree_.executions().generation(thrower);
  }
  const ExecutionId compensating = tree_.create_run(scope, tree_.at(thrower).node, run);
  tree_.move_compensations(scope, compensating, false, only);
  // A handler inside a scope speaks for that scope.
  while (only == model::kNoNode && tree_.at(scope).is(flag::kEventBody)) {
    scope = tree_.at(scope).parent;
    tree_.move_compensations(scope, compensating, false);
  }
  if (tree_.newest_compensation(compensating) == kNone) {
    tree_.remove(compensating);
    return false;
  }
  plan(OperationKind::Compensate, compensating);
  return waits;
}

}  // namespace rondo::agenda
