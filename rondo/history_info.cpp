// SPDX-License-Identifier: Apache-2.0
#include "rondo/history_info.hpp"

#include "model/element_kind.hpp"

#include <string>

namespace rondo {

using model::HandleKind;

namespace {

// What belongs to the instance itself is shown at the instance.
std::string scope_text(const model::Handle& instance, const model::Handle& scope, bool local) {
  return local ? to_text(scope, HandleKind::Execution) : to_text(instance, HandleKind::Instance);
}

// The innermost sub-process around a node that the history shows.
std::string scope_around(const model::ProcessDefinition& definition, const model::FlowNode& node) {
  for (model::ScopeId scope = node.scope; definition.scope(scope).owner != model::kNoNode;
       scope = definition.scope(scope).parent) {
    const model::FlowNode& owner = definition.node(definition.scope(scope).owner);
    if (!owner.implicit) return owner.id;
  }
  return {};
}

}  // namespace

HistoricActivity to_info(const persistence::Visit& visit) {
  HistoricActivity activity;
  const model::FlowNode& node = visit.definition->node(visit.node);
  activity.activity_id = node.id;
  activity.activity_name = node.name;
  activity.activity_type = tag_of(node.kind);
  activity.scope_id = scope_around(*visit.definition, node);
  activity.execution_id = to_text(visit.execution, HandleKind::Execution);
  activity.scope_path = visit.path;
  activity.awaits_report = node.triggerable;
  activity.instance_id = to_text(visit.instance, HandleKind::Instance);
  if (visit.called) activity.called_instance_id = to_text(*visit.called, HandleKind::Instance);
  if (visit.task) activity.task_id = to_text(*visit.task, HandleKind::Wait);
  activity.assignee = visit.assignee;
  activity.start_time = visit.start;
  activity.end_time = visit.end;
  activity.canceled = visit.withdrawn;
  activity.delete_reason = visit.reason;
  return activity;
}

HistoricVariable to_info(const persistence::HistoricVariableRecord& record) {
  HistoricVariable variable;
  variable.instance_id = to_text(record.instance, HandleKind::Instance);
  variable.execution_id = scope_text(record.instance, record.scope, record.local);
  variable.name = record.name;
  variable.value = record.value;
  variable.revision = record.revision;
  variable.create_time = record.created;
  variable.update_time = record.updated;
  variable.local = record.local;
  variable.removed = record.removed;
  return variable;
}

HistoricUpdate to_info(const persistence::HistoricUpdateRecord& record) {
  HistoricUpdate update;
  update.instance_id = to_text(record.instance, HandleKind::Instance);
  update.execution_id = scope_text(record.instance, record.scope, record.local);
  update.name = record.name;
  const bool removed = record.change == model::VariableChange::Removed;
  if (record.change == model::VariableChange::Updated) update.change = HistoricUpdate::Change::Updated;
  if (removed) update.change = HistoricUpdate::Change::Removed;
  update.value = record.value;
  update.revision = record.revision;
  update.old_revision = removed ? record.revision : record.revision - 1;
  update.time = record.time;
  update.user = record.user;
  return update;
}

HistoricTask to_info(const persistence::HistoricTaskRecord& record) {
  const model::TaskRecord& last = *record.task;
  HistoricTask task;
  task.id = to_text(last.id, HandleKind::Wait);
  task.key = last.definition->node(last.node).id;
  task.name = last.name;
  task.description = last.description;
  task.instance_id = to_text(last.instance, HandleKind::Instance);
  task.execution_id = to_text(last.execution, HandleKind::Execution);
  task.process_key = last.definition->id;
  task.assignee = last.assignee;
  task.owner = last.owner;
  task.candidate_users = last.candidate_users;
  task.candidate_groups = last.candidate_groups;
  task.due = last.due;
  task.form_key = last.form_key;
  task.priority = last.priority;
  task.create_time = last.created;
  task.claim_time = record.claimed;
  task.end_time = record.ended;
  task.completed = record.completed;
  task.completed_by = record.completed_by;
  task.delete_reason = record.reason;
  return task;
}

HistoricIncident to_info(const persistence::HistoricIncidentRecord& record) {
  const model::IncidentRecord& raised = record.incident;
  HistoricIncident incident;
  incident.id = to_text(raised.id, HandleKind::Wait);
  incident.kind = raised.kind;
  if (raised.node != model::kNoNode) incident.activity_id = raised.definition->node(raised.node).id;
  incident.execution_id = to_text(raised.execution, HandleKind::Execution);
  incident.instance_id = to_text(raised.instance, HandleKind::Instance);
  incident.message = raised.message;
  incident.create_time = raised.time;
  incident.end_time = record.ended;
  return incident;
}

HistoricOperation to_info(const persistence::HistoricOperationRecord& record) {
  HistoricOperation operation;
  operation.operation = record.operation;
  operation.user = record.user;
  operation.instance_id = to_text(record.instance, HandleKind::Instance);
  if (record.node != model::kNoNode) operation.activity_id = record.definition->node(record.node).id;
  if (record.subject) operation.subject_id = to_text(record.subject->first, record.subject->second);
  operation.property = record.property;
  operation.old_value = record.before;
  operation.new_value = record.after;
  operation.time = record.time;
  return operation;
}

}  // namespace rondo
