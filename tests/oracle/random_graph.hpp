// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/oracle/graph.hpp"

#include <random>

namespace rondo::tests {

/// Draws a process: structured or not, with sub-processes in it, loops, implicit splits and ends, boundary
/// exits.
[[nodiscard]] Graph random_graph(std::mt19937_64& random);

}  // namespace rondo::tests
