// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace rondo {

/// The memory for a command, lent to its thread; mostly the one that the thread used last.
class EngineCore::BorrowedWorker {
 public:
  explicit BorrowedWorker(EngineCore& core)
      : core_(core), lane_(core.lanes_[lane_of_this_thread() % kLanes]) {
    worker_.reset(lane_.worker.exchange(nullptr, std::memory_order_acquire));
    if (worker_ != nullptr) return;
    const std::lock_guard lock(core.workers_mutex_);
    if (core.workers_.empty()) {
      worker_ = std::make_unique<Worker>();
    } else {
      worker_ = std::move(core.workers_.back());
      core.workers_.pop_back();
    }
  }
  BorrowedWorker(const BorrowedWorker&) = delete;
  BorrowedWorker& operator=(const BorrowedWorker&) = delete;
  ~BorrowedWorker() {
    worker_->changes.clear();
    core_.roots_.give_back(worker_->free_roots);
    Worker* none = nullptr;
    if (lane_.worker.compare_exchange_strong(none, worker_.get(), std::memory_order_release)) {
      (void)worker_.release();
      return;
    }
    const std::lock_guard lock(core_.workers_mutex_);
    core_.workers_.push_back(std::move(worker_));
  }
  Worker& operator*() noexcept { return *worker_; }
  Worker* operator->() noexcept { return worker_.get(); }

 private:
  static std::size_t lane_of_this_thread() noexcept {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t own = next.fetch_add(1, std::memory_order_relaxed);
    return own;
  }

  EngineCore& core_;
  Lane& lane_;
  std::unique_ptr<Worker> worker_;
};

}  // namespace rondo
