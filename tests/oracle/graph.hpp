// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rondo::tests {

/// A process with nested sub-processes. In every scope each loop passes a user task, a sub-process (whose
/// first node is a user task) or an event-based gateway, so that each command comes to rest.
struct Graph {
  enum class Kind : std::uint8_t {
    Start,
    Task,
    And,
    Or,
    Xor,
    Complex,
    Choice,  ///< Event-based gateway; leads to Catch nodes only.
    Catch,   ///< Signal catch event behind a Choice.
    Throw,   ///< Intermediate escalation event.
    Sub,
    EventSub,  ///< Event sub-process; in no flow.
    Boundary,
    End,
    EscalationEnd,
    ErrorEnd,
    Terminate
  };
  enum class Event : std::uint8_t { Error, Escalation, Signal };

  struct Node {
    Kind kind = Kind::Task;
    std::size_t scope = 0;       ///< The scope that it lies in; 0 is the process.
    std::size_t body = 0;        ///< Sub, EventSub: the scope inside.
    std::size_t attached = 0;    ///< Boundary: its activity.
    Event event = Event::Error;  ///< Boundary, EventSub: what it catches.
    bool interrupting = true;    ///< Boundary, EventSub.
    std::size_t needed = 1;      ///< Complex: tokens that activate it.
    bool loops = false;          ///< Task, Sub: multi-instance.
    std::size_t instances = 0;   ///< Of a loop.
    bool sequential = false;     ///< Of a loop.
  };
  struct Edge {
    std::size_t from = 0, to = 0;
    int when = 0;  ///< Leaving a choice: taken when the variable v has this value.
  };

  std::vector<Node> nodes;
  std::vector<Edge> edges;  ///< In document order.

  [[nodiscard]] std::vector<std::size_t> outgoing(std::size_t node) const;
  [[nodiscard]] std::vector<std::size_t> incoming(std::size_t node) const;
  [[nodiscard]] std::vector<std::size_t> boundaries(std::size_t node) const;
  [[nodiscard]] std::optional<std::size_t> boundary(std::size_t node, Event event) const;
  [[nodiscard]] std::size_t start_of(std::size_t scope) const;
  /// The event sub-process inside a scope that catches the event.
  [[nodiscard]] std::optional<std::size_t> handler(std::size_t scope, Event event) const;
  /// The event sub-process whose start event this node is.
  [[nodiscard]] std::optional<std::size_t> started_by(std::size_t start) const;
  /// The edges that a token takes when v has that value.
  [[nodiscard]] std::vector<std::size_t> chosen(std::size_t node, int value) const;
  /// Whether the node chooses among several outgoing flows by their conditions.
  [[nodiscard]] bool chooses(std::size_t node) const;
  /// Without a node, what is inside or attached to it, and their edges.
  [[nodiscard]] Graph without_node(std::size_t node) const;
  [[nodiscard]] Graph without_edge(std::size_t edge) const;
  [[nodiscard]] std::string bpmn() const;

  [[nodiscard]] static std::string id(std::size_t node) { return "n" + std::to_string(node); }
  [[nodiscard]] static std::size_t number(std::string_view id);
};

}  // namespace rondo::tests
