// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <cstddef>

namespace rondo {

// Forgetting of ended instances: always with everything that they have called, a few at a time, so that
// nobody waits for long.

/// Forgets root instances whose time has come, at most `limit`; gives how many there were.
std::size_t forget_due(EngineCore& core, std::size_t limit);
/// Forgets that instance and what it called; false, and nothing is forgotten, when some of it still runs.
bool forget_instance(EngineCore& core, const model::Handle& instance);

}  // namespace rondo
