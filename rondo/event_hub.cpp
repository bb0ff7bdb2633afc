// SPDX-License-Identifier: Apache-2.0
#include "rondo/event_hub.hpp"

#include "agenda/command.hpp"

#include <string>
#include <utility>

namespace rondo {

namespace {

using model::HandleKind;

EngineEvent instance_event(EngineEvent::Kind kind, const model::InstanceRecord& record) {
  EngineEvent event;
  event.kind = kind;
  event.instance_id = to_text(record.id, HandleKind::Instance);
  event.process_key = record.definition->id;
  return event;
}

EngineEvent task_event(EngineEvent::Kind kind, const model::TaskRecord& task) {
  EngineEvent event;
  event.kind = kind;
  event.instance_id = to_text(task.instance, HandleKind::Instance);
  event.process_key = task.definition->id;
  event.activity_id = task.definition->node(task.node).id;
  event.task_id = to_text(task.id, HandleKind::Wait);
  return event;
}

}  // namespace

// The subscription owns the function; the hub only looks whether it is still there.
template <typename Event>
Subscription EventHub::Listeners<Event>::add(Function function) {
  const auto ended = [counter = count](const Function* gone) {
    --*counter;
    delete gone;
  };
  const auto owned = std::shared_ptr<Function>(new Function(std::move(function)), ended);
  ++*count;
  const std::lock_guard lock(mutex);
  std::erase_if(functions, [](const auto& gone) { return gone.expired(); });
  functions.push_back(owned);
  return owned;
}

template <typename Event>
std::vector<std::shared_ptr<std::function<void(const Event&)>>> EventHub::Listeners<Event>::living() const {
  const std::lock_guard lock(mutex);
  std::vector<std::shared_ptr<Function>> result;
  for (const auto& function : functions) {
    if (auto listener = function.lock()) result.push_back(std::move(listener));
  }
  return result;
}

Subscription EventHub::trace(std::function<void(const TraceEvent&)> listener) {
  return tracers_.add(std::move(listener));
}

Subscription EventHub::subscribe(std::function<void(const EngineEvent&)> listener) {
  return subscribers_.add(std::move(listener));
}

void EventHub::operation(agenda::OperationKind kind, const agenda::ExecutionContext& context,
                         std::string_view element) {
  const agenda::Command& command = context.command();
  const std::string execution = to_text(command.execution_handle(context.id()), HandleKind::Execution);
  const std::string instance =
      to_text(command.instance_handle(context.execution().process), HandleKind::Instance);
  const agenda::ExecutionId parent = context.execution().parent;
  const std::string scope = parent == agenda::kNone ? std::string() : command.execution_text(parent);
  TraceEvent event;
  event.operation = agenda::name_of(kind);
  event.element_id = element;
  event.instance_id = instance;
  event.execution_id = execution;
  event.scope_id = scope;
  event.command = commands_.load(std::memory_order_relaxed);
  for (const auto& listener : tracers_.living()) (*listener)(event);
}

std::vector<EngineEvent> EventHub::events_of(const model::ChangeSet& changes) {
  std::vector<EngineEvent> events;
  for (const auto& record : changes.instances) {
    if (record->is_new) events.push_back(instance_event(EngineEvent::Kind::InstanceStarted, *record));
  }
  for (const model::HistoryEvent& line : changes.history) {
    EngineEvent event;
    using Kind = model::HistoryEvent::Kind;
    if (line.kind == Kind::CalledInstance || line.kind == Kind::Assigned) continue;
    event.kind = line.kind == Kind::Entered ? EngineEvent::Kind::ActivityStarted
                 : line.kind == Kind::Left  ? EngineEvent::Kind::ActivityEnded
                                            : EngineEvent::Kind::ActivityCanceled;
    event.instance_id = to_text(line.instance, HandleKind::Instance);
    event.process_key = line.definition->id;
    event.activity_id = line.definition->node(line.node).id;
    events.push_back(std::move(event));
  }
  for (const auto& task : changes.tasks) events.push_back(task_event(EngineEvent::Kind::TaskCreated, *task));
  for (const auto& task : changes.removed_tasks) {
    events.push_back(task_event(EngineEvent::Kind::TaskEnded, *task));
  }
  for (const auto& record : changes.instances) {
    if (record->end) events.push_back(instance_event(EngineEvent::Kind::InstanceEnded, *record));
  }
  return events;
}

void EventHub::publish(const std::vector<EngineEvent>& events) const {
  for (const auto& listener : subscribers_.living()) {
    for (const EngineEvent& event : events) (*listener)(event);
  }
}

}  // namespace rondo
