// SPDX-License-Identifier: Apache-2.0
#include "bpmn/rules.hpp"

#include <string>

namespace rondo::bpmn {
namespace {

/// An event sub-process has exactly one start event (§10.3.5).
void check_event_sub_process(const RuleContext& rules, const Element& element) {
  const std::size_t starts = children_named(element, "startEvent").size();
  if (starts == 1) return;
  rules.file.error(element, "event-sub-process",
                   "the event sub-process " + describe(element) + " has " + std::to_string(starts) +
                       " start events instead of one");
}

/// An ad-hoc sub-process has activities, but no start or end and no choreography (§10.3.5).
void check_ad_hoc(const RuleContext& rules, const Element& element) {
  bool has_activity = false;
  for (const Element child : element.children()) {
    if (is_activity(child)) has_activity = true;
    if (is_one_of(child, {"startEvent", "endEvent"})) {
      rules.file.violation(child, "ad-hoc-content",
                           "an ad-hoc sub-process must not contain " + describe(child));
    }
  }
  if (!has_activity) {
    rules.file.violation(element, "ad-hoc-content", describe(element) + " contains no activity");
  }
}

bool lies_in(Element element, const Element& scope) {
  while (element && element != scope) element = element.parent();
  return element == scope;
}

/// A lane holds nodes of the process or sub-process that it divides (§10.7).
void check_lane(const RuleContext& rules, const Element& lane) {
  Element scope = lane;
  while (scope && !is_scope(scope)) scope = scope.parent();
  if (!scope) return;
  for (const Element& reference : children_named(lane, "flowNodeRef")) {
    const Element node = rules.file.find(reference.text());
    if (!is_flow_node(node) || lies_in(node, scope)) continue;
    rules.file.violation(
        reference, "lane",
        describe(lane) + " holds " + describe(node) + ", which does not lie in " + describe(scope));
  }
}

}  // namespace

void check_activities(const RuleContext& rules, const Element& element) {
  if (element.is("lane")) check_lane(rules, element);
  if (!is_activity(element)) return;
  if (is_event_sub_process(element)) {
    check_event_sub_process(rules, element);
    for (const Element& event : rules.flows.boundary_events(element)) {
      rules.file.violation(event, "boundary-attachment",
                           describe(event) + " is attached to an event sub-process, which has no boundary");
    }
  }
  if (element.is("adHocSubProcess")) check_ad_hoc(rules, element);
  const bool starts = element.is("receiveTask") && element.flag("instantiate", false);
  if (starts && !rules.flows.incoming(element).empty()) {
    rules.file.violation(element, "instantiate-flow",
                         describe(element) + " starts instances and must not have incoming flows");
  }
}

}  // namespace rondo::bpmn
