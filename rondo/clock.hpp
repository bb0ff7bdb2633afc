// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/value.hpp"

#include <atomic>
#include <chrono>

namespace rondo {

/// Tells the engine what time it is; the only source of time inside it. now() may be called from any
/// thread.
class RONDO_API Clock {
 public:
  virtual ~Clock() = default;
  /// The present time.
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock, in UTC milliseconds.
class RONDO_API SystemClock final : public Clock {
 public:
  /// The machine's time.
  [[nodiscard]] Instant now() const override;
};

/// A clock that stands still until it is moved: for tests and simulation.
class RONDO_API ManualClock final : public Clock {
 public:
  /// Begins at that instant.
  explicit ManualClock(Instant start) : now_(start) {}
  /// The instant that was set last.
  [[nodiscard]] Instant now() const override { return now_.load(); }
  /// Sets the time, also back.
  void set(Instant instant) { now_.store(instant); }
  /// Moves the time on.
  void advance(std::chrono::milliseconds by) { now_.store(now_.load() + by); }

 private:
  std::atomic<Instant> now_;
};

}  // namespace rondo
