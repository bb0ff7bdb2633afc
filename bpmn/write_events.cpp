// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/writing.hpp"

#include <functional>
#include <string>

namespace rondo::bpmn {

namespace {

using model::EventDefinition;
using model::EventKind;
using model::FlowNode;

// The name of a message or signal that is computed and not written in its definition.
model::ExpressionId own_name_expression(const ProcessWriting& writing, const EventDefinition& event) {
  if (event.name_expression == model::kNoExpression) {
    refuse_computed(writing, event.where, event.id, event.name);
    return model::kNoExpression;
  }
  return writing.source(event.name_expression).text == event.name ? model::kNoExpression
                                                                  : event.name_expression;
}

void write_message(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  if (!event.name.empty()) set(element, "messageRef", writing.file.message(event.reference, event.name, {}));
  set_ext(writing, element, "messageExpression", own_name_expression(writing, event), Place::Text);
  set_ext(writing, element, "correlationKey", event.correlation_key, Place::Text);
  if (event.implementation) write_implementation(writing, element, *event.implementation, true);
  write_mappings(writing, element, "in", event.payload);
}

void write_signal(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  if (!event.name.empty()) {
    set(element, "signalRef", writing.file.signal(event.reference, event.name, event.instance_scope));
  }
  set_ext(writing, element, "signalExpression", own_name_expression(writing, event), Place::Text);
  write_mappings(writing, element, "in", event.payload);
}

void write_timer(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  const std::string tag(time_tag_of(event.timer));
  add_body(writing, element, tag.c_str(), event.timer_value, Place::Text);
  set_ext(writing, element.child(tag.c_str()), "endDate", event.timer_end, Place::Text);
}

void write_conditional(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  add_body(writing, element, "condition", event.condition, Place::Condition);
  set_ext(writing, element, "variableName", event.variable_name);
  set_ext(writing, element, "variableEvents", comma_list(event.variable_events, std::identity()));
}

void write_code(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  const bool is_error = event.kind == EventKind::Error;
  if (!event.name.empty()) {
    set(element, is_error ? "errorRef" : "escalationRef",
        is_error ? writing.file.error(event.reference, event.name)
                 : writing.file.escalation(event.reference, event.name));
  }
  set_ext(writing, element, is_error ? "errorCodeVariable" : "escalationCodeVariable", event.code_variable);
  if (is_error) set_ext(writing, element, "errorMessageVariable", event.message_variable);
}

void write_terminate(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  set_ext_flag(writing, element, "terminateAll", event.terminate_all, false);
  set_ext_flag(writing, element, "terminateMultiInstance", event.terminate_multi_instance, false);
  set_ext_flag(writing, element, "endsThread", event.ends_thread, false);
  if (event.result == model::kNoExpression) return;
  const model::ExpressionSource& source = writing.source(event.result);
  pugi::xml_node result = add_ext(writing, extensions(element), "result");
  set(result, "language", source.language);
  result.text().set(source.text.c_str());
}

void write_kind(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  switch (event.kind) {
    case EventKind::Message:
      return write_message(writing, element, event);
    case EventKind::Timer:
      return write_timer(writing, element, event);
    case EventKind::Signal:
      return write_signal(writing, element, event);
    case EventKind::Error:
    case EventKind::Escalation:
      return write_code(writing, element, event);
    case EventKind::Conditional:
      return write_conditional(writing, element, event);
    case EventKind::Compensation:
      set(element, "activityRef", event.activity_ref);
      return set_flag(element, "waitForCompletion", event.wait_for_completion, true);
    case EventKind::Terminate:
      return write_terminate(writing, element, event);
    case EventKind::Link:
      set(element, "name", event.name);
      // By its name the other end is found anyway.
      if (!event.link_target.empty() && event.link_target != event.name)
        element.append_child("target").text().set(event.link_target.c_str());
      return;
    default:
      return;
  }
}

void write_detach(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  const auto id_of = [&](model::NodeId thread) { return writing.process.node(thread).id; };
  set(add_ext(writing, extensions(element), "detach"), "threads", comma_list(event.threads, id_of));
}

// What the contents of messages are called at this event.
void write_items(pugi::xml_node element, const FlowNode& node) {
  const bool throws =
      node.kind == model::ElementKind::EndEvent || node.kind == model::ElementKind::IntermediateThrowEvent;
  for (const EventDefinition& event : node.events) {
    if (event.item.empty()) continue;
    pugi::xml_node item = element.append_child(throws ? "dataInput" : "dataOutput");
    set(item, "id", node.id + '_' + event.item);
    set(item, "name", event.item);
  }
}

}  // namespace

void write_event_definition(const ProcessWriting& writing, pugi::xml_node parent,
                            const EventDefinition& event) {
  if (event.kind == EventKind::Detach) return write_detach(writing, parent, event);
  const std::string tag(definition_tag_of(event.kind));
  pugi::xml_node element = parent.append_child(tag.c_str());
  if (!event.id.empty()) set(element, "id", writing.file.free_id(event.id, tag.c_str()));
  write_kind(writing, element, event);
  write_own_event(writing, element, event);
}

void write_events(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  set_ext(writing, element, "initiator", node.initiator);
  if (node.kind == model::ElementKind::StartEvent)
    set_flag(element, "isInterrupting", node.interrupting, true);
  if (node.kind == model::ElementKind::BoundaryEvent) {
    if (node.attached_to != model::kNoNode) {
      set(element, "attachedToRef", writing.process.node(node.attached_to).id);
    }
    set_flag(element, "cancelActivity", node.interrupting, true);
  }
  set_flag(element, "parallelMultiple", node.event == model::EventKind::ParallelMultiple, false);
  write_data(writing, element, node.properties);
  write_items(element, node);
  for (const EventDefinition& event : node.events) write_event_definition(writing, element, event);
}

}  // namespace rondo::bpmn
