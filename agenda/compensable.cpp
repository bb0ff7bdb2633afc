// SPDX-License-Identifier: Apache-2.0
#include "agenda/deployed_process.hpp"

#include <vector>

namespace rondo::agenda {

using model::EventKind;
using model::FlowNode;
using model::NodeId;
using model::ScopeId;

NodeId DeployedProcess::compensation_boundary(NodeId activity) const noexcept {
  for (const NodeId event : definition_->boundary_events(activity)) {
    const FlowNode& boundary = definition_->node(event);
    if (boundary.event == EventKind::Compensation && boundary.compensation_handler != model::kNoNode) {
      return event;
    }
  }
  return model::kNoNode;
}

NodeId DeployedProcess::compensation_start(ScopeId scope) const noexcept {
  if (scope == model::kNoScope) return model::kNoNode;
  for (const NodeId start : event_starts(scope)) {
    if (definition_->node(start).event == EventKind::Compensation) return start;
  }
  return model::kNoNode;
}

// Decided once, so that activities without anything to compensate pay nothing for it. What a called process
// holds is not known here.
void DeployedProcess::find_compensable() {
  const auto scopes = definition_->scopes();
  std::vector<bool> holds(scopes.size(), false);
  // A body has a higher number than the scope around it.
  for (std::size_t i = scopes.size(); i-- > 0;) {
    holds[i] = compensation_start(static_cast<ScopeId>(i)) != model::kNoNode;
    for (const NodeId id : scopes[i].nodes) {
      const FlowNode& node = definition_->node(id);
      const bool compensable = compensation_boundary(id) != model::kNoNode || node.call != nullptr ||
                               (node.body != model::kNoScope && holds[index(node.body)]);
      if (!compensable) continue;
      nodes_[index(id)].traits |= CompiledNode::Compensable;
      holds[i] = true;
    }
  }
}

}  // namespace rondo::agenda
