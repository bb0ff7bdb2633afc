// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/node.hpp"
#include "model/names.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rondo::expression::path {

/// What a text in path notation is. The name of the language says it.
enum class Reading : std::uint8_t {
  Value,     ///< `path`: a path such as `$local.items[0].name`, or a JSON text.
  Condition  ///< `path.condition`: comparisons of these with `&&`, `||`, `!`; gives a boolean.
};

/// The reading that a language's name asks for; nullopt when it is no path notation.
[[nodiscard]] std::optional<Reading> reading_of(std::string_view language) noexcept;

/// A parsed text.
struct Parsed {
  NodePtr root;
  std::vector<model::NameId> names;  ///< Variables that it reads; with doubles.
};

/// Parses a text. `$` and `$input` are the variable `input`, `$local` and `$context` those of that name. A
/// path that leads nowhere gives null. Throws Failure where the text is not well formed.
[[nodiscard]] Parsed parse(std::string_view text, Reading reading, model::NameTable& names);

}  // namespace rondo::expression::path
