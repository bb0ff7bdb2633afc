// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

namespace rondo::agenda {

using model::NodeId;

// A multi-instance transaction is canceled as a whole: instances that still run are undone like those that
// are complete.
void Command::cancel_transaction(ExecutionId scope) {
  ExecutionId canceled = scope;
  const NodeId node = tree_.at(scope).node;
  if (tree_.at(scope).is(flag::kLoopChild)) {
    canceled = tree_.at(scope).parent;
    for (ExecutionId child = tree_.at(canceled).first_child; child != kNone;) {
      const ExecutionId next = tree_.at(child).next;
      withdraw_children(child, "transaction canceled");
      if (!tree_.at(child).is(flag::kRetired)) keep_activity(child, canceled, model::kNoNode);
      withdraw(child, "transaction canceled");
      child = next;
    }
  } else {
    withdraw_children(scope, "transaction canceled");
  }
  remove_event_waits(canceled);
  begin_cancel(canceled, node, {CompensationRun::Then::CancelActivity, canceled, 0});
}

void Command::begin_cancel(ExecutionId canceled, NodeId node, const CompensationRun& run) {
  const ExecutionId compensating = tree_.create_run(canceled, node, run);
  tree_.move_compensations(canceled, compensating, false);
  plan(OperationKind::Compensate, compensating);
}

// By its cancel boundary event; without one the path ends here.
void Command::leave_canceled(ExecutionId id) {
  const model::ProcessDefinition& definition = definition_of(id);
  for (const NodeId boundary : definition.boundary_events(tree_.at(id).node)) {
    if (definition.node(boundary).event != model::EventKind::Cancel) continue;
    return plan_trigger(interrupt(id, boundary), {boundary});
  }
  const ExecutionId scope = tree_.at(id).parent;
  withdraw(id, "transaction canceled");
  token_gone(scope);
}

void Command::cancel_instance(std::uint32_t process) {
  const ExecutionId root = tree_.process(process).execution;
  for (ExecutionId child = tree_.at(root).first_child; child != kNone; child = tree_.at(child).next) {
    const Execution& run = tree_.at(child);
    const bool cancels = run.is(flag::kCompensating) && run.detail != kNone &&
                         tree_.run(run.detail).then == CompensationRun::Then::CancelInstance;
    if (cancels) return;
  }
  withdraw_children(root, "canceled");
  remove_event_waits(root);
  if (tree_.newest_compensation(root) == kNone) {
    return end_instance(process, model::RecordState::Canceled, "canceled");
  }
  begin_cancel(root, model::kNoNode, {CompensationRun::Then::CancelInstance, root, 0});
}

}  // namespace rondo::agenda
