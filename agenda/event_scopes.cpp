// SPDX-License-Identifier: Apache-2.0
#include "agenda/deployed_process.hpp"
#include "agenda/execution_tree.hpp"

#include <array>

namespace rondo::agenda {

ExecutionId ExecutionTree::create_event_scope(std::uint32_t process, model::NodeId node) {
  const ExecutionId id = executions_.allocate();
  Execution& kept = executions_.edit(id);
  kept.process = process;
  kept.node = node;
  if (node != model::kNoNode) kept.compiled = &processes_[process].process->compiled(node);
  kept.flags = flag::kEventScope;
  return id;
}

void ExecutionTree::attach_event_scope(ExecutionId id, ExecutionId parent) { link(parent, id); }

ExecutionId ExecutionTree::create_run(ExecutionId parent, model::NodeId node, const CompensationRun& run) {
  const std::uint32_t slot = runs_.allocate();
  runs_.edit(slot) = run;
  const ExecutionId id = create_event_scope(executions_[parent].process, node);
  Execution& execution = executions_.edit(id);
  execution.flags = flag::kCompensating;
  execution.detail = slot;
  link(parent, id);
  return id;
}

void ExecutionTree::move_locals(ExecutionId from, ExecutionId to) {
  executions_.edit(to).variables = executions_[from].variables;
  executions_.edit(from).variables = kNone;
}

void ExecutionTree::copy_locals(ExecutionId from, ExecutionId to) {
  const VariableScope* scope = locals(from);
  if (scope == nullptr) return;
  for (const Variable& variable : scope->variables) set_local(to, variable.name, variable.value);
}

std::uint32_t ExecutionTree::newest_compensation(ExecutionId id) const noexcept {
  std::uint32_t wait = executions_[id].waits;
  while (wait != kNone && waits_[wait].kind != Wait::Kind::Compensation) wait = waits_[wait].next;
  return wait;
}

// One pass over the list of `from`: a scope may have completed very many activities.
void ExecutionTree::move_compensations(ExecutionId from, ExecutionId to, bool before, model::NodeId only) {
  struct List {
    std::uint32_t first = kNone, last = kNone;
  };
  std::array<List, 2> lists;  // what stays, what goes
  const auto append = [&](List& list, std::uint32_t wait) {
    if (list.last == kNone) {
      list.first = wait;
    } else if (waits_[list.last].next != wait) {
      waits_.edit(list.last).next = wait;
    }
    list.last = wait;
  };
  for (std::uint32_t wait = executions_[from].waits; wait != kNone;) {
    const std::uint32_t next = waits_[wait].next;
    const bool goes = waits_[wait].kind == Wait::Kind::Compensation &&
                      (only == model::kNoNode || waits_[wait].node == only);
    if (goes) waits_.edit(wait).execution = to;
    append(lists[goes ? 1 : 0], wait);
    wait = next;
  }
  const auto& [stays, goes] = lists;
  if (goes.first == kNone) return;
  if (stays.last != kNone) waits_.edit(stays.last).next = kNone;
  executions_.edit(from).waits = stays.first;
  const std::uint32_t there = executions_[to].waits;
  if (before || there == kNone) {
    waits_.edit(goes.last).next = there;
    executions_.edit(to).waits = goes.first;
    return;
  }
  std::uint32_t last = there;
  while (waits_[last].next != kNone) last = waits_[last].next;
  waits_.edit(last).next = goes.first;
  waits_.edit(goes.last).next = kNone;
}

void ExecutionTree::move_compensation(std::uint32_t wait, ExecutionId to) {
  const ExecutionId from = waits_[wait].execution;
  if (executions_[from].waits == wait) {
    executions_.edit(from).waits = waits_[wait].next;
  } else {
    std::uint32_t before = executions_[from].waits;
    while (waits_[before].next != wait) before = waits_[before].next;
    waits_.edit(before).next = waits_[wait].next;
  }
  Wait& moved = waits_.edit(wait);
  moved.execution = to;
  moved.next = executions_[to].waits;
  executions_.edit(to).waits = wait;
}

}  // namespace rondo::agenda
