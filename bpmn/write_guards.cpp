// SPDX-License-Identifier: Apache-2.0
// What sub-processes do when they are canceled or fail, and properties that only other notations have.
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
  if (guard.race) writing.refuse(node, "branches of which the first to begin wins");
}

void refuse_event(const ProcessWriting& writing, const FlowNode& node, const model::EventDefinition& event) {
  if (event.at_once) writing.refuse(node, "a delay that may not be negative");
  if (event.value != model::kNoExpression) writing.refuse(node, "the message of what is thrown");
  if (event.confirms) writing.refuse(node, "an event that confirms");
  if (event.rethrows) writing.refuse(node, "an event that throws again what is handled");
  if (event.fails_instance) writing.refuse(node, "an event that fails the instance");
  if (event.completes_scope) writing.refuse(node, "an event that completes what is around it");
  if (event.times_out) writing.refuse(node, "an event that ends the instance as timed out");
  if (!event.raises.empty()) writing.refuse(node, "a timer that raises an error");
  if (!event.message.empty()) writing.refuse(node, "the message of a thrown error");
  if (event.passes_when_due) writing.refuse(node, "a timer that is not waited for when it is over");
}

void refuse_activity(const ProcessWriting& writing, const FlowNode& node) {
  if (node.step) writing.refuse(node, "data that go from step to step");
  if (node.ignores_cancel) writing.refuse(node, "an activity that is waited for when it is canceled");
  if (node.joins || node.merge != model::MergeMode::Implicit) writing.refuse(node, "such a join");
  if (node.call && node.kind == model::ElementKind::SendTask) {
    writing.refuse(node, "an instance that is started and not waited for");
  }
  if (node.call && node.call->unique_business_key) writing.refuse(node, "a business key that is used once");
  if (node.multi_instance && !node.multi_instance->collection_store.empty()) {
    writing.refuse(node, "a data store as collection");
  }
  if (node.multi_instance && !node.multi_instance->output_store.empty()) {
    writing.refuse(node, "a data store as collection of outputs");
  }
  if (node.extras == nullptr) return;
  if (!node.extras->outcomes.empty()) writing.refuse(node, "outcomes of an activity");
  if (!node.extras->retries.empty()) writing.refuse(node, "attempts that depend on the error");
}

}  // namespace

void write_guards(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  if (node.guard) write_guard(writing, element, node);
  refuse_activity(writing, node);
  for (const model::EventDefinition& event : node.events) refuse_event(writing, node, event);
}

void refuse_what_only_others_have(const ProcessWriting& writing) {
  const model::ProcessDefinition& process = writing.process;
  const auto refuse = [&](bool is_there, const char* what) {
    if (is_there) writing.file.refuse(process.where, process.id, what);
  };
  refuse(!process.correlation_keys.empty(), "correlation keys outside of a collaboration");
  refuse(process.step != nullptr, "data that go from step to step");
  refuse(process.outcomes.own, "outcomes of its own");
  refuse(!process.error_types.empty(), "exception types that are derived from each other");
  refuse(process.failures != model::FailurePolicy::Undo, "failures that leave the instance as it is");
  for (const model::Scope& scope : process.scopes()) {
    refuse(scope.merging != model::Merging::None, "activities at which paths meet without a gateway");
    refuse(scope.start != model::kNoNode, "a start that is named apart");
  }
}

}  // namespace rondo::bpmn
