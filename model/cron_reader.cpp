// SPDX-License-Identifier: Apache-2.0
#include "model/ascii.hpp"
#include "model/calendar.hpp"

#include <span>

namespace rondo::model {

namespace {

constexpr std::size_t kMostFields = 7;
constexpr int kLargestNumber = 9999;

/// The numbers of one field, and the names for them.
struct Range {
  int first = 0, last = 0;
  std::span<const std::string_view> names = {};  ///< Of the numbers from `first_named`.
  int first_named = 0;
  int highest = last;  ///< What may be written; 7 for Sunday where `last` is 6.
  bool wraps = true;
};

constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdays = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

constexpr Range kSixty = {0, 59}, kHours = {0, 23}, kDays = {1, 31};
constexpr Range kMonthRange = {1, 12, kMonths, 1};
constexpr Range kUnixWeek = {0, 6, kWeekdays, 0, 7}, kQuartzWeek = {1, 7, kWeekdays, 1};
constexpr Range kYearRange = {CronExpression::kFirstYear,
                              CronExpression::kFirstYear + static_cast<int>(CronExpression::kYears) - 1,
                              {},
                              0,
                              CronExpression::kFirstYear + static_cast<int>(CronExpression::kYears) - 1,
                              false};

bool same_word(std::string_view text, std::string_view capitals) noexcept {
  if (text.size() != capitals.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (to_capital(text[i]) != capitals[i]) return false;
  }
  return true;
}

std::optional<int> parse_number(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
    if (number > kLargestNumber) return std::nullopt;
  }
  return number;
}

/// A number of the range, written as number or name.
std::optional<int> parse_value(std::string_view text, const Range& range) noexcept {
  for (std::size_t i = 0; i < range.names.size(); ++i) {
    if (same_word(text, range.names[i])) return range.first_named + static_cast<int>(i);
  }
  const auto number = parse_number(text);
  if (!number || *number < range.first || *number > range.highest) return std::nullopt;
  return number;
}

/// Calls `visit` with each part of `text` between separators; false as soon as one call gives false.
template <typename Visit>
bool each_part(std::string_view text, char separator, Visit visit) noexcept {
  while (true) {
    const std::size_t end = text.find(separator);
    if (!visit(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

/// Reads `*`, `n` or `a-b`, each with or without `/step`, and calls `add` with the numbers that it means.
template <typename Add>
bool read_item(std::string_view item, const Range& range, Add add) noexcept {
  const std::size_t slash = item.find('/');
  std::optional<int> step = 1;
  if (slash != std::string_view::npos) step = parse_number(item.substr(slash + 1));
  if (!step || *step == 0) return false;
  const std::string_view numbers = item.substr(0, slash);
  const std::size_t dash = numbers.find('-');
  std::optional<int> first = range.first, last = range.last;
  if (numbers != "*") {
    first = parse_value(numbers.substr(0, dash), range);
    if (dash != std::string_view::npos) {
      last = parse_value(numbers.substr(dash + 1), range);
    } else if (slash == std::string_view::npos) {
      last = first;
    }
  }
  if (!first || !last) return false;
  const int span = range.last - range.first + 1;
  if (*last < *first) {
    if (!range.wraps) return false;
    *last += span;
  }
  for (int number = *first; number <= *last; number += *step)
    add(range.first + (number - range.first) % span);
  return true;
}

template <typename Mask>
bool read_mask(std::string_view field, const Range& range, Mask& mask) noexcept {
  return each_part(field, ',', [&](std::string_view item) {
    return read_item(item, range, [&](int number) { mask = static_cast<Mask>(mask | Mask{1} << number); });
  });
}

bool begins_with_any(std::string_view field) noexcept {
  return !field.empty() && (field.front() == '*' || field.front() == '?');
}

/// Takes a letter off the end of `item`.
bool take_last(std::string_view& item, char capital) noexcept {
  if (item.empty() || to_capital(item.back()) != capital) return false;
  item.remove_suffix(1);
  return true;
}

bool read_day_of_month(std::string_view item, CronExpression& cron) noexcept {
  if (same_word(item, "L")) {
    cron.days_before_last |= 1U;
    return true;
  }
  if (same_word(item, "LW") || same_word(item, "WL")) {
    cron.last_weekday = true;
    return true;
  }
  if (item.size() > 2 && to_capital(item[0]) == 'L' && item[1] == '-') {
    const auto distance = parse_number(item.substr(2));
    if (!distance || *distance > 30) return false;
    cron.days_before_last |= 1U << *distance;
    return true;
  }
  if (take_last(item, 'W')) {
    const auto day = parse_value(item, kDays);
    if (!day) return false;
    cron.nearest_weekdays |= 1U << *day;
    return true;
  }
  return read_item(item, kDays, [&](int day) { cron.days |= 1U << day; });
}

bool read_day_of_week(std::string_view item, const Range& week, CronExpression& cron) noexcept {
  const auto index = [&](int day) { return static_cast<std::size_t>((day - week.first) % 7); };
  const auto add = [&](int day) {
    cron.weekdays = static_cast<std::uint8_t>(cron.weekdays | 1U << index(day));
  };
  if (week.first == kQuartzWeek.first && same_word(item, "L")) {
    add(week.last);
    return true;
  }
  const auto number = [&](std::string_view day, int which) {
    const auto weekday = parse_value(day, week);
    if (!weekday) return false;
    std::uint8_t& numbered = cron.numbered_weekdays[index(*weekday)];
    numbered = static_cast<std::uint8_t>(numbered | 1U << which);
    return true;
  };
  if (const std::size_t hash = item.find('#'); hash != std::string_view::npos) {
    const auto which = parse_number(item.substr(hash + 1));
    return which && *which >= 1 && *which <= 5 && number(item.substr(0, hash), *which);
  }
  if (take_last(item, 'L')) return number(item, 0);
  return read_item(item, week, add);
}

bool read_days(std::string_view of_month, std::string_view of_week, const Range& week,
               CronExpression& cron) noexcept {
  if (of_month == "?") of_month = "*";
  if (of_week == "?") of_week = "*";
  return each_part(of_month, ',', [&](std::string_view item) { return read_day_of_month(item, cron); }) &&
         each_part(of_week, ',', [&](std::string_view item) { return read_day_of_week(item, week, cron); });
}

bool read_years(std::string_view field, CronExpression& cron) noexcept {
  if (field == "*") return true;
  cron.every_year = false;
  return each_part(field, ',', [&](std::string_view item) {
    return read_item(item, kYearRange, [&](int year) {
      cron.years.set(static_cast<std::size_t>(year - CronExpression::kFirstYear));
    });
  });
}

/// The words of `text`; 0 when there are too many of them.
std::size_t split_fields(std::string_view text, std::array<std::string_view, kMostFields>& fields) noexcept {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  std::size_t count = 0;
  for (std::size_t begin = text.find_first_not_of(kSpace); begin != std::string_view::npos;
       begin = text.find_first_not_of(kSpace, begin)) {
    if (count == kMostFields) return 0;
    const std::size_t end = text.find_first_of(kSpace, begin);
    fields[count] = text.substr(begin, end - begin);
    begin += fields[count++].size();
  }
  return count;
}

/// The pattern that a word such as `@daily` stands for; the word itself when it is none.
std::string_view expanded(std::string_view word) noexcept {
  constexpr std::array<std::array<std::string_view, 2>, 7> kWords = {{{"@YEARLY", "0 0 1 1 *"},
                                                                      {"@ANNUALLY", "0 0 1 1 *"},
                                                                      {"@MONTHLY", "0 0 1 * *"},
                                                                      {"@WEEKLY", "0 0 * * 0"},
                                                                      {"@DAILY", "0 0 * * *"},
                                                                      {"@MIDNIGHT", "0 0 * * *"},
                                                                      {"@HOURLY", "0 * * * *"}}};
  for (const auto& [name, pattern] : kWords) {
    if (same_word(word, name)) return pattern;
  }
  return word;
}

}  // namespace

std::optional<CronExpression> parse_cron(std::string_view text) noexcept {
  std::array<std::string_view, kMostFields> words;
  std::size_t count = split_fields(text, words);
  if (count == 1) count = split_fields(expanded(words[0]), words);
  if (count < 5) return std::nullopt;

  const bool has_seconds = count > 5;
  const std::string_view* const field = words.data() + (has_seconds ? 1 : 0);
  const std::string_view of_month = field[2], of_week = field[4];
  const bool is_quartz = has_seconds && (of_month == "?" || of_week == "?");
  CronExpression cron;
  cron.either_day = !has_seconds && !begins_with_any(of_month) && !begins_with_any(of_week);
  const bool read = read_mask(has_seconds ? words[0] : "0", kSixty, cron.seconds) &&
                    read_mask(field[0], kSixty, cron.minutes) && read_mask(field[1], kHours, cron.hours) &&
                    read_mask(field[3], kMonthRange, cron.months) &&
                    read_days(of_month, of_week, is_quartz ? kQuartzWeek : kUnixWeek, cron) &&
                    read_years(count == kMostFields ? field[5] : "*", cron);
  if (!read) return std::nullopt;
  return cron;
}

}  // namespace rondo::model
