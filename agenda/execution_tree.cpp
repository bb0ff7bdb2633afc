// SPDX-License-Identifier: Apache-2.0
#include "agenda/execution_tree.hpp"

#include "agenda/deployed_process.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace rondo::agenda {

ExecutionTree::ExecutionTree() = default;

void ExecutionTree::begin(bool disposable) {
  if (empty()) graceful_ = depth_first_ = false;
  fresh_ = disposable || empty();
  journal_.begin(!fresh_);
}

void ExecutionTree::commit() noexcept { journal_.commit(); }

void ExecutionTree::rollback() noexcept {
  journal_.rollback();
  unsettled_.clear();
  if (fresh_) clear();
}

void ExecutionTree::clear() {
  executions_.clear();
  processes_.clear();
  variables_.clear();
  waits_.clear();
  loops_.clear();
  outputs_.clear();
  joins_.clear();
  censuses_.clear();
  runs_.clear();
  unsettled_.clear();
  graceful_ = depth_first_ = false;
}

// --- executions

ExecutionId ExecutionTree::create_child(ExecutionId parent, model::NodeId node) {
  const ExecutionId id = executions_.allocate();
  Execution& child = executions_.edit(id);
  child.process = executions_[parent].process;
  child.node = node;
  child.compiled = &processes_[child.process].process->compiled(node);
  link(parent, id);
  if (child.compiled->is(CompiledNode::CountsTokens)) count(parent, node, 1);
  return id;
}

std::uint32_t ExecutionTree::create_process(const DeployedProcess& process, ExecutionId caller) {
  const std::uint32_t id = processes_.allocate();
  const ExecutionId root = executions_.allocate();
  Execution& execution = executions_.edit(root);
  execution.process = id;
  execution.flags = flag::kInstance | flag::kScope;
  ProcessInstance& instance = processes_.edit(id);
  instance.process = &process;
  instance.execution = root;
  instance.caller = caller;
  if (caller != kNone) executions_.edit(caller).detail = id;
  note_manners(process);
  return id;
}

void ExecutionTree::note_manners(const DeployedProcess& process) noexcept {
  graceful_ |= process.definition().graceful;
  depth_first_ |= process.definition().depth_first;
}

void ExecutionTree::link(ExecutionId parent, ExecutionId child) {
  Execution& above = executions_.edit(parent);
  Execution& added = executions_.edit(child);
  added.parent = parent;
  added.previous = above.last_child;
  if (above.last_child != kNone) {
    executions_.edit(above.last_child).next = child;
  } else {
    above.first_child = child;
  }
  above.last_child = child;
  ++above.tokens;
}

void ExecutionTree::unlink(ExecutionId id) {
  const Execution& gone = executions_[id];
  if (gone.parent == kNone) return;
  Execution& above = executions_.edit(gone.parent);
  if (gone.previous != kNone) {
    executions_.edit(gone.previous).next = gone.next;
  } else {
    above.first_child = gone.next;
  }
  if (gone.next != kNone) {
    executions_.edit(gone.next).previous = gone.previous;
  } else {
    above.last_child = gone.previous;
  }
}

void ExecutionTree::move(ExecutionId id, model::NodeId node) {
  const Execution& token = executions_[id];
  if (token.node == node) return;
  count(token.parent, token.node, -1);
  count(token.parent, node, 1);
  Execution& moved = executions_.edit(id);
  moved.node = node;
  moved.compiled = &moved.compiled->process->compiled(node);
}

void ExecutionTree::take(ExecutionId id, const CompiledFlow& flow) {
  Execution& token = executions_.edit(id);
  if (flow.target->is(CompiledNode::CountsTokens) && token.node != flow.target->id) {
    count(token.parent, token.node, -1);
    count(token.parent, flow.target->id, 1);
  }
  token.node = flow.target->id;
  token.compiled = flow.target;
  token.flow = flow.id;
}

