// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace rondo::bpmn {
namespace {

using model::EventKind;

/// Where an event stands.
enum class Place : std::uint8_t { Start, PlainSubStart, EventSubStart, Catch, Throw, Boundary, End };

constexpr unsigned bit(EventKind kind) { return 1u << static_cast<unsigned>(kind); }

constexpr unsigned kStart =
    bit(EventKind::Message) | bit(EventKind::Timer) | bit(EventKind::Signal) | bit(EventKind::Conditional);
constexpr unsigned kCodes = bit(EventKind::Error) | bit(EventKind::Escalation) | bit(EventKind::Compensation);

/// The event definitions that each place allows (BPMN 2.0 §10.5.1, table 10.93).
constexpr std::array<unsigned, 7> kAllowed{
    kStart,
    0,
    kStart | kCodes,
    kStart | bit(EventKind::Link),
    bit(EventKind::Message) | bit(EventKind::Signal) | bit(EventKind::Escalation) |
        bit(EventKind::Compensation) | bit(EventKind::Link),
    kStart | kCodes | bit(EventKind::Cancel),
    bit(EventKind::Message) | bit(EventKind::Signal) | kCodes | bit(EventKind::Cancel) |
        bit(EventKind::Terminate)};

Place place_of(const Element& event) {
  if (event.is("endEvent")) return Place::End;
  if (event.is("boundaryEvent")) return Place::Boundary;
  if (event.is("intermediateCatchEvent")) return Place::Catch;
  if (event.is("intermediateThrowEvent")) return Place::Throw;
  if (is_event_sub_process(event.parent())) return Place::EventSubStart;
  return is_sub_process(event.parent()) ? Place::PlainSubStart : Place::Start;
}

/// Events of these places wait for something and so need a definition.
bool needs_definition(Place place) {
  return place == Place::Catch || place == Place::Boundary || place == Place::EventSubStart;
}

void check_place(const RuleContext& rules, const Element& event, const std::vector<Element>& definitions) {
  const Place place = place_of(event);
  for (const Element& definition : definitions) {
    const EventKind kind = event_kind_of(definition);
    if ((kAllowed[static_cast<std::size_t>(place)] & bit(kind)) != 0) continue;
    const std::string where = place == Place::PlainSubStart ? " in an embedded sub-process" : "";
    rules.file.error(event, "event-definition-place",
                     describe(event) + where + " must not have a " + std::string(model::name_of(kind)) +
                         " event definition");
  }
  if (definitions.empty() && needs_definition(place) && !event.child("eventDefinitionRef")) {
    rules.file.error(event, "event-definition-place", describe(event) + " needs an event definition");
  }
}

/// Errors, compensation and cancellation always interrupt (§10.5.1).
void check_interruption(const RuleContext& rules, const Element& event, const std::vector<Element>& definitions) {
  const bool interrupts =
      event.is("boundaryEvent") ? event.flag("cancelActivity", true) : event.flag("isInterrupting", true);
  if (interrupts || (!event.is("boundaryEvent") && place_of(event) != Place::EventSubStart)) return;
  for (const Element& definition : definitions) {
    const EventKind kind = event_kind_of(definition);
    if (kind != EventKind::Error && kind != EventKind::Compensation && kind != EventKind::Cancel) continue;
    rules.file.violation(event, "non-interrupting",
                         describe(event) + " must interrupt, since it catches a " +
                             std::string(model::name_of(kind)) + " event");
  }
}

void check_cancel(const RuleContext& rules, const Element& event, const std::vector<Element>& definitions) {
  const bool cancels = std::any_of(definitions.begin(), definitions.end(), [](const Element& definition) {
    return definition.is("cancelEventDefinition");
  });
  if (!cancels) return;
  const Element transaction = event.is("boundaryEvent") ? rules.file.find(event["attachedToRef"]) : event.parent();
  if (transaction && !transaction.is("transaction") && (event.is("boundaryEvent") || event.is("endEvent"))) {
    rules.file.error(event, "cancel-outside-transaction",
                     describe(event) + " must belong to a transaction, since it has a cancel event definition");
  }
}

std::string link_name(const Element& definition) {
  const std::string_view name = trim(definition["name"]);
  return std::string(name.empty() ? trim(definition.parent()["name"]) : name);
}

/// The link definitions of the scope's events of one tag.
std::vector<Element> links_of(FileContext& file, const Element& scope, std::string_view tag) {
  std::vector<Element> links;
  for (const Element& event : children_named(scope, tag)) {
    for (const Element& definition : event_definitions_of(file, event)) {
      if (definition.is("linkEventDefinition")) links.push_back(definition);
    }
  }
  return links;
}

bool is_joined(FileContext& file, const Element& throwing, const Element& catching) {
  const std::string_view target = throwing.child("target").trimmed_text();
  if (!target.empty() && (file.find(target) == catching || target == link_name(catching))) return true;
  for (const Element& source : children_named(catching, "source")) {
    if (file.find(source.text()) == throwing) return true;
  }
  return !link_name(throwing).empty() && link_name(throwing) == link_name(catching);
}

/// Link events join within one scope: several sources, one target (§10.5.4).
void check_links(const RuleContext& rules, const Element& scope) {
  const std::vector<Element> throwing = links_of(rules.file, scope, "intermediateThrowEvent");
  const std::vector<Element> catching = links_of(rules.file, scope, "intermediateCatchEvent");
  std::vector<std::string> names;
  for (const Element& target : catching) {
    if (!link_name(target).empty()) names.push_back(link_name(target));
    if (std::none_of(throwing.begin(), throwing.end(),
                     [&](const Element& source) { return is_joined(rules.file, source, target); })) {
      rules.file.violation(target.parent(), "link-without-source",
                           "no event throws the link that " + describe(target.parent()) + " catches");
    }
  }
  for (const Element& source : throwing) {
    if (std::none_of(catching.begin(), catching.end(),
                     [&](const Element& target) { return is_joined(rules.file, source, target); })) {
      rules.file.error(source.parent(), "link-without-target",
                       "no event of the same scope catches the link that " + describe(source.parent()) + " throws");
    }
  }
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end()) {
    rules.file.error(scope, "duplicate-link", "two events of " + describe(scope) + " catch the link " + *twice);
  }
}

