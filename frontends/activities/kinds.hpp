// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/activities/activity.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace rondo::frontends::activities {

/// An argument that an activity takes.
struct ArgumentRule {
  std::string_view name;
  std::string_view type;  ///< Of a literal: "String", "TimeSpan" …; "Name": the name of a variable.
  bool required = false;
};

/// A place of an activity that holds others.
struct SlotRule {
  std::string_view name;
  bool many = false;      ///< More than one activity.
  bool content = false;   ///< The children of the element itself lie in it.
  bool delegate = false;  ///< Given as an ActivityAction with an argument.
  bool keyed = false;     ///< Each in a slot of its own, told by a key.
};

/// What an activity type may have.
struct KindRule {
  ActivityKind kind{};
  std::string_view type;
  std::array<ArgumentRule, 3> arguments{};
  std::array<SlotRule, 4> slots{};
};

/// The rule of a type of activities; nullptr when there is no such type.
[[nodiscard]] const KindRule* find_kind(std::string_view type) noexcept;
[[nodiscard]] const ArgumentRule* find_argument(const KindRule& rule, std::string_view name) noexcept;
[[nodiscard]] const SlotRule* find_slot(const KindRule& rule, std::string_view name) noexcept;
[[nodiscard]] const SlotRule* content_slot(const KindRule& rule) noexcept;

}  // namespace rondo::frontends::activities
