// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/node.hpp"
#include "expression/operators.hpp"

#include <utility>

namespace rondo::expression {

/// Base of the operators with two operands.
class BinaryNode : public Node {
 public:
  /// `at`: the byte at which the operator stands.
  BinaryNode(Operator op, std::size_t at, NodePtr left, NodePtr right)
      : Node(left->offset(), 1 + std::max(left->height(), right->height())),
        op_(op),
        at_(static_cast<std::uint32_t>(at)),
        left_(std::move(left)),
        right_(std::move(right)) {}

 protected:
  [[nodiscard]] Operator op() const noexcept { return op_; }
  [[nodiscard]] std::size_t at() const noexcept { return at_; }
  [[nodiscard]] const Node& left() const noexcept { return *left_; }
  [[nodiscard]] const Node& right() const noexcept { return *right_; }

 private:
  Operator op_;
  std::uint32_t at_;
  NodePtr left_, right_;
};

/// `+ - * / %`.
class ArithmeticNode final : public BinaryNode {
 public:
  using BinaryNode::BinaryNode;
  [[nodiscard]] Operand evaluate(Environment& environment) const override;
};

/// `== != < <= > >=`.
class ComparisonNode final : public BinaryNode {
 public:
  using BinaryNode::BinaryNode;
  [[nodiscard]] Operand evaluate(Environment& environment) const override;
};

/// `&&` and `||`: the right side is evaluated only when it decides.
class LogicNode final : public BinaryNode {
 public:
  using BinaryNode::BinaryNode;
  [[nodiscard]] Operand evaluate(Environment& environment) const override;
};

/// FEEL's operators: null where the operands do not fit, and logic with three values.
class FeelBinaryNode final : public BinaryNode {
 public:
  using BinaryNode::BinaryNode;
  [[nodiscard]] Operand evaluate(Environment& environment) const override;
  [[nodiscard]] bool is_arithmetic() const noexcept { return op() >= Operator::Add; }

 private:
  [[nodiscard]] model::Value logic(Environment& environment) const;
};

/// `-x`, `!x`, `empty x`, and FEEL's `-x` and `not(x)`, which give null for what does not fit.
class UnaryNode final : public Node {
 public:
  enum class Kind : std::uint8_t { Negate, Not, Empty, FeelNegate, FeelNot };
  UnaryNode(Kind kind, std::size_t offset, NodePtr operand)
      : Node(offset, 1 + operand->height()), kind_(kind), operand_(std::move(operand)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  Kind kind_;
  NodePtr operand_;
};

}  // namespace rondo::expression
