// SPDX-License-Identifier: Apache-2.0
#include "persistence/deferral.hpp"

#include "model/brief_lock.hpp"
#include "model/error.hpp"

#include <utility>

namespace rondo::persistence {

void UnawaitedCommit::finish(Outcome outcome, std::exception_ptr failure) {
  std::shared_ptr<CommitFollower> next;
  {
    const auto lock = model::lock_briefly(mutex_);
    failure_ = std::move(failure);
    outcome_.store(outcome, std::memory_order_release);
    next.swap(next_);
    if (is_awaited_) finished_.notify_all();  // who has waited may let this go
  }
  if (next == nullptr) return;
  CommitFollower& follower = *next;
  follower.go_on(std::move(next));
}

void UnawaitedCommit::wait() {
  if (outcome() != Outcome::Pending) return;
  std::unique_lock lock(mutex_);
  is_awaited_ = true;
  finished_.wait(lock, [this] { return outcome() != Outcome::Pending; });
}

bool UnawaitedCommit::then(std::shared_ptr<CommitFollower> next) {
  const auto lock = model::lock_briefly(mutex_);
  if (outcome() != Outcome::Pending) return false;
  next_ = std::move(next);
  return true;
}

std::exception_ptr UnawaitedCommit::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

// --- of a thread

thread_local Deferral* Deferral::current_ = nullptr;

Deferral::Deferral() noexcept { current_ = this; }
Deferral::~Deferral() { current_ = nullptr; }

bool Deferral::is_open() noexcept { return current_ != nullptr && !current_->is_closed_; }

void Deferral::leave(std::shared_ptr<UnawaitedCommit> commit) noexcept {
  current_->is_closed_ = true;
  current_->commit_ = std::move(commit);
}

void Deferral::settle() {
  if (current_ == nullptr || current_->commit_ == nullptr) return;
  UnawaitedCommit& commit = *current_->commit_;
  commit.wait();
  switch (commit.outcome()) {
    case UnawaitedCommit::Outcome::Failed:
      std::rethrow_exception(commit.failure());
    case UnawaitedCommit::Outcome::Stale:
      throw Error(ErrorKind::OptimisticLock, "another engine was faster: the command is run again");
    default:
      return;
  }
}

void Deferral::close() {
  settle();
  if (current_ != nullptr) current_->is_closed_ = true;
}

}  // namespace rondo::persistence
