// SPDX-License-Identifier: Apache-2.0
#include "expression/date_format.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdint>

namespace rondo::expression {

namespace {

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};
constexpr std::size_t kShortName = 3, kLongName = 4, kWidest = 20;

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Parts {
  std::chrono::year_month_day date;
  unsigned weekday;
  std::int64_t hour, minute, second, milliseconds;

  explicit Parts(model::Instant instant) {
    const auto midnight = std::chrono::floor<std::chrono::days>(instant);
    date = midnight;
    weekday = std::chrono::weekday(midnight).c_encoding();
    const std::chrono::hh_mm_ss time(instant - midnight);
    hour = time.hours().count();
    minute = time.minutes().count();
    second = time.seconds().count();
    milliseconds = time.subseconds().count();
  }
};

std::string number(std::int64_t value, std::size_t width) { return fmt::format("{:0{}}", value, width); }

std::string year(const Parts& parts, std::size_t width) {
  const int year = static_cast<int>(parts.date.year());
  return width == 2 ? number(((year % 100) + 100) % 100, width) : number(year, width);
}

std::string month(const Parts& parts, std::size_t width) {
  const auto month = static_cast<unsigned>(parts.date.month());
  if (width < kShortName) return number(month, width);
  return std::string(
      kMonths.at(month - 1).substr(0, width < kLongName ? kShortName : std::string_view::npos));
}

std::string zone(char letter, std::size_t width) {
  if (letter == 'X') return "Z";
  return width > kLongName ? "+00:00" : "+0000";
}

std::optional<std::string> field(const Parts& parts, char letter, std::size_t width) {
  switch (letter) {
    case 'y':
    case 'u':
      return year(parts, width);
    case 'M':
    case 'L':
      return month(parts, width);
    case 'd':
      return number(static_cast<unsigned>(parts.date.day()), width);
    case 'H':
      return number(parts.hour, width);
    case 'h':
      return number((parts.hour + 11) % 12 + 1, width);
    case 'm':
      return number(parts.minute, width);
    case 's':
      return number(parts.second, width);
    case 'S':
      return number(parts.milliseconds, width);
    case 'a':
      return parts.hour < 12 ? "AM" : "PM";
    case 'E': {
      const std::string_view name = kDays.at(parts.weekday);
      return std::string(name.substr(0, width < kLongName ? kShortName : std::string_view::npos));
    }
    case 'Z':
    case 'X':
      return zone(letter, width);
    default:
      return std::nullopt;
  }
}

// Reads the quoted text that begins at `at`, and gives where it ends; npos when it does not.
std::size_t append_quoted(std::string& text, std::string_view pattern, std::size_t at) {
  if (pattern.substr(at).starts_with("''")) {
    text += '\'';
    return at + 2;
  }
  for (++at; at < pattern.size(); ++at) {
    if (pattern[at] != '\'') {
      text += pattern[at];
    } else if (at + 1 < pattern.size() && pattern[at + 1] == '\'') {
      text += pattern[at++];
    } else {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<std::string> format_date(model::Instant date, std::string_view pattern) {
  const Parts parts(date);
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == '\'') {
      at = append_quoted(text, pattern, at);
      if (at == std::string_view::npos) return std::nullopt;
    } else if (!is_letter(c)) {
      text += c;
      ++at;
    } else {
      std::size_t width = 1;
      while (at + width < pattern.size() && pattern[at + width] == c) ++width;
      const auto written = width > kWidest ? std::nullopt : field(parts, c, width);
      if (!written) return std::nullopt;
      text += *written;
      at += width;
    }
  }
  return text;
}

}  // namespace rondo::expression
