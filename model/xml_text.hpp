// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace rondo::model {

/// What stands in XML text and double-quoted attributes for a character that is markup there; empty for one
/// that stands for itself.
[[nodiscard]] constexpr std::string_view markup_entity(char32_t character) noexcept {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return {};
  }
}

/// The same for a double-quoted attribute, in which white space but blanks would be read as blanks.
[[nodiscard]] constexpr std::string_view attribute_entity(char32_t character) noexcept {
  switch (character) {
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return markup_entity(character);
  }
}

}  // namespace rondo::model
