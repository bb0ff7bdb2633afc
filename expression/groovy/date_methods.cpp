// SPDX-License-Identifier: Apache-2.0
// Dates: those of java.util and java.time alike are instants, in UTC.
#include "expression/groovy/date_methods.hpp"
#include "expression/date_format.hpp"
#include "expression/failure.hpp"
#include "expression/groovy/methods.hpp"
#include "expression/methods.hpp"
#include "model/ascii.hpp"
#include "model/iso8601.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace rondo::expression::groovy {

using model::Instant;
using model::Value;

namespace {

constexpr std::chrono::milliseconds kDay = std::chrono::hours(24);

Instant midnight(Instant date) { return std::chrono::floor<std::chrono::days>(date); }

// Reads a date by a pattern of numbers and text, such as `yyyy-MM-dd HH:mm`.
class DatePattern {
 public:
  DatePattern(std::string_view text, std::string_view pattern) : text_(text), pattern_(pattern) {}

  std::optional<Instant> run() {
    while (at_ < pattern_.size()) {
      if (!step()) return std::nullopt;
    }
    const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(year_)),
                                          std::chrono::month(static_cast<unsigned>(month_)),
                                          std::chrono::day(static_cast<unsigned>(day_))};
    constexpr std::int64_t kHalfDay = 12, kHours = 24, kMinutes = 60;
    if (afternoon_) hour_ = hour_ % kHalfDay + (*afternoon_ ? kHalfDay : 0);
    const bool usable = day.ok() && hour_ < kHours && minute_ < kMinutes && second_ <= kMinutes;
    if (!usable) return std::nullopt;
    return Instant(std::chrono::sys_days(day)) + std::chrono::hours(hour_) + std::chrono::minutes(minute_) +
           std::chrono::seconds(second_) + std::chrono::milliseconds(millisecond_);
  }

 private:
  [[nodiscard]] static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  bool step() {
    const char c = pattern_[at_];
    if (c == '\'') return quoted();
    if (!is_letter(c)) return literal(pattern_[at_++]);
    std::size_t width = 1;
    while (at_ + width < pattern_.size() && pattern_[at_ + width] == c) ++width;
    at_ += width;
    // Fields beside each other have as many digits as letters.
    const bool tight = at_ < pattern_.size() && is_letter(pattern_[at_]);
    return field(c, width, tight ? width : std::string_view::npos);
  }

  bool literal(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool quoted() {
    for (++at_; at_ < pattern_.size() && pattern_[at_] != '\''; ++at_) {
      if (!literal(pattern_[at_])) return false;
    }
    return at_++ < pattern_.size();
  }

  bool field(char letter, std::size_t width, std::size_t most) {
    if (letter == 'a') {
      afternoon_ = text_.starts_with("PM") || text_.starts_with("pm");
      if (!*afternoon_ && !text_.starts_with("AM") && !text_.starts_with("am")) return false;
      text_.remove_prefix(2);
      return true;
    }
    if (letter == 'Z' || letter == 'X') return literal('Z');
    std::int64_t number = 0;
    std::size_t digits = 0;
    constexpr std::size_t kMost = 9;
    for (; digits < std::min(most, kMost) && !text_.empty() && model::is_digit(text_.front()); ++digits) {
      number = number * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    std::int64_t* const part = part_of(letter);
    if (part == nullptr || digits == 0) return false;
    constexpr std::int64_t kCentury = 2000;
    *part = letter == 'y' && width == 2 && digits == 2 ? kCentury + number : number;
    return true;
  }

  std::int64_t* part_of(char letter) {
    switch (letter) {
      case 'y':
      case 'u':
        return &year_;
      case 'M':
        return &month_;
      case 'd':
        return &day_;
      case 'H':
      case 'h':
        return &hour_;
      case 'm':
        return &minute_;
      case 's':
        return &second_;
      case 'S':
        return &millisecond_;
      default:
        return nullptr;
    }
  }

  std::string_view text_, pattern_;
  std::size_t at_ = 0;
  std::int64_t year_ = 1970, month_ = 1, day_ = 1, hour_ = 0, minute_ = 0, second_ = 0, millisecond_ = 0;
  std::optional<bool> afternoon_;
};

Instant moved(Machine& machine, Instant date, const Datum& days, bool back, std::size_t offset) {
  constexpr std::int64_t kMost = 10'000'000;
  if (!days.is_integer() || std::abs(days.scalar().as_integer()) > kMost)
    machine.raise("IllegalArgumentException", fmt::format("{} is no number of days", machine.text(days)),
                  offset);
  const std::int64_t span = days.scalar().as_integer() * kDay.count();
  return model::add(date, {0, back ? -span : span});
}

Datum format(const Call& call, const Instant& date) {
  const auto text = format_date(date, call.text(0));
  if (!text) {
    call.machine.raise("IllegalArgumentException", fmt::format("'{}' is no pattern of a date", call.text(0)),
                       call.offset);
  }
  return Value(*text);
}

template <bool kBack>
Datum move_days(const Call& call, const Instant& date) {
  if (call[0].is_date())
    return Value((midnight(date) - midnight(call[0].scalar().as_date())) / std::chrono::hours(24));
  return Value(moved(call.machine, date, call[0], kBack, call.offset));
}

Datum same(const Call&, const Instant& date) { return Value(date); }
Datum clear_time(const Call&, const Instant& date) { return Value(midnight(date)); }
Datum weekday(const Call&, const Instant& date) {
  return Value(std::chrono::weekday(std::chrono::floor<std::chrono::days>(date)).iso_encoding());
}
Datum seconds(const Call&, const Instant& date) {
  return Value(std::chrono::floor<std::chrono::seconds>(date).time_since_epoch().count());
}

constexpr auto kMethods = std::to_array<Method<const Instant>>(
    {{"format", 1, 2, format},
     {"plus", 1, 1, move_days<false>},
     {"minus", 1, 1, move_days<true>},
     {"clearTime", 0, 0, clear_time},
     {"toLocalDate", 0, 0, clear_time},
     {"atStartOfDay", 0, 1, clear_time},
     {"toInstant", 0, 0, same},
     {"toLocalDateTime", 0, 0, same},
     {"clone", 0, 0, same},
     {"toEpochMilli", 0, 0,
      [](const Call&, const Instant& date) { return Datum(Value(date.time_since_epoch().count())); }},
     {"getEpochSecond", 0, 0, seconds},
     {"dayOfWeek", 0, 0, weekday},
     {"next", 0, 0, [](const Call&, const Instant& date) { return Datum(Value(Instant(date + kDay))); }}});

bool parsed(Machine& machine, Arguments arguments, bool pattern_first, std::size_t offset, Datum& result) {
  const bool by_pattern = arguments.size() > 1;
  const std::string text = machine.text(arguments[by_pattern && pattern_first ? 1 : 0]);
  const std::string pattern = by_pattern ? machine.text(arguments[pattern_first ? 0 : 1]) : std::string();
  const auto date = by_pattern ? DatePattern(text, pattern).run() : model::parse_instant(text);
  if (!date) {
    machine.raise(pattern_first ? "ParseException" : "DateTimeParseException",
                  fmt::format("'{}' is no date{}", text, by_pattern ? " as " + pattern : std::string()),
                  offset);
  }
  result = Value(*date);
  return true;
}

}  // namespace

