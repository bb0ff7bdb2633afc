// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"

#include "expression/unicode.hpp"
#include "model/ascii.hpp"
#include "model/iso8601.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace rondo::expression {

using model::Value;
using model::ValueType;

namespace {

char small(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string text_of_double(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  return model::to_json(Value(number));
}

}  // namespace

std::string text_of(const Value& value) {
  switch (value.type()) {
    case ValueType::Null:
      return {};
    case ValueType::Boolean:
      return value.as_boolean() ? "true" : "false";
    case ValueType::Integer:
      return fmt::format_int(value.as_integer()).str();
    case ValueType::Double:
      return text_of_double(value.as_double());
    case ValueType::String:
      return std::string(value.as_string());
    case ValueType::Date:
      return model::to_iso8601(value.as_date());
    case ValueType::Bytes: {
      const std::string quoted = model::to_json(value);
      return quoted.substr(1, quoted.size() - 2);
    }
    case ValueType::List:
    case ValueType::Object:
      break;
  }
  return model::to_json(value);
}

void append_text(std::string& text, const Value& value) {
  if (value.is_string()) {
    text += value.as_string();
  } else if (value.is_integer()) {
    const fmt::format_int digits(value.as_integer());
    text.append(digits.data(), digits.size());
  } else {
    text += text_of(value);
  }
}

std::optional<Value> number_in(std::string_view text) noexcept {
  std::string_view digits = text;
  if (digits.starts_with('+') || digits.starts_with('-')) digits.remove_prefix(1);
  // Words such as "inf" are no numbers here.
  if (digits.empty() || !(model::is_digit(digits[0]) ||
                          (digits.size() > 1 && digits[0] == '.' && model::is_digit(digits[1])))) {
    return std::nullopt;
  }
  if (text.starts_with('+')) text = digits;
  const char* const end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto read = std::from_chars(text.data(), end, integer);
      read.ptr == end && read.ec == std::errc()) {
    return Value(integer);
  }
  double number = 0;
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ptr != end || read.ec != std::errc()) return std::nullopt;
  return Value(number);
}

std::optional<Value> number_of(const Value& value) noexcept {
  if (value.is_number()) return value;
  if (value.is_string()) return number_in(value.as_string());
  return std::nullopt;
}

std::optional<bool> boolean_in(std::string_view text) noexcept {
  if (equal_ignoring_case(text, "true")) return true;
  if (equal_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (small(left[i]) != small(right[i])) return false;
  }
  return true;
}

std::optional<std::int64_t> whole_number(const Value& value) noexcept {
  const auto number = number_of(value);
  if (!number) return std::nullopt;
  if (number->is_integer()) return number->as_integer();
  constexpr double kBound = 9007199254740992.0;  // doubles are whole numbers exactly up to 2^53
  const double exact = number->as_double();
  if (!(std::abs(exact) <= kBound) || exact != std::trunc(exact)) return std::nullopt;
  return static_cast<std::int64_t>(exact);
}

std::optional<model::Instant> date_of(const Value& value) noexcept {
  if (value.is_date()) return value.as_date();
  if (value.is_string()) return model::parse_instant(value.as_string());
  return std::nullopt;
}

std::string describe(const Operand& operand) {
  constexpr std::size_t kLongest = 40;
  if (operand.object != nullptr) return operand.object->describe();
  const Value& value = operand.value;
  const std::string_view type = model::name_of(value.type());
  if (value.is_null() || value.is_list() || value.is_object() || value.is_bytes()) return std::string(type);
  const std::string text = text_of(value);
  if (!value.is_string()) return fmt::format("{} {}", type, text);
  const std::size_t shown = whole_characters(text, kLongest);
  return fmt::format("{} '{}{}'", type, text.substr(0, shown), shown < text.size() ? "…" : "");
}

}  // namespace rondo::expression
