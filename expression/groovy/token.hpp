// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::expression::groovy {

struct Token;

/// A stretch of a text in double quotes: written as it is, or computed.
struct TextPart {
  std::string literal;
  std::vector<Token> code;  ///< Ends with End; empty for a literal.
};

/// A word, sign or literal of a script.
struct Token {
  enum class Kind : std::uint8_t { Number, Text, Name, Sign, Newline, End } kind = Kind::End;
  std::size_t offset = 0;  ///< Byte in the script at which it begins.
  std::string text;        ///< Of names and signs: as written; of texts without computed parts: the content.
  model::Value value;      ///< Of numbers.
  std::vector<TextPart> parts;  ///< Of texts with computed parts.
  bool spaced = false;          ///< Blanks or a line end stand before it.

  [[nodiscard]] bool is(std::string_view sign) const noexcept { return kind == Kind::Sign && text == sign; }
  [[nodiscard]] bool is_name(std::string_view name) const noexcept {
    return kind == Kind::Name && text == name;
  }
};

}  // namespace rondo::expression::groovy
