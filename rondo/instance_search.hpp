// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <vector>

namespace rondo {

/// The instances of a query in order of start, by whichever index finds few.
[[nodiscard]] std::vector<persistence::InstancePtr> find_instances(EngineCore& core,
                                                                   const InstanceQuery& query);

}  // namespace rondo
