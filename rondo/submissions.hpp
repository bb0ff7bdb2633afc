// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/submission.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <map>
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

/// Runs commands that nobody waits for, several at a time: each blocks a thread until it is on disk, and
/// those that are there at the same time are written together. Thread-safe.
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
  };

  void work();
  static void run(Task& task) noexcept;
  void start_thread();
  [[nodiscard]] std::vector<Task> take_all();

  const std::size_t most_threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> ready_;
  std::map<std::string, std::deque<Task>> orders_;  // those that run or are ready, and what waits for them
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool closing_ = false;
};

}  // namespace rondo
