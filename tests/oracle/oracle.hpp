// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/oracle/graph.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace rondo::tests {

/// The token rules of BPMN 2.0 §13.4 as they are written, for one process: slow, and unlike the engine in
/// every detail. Tokens move until they rest; inclusive joins are then asked one by one.
class Oracle {
 public:
  explicit Oracle(const Graph& graph)
      : graph_(graph), active_(graph.nodes.size()), waiting_(graph.arrivals()) {}

  void start(int value);
  /// One token of an active task goes on, or leaves by its boundary event.
  void complete(std::size_t task, int value);
  void leave_by(std::size_t boundary, int value);
  /// Whether the inclusive join may go on (§13.4.3). Precondition: all tokens rest.
  [[nodiscard]] bool enabled(std::size_t join) const;
  void fire(std::size_t join, int value);

  /// Ids of the active tasks, sorted; a task with two tokens is there twice.
  [[nodiscard]] std::vector<std::string> tasks() const;

 private:
  struct Reached {
    bool marked = false, unmarked = false;
  };

  void run(int value);
  void arrive(std::size_t arrival, int value);
  void leave(std::size_t node, int value);
  void take(std::size_t node, int value);
  [[nodiscard]] Reached reach(std::size_t from, std::size_t join) const;

  const Graph& graph_;
  std::vector<std::size_t> active_;   // by node
  std::vector<std::size_t> waiting_;  // by arrival: tokens at a join
  std::deque<std::size_t> moving_;
};

}  // namespace rondo::tests
