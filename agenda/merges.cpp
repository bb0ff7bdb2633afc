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

// Of a join, in its state: it has been told to run; it has run, perhaps to wait; it is about to run.
constexpr std::uint32_t kKnown = 1, kHasRun = 2, kPlanned = 4;

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
  const bool backward = tree_.at(id).flow != model::kNoFlow && connection(tree_.at(id).flow).backward;
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
  count(graph_->state(flow.target->number_in_scope)) |= kPlanned;
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
  const bool about_to = (state & kPlanned) != 0 || (state & (kKnown | kHasRun)) == kKnown;
  if (about_to) return;
  state |= kKnown | kPlanned;
  const ExecutionId waiting = waiting_at(flow.target->id);
  if (waiting == kNone) return go(flow);
  command_.plan(OperationKind::ExecuteInactive, waiting, kMerges);
}

ExecutionId Merges::waiting_at(model::NodeId node) const {
  for (ExecutionId child = tree_.at(scope_).first_child; child != kNone; child = tree_.at(child).next) {
    if (tree_.at(child).node == node) return child;
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
  if (count(graph_->visits(way)) <= count(graph_->executed(target)) || (state & kPlanned) != 0) return false;
  if (!followed) return all_visited(target) && !any_followed(target);
  state |= kPlanned;
  withdraw_before(target, kNone);
  go(flow);
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
    if (token_ != kNone) waited_for_ = graph_->node(target).id;
  }
}

bool Merges::receives(std::uint32_t way, std::uint32_t target, MergeMode mode) {
  const FlowGraph::Node& node = graph_->node(target);
  switch (mode) {
    case MergeMode::Each:
      return true;
    case MergeMode::All:
      return std::all_of(node.forward.begin(), node.forward.end(),
                         [&](std::uint32_t in) { return count(graph_->visits(in)) > 0; });
    case MergeMode::Any: {
      std::uint32_t& blocked = count(graph_->mark(way));
      if (blocked > 0) {
        --blocked;
        return false;
      }
      withdraw_before(target, kNone);
      for (const std::uint32_t in : node.forward) {
        if (in != way) ++count(graph_->mark(in));
      }
      return true;
    }
    default:
      return std::none_of(node.forward.begin(), node.forward.end(),
                          [&](std::uint32_t in) { return holds_token(graph_->connection(in).source); });
  }
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
  for (const std::uint32_t way : graph_->node(node).inbound) count(graph_->visits(way)) = 0;
}

// --- joins

void Merges::arrive(ExecutionId id) {
  const model::FlowNode& node = command_.node_of(id);
  const std::uint32_t number = command_.compiled(id).number_in_scope;
  std::uint32_t& state = count(graph_->state(number));
  state = (state | kHasRun) & ~kPlanned;
  const bool counted = graph_->merging() == Merging::Counted;
  const bool waits = node.merge == MergeMode::All || node.merge == MergeMode::AllActive;
  if (counted && waits && !all_before(number)) return command_.note_stalled(scope_, node_id(number));
  if (graph_->merging() != Merging::Tokens || node.merge == MergeMode::Any) withdraw_before(number, id);
  command_.enter(id);
}

// The activities before a join that run, though their results no longer count.
void Merges::withdraw_before(std::uint32_t number, ExecutionId except) {
  const Bits& before = graph_->node(number).before;
  for (ExecutionId child = tree_.at(scope_).last_child; child != kNone;) {
    const ExecutionId previous = tree_.at(child).previous;
    const std::uint32_t place = command_.compiled(child).number_in_scope;
    if (child != except && child != token_ && before.test(place) && has_begun(child)) {
      command_.withdraw(child, "join");
      if (graph_->merging() == Merging::Tokens) consume(place);
    }
    child = previous;
  }
}

// --- ends

bool Merges::has_begun(ExecutionId child) const {
  const Execution& execution = tree_.at(child);
  if (execution.is(flag::kEntered | flag::kScope | flag::kLoopRoot | flag::kWaiting)) return true;
  if (graph_ == nullptr || !execution.compiled->element->joins) return false;
  return (tally_.counts[graph_->state(execution.compiled->number_in_scope)] & kPlanned) == 0;
}

void Merges::withdrawn(model::NodeId node) {
  if (graph_ == nullptr || graph_->merging() != Merging::Tokens) return;
  consume(tree_.process_of(scope_).process->number_in_scope(node));
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
