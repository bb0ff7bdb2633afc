// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/token.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo::expression {

/// Splits the expression that begins at byte `start` of `text` into tokens, up to the `}` that closes it
/// (`in_braces`) or up to byte `end`. The last token is an End. Throws Failure for what is no token, and
/// when the closing brace is missing.
[[nodiscard]] std::vector<Token> tokens_of(std::string_view text, std::size_t start, std::size_t end,
                                           bool in_braces);

/// The content of a text literal: without its quotes, escapes replaced. Throws Failure.
[[nodiscard]] std::string unquoted(const Token& literal);

/// Whether `c` is white space between tokens.
[[nodiscard]] bool is_blank(char c) noexcept;

}  // namespace rondo::expression
