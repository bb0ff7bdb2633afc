// SPDX-License-Identifier: Apache-2.0
#include "expression/operators.hpp"

#include "expression/conversion.hpp"
#include "expression/failure.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace rondo::expression {

using model::Value;
using model::ValueType;

namespace {

constexpr std::array<std::string_view, 13> kOperatorSigns{"||", "&&", "==", "!=", "<", "<=", ">",
                                                          ">=", "+",  "-",  "*",  "/", "%"};

std::optional<Value> whole_arithmetic(Operator op, std::int64_t left, std::int64_t right) noexcept {
  std::int64_t result = 0;
  switch (op) {
    case Operator::Add:
      if (__builtin_add_overflow(left, right, &result)) break;
      return Value(result);
    case Operator::Subtract:
      if (__builtin_sub_overflow(left, right, &result)) break;
      return Value(result);
    case Operator::Multiply:
      if (__builtin_mul_overflow(left, right, &result)) break;
      return Value(result);
    case Operator::Modulo:
      if (right == 0) return std::nullopt;
      return Value(right == -1 ? std::int64_t{0} : left % right);  // the quotient by -1 may not fit
    default:
      if (right == 0) return std::nullopt;
      return Value(static_cast<double>(left) / static_cast<double>(right));
  }
  // The result has no place in 64 bits.
  const auto l = static_cast<double>(left), r = static_cast<double>(right);
  if (op == Operator::Add) return Value(l + r);
  return Value(op == Operator::Subtract ? l - r : l * r);
}

std::optional<Value> arithmetic_operand(const Operand& operand) noexcept {
  if (operand.object != nullptr) return std::nullopt;
  if (operand.value.is_null()) return Value(0);
  return number_of(operand.value);
}

bool is_word(const Operand& operand) noexcept {
  return operand.value.is_string() && !number_in(operand.value.as_string());
}

bool joins(const Operand& left, const Operand& right) noexcept {
  if (left.object != nullptr || right.object != nullptr) return false;
  return is_word(left) || is_word(right);
}

template <typename Number>
Order order(Number left, Number right) noexcept {
  if (left < right) return Order::Less;
  if (left > right) return Order::Greater;
  return left == right ? Order::Equal : Order::Unordered;
}

Order order_of_numbers(const Value& left, const Value& right) noexcept {
  if (left.is_integer() && right.is_integer()) return order(left.as_integer(), right.as_integer());
  if (left.is_double() && right.is_double()) return order(left.as_double(), right.as_double());
  // A long double holds every 64-bit integer on the usual machines.
  const auto wide = [](const Value& value) {
    return value.is_integer() ? static_cast<long double>(value.as_integer())
                              : static_cast<long double>(value.as_double());
  };
  return order(wide(left), wide(right));
}

bool equal_to_boolean(bool boolean, const Value& other) noexcept {
  return other.is_string() && boolean_in(other.as_string()) == boolean;
}

}  // namespace

std::string_view sign_of(Operator op) noexcept { return kOperatorSigns.at(static_cast<std::size_t>(op)); }

std::optional<Value> number_arithmetic(Operator op, const Value& left, const Value& right) noexcept {
  if (left.is_integer() && right.is_integer()) {
    return whole_arithmetic(op, left.as_integer(), right.as_integer());
  }
  const double l = left.to_number(), r = right.to_number();
  switch (op) {
    case Operator::Add:
      return Value(l + r);
    case Operator::Subtract:
      return Value(l - r);
    case Operator::Multiply:
      return Value(l * r);
    case Operator::Modulo:
      if (r == 0) return std::nullopt;
      return Value(std::fmod(l, r));
    default:
      return Value(l / r);
  }
}

