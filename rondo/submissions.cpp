// SPDX-License-Identifier: Apache-2.0
#include "rondo/submissions.hpp"

#include "model/brief_lock.hpp"
#include "rondo/acting_user.hpp"
#include "rondo/error.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

namespace rondo {

namespace {

void call(const std::function<void(const Submission&)>& callback, const Submission& submission) noexcept {
  try {
    callback(submission);
  } catch (const std::exception& failure) {
    spdlog::error("a callback of a submitted command has failed: {}", failure.what());
  } catch (...) {
    spdlog::error("a callback of a submitted command has failed");
  }
}

}  // namespace

// --- one command

bool Submission::ready() const noexcept { return state_->ready(); }
void Submission::wait() const noexcept { state_->wait(); }
bool Submission::wait_for(std::chrono::milliseconds time) const { return state_->wait_for(time); }
void Submission::get() const { state_->get(); }
void Submission::then(std::function<void(const Submission&)> callback) const {
  state_->then(state_, std::move(callback));
}

bool Submission::State::ready() const { return is_done_.load(std::memory_order_acquire); }

void Submission::State::wait() {
  if (ready()) return;
  std::unique_lock lock(mutex_);
  is_awaited_ = true;
  done_.wait(lock, [this] { return ready(); });
}

bool Submission::State::wait_for(std::chrono::milliseconds time) {
  if (ready()) return true;
  std::unique_lock lock(mutex_);
  is_awaited_ = true;
  return done_.wait_for(lock, time, [this] { return ready(); });
}

void Submission::State::get() {
  wait();
  if (failure_ != nullptr) std::rethrow_exception(failure_);
}

void Submission::State::then(const std::shared_ptr<State>& self,
                             std::function<void(const Submission&)> callback) {
  {
    const auto lock = model::lock_briefly(mutex_);
    if (!ready()) {
      if (callback_ == nullptr) {
        callback_ = std::move(callback);
      } else {
        further_callbacks_.push_back(std::move(callback));
      }
      return;
    }
  }
  call(callback, Submission(self));
}

void Submission::State::finish(const std::shared_ptr<State>& self, std::exception_ptr failure) {
  std::function<void(const Submission&)> callback;
  std::vector<std::function<void(const Submission&)>> further;
  {
    const auto lock = model::lock_briefly(mutex_);
    failure_ = std::move(failure);
    is_done_.store(true, std::memory_order_release);
    callback.swap(callback_);
    further.swap(further_callbacks_);
    if (is_awaited_) done_.notify_all();
  }
  if (callback != nullptr) call(callback, Submission(self));
  for (const auto& each : further) call(each, Submission(self));
}

// --- all of them

// Besides those that run commands one writes, and one is to write next.
Submissions::Submissions(std::size_t most_threads)
    : most_threads_(std::max<std::size_t>(most_threads, 1)),
      usual_threads_(std::min<std::size_t>(most_threads_, std::thread::hardware_concurrency() + 2)) {}

Submissions::~Submissions() {
  std::vector<TaskPtr> abandoned;
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    abandoned = take_all();
  }
  wake_.notify_all();
  wake_reserve_.notify_all();
  const auto failure = std::make_exception_ptr(
      Error(ErrorKind::InvalidState, "the engine was closed before the submitted command began"));
  for (const TaskPtr& task : abandoned) {
    task->command = nullptr;
    task->state.finish(state_of(task), failure);
  }
  for (std::thread& thread : threads_) thread.join();
  while (noting_.load() != 0) std::this_thread::yield();
}

std::vector<Submissions::TaskPtr> Submissions::take_all() {
  std::vector<TaskPtr> tasks(std::make_move_iterator(ready_.begin()), std::make_move_iterator(ready_.end()));
  ready_.clear();
  for (auto& [order, waiting] : orders_) {
    std::move(waiting.begin(), waiting.end(), std::back_inserter(tasks));
    waiting.clear();
  }
  return tasks;
}

Submission Submissions::add(std::function<void()> command, std::string order) {
  auto task = std::make_shared<Task>(*this, std::move(command), std::move(order), ActingUser::current());
  Submission submission(state_of(task));
  const auto lock = model::lock_briefly(mutex_);
  if (closing_) throw Error(ErrorKind::InvalidState, "the engine is being closed");
  if (!task->order.empty()) {
    const auto [others, is_first] = orders_.try_emplace(task->order);
    if (!is_first) {
      others->second.push_back(std::move(task));
      return submission;
    }
  }
  ready_.push_back(std::move(task));
  call_for_work();
  return submission;
}

// Something is to be done.
void Submissions::call_for_work() {
  if (idle_ != 0) return wake_.notify_one();
  if (closing_) return wake_reserve_.notify_one();
  if (threads_.size() < usual_threads_) {
    threads_.emplace_back([this] { work(); });
  } else if (is_watched_) {
    return;
  } else if (idle_reserve_ != 0) {
    wake_reserve_.notify_one();
  } else if (threads_.size() < most_threads_) {
    threads_.emplace_back([this] { stand_by(); });
  }
}

