// SPDX-License-Identifier: Apache-2.0
#include "model/iso8601.hpp"

#include "model/ascii.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace rondo::model {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kMaximum = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kNanosPerUnit = 1'000'000'000;
constexpr std::size_t kMostDigits = 18;  // as many as always fit an int64
constexpr std::size_t kFractionDigits = 9;

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  /// The next character, or NUL at the end.
  [[nodiscard]] char peek() const noexcept { return at_end() ? '\0' : rest_.front(); }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

  bool take(char wanted) noexcept {
    if (at_end() || to_capital(rest_.front()) != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// 1 or -1 for a sign, which may be missing.
  std::int64_t take_sign() noexcept {
    if (take('-')) return -1;
    take('+');
    return 1;
  }

  /// A number of `fewest` to `most` digits, all that there are.
  std::optional<std::int64_t> take_number(std::size_t fewest, std::size_t most) noexcept {
    std::int64_t number = 0;
    std::size_t digits = 0;
    for (; is_digit(peek()); ++digits) {
      if (digits == most) return std::nullopt;
      number = number * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (digits < fewest) return std::nullopt;
    return number;
  }

  /// Exactly two digits, at most `limit`.
  std::optional<std::int64_t> take_two(std::int64_t limit) noexcept {
    if (rest_.size() < 2 || !is_digit(rest_[0]) || !is_digit(rest_[1])) return std::nullopt;
    const std::int64_t number = (rest_[0] - '0') * 10 + (rest_[1] - '0');
    if (number > limit) return std::nullopt;
    rest_.remove_prefix(2);
    return number;
  }

  /// The digits after a point or comma in billionths; 0 when there is no fraction.
  std::optional<std::int64_t> take_fraction() noexcept {
    if (!take('.') && !take(',')) return 0;
    if (!is_digit(peek())) return std::nullopt;
    std::int64_t nanos = 0;
    for (std::size_t digits = 0; digits < kFractionDigits || is_digit(peek()); ++digits) {
      const bool here = is_digit(peek());
      if (digits < kFractionDigits) nanos = nanos * 10 + (here ? rest_.front() - '0' : 0);
      if (here) rest_.remove_prefix(1);
    }
    return nanos;
  }

 private:
  std::string_view rest_;
};

/// A part of a duration: its letter, and what one of it counts. In the order in which they are written.
struct Part {
  char letter;
  bool is_time;
  std::int64_t months, milliseconds;
};
constexpr std::array<Part, 7> kParts = {{{'Y', false, 12, 0},
                                         {'M', false, 1, 0},
                                         {'W', false, 0, 7 * kDay},
                                         {'D', false, 0, kDay},
                                         {'H', true, 0, kHour},
                                         {'M', true, 0, kMinute},
                                         {'S', true, 0, kSecond}}};

/// Adds `sign` times `count` times `unit`; false when the sum does not fit.
bool add_product(std::int64_t& sum, std::int64_t sign, std::int64_t count, std::int64_t unit) noexcept {
  if (unit == 0 || count == 0) return true;
  const std::int64_t magnitude = sum < 0 ? -sum : sum;  // never the lowest number: sums stay symmetric
  if (count > (kMaximum - magnitude) / unit) return false;
  sum += sign * count * unit;
  return true;
}

class DurationReader {
 public:
  explicit DurationReader(std::string_view text) noexcept : in_(text) {}

  std::optional<Duration> read() noexcept {
    sign_ = in_.take_sign();
    if (!in_.take('P') || in_.at_end()) return std::nullopt;
    while (!in_.at_end()) {
      if (!in_time_ && in_.take('T')) {
        in_time_ = true;
        if (in_.at_end()) return std::nullopt;
      }
      if (!read_part()) return std::nullopt;
    }
    return result_;
  }

 private:
  bool read_part() noexcept {
    const std::int64_t sign = sign_ * in_.take_sign();
    const auto count = in_.take_number(1, kMostDigits);
    if (!count) return false;
    const bool has_fraction = in_.peek() == '.' || in_.peek() == ',';
    const auto fraction = in_.take_fraction();
    if (!fraction) return false;
    const Part* const part = take_letter();
    if (part == nullptr) return false;
    // A fraction belongs to the last part; how long a part of a month lasts, nobody knows.
    if (has_fraction && (part->months != 0 || !in_.at_end())) return false;
    return add_product(result_.months, sign, *count, part->months) &&
           add_product(result_.milliseconds, sign, *count, part->milliseconds) &&
           add_product(result_.milliseconds, sign, *fraction * part->milliseconds / kNanosPerUnit, 1);
  }

  /// The part with the next letter, if it may still come.
  const Part* take_letter() noexcept {
    while (next_ < kParts.size()) {
      const Part& part = kParts[next_++];
      if (part.is_time == in_time_ && in_.take(part.letter)) return &part;
    }
    return nullptr;
  }

  Scanner in_;
  Duration result_;
  std::int64_t sign_ = 1;
  std::size_t next_ = 0;
  bool in_time_ = false;
};

std::optional<sys_days> take_date(Scanner& in) noexcept {
  const std::int64_t sign = in.take_sign();
  const auto year = in.take_number(4, 5);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.take_two(12);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.take_two(31);
  if (!day || *year > static_cast<int>(std::chrono::year::max())) return std::nullopt;
  const year_month_day date(std::chrono::year(static_cast<int>(sign * *year)),
                            std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

/// The time of day in milliseconds. 24:00 is the end of the day.
std::optional<std::int64_t> take_time(Scanner& in) noexcept {
  const auto hour = in.take_two(24);
  if (!hour || !in.take(':')) return std::nullopt;
  const auto minute = in.take_two(59);
  if (!minute) return std::nullopt;
  std::int64_t time = *hour * kHour + *minute * kMinute;
  if (in.take(':')) {
    const auto second = in.take_two(59);
    if (!second) return std::nullopt;
    const auto fraction = in.take_fraction();
    if (!fraction) return std::nullopt;
    time += *second * kSecond + *fraction * kSecond / kNanosPerUnit;
  }
  if (time > kDay) return std::nullopt;
  return time;
}

/// The offset from UTC in milliseconds; none is 0.
std::optional<std::int64_t> take_offset(Scanner& in) noexcept {
  if (in.at_end() || in.take('Z')) return 0;
  if (in.peek() != '+' && in.peek() != '-') return std::nullopt;
  const std::int64_t sign = in.take_sign();
  const auto hours = in.take_two(23);
  if (!hours) return std::nullopt;
  const bool colon = in.take(':');
  std::optional<std::int64_t> minutes = 0;
  if (colon || is_digit(in.peek())) minutes = in.take_two(59);
  if (!minutes) return std::nullopt;
  return sign * (*hours * kHour + *minutes * kMinute);
}

bool ends_here(const Scanner& in) noexcept {
  if (in.at_end()) return true;
  const std::string_view region = in.rest();
  return region.size() > 2 && region.front() == '[' && region.find(']') == region.size() - 1;
}

Instant clamped(Instant instant) noexcept { return std::clamp(instant, kEarliestInstant, kLatestInstant); }

Instant add_months(Instant instant, std::int64_t months) noexcept {
  constexpr std::int64_t kFurthest = std::int64_t{12} * 70'000;  // beyond it, no instant leads to another one
  if (months == 0) return instant;
  const auto midnight = std::chrono::floor<days>(instant);
  const year_month_day date(midnight);
  const std::int64_t sum = static_cast<int>(date.year()) * std::int64_t{12} +
                           static_cast<unsigned>(date.month()) - 1 +
                           std::clamp(months, -kFurthest, kFurthest);
  const std::int64_t year = sum >= 0 ? sum / 12 : (sum - 11) / 12;
  if (year > static_cast<int>(std::chrono::year::max())) return kLatestInstant;
  if (year < static_cast<int>(std::chrono::year::min())) return kEarliestInstant;
  const std::chrono::year_month month(std::chrono::year(static_cast<int>(year)),
                                      std::chrono::month(static_cast<unsigned>(sum - year * 12 + 1)));
  const auto last = (month / std::chrono::last).day();
  return sys_days(month / std::min(date.day(), last)) + (instant - midnight);
}

/// The parts of `text` between slashes; nullopt when there are more than `parts` can hold.
template <std::size_t kMost>
std::optional<std::size_t> split(std::string_view text, std::array<std::string_view, kMost>& parts) noexcept {
  for (std::size_t count = 0; count < kMost; ++count) {
    const std::size_t slash = text.find('/');
    parts[count] = trimmed(text.substr(0, slash));
    if (slash == std::string_view::npos) return count + 1;
    text.remove_prefix(slash + 1);
  }
  return std::nullopt;
}

/// `R`, `R3` or `R-1`.
std::optional<std::int64_t> parse_repetitions(std::string_view text) noexcept {
  Scanner in(text);
  if (!in.take('R')) return std::nullopt;
  if (in.at_end() || in.rest() == "-1") return -1;
  const auto count = in.take_number(1, kMostDigits);
  if (!in.at_end()) return std::nullopt;
  return count;
}

/// Reads what follows the repetitions: [start/]period[/end] or start/end.
bool read_cycle_times(Cycle& cycle, const std::string_view* part, const std::string_view* end) noexcept {
  cycle.start = parse_instant(*part);
  if (cycle.start && ++part == end) return false;
  if (const auto period = parse_duration(*part)) {
    cycle.period = *period;
    if (++part == end) return true;
    cycle.end = parse_instant(*part);
    return cycle.end && part + 1 == end;
  }
  const auto second = parse_instant(*part);
  if (!cycle.start || !second || part + 1 != end) return false;
  cycle.period = {0, (*second - *cycle.start).count()};
  return true;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) noexcept {
  return DurationReader(trimmed(text)).read();
}

Instant add(Instant instant, const Duration& duration) noexcept {
  const Instant moved = add_months(clamped(instant), duration.months);
  const milliseconds step(duration.milliseconds);
  if (step > kLatestInstant - moved) return kLatestInstant;
  if (step < kEarliestInstant - moved) return kEarliestInstant;
  return moved + step;
}

std::optional<Instant> parse_instant(std::string_view text) noexcept {
  Scanner in(trimmed(text));
  const auto date = take_date(in);
  if (!date) return std::nullopt;
  if (in.at_end()) return Instant(*date);
  if (!in.take('T')) return std::nullopt;
  const auto time = take_time(in);
  if (!time) return std::nullopt;
  const auto offset = take_offset(in);
  if (!offset || !ends_here(in)) return std::nullopt;
  return clamped(*date + milliseconds(*time - *offset));
}

std::optional<Interval> parse_interval(std::string_view text) noexcept {
  std::array<std::string_view, 2> parts;
  if (split(text, parts) != parts.size()) return std::nullopt;
  const auto start = parse_instant(parts[0]), end = parse_instant(parts[1]);
  if (start && end) return Interval{*start, *end};
  const auto duration = parse_duration(start ? parts[1] : parts[0]);
  if (!duration || (!start && !end)) return std::nullopt;
  if (start) return Interval{*start, add(*start, *duration)};
  return Interval{add(*end, {-duration->months, -duration->milliseconds}), *end};
}

std::optional<Cycle> parse_cycle(std::string_view text) noexcept {
  std::array<std::string_view, 4> parts;
  const auto count = split(trimmed(text), parts);
  if (!count || *count < 2) return std::nullopt;
  const auto repetitions = parse_repetitions(parts[0]);
  Cycle cycle;
  if (!repetitions || !read_cycle_times(cycle, parts.data() + 1, parts.data() + *count)) return std::nullopt;
  cycle.repetitions = *repetitions;
  if (cycle.period.is_negative() || (cycle.period.is_zero() && cycle.repetitions < 0)) return std::nullopt;
  return cycle;
}

}  // namespace rondo::model
