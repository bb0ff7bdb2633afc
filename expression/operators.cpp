// SPDX-License-Identifier: Apache-2.0
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace rondo::expression {

namespace {

using model::Value;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<Value> parse_number(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  const char* end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto [at, failed] = std::from_chars(text.data(), end, integer);
      failed == std::errc{} && at == end) {
    return Value(integer);
  }
  double number = 0;
  if (const auto [at, failed] = std::from_chars(text.data(), end, number);
      failed == std::errc{} && at == end) {
    return Value(number);
  }
  return std::nullopt;
}

// A number, or a text that is one; null counts as 0 in arithmetic.
std::optional<Value> as_number(const Value& value) {
  if (value.is_number()) return value;
  if (value.is_string()) return parse_number(value.as_string());
  if (value.is_null()) return Value(0);
  return std::nullopt;
}

std::string_view symbol(BinaryOperator operation) {
  using enum BinaryOperator;
  switch (operation) {
    case Add:
      return "+";
    case Subtract:
      return "-";
    case Multiply:
      return "*";
    case Divide:
      return "/";
    case Modulo:
      return "%";
    case Equal:
      return "==";
    case NotEqual:
      return "!=";
    case Less:
      return "<";
    case LessEqual:
      return "<=";
    case Greater:
      return ">";
    case GreaterEqual:
      return ">=";
  }
  return "?";
}

Value arithmetic(BinaryOperator operation, double left, double right, std::size_t offset) {
  using enum BinaryOperator;
  if (operation == Add) return left + right;
  if (operation == Subtract) return left - right;
  if (operation == Multiply) return left * right;
  if (right == 0) throw Fault(offset, "division by zero");
  return operation == Divide ? left / right : std::fmod(left, right);
}

// Whole numbers stay whole unless they are divided or grow too large.
Value arithmetic(BinaryOperator operation, std::int64_t left, std::int64_t right, std::size_t offset) {
  using enum BinaryOperator;
  std::int64_t result = 0;
  bool overflow = false;
  if (operation == Add) overflow = __builtin_add_overflow(left, right, &result);
  if (operation == Subtract) overflow = __builtin_sub_overflow(left, right, &result);
  if (operation == Multiply) overflow = __builtin_mul_overflow(left, right, &result);
  if (operation == Modulo) {
    if (right == 0) throw Fault(offset, "division by zero");
    result = right == -1 ? 0 : left % right;
  }
  if (overflow || operation == Divide) {
    return arithmetic(operation, static_cast<double>(left), static_cast<double>(right), offset);
  }
  return result;
}

[[noreturn]] void mismatch(BinaryOperator operation, const Value& left, const Value& right,
                           std::size_t offset) {
  throw Fault(offset, fmt::format("'{}' cannot be applied to {} and {}", symbol(operation),
                                  model::name_of(left.type()), model::name_of(right.type())));
}

Value calculate(BinaryOperator operation, const Value& left, const Value& right, std::size_t offset) {
  const auto a = as_number(left);
  const auto b = as_number(right);
  if (!a || !b || (left.is_null() && right.is_null())) {
    // As in Java, adding a text joins texts.
    const bool joins = operation == BinaryOperator::Add && (left.is_string() || right.is_string());
    if (joins) return to_text(left) + to_text(right);
    if (left.is_null() && right.is_null()) return 0;
    mismatch(operation, left, right, offset);
  }
  if (a->is_integer() && b->is_integer())
    return arithmetic(operation, a->as_integer(), b->as_integer(), offset);
  return arithmetic(operation, a->to_number(), b->to_number(), offset);
}

template <typename T>
bool ordered(BinaryOperator operation, const T& left, const T& right) {
  using enum BinaryOperator;
  switch (operation) {
    case Less:
      return left < right;
    case LessEqual:
      return left <= right;
    case Greater:
      return left > right;
    default:
      return left >= right;
  }
}

bool compare(BinaryOperator operation, const Value& left, const Value& right, std::size_t offset) {
  if (left.is_integer() && right.is_integer())
    return ordered(operation, left.as_integer(), right.as_integer());
  if (left.is_null() || right.is_null()) {
    const bool or_equal = operation == BinaryOperator::LessEqual || operation == BinaryOperator::GreaterEqual;
    return or_equal && left.is_null() && right.is_null();
  }
  if (left.is_number() || right.is_number()) {
    const auto a = as_number(left);
    const auto b = as_number(right);
    if (!a || !b) mismatch(operation, left, right, offset);
    return ordered(operation, a->to_number(), b->to_number());
  }
  if (left.is_string() && right.is_string()) return ordered(operation, left.as_string(), right.as_string());
  if (left.is_date() && right.is_date()) return ordered(operation, left.as_date(), right.as_date());
  if (left.is_date() && right.is_string()) {
    return ordered(operation, model::to_iso8601(left.as_date()), std::string(right.as_string()));
  }
  if (left.is_string() && right.is_date()) {
    return ordered(operation, std::string(left.as_string()), model::to_iso8601(right.as_date()));
  }
  mismatch(operation, left, right, offset);
}

bool is_text_of(std::string_view text, bool boolean) {
  const std::string_view wanted = boolean ? "true" : "false";
  if (text.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != wanted[i]) return false;
  }
  return true;
}

}  // namespace

Value apply(BinaryOperator operation, const Value& left, const Value& right, std::size_t offset) {
  using enum BinaryOperator;
  switch (operation) {
    case Equal:
      return equals(left, right);
    case NotEqual:
      return !equals(left, right);
    case Less:
    case LessEqual:
    case Greater:
    case GreaterEqual:
      return compare(operation, left, right, offset);
    default:
      return calculate(operation, left, right, offset);
  }
}

Value negate(const Value& value, std::size_t offset) {
  const auto number = as_number(value);
  if (!number) throw Fault(offset, fmt::format("'-' cannot be applied to {}", model::name_of(value.type())));
  if (number->is_integer() && number->as_integer() != std::numeric_limits<std::int64_t>::min()) {
    return -number->as_integer();
  }
  return -number->to_number();
}

bool to_boolean(const Value& value, std::size_t offset) {
  if (value.is_boolean()) return value.as_boolean();
  if (value.is_null()) return false;
  if (value.is_string()) {
    if (is_text_of(value.as_string(), true)) return true;
    if (value.as_string().empty() || is_text_of(value.as_string(), false)) return false;
  }
  throw Fault(offset, fmt::format("expected a boolean but found {}", model::name_of(value.type())));
}

bool equals(const Value& left, const Value& right) {
  if (left.type() == right.type() || (left.is_number() && right.is_number())) return left == right;
  if (left.is_null() || right.is_null()) return false;
  if (left.is_string() && !right.is_string()) return equals(right, left);
  if (!right.is_string()) return false;
  const std::string_view text = right.as_string();
  if (left.is_number()) {
    const auto number = parse_number(text);
    return number && *number == left;
  }
  if (left.is_boolean()) return is_text_of(text, left.as_boolean());
  return left.is_date() && model::to_iso8601(left.as_date()) == text;
}

bool is_empty(const Value& value) {
  if (value.is_null()) return true;
  if (value.is_string()) return value.as_string().empty();
  if (value.is_list()) return value.as_list().empty();
  return value.is_object() && value.as_object().empty();
}

std::string to_text(const Value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_date()) return model::to_iso8601(value.as_date());
  return model::to_json(value);
}

}  // namespace rondo::expression
