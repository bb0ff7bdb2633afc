// SPDX-License-Identifier: Apache-2.0
// What sub-processes do when they are canceled or fail.
#include "bpmn/writing.hpp"

#include <string>

namespace rondo::bpmn {

namespace {

using model::FlowNode;
using model::Guard;

void write_guard(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  const Guard& guard = *node.guard;
  const auto handler = [&](const char* name, model::NodeId id) {
    if (id != model::kNoNode) set_ext(writing, element, name, writing.process.node(id).id);
  };
  handler("cancellationHandler", guard.cancellation_handler);
  handler("finally", guard.last);
  handler("compensationHandler", guard.compensation_handler);
  handler("confirmationHandler", guard.confirmation_handler);
  set_ext_flag(writing, element, "compensable", guard.compensable, false);
  set_ext(writing, element, "token", guard.token);
  set_ext(writing, element, "completionCondition", guard.completion_condition, Place::Condition);
  for (const model::CatchRule& rule : guard.catches) {
    pugi::xml_node child = add_ext(writing, extensions(element), "catch");
    set(child, "type", rule.type);
    set(child, "variable", rule.variable);
    if (rule.handler != model::kNoNode) set(child, "handler", writing.process.node(rule.handler).id);
  }
  set_ext_flag(writing, element, "race", guard.race, false);
  if (guard.conductor == nullptr) return;
  set_ext(writing, element, "conductor", guard.conductor->name);
  write_fields(writing, element, *guard.conductor);
  for (const model::ConductedActivity& activity : guard.conducted) {
    pugi::xml_node child = add_ext(writing, extensions(element), "conducted");
    set(child, "name", activity.name);
    set(child, "activity", writing.process.node(activity.node).id);
    set(child, "argument", activity.argument);
    if (activity.bookmark) set(child, "bookmark", "true");
  }
}

}  // namespace

void write_guards(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  if (node.guard) write_guard(writing, element, node);
}

}  // namespace rondo::bpmn
