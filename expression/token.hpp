// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rondo::expression {

/// A word or sign of an expression.
struct Token {
  enum class Kind : std::uint8_t { End, Name, Integer, Decimal, Text, Sign };
  Kind kind = Kind::End;
  bool space_before = false;
  bool line_before = false;  ///< It is the first of its line.
  std::size_t offset = 0;    ///< Byte in the whole source text.
  /// As written. An end has the `}` that closed the expression, or nothing at the end of the text.
  std::string_view text;

  [[nodiscard]] bool is_sign(std::string_view sign) const noexcept {
    return kind == Kind::Sign && text == sign;
  }
  [[nodiscard]] bool is_word(std::string_view word) const noexcept {
    return kind == Kind::Name && text == word;
  }
};

/// How messages name a token: `'foo'`, `end of text`.
[[nodiscard]] std::string describe(const Token& token);

}  // namespace rondo::expression
