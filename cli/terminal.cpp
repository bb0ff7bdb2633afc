// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

namespace rondo::cli {

namespace {

bool uses_colors() {
  static const bool kUses = [] {
    const char* refused = std::getenv("NO_COLOR");
    return (refused == nullptr || *refused == '\0') && is_terminal(stdout);
  }();
  return kUses;
}

int code_of(Color color) {
  switch (color) {
    case Color::Red:
      return 31;
    case Color::Green:
      return 32;
    case Color::Yellow:
      return 33;
    case Color::Dim:
      return 2;
    case Color::Bold:
      return 1;
  }
  return 0;
}

}  // namespace

bool is_terminal(std::FILE* file) noexcept { return isatty(fileno(file)) == 1; }

std::string colored(Color color, std::string_view text) {
  if (!uses_colors()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(color), text);
}

}  // namespace rondo::cli
