// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::frontends::elsa {

/// A JSON value with its place in the file. Comments and trailing commas are allowed, as in Elsa's files.
struct Json {
  enum class Kind : std::uint8_t { Null, Boolean, Number, Text, List, Object } kind = Kind::Null;
  model::SourcePosition where;
  model::Value scalar;             ///< Of a null, boolean, number or text.
  std::vector<Json> items;         ///< Of a list; values of an object's members.
  std::vector<std::string> names;  ///< Of an object's members, beside items.

  [[nodiscard]] bool is(Kind wanted) const noexcept { return kind == wanted; }
  /// The member of that name, whatever the case of its letters; nullptr when there is none or it is null.
  [[nodiscard]] const Json* find(std::string_view name) const noexcept;
  /// The member as text; empty when there is none.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// A text as it is; numbers and booleans as they are written; empty for all others.
  [[nodiscard]] std::string as_text() const;
  /// What it holds, as process data.
  [[nodiscard]] model::Value value() const;
  /// The items of a list, also of `{"$values": […]}`; nullptr for all others.
  [[nodiscard]] const std::vector<Json>* list() const noexcept;
};

/// Whether two names are the same but for the case of ASCII letters.
[[nodiscard]] bool same_name(std::string_view one, std::string_view other) noexcept;

/// Reads a whole file. What is not well formed is reported once, at its place, and gives false.
[[nodiscard]] bool parse_json(std::string_view text, Json& result, model::Diagnostics& diagnostics);

}  // namespace rondo::frontends::elsa
