// SPDX-License-Identifier: Apache-2.0
#include "rondo/services.hpp"

#include <utility>

namespace rondo {

namespace {

using model::Handle;
using model::HandleKind;

HistoricActivity to_info(const persistence::Visit& visit) {
  HistoricActivity activity;
  const model::FlowNode& node = visit.definition->node(visit.node);
  activity.activity_id = node.id;
  activity.activity_name = node.name;
  activity.activity_type = tag_of(node.kind);
  activity.execution_id = to_text(visit.execution, HandleKind::Execution);
  activity.instance_id = to_text(visit.instance, HandleKind::Instance);
  if (visit.called) activity.called_instance_id = to_text(*visit.called, HandleKind::Instance);
  activity.assignee = visit.assignee;
  activity.start_time = visit.start;
  activity.end_time = visit.end;
  activity.canceled = visit.withdrawn;
  activity.delete_reason = visit.reason;
  return activity;
}

class History final : public HistoryService {
 public:
  explicit History(EngineCore& core) : core_(core) {}

  std::vector<InstanceInfo> instances(std::string_view key) const override {
    std::vector<InstanceInfo> result;
    const auto wanted = [key](const model::InstanceRecord& record) {
      return key.empty() || record.definition->id == key;
    };
    for (const auto& record : core_.store().instances(true, wanted))
      result.push_back(rondo::to_info(*record));
    return result;
  }

  std::optional<InstanceInfo> instance(std::string_view id) const override {
    const auto parsed = model::parse_handle(id);
    if (!parsed || parsed->second != HandleKind::Instance) return std::nullopt;
    const auto record = core_.store().instance(parsed->first);
    return record == nullptr ? std::nullopt : std::optional(rondo::to_info(*record));
  }

  std::vector<HistoricActivity> activities(std::string_view id) const override {
    std::vector<HistoricActivity> result;
    for (const auto& visit :
         core_.store().visits(require_handle(id, HandleKind::Instance, "process instance"))) {
      result.push_back(to_info(visit));
    }
    return result;
  }

  Variables variables(std::string_view id) const override {
    const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
    Variables result;
    core_.read(handle, [&](agenda::Command& command) {
      if (!command.tree().processes().holds(handle.slot, handle.generation)) return;
      result = command.own_variables(command.tree().process(handle.slot).execution);
    });
    if (!result.empty()) return result;
    return core_.store().final_variables(handle).value_or(Variables{});
  }

 private:
  EngineCore& core_;
};

}  // namespace

std::unique_ptr<HistoryService> make_history_service(EngineCore& core) {
  return std::make_unique<History>(core);
}

}  // namespace rondo
