// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace rondo {

/// Tells a sleeping job executor of jobs that are due before the one it sleeps for. Thread-safe; costs a
/// commit with jobs one comparison while nobody is to be woken.
class JobAlarm {
 public:
  /// From now on `ring` is called on the alarm, by whatever thread raises it; an empty one ends that. What is
  /// being called when it is replaced may still be called once.
  void connect(std::shared_ptr<const std::function<void()>> ring) {
    const std::lock_guard lock(mutex_);
    ring_ = std::move(ring);
    if (ring_ == nullptr) sleeps_until_.store(model::Instant::min());
  }

  /// Only jobs due before `instant` raise the alarm from now on; all do at first.
  void sleep_until(model::Instant instant) { sleeps_until_.store(instant); }

  /// A job due at that time has been committed.
  void job_due(model::Instant due) {
    if (due < sleeps_until_.load()) raise();
  }

  /// Something else has happened that the executor has to look at.
  void raise() {
    std::shared_ptr<const std::function<void()>> ring;
    {
      const std::lock_guard lock(mutex_);
      ring = ring_;
    }
    if (ring != nullptr) (*ring)();
  }

 private:
  std::atomic<model::Instant> sleeps_until_{model::Instant::min()};
  std::mutex mutex_;
  std::shared_ptr<const std::function<void()>> ring_;
};

}  // namespace rondo
