// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rondo::expression {

/// The text that a value becomes inside a composite text and behind `+`: null is empty, dates are ISO 8601,
/// lists and objects JSON.
[[nodiscard]] std::string text_of(const model::Value& value);

/// Appends text_of(value).
void append_text(std::string& text, const model::Value& value);

/// The integer or double that all of `text` spells, as in JSON, with `+` allowed.
[[nodiscard]] std::optional<model::Value> number_in(std::string_view text) noexcept;

/// A number as it is, a numeric string as number; else nullopt.
[[nodiscard]] std::optional<model::Value> number_of(const model::Value& value) noexcept;

/// The boolean that `text` spells in whatever case.
[[nodiscard]] std::optional<bool> boolean_in(std::string_view text) noexcept;

/// Whether the two are the same but for the case of ASCII letters.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;

/// The whole number that a number or numeric string is, for positions; else nullopt.
[[nodiscard]] std::optional<std::int64_t> whole_number(const model::Value& value) noexcept;

/// A date as it is, an ISO 8601 text as date; else nullopt.
[[nodiscard]] std::optional<model::Instant> date_of(const model::Value& value) noexcept;

/// How messages name an operand: "string 'abc'", "null", "bean 'orders'".
[[nodiscard]] std::string describe(const Operand& operand);

}  // namespace rondo::expression
