// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/value.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace rondo {

/// Tells the engine what time it is; the only source of time inside it. All members may be called from any
/// thread.
class RONDO_API Clock {
 public:
  virtual ~Clock() = default;
  /// The present time.
  [[nodiscard]] virtual Instant now() const = 0;
  /// How long a thread has to sleep until it is that time; nullopt for a clock that only moves when somebody
  /// moves it. Default: as long as the machine's time takes.
  [[nodiscard]] virtual std::optional<std::chrono::milliseconds> time_until(Instant instant) const;
  /// Calls `moved`, which must be short and not use the clock, whenever somebody has moved the clock, until
  /// the result is destroyed. Default: nobody does, and the result is empty.
  [[nodiscard]] virtual std::shared_ptr<void> on_move(std::function<void()> moved);
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
  void set(Instant instant);
  /// Moves the time on.
  void advance(std::chrono::milliseconds by) { set(now_.load() + by); }
  /// Nothing: it does not move by itself.
  [[nodiscard]] std::optional<std::chrono::milliseconds> time_until(Instant instant) const override;
  /// Calls `moved` after each set() and advance().
  [[nodiscard]] std::shared_ptr<void> on_move(std::function<void()> moved) override;

 private:
  std::atomic<Instant> now_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<std::function<void()>>> listeners_;
};

}  // namespace rondo
