// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_history.hpp"

#include <utility>

namespace rondo::persistence {

MemoryHistory::Rarities& MemoryHistory::Entry::rare() {
  if (rarities == nullptr) rarities = std::make_unique<Rarities>();
  return *rarities;
}

void MemoryHistory::record(model::HistoryEvent& event) {
  using Kind = model::HistoryEvent::Kind;
  if (event.kind == Kind::Entered) {
    enter(part(event.instance)[event.instance], event);
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

void MemoryHistory::keep(model::FinalVariables& variables) {
  part(variables.instance)[variables.instance].final_variables =
      std::make_unique<model::Object>(std::move(variables.values));
}

const MemoryHistory::InstanceHistory* MemoryHistory::find(const model::Handle& instance) const {
  const Part& known = parts_[part_of(hash_of(instance))];
  const auto found = known.find(instance);
  return found == known.end() ? nullptr : &found->second;
}

std::vector<Visit> MemoryHistory::visits(const model::Handle& instance) const {
  std::vector<Visit> visits;
  const InstanceHistory* const history = find(instance);
  if (history == nullptr) return visits;
  visits.reserve(history->visits.size());
  for (std::size_t number = 0; number < history->visits.size(); ++number) {
    const Entry& entry = history->visits[number];
    if (!entry.entered) continue;
    Visit& visit = visits.emplace_back();
    visit.instance = instance;
    visit.execution = entry.execution;
    visit.number = static_cast<std::uint32_t>(number);
    visit.definition = entry.definition;
    visit.node = entry.node;
    visit.start = entry.start;
    if (entry.ended) visit.end = entry.end;
    visit.withdrawn = entry.withdrawn;
    if (entry.rarities == nullptr) continue;
    visit.reason = entry.rarities->reason;
    visit.assignee = entry.rarities->assignee;
    visit.called = entry.rarities->called;
  }
  return visits;
}

std::optional<model::Object> MemoryHistory::final_variables(const model::Handle& instance) const {
  const InstanceHistory* const history = find(instance);
  if (history == nullptr || history->final_variables == nullptr) return std::nullopt;
  return *history->final_variables;
}

}  // namespace rondo::persistence
