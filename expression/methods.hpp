// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace rondo::expression {

/// How messages name a value or object: "a string", "bean 'orders'" …
[[nodiscard]] std::string describe(const Operand& operand);
/// `operand.name`; false when there is no such property.
[[nodiscard]] bool read_property(const Operand& operand, std::string_view name, Operand& result);
/// `object[index]`; false when there is no such element.
[[nodiscard]] bool read_index(const model::Value& object, const model::Value& index, model::Value& result);

/// Calls a method of a text, number, date, list or object, under the name it has in Java. `changed` is set
/// when the call changed `receiver` (list.add …). False when there is no such method. Throws Fault.
bool call_method(model::Value& receiver, std::string_view name, std::span<const Operand> arguments,
                 Operand& result, bool& changed, std::size_t offset);

// The same, type by type; in the files of their types.
bool call_text_method(const model::Value& text, std::string_view name, std::span<const Operand> arguments,
                      Operand& result, std::size_t offset);
bool call_date_method(const model::Value& date, std::string_view name, std::span<const Operand> arguments,
                      Operand& result);

}  // namespace rondo::expression
