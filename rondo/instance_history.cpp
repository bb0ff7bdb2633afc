// SPDX-License-Identifier: Apache-2.0
#include "rondo/instance_history.hpp"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace rondo {

namespace {

using model::ChangeSet;
using model::HistoryEvent;
using model::TaskEvent;
using model::VariableChange;
using model::VariableEvent;

template <typename Query>
Query of_instance(const std::string& id) {
  Query query;
  query.of.instance_id = id;
  return query;
}

void append_visit(const persistence::Visit& visit, std::vector<HistoryEvent>& events) {
  using Kind = HistoryEvent::Kind;
  HistoryEvent event;
  event.instance = visit.instance;
  event.visit = visit.number;
  event.node = visit.node;
  event.definition = visit.definition;
  event.time = visit.start;
  const auto add = [&](Kind kind, const model::Handle& other, const std::string& text) {
    event.kind = kind;
    event.other = other;
    event.text = text;
    events.push_back(event);
  };
  add(Kind::Entered, visit.execution, visit.path);
  if (visit.called) add(Kind::CalledInstance, *visit.called, {});
  if (!visit.assignee.empty()) add(Kind::Assigned, {}, visit.assignee);
  if (!visit.end) return;
  event.time = *visit.end;
  add(visit.withdrawn ? Kind::Withdrawn : Kind::Left, {}, visit.reason);
}

// That a task was claimed shows in its having got somebody after its creation.
void append_task(const persistence::HistoricTaskRecord& task, std::vector<TaskEvent>& events) {
  TaskEvent event{TaskEvent::Kind::Created, task.task, task.visit, task.task->created, {}};
  if (task.claimed) {
    auto unclaimed = std::make_shared<model::TaskRecord>(*task.task);
    unclaimed->assignee.clear();
    event.task = std::move(unclaimed);
    events.push_back(event);
    event.kind = TaskEvent::Kind::Changed;
    event.task = task.task;
    event.time = *task.claimed;
  }
  events.push_back(event);
  if (!task.ended) return;
  event.kind = task.completed ? TaskEvent::Kind::Completed : TaskEvent::Kind::Withdrawn;
  event.text = task.completed ? task.completed_by : task.reason;
  event.time = *task.ended;
  events.push_back(event);
}

template <typename Record>
VariableEvent event_of(const Record& record, std::string_view name) {
  VariableEvent event;
  event.local = record.local;
  event.instance = record.instance;
  event.scope = record.scope;
  event.name = name;
  event.value = record.value;
  event.revision = record.revision;
  return event;
}

void append_variable(const persistence::HistoricVariableRecord& variable, std::string_view name,
                     std::vector<VariableEvent>& events) {
  VariableEvent event = event_of(variable, name);
  event.time = variable.created;
  events.push_back(event);
  if (variable.updated == variable.created && !variable.removed) return;
  event.change = variable.removed ? VariableChange::Removed : VariableChange::Updated;
  event.time = variable.updated;
  events.push_back(std::move(event));
}

// Variables whose every update is remembered follow from these.
void append_variables(const InstanceHistory& history, model::NameTable& names, ChangeSet& first,
                      std::vector<ChangeSet>& later) {
  const auto interned = [&](const std::string& name) -> std::string_view {
    return names.text(names.intern(name));
  };
  std::set<std::pair<std::uint64_t, std::string>> detailed;
  const auto key_of = [](const auto& record) {
    return std::pair(std::uint64_t{record.scope.slot} << 32 | record.scope.generation, record.name);
  };
  for (const auto& update : history.updates) {
    detailed.insert(key_of(update));
    if (later.empty() || later.back().user != update.user) later.emplace_back().user = update.user;
    VariableEvent event = event_of(update, interned(update.name));
    event.change = update.change;
    event.detailed = true;
    event.time = update.time;
    later.back().variables.push_back(std::move(event));
  }
  for (const auto& variable : history.variables) {
    if (!detailed.contains(key_of(variable)))
      append_variable(variable, interned(variable.name), first.variables);
  }
}

void append_operation(const persistence::HistoricOperationRecord& record, model::NameTable& names,
                      std::vector<model::OperationEvent>& events) {
  model::OperationEvent& event = events.emplace_back();
  event.instance = record.instance;
  event.operation = names.text(names.intern(record.operation));
  event.subject = record.subject;
  event.definition = record.definition;
  event.node = record.node;
  event.time = record.time;
  event.user = record.user;
  event.property = record.property;
  event.before = record.before;
  event.after = record.after;
}

void append_incident(const persistence::HistoricIncidentRecord& record, std::vector<ChangeSet>& changes) {
  changes.emplace_back().incidents.push_back(record.incident);
  if (!record.ended) return;
  ChangeSet& over = changes.emplace_back();
  over.resolved_incidents.push_back(record.incident.id);
  over.time = *record.ended;
}

}  // namespace

InstanceHistory history_of(const persistence::HistoryStore& store, const model::Handle& instance) {
  const std::string id = to_text(instance, model::HandleKind::Instance);
  InstanceHistory history;
  history.visits = store.visits(instance);
  auto variables = of_instance<model::HistoricVariableQuery>(id);
  variables.include_removed = true;
  history.variables = store.find(variables);
  history.updates = store.find(of_instance<model::HistoricUpdateQuery>(id));
  history.tasks = store.find(of_instance<model::HistoricTaskQuery>(id));
  history.incidents = store.find(of_instance<model::HistoricIncidentQuery>(id));
  history.operations = store.find(of_instance<model::HistoricOperationQuery>(id));
  return history;
}

void append_changes(const InstanceHistory& history, model::NameTable& names,
                    std::vector<model::ChangeSet>& changes) {
  ChangeSet first;
  std::vector<ChangeSet> later;
  for (const auto& visit : history.visits) append_visit(visit, first.history);
  append_variables(history, names, first, later);
  for (const auto& task : history.tasks) append_task(task, first.task_events);
  for (const auto& operation : history.operations) append_operation(operation, names, first.operations);
  for (const auto& incident : history.incidents) append_incident(incident, later);
  changes.push_back(std::move(first));
  for (ChangeSet& each : later) changes.push_back(std::move(each));
}

}  // namespace rondo
