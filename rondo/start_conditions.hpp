// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <vector>

namespace rondo {

/// Starts an instance for each conditional start event whose condition holds with these variables (Camunda:
/// createConditionEvaluation). All conditions are evaluated before the first instance starts.
std::vector<StartedInstance> start_by_conditions(EngineCore& core, const Variables& variables,
                                                 const StartOptions& options);

}  // namespace rondo
