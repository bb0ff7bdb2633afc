// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/deferral.hpp"
#include "rondo/submission.hpp"

#include <atomic>
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
#include <string_view>
#include <thread>
#include <utility>
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
  bool is_awaited_ = false;
  std::atomic<bool> is_done_{false};  // and its callbacks are being called, or have been
  std::exception_ptr failure_;
  std::function<void(const Submission&)> callback_;  // the first one,
  std::vector<std::function<void(const Submission&)>> further_callbacks_;
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
  // A command; it is told when what it has left to the one that writes is written.
  struct Task final : persistence::CommitFollower {
    Task(Submissions& all, std::function<void()> what, std::string order, std::string_view user)
        : submissions(all), command(std::move(what)), order(std::move(order)), user(user) {}
    void go_on(std::shared_ptr<CommitFollower> self) noexcept override {
      submissions.note_written(std::static_pointer_cast<Task>(std::move(self)));
    }

    Submissions& submissions;
    std::function<void()> command;
    std::string order, user;
    Submission::State state;
    std::exception_ptr failure;
    std::shared_ptr<persistence::UnawaitedCommit> commit;  // what it has left to others
    std::shared_ptr<Task> self;                            // while it is among those that are written,
    Task* before = nullptr;                                // behind this one
  };
  using TaskPtr = std::shared_ptr<Task>;
  [[nodiscard]] static std::shared_ptr<Submission::State> state_of(const TaskPtr& task) {
    return {task, &task->state};
  }

  void work();
  void stand_by();
  [[nodiscard]] bool has_work() const noexcept;
  void begin(const TaskPtr& task);
  void end(const TaskPtr& task);
  [[nodiscard]] bool leave_to_writer(const TaskPtr& task);
  void note_written(TaskPtr task) noexcept;
  void take_written();
  static void run(Task& task, bool may_leave) noexcept;
  void do_next(std::unique_lock<std::mutex>& lock);
  void call_for_work();
  [[nodiscard]] std::vector<TaskPtr> take_all();

  const std::size_t most_threads_, usual_threads_;
  std::mutex mutex_;
  std::condition_variable wake_, wake_reserve_;
  std::deque<TaskPtr> ready_;
  std::deque<TaskPtr> written_;                // to be ended
  std::atomic<Task*> newly_written_{nullptr};  // linked, the last one first
  std::atomic<std::size_t> unwritten_{0};      // those that are being written, or newly written
  std::atomic<std::size_t> noting_{0};         // threads that tell of one
  std::map<std::string, std::deque<TaskPtr>>
      orders_;  // those that are under way or ready, and what waits for them
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0, idle_reserve_ = 0;
  std::uint64_t taken_ = 0;  // how often somebody has taken something to do
  bool is_watched_ = false;  // whether the usual threads get on
  bool closing_ = false;
};

}  // namespace rondo
