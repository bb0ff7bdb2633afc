// SPDX-License-Identifier: Apache-2.0
#include "cli/instant.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace rondo::cli {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

// Takes pieces from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return text_.empty(); }
  [[nodiscard]] bool at_digit() const noexcept {
    return !text_.empty() && text_[0] >= '0' && text_[0] <= '9';
  }

  bool take(char expected) {
    if (text_.empty() || text_.front() != expected) return false;
    text_.remove_prefix(1);
    return true;
  }

  char take_any() {
    if (text_.empty()) return '\0';
    const char c = text_.front();
    text_.remove_prefix(1);
    return c;
  }

  std::optional<int> digits(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    int number = 0;
    for (; count < most && at_digit(); ++count) number = number * 10 + (take_any() - '0');
    if (count < least) return std::nullopt;
    return number;
  }

  // Milliseconds of a decimal fraction of a second.
  int fraction() {
    int result = 0;
    int weight = 100;
    for (; at_digit(); weight /= 10) result += weight * (take_any() - '0');
    return result;
  }

 private:
  std::string_view text_;
};

std::optional<sys_days> scan_date(Scanner& scan) {
  const auto year = scan.digits(4, 4);
  if (!year || !scan.take('-')) return std::nullopt;
  const auto month = scan.digits(2, 2);
  if (!month || !scan.take('-')) return std::nullopt;
  const auto day = scan.digits(2, 2);
  if (!day) return std::nullopt;
  const year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

std::optional<milliseconds> scan_time(Scanner& scan) {
  const auto hour = scan.digits(2, 2);
  if (!hour || !scan.take(':')) return std::nullopt;
  const auto minute = scan.digits(2, 2);
  if (!minute) return std::nullopt;
  milliseconds result = hours{*hour} + minutes{*minute};
  if (!scan.take(':')) return result;
  const auto second = scan.digits(2, 2);
  if (!second) return std::nullopt;
  result += seconds{*second};
  if (scan.take('.') || scan.take(',')) result += milliseconds{scan.fraction()};
  return result;
}

// The distance from UTC of `Z`, `+02:00`, `+0200` or `+02`.
std::optional<minutes> scan_zone(Scanner& scan) {
  if (scan.at_end() || scan.take('Z')) return minutes{0};
  const bool west = scan.take('-');
  if (!west && !scan.take('+')) return std::nullopt;
  const auto hour = scan.digits(2, 2);
  if (!hour) return std::nullopt;
  scan.take(':');
  minutes result = hours{*hour} + minutes{scan.digits(2, 2).value_or(0)};
  return west ? -result : result;
}

Instant add_months(Instant start, int count) {
  const sys_days day = std::chrono::floor<days>(start);
  const year_month_day date{day};
  const auto month = std::chrono::year_month{date.year(), date.month()} + months{count};
  const auto last = (month / std::chrono::last).day();
  return sys_days{month / std::min(date.day(), last)} + (start - day);
}

// Adds one part, such as `3D`; false when the unit is unknown.
bool add_part(Instant& result, int amount, int thousandths, char unit, bool time) {
  switch (unit) {
    case 'Y':
      result = add_months(result, amount * 12);
      return !time;
    case 'M':
      result = time ? result + minutes{amount} : add_months(result, amount);
      return true;
    case 'W':
      result += days{7 * std::int64_t{amount}};
      return !time;
    case 'D':
      result += days{amount};
      return !time;
    case 'H':
      result += hours{amount};
      return time;
    case 'S':
      result += seconds{amount} + milliseconds{thousandths};
      return time;
    default:
      return false;
  }
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  Scanner scan(text);
  const auto date = scan_date(scan);
  if (!date) return std::nullopt;
  Instant result = *date;
  if (!scan.take('T')) return scan.at_end() ? std::optional(result) : std::nullopt;
  const auto time = scan_time(scan);
  if (!time) return std::nullopt;
  const auto zone = scan_zone(scan);
  if (!zone || !scan.at_end()) return std::nullopt;
  return result + *time - *zone;
}

std::optional<Instant> add_duration(Instant start, std::string_view duration) {
  Scanner scan(duration);
  if (!scan.take('P') || scan.at_end()) return std::nullopt;
  Instant result = start;
  bool time = false;
  while (!scan.at_end()) {
    if (!time && scan.take('T')) {
      time = true;
      if (scan.at_end()) return std::nullopt;
    }
    const auto amount = scan.digits(1, 9);
    if (!amount) return std::nullopt;
    const int thousandths = scan.take('.') || scan.take(',') ? scan.fraction() : 0;
    if (!add_part(result, *amount, thousandths, scan.take_any(), time)) return std::nullopt;
  }
  return result;
}

}  // namespace rondo::cli
