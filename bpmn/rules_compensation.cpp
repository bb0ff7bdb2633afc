// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <string>

namespace rondo::bpmn {
namespace {

/// Cancel events belong to transactions (§10.5.3, §10.5.4).
void check_cancel(const RuleContext& rules, const Element& event) {
  if (!is_one_of(event, {"boundaryEvent", "endEvent"})) return;
  if (!has_definition(rules.file, event, "cancelEventDefinition")) return;
  const bool is_boundary = event.is("boundaryEvent");
  const Element owner = is_boundary ? rules.file.find(event["attachedToRef"]) : event.parent();
  if (!owner || owner.is("transaction")) return;
  rules.file.error(
      event, "cancel-outside-transaction",
      describe(event) +
          (is_boundary ? " must be attached to a transaction" : " must stand directly in a transaction") +
          ", since it has a cancel event definition");
}

void check_transaction(const RuleContext& rules, const Element& transaction) {
  const auto& events = rules.flows.boundary_events(transaction);
  const auto cancels = std::count_if(events.begin(), events.end(), [&](const Element& event) {
    return has_definition(rules.file, event, "cancelEventDefinition");
  });
  if (cancels < 2) return;
  rules.file.error(transaction, "several-cancel-events",
                   describe(transaction) + " must not have more than one cancel boundary event");
}

/// A compensation boundary event is associated with one handler (§10.7.2). Event sub-processes handle the
/// compensation of sub-processes that have no such event.
void check_handler(const RuleContext& rules, const Element& event) {
  if (!event.is("boundaryEvent") || !has_definition(rules.file, event, "compensateEventDefinition")) return;
  int handlers = 0;
  for (const Element& association : rules.flows.associations(event)) {
    const Element target = rules.file.find(association["targetRef"]);
    const Element source = rules.file.find(association["sourceRef"]);
    const Element other = target == event ? source : target;
    if (!is_activity(other)) continue;
    ++handlers;
    if (other.parent() != event.parent()) {
      rules.file.violation(event, "compensation-handler",
                           describe(other) + ", the handler of " + describe(event) +
                               ", lies in another scope; move it beside the event");
    }
    if (!other.flag("isForCompensation", false)) {
      rules.file.violation(other, "compensation-handler",
                           describe(other) + " handles compensation; set isForCompensation");
    }
  }
  if (handlers != 1) {
    rules.file.violation(event, "compensation-handler",
                         describe(event) + " must be associated with one compensation handler");
  }
}

/// A handler is run by the compensation boundary event that it is associated with, and by nothing else.
void check_lone_handler(const RuleContext& rules, const Element& activity) {
  const bool is_handler = activity.flag("isForCompensation", false) && !is_event_sub_process(activity);
  if (!is_handler || !rules.flows.associations(activity).empty()) return;
  rules.file.warning(activity, "compensation-handler",
                     describe(activity) +
                         " is for compensation and never runs: no compensation boundary event is associated "
                         "with it");
}

/// What a compensation event throws at is an activity of its scope or of one around it (§10.5.5).
void check_activity_ref(const RuleContext& rules, const Element& definition) {
  const std::string_view reference = trim(definition["activityRef"]);
  if (reference.empty() || !is_throwing(definition.parent())) return;
  const Element activity = rules.file.find(reference);
  if (!activity) return;  // reported by the reader
  if (!is_activity(activity)) {
    rules.file.error(
        definition, "compensation-target",
        "activityRef of " + describe(definition) + " is " + describe(activity) + ", which is no activity");
    return;
  }
  for (Element scope = definition.parent().parent(); scope; scope = scope.parent()) {
    if (activity.parent() == scope) return;
  }
  rules.file.error(definition, "compensation-target",
                   "activityRef of " + describe(definition) + " is " + describe(activity) +
                       ", which lies neither in the same scope nor in one around it");
}

}  // namespace

void check_compensation(const RuleContext& rules, const Element& element) {
  if (is_event(element)) {
    check_cancel(rules, element);
    check_handler(rules, element);
  }
  if (is_activity(element)) check_lone_handler(rules, element);
  if (element.is("transaction")) check_transaction(rules, element);
  if (element.is("compensateEventDefinition")) check_activity_ref(rules, element);
}

}  // namespace rondo::bpmn
