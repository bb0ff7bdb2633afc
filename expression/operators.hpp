// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/node.hpp"

#include <string>

namespace rondo::expression {

/// Applies an arithmetic or comparison operator by the rules of Java's expression language. Throws Fault.
[[nodiscard]] model::Value apply(BinaryOperator operation, const model::Value& left,
                                 const model::Value& right, std::size_t offset);
/// -x. Throws Fault.
[[nodiscard]] model::Value negate(const model::Value& value, std::size_t offset);
/// A boolean, or the text "true" or "false" (any case); null is false. Throws Fault for anything else.
[[nodiscard]] bool to_boolean(const model::Value& value, std::size_t offset);
/// Equality with coercion between numbers and texts that are numbers, booleans and their texts.
[[nodiscard]] bool equals(const model::Value& left, const model::Value& right);
/// Null, "", an empty list or object.
[[nodiscard]] bool is_empty(const model::Value& value);
/// The value as composite texts show it; null is "".
[[nodiscard]] std::string to_text(const model::Value& value);

}  // namespace rondo::expression
