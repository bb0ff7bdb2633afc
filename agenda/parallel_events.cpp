// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

namespace rondo::agenda {

namespace {

// An asynchronous continuation is no event of its node.
bool is_event(const Wait& wait, model::NodeId node) {
  return wait.node == node && (wait.job == nullptr || wait.job->kind == model::JobRecord::Kind::Timer);
}

}  // namespace

// A token rests at a node as if it had come there on its way.
void Command::enter_waiting(ExecutionId id) {
  record_entered(id);
  if (compiled(id).is(CompiledNode::Prepares)) prepare(id);
  tree_.set_flags(id, flag::kWaiting);
}

// The event that creates the instance is one that its token otherwise waits for (BPMN 2.0 §10.5.6, §13.2):
// a parallel multiple start event still waits for its other events; an instantiating receive task has its
// message already.
void Command::begin_at(ExecutionId root, model::NodeId at, std::uint16_t definition) {
  const model::FlowNode& node = definition_of(root).node(at);
  const bool behind_gateway = !node.instantiate && !definition_of(root).incoming(at).empty();
  if (behind_gateway) return begin_behind_gateway(root, at, definition);
  const ExecutionId token = tree_.create_child(root, at);
  if (compiled(token).loop != nullptr || node.async_before) {
    tree_.set_flags(token, flag::kPasses);
    return plan(OperationKind::Continue, token);
  }
  enter_waiting(token);
  if (node.event == model::EventKind::ParallelMultiple) subscribe(token, at);
  plan_trigger(token, {at, definition});
}

// The events behind a parallel instantiating gateway all belong to the instance that the first of them has
// created: the others are waited for in it (BPMN 2.0 §10.6.6).
void Command::begin_behind_gateway(ExecutionId root, model::NodeId event, std::uint16_t definition) {
  const model::ProcessDefinition& process = definition_of(root);
  const model::NodeId gateway = process.flow(process.incoming(event).front()).source;
  const ExecutionId token = tree_.create_child(root, gateway);
  enter_waiting(token);
  const bool async = process.node(gateway).async_before;
  // The job then comes behind the gateway, where what has happened is known.
  if (async) leave_for_event(token, event);
  if (process.node(event).event == model::EventKind::ParallelMultiple) subscribe(token, event);
  if (async) {
    (void)all_happened(token, {event, definition});
    tree_.set_flags(token, flag::kPasses);
    add_async_job(token, model::JobRecord::Kind::AsyncBefore);
  } else {
    plan_trigger(token, {event, definition});
  }
  if (!process.node(gateway).parallel_event_gateway) return;
  for (const model::FlowId flow : process.outgoing(gateway)) {
    if (process.flow(flow).target == event) continue;
    const ExecutionId other = tree_.create_child(root, process.flow(flow).target);
    tree_.edit(other).flow = flow;
    plan(OperationKind::Continue, other);
  }
}

// True once, for the token (or the first instance of the loop) that the event which has created the instance
// is for.
bool Command::has_happened(ExecutionId id) {
  const ExecutionId token = tree_.at(id).is(flag::kLoopChild) ? tree_.at(id).parent : id;
  if (!tree_.at(token).is(flag::kPasses)) return false;
  tree_.clear_flags(token, flag::kPasses);
  return true;
}

bool Command::awaits_event(ExecutionId id) const {
  for (std::uint32_t wait = tree_.at(id).waits; wait != kNone; wait = tree_.wait(wait).next) {
    if (is_event(tree_.wait(wait), tree_.at(id).node)) return true;
  }
  return false;
}

// What has happened of a parallel multiple event is no longer waited for: nothing else need be remembered
// (BPMN 2.0 §10.5.1).
bool Command::all_happened(ExecutionId id, const Wakening& wakening) {
  const model::FlowNode& node = definition_of(id).node(wakening.node);
  if (node.event != model::EventKind::ParallelMultiple) return true;
  bool all = true;
  for (std::uint32_t wait = tree_.at(id).waits; wait != kNone;) {
    const std::uint32_t next = tree_.wait(wait).next;
    if (is_event(tree_.wait(wait), wakening.node)) {
      if (tree_.wait(wait).definition == wakening.definition) {
        remove_wait(wait);
      } else {
        all = false;
      }
    }
    wait = next;
  }
  // One that does not interrupt can happen again, as a whole.
  if (all && !node.interrupting) subscribe(id, wakening.node);
  return all;
}

}  // namespace rondo::agenda
