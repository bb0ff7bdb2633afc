// SPDX-License-Identifier: Apache-2.0
#include "expression/operator_nodes.hpp"

#include "expression/conversion.hpp"

#include <optional>

namespace rondo::expression {

using model::Value;

namespace {

std::optional<bool> boolean_of(const Operand& operand) noexcept {
  if (!operand.value.is_boolean()) return std::nullopt;
  return operand.value.as_boolean();
}

Value feel_equality(Operator op, const Value& left, const Value& right) {
  const bool either_null = left.is_null() || right.is_null();
  const bool alike = left.type() == right.type() || (left.is_number() && right.is_number());
  if (!alike && !either_null) return {};
  return Value((left == right) == (op == Operator::Equal));
}

Value feel_order(Operator op, const Value& left, const Value& right) {
  const bool alike = left.type() == right.type() || (left.is_number() && right.is_number());
  if (!alike || left.is_null()) return {};
  const auto order = order_of(left, right);
  return order ? Value(fits(op, *order)) : Value();
}

Value feel_arithmetic(Operator op, const Value& left, const Value& right) {
  if (op == Operator::Add && left.is_string() && right.is_string()) {
    std::string text(left.as_string());
    text += right.as_string();
    return Value(std::move(text));
  }
  if (!left.is_number() || !right.is_number()) return {};
  if (op == Operator::Divide && right.to_number() == 0) return {};
  return number_arithmetic(op, left, right).value_or(Value());
}

}  // namespace

Operand ArithmeticNode::evaluate(Environment& environment) const {
  const Operand l = left().evaluate(environment);
  const Operand r = right().evaluate(environment);
  if (l.value.is_integer() && r.value.is_integer() && op() != Operator::Divide && op() != Operator::Modulo) {
    return *number_arithmetic(op(), l.value, r.value);
  }
  return arithmetic(op(), l, r, at());
}

Operand ComparisonNode::evaluate(Environment& environment) const {
  const Operand l = left().evaluate(environment);
  const Operand r = right().evaluate(environment);
  if (l.value.is_integer() && r.value.is_integer()) {
    const std::int64_t a = l.value.as_integer(), b = r.value.as_integer();
    const Order order = a < b ? Order::Less : (a > b ? Order::Greater : Order::Equal);
    return Value(fits(op(), order));
  }
  return Value(compare(op(), l, r, at()));
}

Operand LogicNode::evaluate(Environment& environment) const {
  const bool decisive = op() == Operator::Or;
  if (truth_of(left().evaluate(environment), left().offset()) == decisive) return Value(decisive);
  return Value(truth_of(right().evaluate(environment), right().offset()));
}

Value FeelBinaryNode::logic(Environment& environment) const {
  const bool decisive = op() == Operator::Or;
  const auto l = boolean_of(left().evaluate(environment));
  if (l == decisive) return Value(decisive);
  const auto r = boolean_of(right().evaluate(environment));
  if (r == decisive) return Value(decisive);
  return l && r ? Value(!decisive) : Value();
}

Operand FeelBinaryNode::evaluate(Environment& environment) const {
  if (op() == Operator::And || op() == Operator::Or) return logic(environment);
  const Operand l = left().evaluate(environment);
  const Operand r = right().evaluate(environment);
  if (l.object != nullptr || r.object != nullptr) {
    if (op() != Operator::Equal && op() != Operator::NotEqual) return {};
    return Value((l.object == r.object) == (op() == Operator::Equal));
  }
  if (op() == Operator::Equal || op() == Operator::NotEqual) return feel_equality(op(), l.value, r.value);
  if (op() < Operator::Add) return feel_order(op(), l.value, r.value);
  return feel_arithmetic(op(), l.value, r.value);
}

Operand UnaryNode::evaluate(Environment& environment) const {
  if (kind_ == Kind::Empty) {
    Operand operand;
    return Value(!operand_->try_evaluate(environment, operand) || is_empty(operand));
  }
  const Operand operand = operand_->evaluate(environment);
  switch (kind_) {
    case Kind::Negate:
      return negated(operand, offset());
    case Kind::Not:
      return Value(!truth_of(operand, operand_->offset()));
    case Kind::FeelNegate:
      return operand.value.is_number() ? negated(operand, offset()) : Value();
    default:
      return operand.value.is_boolean() ? Value(!operand.value.as_boolean()) : Value();
  }
}

}  // namespace rondo::expression
