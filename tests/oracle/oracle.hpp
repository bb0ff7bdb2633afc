// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/oracle/graph.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::tests {

/// The token rules of BPMN 2.0 §13 as they are written, for one instance of a graph: slow, and unlike the
/// engine in every detail. It follows the engine's steps, whose order is free where tokens do not meet, says
/// which of them the rules do not allow, and what they demand when nothing moves any more. A value: copied,
/// it remembers.
class Oracle {
 public:
  explicit Oracle(const Graph& graph) : graph_(&graph) {}

  /// One step of the engine: what it did, where, with which execution, in which scope (the execution that
  /// opened it). Answers with what is wrong about it.
  [[nodiscard]] std::optional<std::string> follow(std::string_view step, std::string_view element,
                                                  const std::string& execution, const std::string& scope);
  /// The value of the variable v from here on.
  void set_value(int value) { value_ = value; }

  // What comes from outside; `scope` holds the activity.
  void complete(const std::string& scope, std::size_t task);
  void happen(const std::string& scope, std::size_t event);
  /// The boundary event of the loop or sub-process that is `activity`.
  void happen_around(const std::string& activity, std::size_t boundary);
  void raise_at(const std::string& scope, std::size_t task);
  /// The start event of an event sub-process inside of `scope`.
  void start(const std::string& scope, std::size_t handler);

  /// What the rules still demand; nothing when every token may rest.
  [[nodiscard]] std::optional<std::string> unrest() const;
  /// What waits, sorted: "node@scope" for each active task, event behind a gateway and signal boundary event.
  [[nodiscard]] std::vector<std::string> waiting() const;
  [[nodiscard]] std::size_t tokens() const;
  [[nodiscard]] bool ended() const { return begun_ && scopes_.empty(); }
  /// An error has reached the top: the whole command has to fail.
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  struct Moving {
    std::size_t to = 0;
    std::optional<std::size_t> edge;
  };
  // One instance of a scope.
  struct Scope {
    std::size_t number = 0;
    std::string parent;  // empty for the process
    std::deque<Moving> moving;
    std::vector<std::size_t> active, ready, ending;  // tokens by node
    std::vector<std::size_t> waiting;                // tokens by edge, at a join
    std::vector<bool> taken;                         // by edge: has activated its complex gateway
    std::vector<bool> activated;                     // by node: complex gateways that wait to be reset
    bool handles = false;                            // the body of an event sub-process
    std::string loop;                                // of which it is an instance; empty: of none
    bool closed = false;                             // to further event sub-processes
  };
  // A multi-instance activity, by its execution. Its instances have executions of their own.
  struct Loop {
    std::string scope;
    std::size_t node = 0;
    std::size_t begun = 0, beginning = 0, left = 0;  // instances
  };
  // An event sub-process that has started; its body is known when it is entered.
  struct Started {
    std::string scope;
    std::size_t handler = 0;
  };
  struct Reached {
    bool marked = false, unmarked = false;
  };

  void open(const std::string& id, std::size_t number, const std::string& parent);
  void open_loop(const std::string& id, std::size_t node, const std::string& scope);
  void open_instance(const std::string& loop, const std::string& id);
  void instance_done(const std::string& loop);
  void drop_loop(const std::string& id);
  void open_handler(const std::string& id, std::size_t start);
  void clear(Scope& scope);
  std::optional<std::string> enter(std::size_t node, const std::string& execution, const std::string& id);
  void arrive(const Moving& token, const std::string& execution, const std::string& id);
  std::optional<std::string> leave(std::size_t node, const std::string& id);
  std::optional<std::string> end(std::size_t node, const std::string& id);
  void go(std::size_t node, Scope& scope);
  void look_whether_done(const std::string& id);
  void kill(const std::string& id);
  void terminate(const std::string& id);
  void raise(const std::string& id);
  void escalate(const std::string& id);
  bool caught(const std::string& id, Graph::Event event);
  void interrupt_around(const std::string& id, std::size_t boundary);

  [[nodiscard]] Reached reach(const Scope& scope, std::size_t from, std::size_t join) const;
  [[nodiscard]] bool marked(const Scope& scope, std::size_t edge) const;
  [[nodiscard]] bool nothing_more_comes(const Scope& scope, std::size_t join) const;
  [[nodiscard]] bool enabled(const Scope& scope, std::size_t join) const;
  [[nodiscard]] bool may_reset(const Scope& scope, std::size_t gateway) const;
  [[nodiscard]] bool rests(const Scope& scope) const;
  void take(std::size_t join, Scope& scope);
  void arrive_at_complex(std::size_t gateway, Scope& scope);
  void reset(std::size_t gateway, Scope& scope);

  const Graph* graph_;
  std::map<std::string, Scope, std::less<>> scopes_;
  std::map<std::string, Loop, std::less<>> loops_;
  std::deque<Started> started_;
  int value_ = 0;
  bool begun_ = false, failed_ = false;
};

}  // namespace rondo::tests
