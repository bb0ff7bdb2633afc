// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"
#include "model/names.hpp"
#include "model/value.hpp"

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rondo::expression {

/// Something is wrong at a place in an expression. Becomes an ExpressionError, which knows the whole
/// text and the element.
class Fault : public std::runtime_error {
 public:
  Fault(std::size_t offset, const std::string& message) : std::runtime_error(message), offset_(offset) {}
  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }

 private:
  std::size_t offset_;
};

/// A part of a compiled expression. Immutable.
class Node {
 public:
  explicit Node(std::size_t offset) : offset_(offset) {}
  virtual ~Node() = default;

  /// Throws Fault.
  virtual Operand evaluate(Environment& environment) const = 0;
  /// As evaluate(), but a variable or member that does not exist gives null.
  virtual Operand evaluate_tolerant(Environment& environment) const { return evaluate(environment); }
  /// Writes to what the node names. Throws Fault when it is nothing that can be written to.
  virtual void assign(Environment& environment, model::Value value) const;
  [[nodiscard]] virtual bool is_constant() const noexcept { return false; }
  /// The name, when the node is a bare one; else empty.
  [[nodiscard]] virtual const std::string& bare_name() const noexcept;

  /// Byte offset in the text at which it begins.
  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }

 protected:
  /// Evaluates to data; a host object is a fault.
  [[nodiscard]] static model::Value data(const Node& node, Environment& environment);

 private:
  std::size_t offset_;
};

using NodePtr = std::unique_ptr<const Node>;
using NodeList = std::vector<NodePtr>;

enum class UnaryOperator { Not, Minus, Empty };
enum class BinaryOperator {
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual
};

[[nodiscard]] NodePtr make_constant(std::size_t offset, model::Value value);
/// `tolerant`: an unknown variable is null instead of a fault (FEEL).
[[nodiscard]] NodePtr make_variable(std::size_t offset, std::string name, model::NameId id, bool tolerant);
[[nodiscard]] NodePtr make_property(std::size_t offset, NodePtr object, std::string name, bool tolerant);
[[nodiscard]] NodePtr make_index(std::size_t offset, NodePtr object, NodePtr index);
[[nodiscard]] NodePtr make_method_call(std::size_t offset, NodePtr object, std::string name,
                                       NodeList arguments);
[[nodiscard]] NodePtr make_function_call(std::size_t offset, std::string prefix, std::string name,
                                         NodeList arguments);
[[nodiscard]] NodePtr make_unary(std::size_t offset, UnaryOperator operation, NodePtr operand);
[[nodiscard]] NodePtr make_binary(std::size_t offset, BinaryOperator operation, NodePtr left, NodePtr right);
/// `and` when `conjunction`, else `or`; the right side is evaluated only when it matters.
[[nodiscard]] NodePtr make_logical(std::size_t offset, bool conjunction, NodePtr left, NodePtr right);
[[nodiscard]] NodePtr make_choice(std::size_t offset, NodePtr condition, NodePtr yes, NodePtr no);
[[nodiscard]] NodePtr make_assignment(std::size_t offset, NodePtr target, NodePtr value);
/// Evaluates all, gives the last.
[[nodiscard]] NodePtr make_sequence(std::size_t offset, NodeList parts);
/// Joins the parts' values as text.
[[nodiscard]] NodePtr make_composite(std::size_t offset, NodeList parts);

}  // namespace rondo::expression
