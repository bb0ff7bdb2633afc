// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rondo::render {

inline constexpr double kFontSize = 12;
inline constexpr double kLineHeight = 14.4;

/// Width of UTF-8 text in the font of labels, about as browsers show it.
[[nodiscard]] double text_width(std::string_view text) noexcept;

/// Breaks text into lines no wider than `width`: at spaces, after hyphens, and within a word that does
/// not fit. With `max_lines`, what is left ends in an ellipsis. Control characters become spaces.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, double width, std::size_t max_lines = 100);

/// Text for XML content and attribute values: markup is escaped, what XML 1.0 does not allow is replaced.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace rondo::render
