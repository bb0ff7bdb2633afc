// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/error.hpp"
#include "rondo/value.hpp"

#include <yaml-cpp/yaml.h>

namespace rondo::cli {

/// The JSON value that a node of YAML (or JSON) stands for. Quoted scalars are texts; plain ones are
/// numbers, booleans or null when they are written as in JSON, else texts. Throws YAML::Exception for a value
/// that is nested too deep, or endless because it refers to itself.
[[nodiscard]] Value to_value(const YAML::Node& node);

/// Where the node begins in its file.
[[nodiscard]] SourcePosition position_of(const YAML::Mark& mark) noexcept;

}  // namespace rondo::cli
