// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <string>

namespace rondo::bpmn {
namespace {

bool is_link(FileContext& file, const Element& event) {
  const std::vector<Element> definitions = event_definitions_of(file, event);
  return std::any_of(definitions.begin(), definitions.end(),
                     [](const Element& definition) { return definition.is("linkEventDefinition"); });
}

bool is_compensation_boundary(FileContext& file, const Element& event) {
  const std::vector<Element> definitions = event_definitions_of(file, event);
  return event.is("boundaryEvent") && definitions.size() == 1 &&
         definitions[0].is("compensateEventDefinition");
}

/// Whether flows to or from a node are neither needed nor allowed.
bool is_outside_flow(const Element& node) {
  return is_event_sub_process(node) || node.flag("isForCompensation", false);
}

/// In such a scope every element may be where paths begin, meet and end.
bool has_merging(const Element& scope) { return scope.find_own("merging") != nullptr; }

/// A process of steps one after the other, where a notation lets there be some that nothing leads to.
bool has_steps(const Element& node) { return !process_of(node).own_extensions("step").empty(); }

void check_sequence_flow(const RuleContext& rules, const Element& flow) {
  const Element source = rules.file.find(flow["sourceRef"]);
  const Element target = rules.file.find(flow["targetRef"]);
  if (source.is("endEvent") && !has_merging(source.parent())) {
    rules.file.error(flow, "flow-out-of-end", describe(flow) + " leaves the end event " + describe(source));
  }
  if (target.is("startEvent")) {
    rules.file.error(flow, "flow-into-start",
                     describe(flow) + " leads into the start event " + describe(target));
  }
  if (target.is("boundaryEvent")) {
    rules.file.error(flow, "flow-into-boundary",
                     describe(flow) + " leads into the boundary event " + describe(target));
  }
  for (const Element& end : {source, target}) {
    if (!is_outside_flow(end)) continue;
    rules.file.violation(
        flow, "flow-outside",
        describe(flow) + " is joined to " + describe(end) + ", which lies outside the normal flow");
  }
  if (!flow.child("conditionExpression")) return;
  if (is_activity(source) && rules.flows.outgoing(source).size() < 2) {
    rules.file.violation(flow, "lone-condition",
                         "the only flow out of " + describe(source) + " has a condition");
  }
  if (source.is("parallelGateway")) {
    rules.file.warning(flow, "condition-ignored", "conditions behind a parallel gateway have no effect");
  }
  if (source && !source["default"].empty() && rules.file.find(source["default"]) == flow) {
    rules.file.violation(
        flow, "default-condition",
        "the condition of " + describe(flow) + " has no effect, since it is the default flow");
  }
  if (source.is("eventBasedGateway") || source.is("startEvent")) {
    rules.file.violation(flow, "condition-place",
                         "a flow out of " + describe(source) + " must not have a condition");
  }
}

/// The `incoming` and `outgoing` elements, which repeat what the flows say (§8.4.13).
void check_bookkeeping(const RuleContext& rules, const Element& node) {
  std::vector<Element> in, out;
  for (const Element child : node.children()) {
    const bool is_incoming = child.is("incoming");
    if (!is_incoming && !child.is("outgoing")) continue;
    const Element flow = rules.file.find(child.text(), "sequenceFlow");
    const Element end = rules.file.find(flow[is_incoming ? "targetRef" : "sourceRef"]);
    if (flow && end == node) {
      (is_incoming ? in : out).push_back(flow);
    } else {
      rules.file.violation(child, "flow-bookkeeping",
                           describe(node) + " names \"" + std::string(child.trimmed_text()) + "\" as " +
                               std::string(child.name()) + ", which is no such flow");
    }
  }
  if (!rules.flows.is_repeated_in_nodes()) return;
  std::sort(in.begin(), in.end(), [](const Element& a, const Element& b) { return a.index() < b.index(); });
  std::sort(out.begin(), out.end(), [](const Element& a, const Element& b) { return a.index() < b.index(); });
  const auto is_twice = [](const std::vector<Element>& list) {
    return std::adjacent_find(list.begin(), list.end()) != list.end();
  };
  const bool is_complete =
      in.size() >= rules.flows.incoming(node).size() && out.size() >= rules.flows.outgoing(node).size();
  if (is_complete && !is_twice(in) && !is_twice(out)) return;
  rules.file.violation(node, "flow-bookkeeping",
                       describe(node) + " does not name each of its flows once as incoming or outgoing");
}

/// A timer that raises an error at its activity is not left.
bool raises(const Element& node) { return node.child("timerEventDefinition").find_own("raises") != nullptr; }

/// Nodes that need flows: all when the scope has a start (or end) event, some events always.
void check_ends(const RuleContext& rules, const Element& node) {
  if (is_outside_flow(node)) return;
  const Element scope = node.parent();
  const bool link = is_event(node) && is_link(rules.file, node);
  const bool boundary = node.is("boundaryEvent");
  const bool is_catch = node.is("intermediateCatchEvent"), is_throw = node.is("intermediateThrowEvent");
  const bool may_begin =
      node.is("startEvent") || boundary || (is_catch && link) || node.flag("instantiate", false);
  const bool needs_in =
      !may_begin && (rules.flows.has_start(scope) || is_catch || is_throw || node.is("endEvent"));
  const bool needs_out = !node.is("endEvent") && !(is_throw && link) &&
                         (rules.flows.has_end(scope) || is_catch || boundary || node.is("startEvent"));
  if (scope.is("adHocSubProcess") || has_merging(scope) || node.find_own("detached") != nullptr) return;
  if (needs_in && rules.flows.incoming(node).empty() && has_steps(node)) {
    rules.file.warning(node, "unreachable", describe(node) + " is never executed: nothing leads to it");
  } else if (needs_in && rules.flows.incoming(node).empty()) {
    rules.file.violation(node, "missing-flow", describe(node) + " has no incoming sequence flow");
  }
  const bool compensates = is_compensation_boundary(rules.file, node);
  if (needs_out && !compensates && !raises(node) && rules.flows.outgoing(node).empty()) {
    rules.file.violation(node, "missing-flow", describe(node) + " has no outgoing sequence flow");
  }
  if (is_throw && link && !rules.flows.outgoing(node).empty()) {
    rules.file.violation(node, "link-flow",
                         describe(node) + " throws a link and must not have outgoing flows");
  }
  if (is_catch && link && !rules.flows.incoming(node).empty()) {
    rules.file.violation(node, "link-flow",
                         describe(node) + " catches a link and must not have incoming flows");
  }
  if (compensates && !rules.flows.outgoing(node).empty()) {
    rules.file.violation(node, "compensation-flow",
                         describe(node) + " is bound to its handler by an association, not by flows");
  }
}

/// A scope with start events has end events, and the other way round (§10.5.2, §10.5.3).
void check_scope(const RuleContext& rules, const Element& scope) {
  if (scope.is("adHocSubProcess") || has_merging(scope)) return;
  const bool has_start = rules.flows.has_start(scope), has_end = rules.flows.has_end(scope);
  const bool is_complete = has_start == has_end || (has_end && rules.flows.is_started_by_node(scope));
  if (!is_complete) {
    rules.file.violation(scope, "start-and-end",
                         describe(scope) + (has_start ? " has a start event but no end event"
                                                      : " has an end event but no start event"));
  }
}

}  // namespace

void check_flows(const RuleContext& rules, const Element& element) {
  if (element.is("sequenceFlow")) check_sequence_flow(rules, element);
  if (is_scope(element)) check_scope(rules, element);
  if (!is_event(element) && !is_activity(element) && !is_gateway(element)) return;
  check_bookkeeping(rules, element);
  check_ends(rules, element);
}

}  // namespace rondo::bpmn
