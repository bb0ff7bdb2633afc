// SPDX-License-Identifier: Apache-2.0
#include "expression/methods.hpp"
#include "model/iso8601.hpp"

#include <array>
#include <chrono>
#include <cstdint>

namespace rondo::expression {

namespace {

using model::Value;

struct Step {
  std::string_view unit;
  std::int64_t months, milliseconds;
};
constexpr std::array<Step, 8> kSteps = {{
    {"Years", 12, 0},
    {"Months", 1, 0},
    {"Weeks", 0, 7LL * 24 * 3600 * 1000},
    {"Days", 0, 24LL * 3600 * 1000},
    {"Hours", 0, 3600LL * 1000},
    {"Minutes", 0, 60LL * 1000},
    {"Seconds", 0, 1000},
    {"Millis", 0, 1},
}};

bool shift(const Value& date, std::string_view name, std::int64_t count, Operand& result) {
  std::int64_t sign = 0;
  if (name.starts_with("plus")) sign = 1;
  if (name.starts_with("minus")) sign = -1;
  if (sign == 0) return false;
  name.remove_prefix(sign > 0 ? 4 : 5);
  for (const Step& step : kSteps) {
    if (step.unit != name) continue;
    const model::Duration duration{sign * count * step.months, sign * count * step.milliseconds};
    result = Value(model::add(date.as_date(), duration));
    return true;
  }
  return false;
}

}  // namespace

bool call_date_method(const Value& date, std::string_view name, std::span<const Operand> arguments,
                      Operand& result) {
  if (arguments.size() == 1) {
    const Value& argument = arguments[0].value;
    if (name == "before" || name == "isBefore") {
      result = Value(argument.is_date() && date.as_date() < argument.as_date());
      return true;
    }
    if (name == "after" || name == "isAfter") {
      result = Value(argument.is_date() && date.as_date() > argument.as_date());
      return true;
    }
    return argument.is_integer() && shift(date, name, argument.as_integer(), result);
  }
  if (!arguments.empty()) return false;
  const auto day = std::chrono::floor<std::chrono::days>(date.as_date());
  const std::chrono::year_month_day calendar(day);
  if (name == "toDate" || name == "toInstant") {
    result = date;
  } else if (name == "getTime" || name == "time" || name == "getMillis" || name == "millis") {
    result = Value(date.as_date().time_since_epoch().count());
  } else if (name == "getYear" || name == "year") {
    result = Value(static_cast<int>(calendar.year()));
  } else if (name == "getMonthOfYear" || name == "monthOfYear" || name == "getMonthValue") {
    result = Value(static_cast<unsigned>(calendar.month()));
  } else if (name == "getDayOfMonth" || name == "dayOfMonth") {
    result = Value(static_cast<unsigned>(calendar.day()));
  } else if (name == "getHourOfDay" || name == "hourOfDay" || name == "getHour") {
    result = Value(std::chrono::floor<std::chrono::hours>(date.as_date() - day).count());
  } else {
    return false;
  }
  return true;
}

}  // namespace rondo::expression
