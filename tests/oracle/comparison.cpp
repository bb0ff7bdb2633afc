// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/comparison.hpp"

#include "tests/oracle/oracle.hpp"
#include "tests/support/test_engine.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

namespace rondo::tests {

namespace {

constexpr int kSteps = 9;
constexpr std::uint64_t kStepLimit = 20'000;

EngineOptions limited() {
  EngineOptions result;
  result.history = HistoryLevel::None;
  result.step_limit = kStepLimit;
  return result;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += " " + name;
  return text;
}

// Something that the outside can do.
struct Action {
  std::string name;       // sorts the actions: "node@scope"
  std::string execution;  // of the task, gateway or sub-process
  std::string task;       // of a task
  std::string signal;     // of an event
};

class Comparison {
 public:
  Comparison(const Graph& graph, std::uint64_t seed)
      : graph_(graph), oracle_(graph), random_(seed), test_(limited()), unseen_(limited()) {}

  std::optional<std::string> run() {
    try {
      test_.deploy(graph_.bpmn());
    } catch (const Error&) {
      return std::nullopt;
    }
    trace_ = test_.engine->events().trace([this](const TraceEvent& event) { note(event); });
    // Each of a few processes also runs where nobody looks, which takes short cuts.
    twice_ = random_() % 4 == 0;
    if (twice_) unseen_.deploy(graph_.bpmn());
    for (int step = 0; step < kSteps && !wrong_; ++step) {
      if (!move(step == 0)) break;
    }
    return std::move(wrong_);
  }

 private:
  void note(const TraceEvent& event) {
    if (wrong_) return;
    const auto found = oracle_.follow(event.operation, event.element_id, std::string(event.execution_id),
                                      std::string(event.scope_id));
    if (found) wrong_ = std::string(event.operation) + " " + std::string(event.element_id) + ": " + *found;
  }

  // What is done, to the rules and to an engine.
  struct Act {
    std::function<void(Oracle&)> rules;
    std::function<void(TestEngine&)> run;
  };

  // False when there is nothing more to do.
  bool move(bool first) {
    const Oracle before = oracle_;
    const auto value = static_cast<int>(random_() % 3);
    oracle_.set_value(value);
    const Act act = first ? start(value) : draw(value);
    if (!act.run) return false;
    if (act.rules) act.rules(oracle_);
    const auto failed = fails(act, test_);
    if (!failed || wrong_) return false;
    if (*failed != oracle_.failed()) wrong_ = *failed ? "an error was not caught" : "an error was caught";
    if (*failed && first) return false;
    if (*failed) oracle_ = before;
    if (!wrong_) compare();
    if (twice_ && !wrong_) repeat(act, *failed);
    return !wrong_;
  }

  // Whether a BPMN error was not caught; nothing when the run is of no use.
  std::optional<bool> fails(const Act& act, TestEngine& test) {
    try {
      act.run(test);
      return false;
    } catch (const BpmnError&) {
      return true;
    } catch (const Error& error) {
      if (error.message().find("endless") == std::string::npos) wrong_ = error.message();
      return std::nullopt;
    }
  }

  // Where nobody looks the same must come out.
  void repeat(const Act& act, bool failed) {
    const auto again = fails(act, unseen_);
    if (wrong_) return;
    const auto same = [](const Action& a, const Action& b) {
      return a.name == b.name && a.execution == b.execution;
    };
    const auto seen = actions(test_), unseen = actions(unseen_);
    if (again != failed || !std::equal(seen.begin(), seen.end(), unseen.begin(), unseen.end(), same)) {
      wrong_ = "something else waits when nobody looks";
    }
  }

  Act start(int value) {
    return {{}, [this, value](TestEngine& test) {
              instance_ = test.engine->runtime().start("drawn", {{"v", value}}).id;
            }};
  }

