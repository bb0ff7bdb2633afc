// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/arguments.hpp"
#include "model/names.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace rondo::expression {

/// A built-in function.
struct Function {
  using Call = model::Value (*)(const Arguments& arguments);
  static constexpr std::uint8_t kAny = std::numeric_limits<std::uint8_t>::max();

  std::string_view prefix, name;
  std::uint8_t fewest, most;  ///< Number of arguments.
  Call call;
};

/// The built-in function of that name, or nullptr. Those of FEEL are found only for `feel`.
[[nodiscard]] const Function* find_function(std::string_view prefix, std::string_view name,
                                            bool feel) noexcept;

/// The functions with the prefix `net`: what .NET computes and writes in its own way.
[[nodiscard]] std::span<const Function> net_functions() noexcept;

/// Calls a built-in function.
class FunctionNode final : public Node {
 public:
  FunctionNode(std::size_t offset, const Function& function, Nodes arguments)
      : Node(offset, height_above(arguments)), function_(&function), arguments_(std::move(arguments)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  const Function* function_;
  Nodes arguments_;
};

/// Calls a function of the host.
class HostFunctionNode final : public Node {
 public:
  HostFunctionNode(std::size_t offset, std::string prefix, std::string name, Nodes arguments)
      : Node(offset, height_above(arguments)),
        prefix_(std::move(prefix)),
        name_(std::move(name)),
        arguments_(std::move(arguments)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  std::string prefix_, name_;
  Nodes arguments_;
};

/// A function of Flowable's `variables:` family: it looks at a variable that need not exist.
struct VariableFunction {
  /// `found` is null when the variable does not exist, too.
  using Call = model::Value (*)(const model::Value& found, const Arguments& others);
  std::string_view name;
  std::uint8_t fewest, most;  ///< Number of arguments after the variable's name.
  Call call;
};

/// The function of that name behind `variables:`, `vars:` or `var:`, or nullptr.
[[nodiscard]] const VariableFunction* find_variable_function(std::string_view name) noexcept;

/// Whether `prefix` names that family.
[[nodiscard]] bool is_variable_prefix(std::string_view prefix) noexcept;

/// Calls such a function. The variable's name is known when compiled, or `computed` gives it.
class VariableFunctionNode final : public Node {
 public:
  VariableFunctionNode(std::size_t offset, const VariableFunction& function, model::NameId name,
                       NodePtr computed, Nodes others)
      : Node(offset, std::max(height_above(others), computed ? computed->height() + 1 : 1)),
        function_(&function),
        name_(name),
        computed_(std::move(computed)),
        others_(std::move(others)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override;

 private:
  const VariableFunction* function_;
  model::NameId name_;
  NodePtr computed_;
  Nodes others_;
};

}  // namespace rondo::expression
