// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rondo::frontends::elsa {

/// An expression outside the subset that is understood; what() says why.
class ExpressionProblem : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The declared name for what an expression calls a variable, whatever the case of its first letter; empty
/// when there is none.
using NameLookup = std::function<std::string(std::string_view)>;

/// A value as a Groovy literal.
[[nodiscard]] std::string groovy_literal(const model::Value& value);

/// JavaScript, and C# as far as it is written the same, as Groovy. Throws ExpressionProblem.
[[nodiscard]] std::string groovy_of_script(std::string_view script, const NameLookup& names);

/// A Liquid template as a Groovy expression. Throws ExpressionProblem.
[[nodiscard]] std::string groovy_of_liquid(std::string_view text, const NameLookup& names);

/// What Elsa calls a property of the instance, as Groovy; empty when there is no such property.
[[nodiscard]] std::string_view instance_property(std::string_view name) noexcept;

/// Whether Groovy reads the text as a name.
[[nodiscard]] bool is_plain_name(std::string_view text) noexcept;

}  // namespace rondo::frontends::elsa
