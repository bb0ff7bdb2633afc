// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <string>
#include <string_view>

namespace rondo {

// Values in snapshots. What JSON has no form for, and what is nested too deep for it, becomes an object with
// one member `$stored`: the form for disk as base64 text.

[[nodiscard]] model::Value to_snapshot_value(const model::Value& value);
/// Throws Error (Argument) when there is no such form.
[[nodiscard]] model::Value from_snapshot_value(const model::Value& value);

/// JSON text with a line for each member and item.
[[nodiscard]] std::string indented(std::string_view json);

}  // namespace rondo
