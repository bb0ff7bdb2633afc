// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/token.hpp"

#include <string_view>
#include <vector>

namespace rondo::expression::groovy {

/// The tokens of a script, the last of kind End. Line ends are tokens, except inside round and square
/// brackets; `;` is one, too. Throws Failure.
[[nodiscard]] std::vector<Token> tokens_of(std::string_view text);

}  // namespace rondo::expression::groovy
