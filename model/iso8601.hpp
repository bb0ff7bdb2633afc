// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rondo::model {

// Times as the timers of BPMN files write them (BPMN 2.0 §10.5.5.13: ISO 8601). All functions are total:
// what cannot be read, or does not fit, gives nullopt. White space around a text does not matter. The
// text of an instant is written by to_iso8601 (value.hpp).

/// The range in which instants are computed. Results beyond it are cut to it.
inline constexpr Instant kEarliestInstant =
    std::chrono::sys_days(std::chrono::year(-32767) / std::chrono::January / 1);
inline constexpr Instant kLatestInstant =
    std::chrono::sys_days(std::chrono::year(32767) / std::chrono::December / 31) + std::chrono::days(1) -
    std::chrono::milliseconds(1);

/// A span of time: calendar months (a year has 12) and then a fixed time (a day has 24 hours).
/// A negative span has negative members.
struct Duration {
  std::int64_t months = 0;
  std::int64_t milliseconds = 0;

  /// Whether it leads neither forwards nor backwards.
  [[nodiscard]] constexpr bool is_zero() const noexcept { return months == 0 && milliseconds == 0; }
  /// Whether any part of it leads backwards.
  [[nodiscard]] constexpr bool is_negative() const noexcept { return months < 0 || milliseconds < 0; }
  friend bool operator==(const Duration&, const Duration&) = default;
};

/// Reads `P1Y2M3DT4H5M6.5S`, `P2W`, `-PT1H`. The last part may have a fraction, with point or comma, unless
/// it counts years or months; it is exact to the millisecond. As in java.time, letters may be small and each
/// part may have a sign.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text) noexcept;

/// `instant` moved by the months, then by the milliseconds. A day that the month reached does not have
/// becomes that month's last day. Never leaves the range of instants.
[[nodiscard]] Instant add(Instant instant, const Duration& duration) noexcept;

/// Reads a date (midnight) or a date with time: `2026-05-01`, `2026-05-01T12:00`, `2026-05-01T12:00:00.5`,
/// each time followed by nothing (UTC), `Z`, `+02:00`, `+0200` or `+02`. Fractions may have a comma; what
/// lies below the millisecond is dropped. The region that java.time adds to an offset
/// (`+02:00[Europe/Berlin]`) is skipped: the offset says it all.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text) noexcept;

/// A time interval. `end` lies before `start` when the text says so.
struct Interval {
  Instant start{};
  Instant end{};
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// Reads `start/duration`, `start/end` or `duration/end`.
[[nodiscard]] std::optional<Interval> parse_interval(std::string_view text) noexcept;

/// A repeating interval.
struct Cycle {
  std::int64_t repetitions = -1;  ///< How often it fires in all; -1: without end.
  std::optional<Instant> start;   ///< The first time; otherwise one period after the timer was set.
  std::optional<Instant> end;     ///< No firing after this instant.
  Duration period;
  friend bool operator==(const Cycle&, const Cycle&) = default;
};

/// Reads `R3/PT10M`, `R/PT5M` (without end; also `R-1`), `R3/start/PT10M`, `R3/PT10M/end`,
/// `R3/start/PT10M/end` and `R2/start/end`, whose period is the time between the two. A negative period, or
/// an empty one that is repeated without end, gives nullopt.
[[nodiscard]] std::optional<Cycle> parse_cycle(std::string_view text) noexcept;

}  // namespace rondo::model
