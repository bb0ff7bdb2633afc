// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/node.hpp"

#include <span>
#include <string_view>

namespace rondo::expression {

/// Whether the prefix is that of the functions on variables: `variables`, `vars` or `var` (Flowable).
[[nodiscard]] bool is_variable_function(std::string_view prefix) noexcept;

/// Calls a function on variables, such as `vars:getOrDefault(name, 0)`. Its first argument names a variable,
/// as a text or bare, and the variable need not exist. False when there is no such function.
bool call_variable_function(std::string_view name, const NodeList& arguments, Environment& environment,
                            Operand& result, std::size_t offset);

/// Calls a function that the language itself has: now(), dateTime(), list(…), JSON(…), date:format(…).
/// False when there is no such function.
bool call_function(std::string_view prefix, std::string_view name, std::span<const Operand> arguments,
                   Environment& environment, Operand& result, std::size_t offset);

}  // namespace rondo::expression