  Act draw(int value) {
    const std::vector<Action> possible = actions(test_);
    if (possible.empty()) return {};
    const Action action = possible[random_() % possible.size()];
    const std::size_t node = Graph::number(action.name.substr(0, action.name.find('@')));
    const std::string scope = action.name.substr(action.name.find('@') + 1);
    const Variables variables{{"v", value}};
    if (action.signal.empty()) return draw_at_task(action, node, scope, variables);
    const Graph::Node& drawn = graph_.nodes[node];
    const auto handler = graph_.started_by(node);
    const bool at_boundary = drawn.kind == Graph::Kind::Boundary;
    const bool around = at_boundary && (graph_.nodes[drawn.attached].loops ||
                                        graph_.nodes[drawn.attached].kind == Graph::Kind::Sub);
    return {[=](Oracle& oracle) {
              if (handler) return oracle.start(action.execution, *handler);
              return around ? oracle.happen_around(action.execution, node) : oracle.happen(scope, node);
            },
            [=](TestEngine& test) {
              test.engine->runtime().signal_execution(action.signal, action.execution, variables);
            }};
  }

  Act draw_at_task(const Action& action, std::size_t node, const std::string& scope,
                   const Variables& variables) {
    if (random_() % 5 == 0) {
      return {[=](Oracle& oracle) { oracle.raise_at(scope, node); },
              [=](TestEngine& test) {
                test.engine->runtime().throw_error(action.execution, "E", {}, variables);
              }};
    }
    return {[=](Oracle& oracle) { oracle.complete(scope, node); },
            [=](TestEngine& test) { test.engine->tasks().complete(action.task, variables); }};
  }

  // Sorted, and numbered alike in every engine.
  std::vector<Action> actions(TestEngine& test) const {
    std::map<std::string, std::string> parents;
    for (const ExecutionInfo& execution : test.engine->runtime().executions(instance_)) {
      parents.emplace(execution.id, execution.parent_id);
    }
    std::vector<Action> found;
    for (const TaskInfo& task : test.engine->tasks().list()) {
      found.push_back({task.key + "@" + parents[task.execution_id], task.execution_id, task.id, {}});
    }
    for (const SubscriptionInfo& event : test.engine->runtime().subscriptions(instance_)) {
      if (event.execution_id.empty()) continue;
      // The instance itself goes by its own id.
      const bool in_tree = parents.count(event.execution_id) != 0;
      const std::string execution = in_tree ? event.execution_id : instance_;
      found.push_back({event.activity_id + "@" + parents[execution], execution, {}, event.name});
    }
    const auto key = [](const Action& action) { return std::tie(action.name, action.execution); };
    std::sort(found.begin(), found.end(), [&](const Action& a, const Action& b) { return key(a) < key(b); });
    return found;
  }

  void compare() {
    if (const auto unrest = oracle_.unrest()) {
      wrong_ = unrest;
      return;
    }
    std::vector<std::string> open;
    for (const Action& action : actions(test_)) open.push_back(action.name);
    if (open != oracle_.waiting()) {
      wrong_ = "something else waits:" + listed(open) + ", expected" + listed(oracle_.waiting());
      return;
    }
    const auto executions = test_.engine->runtime().executions(instance_);
    const std::size_t expected = oracle_.ended() ? 0 : oracle_.tokens() + 1;
    if (executions.size() != expected) wrong_ = "executions are left over, or missing";
  }

  const Graph& graph_;
  Oracle oracle_;
  std::mt19937_64 random_;
  TestEngine test_, unseen_;
  Subscription trace_;
  std::string instance_;
  std::optional<std::string> wrong_;
  bool twice_ = false;
};

}  // namespace

std::optional<std::string> difference(const Graph& graph, std::uint64_t seed) {
  return Comparison(graph, seed).run();
}

Graph shrink(Graph graph, std::uint64_t seed) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
      if (graph.nodes[i].kind == Graph::Kind::Start) continue;
      Graph less = graph.without_node(i);
      if (!difference(less, seed)) continue;
      graph = std::move(less);
      smaller = true;
      --i;
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
      Graph less = graph.without_edge(i);
      if (!difference(less, seed)) continue;
      graph = std::move(less);
      smaller = true;
      --i;
    }
  }
  return graph;
}

}  // namespace rondo::tests