void ExecutionTree::retire(ExecutionId id) {
  const Execution& token = executions_[id];
  if (token.is(flag::kRetired) || token.parent == kNone) return;
  Execution& above = executions_.edit(token.parent);
  --above.tokens;
  if (token.is(flag::kEventBody)) --above.event_bodies;
  const bool counts = token.compiled != nullptr && token.compiled->is(CompiledNode::CountsTokens);
  if (counts && !token.is(flag::kEventScope | flag::kCompensating)) count(token.parent, token.node, -1);
  set_flags(id, flag::kRetired);
}

void ExecutionTree::remove(ExecutionId id) {
  assert(executions_[id].first_child == kNone && executions_[id].waits == kNone);
  retire(id);
  unlink(id);
  const Execution& gone = executions_[id];
  if (gone.is(flag::kLoopRoot)) release_loop(id);
  if (gone.is(flag::kCompensating) && gone.detail != kNone) runs_.release(gone.detail);
  if (gone.joins != kNone) release_joins(id);
  if (gone.census != kNone) censuses_.release(gone.census);
  if (gone.variables != kNone) variables_.release(gone.variables);
  executions_.release(id);
}

void ExecutionTree::count(ExecutionId scope, model::NodeId node, int by) {
  if (scope == kNone || node == model::kNoNode) return;
  const Execution& holder = executions_[scope];
  const DeployedProcess& process = *processes_[holder.process].process;
  if (!process.compiled(node).is(CompiledNode::CountsTokens)) return;
  if (holder.is(flag::kLoopRoot)) return;  // its children are instances, not tokens of a scope
  if (holder.census == kNone) {
    const std::uint32_t made = censuses_.allocate();
    censuses_.edit(made).resize(process.scope_size(node));
    executions_.edit(scope).census = made;
  }
  // The journal gets the difference instead of a copy of all counts.
  struct Counted {
    Slab<Census, 1>* censuses;
    std::uint32_t census, at;
    int by;
    void undo() noexcept { censuses->edit_unrecorded(census).add(at, static_cast<std::uint32_t>(-by)); }
  };
  const std::uint32_t census = executions_[scope].census;
  const std::uint32_t at = process.number_in_scope(node);
  censuses_.edit_unrecorded(census).add(at, static_cast<std::uint32_t>(by));
  if (journal_.recording()) journal_.push(Counted{&censuses_, census, at, by});
  unsettle(scope);
}

void ExecutionTree::unsettle(ExecutionId scope) {
  if (executions_[scope].is(flag::kDirty)) return;
  set_flags(scope, flag::kDirty);
  unsettled_.push_back(scope);
}

std::vector<ExecutionId> ExecutionTree::take_unsettled_scopes() {
  std::vector<ExecutionId> scopes;
  for (const ExecutionId scope : std::exchange(unsettled_, {})) {
    if (!executions_.live(scope) || !executions_[scope].is(flag::kDirty)) continue;
    clear_flags(scope, flag::kDirty);
    scopes.push_back(scope);
  }
  return scopes;
}

// --- variables

void ExecutionTree::set_local(ExecutionId id, model::NameId name, model::Value value) {
  struct Set {
    Slab<VariableScope, 2>* scopes;
    std::uint32_t scope;
    std::size_t at;
    model::Value before;
    bool added;
    void undo() noexcept {
      auto& variables = scopes->edit_unrecorded(scope).variables;
      if (added) {
        variables.pop_back();
      } else {
        variables[at].value = std::move(before);
      }
    }
  };
  std::uint32_t slot = executions_[id].variables;
  if (slot == kNone) {
    slot = variables_.allocate();
    executions_.edit(id).variables = slot;
  }
  auto& variables = variables_.edit_unrecorded(slot).variables;
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [name](const Variable& variable) { return variable.name == name; });
  const auto at = static_cast<std::size_t>(found - variables.begin());
  if (found != variables.end()) {
    if (journal_.recording()) journal_.push(Set{&variables_, slot, at, std::move(found->value), false});
    found->value = std::move(value);
  } else {
    variables.push_back({name, std::move(value)});
    if (journal_.recording()) journal_.push(Set{&variables_, slot, at, {}, true});
  }
}

