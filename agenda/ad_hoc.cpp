// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace rondo::agenda {

namespace {

[[noreturn]] void refuse(const model::FlowNode& node, const std::string& message) {
  throw Error(ErrorKind::InvalidState, message, node.id, node.where);
}

}  // namespace

std::vector<model::NodeId> Command::enabled_ad_hoc(ExecutionId scope) const {
  const Execution& execution = tree_.at(scope);
  if (!execution.is(flag::kAdHoc) || execution.is(flag::kLeaving)) return {};
  const model::FlowNode& owner = node_of(scope);
  if (owner.extras->ad_hoc_sequential && execution.tokens > execution.event_bodies) return {};
  return definition_of(scope).scope(owner.body).starts;
}

void Command::enable_ad_hoc(ExecutionId scope, model::NodeId activity) {
  const auto enabled = enabled_ad_hoc(scope);
  if (std::find(enabled.begin(), enabled.end(), activity) == enabled.end()) {
    const model::FlowNode& node = definition_of(scope).node(activity);
    refuse(node, fmt::format("'{}' is not enabled in the ad-hoc sub-process", node.id));
  }
  plan(OperationKind::Continue, tree_.create_child(scope, activity));
}

void Command::complete_ad_hoc(ExecutionId scope) {
  if (!tree_.at(scope).is(flag::kAdHoc) || tree_.at(scope).is(flag::kLeaving)) {
    throw Error(ErrorKind::InvalidState, "this is no ad-hoc sub-process that runs");
  }
  const model::FlowNode& owner = node_of(scope);
  if (!owner.extras->cancel_remaining_instances && tree_.at(scope).tokens > 0) {
    refuse(owner, "activities that still run in the ad-hoc sub-process must be completed first");
  }
  withdraw_children(scope, "ad-hoc sub-process completed");
  leave(scope);
}

}  // namespace rondo::agenda
