// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/value.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// A job: work that the engine does later.
struct JobInfo {
  std::string id;                       ///< Names it in calls.
  std::string kind;                     ///< "timer" or "async".
  std::string activity_id;              ///< The element.
  std::string execution_id;             ///< The execution.
  std::string instance_id;              ///< The process instance.
  std::string process_key;              ///< Its process.
  Instant due;                          ///< When it is to run.
  std::int32_t retries = 3;             ///< Attempts that are left.
  std::string error;                    ///< Message of the last failure.
  bool exclusive = true;                ///< Not at the same time as other jobs of its instance.
  std::int64_t priority = 0;            ///< Of the jobs that are due those with the highest run first.
  bool suspended = false;               ///< It, its instance or its process is suspended: it does not run.
  std::string lock_owner;               ///< The job executor that runs it at the moment; empty: none.
  std::optional<Instant> locked_until;  ///< When it may be run by another one, should this one be dead.
};

/// How a job executor works.
struct JobExecutorOptions {
  std::size_t threads = 0;       ///< How many jobs run at a time; 0: as many as the machine has processors.
  std::size_t acquire_size = 0;  ///< How many jobs are taken at a time; 0: twice the threads.
  /// How long a job that was taken is left alone by other engines on the same store. One that runs longer and
  /// is taken by another engine still takes effect only once.
  std::chrono::milliseconds lock_time{300'000};
  std::string owner;  ///< Names the executor in locks; must be unique. Empty: a random one.
};

/// How a job executor is stopped.
enum class StopExecutor : std::uint8_t {
  Gracefully,  ///< Jobs that were taken and not begun are given back; jobs that run are waited for.
  Abruptly  ///< Nothing is waited for or given back; jobs that run come to their end, since threads cannot be
            ///< broken off.
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
  std::string process_key;  ///< Jobs of this process, in all versions.
  std::string id;           ///< This job.
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
  /// Runs jobs in the background from now on: those due, by priority, each root instance in its turn, and the
  /// jobs of one root instance one after the other. Sleeps until the next job is due by the engine's clock,
  /// or a command has created one that is due earlier. Failures are treated as in run_due(). Throws Error
  /// (InvalidState) when one runs already, Error (Argument) for options that make no sense.
  virtual void start_executor(JobExecutorOptions options = {}) = 0;
  /// Ends that; does nothing when none runs. The engine's destructor does it gracefully. Throws Error
  /// (InvalidState) when a job tries to stop its own executor gracefully.
  virtual void stop_executor(StopExecutor how = StopExecutor::Gracefully) = 0;
  /// Whether a job executor runs.
  [[nodiscard]] virtual bool executor_runs() const = 0;
  /// Waits until the job executor has nothing to do: no job is due and none runs. False when it took longer,
  /// or none runs; meant for tests.
  virtual bool wait_for_jobs(std::chrono::milliseconds timeout) = 0;
  /// Runs due jobs in due order until none is due or `limit` were run; returns how many ran. A failing
  /// job costs a retry and is tried again later; the last retry leaves an incident. Nothing is thrown.
  virtual std::size_t run_due(std::size_t limit = std::numeric_limits<std::size_t>::max(),
                              std::string_view kind = {}) = 0;
  /// Forgets root instances that ended longer ago than the `historyTimeToLive` of their process, or of the
  /// engine, says, with all that they called; at most `limit`, in small batches that hold up nobody. Gives
  /// how many there were.
  virtual std::size_t clean_history(std::size_t limit = std::numeric_limits<std::size_t>::max()) = 0;
  /// Copies the store as it is at one moment into a file that is not there yet, while everything goes on,
  /// other engines on the file as well. The copy is complete and on disk when this returns; if it fails there
  /// is none. `progress`, if given, is told now and then how much of how much is done. Throws Error:
  /// InvalidState when instances are kept in memory, Argument when the file is there, Store.
  virtual void backup(const std::string& file,
                      const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {}) = 0;
  /// Gives a job attempts; above 0 its incident is resolved.
  virtual void set_retries(std::string_view job_id, std::int32_t retries) = 0;
  /// Makes a job due at that time.
  virtual void set_due(std::string_view job_id, Instant due) = 0;
  /// Lets a job run before others that are due, or after them.
  virtual void set_priority(std::string_view job_id, std::int64_t priority) = 0;
  /// Lets jobs rest until they are resumed, whatever the state of their instances; how many jobs that are. A
  /// query without members concerns all jobs. Start timers rest with their process, see
  /// RepositoryService::suspend.
  /// @{
  virtual std::size_t suspend_jobs(const JobQuery& query) = 0;
  virtual std::size_t resume_jobs(const JobQuery& query) = 0;
  /// @}
};

}  // namespace rondo
