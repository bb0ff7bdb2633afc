// SPDX-License-Identifier: Apache-2.0
// Changes of a tree that only modifications and migrations make.
#include "agenda/deployed_process.hpp"
#include "agenda/execution_tree.hpp"

#include <utility>

namespace rondo::agenda {

void ExecutionTree::leave_join(ExecutionId token) {
  const Execution& leaving = executions_[token];
  const std::uint32_t join = find_join(leaving.parent, leaving.node);
  for (std::size_t flow = 0; flow < joins_[join].flows.size(); ++flow) {
    ExecutionId before = kNone, at = joins_[join].flows[flow].first;
    while (at != kNone && at != token) before = std::exchange(at, executions_[at].detail);
    if (at == kNone) continue;
    Join::Arrivals& arrivals = joins_.edit(join).flows[flow];
    const ExecutionId after = leaving.detail;
    (before == kNone ? arrivals.first : executions_.edit(before).detail) = after;
    if (arrivals.last == token) arrivals.last = before;
    if (--arrivals.count == 0) --joins_.edit(join).marked;
    executions_.edit(token).detail = kNone;
    clear_flags(token, flag::kJoined);
    return;
  }
}

// The token counts of the scopes that it leaves and enters are not touched: see recount().
void ExecutionTree::reparent(ExecutionId id, ExecutionId parent) {
  unlink(id);
  --executions_.edit(executions_[id].parent).tokens;
  executions_.edit(id).next = kNone;
  link(parent, id);
}

void ExecutionTree::set_place(ExecutionId id, model::NodeId node, model::FlowId flow,
                              const CompiledNode& compiled) {
  Execution& execution = executions_.edit(id);
  execution.node = node;
  execution.flow = flow;
  execution.compiled = &compiled;
}

void ExecutionTree::recount(ExecutionId scope) {
  const Execution& holder = executions_[scope];
  const model::ScopeId body = holder.is(flag::kInstance) ? model::ScopeId{0} : holder.compiled->element->body;
  // What merges have counted is no count of tokens.
  const bool merges =
      body != model::kNoScope && processes_[holder.process].process->flow_graph(body) != nullptr;
  if (merges) return;
  const std::uint32_t census = executions_[scope].census;
  if (census != kNone) {
    executions_.edit(scope).census = kNone;
    censuses_.release(census);
  }
  for (ExecutionId child = executions_[scope].first_child; child != kNone; child = executions_[child].next) {
    const Execution& token = executions_[child];
    if (token.is(flag::kRetired | flag::kEventScope | flag::kCompensating)) continue;
    count(scope, token.node, 1);
  }
}

Census& ExecutionTree::edit_tally(ExecutionId scope, std::size_t size) {
  if (executions_[scope].census == kNone) {
    const std::uint32_t made = censuses_.allocate();
    executions_.edit(scope).census = made;
  }
  Census& tally = censuses_.edit(executions_[scope].census);
  if (tally.counts.size() < size) tally.resize(size);
  return tally;
}

}  // namespace rondo::agenda
