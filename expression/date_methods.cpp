// SPDX-License-Identifier: Apache-2.0
#include "expression/failure.hpp"
#include "expression/methods.hpp"
#include "expression/operators.hpp"
#include "model/iso8601.hpp"

#include <limits>

namespace rondo::expression {

using model::Value;

namespace {

constexpr std::int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour,
                       kWeek = 7 * kDay;
constexpr std::int64_t kMonth = 1, kYear = 12;

std::int64_t amount(const Arguments& arguments, std::int64_t unit) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(arguments.integer(0), unit, &result) ||
      result == std::numeric_limits<std::int64_t>::min()) {
    fail(arguments.offset, "the time span is too long");
  }
  return result;
}

template <int Sign, std::int64_t Unit>
Value move_by_time(const Value& target, const Arguments& arguments) {
  return Value(model::add(target.as_date(), {0, Sign * amount(arguments, Unit)}));
}

template <int Sign, std::int64_t Unit>
Value move_by_months(const Value& target, const Arguments& arguments) {
  return Value(model::add(target.as_date(), {Sign * amount(arguments, Unit), 0}));
}

template <Order Wanted>
Value is(const Value& target, const Arguments& arguments) {
  return Value(order_of(target, Value(arguments.date(0))) == Wanted);
}

Value compare(const Value& target, const Arguments& arguments) {
  const auto order = order_of(target, Value(arguments.date(0)));
  return Value(order == Order::Less ? -1 : (order == Order::Greater ? 1 : 0));
}

Value same(const Value& target, const Arguments&) { return target; }

Value milliseconds(const Value& target, const Arguments&) {
  return Value(target.as_date().time_since_epoch().count());
}

std::chrono::year_month_day day_of(const Value& target) {
  return std::chrono::floor<std::chrono::days>(target.as_date());
}

Value year(const Value& target, const Arguments&) { return Value(static_cast<int>(day_of(target).year())); }
Value month(const Value& target, const Arguments&) {
  return Value(static_cast<unsigned>(day_of(target).month()));
}
Value day(const Value& target, const Arguments&) {
  return Value(static_cast<unsigned>(day_of(target).day()));
}

template <std::int64_t Unit, std::int64_t Count>
Value part_of_day(const Value& target, const Arguments&) {
  const auto midnight = std::chrono::floor<std::chrono::days>(target.as_date());
  return Value((target.as_date() - midnight).count() / Unit % Count);
}

constexpr std::array<Method, 31> kMethods{{{"plusMillis", 1, 1, move_by_time<1, 1>},
                                           {"plusSeconds", 1, 1, move_by_time<1, kSecond>},
                                           {"plusMinutes", 1, 1, move_by_time<1, kMinute>},
                                           {"plusHours", 1, 1, move_by_time<1, kHour>},
                                           {"plusDays", 1, 1, move_by_time<1, kDay>},
                                           {"plusWeeks", 1, 1, move_by_time<1, kWeek>},
                                           {"plusMonths", 1, 1, move_by_months<1, kMonth>},
                                           {"plusYears", 1, 1, move_by_months<1, kYear>},
                                           {"minusMillis", 1, 1, move_by_time<-1, 1>},
                                           {"minusSeconds", 1, 1, move_by_time<-1, kSecond>},
                                           {"minusMinutes", 1, 1, move_by_time<-1, kMinute>},
                                           {"minusHours", 1, 1, move_by_time<-1, kHour>},
                                           {"minusDays", 1, 1, move_by_time<-1, kDay>},
                                           {"minusWeeks", 1, 1, move_by_time<-1, kWeek>},
                                           {"minusMonths", 1, 1, move_by_months<-1, kMonth>},
                                           {"minusYears", 1, 1, move_by_months<-1, kYear>},
                                           {"before", 1, 1, is<Order::Less>},
                                           {"isBefore", 1, 1, is<Order::Less>},
                                           {"after", 1, 1, is<Order::Greater>},
                                           {"isAfter", 1, 1, is<Order::Greater>},
                                           {"isEqual", 1, 1, is<Order::Equal>},
                                           {"compareTo", 1, 1, compare},
                                           {"toDate", 0, 0, same},
                                           {"getTime", 0, 0, milliseconds},
                                           {"getMillis", 0, 0, milliseconds},
                                           {"getYear", 0, 0, year},
                                           {"getMonthValue", 0, 0, month},
                                           {"getDayOfMonth", 0, 0, day},
                                           {"getHour", 0, 0, part_of_day<kHour, 24>},
                                           {"getMinute", 0, 0, part_of_day<kMinute, 60>},
                                           {"getSecond", 0, 0, part_of_day<kSecond, 60>}}};

}  // namespace

std::span<const Method> date_methods() noexcept { return kMethods; }

}  // namespace rondo::expression
