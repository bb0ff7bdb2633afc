// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/bits.hpp"
#include "model/definition.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rondo::agenda {

class DeployedProcess;

/// The flows of a scope with a model::Merging, as its merges need them; computed once at deployment. Nodes
/// are named by their number in the scope, connections by a number of their own: flows between the same nodes
/// with the same outcome are one connection. Immutable.
class FlowGraph {
 public:
  struct Connection {
    std::uint32_t source = 0, target = 0;
    bool backward = false;   ///< Closes a circle.
    bool reachable = false;  ///< A token can come over it.
  };
  struct Node {
    model::NodeId id = model::kNoNode;
    std::vector<std::uint32_t> inbound;  ///< Connections into it.
    std::vector<std::uint32_t> forward;  ///< Those of them that a token can take and that close no circle.
    /// Sources of its connections but those that lead back into it (Elsa: left-inbound activities). Only of
    /// nodes with several flows in, and of joins.
    std::vector<std::uint32_t> left;
    bool merges = false;  ///< Is a join, or has several flows in.
    Bits before;          ///< Of a join, or where the first wins: the nodes before it.
  };

  FlowGraph(const DeployedProcess& process, model::ScopeId scope);

  /// Whether flows meet in the scope. Without, each token simply goes on.
  [[nodiscard]] static bool needed(const model::ProcessDefinition& definition, model::ScopeId scope);

  [[nodiscard]] model::Merging merging() const noexcept { return merging_; }
  [[nodiscard]] const Node& node(std::uint32_t number) const noexcept { return nodes_[number]; }
  [[nodiscard]] const Connection& connection(std::uint32_t number) const noexcept {
    return connections_[number];
  }
  [[nodiscard]] std::uint32_t connection_of(model::FlowId flow) const noexcept {
    return by_flow_[model::index(flow) - first_flow_];
  }

  /// Where the counts lie in the tally of a running scope.
  /// @{
  [[nodiscard]] std::size_t tally_size() const noexcept {
    return 1 + 2 * (nodes_.size() + connections_.size());
  }
  [[nodiscard]] std::size_t executed(std::uint32_t node) const noexcept { return 1 + node; }
  [[nodiscard]] std::size_t state(std::uint32_t node) const noexcept { return 1 + nodes_.size() + node; }
  [[nodiscard]] std::size_t visits(std::uint32_t connection) const noexcept {
    return 1 + 2 * nodes_.size() + connection;
  }
  [[nodiscard]] std::size_t mark(std::uint32_t connection) const noexcept {
    return 1 + 2 * nodes_.size() + connections_.size() + connection;
  }
  /// @}

 private:
  void find_connections(const DeployedProcess& process, const model::Scope& scope);
  void find_backward(const DeployedProcess& process, const model::Scope& scope);
  [[nodiscard]] bool leads_forward(std::uint32_t from, std::uint32_t to) const;
  void find_left(std::uint32_t number);
  void find_before(std::uint32_t number);
  [[nodiscard]] std::vector<bool> walk_from(std::uint32_t number, bool forward) const;

  model::Merging merging_;
  std::vector<Node> nodes_;
  std::vector<Connection> connections_;
  std::vector<std::vector<std::uint32_t>> outbound_;  // connections, by node
  std::vector<std::uint32_t> by_flow_;                // from the scope's first flow on
  std::size_t first_flow_ = 0;
};

}  // namespace rondo::agenda
