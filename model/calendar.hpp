// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rondo::model {

/// A calendar pattern (cron): the seconds, UTC, at which something recurs. Members are sets as bit masks;
/// parse_cron fills them. The day sets say which days of a month are meant; several of them add up.
struct CronExpression {
  static constexpr int kFirstYear = 1970;
  static constexpr std::size_t kYears = 230;

  std::uint64_t seconds = 0, minutes = 0;  ///< Bits 0 to 59.
  std::uint32_t hours = 0;                 ///< Bits 0 to 23.
  std::uint16_t months = 0;                ///< Bits 1 to 12.
  std::bitset<kYears> years;               ///< From kFirstYear.
  bool every_year = true;                  ///< `years` does not count.

  std::uint32_t days = 0;              ///< Days of the month, bits 1 to 31.
  std::uint32_t days_before_last = 0;  ///< Bit n: n days before the month's last day (`L`, `L-3`).
  std::uint32_t nearest_weekdays = 0;  ///< Bit n: the weekday nearest to day n (`15W`).
  bool last_weekday = false;           ///< The month's last day from Monday to Friday (`LW`).

  std::uint8_t weekdays = 0;  ///< Bit 0 is Sunday.
  /// By day of the week from Sunday. Bit n: the month's n-th such day (`MON#2`); bit 0: the last (`5L`).
  std::array<std::uint8_t, 7> numbered_weekdays{};

  /// A day is meant when its place in the month or its weekday fits, instead of both.
  bool either_day = false;

  friend bool operator==(const CronExpression&, const CronExpression&) = default;
};

/// Reads a pattern of 5 fields (minute, hour, day of month, month, day of week), of 6 (a second in front, as
/// Spring and Quartz) or of 7 (a year from 1970 to 2199 at the end, as Quartz), or a word of `@yearly`,
/// `@annually`,
/// `@monthly`, `@weekly`, `@daily`, `@midnight`, `@hourly`. nullopt when it is none.
///
/// A field is a comma list of `*`, `?` (days only), `n`, `a-b`, each with `/step`, with names for months and
/// days of the week, letters in any case; a range may wrap around (`22-2`, `FRI-MON`), except that of years.
/// Days of the month also: `L`, `L-n`, `nW`, `LW`; days of the week: `nL`, `n#k`.
///
/// Dialects differ in two points, and the text tells which one it is:
/// - Days of the week count from SUN = 1 to SAT = 7 in a pattern of 6 or 7 fields with a `?` (Quartz; there a
///   lone `L` is Saturday), and from SUN = 0 to SUN = 7 in all others (Unix, Spring).
/// - When neither field of days begins with `*` or `?`, a pattern of 5 fields means the days that fit one of
///   them (Unix), a longer one the days that fit both (Spring).
[[nodiscard]] std::optional<CronExpression> parse_cron(std::string_view text) noexcept;

/// The first fitting instant after `instant`. nullopt when none comes within 100 years, or the pattern's sets
/// are empty.
[[nodiscard]] std::optional<Instant> next_after(const CronExpression& cron, Instant instant) noexcept;

}  // namespace rondo::model
