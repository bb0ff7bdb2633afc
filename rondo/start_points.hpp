// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/definition.hpp"

#include <cstdint>
#include <vector>

namespace rondo {

/// An event definition whose event starts an instance.
struct StartPoint {
  model::NodeId node = model::kNoNode;
  std::uint16_t definition = 0;  ///< Which of the node's event definitions.
};

/// All of a process: of its start events, of instantiating receive tasks, and of the events behind
/// instantiating event-based gateways (BPMN 2.0 §10.5.6, §13.2), in document order.
[[nodiscard]] std::vector<StartPoint> start_points(const model::ProcessDefinition& definition);

}  // namespace rondo
