// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/frontends/drawn_flowchart.hpp"
#include "tests/frontends/flowchart_ways.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace rondo::tests {

/// A direct, slow reading of how flowcharts run, in their three modes: a queue of activities to be run, and
/// what becomes of each that is done. Knows nothing of the engine.
class FlowchartRules {
 public:
  enum class State { Suspended, Finished, Faulted };

  explicit FlowchartRules(const DrawnFlowchart& flowchart) : flowchart_(flowchart), ways_(flowchart) {}

  void start();
  /// The oldest that waits at the activity is done.
  void resume(std::size_t activity);
  /// What runs at the activity is canceled from outside.
  void cancel(std::size_t activity);

  [[nodiscard]] State state() const;
  [[nodiscard]] const std::vector<std::string>& path() const noexcept { return path_; }
  /// Activities that wait to be resumed, sorted.
  [[nodiscard]] std::vector<std::string> waiting() const;
  [[nodiscard]] std::size_t faults() const noexcept { return faults_; }
  /// It goes round in circles, and is of no use.
  [[nodiscard]] bool is_endless() const noexcept { return path_.size() > 80; }

 private:
  enum class Status { Running, Completed, Canceled, Faulted };
  struct Run {
    std::size_t activity = 0;
    Status status = Status::Running;
    bool came_back = false;  // over a connection that closes a circle
  };
  struct Planned {
    std::size_t activity = 0;
    bool came_back = false;
    std::size_t run = kNew;  // of a join that is run again
  };
  struct Token {
    std::size_t way = 0;
    bool consumed = false, blocked = false;
  };
  using Names = std::vector<std::string>;
  static constexpr std::size_t kNew = static_cast<std::size_t>(-1);

  // The queue.
  void run_queue();
  void execute(const Planned& planned);
  void execute_join(std::size_t run);
  void execute_drawn(std::size_t run);
  void complete(std::size_t run, const Names& outcomes = {"Done"});
  void complete_flowchart();
  void complete_if_nothing_is_left();
  [[nodiscard]] bool is_planned(std::size_t activity) const;
  [[nodiscard]] bool something_is_left() const;
  [[nodiscard]] std::size_t running_at(std::size_t activity) const;
  [[nodiscard]] std::vector<std::size_t> cancel_runs(const std::set<std::size_t>& activities);
  [[nodiscard]] std::vector<std::size_t> taken(std::size_t activity, const Names& outcomes) const;
  [[nodiscard]] bool is_join(std::size_t activity) const {
    return flowchart_.activities[activity].kind == DrawnFlowchart::Kind::Join;
  }
  [[nodiscard]] std::size_t target_of(std::size_t connection) const {
    return flowchart_.connections[connection].target;
  }

  // Classic.
  void completed_classic(std::size_t activity, const Names& outcomes);
  [[nodiscard]] bool all_left_of(std::size_t activity);

  // Counter.
  void completed_counter(const Run& run, const Names& outcomes);
  void visit_ways(std::size_t activity, const Names& outcomes, bool came_back);
  void visited(std::size_t way, bool followed);
  void cancel_before(std::size_t join);

  // Token.
  void completed_token(std::size_t activity, const Names& outcomes);
  [[nodiscard]] bool receives(std::size_t way);
  [[nodiscard]] bool races(std::size_t way);
  [[nodiscard]] bool holds_token(std::size_t way) const;
  [[nodiscard]] bool all_hold_tokens(const std::set<std::size_t>& ways) const;
  void cancel_tokens_of(std::size_t activity);

  const DrawnFlowchart& flowchart_;
  FlowchartWays ways_;
  std::deque<Planned> queue_;
  std::vector<Run> runs_;
  std::vector<std::string> path_;
  std::map<std::size_t, std::size_t> times_drawn_;
  std::size_t faults_ = 0;
  bool completed_ = false, finished_ = false;

  std::map<std::size_t, int> executed_;  // classic: how often; counter: how often visited
  std::set<std::size_t> known_;          // classic
  std::map<std::size_t, int> visits_;    // counter, of ways
  std::map<std::size_t, bool> followed_;
  std::size_t cancels_for_ = kNew;  // the join that goes on
  std::vector<Token> tokens_;
};

}  // namespace rondo::tests
