// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/oracle.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#ifndef RONDO_ORACLE_GRAPHS
#define RONDO_ORACLE_GRAPHS 100'000
#endif

namespace rondo {
namespace {

using tests::Graph;
using tests::Oracle;
using tests::TestEngine;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// One process in the engine and in the oracle, step by step.
class Comparison {
 public:
  Comparison(const Graph& graph, std::uint64_t seed) : graph_(graph), oracle_(graph), random_(seed) {
    EngineOptions options;
    options.history = HistoryLevel::None;
    test_ = std::make_unique<TestEngine>(std::move(options));
    test_->record_operations();
  }

  /// What differs; nothing when all is the same.
  std::optional<std::string> run() {
    test_->deploy(graph_.bpmn());
    const std::string instance = test_->start("drawn", {{"v", 0}}).id;
    oracle_.start(0);
    for (int step = 0; step < 8; ++step) {
      if (const auto difference = compare()) return difference;
      auto open = test_->engine->tasks().list();
      if (open.empty()) break;
      std::sort(open.begin(), open.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
      move(open[random_() % open.size()]);
    }
    return compare();
  }

 private:
  void move(const TaskInfo& task) {
    value_ = static_cast<int>(random_() % 3);
    const std::size_t node = std::stoul(task.key.substr(1));
    const Variables variables{{"v", value_}};
    for (std::size_t i = 0; i < graph_.boundaries.size(); ++i) {
      if (graph_.boundaries[i].from != node || random_() % 2 == 0) continue;
      test_->engine->runtime().throw_error(task.execution_id, "E", {}, variables);
      return oracle_.leave_by(i, value_);
    }
    test_->engine->tasks().complete(task.id, variables);
    oracle_.complete(node, value_);
  }

  // Which of several enabled inclusive joins goes on first is not laid down: the oracle follows the engine,
  // and says whether it was allowed to, and whether any should have followed.
  std::optional<std::string> compare() {
    const auto& operations = test_->operations();
    for (; seen_ < operations.size(); ++seen_) {
      const std::string& operation = operations[seen_];
      if (operation.rfind("execute-inactive ", 0) != 0) continue;
      const std::size_t join = std::stoul(operation.substr(operation.find(" n") + 2));
      if (!oracle_.enabled(join)) return graph_.id(join) + " went on too early";
      oracle_.fire(join, value_);
    }
    for (std::size_t node = 0; node < graph_.nodes.size(); ++node) {
      if (oracle_.enabled(node)) return graph_.id(node) + " did not go on";
    }
    std::vector<std::string> open;
    for (const TaskInfo& task : test_->engine->tasks().list()) open.push_back(task.key);
    std::sort(open.begin(), open.end());
    if (open != oracle_.tasks()) return std::string("other tasks are open");
    return std::nullopt;
  }

  const Graph& graph_;
  Oracle oracle_;
  std::mt19937_64 random_;
  std::unique_ptr<TestEngine> test_;
  std::size_t seen_ = 0;
  int value_ = 0;
};

std::optional<std::string> difference(const Graph& graph, std::uint64_t seed) {
  return Comparison(graph, seed).run();
}

// Leaves out what the difference does not need.
Graph shrink(Graph graph, std::uint64_t seed) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (auto edges : {&Graph::edges, &Graph::boundaries}) {
      for (std::size_t i = 0; i < (graph.*edges).size(); ++i) {
        Graph less = graph;
        (less.*edges).erase((less.*edges).begin() + static_cast<std::ptrdiff_t>(i));
        if (!difference(less, seed)) continue;
        graph = std::move(less);
        smaller = true;
        --i;
      }
    }
  }
  return graph;
}

// RONDO_ORACLE_SEED and RONDO_ORACLE_GRAPHS choose what is drawn; a difference is written to a file.
TEST(Joins, GoOnExactlyWhenTheStandardSaysSo) {
  const std::uint64_t seed = from_environment("RONDO_ORACLE_SEED", 1);
  const std::uint64_t graphs = from_environment("RONDO_ORACLE_GRAPHS", RONDO_ORACLE_GRAPHS);
  for (std::uint64_t i = 0; i < graphs; ++i) {
    std::mt19937_64 random(seed * 1'000'003 + i);
    const Graph graph = tests::random_graph(random);
    const std::uint64_t steps = random();
    if (!difference(graph, steps)) continue;
    const Graph small = shrink(graph, steps);
    const std::string file = testing::TempDir() + "join-oracle-" + std::to_string(i) + ".bpmn";
    std::ofstream(file) << small.bpmn();
    FAIL() << "graph " << i << ": " << *difference(small, steps) << "; see " << file << "\n" << small.bpmn();
  }
}

}  // namespace
}  // namespace rondo
