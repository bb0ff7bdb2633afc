// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace rondo::expression {

/// What happens with things that are not there or do not fit: an error, or null as in FEEL.
enum class Style : std::uint8_t { Uel, Feel };

/// Changes a value in its place.
using Change = std::function<void(model::Value&)>;

/// A part of a compiled expression. Immutable; evaluation keeps nothing in it. What fails throws Failure;
/// what the host throws passes through.
class Node {
 public:
  /// `offset`: the byte of the text at which the part begins. `height`: of the tree under it, at least 1.
  Node(std::size_t offset, std::size_t height)
      : offset_(static_cast<std::uint32_t>(offset)), height_(static_cast<std::uint32_t>(height)) {}
  virtual ~Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  [[nodiscard]] virtual Operand evaluate(Environment& environment) const = 0;

  /// Evaluates into `result`, or answers false when that reads a variable that does not exist.
  virtual bool try_evaluate(Environment& environment, Operand& result) const {
    result = evaluate(environment);
    return true;
  }

  /// The value when it is the same in every environment, else nullptr.
  [[nodiscard]] virtual const model::Value* constant() const noexcept { return nullptr; }

  /// Whether it names a place that can be written: a variable, or a part of one.
  [[nodiscard]] virtual bool is_place() const noexcept { return false; }
  /// Reads the place, applies `change` and writes it back. Precondition: is_place().
  virtual void modify(Environment&, const Change&) const {}
  /// Writes the place. Precondition: is_place().
  virtual void assign(Environment& environment, const model::Value& value) const {
    modify(environment, [&value](model::Value& place) { place = value; });
  }

  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
  [[nodiscard]] std::size_t height() const noexcept { return height_; }

 private:
  std::uint32_t offset_;
  std::uint32_t height_;
};

using NodePtr = std::unique_ptr<const Node>;
using Nodes = std::vector<NodePtr>;

/// One more than the highest of `children`.
[[nodiscard]] inline std::size_t height_above(const Nodes& children) noexcept {
  std::size_t highest = 0;
  for (const NodePtr& child : children) highest = std::max(highest, child->height());
  return highest + 1;
}

}  // namespace rondo::expression