void ExecutionTree::set_locals(ExecutionId id, std::span<const Variable> added) {
  if (added.empty()) return;
  if (executions_[id].variables == kNone) {
    set_local(id, added.front().name, added.front().value);
    added = added.subspan(1);
  }
  auto& variables = variables_.edit(executions_[id].variables).variables;
  const auto is_known = [&](const Variable& variable) {
    return std::any_of(variables.begin(), variables.end(),
                       [&](const Variable& each) { return each.name == variable.name; });
  };
  if (std::none_of(added.begin(), added.end(), is_known)) {
    variables.insert(variables.end(), added.begin(), added.end());
    return;
  }
  for (const Variable& variable : added) set_local(id, variable.name, variable.value);
}

bool ExecutionTree::remove_local(ExecutionId id, model::NameId name) {
  struct Removed {
    Slab<VariableScope, 2>* scopes;
    std::uint32_t scope;
    std::size_t at;
    Variable before;
    void undo() noexcept {
      auto& variables = scopes->edit_unrecorded(scope).variables;
      variables.insert(variables.begin() + static_cast<std::ptrdiff_t>(at), std::move(before));
    }
  };
  const std::uint32_t slot = executions_[id].variables;
  if (slot == kNone) return false;
  auto& variables = variables_.edit_unrecorded(slot).variables;
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [name](const Variable& variable) { return variable.name == name; });
  if (found == variables.end()) return false;
  const auto at = static_cast<std::size_t>(found - variables.begin());
  if (journal_.recording()) journal_.push(Removed{&variables_, slot, at, std::move(*found)});
  variables.erase(found);
  return true;
}

void ExecutionTree::clear_locals(ExecutionId id) {
  const std::uint32_t slot = executions_[id].variables;
  if (slot == kNone) return;
  executions_.edit(id).variables = kNone;
  variables_.release(slot);
}

// --- waits

std::uint32_t ExecutionTree::add_wait(Wait wait) {
  const ExecutionId execution = wait.execution;
  const std::uint32_t id = waits_.allocate();
  wait.next = executions_[execution].waits;
  waits_.edit(id) = std::move(wait);
  executions_.edit(execution).waits = id;
  return id;
}

void ExecutionTree::remove_wait(std::uint32_t id) {
  const Wait& gone = waits_[id];
  const ExecutionId owner = gone.execution;
  if (executions_[owner].waits == id) {
    executions_.edit(owner).waits = gone.next;
  } else {
    std::uint32_t before = executions_[owner].waits;
    while (waits_[before].next != id) before = waits_[before].next;
    waits_.edit(before).next = gone.next;
  }
  waits_.release(id);
}

// --- loops

std::uint32_t ExecutionTree::create_loop(ExecutionId root) {
  const std::uint32_t id = loops_.allocate();
  Execution& execution = executions_.edit(root);
  execution.detail = id;
  execution.flags |= flag::kLoopRoot;
  return id;
}

void ExecutionTree::create_outputs(std::uint32_t loop, std::size_t size) {
  const std::uint32_t id = outputs_.allocate();
  outputs_.edit(id).items.resize(size);
  loops_.edit(loop).outputs = id;
}

void ExecutionTree::set_output(std::uint32_t loop, std::size_t item, model::Value value) {
  struct Output {
    Slab<Outputs, 1>* outputs;
    std::uint32_t slot;
    std::size_t at, size;
    model::Value before;
    void undo() noexcept {
      auto& items = outputs->edit_unrecorded(slot).items;
      items[at] = std::move(before);
      items.resize(size);
    }
  };
  const std::uint32_t slot = loops_[loop].outputs;
  auto& items = outputs_.edit_unrecorded(slot).items;
  const std::size_t size = items.size();
  if (item >= size) items.resize(item + 1);
  if (journal_.recording()) journal_.push(Output{&outputs_, slot, item, size, std::move(items[item])});
  items[item] = std::move(value);
}

