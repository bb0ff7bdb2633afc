// SPDX-License-Identifier: Apache-2.0
#include "cli/scenario_runner.hpp"

#include "cli/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <thread>

namespace rondo::cli {

namespace {

// Why something failed: what a check says, or the kind and text of the engine's error.
std::string reason_of(const std::exception& failure) {
  if (const auto* error = dynamic_cast<const Error*>(&failure)) {
    return fmt::format("{}: {}", name_of(error->kind()), error->what());
  }
  return failure.what();
}

// Runs `action`; gives the reason when it throws.
template <typename Action>
std::optional<std::string> failure_of(const Action& action) {
  try {
    action();
    return std::nullopt;
  } catch (const std::exception& failure) {
    return reason_of(failure);
  }
}

// Whether the first step deploys: then nothing is deployed before it.
bool deploys_itself(const Scenario& scenario) {
  if (scenario.steps.empty()) return false;
  const Step& first = scenario.steps.front();
  if (first.name != "expect_error" || !first.arguments.is_object()) return first.name == "deploy";
  const Value* wrapped = first.arguments.as_object().find("on");
  return wrapped != nullptr && wrapped->is_object() && wrapped->as_object().contains("deploy");
}

void run_steps(const Scenario& scenario, Outcome& outcome, EngineWatch* watch, const ScenarioStore& store) {
  World world(scenario, store);
  if (watch != nullptr) watch->opened(world.engine());
  if (!deploys_itself(scenario) && !scenario.files.empty()) {
    if (const auto reason = failure_of([&] { deploy(world, scenario.files); })) {
      outcome.failure = fmt::format("deploy: {}", *reason);
    }
  }
  for (std::size_t i = 0; i < scenario.steps.size() && !outcome.failure; ++i) {
    const Step& step = scenario.steps[i];
    if (store.restart_between_steps) world.restart(store.move_between_steps);
    if (const auto reason = failure_of([&] { run_step(world, step); })) {
      outcome.failure = fmt::format("step {} {}: {}", i + 1, step.name, *reason);
    }
  }
  if (watch != nullptr) watch->closing(world.engine());
  outcome.operations = world.operations();
}

void run_by_kind(const Scenario& scenario, Outcome& outcome, EngineWatch* watch, const ScenarioStore& store) {
  if (scenario.kind == Scenario::Kind::Steps) return run_steps(scenario, outcome, watch, store);
  const std::string reason = scenario.kind == Scenario::Kind::Trace
                                 ? run_trace(scenario, store, outcome.operations)
                                 : run_constraint(scenario);
  if (!reason.empty()) outcome.failure = reason;
}

}  // namespace

Outcome run_scenario(const Scenario& scenario, EngineWatch* watch, const ScenarioStore& store) {
  const auto begin = std::chrono::steady_clock::now();
  Outcome outcome;
  if (const auto reason = failure_of([&] { run_by_kind(scenario, outcome, watch, store); }))
    outcome.failure = reason;
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

std::vector<Outcome> run_scenarios(const std::vector<Scenario>& scenarios, unsigned threads,
                                   const ScenarioStore& store) {
  std::vector<Outcome> outcomes(scenarios.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < scenarios.size(); i = next++) {
      outcomes[i] = run_scenario(scenarios[i], nullptr, store);
    }
  };
  std::vector<std::thread> workers;
  const std::size_t others = std::min<std::size_t>(std::max(threads, 1U), scenarios.size());
  for (std::size_t i = 1; i < others; ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  return outcomes;
}

}  // namespace rondo::cli
