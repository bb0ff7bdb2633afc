// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rondo::expression {

// Texts are UTF-8; positions in them count characters (code points). Bytes that are no UTF-8 count one each,
// and are kept as they are.

/// Appends one character.
void append_utf8(std::string& text, char32_t character);

/// Number of characters.
[[nodiscard]] std::int64_t length_of(std::string_view text) noexcept;

/// The byte at which character number `index` begins; the end for the number of characters; nullopt beyond.
[[nodiscard]] std::optional<std::size_t> byte_of(std::string_view text, std::int64_t index) noexcept;

/// The greatest number of bytes up to `limit` that does not cut a character.
[[nodiscard]] std::size_t whole_characters(std::string_view text, std::size_t limit) noexcept;

/// With its Latin, Greek and Cyrillic letters small, or capital. A letter without a counterpart of one
/// character stays.
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);

}  // namespace rondo::expression
