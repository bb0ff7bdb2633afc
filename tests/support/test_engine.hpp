// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::tests {

/// An engine in memory with a clock that stands still, and short ways to look at what it does.
class TestEngine {
 public:
  explicit TestEngine(EngineOptions options = {});

  /// Deploys one file given as text.
  void deploy(std::string text, std::string name = "test.bpmn");
  StartedInstance start(std::string_view key, const Variables& variables = {}) {
    return engine->runtime().start(key, variables);
  }
  /// Ids of the leaf wait states of an instance, sorted.
  [[nodiscard]] std::vector<std::string> waiting(std::string_view instance) const;
  /// Ids of the nodes entered, in order.
  [[nodiscard]] std::vector<std::string> path(std::string_view instance) const;
  /// Completes the open task with that BPMN id; the first one if there are several.
  void complete(std::string_view key, const Variables& variables = {});
  /// Id of the execution that waits at that node.
  [[nodiscard]] std::string execution_at(std::string_view instance, std::string_view activity) const;
  [[nodiscard]] InstanceState state(std::string_view instance) const;
  /// Moves the clock and runs what is due.
  std::size_t advance(std::chrono::milliseconds by);
  /// Operations of all commands from now on, as "continue a".
  [[nodiscard]] const std::vector<std::string>& operations() const { return operations_; }
  void record_operations();

  std::shared_ptr<ManualClock> clock;
  std::unique_ptr<Engine> engine;

 private:
  std::vector<std::string> operations_;
  Subscription trace_;
};

}  // namespace rondo::tests
