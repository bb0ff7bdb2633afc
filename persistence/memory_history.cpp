// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_history.hpp"

#include <algorithm>
#include <utility>

namespace rondo::persistence {

MemoryHistory::Rarities& MemoryHistory::Entry::rare() {
  if (rarities == nullptr) rarities = std::make_unique<Rarities>();
  return *rarities;
}

MemoryHistory::Details& MemoryHistory::InstanceHistory::detail() {
  if (details == nullptr) details = std::make_unique<Details>();
  return *details;
}

const MemoryHistory::InstanceHistory* MemoryHistory::find(const model::Handle& instance) const {
  const Part& known = parts_[part_of(hash_of(instance))];
  const auto found = known.find(instance);
  return found == known.end() ? nullptr : &found->second;
}

// --- visits

void MemoryHistory::record(model::HistoryEvent& event) {
  using Kind = model::HistoryEvent::Kind;
  if (event.kind == Kind::Entered) {
    enter(history_of(event.instance), event);
    return;
  }
  Part& known = part(event.instance);
  const auto history = known.find(event.instance);
  if (history == known.end() || event.visit >= history->second.visits.size()) return;
  if (Entry& visit = history->second.visits[event.visit]; visit.entered) change(visit, event);
}

void MemoryHistory::enter(InstanceHistory& history, const model::HistoryEvent& event) {
  if (event.visit >= history.visits.size()) history.visits.resize(std::size_t{event.visit} + 1);
  Entry& visit = history.visits[event.visit];
  visit = Entry{};
  visit.entered = true;
  visit.execution = event.other;
  visit.definition = event.definition;
  visit.node = event.node;
  visit.start = event.time;
  if (!event.text.empty()) visit.rare().path = event.text;
}

void MemoryHistory::change(Entry& visit, model::HistoryEvent& event) {
  using Kind = model::HistoryEvent::Kind;
  switch (event.kind) {
    case Kind::Entered:
      break;
    case Kind::Withdrawn:
      visit.withdrawn = true;
      if (!event.text.empty()) visit.rare().reason = std::move(event.text);
      [[fallthrough]];
    case Kind::Left:
      visit.ended = true;
      visit.end = event.time;
      break;
    case Kind::CalledInstance:
      visit.rare().called = event.other;
      break;
    case Kind::Assigned:
      if (visit.rarities != nullptr || !event.text.empty()) visit.rare().assignee = std::move(event.text);
      break;
  }
}

// --- everything else

void MemoryHistory::record_rest(model::ChangeSet& changes) {
  for (const model::VariableEvent& event : changes.variables) record(event, changes.user);
  for (model::TaskEvent& event : changes.task_events) record(event);
  for (const model::IncidentRecord& incident : changes.incidents) {
    if (!incident.kept) continue;
    history_of(incident.instance).detail().incidents.push_back({incident, std::nullopt});
    open_incidents_.insert_or_assign(incident.id, incident.instance);
  }
  for (const model::Handle& id : changes.resolved_incidents) end_incident(id, changes.time);
  for (model::OperationEvent& event : changes.operations) record(event);
}

void MemoryHistory::record(const model::VariableEvent& event, const std::string& user) {
  InstanceHistory& history = history_of(event.instance);
  if (history.variables == nullptr) history.variables = std::make_unique<MemoryVariables>();
  const MemoryVariables::Entry& entry = history.variables->apply(event);
  if (!event.detailed) return;
  history.detail().updates.push_back({event.instance, event.scope, event.local, std::string(event.name),
                                      event.change, event.value, entry.revision, event.time, user});
}

void MemoryHistory::record(model::TaskEvent& event) {
  using Kind = model::TaskEvent::Kind;
  InstanceHistory& history = history_of(event.task->instance);
  if (event.visit >= history.visits.size()) return;
  auto& task = history.visits[event.visit].rare().task;
  if (task == nullptr) {
    task = std::make_unique<HistoricTaskRecord>();
    task->visit = event.visit;
    task->task = event.task;
  }
  if (event.kind == Kind::Changed) {
    if (event.task->assignee.empty()) {
      task->claimed.reset();
    } else if (task->task->assignee.empty()) {
      task->claimed = event.time;
    }
  }
  task->task = std::move(event.task);
  if (event.kind == Kind::Created || event.kind == Kind::Changed) return;
  task->ended = event.time;
  task->completed = event.kind == Kind::Completed;
  (task->completed ? task->completed_by : task->reason) = std::move(event.text);
}

void MemoryHistory::record(model::OperationEvent& event) {
  history_of(event.instance)
      .detail()
      .operations.push_back({event.instance, std::string(event.operation), event.subject, event.definition,
                             event.node, event.time, std::move(event.user), std::move(event.property),
                             std::move(event.before), std::move(event.after)});
}

void MemoryHistory::end_incident(const model::Handle& id, model::Instant time) {
  const auto open = open_incidents_.find(id);
  if (open == open_incidents_.end()) return;
  auto& incidents = history_of(open->second).detail().incidents;
  open_incidents_.erase(open);
  const auto newest = std::find_if(incidents.rbegin(), incidents.rend(),
                                   [&](const auto& record) { return record.incident.id == id; });
  if (newest != incidents.rend()) newest->ended = time;
}

// --- forgetting

void MemoryHistory::append_removable(std::multimap<model::Instant, model::Handle>& found, model::Instant now,
                                     std::size_t limit) const {
  for (const auto& [time, instance] : removals_) {
    if (time > now || limit == 0) return;
    --limit;
    found.emplace(time, instance);
  }
}

void MemoryHistory::forget(const model::InstanceRecord& instance) {
  part(instance.id).erase(instance.id);
  if (!instance.removal) return;
  for (auto [at, end] = removals_.equal_range(*instance.removal); at != end; ++at) {
    if (at->second == instance.id) {
      removals_.erase(at);
      return;
    }
  }
}

}  // namespace rondo::persistence
