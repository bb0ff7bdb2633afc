// SPDX-License-Identifier: Apache-2.0
#include "agenda/deployed_process.hpp"

#include <algorithm>
#include <string>

namespace rondo::agenda {

namespace {

// The start events of the process itself are looked at by the engine, before there is an instance.
bool starts_process(const model::FlowNode& node) {
  return node.kind == model::ElementKind::StartEvent && node.scope == model::ScopeId{0};
}

}  // namespace

void DeployedProcess::find_watched() {
  for (const model::FlowNode& node : definition_->nodes()) {
    if (starts_process(node)) continue;
    for (const model::EventDefinition& event : node.events) {
      if (event.kind != model::EventKind::Conditional) continue;
      has_conditions_ = true;
      if (!event.variable_name.empty()) {
        watched_.push_back(names_->intern(event.variable_name));
        continue;
      }
      const expression::Compiled* condition = expression(event.condition);
      if (condition == nullptr) continue;
      watches_all_ = watches_all_ || condition->reads_more();
      watched_.insert(watched_.end(), condition->reads().begin(), condition->reads().end());
    }
  }
  std::sort(watched_.begin(), watched_.end());
  watched_.erase(std::unique(watched_.begin(), watched_.end()), watched_.end());
}

bool DeployedProcess::watches(model::NameId name) const noexcept {
  return watches_all_ || std::binary_search(watched_.begin(), watched_.end(), name);
}

// Camunda: `variableName` takes the place of what the condition reads.
bool DeployedProcess::watches(const model::EventDefinition& event, model::NameId name) const {
  if (!event.variable_name.empty()) return names_->text(name) == event.variable_name;
  const expression::Compiled* condition = expression(event.condition);
  if (condition == nullptr) return false;
  const auto reads = condition->reads();
  return condition->reads_more() || std::binary_search(reads.begin(), reads.end(), name);
}

}  // namespace rondo::agenda
