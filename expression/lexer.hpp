// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo::expression {

/// A word of an expression.
struct Token {
  enum class Kind { End, Name, Number, Text, Symbol } kind = Kind::End;
  std::size_t offset = 0;
  std::string text;     ///< Name, symbol, or the content of a text.
  model::Value number;  ///< Of a number.
};

/// Cuts an expression into words. Stops at the end of the text, or at the `}` that closes an embedded
/// expression.
class Lexer {
 public:
  /// `text` outlives the lexer; reading begins at `offset`. With `embedded` a `}` that closes nothing ends
  /// the expression.
  Lexer(std::string_view text, std::size_t offset, bool embedded)
      : text_(text), at_(offset), embedded_(embedded) {}

  /// The next word. Throws Fault for what is none.
  Token next();
  /// Where reading would go on.
  [[nodiscard]] std::size_t offset() const noexcept { return at_; }
  /// Whether a line break was skipped before the last word.
  [[nodiscard]] bool at_new_line() const noexcept { return new_line_; }

 private:
  void skip_space();
  Token number();
  Token quoted(char quote);
  Token symbol();

  std::string_view text_;
  std::size_t at_;
  bool embedded_;
  bool new_line_ = false;
};

}  // namespace rondo::expression
