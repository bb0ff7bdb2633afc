// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace rondo {

/// The lane of a thread: while there are no more threads than lanes, nobody else's. Free again when the
/// thread ends.
class EngineCore::ThreadLane {
 public:
  [[nodiscard]] static std::size_t of_this_thread() noexcept {
    thread_local ThreadLane own;
    return own.lane_;
  }
  ThreadLane(const ThreadLane&) = delete;
  ThreadLane& operator=(const ThreadLane&) = delete;

 private:
  ThreadLane() noexcept {
    std::uint32_t taken = taken_.load(std::memory_order_relaxed);
    do {
      lane_ = static_cast<std::size_t>(std::countr_one(taken));
      if (lane_ >= kLanes) {
        static std::atomic<std::size_t> next{0};
        lane_ = next.fetch_add(1, std::memory_order_relaxed) % kLanes;
        return;
      }
    } while (!taken_.compare_exchange_weak(taken, taken | 1u << lane_, std::memory_order_relaxed));
    alone_ = true;
  }
  ~ThreadLane() {
    if (alone_) taken_.fetch_and(~(1u << lane_), std::memory_order_relaxed);
  }

  static inline std::atomic<std::uint32_t> taken_{0};  // a bit for each lane

  std::size_t lane_ = 0;
  bool alone_ = false;
};

/// The memory for a command, lent to its thread; mostly the one that the thread used last.
class EngineCore::BorrowedWorker {
 public:
  explicit BorrowedWorker(EngineCore& core) : core_(core), lane_(core.lanes_[ThreadLane::of_this_thread()]) {
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
  ~BorrowedWorker() { give_back(); }
  /// Ends the loan early.
  void give_back() noexcept {
    if (worker_ == nullptr) return;
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
  EngineCore& core_;
  Lane& lane_;
  std::unique_ptr<Worker> worker_;
};

}  // namespace rondo
