// SPDX-License-Identifier: Apache-2.0
#include "persistence/history_codec.hpp"

#include "model/error.hpp"
#include "persistence/record_order.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <tuple>

namespace rondo::persistence {

namespace {

using model::ByteWriter;
using model::FieldReader;
using model::FieldWriter;
using model::Handle;
using model::StoredReader;

Handle in_root(const Handle& base, std::uint32_t slot, std::uint32_t generation) noexcept {
  return {base.root, base.root_generation, slot, generation};
}

// Events follow each other closely.
void write_time(FieldWriter& fields, unsigned field, model::Instant time, model::Instant& previous) {
  fields.signed_number(field, (time - previous).count());
  previous = time;
}
model::Instant read_time(FieldReader& fields, unsigned field, model::Instant& previous) {
  std::int64_t later = 0;
  fields.signed_number(field, later);
  previous += std::chrono::milliseconds(later);
  return previous;
}

template <typename Fields, typename Event>
void variable_fields(Fields& fields, Event& event) {
  fields.number(1, event.change, model::VariableChange::Created);
  fields.flag(2, event.local);
  fields.flag(3, event.detailed);
}

template <typename Fields, typename Event>
void task_fields(Fields& fields, Event& event) {
  fields.number(1, event.kind, model::TaskEvent::Kind::Created);
  fields.number(2, event.visit);
  fields.text(3, event.text);
}

template <typename Fields, typename Event>
void operation_fields(Fields& fields, Event& event) {
  fields.text(1, event.user);
  fields.text(2, event.property);
  fields.text(3, event.before);
  fields.text(4, event.after);
}

void write_variable(ByteWriter& out, const model::VariableEvent& event, model::Instant& time) {
  FieldWriter fields(out);
  variable_fields(fields, event);
  fields.handle(4, event.scope, in_root(event.instance, 0, 1));
  fields.text(5, event.name);
  fields.value(6, event.value);
  write_time(fields, 7, event.time, time);
  fields.number(8, event.revision);
  fields.finish();
}

bool ends(const model::TaskEvent& event) noexcept {
  return event.kind == model::TaskEvent::Kind::Completed || event.kind == model::TaskEvent::Kind::Withdrawn;
}

void write_task(ByteWriter& out, const model::TaskEvent& event, model::Instant& time,
                const model::DefinitionNumbers& numbers) {
  const Handle& id = event.task->id;
  FieldWriter fields(out);
  task_fields(fields, event);
  fields.handle(4, id, in_root(event.task->instance, 0, 1));
  write_time(fields, 5, event.time, time);
  fields.finish();
  // What has ended was told before.
  if (!ends(event)) write_stored(out, *event.task, model::RecordPlace::of(id), numbers);
}

void write_operation(ByteWriter& out, const model::OperationEvent& event, model::Instant& time,
                     const model::DefinitionNumbers& numbers) {
  FieldWriter fields(out);
  operation_fields(fields, event);
  fields.text(5, event.operation);
  write_time(fields, 6, event.time, time);
  fields.slot(7, static_cast<std::uint32_t>(event.node));
  if (event.definition != nullptr) fields.number(8, numbers.number(*event.definition));
  if (event.subject) {
    fields.number(9, static_cast<unsigned>(event.subject->second));
    fields.handle(10, event.subject->first, in_root(event.instance, 0, 1));
  }
  fields.finish();
}

}  // namespace

void HistoryPages::collect(const model::ChangeSet& changes) {
  items_.clear();
  for (std::size_t i = 0; i < changes.history.size(); ++i)
    items_.push_back({changes.history[i].instance, Kind::Visit, i});
  for (std::size_t i = 0; i < changes.variables.size(); ++i)
    items_.push_back({changes.variables[i].instance, Kind::Variable, i});
  for (std::size_t i = 0; i < changes.task_events.size(); ++i)
    items_.push_back({changes.task_events[i].task->instance, Kind::Task, i});
  for (std::size_t i = 0; i < changes.incidents.size(); ++i) {
    if (changes.incidents[i].kept) items_.push_back({changes.incidents[i].instance, Kind::Incident, i});
  }
  for (std::size_t i = 0; i < changes.resolved_incidents.size(); ++i)
    items_.push_back({in_root(changes.resolved_incidents[i], kWholeRoot, kWholeRoot), Kind::IncidentEnd, i});
  for (std::size_t i = 0; i < changes.operations.size(); ++i)
    items_.push_back({changes.operations[i].instance, Kind::Operation, i});
  const auto earlier = [](const Item& left, const Item& right) {
    return ordered(left.instance) < ordered(right.instance);
  };
  if (!std::is_sorted(items_.begin(), items_.end(), earlier)) {
    std::stable_sort(items_.begin(), items_.end(), earlier);
  }
}

std::size_t HistoryPages::end_of(std::size_t at) const noexcept {
  std::size_t end = at;
  while (end < items_.size() && items_[end].instance == items_[at].instance) ++end;
  return end;
}

void HistoryPages::write_page(ByteWriter& out, const model::ChangeSet& changes,
                              const model::DefinitionNumbers& numbers, std::size_t at,
                              std::size_t end) const {
  model::HistoryEvent first;
  first.instance = items_[at].instance;
  const model::HistoryEvent* previous = &first;
  model::Instant time{};
  if (!changes.user.empty()) {
    out.number(static_cast<std::uint64_t>(Kind::User));
    out.text(changes.user);
  }
  for (; at < end; ++at) {
    const Item& item = items_[at];
    const bool over = item.kind == Kind::Task && ends(changes.task_events[item.at]);
    out.number(static_cast<std::uint64_t>(over ? Kind::TaskEnd : item.kind));
    switch (item.kind) {
      case Kind::Visit:
        write_stored(out, changes.history[item.at], *previous, numbers);
        previous = &changes.history[item.at];
        time = previous->time;
        break;
      case Kind::Variable:
        write_variable(out, changes.variables[item.at], time);
        break;
      case Kind::Task:
        write_task(out, changes.task_events[item.at], time, numbers);
        break;
      case Kind::Incident: {
        const model::IncidentRecord& incident = changes.incidents[item.at];
        out.number(incident.id.slot);
        out.number(incident.id.generation);
        write_stored(out, incident, model::RecordPlace::of(incident.id), numbers);
        break;
      }
      case Kind::IncidentEnd:
        out.number(changes.resolved_incidents[item.at].slot);
        out.number(changes.resolved_incidents[item.at].generation);
        out.signed_number(changes.time.time_since_epoch().count());
        break;
      case Kind::Operation:
        write_operation(out, changes.operations[item.at], time, numbers);
        break;
      case Kind::TaskEnd:
      case Kind::User:
        break;
    }
  }
}

// --- replay

void HistoryReplay::add(std::string_view page) {
  using Kind = HistoryPages::Kind;
  StoredReader in(page);
  model::ChangeSet rest;
  model::HistoryEvent previous;
  previous.instance = instance_;
  time_ = {};
  while (!in.done()) {
    switch (in.small<Kind>()) {
      case Kind::Visit: {
        model::HistoryEvent event;
        read_stored(in, event, previous, numbers_);
        previous = event;
        time_ = event.time;
        history_.record(event);
        break;
      }
      case Kind::Variable:
        read_variable(in, rest);
        break;
      case Kind::Task:
        read_task(in, rest, false);
        break;
      case Kind::TaskEnd:
        read_task(in, rest, true);
        break;
      case Kind::Incident:
        read_incident(in, rest);
        break;
      case Kind::IncidentEnd: {
        const auto slot = in.small<std::uint32_t>();
        rest.resolved_incidents.push_back(in_root(instance_, slot, in.small<std::uint32_t>()));
        rest.time = model::Instant(std::chrono::milliseconds(in.signed_number()));
        break;
      }
      case Kind::Operation:
        read_operation(in, rest);
        break;
      case Kind::User:
        rest.user = in.text();
        break;
      default:
        throw Error(ErrorKind::Store, "stored data is damaged: history has an unknown form");
    }
  }
  history_.record_rest(rest);
}

void HistoryReplay::read_variable(StoredReader& in, model::ChangeSet& rest) {
  model::VariableEvent event;
  event.instance = instance_;
  std::string name;
  FieldReader fields(in);
  variable_fields(fields, event);
  fields.handle(4, event.scope, in_root(instance_, 0, 1));
  fields.text(5, name);
  fields.value(6, event.value);
  event.time = read_time(fields, 7, time_);
  fields.number(8, event.revision);
  fields.finish();
  event.name = names_.text(names_.intern(name));
  rest.variables.push_back(std::move(event));
}

void HistoryReplay::read_task(StoredReader& in, model::ChangeSet& rest, bool ended) {
  model::TaskEvent event;
  Handle id;
  FieldReader fields(in);
  task_fields(fields, event);
  fields.handle(4, id, in_root(instance_, 0, 1));
  event.time = read_time(fields, 5, time_);
  fields.finish();
  auto& known = tasks_[{id.slot, id.generation}];
  if (!ended) {
    auto record = std::make_shared<model::TaskRecord>();
    read_stored(in, *record, model::RecordPlace::of(id), numbers_);
    known = std::move(record);
  }
  if (known == nullptr) return;
  event.task = known;
  rest.task_events.push_back(std::move(event));
}

void HistoryReplay::read_incident(StoredReader& in, model::ChangeSet& rest) {
  const auto slot = in.small<std::uint32_t>();
  const Handle id = in_root(instance_, slot, in.small<std::uint32_t>());
  read_stored(in, rest.incidents.emplace_back(), model::RecordPlace::of(id), numbers_);
}

void HistoryReplay::read_operation(StoredReader& in, model::ChangeSet& rest) {
  model::OperationEvent& event = rest.operations.emplace_back();
  event.instance = instance_;
  std::string operation;
  auto node = static_cast<std::uint32_t>(model::kNoNode);
  std::uint64_t definition = 0;
  unsigned kind = 0;
  Handle subject;
  FieldReader fields(in);
  operation_fields(fields, event);
  fields.text(5, operation);
  event.time = read_time(fields, 6, time_);
  fields.slot(7, node);
  fields.number(8, definition);
  fields.number(9, kind);
  fields.handle(10, subject, in_root(instance_, 0, 1));
  fields.finish();
  event.operation = names_.text(names_.intern(operation));
  event.node = model::NodeId{node};
  if (definition != 0) event.definition = &numbers_.definition(definition);
  if (kind != 0) event.subject = {subject, static_cast<model::HandleKind>(kind)};
}

}  // namespace rondo::persistence
