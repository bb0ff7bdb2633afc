// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace rondo::model {

/// Characters of files and texts, in whatever locale the host runs.
/// @{
[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr char to_capital(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
/// @}

}  // namespace rondo::model
