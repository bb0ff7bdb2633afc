// SPDX-License-Identifier: Apache-2.0
#include "model/calendar.hpp"

#include "model/iso8601.hpp"

#include <bit>
#include <cassert>
#include <chrono>

namespace rondo::model {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month;

constexpr int kYearsToSearch = 100;  // a 29 February on a given weekday comes within 40
constexpr unsigned kWeek = 7;

/// The lowest set bit from `from` on, or -1.
int next_bit(std::uint64_t set, int from) noexcept {
  if (from > 63) return -1;
  const std::uint64_t rest = set & (~std::uint64_t{0} << from);
  return rest == 0 ? -1 : std::countr_zero(rest);
}

/// One month, for finding the days of a pattern in it.
class Month {
 public:
  explicit Month(year_month month) noexcept
      : first_(month / 1),
        length_(static_cast<unsigned>((month / std::chrono::last).day())),
        first_weekday_(std::chrono::weekday(first_).c_encoding()) {}

  [[nodiscard]] sys_days day(unsigned number) const noexcept { return first_ + days(number - 1); }

  /// The days that the pattern means, as a bit mask from 1.
  [[nodiscard]] std::uint32_t matching(const CronExpression& cron) const noexcept {
    const std::uint32_t by_place = places(cron), by_weekday = weekdays(cron);
    return cron.either_day ? by_place | by_weekday : by_place & by_weekday;
  }

 private:
  [[nodiscard]] unsigned weekday_of(unsigned day) const noexcept {
    return (first_weekday_ + day - 1) % kWeek;
  }

  [[nodiscard]] std::uint32_t places(const CronExpression& cron) const noexcept {
    std::uint32_t found = 0;
    for (unsigned day = 1; day <= length_; ++day) {
      if ((cron.days >> day & 1U) != 0 || (cron.days_before_last >> (length_ - day) & 1U) != 0) {
        found |= 1U << day;
      }
      if ((cron.nearest_weekdays >> day & 1U) != 0) found |= 1U << nearest_weekday(day);
    }
    if (cron.last_weekday) found |= 1U << nearest_weekday(length_);
    return found;
  }

  [[nodiscard]] std::uint32_t weekdays(const CronExpression& cron) const noexcept {
    std::uint32_t found = 0;
    for (unsigned day = 1; day <= length_; ++day) {
      const unsigned weekday = weekday_of(day);
      const unsigned numbered = cron.numbered_weekdays[weekday];
      const unsigned number = (day - 1) / kWeek + 1;
      const bool is_last = day + kWeek > length_;
      if ((cron.weekdays >> weekday & 1U) != 0 || (numbered >> number & 1U) != 0 ||
          (is_last && (numbered & 1U) != 0)) {
        found |= 1U << day;
      }
    }
    return found;
  }

  /// The day from Monday to Friday nearest to `day` without leaving the month.
  // Precondition: 1 <= day <= length_.
  [[nodiscard]] unsigned nearest_weekday(unsigned day) const noexcept {
    assert(day >= 1 && length_ >= 28);
    constexpr unsigned kSunday = 0, kSaturday = 6;
    if (weekday_of(day) == kSaturday) return day > 1 ? day - 1 : day + 2;
    if (weekday_of(day) == kSunday) return day < length_ ? day + 1 : day - 2;
    return day;
  }

  sys_days first_;
  unsigned length_;
  unsigned first_weekday_;  // from Sunday = 0
};

/// The first time of day that fits, at or after `from`.
std::optional<std::chrono::seconds> next_time(const CronExpression& cron,
                                              std::chrono::seconds from) noexcept {
  const std::chrono::hh_mm_ss wanted(from);
  int hour = next_bit(cron.hours, static_cast<int>(wanted.hours().count()));
  int minute = 0, second = 0;
  if (hour == wanted.hours().count()) {
    minute = static_cast<int>(wanted.minutes().count());
    second = static_cast<int>(wanted.seconds().count());
  }
  // What is later in a greater unit begins anew in the smaller ones.
  int found_minute = next_bit(cron.minutes, minute);
  int found_second = next_bit(cron.seconds, found_minute == minute ? second : 0);
  if (found_second < 0) {
    found_minute = next_bit(cron.minutes, minute + 1);
    found_second = next_bit(cron.seconds, 0);
  }
  if (found_minute < 0) {
    hour = next_bit(cron.hours, hour + 1);
    found_minute = next_bit(cron.minutes, 0);
    found_second = next_bit(cron.seconds, 0);
  }
  if (hour < 0 || found_minute < 0 || found_second < 0) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(found_minute) + std::chrono::seconds(found_second);
}

bool means_month(const CronExpression& cron, year_month month) noexcept {
  const int year = static_cast<int>(month.year()) - CronExpression::kFirstYear;
  const bool means_year =
      cron.every_year || (year >= 0 && static_cast<std::size_t>(year) < CronExpression::kYears &&
                          cron.years[static_cast<std::size_t>(year)]);
  return means_year && (cron.months >> static_cast<unsigned>(month.month()) & 1U) != 0;
}

}  // namespace

std::optional<Instant> next_after(const CronExpression& cron, Instant instant) noexcept {
  if (instant < kEarliestInstant || instant > kLatestInstant - days(366 * (kYearsToSearch + 1)))
    return std::nullopt;
  const auto first_time = next_time(cron, std::chrono::seconds(0));
  if (!first_time) return std::nullopt;

  const sys_seconds from = std::chrono::floor<std::chrono::seconds>(instant) + std::chrono::seconds(1);
  const auto today = std::chrono::floor<days>(from);
  const std::chrono::year_month_day date(today);
  year_month month(date.year(), date.month());
  unsigned first_day = static_cast<unsigned>(date.day());
  for (int left = 12 * kYearsToSearch; left >= 0; --left, first_day = 1, month += std::chrono::months(1)) {
    if (!means_month(cron, month)) continue;
    const Month calendar(month);
    const std::uint32_t matching = calendar.matching(cron);
    int day = next_bit(matching, static_cast<int>(first_day));
    if (day > 0 && calendar.day(static_cast<unsigned>(day)) == today) {
      if (const auto time = next_time(cron, from - today)) return today + *time;
      day = next_bit(matching, day + 1);
    }
    if (day > 0) return calendar.day(static_cast<unsigned>(day)) + *first_time;
  }
  return std::nullopt;
}

}  // namespace rondo::model
