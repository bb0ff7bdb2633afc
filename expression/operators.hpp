// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rondo::expression {

/// Operators with two operands.
enum class Operator : std::uint8_t {
  Or,
  And,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo
};

/// As written: `+`, `<=` …
[[nodiscard]] std::string_view sign_of(Operator op) noexcept;

/// What comparing two values by order found; `Unordered` with not-a-number.
enum class Order : std::uint8_t { Less, Equal, Greater, Unordered };

// The rules of all these are in docs/expressions.md. Failures name `offset`.

/// `+ - * / %`. Throws Failure for operands that are no numbers.
[[nodiscard]] model::Value arithmetic(Operator op, const Operand& left, const Operand& right,
                                      std::size_t offset);

/// The same for numbers alone. nullopt when it divides by zero.
[[nodiscard]] std::optional<model::Value> number_arithmetic(Operator op, const model::Value& left,
                                                            const model::Value& right) noexcept;

/// `== != < <= > >=`. Throws Failure for values without a common order; equality never fails.
[[nodiscard]] bool compare(Operator op, const Operand& left, const Operand& right, std::size_t offset);

/// `==`.
[[nodiscard]] bool equal(const Operand& left, const Operand& right) noexcept;

/// The order of two values of types that have one, without null. nullopt when they have none.
[[nodiscard]] std::optional<Order> order_of(const model::Value& left, const model::Value& right) noexcept;

/// Whether that order fits the comparison `op`.
[[nodiscard]] bool fits(Operator op, Order order) noexcept;

/// What a condition counts as. Throws Failure for values that are neither true nor false.
[[nodiscard]] bool truth_of(const Operand& operand, std::size_t offset);

/// `-value`. Throws Failure when it is no number.
[[nodiscard]] model::Value negated(const Operand& operand, std::size_t offset);

/// `empty value`: null, and texts, lists and objects with nothing in them.
[[nodiscard]] bool is_empty(const Operand& operand) noexcept;

}  // namespace rondo::expression
