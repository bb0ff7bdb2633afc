// SPDX-License-Identifier: Apache-2.0
#include "rondo/snapshot_records.hpp"

#include <fmt/format.h>

#include <type_traits>
#include <utility>

namespace rondo {

namespace {

using model::HandleKind;

template <typename Fields, typename Record>
void instance_fields(Fields& fields, Record& record) {
  fields.handle("id", record.id, HandleKind::Instance);
  auto nowhere = model::kNoNode;
  fields.place("element", record.definition, nowhere);
  fields.number("version", record.version);
  fields.text("business_key", record.business_key);
  fields.text("name", record.name);
  fields.handle("caller", record.caller, HandleKind::Instance);
  fields.number("state", record.state, model::RecordState::Active);
  fields.text("error", record.error);
  fields.text("cause", record.cause);
  fields.text("delete_reason", record.delete_reason);
  fields.text("starter", record.starter);
  fields.flag("kept", record.kept, true);
  fields.time("start", record.start);
  fields.time("end", record.end);
  fields.time("removal", record.removal);
  fields.number("sequence", record.sequence);
  fields.number("conversation", record.conversation);
}

template <typename Fields, typename Record>
void task_fields(Fields& fields, Record& task) {
  fields.handle("id", task.id, HandleKind::Wait);
  fields.handle("execution", task.execution, HandleKind::Execution);
  fields.place("activity", task.definition, task.node);
  fields.text("name", task.name);
  fields.text("description", task.description);
  fields.text("assignee", task.assignee);
  fields.text("owner", task.owner);
  fields.texts("candidate_users", task.candidate_users);
  fields.texts("candidate_groups", task.candidate_groups);
  fields.text("due", task.due);
  fields.text("follow_up", task.follow_up);
  fields.text("form_key", task.form_key);
  fields.text("category", task.category);
  fields.number("priority", task.priority, std::int64_t{50});
  fields.time("created", task.created);
  fields.flag("delegated", task.delegated);
  fields.value("locals", task.locals);
  fields.number("sequence", task.sequence);
}

template <typename Fields, typename Record>
void incident_fields(Fields& fields, Record& incident) {
  fields.handle("id", incident.id, HandleKind::Wait);
  fields.handle("instance", incident.instance, HandleKind::Instance);
  fields.handle("execution", incident.execution, HandleKind::Execution);
  fields.place("activity", incident.definition, incident.node);
  fields.text("kind", incident.kind);
  fields.text("message", incident.message);
  fields.time("time", incident.time);
  fields.flag("kept", incident.kept, true);
}

template <typename Fields, typename Record>
void fields_of(Fields& fields,
               Record& record) requires std::is_same_v<std::remove_const_t<Record>, persistence::Visit> {
  fields.number("number", record.number);
  fields.place("activity", record.definition, record.node);
  fields.handle("execution", record.execution, HandleKind::Execution);
  fields.time("start", record.start);
  fields.time("end", record.end);
  fields.flag("withdrawn", record.withdrawn);
  fields.text("reason", record.reason);
  fields.text("path", record.path);
  fields.text("assignee", record.assignee);
  fields.handle("called", record.called, HandleKind::Instance);
}

// Variables of the instance itself have its id, others that of their execution.
template <typename Fields, typename Record>
void scope_field(Fields& fields, Record& record) {
  fields.flag("local", record.local);
  fields.handle("scope", record.scope, HandleKind::Execution);
}

template <typename Fields, typename Record>
void fields_of(Fields& fields, Record& record) requires
    std::is_same_v<std::remove_const_t<Record>, persistence::HistoricVariableRecord> {
  fields.text("name", record.name);
  fields.value("value", record.value);
  scope_field(fields, record);
  fields.number("revision", record.revision);
  fields.time("created", record.created);
  fields.time("updated", record.updated);
  fields.flag("removed", record.removed);
}

template <typename Fields, typename Record>
void fields_of(Fields& fields, Record& record) requires
    std::is_same_v<std::remove_const_t<Record>, persistence::HistoricUpdateRecord> {
  fields.text("name", record.name);
  fields.number("change", record.change, model::VariableChange::Created);
  fields.value("value", record.value);
  scope_field(fields, record);
  fields.number("revision", record.revision);
  fields.time("time", record.time);
  fields.text("user", record.user);
}

template <typename Fields, typename Record>
void fields_of(Fields& fields, Record& record) requires
    std::is_same_v<std::remove_const_t<Record>, persistence::HistoricOperationRecord> {
  fields.text("operation", record.operation);
  fields.subject("subject", record.subject);
  fields.place("activity", record.definition, record.node);
  fields.time("time", record.time);
  fields.text("user", record.user);
  fields.text("property", record.property);
  fields.text("before", record.before);
  fields.text("after", record.after);
}

void fields_of(SnapshotWriter& fields, const persistence::HistoricTaskRecord& record) {
  task_fields(fields, *record.task);
  fields.number("visit", record.visit);
  fields.time("claimed", record.claimed);
  fields.time("ended", record.ended);
  fields.flag("completed", record.completed);
  fields.text("reason", record.reason);
  fields.text("completed_by", record.completed_by);
}
void fields_of(SnapshotReader& fields, persistence::HistoricTaskRecord& record) {
  auto task = std::make_shared<model::TaskRecord>();
  task_fields(fields, *task);
  record.task = std::move(task);
  fields.number("visit", record.visit);
  fields.time("claimed", record.claimed);
  fields.time("ended", record.ended);
  fields.flag("completed", record.completed);
  fields.text("reason", record.reason);
  fields.text("completed_by", record.completed_by);
}

void fields_of(SnapshotWriter& fields, const persistence::HistoricIncidentRecord& record) {
  incident_fields(fields, record.incident);
  fields.time("ended", record.ended);
}
void fields_of(SnapshotReader& fields, persistence::HistoricIncidentRecord& record) {
  incident_fields(fields, record.incident);
  fields.time("ended", record.ended);
}

// To which instance a record belongs is known from where it stands.
template <typename Record>
void set_instance(Record& record, const model::Handle& instance) {
  record.instance = instance;
}
void set_instance(persistence::HistoricTaskRecord& record, const model::Handle& instance) {
  auto task = std::make_shared<model::TaskRecord>(*record.task);
  task->instance = instance;
  record.task = std::move(task);
}
void set_instance(persistence::HistoricIncidentRecord&, const model::Handle&) {}

template <typename Records>
void write_list(Object& object, std::string_view name, const Records& records,
                const SnapshotProcesses& processes) {
  if (records.empty()) return;
  List list;
  for (const auto& record : records) {
    SnapshotWriter fields(processes);
    fields_of(fields, record);
    list.emplace_back(std::move(fields.object()));
  }
  object.set(name, Value(std::move(list)));
}

template <typename Records>
void read_list(const Value& history, std::string_view name, Records& records, const model::Handle& instance,
               const SnapshotProcesses& processes, const Renumbering& renumber) {
  const Value* list = history.as_object().find(name);
  if (list == nullptr) return;
  if (!list->is_list()) damaged_snapshot(fmt::format("'{}' is no list", name));
  for (const Value& record : list->as_list()) {
    SnapshotReader fields(record, processes, renumber);
    auto& read = records.emplace_back();
    fields_of(fields, read);
    set_instance(read, instance);
  }
}

}  // namespace

Value to_snapshot(const model::InstanceRecord& record, const SnapshotProcesses& processes) {
  SnapshotWriter fields(processes);
  instance_fields(fields, record);
  if (record.caller_definition != nullptr) {
    SnapshotWriter caller(processes);
    caller.place("activity", record.caller_definition, record.caller_node);
    fields.object().set("called_at", Value(std::move(caller.object())));
  }
  return Value(std::move(fields.object()));
}

std::shared_ptr<model::InstanceRecord> read_instance(const Value& record, const SnapshotProcesses& processes,
                                                     const Renumbering& renumber) {
  SnapshotReader fields(record, processes, renumber);
  auto read = std::make_shared<model::InstanceRecord>();
  instance_fields(fields, *read);
  if (const Value* caller = record.as_object().find("called_at")) {
    SnapshotReader place(*caller, processes, renumber);
    place.place("activity", read->caller_definition, read->caller_node);
  }
  return read;
}

Value to_snapshot(const model::IncidentRecord& record, const SnapshotProcesses& processes) {
  SnapshotWriter fields(processes);
  incident_fields(fields, record);
  return Value(std::move(fields.object()));
}

model::IncidentRecord read_incident(const Value& record, const SnapshotProcesses& processes,
                                    const Renumbering& renumber) {
  SnapshotReader fields(record, processes, renumber);
  model::IncidentRecord read;
  incident_fields(fields, read);
  return read;
}

Value to_snapshot(const InstanceHistory& history, const SnapshotProcesses& processes) {
  Object object;
  write_list(object, "activities", history.visits, processes);
  write_list(object, "variables", history.variables, processes);
  write_list(object, "tasks", history.tasks, processes);
  write_list(object, "incidents", history.incidents, processes);
  write_list(object, "updates", history.updates, processes);
  write_list(object, "operations", history.operations, processes);
  return Value(std::move(object));
}

InstanceHistory read_history(const Value& history, const model::Handle& instance,
                             const SnapshotProcesses& processes, const Renumbering& renumber) {
  InstanceHistory read;
  if (!history.is_object()) damaged_snapshot("history is missing");
  read_list(history, "activities", read.visits, instance, processes, renumber);
  read_list(history, "variables", read.variables, instance, processes, renumber);
  read_list(history, "tasks", read.tasks, instance, processes, renumber);
  read_list(history, "incidents", read.incidents, instance, processes, renumber);
  read_list(history, "updates", read.updates, instance, processes, renumber);
  read_list(history, "operations", read.operations, instance, processes, renumber);
  return read;
}

}  // namespace rondo
