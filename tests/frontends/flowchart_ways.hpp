// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/frontends/drawn_flowchart.hpp"

#include <cstddef>
#include <set>
#include <vector>

namespace rondo::tests {

/// What can be said of the connections of a flowchart before it runs; read slowly, straight from the rules.
/// Connections with the same source, port and target are one way; `way_of` tells which.
struct FlowchartWays {
  explicit FlowchartWays(const DrawnFlowchart& flowchart);

  /// Sources of the connections into an activity but of those that lie behind it (classic).
  [[nodiscard]] std::set<std::size_t> left_of(std::size_t activity) const;
  /// All activities from which one comes to it that way (classic).
  [[nodiscard]] std::set<std::size_t> left_ancestors(std::size_t activity) const;
  /// All activities from which one comes to it without going back (counter, token).
  [[nodiscard]] std::set<std::size_t> ancestors(std::size_t activity) const;
  /// Ways into an activity; `forward`: those that close no circle and that something can come over.
  [[nodiscard]] std::set<std::size_t> inbound(std::size_t activity, bool forward) const;

  const std::vector<DrawnFlowchart::Connection>& connections;
  std::vector<std::size_t> way_of;  ///< Of each connection: the first one that is equal.
  std::vector<bool> forward;        ///< Of each connection.

 private:
  void find_forward();
  void walk(std::size_t activity, bool down, std::set<std::size_t>& seen, std::set<std::size_t>& ways) const;
};

}  // namespace rondo::tests
