// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution_tree.hpp"
#include "agenda/flow_graph.hpp"

#include <cstdint>
#include <vector>

namespace rondo::agenda {

class Command;
struct CompiledFlow;

/// What follows when a node of a scope with a model::Merging is done. Used within one operation of a command;
/// everything that must be remembered is in the scope's tally.
class Merges {
 public:
  Merges(Command& command, ExecutionId scope);

  /// A token has left its node, with outcomes that take these flows. The nodes behind them that have nothing
  /// more to wait for are planned; when nothing follows the token is gone. Precondition: the scope has a
  /// graph.
  void leave(ExecutionId id, const std::vector<const CompiledFlow*>& taken);
  /// A token has come to a join, or the join is told of another one: it goes on, or waits. The same
  /// precondition.
  void arrive(ExecutionId id);
  /// What ran at the node has been withdrawn: no token of it counts any more.
  void withdrawn(model::NodeId node);
  /// What had come to the node over the flow has been withdrawn, and others may wait for it: nothing will
  /// come from it.
  void path_ended(model::NodeId node, model::FlowId flow);

  /// The node has completed the scope: that counts as an execution for joins that are planned.
  void ended_at(model::NodeId node);

  /// Whether a token of the scope has begun at its node, or waits there; otherwise it is about to.
  [[nodiscard]] bool has_begun(ExecutionId child) const;
  /// The scope is over; only what was planned in it is still done.
  [[nodiscard]] bool drains() const noexcept { return (tally_.counts[0] & kDrains) != 0; }
  [[nodiscard]] static bool is_drained(Command& command, ExecutionId scope);
  void drain() noexcept { tally_.counts[0] |= kDrains; }
  /// Whether nothing can happen in the scope any more, and nobody has been told so.
  [[nodiscard]] bool is_stalled() const;
  void reported() noexcept { tally_.counts[0] |= kReported; }

 private:
  static constexpr std::uint32_t kDrains = 1, kReported = 2, kMayEnd = 4;

  void go(const CompiledFlow& flow);
  [[nodiscard]] bool rests();
  void leave_by_counts(std::uint32_t from, const std::vector<const CompiledFlow*>& taken);
  [[nodiscard]] bool all_before(std::uint32_t number) const;
  void tell_join(const CompiledFlow& flow);
  [[nodiscard]] ExecutionId waiting_at(model::NodeId node) const;

  void leave_by_paths(std::uint32_t from, bool backward, const std::vector<const CompiledFlow*>& taken);
  bool visit(const CompiledFlow& flow, bool followed);
  bool visit_any(const CompiledFlow& flow, bool followed);
  [[nodiscard]] bool all_visited(std::uint32_t node) const;
  [[nodiscard]] bool all_followed(std::uint32_t node) const;
  [[nodiscard]] bool any_followed(std::uint32_t node) const;

  void leave_by_tokens(std::uint32_t from, const std::vector<const CompiledFlow*>& taken);
  bool receives(std::uint32_t way, std::uint32_t target, model::MergeMode mode);
  bool wins(std::uint32_t way, std::uint32_t target);
  [[nodiscard]] bool all_hold_tokens(const std::vector<std::uint32_t>& ways) const;
  [[nodiscard]] bool holds_token(std::uint32_t node) const;
  [[nodiscard]] model::NodeId token_left() const;
  void consume(std::uint32_t node);
  void drop_tokens(std::uint32_t node);

  void withdraw_before(std::uint32_t number, ExecutionId except);
  [[nodiscard]] std::uint32_t& count(std::size_t at) noexcept { return tally_.counts[at]; }
  [[nodiscard]] const FlowGraph::Connection& connection(model::FlowId flow) const noexcept {
    return graph_->connection(graph_->connection_of(flow));
  }
  [[nodiscard]] bool leads_back(model::FlowId flow) const noexcept {
    return flow != model::kNoFlow && connection(flow).backward;
  }
  [[nodiscard]] model::NodeId node_id(std::uint32_t number) const noexcept { return graph_->node(number).id; }

  Command& command_;
  ExecutionTree& tree_;
  ExecutionId scope_;
  const FlowGraph* graph_;
  Census& tally_;
  ExecutionId token_ = kNone;  ///< That has left, and has not gone on yet.
  model::NodeId waited_for_ = model::kNoNode;
  model::NodeId withdraws_for_ = model::kNoNode;  ///< It goes on already: paths that end do not concern it.
};

}  // namespace rondo::agenda
