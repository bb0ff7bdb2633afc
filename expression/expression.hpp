// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"
#include "model/error.hpp"
#include "model/implementation.hpp"
#include "model/names.hpp"

#include <memory>
#include <span>

namespace rondo::expression {

class Node;

/// An expression, composite text or `juel` script, compiled once at deployment. Immutable; any number
/// of threads may evaluate it at a time.
class Compiled {
 public:
  Compiled(model::ExpressionSource source, std::unique_ptr<const Node> root, std::vector<model::NameId> reads,
           bool reads_more = false);
  ~Compiled();
  Compiled(Compiled&&) noexcept;
  Compiled& operator=(Compiled&&) noexcept;

  /// Evaluates to process data. A host object as result is an error.
  /// Throws ExpressionError with the text, the offset in it, the element and its place.
  [[nodiscard]] model::Value evaluate(Environment& environment) const;
  /// Evaluates to data or to a host object (delegate expressions).
  [[nodiscard]] Operand evaluate_operand(Environment& environment) const;

  /// Whether the result is the same whatever the environment (a text without `${…}`, a literal).
  [[nodiscard]] bool is_constant() const noexcept { return constant_ != nullptr; }
  /// That result; nullptr when it depends on something.
  [[nodiscard]] const model::Value* constant() const noexcept { return constant_; }
  /// The variable names that it may read, sorted, each once.
  [[nodiscard]] std::span<const model::NameId> reads() const noexcept { return reads_; }
  /// Whether it may read other variables as well: it computes their names, or hands the execution to the
  /// host.
  [[nodiscard]] bool reads_more() const noexcept { return reads_more_; }
  [[nodiscard]] const model::ExpressionSource& source() const noexcept { return source_; }

 private:
  model::ExpressionSource source_;
  std::unique_ptr<const Node> root_;
  const model::Value* constant_ = nullptr;  // of root_
  std::vector<model::NameId> reads_;
  bool reads_more_ = false;
};

/// Compiles `source` (kinds Text, Condition, Value, and Script in `juel`); names are interned in `names`.
/// Throws ExpressionError when the text is not well formed.
[[nodiscard]] std::unique_ptr<const Compiled> compile(const model::ExpressionSource& source,
                                                      model::NameTable& names);

/// Whether `compile` understands scripts and expressions of that language ("", "juel", "uel" …).
[[nodiscard]] bool is_native_language(std::string_view language) noexcept;
/// Whether `compile` understands only a part of that language.
[[nodiscard]] bool is_subset(std::string_view language) noexcept;
/// Whether a script needs nobody's code: `compile` understands it.
[[nodiscard]] bool runs_by_itself(const model::ExpressionSource& source);

}  // namespace rondo::expression