bool date_method(Machine& machine, Instant date, std::string_view name, Arguments arguments,
                 std::size_t offset, Datum& result) {
  if (run_method(kMethods, name, Call{machine, arguments, offset}, date, result)) return true;
  const auto* const found =
      expression::find_methods(name, arguments.size())[static_cast<std::size_t>(model::ValueType::Date)];
  if (found == nullptr || found->read == nullptr) return false;
  std::vector<Operand> operands;
  for (const Datum& argument : arguments) operands.emplace_back(machine.to_value(argument, offset));
  try {
    result = found->read(Value(date), expression::Arguments{machine.environment(), name, offset, operands});
  } catch (const Failure& failure) {
    machine.raise("IllegalArgumentException", failure.message, offset);
  }
  return true;
}

bool date_operator(Machine& machine, Op op, Instant left, const Datum& right, std::size_t offset,
                   Datum& result) {
  if ((op != Op::Add && op != Op::Subtract) || right.is_text()) return false;
  if (op == Op::Add && right.is_date()) return false;
  const Call call{machine, {&right, 1}, offset};
  result = op == Op::Add ? move_days<false>(call, left) : move_days<true>(call, left);
  return true;
}

void keep_date_form(const Datum& from, std::string_view method, Datum& result) {
  if (!result.is_date()) return;
  if (method == "toLocalDate") {
    result.set_date_form(Datum::DateForm::LocalDate);
  } else if (method == "toLocalDateTime" || method == "atStartOfDay") {
    result.set_date_form(Datum::DateForm::LocalDateTime);
  } else if (method != "toInstant" && method != "toDate") {
    result.set_date_form(from.date_form());
  }
}

std::string date_text(const Datum& date) {
  std::string text = model::to_iso8601(date.scalar().as_date());
  if (date.date_form() == Datum::DateForm::Instant) return text;
  if (date.date_form() == Datum::DateForm::LocalDate) return text.substr(0, text.find('T'));
  text.pop_back();
  constexpr std::string_view kNoSeconds = ":00";
  const bool whole = text.find('.') == std::string::npos && text.ends_with(kNoSeconds);
  if (whole) text.resize(text.size() - kNoSeconds.size());
  return text;
}

namespace {

bool make_date(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
               std::size_t offset, Datum& result) {
  if (name == "now") {
    result = Value(type == "LocalDate" ? midnight(machine.now()) : machine.now());
    return true;
  }
  if (name == "parse" && !arguments.empty() && arguments.size() <= 2)
    return parsed(machine, arguments, type == "Date", offset, result);
  if (name == "ofEpochMilli" && arguments.size() == 1 && arguments[0].is_integer()) {
    result = Value(Instant(std::chrono::milliseconds(arguments[0].scalar().as_integer())));
    return true;
  }
  constexpr std::size_t kFewest = 3, kMost = 6;
  if (name != "of" || arguments.size() < kFewest || arguments.size() > kMost) return false;
  std::string text;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    constexpr std::array<std::string_view, kMost> kBefore{"", "-", "-", "T", ":", ":"};
    const std::string part = machine.text(arguments[i]);
    text += std::string(kBefore.at(i)) + (part.size() == 1 ? "0" : "") + part;
  }
  if (arguments.size() == kFewest + 1) text += ":00";
  const Datum written = Value(text);
  return parsed(machine, {&written, 1}, false, offset, result);
}

}  // namespace

bool date_class_method(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                       std::size_t offset, Datum& result) {
  if (!make_date(machine, type, name, arguments, offset, result)) return false;
  if (type == "LocalDate") result.set_date_form(Datum::DateForm::LocalDate);
  if (type == "LocalDateTime") result.set_date_form(Datum::DateForm::LocalDateTime);
  return true;
}

}  // namespace rondo::expression::groovy
