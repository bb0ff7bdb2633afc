// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/node.hpp"
#include "model/names.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rondo::expression::groovy {

/// How the statements of a script are read. The name of the language says it: `groovy`, `groovy.boolean` …
enum class Reading : std::uint8_t {
  Script,    ///< `groovy`: statements; the value of the last expression or of `return`.
  Boolean,   ///< `groovy.boolean`: the same, but the value must be a boolean.
  Integer,   ///< `groovy.integer`: the same, but the value must be a whole number.
  Cases,     ///< `groovy.cases`: lines `NAME = condition`; the number of the first that holds, from 0.
  Pipeline,  ///< `groovy.pipeline`: `from`, `filter`, `map` …
  Settings   ///< `groovy.settings`: an object of what is assigned.
};

/// The reading that a language's name asks for; nullopt when it is not Groovy.
[[nodiscard]] std::optional<Reading> reading_of(std::string_view language) noexcept;

/// A parsed script.
struct Script {
  NodePtr root;
  std::vector<model::NameId> names;  ///< Variables that it may read; with doubles.
  bool uses_execution = false;       ///< It may reach variables through objects of the host.
};

/// Parses a script in the subset of Groovy that docs/groovy.md describes. Throws Failure where it is not well
/// formed. The root throws Raised for exceptions that the script lets out, and rondo::BpmnError for those of
/// that class.
[[nodiscard]] Script parse(std::string_view text, Reading reading, model::NameTable& names);

}  // namespace rondo::expression::groovy
