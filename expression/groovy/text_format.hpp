// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/machine.hpp"

#include <regex>
#include <string>

namespace rondo::expression::groovy {

/// The pattern, for that text. Matching takes polynomial time and no recursion along the text; both are
/// bounded. Throws Thrown (PatternSyntaxException).
[[nodiscard]] std::regex compiled_pattern(Machine& machine, const std::string& text,
                                          const std::string& pattern, std::size_t offset);

/// What `String.format` makes: the conversions s, d, x, f and % with flags, widths and digits.
[[nodiscard]] std::string formatted(Machine& machine, const std::string& pattern, Arguments arguments,
                                    std::size_t offset);

}  // namespace rondo::expression::groovy
