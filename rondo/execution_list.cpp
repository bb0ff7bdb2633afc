// SPDX-License-Identifier: Apache-2.0
#include "rondo/execution_list.hpp"

#include "rondo/engine_core.hpp"
#include "rondo/services.hpp"

#include "agenda/steps.hpp"

#include <optional>
#include <string>
#include <utility>

namespace rondo {

namespace {

using agenda::Command;
using agenda::ExecutionId;
using agenda::kNone;
using model::Handle;
using model::HandleKind;

std::string kind_of(const agenda::Execution& execution) {
  if (execution.is(agenda::flag::kInstance)) return "instance";
  if (execution.is(agenda::flag::kLoopRoot)) return "multi-instance root";
  return execution.is(agenda::flag::kScope) ? "scope" : "token";
}

ExecutionInfo info_of(Command& command, ExecutionId id) {
  const agenda::Execution& execution = command.tree().at(id);
  ExecutionInfo info;
  info.id = command.execution_text(id);
  info.instance_id = to_text(command.instance_handle(execution.process), HandleKind::Instance);
  if (execution.parent != kNone) {
    info.parent_id = command.execution_text(execution.parent);
  }
  info.kind = kind_of(execution);
  info.active = !execution.is(agenda::flag::kJoined | agenda::flag::kRetired);
  info.waiting = execution.is(agenda::flag::kWaiting);
  if (execution.node == model::kNoNode) return info;
  info.activity_id = command.node_of(id).id;
  info.activity_name = command.node_of(id).name;
  if (execution.is(agenda::flag::kLoopChild)) info.loop_counter = execution.loop_counter;
  const bool calls = info.waiting && !execution.is(agenda::flag::kLoopRoot | agenda::flag::kJoined);
  if (info.waiting && command.context(id).gives_result()) info.task_token = agenda::known_token(command, id);
  if (calls && execution.detail != kNone) {
    info.called_instance_id = to_text(command.instance_handle(execution.detail), HandleKind::Instance);
  }
  return info;
}

}  // namespace

std::vector<ExecutionInfo> list_executions(EngineCore& core, std::string_view id) {
  const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
  std::vector<ExecutionInfo> result;
  core.read(handle, [&](Command& command) {
    const agenda::ExecutionTree& tree = command.tree();
    if (!tree.processes().holds(handle.slot, handle.generation)) return;
    const ExecutionId root = tree.process(handle.slot).execution;
    // One that has ended is shown while it is compensated.
    if (tree.process(handle.slot).kept && tree.at(root).first_child == agenda::kNone) return;
    ExecutionId at = root;
    for (;;) {
      result.push_back(info_of(command, at));
      if (tree.at(at).first_child != kNone) {
        at = tree.at(at).first_child;
        continue;
      }
      while (at != root && tree.at(at).next == kNone) at = tree.at(at).parent;
      if (at == root) return;
      at = tree.at(at).next;
    }
  });
  return result;
}

std::vector<SubscriptionInfo> list_subscriptions(EngineCore& core, std::string_view id) {
  std::optional<Handle> instance;
  if (!id.empty()) instance = require_handle(id, HandleKind::Instance, "process instance");
  std::vector<SubscriptionInfo> result;
  for (const auto& record :
       instance ? core.store().subscriptions_of(*instance) : core.store().all_subscriptions()) {
    result.push_back(
        {std::string(model::name_of(record->kind)), record->name, record->definition->node(record->node).id,
         to_text(record->execution, HandleKind::Execution), to_text(record->instance, HandleKind::Instance)});
  }
  if (instance) return result;
  for (const StartSubscription& start : core.definitions().starts()) {
    const model::EventDefinition& event = start.event();
    if (event.kind == model::EventKind::Timer || event.kind == model::EventKind::None) continue;
    result.push_back({std::string(model::name_of(event.kind)),
                      event.name,
                      start.process->definition().node(start.node).id,
                      {},
                      {}});
  }
  return result;
}

}  // namespace rondo