bool Submissions::has_work() const noexcept {
  return !ready_.empty() || !written_.empty() || newly_written_.load() != nullptr;
}

void Submissions::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    wake_.wait(lock, [this] { return has_work() || (closing_ && unwritten_ == 0); });
    --idle_;
    if (!has_work()) return;
    do_next(lock);
  }
}

// A thread of the reserve: sees whether the usual ones get on; when they do not, it does what is next itself
// and leaves it to another one to look.
void Submissions::stand_by() {
  constexpr std::chrono::milliseconds kPatience(1);
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_reserve_;
    wake_reserve_.wait(lock, [this] { return has_work() ? !is_watched_ : closing_ && unwritten_ == 0; });
    --idle_reserve_;
    if (!has_work()) return;
    is_watched_ = true;
    const std::uint64_t taken = taken_;
    wake_reserve_.wait_for(lock, kPatience);
    is_watched_ = false;
    if (taken == taken_ && has_work()) do_next(lock);
  }
}

// What is written goes before what is new: somebody may wait for it. Others help when it is much.
void Submissions::do_next(std::unique_lock<std::mutex>& lock) {
  constexpr std::size_t kMany = 32;
  ++taken_;
  std::array<TaskPtr, kMany> written;
  std::size_t count = 0;
  TaskPtr task;
  take_written();
  for (; count < kMany && !written_.empty(); ++count) {
    written[count] = std::move(written_.front());
    written_.pop_front();
  }
  if (count == 0 && !ready_.empty()) {
    task = std::move(ready_.front());
    ready_.pop_front();
  }
  if (has_work()) call_for_work();
  lock.unlock();
  for (std::size_t at = 0; at < count; ++at) end(std::exchange(written[at], nullptr));
  if (task != nullptr) begin(std::exchange(task, nullptr));
  lock = model::lock_briefly(mutex_);
  if (!closing_ || has_work() || unwritten_ != 0) return;
  wake_.notify_all();
  wake_reserve_.notify_all();
}

void Submissions::begin(const TaskPtr& task) {
  run(*task, true);
  if (task->commit == nullptr || !leave_to_writer(task)) end(task);
}

// False: it has been written meanwhile.
bool Submissions::leave_to_writer(const TaskPtr& task) {
  ++unwritten_;
  if (task->commit->then(task)) return true;
  --unwritten_;
  return false;
}

// Whoever finds nothing before its own calls for somebody to take it and what comes behind it.
void Submissions::note_written(TaskPtr task) noexcept {
  ++noting_;
  Task* const own = task.get();
  own->self = std::move(task);
  Task* before = newly_written_.load();
  do {
    own->before = before;
  } while (!newly_written_.compare_exchange_weak(before, own));
  if (before == nullptr) {
    const auto lock = model::lock_briefly(mutex_);
    call_for_work();
  }
  --noting_;
}

void Submissions::take_written() {
  Task* last = newly_written_.exchange(nullptr);
  const std::size_t before = written_.size();
  for (; last != nullptr; last = written_.back()->before) {
    written_.push_back(std::move(last->self));
    --unwritten_;
  }
  std::reverse(written_.begin() + static_cast<std::ptrdiff_t>(before), written_.end());
}

// A command that another engine was faster than is run again, as a whole.
void Submissions::end(const TaskPtr& task) {
  using Outcome = persistence::UnawaitedCommit::Outcome;
  if (const auto commit = std::exchange(task->commit, nullptr)) {
    const Outcome outcome = commit->outcome();
    if (outcome == Outcome::Stale) run(*task, false);
    if (outcome == Outcome::Failed && task->failure == nullptr) task->failure = commit->failure();
  }
  task->command = nullptr;  // what it holds goes before anybody is told
  task->state.finish(state_of(task), std::move(task->failure));
  if (task->order.empty()) return;
  const auto lock = model::lock_briefly(mutex_);
  const auto own = orders_.find(task->order);
  if (own->second.empty()) {
    orders_.erase(own);
    return;
  }
  ready_.push_back(std::move(own->second.front()));
  own->second.pop_front();
  call_for_work();
}

// `may_leave`: its first commit may be left to the one that writes; otherwise all that it does is on disk
// after it.
void Submissions::run(Task& task, bool may_leave) noexcept {
  std::optional<persistence::Deferral> deferral;
  if (may_leave) deferral.emplace();
  task.failure = nullptr;
  try {
    const ActingUser user(task.user);
    task.command();
  } catch (...) {
    task.failure = std::current_exception();
  }
  if (deferral) task.commit = deferral->commit();
}

}  // namespace rondo
