// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <string>

namespace rondo {

/// Runs single jobs and start timers of an engine, for whoever decides when. Thread-safe.
class JobRunner {
 public:
  explicit JobRunner(EngineCore& core) noexcept : core_(&core) {}

  /// How an attempt ended.
  enum class Outcome : std::uint8_t {
    Done,
    Failed,  ///< It has cost a retry.
    Left     ///< Not run: it is gone, suspended, or has changed since `job` was read.
  };

  /// Runs a job. A failure costs a retry; nothing is thrown but what keeps the failure from being noted.
  Outcome attempt(const model::JobRecord& job) const;
  /// The same, but what fails is thrown, after it has cost a retry; so is what keeps the job from running.
  void execute(const model::JobRecord& job) const;
  /// Starts an instance by the first start timer that is due; false when there is none. What fails is logged.
  [[nodiscard]] bool run_start_timer() const;
  void start(const StartTimer& timer) const;

 private:
  void run(const model::JobRecord& job, bool& begun) const;
  void record_failure(const model::JobRecord& job, const std::string& message) const;

  EngineCore* core_;
};

}  // namespace rondo
