// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/implementations.hpp"

#include <array>
#include <utility>

namespace rondo::bpmn {
namespace {

using Event = model::Listener::Event;

struct EventName {
  std::string_view name;
  Event event;
};

constexpr std::array<EventName, 15> kEvents{{{"start", Event::Start},
                                             {"end", Event::End},
                                             {"take", Event::Take},
                                             {"create", Event::Create},
                                             {"creating", Event::Create},
                                             {"assignment", Event::Assignment},
                                             {"assigning", Event::Assignment},
                                             {"update", Event::Update},
                                             {"updating", Event::Update},
                                             {"complete", Event::Complete},
                                             {"completing", Event::Complete},
                                             {"delete", Event::Delete},
                                             {"canceling", Event::Delete},
                                             {"timeout", Event::Timeout},
                                             {"all", Event::Create}}};

/// Execution listeners of Zeebe lie one element deeper than those of the others.
std::vector<Element> listener_elements(const Element& owner, std::string_view tag) {
  std::vector<Element> found;
  for (const Element extension : owner.extensions()) {
    if (extension.name() == tag) found.push_back(extension);
    if (extension.name() != std::string(tag) + "s") continue;
    for (const Element child : extension.children()) {
      if (child.name() == tag) found.push_back(child);
    }
  }
  return found;
}

bool read_event(ProcessContext& context, const Element& element, model::Listener& listener) {
  std::string_view name = trim(element["event"]);
  if (name.empty()) name = trim(element["eventType"]);
  if (name.empty()) return true;
  for (const EventName& entry : kEvents) {
    if (entry.name != name) continue;
    listener.event = entry.event;
    listener.all_events = name == "all";
    return true;
  }
  context.file.warning(element, "listener",
                       "listeners for the event " + std::string(name) + " are not called");
  return false;
}

void read_timer(ProcessContext& context, const Element& owner, const Element& element,
                model::Listener& listener) {
  if (listener.event != Event::Timeout) return;
  const Element definition = element.child("timerEventDefinition");
  if (!definition) {
    context.file.error(element, "listener", "the listener for timeout has no timer");
    return;
  }
  const model::EventDefinition timer = read_event_definition(context, owner, definition, false);
  listener.timer = timer.timer;
  listener.timer_value = timer.timer_value;
}

std::vector<model::Listener> read_listeners(ProcessContext& context, const Element& owner,
                                            std::string_view tag, Event otherwise) {
  std::vector<model::Listener> listeners;
  for (const Element element : listener_elements(owner, tag)) {
    model::Listener listener;
    listener.event = otherwise;
    listener.where = element.where();
    if (!read_event(context, element, listener)) continue;
    listener.implementation = read_implementation(context, owner, element);
    if (element.space() == Space::Zeebe && element.find("type") != nullptr) {
      listener.implementation.kind = model::Implementation::Kind::Topic;
      listener.implementation.name = std::string(trim(element["type"]));
    }
    if (listener.implementation.kind == model::Implementation::Kind::None) {
      context.file.error(element, "listener", "the listener names no code");
      continue;
    }
    read_timer(context, owner, element, listener);
    listeners.push_back(std::move(listener));
  }
  return listeners;
}

}  // namespace

std::string_view event_name_of(const model::Listener& listener) noexcept {
  if (listener.all_events) return "all";
  for (const EventName& entry : kEvents) {
    if (entry.event == listener.event) return entry.name;
  }
  return {};
}

std::vector<model::Listener> read_execution_listeners(ProcessContext& context, const Element& owner) {
  const Event otherwise = owner.is("sequenceFlow") ? Event::Take : Event::Start;
  return read_listeners(context, owner, "executionListener", otherwise);
}

std::vector<model::Listener> read_task_listeners(ProcessContext& context, const Element& owner) {
  return read_listeners(context, owner, "taskListener", Event::Create);
}

}  // namespace rondo::bpmn
