// SPDX-License-Identifier: Apache-2.0
#include "tests/frontends/flowchart_rules.hpp"

#include "tests/support/test_engine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#ifndef RONDO_FLOWCHARTS
#define RONDO_FLOWCHARTS 2'000
#endif

namespace rondo::tests {
namespace {

using Mode = DrawnFlowchart::Mode;
using State = FlowchartRules::State;

constexpr const char* kStates[] = {"suspended", "finished", "faulted"};

std::uint64_t chosen(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// What an instance has done so far, or should have done.
struct Account {
  std::vector<std::string> path, waiting;
  std::string state;
  std::size_t faults = 0;

  [[nodiscard]] std::string shown() const {
    return fmt::format("{} => {}, waits: {}, faults: {}", fmt::join(path, " "), state,
                       fmt::join(waiting, " "), faults);
  }
};

/// Runs a flowchart in an engine, with delegates that do as it is drawn.
class RunningFlowchart {
 public:
  explicit RunningFlowchart(const DrawnFlowchart& flowchart) {
    test_.engine->delegates().add("Test.Wait",
                                  [](DelegateExecution& execution) { execution.wait_for_trigger(); });
    test_.engine->delegates().add("Test.Drawn", [this, &flowchart](DelegateExecution& execution) {
      const auto number = static_cast<std::size_t>(execution.field("number")->as_integer());
      const auto& drawn = flowchart.activities[number].outcomes;
      const auto& outcomes = drawn[std::min(times_[number]++, drawn.size() - 1)];
      if (outcomes.empty()) throw std::runtime_error("it fails");
      List names;
      for (const std::string& name : outcomes) names.push_back(name);
      execution.set_variable("outcome", names);
    });
    test_.deploy(flowchart.json(), "drawn.elsa.json");
  }

  void start() { instance_ = test_.start("drawn").id; }
  void resume(const std::string& activity) {
    test_.engine->runtime().trigger(test_.execution_at(instance_, activity));
  }
  void cancel(const std::string& activity) {
    test_.engine->runtime().modify(instance_).cancel(test_.execution_at(instance_, activity)).execute();
  }

  [[nodiscard]] Account account() const {
    Account account;
    account.path = test_.path(instance_);
    account.state = test_.state(instance_) == InstanceState::Faulted     ? "faulted"
                    : test_.state(instance_) == InstanceState::Completed ? "finished"
                                                                         : "suspended";
    if (account.state == "suspended") account.waiting = test_.waiting(instance_);
    for (const auto& incident : test_.engine->management().incidents(instance_)) {
      if (incident.kind == "faulted_activity") ++account.faults;
    }
    return account;
  }

 private:
  TestEngine test_;
  std::map<std::size_t, std::size_t> times_;
  std::string instance_;
};

Account account_of(const FlowchartRules& rules) {
  return {rules.path(), rules.waiting(), kStates[static_cast<int>(rules.state())], rules.faults()};
}

/// How the engine differs from the rules; nothing when it does not.
std::optional<std::string> difference_in(const DrawnFlowchart& flowchart, std::uint64_t steps) {
  FlowchartRules rules(flowchart);
  rules.start();
  if (rules.is_endless()) return std::nullopt;
  RunningFlowchart running(flowchart);
  running.start();
  std::mt19937_64 random(steps);
  std::string done = "start";
  for (int step = 0; step < 8; ++step) {
    const Account expected = account_of(rules), found = running.account();
    if (expected.shown() != found.shown()) {
      return fmt::format("after {}:\n  expected {}\n  found    {}", done, expected.shown(), found.shown());
    }
    if (expected.waiting.empty()) break;
    const std::string activity = expected.waiting[random() % expected.waiting.size()];
    // Of several that wait at one activity none is to be preferred, and in counter mode they differ.
    const bool several = std::count(expected.waiting.begin(), expected.waiting.end(), activity) > 1;
    if (several && flowchart.mode == Mode::Counter) break;
    const bool cancels = random() % 8 == 0;
    done += (cancels ? ", cancel " : ", resume ") + activity;
    cancels ? rules.cancel(DrawnFlowchart::number(activity)) : rules.resume(DrawnFlowchart::number(activity));
    if (rules.is_endless()) break;
    cancels ? running.cancel(activity) : running.resume(activity);
  }
  return std::nullopt;
}

DrawnFlowchart shrunk(DrawnFlowchart flowchart, std::uint64_t steps) {
  const auto smaller = [&] {
    for (std::size_t i = 1; i < flowchart.activities.size(); ++i) {
      if (DrawnFlowchart less = flowchart.without_activity(i); difference_in(less, steps)) return less;
    }
    for (std::size_t i = 0; i < flowchart.connections.size(); ++i) {
      if (DrawnFlowchart less = flowchart.without_connection(i); difference_in(less, steps)) return less;
    }
    return flowchart;
  };
  for (;;) {
    DrawnFlowchart less = smaller();
    const std::size_t before = flowchart.activities.size() + flowchart.connections.size();
    if (less.activities.size() + less.connections.size() == before) return flowchart;
    flowchart = std::move(less);
  }
}

class Flowcharts : public testing::TestWithParam<Mode> {};

// RONDO_FLOWCHART_SEED and RONDO_FLOWCHARTS choose what is drawn.
TEST_P(Flowcharts, RunAsTheRulesOfTheirModeSay) {
  const std::uint64_t seed = chosen("RONDO_FLOWCHART_SEED", 1);
  const std::uint64_t flowcharts = chosen("RONDO_FLOWCHARTS", RONDO_FLOWCHARTS);
  for (std::uint64_t i = 0; i < flowcharts; ++i) {
    std::mt19937_64 random(seed * 1'000'003 + i);
    const DrawnFlowchart flowchart = draw_flowchart(random, GetParam());
    const std::uint64_t steps = random();
    if (!difference_in(flowchart, steps)) continue;
    const DrawnFlowchart small = shrunk(flowchart, steps);
    FAIL() << "flowchart " << i << ": " << small.shown() << "\n"
           << *difference_in(small, steps) << "\n"
           << small.json();
  }
}

INSTANTIATE_TEST_SUITE_P(Mode, Flowcharts, testing::Values(Mode::Classic, Mode::Counter, Mode::Token));

}  // namespace
}  // namespace rondo::tests
