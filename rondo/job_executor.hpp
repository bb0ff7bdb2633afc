// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/job_runner.hpp"
#include "rondo/management.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace rondo {

/// Runs the due jobs of an engine in a bounded number of threads. One idle thread at a time leads: it takes
/// due jobs from the store, or sleeps until the next one is due or something has happened; the others wait
/// for jobs that it has taken. Jobs of one root instance run one after the other. Thread-safe.
class JobExecutor {
 public:
  /// Starts the threads. The engine must outlive this. Throws Error (Argument).
  JobExecutor(EngineCore& core, JobExecutorOptions options);
  JobExecutor(const JobExecutor&) = delete;
  JobExecutor& operator=(const JobExecutor&) = delete;
  /// Stops, and waits for what runs.
  ~JobExecutor();

  /// Takes no more jobs. Graceful: gives back what was taken and not begun, and waits for what runs; throws
  /// Error (InvalidState) in one of its own threads.
  void stop(StopExecutor how);
  [[nodiscard]] bool runs() const;
  /// Whether all its threads are through.
  [[nodiscard]] bool is_over() const;
  /// Waits until nothing is due and nothing runs; false when that took too long.
  bool wait_until_idle(std::chrono::milliseconds timeout);

 private:
  // Outlives the executor in whoever is about to wake it.
  struct Shared {
    std::mutex mutex;
    std::condition_variable work;  // jobs were taken, or nobody leads
    std::condition_variable wake;  // for the sleeping leader
    std::condition_variable idle;
    bool raised = false;    // something has happened since the leader last looked
    bool leading = false;   // somebody takes jobs, or sleeps until there are some
    bool sleeping = false;  // the leader does
    bool stopping = false;
    std::size_t running = 0, threads = 0;
  };
  using Lock = std::unique_lock<std::mutex>;

  void work();
  void lead(Lock& lock);
  void sleep(Lock& lock, Instant looked_at);
  void clean_history(Instant now);
  [[nodiscard]] std::deque<persistence::JobPtr>::iterator next_taken();
  void run_next(Lock& lock);
  void run_start_timer(Lock& lock);
  void note_end();
  void drop_leadership();
  [[nodiscard]] std::vector<persistence::JobPtr> acquire(Instant now);
  [[nodiscard]] std::optional<Instant> next_due() const;
  void join();

  EngineCore& core_;
  const JobExecutorOptions options_;
  const JobRunner runner_;
  const std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::shared_ptr<void> clock_listener_;
  Instant next_cleaning_{};  // only whoever leads looks at it
  // Guarded by the mutex in shared_:
  std::deque<persistence::JobPtr> taken_;
  std::unordered_map<std::uint64_t, model::Handle> running_;  // jobs, by their root instances
  std::vector<std::thread> threads_;
};

}  // namespace rondo
