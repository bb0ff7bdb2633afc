// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.hpp"
#include "cli/scenario.hpp"
#include "cli/scenario_store.hpp"
#include "cli/stand_ins.hpp"
#include "rondo/engine.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::cli {

/// The engine of one scenario and what its steps need to remember. Used by one thread.
class World {
 public:
  /// Opens an engine with the scenario's delegates. The scenario must outlive the world.
  explicit World(const Scenario& scenario, const ScenarioStore& store = {});
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] Engine& engine() noexcept { return *engine_; }
  /// Closes the engine and opens it again on the same store; does nothing when that is in memory. `moving`:
  /// meanwhile all instances leave the store, as snapshots, and come back.
  void restart(bool moving = false);
  /// Registers code with the engine, and with each that is opened later.
  void prepare(std::function<void(Engine&)> registering);
  [[nodiscard]] ManualClock& clock() noexcept { return *clock_; }
  [[nodiscard]] const Scenario& scenario() const noexcept { return scenario_; }
  [[nodiscard]] Logs& logs() noexcept { return logs_; }
  /// What the agenda ran so far: `operation element`.
  [[nodiscard]] const std::vector<std::string>& operations() const noexcept { return operations_; }

  /// Reads files of the scenario. Throws Error (NotFound).
  [[nodiscard]] std::vector<Resource> resources(const std::vector<std::string>& names) const;

  /// The instance that steps are about. Throws Error (NotFound) when there is none yet.
  [[nodiscard]] std::string instance() const;
  /// Makes `id` the instance that was started last; a `name` can be used for it from now on.
  void started(const std::string& id, const std::string& name = {});
  /// Steps are about this instance until the next call; empty: the one that was started last.
  void look_at(std::string id) { chosen_ = std::move(id); }

  /// The instances that `of` can mean: one, or for `$any` all, running ones first. Throws Error
  /// (NotFound) for an unknown name.
  [[nodiscard]] std::vector<std::string> resolve(const std::string& of) const;
  /// The id of the instance started as `name`; empty when there is none.
  [[nodiscard]] std::string named(std::string_view name) const;

  /// Executions of the instance at an activity, waiting ones first.
  [[nodiscard]] std::vector<ExecutionInfo> executions_at(const std::string& activity) const;
  /// The first of them. Throws Error (NotFound) when there is none.
  [[nodiscard]] ExecutionInfo execution_at(const std::string& activity) const;
  /// The execution at `activity`, or the instance when that is empty.
  [[nodiscard]] std::string scope_of(const std::string& activity) const;

  std::string user;                                             ///< Who acts.
  std::map<std::string, std::string, std::less<>> task_tokens;  ///< Last reported ones, by activity.

 private:
  void open();
  [[nodiscard]] EngineOptions options();
  void move_instances();
  [[nodiscard]] std::string root_instance() const;
  [[nodiscard]] std::string child(const std::string& of) const;
  [[nodiscard]] std::string leaf() const;

  const Scenario& scenario_;
  Logs logs_;
  std::vector<std::string> operations_;
  std::shared_ptr<ManualClock> clock_;
  ScenarioFile file_;
  std::vector<std::function<void(Engine&)>> preparations_;
  std::unique_ptr<Engine> engine_;
  Subscription trace_;
  std::map<std::string, std::string, std::less<>> names_;
  std::string last_started_;
  std::string chosen_;
};

}  // namespace rondo::cli
