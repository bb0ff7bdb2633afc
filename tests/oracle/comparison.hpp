// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/oracle/graph.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rondo::tests {

/// Runs one process in the engine and in the oracle, step by step; what is done to it is drawn from `seed`.
/// Gives what differs; nothing when all is the same, or when the graph is no process that can be run.
[[nodiscard]] std::optional<std::string> difference(const Graph& graph, std::uint64_t seed);

/// Leaves out of the graph what the difference does not need.
[[nodiscard]] Graph shrink(Graph graph, std::uint64_t seed);

}  // namespace rondo::tests
