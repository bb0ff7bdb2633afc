// SPDX-License-Identifier: Apache-2.0
#include "persistence/history_matching.hpp"
#include "persistence/memory_history.hpp"

#include <algorithm>
#include <utility>

namespace rondo::persistence {

namespace {

HistoricVariableRecord record_of(const model::Handle& instance, const MemoryVariables::Entry& entry) {
  return {instance,      entry.scope,   entry.local,  std::string(entry.name), entry.value, entry.revision,
          entry.created, entry.updated, entry.removed};
}

// The cheap tests come first: a record is only made of what passes them.
bool may_fit(const model::HistoricVariableQuery& query, const MemoryVariables::Entry& entry) {
  return (query.name.empty() || query.name == entry.name) && (query.include_removed || !entry.removed);
}

template <typename Record, typename Query>
void append_fitting(std::vector<Record>& found, const std::vector<Record>& records, const Query& query) {
  for (const Record& record : records) {
    if (fits(query, record)) found.push_back(record);
  }
}

}  // namespace

Visit MemoryHistory::visit_of(const model::Handle& instance, std::size_t number, const Entry& entry) {
  Visit visit;
  visit.instance = instance;
  visit.execution = entry.execution;
  visit.number = static_cast<std::uint32_t>(number);
  visit.definition = entry.definition;
  visit.node = entry.node;
  visit.start = entry.start;
  if (entry.ended) visit.end = entry.end;
  visit.withdrawn = entry.withdrawn;
  if (entry.rarities == nullptr) return visit;
  visit.reason = entry.rarities->reason;
  visit.assignee = entry.rarities->assignee;
  visit.path = entry.rarities->path;
  visit.called = entry.rarities->called;
  if (entry.rarities->task != nullptr) visit.task = entry.rarities->task->task->id;
  return visit;
}

std::vector<Visit> MemoryHistory::visits(const model::Handle& instance) const {
  std::vector<Visit> visits;
  const InstanceHistory* const history = find(instance);
  if (history == nullptr) return visits;
  visits.reserve(history->visits.size());
  for (std::size_t number = 0; number < history->visits.size(); ++number) {
    const Entry& entry = history->visits[number];
    if (entry.entered) visits.push_back(visit_of(instance, number, entry));
  }
  return visits;
}

std::optional<model::Object> MemoryHistory::final_variables(const model::Handle& instance) const {
  const InstanceHistory* const history = find(instance);
  if (history == nullptr || history->variables == nullptr) return std::nullopt;
  model::Object variables;
  for (const MemoryVariables::Entry& entry : history->variables->entries()) {
    if (!entry.local && !entry.removed) variables.set(entry.name, entry.value);
  }
  return variables;
}

bool MemoryHistory::fits(const model::HistoricInstanceQuery& query,
                         const model::InstanceRecord& instance) const {
  const bool looks_deeper =
      !query.involved_user.empty() || !query.activity_id.empty() || !query.variables.empty();
  if (!looks_deeper) return true;
  const InstanceHistory* const history = find(instance.id);
  const auto any_visit = [&](const auto& holds) {
    return history != nullptr &&
           std::any_of(history->visits.begin(), history->visits.end(),
                       [&](const Entry& entry) { return entry.entered && holds(entry); });
  };
  const auto has_variable = [&](const std::pair<std::string, model::Value>& wanted) {
    if (history == nullptr || history->variables == nullptr) return false;
    const auto& entries = history->variables->entries();
    return std::any_of(entries.begin(), entries.end(), [&](const MemoryVariables::Entry& entry) {
      return !entry.local && !entry.removed && entry.name == wanted.first && entry.value == wanted.second;
    });
  };
  const auto was_there = [&](const Entry& entry) {
    return entry.definition->node(entry.node).id == query.activity_id;
  };
  const auto had_task = [&](const Entry& entry) {
    return entry.rarities != nullptr && entry.rarities->task != nullptr &&
           involves(*entry.rarities->task, query.involved_user);
  };
  return (query.activity_id.empty() || any_visit(was_there)) &&
         (query.involved_user.empty() || instance.starter == query.involved_user || any_visit(had_task)) &&
         std::all_of(query.variables.begin(), query.variables.end(), has_variable);
}

void MemoryHistory::append(std::vector<Visit>& found, const model::Handle& instance,
                           const model::HistoricActivityQuery& query) const {
  const InstanceHistory* const history = find(instance);
  if (history == nullptr) return;
  for (std::size_t number = 0; number < history->visits.size(); ++number) {
    const Entry& entry = history->visits[number];
    if (!entry.entered) continue;
    if (!query.activity_id.empty() && entry.definition->node(entry.node).id != query.activity_id) continue;
    Visit visit = visit_of(instance, number, entry);
    if (persistence::fits(query, visit)) found.push_back(std::move(visit));
  }
}

void MemoryHistory::append(std::vector<HistoricVariableRecord>& found, const model::Handle& instance,
                           const model::HistoricVariableQuery& query) const {
  const InstanceHistory* const history = find(instance);
  if (history == nullptr || history->variables == nullptr) return;
  for (const MemoryVariables::Entry& entry : history->variables->entries()) {
    if (!may_fit(query, entry)) continue;
    HistoricVariableRecord record = record_of(instance, entry);
    if (persistence::fits(query, record)) found.push_back(std::move(record));
  }
}

void MemoryHistory::append(std::vector<HistoricUpdateRecord>& found, const model::Handle& instance,
                           const model::HistoricUpdateQuery& query) const {
  const InstanceHistory* const history = find(instance);
  if (history != nullptr && history->details != nullptr)
    append_fitting(found, history->details->updates, query);
}

void MemoryHistory::append(std::vector<HistoricTaskRecord>& found, const model::Handle& instance,
                           const model::HistoricTaskQuery& query) const {
  const InstanceHistory* const history = find(instance);
  if (history == nullptr) return;
  for (const Entry& entry : history->visits) {
    if (entry.rarities == nullptr || entry.rarities->task == nullptr) continue;
    if (persistence::fits(query, *entry.rarities->task)) found.push_back(*entry.rarities->task);
  }
}

void MemoryHistory::append(std::vector<HistoricIncidentRecord>& found, const model::Handle& instance,
                           const model::HistoricIncidentQuery& query) const {
  const InstanceHistory* const history = find(instance);
  if (history != nullptr && history->details != nullptr)
    append_fitting(found, history->details->incidents, query);
}

void MemoryHistory::append(std::vector<HistoricOperationRecord>& found, const model::Handle& instance,
                           const model::HistoricOperationQuery& query) const {
  const InstanceHistory* const history = find(instance);
  if (history != nullptr && history->details != nullptr)
    append_fitting(found, history->details->operations, query);
}

}  // namespace rondo::persistence