std::vector<model::Value> ExecutionTree::take_outputs(std::uint32_t loop) {
  const std::uint32_t slot = loops_[loop].outputs;
  std::vector<model::Value> items = outputs_[slot].items;
  outputs_.release(slot);
  loops_.edit(loop).outputs = kNone;
  return items;
}

void ExecutionTree::release_loop(ExecutionId root) {
  Execution& execution = executions_.edit(root);
  const std::uint32_t loop = execution.detail;
  if (loops_[loop].outputs != kNone) outputs_.release(loops_[loop].outputs);
  loops_.release(loop);
  execution.detail = kNone;
  execution.flags &= static_cast<std::uint16_t>(~flag::kLoopRoot);
}

// --- joins

std::uint32_t ExecutionTree::find_join(ExecutionId scope, model::NodeId node) const noexcept {
  std::uint32_t id = executions_[scope].joins;
  while (id != kNone && joins_[id].node != node) id = joins_[id].next;
  return id;
}

std::uint32_t ExecutionTree::join_at(ExecutionId scope, model::NodeId node, std::size_t flows) {
  std::uint32_t id = find_join(scope, node);
  if (id != kNone) return id;
  id = joins_.allocate();
  Join& join = joins_.edit(id);
  join.node = node;
  join.flows.resize(flows);
  join.marks.resize(flows);
  join.next = executions_[scope].joins;
  executions_.edit(scope).joins = id;
  return id;
}

void ExecutionTree::arrive(std::uint32_t join, std::size_t flow, ExecutionId token) {
  Join& at = joins_.edit(join);
  Join::Arrivals& arrivals = at.flows[flow];
  if (arrivals.count == 0) {
    ++at.marked;
    at.marks.set(flow);
  }
  ++at.waiting;
  Execution& execution = executions_.edit(token);
  execution.detail = kNone;
  execution.flags |= flag::kJoined;
  if (arrivals.count++ == 0) {
    arrivals.first = token;
  } else {
    executions_.edit(arrivals.last).detail = token;
  }
  arrivals.last = token;
  if (executions_[execution.parent].census != kNone) unsettle(execution.parent);
}

ExecutionId ExecutionTree::take_arrival(std::uint32_t join, std::size_t flow) {
  Join& at = joins_.edit(join);
  Join::Arrivals& arrivals = at.flows[flow];
  if (arrivals.count == 1) {
    --at.marked;
    at.marks.reset(flow);
  }
  --at.waiting;
  const ExecutionId token = arrivals.first;
  Execution& execution = executions_.edit(token);
  arrivals.first = execution.detail;
  --arrivals.count;
  execution.detail = kNone;
  execution.flags &= static_cast<std::uint16_t>(~flag::kJoined);
  return token;
}

void ExecutionTree::release_join(ExecutionId scope, std::uint32_t join) {
  const std::uint32_t next = joins_[join].next;
  if (executions_[scope].joins == join) {
    executions_.edit(scope).joins = next;
  } else {
    std::uint32_t before = executions_[scope].joins;
    while (joins_[before].next != join) before = joins_[before].next;
    joins_.edit(before).next = next;
  }
  joins_.release(join);
}

void ExecutionTree::release_joins(ExecutionId scope) {
  while (executions_[scope].joins != kNone) release_join(scope, executions_[scope].joins);
}

Join& ExecutionTree::edit_join(std::uint32_t id) { return joins_.edit(id); }

void ExecutionTree::close_scope(ExecutionId scope) {
  if (executions_[scope].joins != kNone) release_joins(scope);
  const std::uint32_t census = executions_[scope].census;
  if (census == kNone) return;
  executions_.edit(scope).census = kNone;
  censuses_.release(census);
}

}  // namespace rondo::agenda
