// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/node.hpp"
#include "model/names.hpp"

#include <string>
#include <utility>

namespace rondo::expression {

/// A value that was known when the expression was compiled.
class ConstantNode final : public Node {
 public:
  ConstantNode(std::size_t offset, model::Value value) : Node(offset, 1), value_(std::move(value)) {}
  [[nodiscard]] Operand evaluate(Environment&) const override { return value_; }
  [[nodiscard]] const model::Value* constant() const noexcept override { return &value_; }

 private:
  model::Value value_;
};

/// A variable; an object of the host when no variable has that name.
class VariableNode final : public Node {
 public:
  VariableNode(Style style, std::size_t offset, model::NameId name, std::string text)
      : Node(offset, 1), name_(name), style_(style), text_(std::move(text)) {}

  [[nodiscard]] Operand evaluate(Environment& environment) const override;
  bool try_evaluate(Environment& environment, Operand& result) const override;
  [[nodiscard]] bool is_place() const noexcept override { return true; }
  void modify(Environment& environment, const Change& change) const override;
  void assign(Environment& environment, const model::Value& value) const override;

 private:
  [[noreturn]] void fail_unknown() const;

  model::NameId name_;
  Style style_;
  std::string text_;
};

/// Composite text: the texts of its parts in a row.
class TextNode final : public Node {
 public:
  TextNode(std::size_t offset, Nodes parts) : Node(offset, height_above(parts)), parts_(std::move(parts)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  Nodes parts_;
};

/// Statements one after the other; the last one's value.
class SequenceNode final : public Node {
 public:
  SequenceNode(std::size_t offset, Nodes statements)
      : Node(offset, height_above(statements)), statements_(std::move(statements)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  Nodes statements_;
};

/// `condition ? a : b`, and FEEL's `if condition then a else b`, where null counts as false.
class ConditionalNode final : public Node {
 public:
  ConditionalNode(Style style, NodePtr condition, NodePtr chosen, NodePtr other)
      : Node(condition->offset(), 1 + std::max({condition->height(), chosen->height(), other->height()})),
        style_(style),
        condition_(std::move(condition)),
        chosen_(std::move(chosen)),
        other_(std::move(other)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  Style style_;
  NodePtr condition_, chosen_, other_;
};

/// `place = value`.
class AssignNode final : public Node {
 public:
  /// Precondition: `place` is a place.
  AssignNode(NodePtr place, NodePtr value)
      : Node(place->offset(), 1 + std::max(place->height(), value->height())),
        place_(std::move(place)),
        value_(std::move(value)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  NodePtr place_, value_;
};

/// `[a, b]`.
class ListNode final : public Node {
 public:
  ListNode(std::size_t offset, Nodes items) : Node(offset, height_above(items)), items_(std::move(items)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  Nodes items_;
};

/// `{a: 1, 'b': 2}`.
class ObjectNode final : public Node {
 public:
  ObjectNode(std::size_t offset, std::vector<std::string> names, Nodes values)
      : Node(offset, height_above(values)), names_(std::move(names)), values_(std::move(values)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  std::vector<std::string> names_;
  Nodes values_;
};

/// Evaluates `node` to process data. Throws Failure when it gives an object of the host.
[[nodiscard]] model::Value data_of(const Node& node, Environment& environment);

}  // namespace rondo::expression
