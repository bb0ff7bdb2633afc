// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace rondo::bench {

// Process files of any size.

/// Process `items`: a parallel multi-instance sub-process over `${count}`, with one task.
[[nodiscard]] std::string multi_instance_text();
/// Process `joined`: an inclusive gateway with that many branches of one task each, and their join.
[[nodiscard]] std::string inclusive_join_text(std::uint64_t tokens);
/// Process `large` with about that many nodes: tasks, decisions with conditions, forks and joins.
[[nodiscard]] std::string large_model_text(std::uint64_t nodes);

}  // namespace rondo::bench
