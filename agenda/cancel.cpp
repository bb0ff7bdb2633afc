// SPDX-License-Identifier: Apache-2.0
#include "agenda/carried_compensations.hpp"
#include "agenda/command.hpp"

#include <algorithm>
#include <vector>

namespace rondo::agenda {

using model::NodeId;

// A multi-instance transaction is canceled as a whole: instances that still run are undone like those that
// are complete.
void Command::cancel_transaction(ExecutionId scope) {
  const NodeId node = tree_.at(scope).node;
  const bool is_instance = tree_.at(scope).is(flag::kLoopChild);
  const ExecutionId canceled = is_instance ? tree_.at(scope).parent : scope;
  const ExecutionId compensating =
      tree_.create_run(canceled, node, {CompensationRun::Then::CancelActivity, canceled, 0});
  CarriedCompensations carried(*this);
  for (const ExecutionId called : carried.carry(canceled, compensating)) {
    forget_completed(called);
    carried.end_called(called, "transaction canceled");
  }
  for (ExecutionId child = tree_.at(canceled).first_child; is_instance && child != kNone;) {
    const ExecutionId next = tree_.at(child).next;
    if (child != compensating) {
      withdraw_children(child, "transaction canceled");
      if (!tree_.at(child).is(flag::kRetired)) keep_activity(child, canceled, model::kNoNode);
      withdraw(child, "transaction canceled");
    }
    child = next;
  }
  carried.withdraw_others(canceled, "transaction canceled");
  remove_event_waits(canceled);
  tree_.move_compensations(canceled, compensating, false);
  plan(OperationKind::Compensate, compensating);
}

// By its cancel boundary event; without one the path ends here.
void Command::leave_canceled(ExecutionId id) {
  const model::ProcessDefinition& definition = definition_of(id);
  for (const NodeId boundary : definition.boundary_events(tree_.at(id).node)) {
    const auto& events = definition.node(boundary).events;
    const auto cancels = [](const auto& event) { return event.kind == model::EventKind::Cancel; };
    if (std::none_of(events.begin(), events.end(), cancels)) continue;
    return plan_trigger(interrupt(id, boundary), {boundary});
  }
  const ExecutionId scope = tree_.at(id).parent;
  withdraw(id, "transaction canceled");
  token_gone(scope);
}

// What runs has completed something inside, and has not completed itself: its list is kept, no handler of its
// own. Inner scopes come before those around them, older ones before newer ones.
void Command::gather_completed(ExecutionId root) {
  std::vector<ExecutionId> order, to_visit = {root};
  while (!to_visit.empty()) {
    const ExecutionId at = to_visit.back();
    to_visit.pop_back();
    order.push_back(at);
    const Execution& execution = tree_.at(at);
    for (ExecutionId child = execution.first_child; child != kNone; child = tree_.at(child).next) {
      const bool gathers = !tree_.at(child).is(flag::kJoined | flag::kCompensating | flag::kEventScope);
      if (gathers) to_visit.push_back(child);
    }
    const bool calls = !execution.is(flag::kLoopRoot) && execution.detail != kNone;
    if (calls && !tree_.process(execution.detail).kept) {
      to_visit.push_back(tree_.process(execution.detail).execution);
    }
  }
  for (std::size_t i = order.size(); i-- > 1;) gather_execution(order[i]);
}

void Command::gather_execution(ExecutionId id) {
  const Execution& execution = tree_.at(id);
  if (execution.is(flag::kInstance)) {
    if (tree_.newest_compensation(id) == kNone) return;
    withdraw_children(id, "canceled");
    end_process(execution.process, model::RecordState::Canceled, true, true);
  } else if (execution.is(flag::kLoopRoot)) {
    remember_loop(id);
  } else {
    keep_activity(id, execution.parent, model::kNoNode);
  }
}

void Command::cancel_instance(std::uint32_t process) {
  const ExecutionId root = tree_.process(process).execution;
  if (is_graceful(root)) return plan(OperationKind::Cancel, root);
  for (ExecutionId child = tree_.at(root).first_child; child != kNone; child = tree_.at(child).next) {
    const Execution& run = tree_.at(child);
    const bool cancels = run.is(flag::kCompensating) && run.detail != kNone &&
                         tree_.run(run.detail).then == CompensationRun::Then::CancelInstance;
    if (cancels) return;
  }
  const ExecutionId compensating =
      tree_.create_run(root, model::kNoNode, {CompensationRun::Then::CancelInstance, root, 0});
  CarriedCompensations carried(*this);
  for (const ExecutionId called : carried.carry(root, compensating)) {
    gather_completed(called);
    carried.end_called(called, "canceled");
  }
  gather_completed(root);
  carried.withdraw_others(root, "canceled");
  remove_event_waits(root);
  if (tree_.newest_compensation(root) == kNone && tree_.at(compensating).tokens == 0) {
    return end_instance(process, model::RecordState::Canceled, "canceled");
  }
  tree_.move_compensations(root, compensating, false);
  plan(OperationKind::Compensate, compensating);
}

}  // namespace rondo::agenda
