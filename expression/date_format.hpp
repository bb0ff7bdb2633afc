// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rondo::expression {

/// Writes a date in UTC by a pattern of Java's SimpleDateFormat: letters `y M d H h m s S a E Z X` and quoted
/// text. nullopt when the pattern has another letter, or a quote without end.
[[nodiscard]] std::optional<std::string> format_date(model::Instant date, std::string_view pattern);

}  // namespace rondo::expression
