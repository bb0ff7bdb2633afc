// SPDX-License-Identifier: Apache-2.0
#include "rondo/start_points.hpp"

namespace rondo {

namespace {

using model::ElementKind;

void add(const model::ProcessDefinition& definition, model::NodeId node, std::vector<StartPoint>& starts) {
  const std::size_t events = definition.node(node).events.size();
  for (std::size_t i = 0; i < events; ++i) starts.push_back({node, static_cast<std::uint16_t>(i)});
}

}  // namespace

std::vector<StartPoint> start_points(const model::ProcessDefinition& definition) {
  std::vector<StartPoint> starts;
  for (const model::NodeId id : definition.root().nodes) {
    const model::FlowNode& node = definition.node(id);
    if (node.kind == ElementKind::StartEvent || (node.kind == ElementKind::ReceiveTask && node.instantiate)) {
      add(definition, id, starts);
    }
    if (node.kind != ElementKind::EventBasedGateway || !node.instantiate) continue;
    for (const model::FlowId flow : definition.outgoing(id)) {
      add(definition, definition.flow(flow).target, starts);
    }
  }
  return starts;
}

}  // namespace rondo
