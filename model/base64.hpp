// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rondo::model {

/// Appends bytes as base64 text with padding (RFC 4648 §4).
void append_base64(std::string& out, std::string_view bytes);
[[nodiscard]] inline std::string to_base64(std::string_view bytes) {
  std::string text;
  append_base64(text, bytes);
  return text;
}
/// The bytes of such a text; nullopt when it is none.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace rondo::model
