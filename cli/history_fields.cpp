// SPDX-License-Identifier: Apache-2.0
#include "cli/history_fields.hpp"

#include "cli/listing.hpp"

#include <optional>
#include <string>

namespace rondo::cli {

namespace {

std::string word(HistoricUpdate::Change change) {
  if (change == HistoricUpdate::Change::Created) return "created";
  return change == HistoricUpdate::Change::Updated ? "updated" : "removed";
}

}  // namespace

Object describe_fields(const HistoricActivity& activity) {
  return {{"instance", activity.instance_id},
          {"activity", activity.activity_id},
          {"name", activity.activity_name},
          {"type", activity.activity_type},
          {"execution", activity.execution_id},
          {"calledInstance", activity.called_instance_id},
          {"task", activity.task_id},
          {"assignee", activity.assignee},
          {"start", to_iso8601(activity.start_time)},
          {"end", time_or_null(activity.end_time)},
          {"canceled", activity.canceled},
          {"deleteReason", activity.delete_reason}};
}

Object describe_fields(const HistoricVariable& variable) {
  return {{"instance", variable.instance_id},
          {"execution", variable.execution_id},
          {"name", variable.name},
          {"value", variable.value},
          {"revision", variable.revision},
          {"created", to_iso8601(variable.create_time)},
          {"updated", to_iso8601(variable.update_time)},
          {"removed", variable.removed}};
}

Object describe_fields(const HistoricTask& task) {
  return {{"id", task.id},
          {"task", task.key},
          {"name", task.name},
          {"assignee", task.assignee},
          {"owner", task.owner},
          {"priority", task.priority},
          {"due", task.due},
          {"created", to_iso8601(task.create_time)},
          {"claimed", time_or_null(task.claim_time)},
          {"ended", time_or_null(task.end_time)},
          {"completed", task.completed},
          {"completedBy", task.completed_by},
          {"deleteReason", task.delete_reason},
          {"process", task.process_key},
          {"instance", task.instance_id}};
}

Object describe_fields(const HistoricIncident& incident) {
  return {{"id", incident.id},
          {"kind", incident.kind},
          {"activity", incident.activity_id},
          {"created", to_iso8601(incident.create_time)},
          {"ended", time_or_null(incident.end_time)},
          {"instance", incident.instance_id},
          {"message", incident.message}};
}

Object describe_fields(const HistoricUpdate& update) {
  return {{"time", to_iso8601(update.time)},
          {"instance", update.instance_id},
          {"execution", update.execution_id},
          {"name", update.name},
          {"change", word(update.change)},
          {"value", update.value},
          {"oldRevision", update.old_revision},
          {"revision", update.revision},
          {"user", update.user}};
}

Object describe_fields(const HistoricOperation& operation) {
  return {{"time", to_iso8601(operation.time)}, {"user", operation.user},
          {"operation", operation.operation},   {"instance", operation.instance_id},
          {"activity", operation.activity_id},  {"subject", operation.subject_id},
          {"property", operation.property},     {"oldValue", operation.old_value},
          {"newValue", operation.new_value}};
}

}  // namespace rondo::cli
