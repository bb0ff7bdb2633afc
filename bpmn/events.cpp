// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"

#include "bpmn/expressions.hpp"
#include "bpmn/implementations.hpp"
#include "bpmn/mappings.hpp"
#include "bpmn/message_flows.hpp"
#include "bpmn/own_extensions.hpp"
#include "bpmn/words.hpp"
#include "model/data_store_events.hpp"

#include <utility>

namespace rondo::bpmn {
namespace {

using model::EventDefinition;
using model::EventKind;

constexpr Words<EventKind, 10> kDefinitions{{{"messageEventDefinition", EventKind::Message},
                                             {"timerEventDefinition", EventKind::Timer},
                                             {"signalEventDefinition", EventKind::Signal},
                                             {"errorEventDefinition", EventKind::Error},
                                             {"escalationEventDefinition", EventKind::Escalation},
                                             {"conditionalEventDefinition", EventKind::Conditional},
                                             {"compensateEventDefinition", EventKind::Compensation},
                                             {"cancelEventDefinition", EventKind::Cancel},
                                             {"terminateEventDefinition", EventKind::Terminate},
                                             {"linkEventDefinition", EventKind::Link}}};

constexpr Words<model::TimerKind, 3> kTimes{{{"timeDate", model::TimerKind::Date},
                                             {"timeDuration", model::TimerKind::Duration},
                                             {"timeCycle", model::TimerKind::Cycle}}};

/// Engines take a reference that leads to no element for the name.
void report_literal_name(FileContext& file, const Element& at, std::string_view tag,
                         std::string_view reference) {
  file.violation(at, "dangling-reference",
                 "there is no " + std::string(tag) + " element with the id \"" + std::string(reference) +
                     "\"; it is taken as the name");
}

/// Sets a message or signal name, which may be computed.
void set_name(ProcessContext& context, const Element& owner, const Element& definition, std::string_view name,
              EventDefinition& event) {
  event.name = std::string(name);
  if (has_expression(name)) {
    event.name_expression = add_expression(context, owner, SourceKind::Text, name, definition.where());
  }
}

void read_message(ProcessContext& context, const Element& owner, const Element& definition, bool throws,
                  EventDefinition& event) {
  set_message(context, owner, definition, definition["messageRef"], event);
  follow_message_flows(context, owner, throws, event);
  if (const Attribute* const name = definition.find_ext("messageExpression")) {
    event.name_expression = add_attribute(context, owner, SourceKind::Text, name);
  }
  if (const Attribute* const key = definition.find_ext("correlationKey")) {
    event.correlation_key = add_attribute(context, owner, SourceKind::Text, key);
  }
  if (!throws) return;
  event.implementation = read_node_implementation(context, definition);
  if (event.implementation == nullptr) event.implementation = read_node_implementation(context, owner);
  event.payload = read_variable_mappings(context, owner, definition, "in");
}

void read_signal(ProcessContext& context, const Element& owner, const Element& definition, bool throws,
                 EventDefinition& event) {
  if (const std::string_view reference = trim(definition["signalRef"]); !reference.empty()) {
    const Element signal = context.file.find(reference, "signal");
    if (!signal && !context.file.is_classic_engine()) {
      return context.file.dangling(definition, "signalRef", reference);
    }
    if (!signal) report_literal_name(context.file, definition, "signal", reference);
    const std::string_view name = signal ? trim(signal["name"]) : reference;
    event.reference = std::string(signal ? signal["id"] : reference);
    set_name(context, owner, signal ? signal : definition, name.empty() ? signal["id"] : name, event);
    event.instance_scope = signal.ext("scope") == "processInstance";
  }
  if (const Attribute* const name = definition.find_ext("signalExpression")) {
    event.name_expression = add_attribute(context, owner, SourceKind::Text, name);
  }
  if (owner.name().ends_with("Event")) event.item = data_item(owner, throws, 0);
  if (throws) event.payload = read_variable_mappings(context, owner, definition, "in");
}

/// The code of an error or escalation element, as thrown or caught.
std::string code_of(FileContext& file, const Element& element, const char* attribute, bool throws) {
  const Attribute* const code = element.find(attribute);
  if (code != nullptr && !trim(code->value).empty()) return std::string(trim(code->value));
  if (!throws) return {};
  if (code != nullptr) {
    file.error(element, "empty-error-code",
               describe(element) + " is thrown but its " + attribute + " is empty");
    return {};
  }
  return std::string(element["name"].empty() ? element["id"] : element["name"]);
}

/// A reference that leads to no element is a code in files of the engines. Where no element of the kind is
/// defined at all it can mean nothing else, either.
void read_literal_code(FileContext& file, const Element& definition, std::string_view attribute,
                       EventDefinition& event) {
  event.name = std::string(trim(definition[attribute]));
  if (file.is_classic_engine()) {
    file.violation(
        definition, "literal-code",
        std::string(attribute) + " \"" + event.name + "\" names no element and is taken as the code");
    return;
  }
  const std::string_view tag = attribute.substr(0, attribute.size() - 3);
  if (file.tree().root().child(tag)) return file.dangling(definition, attribute, event.name);
  file.violation(definition, "dangling-reference",
                 "there is no " + std::string(tag) + " element with the id \"" + event.name + "\"");
}

void read_error(ProcessContext& context, const Element& definition, bool throws, EventDefinition& event) {
  const std::string_view reference = trim(definition["errorRef"]);
  if (!reference.empty()) {
    const Element error = context.file.find(reference, "error");
    if (error) {
      event.reference = std::string(error["id"]);
      event.name = code_of(context.file, error, "errorCode", throws);
    } else {
      read_literal_code(context.file, definition, "errorRef", event);
    }
  }
  for (const std::string_view name : {"errorCodeVariable", "errorVariableName"}) {
    if (!definition.ext(name).empty()) event.code_variable = std::string(definition.ext(name));
  }
  event.message_variable = std::string(definition.ext("errorMessageVariable"));
}

void read_escalation(ProcessContext& context, const Element& definition, bool throws,
                     EventDefinition& event) {
  const std::string_view reference = trim(definition["escalationRef"]);
  if (!reference.empty()) {
    const Element escalation = context.file.find(reference, "escalation");
    if (escalation) {
      event.reference = std::string(escalation["id"]);
      event.name = code_of(context.file, escalation, "escalationCode", throws);
    } else {
      read_literal_code(context.file, definition, "escalationRef", event);
    }
  }
  event.code_variable = std::string(definition.ext("escalationCodeVariable"));
}

void read_timer(ProcessContext& context, const Element& owner, const Element& definition,
                EventDefinition& event) {
  int found = 0;
  for (const Element child : definition.children()) {
    for (const auto& [tag, kind] : kTimes) {
      if (!child.is(tag)) continue;
      ++found;
      event.timer = kind;
      event.timer_value = add_body(context, owner, SourceKind::Text, child);
      event.timer_end = add_attribute(context, owner, SourceKind::Text, child.find_ext("endDate"));
      if (child.trimmed_text().empty()) {
        context.file.error(child, "timer", "<" + std::string(tag) + "> of " + describe(owner) + " is empty");
      }
    }
  }
  if (found != 1) {
    context.file.error(
        definition, "timer",
        "the timer of " + describe(owner) + " needs exactly one of timeDate, timeDuration and timeCycle");
  }
}

/// The data stores that a condition reads by `execution.getDataStore('ID')`, as the name of its subscription:
/// it is evaluated anew when one of them is written. Empty: it reads none.
std::string stores_read_by(std::string_view condition) {
  constexpr std::string_view kCall = "getDataStore('";
  std::string only;
  for (std::size_t at = condition.find(kCall); at != std::string_view::npos; at = condition.find(kCall, at)) {
    at += kCall.size();
    const std::string_view id = condition.substr(at, condition.find('\'', at) - at);
    if (!only.empty() && only != id) return model::data_store_event({});
    only = id;
  }
  return only.empty() ? std::string() : model::data_store_event(only);
}

void read_conditional(ProcessContext& context, const Element& owner, const Element& definition,
                      EventDefinition& event) {
  const Element condition = definition.child("condition");
  event.condition = add_body(context, owner, SourceKind::Condition, condition);
  if (event.condition == model::kNoExpression) {
    context.file.error(definition, "condition-missing",
                       "the conditional event definition of " + describe(owner) + " has no condition");
  }
  event.name = stores_read_by(condition.text());
  event.variable_name = std::string(definition.ext("variableName"));
  for (const std::string_view name : split_list(definition.ext("variableEvents"))) {
    event.variable_events.emplace_back(name);
  }
}

void read_link(ProcessContext& context, const Element& definition, EventDefinition& event) {
  event.name = std::string(trim(definition["name"]));
  if (event.name.empty()) event.name = std::string(definition.parent()["name"]);
  std::string_view target = definition.child("target").trimmed_text();
  if (target.empty()) return;
  const Element other = context.file.find(target, "linkEventDefinition");
  event.link_target = std::string(other && !other["name"].empty() ? other["name"] : target);
}

void read_compensation(ProcessContext& context, const Element& definition, EventDefinition& event) {
  const std::string_view reference = trim(definition["activityRef"]);
  event.wait_for_completion = definition.flag("waitForCompletion", true);
  if (reference.empty()) return;
  const Element activity = context.file.find(reference);
  if (!activity) return context.file.dangling(definition, "activityRef", reference);
  event.activity_ref = std::string(activity["id"]);
}

void read_terminate(ProcessContext& context, const Element& owner, const Element& definition,
                    EventDefinition& event) {
  event.ends_thread = definition.ext_flag("endsThread", false);
  event.result = add_body(context, owner, SourceKind::Value, definition.ext_child("result"));
  event.terminate_all = definition.ext_flag("terminateAll", false);
  event.terminate_multi_instance = definition.ext_flag("terminateMultiInstance", false);
}

}  // namespace

model::EventKind event_kind_of(const Element& definition) {
  if (!definition || definition.space() != Space::Bpmn) return EventKind::None;
  return meaning_of(kDefinitions, definition.name(), EventKind::None);
}

std::string_view definition_tag_of(EventKind kind) noexcept { return word_for(kDefinitions, kind); }

std::string_view time_tag_of(model::TimerKind kind) noexcept { return word_for(kTimes, kind); }

bool is_event_definition(const Element& element) { return event_kind_of(element) != EventKind::None; }

std::vector<Element> event_definitions_of(FileContext& file, const Element& event) {
  std::vector<Element> definitions;
  for (const Element child : event.children()) {
    if (is_event_definition(child)) definitions.push_back(child);
    if (!child.is("eventDefinitionRef")) continue;
    if (const Element target = file.find(child.text()); is_event_definition(target)) {
      definitions.push_back(target);
    }
  }
  return definitions;
}

std::string data_item(const Element& owner, bool throws, std::size_t number) {
  const Element specification = owner.child("ioSpecification");
  const Element container = specification ? specification : owner;
  for (const Element data : container.children()) {
    if (!data.is(throws ? "dataInput" : "dataOutput") || number-- > 0) continue;
    return std::string(data["name"].empty() ? data["id"] : data["name"]);
  }
  return {};
}

EventDefinition read_event_definition(ProcessContext& context, const Element& owner,
                                      const Element& definition, bool throws) {
  EventDefinition event;
  event.kind = event_kind_of(definition);
  event.id = std::string(definition["id"]);
  event.where = definition.where();
  switch (event.kind) {
    case EventKind::Message:
      read_message(context, owner, definition, throws, event);
      break;
    case EventKind::Timer:
      read_timer(context, owner, definition, event);
      break;
    case EventKind::Signal:
      read_signal(context, owner, definition, throws, event);
      break;
    case EventKind::Error:
      read_error(context, definition, throws, event);
      break;
    case EventKind::Escalation:
      read_escalation(context, definition, throws, event);
      break;
    case EventKind::Conditional:
      read_conditional(context, owner, definition, event);
      break;
    case EventKind::Compensation:
      read_compensation(context, definition, event);
      break;
    case EventKind::Terminate:
      read_terminate(context, owner, definition, event);
      break;
    case EventKind::Link:
      read_link(context, definition, event);
      break;
    default:
      break;
  }
  read_own_event(context, owner, definition, event);
  return event;
}

void follow_message_flows(const ProcessContext& context, const Element& owner, bool throws,
                          EventDefinition& event) {
  if (event.item.empty()) event.item = data_item(owner, throws, 0);
  if (throws) {
    event.targets = message_targets(context.file, owner, event.name);
    if (event.name.empty() && !event.targets.empty()) event.name = event.targets.front().name;
  } else if (event.name.empty()) {
    event.name = caught_message(context.file, owner);
  }
}

void set_message(ProcessContext& context, const Element& owner, const Element& at, std::string_view reference,
                 EventDefinition& event) {
  reference = trim(reference);
  if (reference.empty()) return;
  const Element message = context.file.find(reference, "message");
  if (!message) {
    if (!context.file.is_classic_engine()) return context.file.dangling(at, "messageRef", reference);
    report_literal_name(context.file, at, "message", reference);
    event.reference = std::string(reference);
    return set_name(context, owner, owner, reference, event);
  }
  event.reference = std::string(message["id"]);
  const std::string_view name = trim(message["name"]);
  set_name(context, owner, message, name.empty() ? message["id"] : name, event);
  if (const Element subscription = message.ext_child("subscription")) {
    event.correlation_key =
        add_attribute(context, owner, SourceKind::Text, subscription.find("correlationKey"));
  }
  if (const Attribute* const key = message.find_ext("correlationKey")) {
    event.correlation_key = add_attribute(context, owner, SourceKind::Text, key);
  }
}

}  // namespace rondo::bpmn
