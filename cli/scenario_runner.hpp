// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/scenario.hpp"
#include "cli/scenario_store.hpp"
#include "rondo/engine.hpp"

#include <string>
#include <vector>

namespace rondo::cli {

/// Sees the engine of a scenario of steps.
class EngineWatch {
 public:
  virtual ~EngineWatch() = default;
  /// The engine is new; nothing is deployed.
  virtual void opened(Engine& engine) = 0;
  /// All steps are done, or one has failed.
  virtual void closing(Engine& engine) = 0;
};

/// Runs one scenario on an engine of its own. Throws nothing but std::bad_alloc; may be called by
/// several threads at a time.
[[nodiscard]] Outcome run_scenario(const Scenario& scenario, EngineWatch* watch = nullptr,
                                   const ScenarioStore& store = {});

/// Runs all, `threads` at a time; the outcomes are in the order of the scenarios.
[[nodiscard]] std::vector<Outcome> run_scenarios(const std::vector<Scenario>& scenarios, unsigned threads,
                                                 const ScenarioStore& store = {});

/// The kinds of scenarios beside `steps`. They return why the scenario fails; empty when it holds. Throw
/// what the engine throws.
[[nodiscard]] std::string run_trace(const Scenario& scenario, const ScenarioStore& store,
                                    std::vector<std::string>& operations);
[[nodiscard]] std::string run_constraint(const Scenario& scenario);

}  // namespace rondo::cli
