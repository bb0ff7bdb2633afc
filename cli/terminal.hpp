// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace rondo::cli {

/// Colors of the output.
enum class Color { Red, Green, Yellow, Dim, Bold };

/// Whether `file` is a terminal.
[[nodiscard]] bool is_terminal(std::FILE* file) noexcept;

/// `text` in that color when the standard output is a terminal and NO_COLOR is not set; else as it is.
[[nodiscard]] std::string colored(Color color, std::string_view text);

}  // namespace rondo::cli
