// SPDX-License-Identifier: Apache-2.0
#include "expression/functions.hpp"

#include "expression/methods.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <functional>
#include <string>

namespace rondo::expression {

namespace {

using model::Value;

struct Comparison {
  std::string_view name, short_name;
  BinaryOperator operation;
};
constexpr std::array<Comparison, 6> kComparisons = {{
    {"equals", "eq", BinaryOperator::Equal},
    {"notEquals", "ne", BinaryOperator::NotEqual},
    {"lowerThan", "lt", BinaryOperator::Less},
    {"lowerThanOrEquals", "lte", BinaryOperator::LessEqual},
    {"greaterThan", "gt", BinaryOperator::Greater},
    {"greaterThanOrEquals", "gte", BinaryOperator::GreaterEqual},
}};

// The variable that the first argument means: `name` itself when it is bare, else the name it gives.
Operand variable_of(const Node& argument, Environment& environment) {
  if (!argument.bare_name().empty() || !argument.is_constant())
    return argument.evaluate_tolerant(environment);
  const Value name = argument.evaluate(environment).value;
  if (!name.is_string()) return name;
  Operand result;
  (void)environment.variable_named(name.as_string(), result.value);
  return result;
}

bool contains_value(const Value& container, const Value& wanted) {
  if (container.is_string()) return container.as_string().find(to_text(wanted)) != std::string_view::npos;
  if (!container.is_list()) return false;
  for (const Value& item : container.as_list()) {
    if (equals(item, wanted)) return true;
  }
  return false;
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j <= bytes.size() ? kAlphabet[group >> (18 - 6 * j) & 63] : '=';
    }
  }
  return text;
}

// Java's SimpleDateFormat letters that are digits.
std::string format_date(std::string_view pattern, model::Instant date) {
  const auto day = std::chrono::floor<std::chrono::days>(date);
  const std::chrono::year_month_day calendar(day);
  const std::chrono::hh_mm_ss time(date - day);
  std::string text;
  for (std::size_t i = 0; i < pattern.size();) {
    std::size_t length = 1;
    while (i + length < pattern.size() && pattern[i + length] == pattern[i]) ++length;
    const auto put = [&](long number) { text += fmt::format("{:0{}}", number, length); };
    switch (pattern[i]) {
      case 'y':
        put(length == 2 ? static_cast<int>(calendar.year()) % 100 : static_cast<int>(calendar.year()));
        break;
      case 'M':
        put(static_cast<unsigned>(calendar.month()));
        break;
      case 'd':
        put(static_cast<unsigned>(calendar.day()));
        break;
      case 'H':
        put(time.hours().count());
        break;
      case 'm':
        put(time.minutes().count());
        break;
      case 's':
        put(time.seconds().count());
        break;
      case 'S':
        put(time.subseconds().count());
        break;
      case '\'':
        break;
      default:
        text += std::string(length, pattern[i]);
        break;
    }
    i += length;
  }
  return text;
}

}  // namespace

bool is_variable_function(std::string_view prefix) noexcept {
  return prefix == "variables" || prefix == "vars" || prefix == "var";
}

bool call_variable_function(std::string_view name, const NodeList& arguments, Environment& environment,
                            Operand& result, std::size_t offset) {
  if (arguments.empty()) return false;
  const Operand variable = variable_of(*arguments.front(), environment);
  const Value& value = variable.value;
  const auto argument = [&](std::size_t i) { return arguments[i]->evaluate(environment).value; };
  if (arguments.size() == 1) {
    if (name == "get") {
      result = variable;
    } else if (name == "exists") {
      result = Value(variable.object != nullptr || !value.is_null());
    } else if (name == "isEmpty" || name == "empty") {
      result = Value(is_empty(value));
    } else if (name == "isNotEmpty" || name == "notEmpty") {
      result = Value(!is_empty(value));
    } else if (name == "base64") {
      result = Value(base64(value.is_string() || value.is_bytes() ? value.as_string() : to_text(value)));
    } else {
      return false;
    }
    return true;
  }
  if (name == "getOrDefault" && arguments.size() == 2) {
    result = value.is_null() ? argument(1) : value;
    return true;
  }
  if (name == "contains" || name == "containsAny") {
    bool all = true, any = false;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      const bool found = contains_value(value, argument(i));
      all = all && found;
      any = any || found;
    }
    result = Value(name == "contains" ? all : any);
    return true;
  }
  for (const Comparison& comparison : kComparisons) {
    if (name != comparison.name && name != comparison.short_name) continue;
    if (arguments.size() != 2) return false;
    const bool equality =
        comparison.operation == BinaryOperator::Equal || comparison.operation == BinaryOperator::NotEqual;
    const Value other = argument(1);
    result = !equality && (value.is_null() || other.is_null())
                 ? Value(false)
                 : apply(comparison.operation, value, other, offset);
    return true;
  }
  return false;
}

bool call_function(std::string_view prefix, std::string_view name, std::span<const Operand> arguments,
                   Environment& environment, Operand& result, std::size_t offset) {
  if (prefix == "date" && name == "format" && arguments.size() == 2) {
    const bool date_first = arguments[0].value.is_date();
    const Value& date = arguments[date_first ? 0 : 1].value;
    const Value& pattern = arguments[date_first ? 1 : 0].value;
    if (!date.is_date() || !pattern.is_string())
      throw Fault(offset, "date:format takes a pattern and a date");
    result = Value(format_date(pattern.as_string(), date.as_date()));
    return true;
  }
  if (!prefix.empty()) return false;
  if ((name == "now" || name == "dateTime") && arguments.empty()) {
    result = Value(environment.now());
  } else if (name == "list") {
    model::List items;
    for (const Operand& argument : arguments) items.push_back(argument.value);
    result = Value(std::move(items));
  } else if ((name == "S" || name == "JSON") && arguments.size() == 1) {
    result = arguments[0];
    if (arguments[0].value.is_string()) {
      std::string error;
      result = model::parse_json(arguments[0].value.as_string(), error);
      if (!error.empty()) throw Fault(offset, fmt::format("this is no JSON: {}", error));
    }
  } else if (name == "not" && arguments.size() == 1) {
    result = Value(!to_boolean(arguments[0].value, offset));
  } else if (name == "string" && arguments.size() == 1) {
    result = Value(to_text(arguments[0].value));
  } else if (name == "count" && arguments.size() == 1 && arguments[0].value.is_list()) {
    result = Value(arguments[0].value.as_list().size());
  } else {
    return false;
  }
  return true;
}

}  // namespace rondo::expression
