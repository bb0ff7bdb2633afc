// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/assignments.hpp"
#include "cli/run_account.hpp"
#include "rondo/diagram.hpp"
#include "rondo/engine.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rondo::cli {

/// What `rondo run` was asked for.
struct RunOptions {
  std::vector<std::string> files;
  std::string process;
  std::vector<std::string> assignments;
  std::string variables_file;
  std::vector<std::string> answers;
  std::string business_key;
  std::string format = "text";
  std::string picture;  ///< File for a picture of the run; empty: none.
  std::string store = "memory:";
  bool simulate = false;
  bool trace = false;
};

/// What there is to tell at the end of a run.
struct RunResult {
  std::string state;  ///< Of the instance; "waiting" or "failed".
  std::optional<InstanceInfo> info;
  Variables variables;
  std::vector<std::string> waits;
};

/// Runs one process to its end, or until it waits for something that does not come.
class ProcessRun {
 public:
  explicit ProcessRun(const RunOptions& options);
  ProcessRun(const ProcessRun&) = delete;
  ProcessRun& operator=(const ProcessRun&) = delete;

  /// Returns the exit code. Throws Error for files or arguments that are unusable.
  int run();

 private:
  void open_engine();
  bool has_all_code();
  [[nodiscard]] ProcessInfo choose_process() const;
  [[nodiscard]] Variables initial_variables() const;
  void drive();
  bool run_jobs();
  bool answer_task();
  bool complete_by_option(const TaskInfo& task);
  bool ask_for(const TaskInfo& task);
  void complete(const TaskInfo& task, const Variables& variables);
  [[nodiscard]] bool waits_for_others() const;
  bool jump_to_next_timer();
  [[nodiscard]] bool has_ended() const;
  void draw() const;
  [[nodiscard]] int finish();
  void print_text(const RunResult& result) const;
  void print_json(const RunResult& result) const;

  const RunOptions& options_;
  bool text_;
  std::shared_ptr<ManualClock> clock_;  // when simulating
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<RunAccount> account_;
  std::unique_ptr<DiagramRecorder> recorder_;  // when a picture is wanted
  std::vector<Resource> resources_;
  std::vector<TaskAnswer> answers_;
  ProcessInfo process_;
  std::string instance_;  // empty when the start failed
  std::string failure_;
  int jumps_ = 0;
  bool stopped_ = false;  // by the person who was asked for a task
};

/// What the running instances wait for, one line each.
[[nodiscard]] std::vector<std::string> waits_of(Engine& engine);

}  // namespace rondo::cli
