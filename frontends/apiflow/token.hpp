// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rondo::frontends::apiflow {

/// A word, sign or literal of a script; literals are not looked into.
struct Token {
  enum class Kind : std::uint8_t { Name, Sign, Literal, Newline, End } kind = Kind::End;
  std::size_t begin = 0, end = 0;  ///< Bytes in the file.
  std::string_view text;
  std::size_t closing = 0;  ///< Of an opening bracket: number of the token that closes it.
  bool spaced = false;      ///< Blanks stand before it.

  [[nodiscard]] bool is(std::string_view sign) const noexcept { return kind == Kind::Sign && text == sign; }
  [[nodiscard]] bool is_name(std::string_view name) const noexcept {
    return kind == Kind::Name && text == name;
  }
};

/// Places in a file, by byte. Characters are counted, not bytes.
class Places {
 public:
  explicit Places(std::string_view text);
  [[nodiscard]] model::SourcePosition at(std::size_t byte) const noexcept;

 private:
  std::string_view text_;
  std::vector<std::size_t> lines_;
};

/// The tokens of a file; the last is End. Reports characters that belong nowhere, literals and comments
/// without end and brackets that do not match; the result is then usable as far as it goes. False when
/// something was wrong.
[[nodiscard]] bool scan(std::string_view text, const Places& places, std::vector<Token>& tokens,
                        model::Diagnostics& diagnostics);

}  // namespace rondo::frontends::apiflow
