// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/value.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// A job: work that the engine does later.
struct JobInfo {
  std::string id;            ///< Names it in calls.
  std::string kind;          ///< "timer" or "async".
  std::string activity_id;   ///< The element.
  std::string execution_id;  ///< The execution.
  std::string instance_id;   ///< The process instance.
  std::string process_key;   ///< Its process.
  Instant due;               ///< When it is to run.
  std::int32_t retries = 3;  ///< Attempts that are left.
  std::string error;         ///< Message of the last failure.
  bool exclusive = true;     ///< Not at the same time as other jobs of its instance.
};

/// Something that needs a person: a job out of retries, a dead end.
struct IncidentInfo {
  std::string id;            ///< Names it.
  std::string kind;          ///< "failed_job", "deadlock" …
  std::string activity_id;   ///< The element.
  std::string execution_id;  ///< The execution.
  std::string instance_id;   ///< The process instance.
  std::string message;       ///< What went wrong.
  Instant time;              ///< When.
};

/// Which jobs are meant; empty members do not restrict.
struct JobQuery {
  std::string instance_id;  ///< Jobs of this instance.
  std::string kind;         ///< "timer" or "async".
  std::string activity_id;  ///< Jobs of this element.
};

/// Jobs and timers (Activiti: ManagementService). Thread-safe.
class RONDO_API ManagementService {
 public:
  virtual ~ManagementService() = default;

  /// By due time, then creation.
  [[nodiscard]] virtual std::vector<JobInfo> jobs(const JobQuery& query = {}) const = 0;
  /// Incidents of an instance, or all when the id is empty.
  [[nodiscard]] virtual std::vector<IncidentInfo> incidents(std::string_view instance_id = {}) const = 0;
  /// When the next job is due that has retries left; nullopt when there is none.
  [[nodiscard]] virtual std::optional<Instant> next_due() const = 0;

  /// Runs one job now, due or not. A failure costs a retry and is rethrown.
  virtual void execute(std::string_view job_id) = 0;
  /// Runs due jobs in due order until none is due or `limit` were run; returns how many ran. A failing
  /// job costs a retry and is tried again later; the last retry leaves an incident. Nothing is thrown.
  virtual std::size_t run_due(std::size_t limit = std::numeric_limits<std::size_t>::max(),
                              std::string_view kind = {}) = 0;
  /// Forgets root instances that ended longer ago than the `historyTimeToLive` of their process, or of the
  /// engine, says, with all that they called; at most `limit`, in small batches that hold up nobody. Gives
  /// how many there were.
  virtual std::size_t clean_history(std::size_t limit = std::numeric_limits<std::size_t>::max()) = 0;
  /// Gives a job attempts; above 0 its incident is resolved.
  virtual void set_retries(std::string_view job_id, std::int32_t retries) = 0;
};

}  // namespace rondo