/// At most one cancel boundary event; one handler for each compensation boundary event.
void check_boundary(const RuleContext& rules, const Element& activity) {
  int cancels = 0;
  for (const Element& event : rules.flows.boundary_events(activity)) {
    for (const Element& definition : event_definitions_of(rules.file, event)) {
      if (definition.is("cancelEventDefinition")) ++cancels;
    }
  }
  if (cancels > 1) {
    rules.file.error(activity, "several-cancel-events", describe(activity) + " has several cancel boundary events");
  }
}

void check_handler(const RuleContext& rules, const Element& event, const std::vector<Element>& definitions) {
  const bool compensates = definitions.size() == 1 && definitions[0].is("compensateEventDefinition");
  if (!event.is("boundaryEvent") || !compensates || event["id"].empty()) return;
  for (const Element& association : children_named(event.parent(), "association")) {
    if (rules.file.find(association["sourceRef"]) == event || rules.file.find(association["targetRef"]) == event) {
      return;
    }
  }
  rules.file.violation(event, "compensation-handler", describe(event) + " is not associated with a handler");
}

}  // namespace

void check_events(const RuleContext& rules, const Element& element) {
  if (is_scope(element)) check_links(rules, element);
  if (is_activity(element)) check_boundary(rules, element);
  if (!is_event(element)) return;
  const std::vector<Element> definitions = event_definitions_of(rules.file, element);
  check_place(rules, element, definitions);
  check_interruption(rules, element, definitions);
  check_cancel(rules, element, definitions);
  check_handler(rules, element, definitions);
  for (const Element& reference : children_named(element, "eventDefinitionRef")) {
    const Element target = rules.file.find(reference.text());
    if (!is_event_definition(target) || target.parent().is("definitions")) continue;
    rules.file.violation(reference, "event-definition-reference",
                         describe(element) + " refers to an event definition inside of another event");
  }
}

}  // namespace rondo::bpmn
