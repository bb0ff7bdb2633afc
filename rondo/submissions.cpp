// SPDX-License-Identifier: Apache-2.0
#include "rondo/submissions.hpp"

#include "rondo/acting_user.hpp"
#include "rondo/error.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
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

bool Submission::State::ready() const {
  const std::lock_guard lock(mutex_);
  return is_done_;
}

void Submission::State::wait() {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return is_done_; });
}

bool Submission::State::wait_for(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return done_.wait_for(lock, time, [this] { return is_done_; });
}

void Submission::State::get() {
  wait();
  if (failure_ != nullptr) std::rethrow_exception(failure_);
}

void Submission::State::then(const std::shared_ptr<State>& self,
                             std::function<void(const Submission&)> callback) {
  {
    const std::lock_guard lock(mutex_);
    if (!is_done_) {
      callbacks_.push_back(std::move(callback));
      return;
    }
  }
  call(callback, Submission(self));
}

void Submission::State::finish(const std::shared_ptr<State>& self, std::exception_ptr failure) {
  std::vector<std::function<void(const Submission&)>> callbacks;
  {
    const std::lock_guard lock(mutex_);
    is_done_ = true;
    failure_ = std::move(failure);
    callbacks.swap(callbacks_);
  }
  done_.notify_all();
  for (const auto& callback : callbacks) call(callback, Submission(self));
}

// --- all of them

Submissions::Submissions(std::size_t most_threads) : most_threads_(std::max<std::size_t>(most_threads, 1)) {}

Submissions::~Submissions() {
  std::vector<Task> abandoned;
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    abandoned = take_all();
  }
  wake_.notify_all();
  const auto failure = std::make_exception_ptr(
      Error(ErrorKind::InvalidState, "the engine was closed before the submitted command began"));
  for (Task& task : abandoned) task.state->finish(task.state, failure);
  for (std::thread& thread : threads_) thread.join();
}

std::vector<Submissions::Task> Submissions::take_all() {
  std::vector<Task> tasks(std::make_move_iterator(ready_.begin()), std::make_move_iterator(ready_.end()));
  ready_.clear();
  for (auto& [order, waiting] : orders_) {
    std::move(waiting.begin(), waiting.end(), std::back_inserter(tasks));
    waiting.clear();
  }
  return tasks;
}

Submission Submissions::add(std::function<void()> command, std::string order) {
  auto state = std::make_shared<Submission::State>();
  Task task{std::move(command), std::move(order), std::string(ActingUser::current()), state};
  {
    const std::lock_guard lock(mutex_);
    if (closing_) throw Error(ErrorKind::InvalidState, "the engine is being closed");
    if (!task.order.empty()) {
      const auto [others, is_first] = orders_.try_emplace(task.order);
      if (!is_first) {
        others->second.push_back(std::move(task));
        return Submission(std::move(state));
      }
    }
    ready_.push_back(std::move(task));
    if (idle_ < ready_.size() && threads_.size() < most_threads_) start_thread();
  }
  wake_.notify_one();
  return Submission(std::move(state));
}

void Submissions::start_thread() {
  threads_.emplace_back([this] { work(); });
}

void Submissions::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    wake_.wait(lock, [this] { return closing_ || !ready_.empty(); });
    --idle_;
    if (ready_.empty()) return;
    Task task = std::move(ready_.front());
    ready_.pop_front();
    lock.unlock();
    run(task);
    lock.lock();
    if (task.order.empty()) continue;
    const auto own = orders_.find(task.order);
    if (own->second.empty()) {
      orders_.erase(own);
    } else {
      ready_.push_back(std::move(own->second.front()));
      own->second.pop_front();
    }
  }
}

void Submissions::run(Task& task) noexcept {
  std::exception_ptr failure;
  try {
    const ActingUser user(task.user);
    task.command();
  } catch (...) {
    failure = std::current_exception();
  }
  task.command = nullptr;  // what it holds goes before anybody is told
  task.state->finish(task.state, std::move(failure));
}

}  // namespace rondo
