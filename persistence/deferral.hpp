// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>

namespace rondo::persistence {

/// Goes on when a commit is finished.
class CommitFollower {
 public:
  virtual ~CommitFollower() = default;
  /// By the thread that writes; must not block. `self`: this, which may be gone when nobody else keeps it.
  virtual void go_on(std::shared_ptr<CommitFollower> self) noexcept = 0;

 protected:
  CommitFollower() = default;
  CommitFollower(const CommitFollower&) = default;
  CommitFollower& operator=(const CommitFollower&) = default;
};

/// A commit that was handed to a store by a thread that does not wait for it. Thread-safe.
class UnawaitedCommit {
 public:
  enum class Outcome : std::uint8_t {
    Pending,  ///< The disk has not got it yet.
    Written,
    Stale,  ///< Another engine was faster: nothing was done, and the command is to be run again.
    Failed
  };

  /// By the store, once. `failure`: what went wrong.
  void finish(Outcome outcome, std::exception_ptr failure);
  /// Waits until it is finished.
  void wait();
  /// Lets `next` go on when it is finished. False, and it does not, when it is finished already. At most
  /// once.
  [[nodiscard]] bool then(std::shared_ptr<CommitFollower> next);
  [[nodiscard]] Outcome outcome() const noexcept { return outcome_.load(std::memory_order_acquire); }
  /// What went wrong, when it has failed.
  [[nodiscard]] std::exception_ptr failure();

 private:
  std::mutex mutex_;
  std::condition_variable finished_;
  bool is_awaited_ = false;
  std::atomic<Outcome> outcome_{Outcome::Pending};  // changes under the lock
  std::exception_ptr failure_;
  std::shared_ptr<CommitFollower> next_;
};

/// While it lives, the first commit that its thread makes need not be waited for: whoever looks after the
/// thread does so in its stead. Everything else that the thread does with a store waits for that commit
/// first, so that it sees what it has done. Only the first one, since the thread's work must be done again as
/// a whole when another engine was faster.
class Deferral {
 public:
  Deferral() noexcept;
  Deferral(const Deferral&) = delete;
  Deferral& operator=(const Deferral&) = delete;
  ~Deferral();

  /// Whether the thread may leave its next commit to others.
  [[nodiscard]] static bool is_open() noexcept;
  /// The thread has handed in that commit and leaves it to others. Precondition: is_open().
  static void leave(std::shared_ptr<UnawaitedCommit> commit) noexcept;
  /// Before a thread reads: waits for the commit that it has left to others. Throws what that has failed
  /// with, and Error (OptimisticLock) when the work is to be done again.
  static void settle();
  /// The same, before the thread writes and waits for it: from then on no commit is left to others.
  static void close();

  /// The commit that was left to others, or nullptr.
  [[nodiscard]] const std::shared_ptr<UnawaitedCommit>& commit() const noexcept { return commit_; }

 private:
  static thread_local Deferral* current_;

  std::shared_ptr<UnawaitedCommit> commit_;
  bool is_closed_ = false;
};

}  // namespace rondo::persistence
