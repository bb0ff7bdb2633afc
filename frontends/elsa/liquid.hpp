// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/elsa/expressions.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::elsa {

/// What stands in `{{ … }}`, with its filters, as Groovy. Throws ExpressionProblem.
[[nodiscard]] std::string liquid_output(std::string_view text, const NameLookup& names);
/// A value without filters.
[[nodiscard]] std::string liquid_operand(std::string_view text, const NameLookup& names);
/// A template with tags `{% … %}`, as a Groovy closure that is called.
[[nodiscard]] std::string liquid_template(std::string_view text, const NameLookup& names);

/// Without the blanks around it.
[[nodiscard]] std::string_view without_blanks(std::string_view text) noexcept;
/// The parts between a sign outside of texts in quotes.
[[nodiscard]] std::vector<std::string_view> split_outside_quotes(std::string_view text, char sign);

}  // namespace rondo::frontends::elsa
