// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace rondo::tests {

/// A small flowchart of Elsa, drawn by chance. Its first activity is where it starts.
struct DrawnFlowchart {
  enum class Mode { Classic, Counter, Token };
  enum class Kind {
    Plain,   ///< Is done at once.
    Waits,   ///< Is done when it is resumed.
    Drawn,   ///< Has, each time it runs, the next of its outcomes.
    Join,    ///< FlowJoin.
    End,     ///< Completes the flowchart.
    Finish,  ///< Completes the workflow.
    Complete
  };
  enum class Join { WaitAny, WaitAll, WaitAllActive };

  struct Activity {
    Kind kind = Kind::Plain;
    Join join = Join::WaitAny;
    std::string merge;  ///< Its merge mode; empty: it has none.
    /// Of a drawn one: the names of each time, the last ones for all further times. No names: it fails.
    std::vector<std::vector<std::string>> outcomes;
  };
  struct Connection {
    std::size_t source = 0;
    std::string port;
    std::size_t target = 0;
    [[nodiscard]] bool operator==(const Connection&) const = default;
  };

  Mode mode = Mode::Classic;
  bool goes_on = false;  ///< With incidents: faults do not end it.
  std::vector<Activity> activities;
  std::vector<Connection> connections;

  [[nodiscard]] static std::string name(std::size_t activity) { return "a" + std::to_string(activity); }
  [[nodiscard]] static std::size_t number(const std::string& name) { return std::stoul(name.substr(1)); }
  /// What is deployed.
  [[nodiscard]] std::string json() const;
  /// For whom a difference is shown to: one line.
  [[nodiscard]] std::string shown() const;
  /// An activity together with its connections is left out; what it was like stays for the others.
  [[nodiscard]] DrawnFlowchart without_activity(std::size_t activity) const;
  [[nodiscard]] DrawnFlowchart without_connection(std::size_t connection) const;
};

[[nodiscard]] DrawnFlowchart draw_flowchart(std::mt19937_64& random, DrawnFlowchart::Mode mode);

}  // namespace rondo::tests
