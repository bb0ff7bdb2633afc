// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace rondo::persistence {

/// A number that grows, and on which threads sleep until it is as large as they need. Who waits sleeps at
/// once, and all that wait are woken by one call: std::atomic::wait yields the processor first, which costs
/// hundreds of waiting threads more than the sleep. Thread-safe.
class Turnstile {
 public:
  /// Returns when the number has reached `wanted`; what was done before reach() is seen then. Numbers may
  /// wrap around.
  void wait_for(std::uint32_t wanted) noexcept;
  /// Sets the number, and wakes those that wait. Precondition: it has not been larger.
  void reach(std::uint32_t number) noexcept;

 private:
  std::atomic<std::uint32_t> number_{0};
  static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));
};

/// Lets one thread sleep until somebody rings, or for some time.
class Doorbell {
 public:
  /// Of the rings so far.
  [[nodiscard]] std::uint32_t rings() const noexcept { return rings_.load(std::memory_order_acquire); }
  /// Returns when there have been more rings than that, or the time is over, or now and then for no reason.
  void wait(std::uint32_t rings, std::chrono::nanoseconds time) noexcept;
  /// By any thread.
  void ring() noexcept;

 private:
  std::atomic<std::uint32_t> rings_{0};
  static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));
};

}  // namespace rondo::persistence