Value arithmetic(Operator op, const Operand& left, const Operand& right, std::size_t offset) {
  if (op == Operator::Add && joins(left, right)) {
    std::string text = text_of(left.value);
    append_text(text, right.value);
    return Value(std::move(text));
  }
  const auto l = arithmetic_operand(left), r = arithmetic_operand(right);
  if (!l || !r) {
    fail(offset, fmt::format("'{}' needs numbers, but found {}", sign_of(op), describe(l ? right : left)));
  }
  auto result = number_arithmetic(op, *l, *r);
  if (!result) fail(offset, "division by zero");
  return std::move(*result);
}

std::optional<Order> order_of(const Value& left, const Value& right) noexcept {
  if (left.is_number() && right.is_number()) return order_of_numbers(left, right);
  if (left.is_string() && right.is_string()) return order(left.as_string().compare(right.as_string()), 0);
  if (left.is_date() || right.is_date()) {
    const auto l = date_of(left), r = date_of(right);
    if (!l || !r) return std::nullopt;
    return order(l->time_since_epoch().count(), r->time_since_epoch().count());
  }
  if (!left.is_number() && !right.is_number()) return std::nullopt;
  const auto l = number_of(left), r = number_of(right);
  if (!l || !r) return std::nullopt;
  return order_of_numbers(*l, *r);
}

bool equal(const Operand& left, const Operand& right) noexcept {
  if (left.object != nullptr || right.object != nullptr) return left.object == right.object;
  const Value &l = left.value, &r = right.value;
  if (l.type() == r.type()) return l == r;
  if (l.is_boolean()) return equal_to_boolean(l.as_boolean(), r);
  if (r.is_boolean()) return equal_to_boolean(r.as_boolean(), l);
  return order_of(l, r) == Order::Equal;
}

bool fits(Operator op, Order order) noexcept {
  switch (op) {
    case Operator::Equal:
      return order == Order::Equal;
    case Operator::NotEqual:
      return order != Order::Equal;
    case Operator::Less:
      return order == Order::Less;
    case Operator::LessEqual:
      return order == Order::Less || order == Order::Equal;
    case Operator::Greater:
      return order == Order::Greater;
    default:
      return order == Order::Greater || order == Order::Equal;
  }
}

bool compare(Operator op, const Operand& left, const Operand& right, std::size_t offset) {
  if (op == Operator::Equal) return equal(left, right);
  if (op == Operator::NotEqual) return !equal(left, right);
  if (left.object == nullptr && right.object == nullptr) {
    const bool null = left.value.is_null(), other_null = right.value.is_null();
    if (null || other_null) return null && other_null && fits(op, Order::Equal);
    if (const auto order = order_of(left.value, right.value)) return fits(op, *order);
  }
  fail(offset, fmt::format("'{}' cannot compare {} with {}", sign_of(op), describe(left), describe(right)));
}

bool truth_of(const Operand& operand, std::size_t offset) {
  const Value& value = operand.value;
  if (value.is_boolean()) return value.as_boolean();
  if (operand.object == nullptr && value.is_null()) return false;
  if (value.is_string()) {
    if (value.as_string().empty()) return false;
    if (const auto boolean = boolean_in(value.as_string())) return *boolean;
  }
  fail(offset, fmt::format("expected a boolean, but found {}", describe(operand)));
}

Value negated(const Operand& operand, std::size_t offset) {
  const auto number = arithmetic_operand(operand);
  if (!number) fail(offset, fmt::format("'-' needs a number, but found {}", describe(operand)));
  if (number->is_double()) return Value(-number->as_double());
  return *whole_arithmetic(Operator::Subtract, 0, number->as_integer());
}

bool is_empty(const Operand& operand) noexcept {
  if (operand.object != nullptr) return false;
  const Value& value = operand.value;
  switch (value.type()) {
    case ValueType::Null:
      return true;
    case ValueType::String:
    case ValueType::Bytes:
      return value.as_string().empty();
    case ValueType::List:
      return value.as_list().empty();
    case ValueType::Object:
      return value.as_object().empty();
    default:
      return false;
  }
}

}  // namespace rondo::expression
