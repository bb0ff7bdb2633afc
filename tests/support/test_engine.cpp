// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_engine.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace rondo::tests {

TestEngine::TestEngine(EngineOptions options)
    : clock(std::make_shared<ManualClock>(Instant(std::chrono::hours(24 * 20'000)))) {
  options.clock = clock;
  engine = Engine::open("memory:", std::move(options));
}

void TestEngine::deploy(std::string text, std::string name) {
  engine->repository().deploy({{std::move(name), std::move(text)}});
}

std::vector<std::string> TestEngine::waiting(std::string_view instance) const {
  std::vector<std::string> ids;
  for (const ExecutionInfo& execution : engine->runtime().executions(instance)) {
    if (execution.waiting) ids.push_back(execution.activity_id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<std::string> TestEngine::path(std::string_view instance) const {
  std::vector<std::string> ids;
  for (const HistoricActivity& activity : engine->history().activities(instance)) {
    ids.push_back(activity.activity_id);
  }
  return ids;
}

void TestEngine::complete(std::string_view key, const Variables& variables) {
  TaskQuery query;
  query.key = key;
  const auto tasks = engine->tasks().list(query);
  if (tasks.empty()) throw std::runtime_error("no open task " + std::string(key));
  engine->tasks().complete(tasks.front().id, variables);
}

std::string TestEngine::execution_at(std::string_view instance, std::string_view activity) const {
  for (const ExecutionInfo& execution : engine->runtime().executions(instance)) {
    if (execution.waiting && execution.activity_id == activity) return execution.id;
  }
  throw std::runtime_error("nothing waits at " + std::string(activity));
}

InstanceState TestEngine::state(std::string_view instance) const {
  const auto info = engine->runtime().instance(instance);
  if (!info) throw std::runtime_error("unknown instance");
  return info->state;
}

std::size_t TestEngine::advance(std::chrono::milliseconds by) {
  clock->advance(by);
  return engine->management().run_due();
}

void TestEngine::record_operations() {
  trace_ = engine->events().trace([this](const TraceEvent& event) {
    operations_.push_back(std::string(event.operation) + " " + std::string(event.element_id));
  });
}

}  // namespace rondo::tests
