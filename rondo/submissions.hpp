// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/deferral.hpp"
#include "rondo/submission.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace rondo {

/// What became of a submitted command so far.
class Submission::State {
 public:
  [[nodiscard]] bool ready() const;
  void wait();
  bool wait_for(std::chrono::milliseconds time);
  void get();
  void then(const std::shared_ptr<State>& self, std::function<void(const Submission&)> callback);
  /// The command is done; nullptr: well. Calls the callbacks.
  void finish(const std::shared_ptr<State>& self, std::exception_ptr failure);

 private:
  mutable std::mutex mutex_;
  std::condition_variable done_;
  bool is_done_ = false;  // and its callbacks are being called, or have been
  std::exception_ptr failure_;
  std::vector<std::function<void(const Submission&)>> callbacks_;
};

/// Runs commands that nobody waits for, several at a time. Those that are there at the same time are written
/// together; meanwhile their threads run others. A few threads do most; the others step in when these are
/// held up by their commands, since threads that have no processor to run on only get into each other's way.
/// Thread-safe.
class Submissions {
 public:
  /// Starts threads as they are needed.
  explicit Submissions(std::size_t most_threads);
  Submissions(const Submissions&) = delete;
  Submissions& operator=(const Submissions&) = delete;
  /// Commands that run are waited for; those that have not begun fail.
  ~Submissions();

  /// Commands with the same `order` run one after the other, as they were submitted; empty: whenever.
  [[nodiscard]] Submission add(std::function<void()> command, std::string order);

 private:
  struct Task {
    std::function<void()> command;
    std::string order, user;
    std::shared_ptr<Submission::State> state;
    std::exception_ptr failure = nullptr;
    std::shared_ptr<persistence::UnawaitedCommit> commit = nullptr;  // what it has left to others
  };
  using TaskPtr = std::shared_ptr<Task>;

  void work();
  void stand_by();
  [[nodiscard]] bool has_work() const noexcept;
  void begin(const TaskPtr& task);
  void end(const TaskPtr& task);
  [[nodiscard]] bool leave_to_writer(const TaskPtr& task);
  void note_written(const TaskPtr& task);
  static void run(Task& task, bool may_leave) noexcept;
  void do_next(std::unique_lock<std::mutex>& lock);
  void call_for_work();
  [[nodiscard]] std::vector<TaskPtr> take_all();

  const std::size_t most_threads_, usual_threads_;
  std::mutex mutex_;
  std::condition_variable wake_, wake_reserve_;
  std::deque<TaskPtr> ready_;
  std::vector<TaskPtr> written_;  // to be ended
  std::size_t unwritten_ = 0;     // those that are being written
  std::map<std::string, std::deque<TaskPtr>>
      orders_;  // those that are under way or ready, and what waits for them
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0, idle_reserve_ = 0;
  std::uint64_t taken_ = 0;  // how often somebody has taken something to do
  bool is_watched_ = false;  // whether the usual threads get on
  bool closing_ = false;
};

}  // namespace rondo
