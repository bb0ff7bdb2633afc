// SPDX-License-Identifier: Apache-2.0
#include "agenda/carried_compensations.hpp"
#include "agenda/command.hpp"

namespace rondo::agenda {

// The inside of a scope: the process level, or the body of its sub-process.
model::ScopeId Command::scope_of(ExecutionId id) const noexcept {
  return tree_.at(id).is(flag::kInstance) ? model::ScopeId{0} : node_of(id).body;
}

void Command::open_event_subprocesses(ExecutionId scope) {
  for (const model::NodeId start : tree_.process_of(scope).process->event_starts(scope_of(scope))) {
    subscribe(scope, start);
  }
}

void Command::close_event_subprocesses(ExecutionId scope) {
  const model::ProcessDefinition& definition = definition_of(scope);
  for (std::uint32_t wait = tree_.at(scope).waits; wait != kNone;) {
    const std::uint32_t next = tree_.wait(wait).next;
    const model::Scope& within = definition.scope(definition.node(tree_.wait(wait).node).scope);
    const bool starts = within.owner != model::kNoNode && definition.node(within.owner).triggered_by_event &&
                        within.parent == scope_of(scope);
    if (starts) remove_wait(wait);
    wait = next;
  }
}

// BPMN 2.0 §13.5.4: an interrupting one takes the place of everything in its scope, and no other event
// sub-process of the scope can start any more; one that does not interrupt joins what runs.
void Command::start_event_subprocess(ExecutionId scope, model::NodeId start) {
  const model::ProcessDefinition& definition = definition_of(scope);
  const model::ScopeId body = definition.node(start).scope;
  if (definition.node(start).interrupting) {
    CarriedCompensations(*this).give_back(scope);
    withdraw_children(scope, "event sub-process");
    close_event_subprocesses(scope);
  }
  const ExecutionId running = tree_.create_child(scope, definition.scope(body).owner);
  tree_.set_flags(running, flag::kScope | flag::kEventBody);
  ++tree_.edit(scope).event_bodies;
  record_entered(running);
  notify(running, node_of(running).listeners, model::Listener::Event::Start, node_of(running).id);
  create_data(running, body);
  open_event_subprocesses(running);
  plan(OperationKind::Continue, tree_.create_child(running, start));
}

}  // namespace rondo::agenda
