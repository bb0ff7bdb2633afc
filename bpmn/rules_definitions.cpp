// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/rules.hpp"
#include "model/calendar.hpp"
#include "model/iso8601.hpp"

#include <array>
#include <string>

namespace rondo::bpmn {
namespace {

bool is_standard(const FileContext& file, const Element& element) {
  return file.dialect() == model::Dialect::Standard && process_of(element).flag("isExecutable", true);
}

/// A process in which other notations' errors are those of BPMN: such notations have errors without a name,
/// and messages that are no operation of a service.
bool has_own_errors(const Element& event) {
  return process_of(event).find_own("exceptionsAreErrors") != nullptr;
}

bool throws(const Element& event) { return event.is("endEvent") || event.is("intermediateThrowEvent"); }

/// Engines have other ways to name what an event is about; one of them there has to be.
void check_engine_trigger(const RuleContext& rules, const Element& definition, const Element& event) {
  const auto check = [&](std::string_view tag, const char* reference, std::string_view expression) {
    if (!definition.is(tag) || !definition[reference].empty()) return;
    if (!expression.empty() && definition.find_ext(expression) != nullptr) return;
    rules.file.violation(definition, "event-reference",
                         "the event definition of " + describe(event) + " has no " + reference);
  };
  if (throws(event)) {
    if (!has_own_errors(event)) check("errorEventDefinition", "errorRef", {});
    check("escalationEventDefinition", "escalationRef", {});
  } else {
    check("messageEventDefinition", "messageRef", "messageExpression");
    check("signalEventDefinition", "signalRef", "signalExpression");
  }
}

/// In an executable process messages, signals and codes are named (§10.5.5).
void check_trigger(const RuleContext& rules, const Element& definition, const Element& event) {
  if (!process_of(event).flag("isExecutable", true)) return;
  if (definition.find_own("rethrows") != nullptr) return;  // it throws what is being handled
  // Implicit events stand for what another notation says in its own way.
  const bool is_own = event.find_own("implicit") != nullptr || has_own_errors(event);
  if (is_own || !is_standard(rules.file, event)) return check_engine_trigger(rules, definition, event);
  const auto missing = [&](std::string_view what) {
    rules.file.violation(definition, "event-reference",
                         "the event definition of " + describe(event) + " has no " + std::string(what));
  };
  if (definition.is("messageEventDefinition")) {
    if (definition["messageRef"].empty()) missing("messageRef");
    if (definition["operationRef"].empty() && !definition.child("operationRef")) missing("operationRef");
  }
  if (definition.is("signalEventDefinition") && definition["signalRef"].empty()) missing("signalRef");
  if (definition.is("linkEventDefinition") && definition["name"].empty() && definition["id"].empty())
    missing("name");
  for (const auto& [tag, reference, code] :
       {std::array<std::string_view, 3>{"error", "errorRef", "errorCode"},
        {"escalation", "escalationRef", "escalationCode"}}) {
    if (!throws(event) || !definition.is(std::string(tag) + "EventDefinition")) continue;
    const Element target = rules.file.find(definition[reference], tag);
    if (definition[reference].empty()) missing(reference);
    if (target && target[code].empty()) missing(code);
  }
}

/// What each of the three elements takes: one time is understood in the place of another.
bool is_time(const Element& time) {
  const std::string_view text = time.trimmed_text();
  if (model::parse_instant(text) || model::parse_duration(text)) return true;
  if (time.is("timeDate")) return false;
  if (model::parse_interval(text) || model::parse_cycle(text)) return true;
  return time.is("timeCycle") && model::parse_cron(text);
}

/// What the standard takes there (table 10.101), and patterns of calendars.
bool is_own_time(const Element& time) {
  const std::string_view text = time.trimmed_text();
  if (time.is("timeDate")) return model::parse_instant(text).has_value();
  if (time.is("timeDuration")) return model::parse_duration(text) || model::parse_interval(text);
  return model::parse_cycle(text) || model::parse_cron(text) || model::parse_interval(text);
}

/// A literal time must be one (ISO 8601, or a calendar pattern as engines have it).
void check_time(const RuleContext& rules, const Element& time) {
  if (time.trimmed_text().empty() || has_expression(time.text())) return;
  if (!known_language(time["language"]).empty()) return;
  const bool is_understood = is_time(time);
  const std::string quoted = "\"" + std::string(time.trimmed_text()) + "\"";
  if (is_understood && (is_own_time(time) || !is_standard(rules.file, time))) {
    if (!time.is("timeDuration") || !model::parse_cycle(time.trimmed_text())) return;
    return rules.file.warning(time, "time", quoted + " fires once as timeDuration; a timeCycle repeats");
  }
  const std::string message = quoted + " is no " + std::string(time.name());
  if (is_understood || rules.file.is_classic_engine()) {
    rules.file.violation(time, "time", message);
  } else {
    rules.file.error(time, "time", message);
  }
}

/// The reader asks for times and conditions of definitions that some event uses.
void check_content(const RuleContext& rules, const Element& definition) {
  std::size_t times = 0;
  for (const char* time : {"timeDate", "timeDuration", "timeCycle"}) times += definition.child(time) ? 1 : 0;
  if (definition.is("timerEventDefinition") && times != 1) {
    rules.file.violation(
        definition, "timer",
        "the timer " + describe(definition) + " needs exactly one of timeDate, timeDuration and timeCycle");
  }
  if (definition.is("conditionalEventDefinition") && definition.child("condition").trimmed_text().empty()) {
    rules.file.violation(definition, "condition-missing", describe(definition) + " has no condition");
  }
}

}  // namespace

void check_event_definitions(const RuleContext& rules, const Element& element) {
  if (is_unused_definition(rules, element)) check_content(rules, element);
  if (is_one_of(element, {"timeDate", "timeDuration", "timeCycle"})) check_time(rules, element);
  if (!is_event(element)) return;
  for (const Element& definition : event_definitions_of(rules.file, element)) {
    check_trigger(rules, definition, element);
  }
}

}  // namespace rondo::bpmn
