// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace rondo::tests {

/// A process of one scope, drawn at random: structured or not, with loops, implicit splits and ends, boundary
/// exits. Every loop passes a user task, so that each command comes to rest.
struct Graph {
  enum class Kind : std::uint8_t { Task, And, Or, Xor, End };
  struct Edge {
    std::size_t from = 0, to = 0;
    int when = 0;  ///< Leaving a choice: taken when the variable v has this value.
  };

  std::vector<Kind> nodes;       ///< The start event leads to the first, a task.
  std::vector<Edge> edges;       ///< In document order.
  std::vector<Edge> boundaries;  ///< Error boundary event at `from`, with its flow to `to`.

  [[nodiscard]] std::vector<std::size_t> outgoing(std::size_t node) const;
  /// Edges into a node, numbered as arrivals(): boundary flows come behind the edges, the start flow last.
  [[nodiscard]] std::vector<std::size_t> incoming(std::size_t node) const;
  [[nodiscard]] std::size_t arrival_target(std::size_t arrival) const;
  [[nodiscard]] std::size_t arrivals() const { return edges.size() + boundaries.size() + 1; }
  /// The edges that a token takes when v has that value.
  [[nodiscard]] std::vector<std::size_t> chosen(std::size_t node, int value) const;
  [[nodiscard]] std::string id(std::size_t node) const;
  [[nodiscard]] std::string bpmn() const;
};

[[nodiscard]] Graph random_graph(std::mt19937_64& random);

}  // namespace rondo::tests
