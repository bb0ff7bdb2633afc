// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::elsa {

/// A word, sign or literal of a script.
struct Word {
  enum class Kind : std::uint8_t { Name, Number, Text, Template, Interpolated, Sign, End } kind = Kind::End;
  std::string text;   ///< Of a text: its content.
  bool line = false;  ///< A line begins with it.

  [[nodiscard]] bool is(std::string_view sign) const { return kind == Kind::Sign && text == sign; }
  [[nodiscard]] bool named(std::string_view name) const { return kind == Kind::Name && text == name; }
};

/// What the letter behind a backslash means.
[[nodiscard]] char unescaped(char letter) noexcept;

/// The words of a script, with an End behind them. Throws ExpressionProblem.
[[nodiscard]] std::vector<Word> words_of(std::string_view script);

}  // namespace rondo::frontends::elsa
