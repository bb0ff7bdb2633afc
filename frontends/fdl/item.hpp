// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::fdl {

/// A part of a YAML or JSON file, with its place.
struct Item {
  enum class Kind : std::uint8_t { Null, Text, List, Map } kind = Kind::Null;
  model::SourcePosition where;
  std::string text;     ///< Of a scalar, without quotes.
  std::string tag;      ///< Such as `!Ref`; empty when the file has none.
  bool quoted = false;  ///< A scalar that is a text whatever it looks like.
  std::vector<Item> items;
  struct Member;
  std::vector<Member> members;  ///< In order; keys are scalars.

  /// The member of that name, or nullptr.
  [[nodiscard]] const Item* find(std::string_view name) const noexcept;
};

// No std::pair: whether that can be made of items would be asked before it is known of an item.
struct Item::Member {
  Item key;
  Item value;
};

/// Reads the one document of a file. Bounded in depth and, where aliases repeat parts, in size. False when it
/// is not well formed; that has been reported.
[[nodiscard]] bool read_item(std::string_view content, Item& result, model::Diagnostics& diagnostics);

/// The value that a part stands for: plain scalars are null, booleans and numbers if they look like it.
[[nodiscard]] model::Value value_of(const Item& item);

/// "a text", "a list" … for messages.
[[nodiscard]] std::string_view describe(const Item& item) noexcept;

}  // namespace rondo::frontends::fdl
