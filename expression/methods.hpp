// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/arguments.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rondo::expression {

/// A method of process data, under its Java name.
struct Method {
  using Read = model::Value (*)(const model::Value& target, const Arguments& arguments);
  using Write = model::Value (*)(model::Value& target, const Arguments& arguments);

  std::string_view name;
  std::uint8_t fewest, most;  ///< Number of arguments.
  Read read = nullptr;
  Write write = nullptr;  ///< Instead of `read`, of a method that changes its target.
  bool chains = false;    ///< It gives its target back, so that it also makes sense on a computed value.
};

inline constexpr std::size_t kValueTypes = 9;

/// The methods of one name for that many arguments, by type of the target; nullptr where there is none.
using MethodSet = std::array<const Method*, kValueTypes>;
[[nodiscard]] MethodSet find_methods(std::string_view name, std::size_t arguments) noexcept;

/// Why a value of that type cannot be called so, for the message.
[[nodiscard]] std::string missing_method(model::ValueType type, std::string_view name, std::size_t arguments);

/// The method without arguments that a property stands for: `time` for `getTime`, `empty` for `isEmpty`.
[[nodiscard]] const Method* getter_of(model::ValueType type, std::string_view property);

// The tables of the types, and what all of them have.
[[nodiscard]] std::span<const Method> common_methods() noexcept;
[[nodiscard]] std::span<const Method> string_methods() noexcept;
[[nodiscard]] std::span<const Method> number_methods() noexcept;
[[nodiscard]] std::span<const Method> boolean_methods() noexcept;
[[nodiscard]] std::span<const Method> list_methods() noexcept;
[[nodiscard]] std::span<const Method> object_methods() noexcept;
[[nodiscard]] std::span<const Method> date_methods() noexcept;

}  // namespace rondo::expression
