// SPDX-License-Identifier: Apache-2.0
// Scopes with a model::Merging: any node may be where flows come together. What a scope has counted for this
// is kept in its tally, in the execution tree (flow_graph.hpp says where).
#include "agenda/merges.hpp"

#include "agenda/command.hpp"

#include <algorithm>

namespace rondo::agenda {

namespace {

using model::MergeMode;
using model::Merging;

// Of a join, in its state: it has been told to run; it has run, perhaps to wait; how often it is about to
// run, in steps of kPlanned.
constexpr std::uint32_t kKnown = 1, kHasRun = 2, kPlanned = 4;

// Of a connection to a node that another one has won, in its mark: a token has come too late; how often one
// will, in steps of kLate.
constexpr std::uint32_t kCameLate = 1, kLate = 2;

}  // namespace

Merges::Merges(Command& command, ExecutionId scope)
    : command_(command),
      tree_(command.tree()),
      scope_(scope),
      graph_(tree_.process_of(scope).process->flow_graph(command.scope_of(scope))),
      tally_(tree_.edit_tally(scope, graph_ == nullptr ? 1 : graph_->tally_size())) {}

void Merges::leave(ExecutionId id, const std::vector<const CompiledFlow*>& taken) {
  token_ = id;
  waited_for_ = model::kNoNode;
  const std::uint32_t from = command_.compiled(id).number_in_scope;
  const bool backward = leads_back(tree_.at(id).flow);
  // A join that has withdrawn something leaves nothing behind that waits.
  const bool may_end = (std::exchange(tally_.counts[0], tally_.counts[0] & ~kMayEnd) & kMayEnd) != 0;
  switch (graph_->merging()) {
    case Merging::Paths:
      leave_by_paths(from, backward, taken);
      break;
    case Merging::Tokens:
      leave_by_tokens(from, taken);
      break;
    default:
      leave_by_counts(from, taken);
  }
  if (token_ == kNone) return;
  tree_.remove(token_);
  if (may_end && tree_.at(scope_).tokens == 0) return command_.token_gone(scope_);
  if (rests()) return command_.note_stalled(scope_, waited_for_);
  command_.token_gone(scope_);
}

// Whether the scope stays as it is, though nothing may be left in it.
bool Merges::rests() {
  if (drains()) return false;
  if (graph_->merging() == Merging::Counted) return waited_for_ != model::kNoNode;
  if (graph_->merging() != Merging::Tokens || tree_.at(scope_).tokens > 0) return false;
  if (waited_for_ == model::kNoNode) waited_for_ = token_left();
  return waited_for_ != model::kNoNode;
}

void Merges::go(const CompiledFlow& flow) {
  ExecutionId next = std::exchange(token_, kNone);
  if (next != kNone) {
    tree_.take(next, flow);
  } else {
    next = tree_.create_child(scope_, flow.target->id);
    tree_.edit(next).flow = flow.id;
  }
  if (!flow.target->element->joins) return command_.plan(OperationKind::Continue, next);
  count(graph_->state(flow.target->number_in_scope)) += kPlanned;
  command_.plan(OperationKind::ExecuteInactive, next, kMerges);
}

// --- Counted (Elsa up to 3.3)

void Merges::leave_by_counts(std::uint32_t from, const std::vector<const CompiledFlow*>& taken) {
  ++count(graph_->executed(from));
  for (const CompiledFlow* flow : taken) {
    const std::uint32_t number = flow->target->number_in_scope;
    const FlowGraph::Node& target = graph_->node(number);
    const bool merged =
        target.merges && std::find(target.left.begin(), target.left.end(), from) != target.left.end();
    if (merged && flow->target->element->joins) {
      tell_join(*flow);
    } else if (!merged || all_before(number)) {
      go(*flow);
    }
    if (token_ != kNone) waited_for_ = target.id;
  }
}

bool Merges::all_before(std::uint32_t number) const {
  const std::uint32_t own = tally_.counts[graph_->executed(number)];
  const auto& left = graph_->node(number).left;
  return std::all_of(left.begin(), left.end(),
                     [&](std::uint32_t node) { return tally_.counts[graph_->executed(node)] > own; });
}

// A join is told of each arrival, but not twice before it has run.
void Merges::tell_join(const CompiledFlow& flow) {
  const std::uint32_t number = flow.target->number_in_scope;
  std::uint32_t& state = count(graph_->state(number));
  const bool about_to = state >= kPlanned || (state & (kKnown | kHasRun)) == kKnown;
  if (about_to) return;
  state |= kKnown;
  const ExecutionId waiting = waiting_at(flow.target->id);
  if (waiting == kNone) return go(flow);
  state += kPlanned;
  command_.plan(OperationKind::ExecuteInactive, waiting, kMerges);
}

ExecutionId Merges::waiting_at(model::NodeId node) const {
  for (ExecutionId child = tree_.at(scope_).first_child; child != kNone; child = tree_.at(child).next) {
    if (tree_.at(child).node == node && tree_.at(child).in(phase::kAtJoin)) return child;
  }
  return kNone;
}

// --- Paths (Elsa from 3.4)

// A node behind an activity that will not run may be skipped, and what is behind it.
void Merges::leave_by_paths(std::uint32_t from, bool backward,
                            const std::vector<const CompiledFlow*>& taken) {
  if (!backward) ++count(graph_->executed(from));
  struct Visit {
    const CompiledNode* node;
    std::size_t next;
  };
  const auto& nodes = *tree_.process_of(scope_).process;
  std::vector<Visit> path{{&nodes.compiled(graph_->node(from).id), 0}};
  while (!path.empty()) {
    Visit& here = path.back();
    if (here.next == here.node->outgoing.size()) {
      path.pop_back();
      continue;
    }
    const CompiledFlow& flow = here.node->outgoing[here.next++];
    const bool followed = path.size() == 1 && std::find(taken.begin(), taken.end(), &flow) != taken.end();
    if (!visit(flow, followed)) continue;
    ++count(graph_->executed(flow.target->number_in_scope));
    path.push_back({flow.target, 0});
  }
}

// Goes over a connection, or notes that nobody does. True when the node behind it is to be skipped.
bool Merges::visit(const CompiledFlow& flow, bool followed) {
  const std::uint32_t way = graph_->connection_of(flow.id);
  const std::uint32_t target = flow.target->number_in_scope;
  ++count(graph_->visits(way));
  count(graph_->mark(way)) = followed ? 1 : 0;
  if (flow.target->id == withdraws_for_) return false;
  if (graph_->connection(way).backward) {
    if (followed) go(flow);
    return false;
  }
  const model::FlowNode& element = *flow.target->element;
  if (element.merge == MergeMode::Any) return visit_any(flow, followed);
  if (!graph_->node(target).merges) {
    if (followed) go(flow);
    return !followed;
  }
  if (!all_visited(target)) return false;
  const bool goes = element.merge == MergeMode::All ? all_followed(target) : any_followed(target);
  if (goes) go(flow);
  return !goes;
}

bool Merges::visit_any(const CompiledFlow& flow, bool followed) {
  const std::uint32_t way = graph_->connection_of(flow.id);
  const std::uint32_t target = flow.target->number_in_scope;
  std::uint32_t& state = count(graph_->state(target));
  if (count(graph_->visits(way)) <= count(graph_->executed(target)) || state >= kPlanned) return false;
  if (!followed) return all_visited(target) && !any_followed(target);
  go(flow);
  withdraw_before(target, kNone);
  return false;
}

bool Merges::all_visited(std::uint32_t node) const {
  const std::uint32_t own = tally_.counts[graph_->executed(node)];
  const auto& ways = graph_->node(node).forward;
  return std::all_of(ways.begin(), ways.end(),
                     [&](std::uint32_t way) { return tally_.counts[graph_->visits(way)] > own; });
}

bool Merges::all_followed(std::uint32_t node) const {
  const auto& ways = graph_->node(node).forward;
  return std::all_of(ways.begin(), ways.end(),
                     [&](std::uint32_t way) { return tally_.counts[graph_->mark(way)] != 0; });
}

bool Merges::any_followed(std::uint32_t node) const {
  const auto& ways = graph_->node(node).forward;
  return std::any_of(ways.begin(), ways.end(),
                     [&](std::uint32_t way) { return tally_.counts[graph_->mark(way)] != 0; });
}

// --- Tokens (Elsa from 3.6)

void Merges::leave_by_tokens(std::uint32_t from, const std::vector<const CompiledFlow*>& taken) {
  std::vector<std::pair<std::uint32_t, const CompiledFlow*>> ways;
  for (const CompiledFlow* flow : taken) {
    const std::uint32_t way = graph_->connection_of(flow->id);
    const auto same = [way](const auto& known) { return known.first == way; };
    if (std::any_of(ways.begin(), ways.end(), same)) continue;
    ways.emplace_back(way, flow);
    ++count(graph_->visits(way));
  }
  consume(from);
  for (const auto& [way, flow] : ways) {
    const std::uint32_t target = flow->target->number_in_scope;
    if (receives(way, target, flow->target->element->merge)) go(*flow);
    // It may have been the way back into the node itself.
    const bool lies_there = count(graph_->visits(way)) > 0;
    if (token_ != kNone && lies_there) waited_for_ = graph_->node(target).id;
  }
}

bool Merges::receives(std::uint32_t way, std::uint32_t target, MergeMode mode) {
  const FlowGraph::Node& node = graph_->node(target);
  switch (mode) {
    case MergeMode::Each:
      return true;
    case MergeMode::All:
      return all_hold_tokens(node.forward);
    case MergeMode::Every:
      return all_hold_tokens(node.inbound);
    case MergeMode::Any:
      return wins(way, target);
    default:
      return std::none_of(node.forward.begin(), node.forward.end(),
                          [&](std::uint32_t in) { return holds_token(graph_->connection(in).source); });
  }
}

// The first does. Who comes later is late, also a second time, until the node has been left once more.
bool Merges::wins(std::uint32_t way, std::uint32_t target) {
  withdraw_before(target, kNone);
  std::uint32_t& late = count(graph_->mark(way));
  if (late > 0) {
    if ((late & kCameLate) == 0) late = late - kLate + kCameLate;
    return false;
  }
  for (const std::uint32_t in : graph_->node(target).forward) {
    if (in != way) count(graph_->mark(in)) += kLate;
  }
  return true;
}

// A single connection is not waited for.
bool Merges::all_hold_tokens(const std::vector<std::uint32_t>& ways) const {
  return ways.size() <= 1 || std::all_of(ways.begin(), ways.end(), [&](std::uint32_t way) {
           return tally_.counts[graph_->visits(way)] > 0;
         });
}

bool Merges::holds_token(std::uint32_t node) const {
  const auto& ways = graph_->node(node).inbound;
  return std::any_of(ways.begin(), ways.end(),
                     [&](std::uint32_t way) { return tally_.counts[graph_->visits(way)] > 0; });
}

// A node to which a token has come that it never took.
model::NodeId Merges::token_left() const {
  for (auto way = static_cast<std::uint32_t>(graph_->mark(0) - graph_->visits(0)); way > 0; --way) {
    if (tally_.counts[graph_->visits(way - 1)] > 0) return node_id(graph_->connection(way - 1).target);
  }
  return model::kNoNode;
}

void Merges::consume(std::uint32_t node) {
  for (const std::uint32_t way : graph_->node(node).inbound) {
    count(graph_->visits(way)) = 0;
    count(graph_->mark(way)) &= ~kCameLate;
  }
}

void Merges::drop_tokens(std::uint32_t node) {
  const auto drop = [&](std::uint32_t way) { count(graph_->visits(way)) = count(graph_->mark(way)) = 0; };
  for (const std::uint32_t way : graph_->node(node).inbound) drop(way);
  for (const CompiledFlow& flow : tree_.process_of(scope_).process->compiled(node_id(node)).outgoing) {
    drop(graph_->connection_of(flow.id));
  }
}

// --- joins

void Merges::arrive(ExecutionId id) {
  const model::FlowNode& node = command_.node_of(id);
  const std::uint32_t number = command_.compiled(id).number_in_scope;
  std::uint32_t& state = count(graph_->state(number));
  state |= kHasRun;
  if (state >= kPlanned) state -= kPlanned;
  const bool counted = graph_->merging() == Merging::Counted;
  const bool waits = node.merge == MergeMode::All || node.merge == MergeMode::AllActive;
  if (counted && waits && !all_before(number)) {
    tree_.edit(id).phase |= phase::kAtJoin;
    return command_.note_stalled(scope_, node_id(number));
  }
  if (graph_->merging() != Merging::Tokens || node.merge == MergeMode::Any) withdraw_before(number, id);
  command_.enter(id);
}

// The activities before a join that run, though their results no longer count. Nothing will come from them.
void Merges::withdraw_before(std::uint32_t number, ExecutionId except) {
  const Bits& before = graph_->node(number).before;
  std::vector<std::pair<std::uint32_t, bool>> ended;
  for (ExecutionId child = tree_.at(scope_).last_child; child != kNone;) {
    const ExecutionId previous = tree_.at(child).previous;
    const std::uint32_t place = command_.compiled(child).number_in_scope;
    if (child != except && child != token_ && before.test(place) && has_begun(child)) {
      ended.emplace_back(place, leads_back(tree_.at(child).flow));
      if (tree_.at(child).in(phase::kAtJoin)) count(graph_->state(place)) %= kPlanned;
      command_.withdraw(child, "join");
      if (graph_->merging() == Merging::Tokens) drop_tokens(place);
    }
    child = previous;
  }
  if (graph_->merging() == Merging::Counted && !ended.empty()) tally_.counts[0] |= kMayEnd;
  if (graph_->merging() != Merging::Paths) return;
  withdraws_for_ = node_id(number);
  std::sort(ended.begin(), ended.end());
  for (const auto& [place, backward] : ended) leave_by_paths(place, backward, {});
  withdraws_for_ = model::kNoNode;
}

// --- ends

bool Merges::has_begun(ExecutionId child) const {
  const Execution& execution = tree_.at(child);
  if (execution.is(flag::kEntered | flag::kScope | flag::kLoopRoot | flag::kWaiting)) return true;
  return execution.in(phase::kAtJoin);
}

bool Merges::is_drained(Command& command, ExecutionId scope) {
  return command.tree().at(scope).census != kNone && Merges(command, scope).drains();
}

void Merges::withdrawn(model::NodeId node) {
  if (graph_ == nullptr || graph_->merging() != Merging::Tokens) return;
  drop_tokens(tree_.process_of(scope_).process->number_in_scope(node));
}

void Merges::path_ended(model::NodeId node, model::FlowId flow) {
  if (graph_ == nullptr || graph_->merging() != Merging::Paths || drains()) return;
  leave_by_paths(tree_.process_of(scope_).process->number_in_scope(node), leads_back(flow), {});
}

void Merges::ended_at(model::NodeId node) {
  if (graph_ == nullptr || graph_->merging() != Merging::Counted) return;
  ++count(graph_->executed(tree_.process_of(scope_).process->number_in_scope(node)));
}

bool Merges::is_stalled() const {
  if (drains() || (tally_.counts[0] & kReported) != 0) return false;
  for (ExecutionId child = tree_.at(scope_).first_child; child != kNone; child = tree_.at(child).next) {
    const Execution& execution = tree_.at(child);
    if (!execution.compiled->element->joins || execution.waits != kNone) return false;
  }
  return true;
}

}  // namespace rondo::agenda
