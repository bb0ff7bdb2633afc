// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/activities/activity.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rondo::frontends::activities {

/// Translates an expression in the Visual Basic of workflow files, such as `n > 3 And Not done`, into the
/// engine's expression language. What it does not know is reported at its place (rule `expression`), and
/// nullopt given. `New TYPE("text")` gives the type and the text. docs/activities.md lists what is
/// understood.
[[nodiscard]] std::optional<Argument> translate_basic(std::string_view text, model::SourcePosition where,
                                                      model::Diagnostics& diagnostics);

/// The same in C#, as far as it can be written so: `n > 3 && !done`, `$"{n} left"`, `a ? b : c`, `list[0]`.
[[nodiscard]] std::optional<Argument> translate_sharp(std::string_view text, model::SourcePosition where,
                                                      model::Diagnostics& diagnostics);

/// A literal of that type (`Int32`, `String`, `TimeSpan` …) as an expression; nullopt, reported, when it is
/// none.
[[nodiscard]] std::optional<Argument> translate_literal(std::string_view text, std::string_view type,
                                                        model::SourcePosition where,
                                                        model::Diagnostics& diagnostics);

/// A text as a literal of the engine's expression language.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace rondo::frontends::activities
