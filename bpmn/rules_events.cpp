// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

namespace rondo::bpmn {
namespace {

using model::EventKind;

/// Where an event stands.
enum class EventPlace : std::uint8_t { Start, PlainSubStart, EventSubStart, Catch, Throw, Boundary, End };

constexpr unsigned bit(EventKind kind) { return 1u << static_cast<unsigned>(kind); }

constexpr unsigned kStart =
    bit(EventKind::Message) | bit(EventKind::Timer) | bit(EventKind::Signal) | bit(EventKind::Conditional);
constexpr unsigned kCodes = bit(EventKind::Error) | bit(EventKind::Escalation) | bit(EventKind::Compensation);

/// The event definitions that each place allows (BPMN 2.0 §10.5.1, table 10.93).
constexpr std::array<unsigned, 7> kAllowed{kStart,
                                           0,
                                           kStart | kCodes,
                                           kStart | bit(EventKind::Link),
                                           bit(EventKind::Message) | bit(EventKind::Signal) |
                                               bit(EventKind::Escalation) | bit(EventKind::Compensation) |
                                               bit(EventKind::Link),
                                           kStart | kCodes | bit(EventKind::Cancel),
                                           bit(EventKind::Message) | bit(EventKind::Signal) | kCodes |
                                               bit(EventKind::Cancel) | bit(EventKind::Terminate)};

/// What an intermediate event may throw besides in a process that ends gracefully (docs/extensions.md).
constexpr unsigned kGracefulThrow =
    bit(EventKind::Error) | bit(EventKind::Terminate) | bit(EventKind::Cancel);

EventPlace place_of(const Element& event) {
  if (event.is("endEvent")) return EventPlace::End;
  if (event.is("boundaryEvent")) return EventPlace::Boundary;
  if (event.is("intermediateCatchEvent")) return EventPlace::Catch;
  if (event.is("intermediateThrowEvent")) return EventPlace::Throw;
  if (is_event_sub_process(event.parent())) return EventPlace::EventSubStart;
  return is_sub_process(event.parent()) ? EventPlace::PlainSubStart : EventPlace::Start;
}

std::string with_article(std::string_view noun) {
  const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

/// Events of these places wait for something and so need a definition.
bool needs_definition(EventPlace place) {
  return place == EventPlace::Catch || place == EventPlace::Boundary || place == EventPlace::EventSubStart;
}

void check_place(const RuleContext& rules, const Element& event, const std::vector<Element>& definitions) {
  const EventPlace place = place_of(event);
  unsigned allowed = kAllowed[static_cast<std::size_t>(place)];
  if (place == EventPlace::Throw && process_of(event).ext_flag("graceful", false)) allowed |= kGracefulThrow;
  for (const Element& definition : definitions) {
    const EventKind kind = event_kind_of(definition);
    if ((allowed & bit(kind)) != 0) continue;
    const std::string where = place == EventPlace::PlainSubStart ? " in an embedded sub-process" : "";
    rules.file.error(event, "event-definition-place",
                     describe(event) + where + " must not have " + with_article(model::name_of(kind)) +
                         " event definition");
  }
  if (definitions.empty() && needs_definition(place) && !event.child("eventDefinitionRef")) {
    rules.file.error(event, "event-definition-place", describe(event) + " needs an event definition");
  }
}

/// Errors, compensation and cancellation always interrupt (§10.5.1).
void check_interruption(const RuleContext& rules, const Element& event,
                        const std::vector<Element>& definitions) {
  const bool interrupts =
      event.is("boundaryEvent") ? event.flag("cancelActivity", true) : event.flag("isInterrupting", true);
  if (interrupts || (!event.is("boundaryEvent") && place_of(event) != EventPlace::EventSubStart)) return;
  for (const Element& definition : definitions) {
    const EventKind kind = event_kind_of(definition);
    if (kind != EventKind::Error && kind != EventKind::Compensation && kind != EventKind::Cancel) continue;
    rules.file.violation(event, "non-interrupting",
                         describe(event) + " must interrupt, since it catches " +
                             with_article(model::name_of(kind)) + " event");
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

/// The links of one side by name and by element, for constant-time look-up.
struct LinkEnds {
  std::unordered_set<std::string> names;
  std::unordered_set<std::size_t> elements;
};

/// What the links of one side are joined to on the other: equal names, or what `reference` children name.
LinkEnds ends_of(const FileContext& file, const std::vector<Element>& links, std::string_view reference) {
  LinkEnds ends;
  for (const Element& link : links) {
    if (const std::string name = link_name(link); !name.empty()) ends.names.insert(name);
    for (const Element& child : children_named(link, reference)) {
      ends.names.insert(std::string(child.trimmed_text()));
      if (const Element other = file.find(child.text())) ends.elements.insert(other.index());
    }
  }
  return ends;
}

/// Whether `link`, which names others by `reference`, is joined to one of the other side, whose elements
/// are `others`.
bool is_joined(const FileContext& file, const Element& link, std::string_view reference, const LinkEnds& ends,
               const std::unordered_set<std::size_t>& others) {
  if (ends.names.count(link_name(link)) != 0 || ends.elements.count(link.index()) != 0) return true;
  for (const Element& child : children_named(link, reference)) {
    const Element other = file.find(child.text());
    if (other && others.count(other.index()) != 0) return true;
    if (ends.names.count(std::string(child.trimmed_text())) != 0) return true;
  }
  return false;
}

std::unordered_set<std::size_t> indices_of(const std::vector<Element>& elements) {
  std::unordered_set<std::size_t> indices;
  for (const Element& element : elements) indices.insert(element.index());
  return indices;
}

/// Link events join within one scope: several sources, one target (§10.5.4).
void check_links(const RuleContext& rules, const Element& scope) {
  const std::vector<Element> throwing = links_of(rules.file, scope, "intermediateThrowEvent");
  const std::vector<Element> catching = links_of(rules.file, scope, "intermediateCatchEvent");
  const LinkEnds thrown = ends_of(rules.file, throwing, "target");
  const LinkEnds caught = ends_of(rules.file, catching, "source");
  const auto sources = indices_of(throwing), targets = indices_of(catching);
  std::unordered_set<std::string> names;
  for (const Element& target : catching) {
    const std::string name = link_name(target);
    if (!name.empty() && !names.insert(name).second) {
      rules.file.error(scope, "duplicate-link",
                       "two events of " + describe(scope) + " catch the link " + name);
    }
    if (is_joined(rules.file, target, "source", thrown, sources)) continue;
    rules.file.violation(target.parent(), "link-without-source",
                         "no event throws the link that " + describe(target.parent()) + " catches");
  }
  for (const Element& source : throwing) {
    if (is_joined(rules.file, source, "target", caught, targets)) continue;
    rules.file.error(
        source.parent(), "link-without-target",
        "no event of the same scope catches the link that " + describe(source.parent()) + " throws");
  }
}

/// `parallelMultiple` tells how several event definitions go together (§10.5.1).
void check_parallel(const RuleContext& rules, const Element& event, const std::vector<Element>& definitions) {
  if (!event.flag("parallelMultiple", false) || definitions.size() != 1) return;
  rules.file.violation(event, "parallel-multiple",
                       describe(event) + " is parallel multiple but has one event definition only");
}

}  // namespace

void check_events(const RuleContext& rules, const Element& element) {
  if (is_scope(element)) check_links(rules, element);
  if (!is_event(element)) return;
  const std::vector<Element> definitions = event_definitions_of(rules.file, element);
  check_place(rules, element, definitions);
  check_interruption(rules, element, definitions);
  check_parallel(rules, element, definitions);
  for (const Element& reference : children_named(element, "eventDefinitionRef")) {
    const Element target = rules.file.find(reference.text());
    if (!is_event_definition(target) || target.parent().is("definitions")) continue;
    rules.file.violation(reference, "event-definition-reference",
                         describe(element) + " refers to an event definition inside of another event");
  }
}

}  // namespace rondo::bpmn
