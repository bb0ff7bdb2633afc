// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/methods.hpp"
#include "expression/node.hpp"

#include <string>
#include <utility>

namespace rondo::expression {

/// `base.name`.
class PropertyNode final : public Node {
 public:
  /// `at`: the byte at which `name` begins.
  PropertyNode(Style style, NodePtr base, std::size_t at, std::string name)
      : Node(base->offset(), base->height() + 1),
        style_(style),
        at_(static_cast<std::uint32_t>(at)),
        base_(std::move(base)),
        name_(std::move(name)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;
  bool try_evaluate(Environment& environment, Operand& result) const override;
  [[nodiscard]] bool is_place() const noexcept override { return true; }
  void modify(Environment& environment, const Change& change) const override;
  void assign(Environment& environment, const model::Value& value) const override;

 private:
  // False when there is no such property.
  bool read(const Operand& base, Environment& environment, Operand& result) const;

  Style style_;
  std::uint32_t at_;
  NodePtr base_;
  std::string name_;
};

/// `base[index]`. Positions in lists count from 0, in FEEL from 1.
class IndexNode final : public Node {
 public:
  IndexNode(Style style, NodePtr base, NodePtr index)
      : Node(base->offset(), 1 + std::max(base->height(), index->height())),
        style_(style),
        base_(std::move(base)),
        index_(std::move(index)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;
  bool try_evaluate(Environment& environment, Operand& result) const override;
  [[nodiscard]] bool is_place() const noexcept override { return true; }
  void modify(Environment& environment, const Change& change) const override;
  void assign(Environment& environment, const model::Value& value) const override;

 private:
  [[nodiscard]] Operand read(const Operand& base, Environment& environment) const;
  [[nodiscard]] model::Value element(const model::List& list, const model::Value& index) const;

  Style style_;
  NodePtr base_, index_;
};

/// `base.method(arguments)`.
class MethodNode final : public Node {
 public:
  MethodNode(NodePtr base, std::size_t at, std::string name, Nodes arguments)
      : Node(base->offset(), 1 + std::max(base->height(), height_above(arguments))),
        at_(static_cast<std::uint32_t>(at)),
        base_(std::move(base)),
        name_(std::move(name)),
        arguments_(std::move(arguments)),
        methods_(find_methods(name_, arguments_.size())) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  [[nodiscard]] model::Value change(const Method& method, Operand base, Environment& environment,
                                    std::span<const Operand> arguments) const;

  std::uint32_t at_;
  NodePtr base_;
  std::string name_;
  Nodes arguments_;
  MethodSet methods_;
};

}  // namespace rondo::expression
