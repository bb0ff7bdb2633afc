// SPDX-License-Identifier: Apache-2.0
#include "bpmn/writing.hpp"

#include <string>

namespace rondo::bpmn {

namespace {

using model::FlowNode;
using model::MultiInstance;

void write_aggregation(const ProcessWriting& writing, pugi::xml_node loop, const MultiInstance& multi) {
  pugi::xml_node aggregation = add_ext(writing, extensions(loop), "variableAggregation");
  set(aggregation, "target", multi.output_collection);
  for (const model::VariableMapping& mapping : multi.aggregation) {
    pugi::xml_node variable = add_ext(writing, aggregation, "variable");
    set(variable, "source", mapping.source);
    set(variable, "sourceExpression", text_for(writing, mapping.source_expression, Place::Value));
    set(variable, "target", mapping.target);
    set(variable, "targetExpression", text_for(writing, mapping.target_expression, Place::Text));
  }
}

// In the order in which the standard has the children.
void write_items(const ProcessWriting& writing, pugi::xml_node loop, const MultiInstance& multi) {
  add_body(writing, loop, "loopCardinality", multi.cardinality, Place::Value);
  set_ext(writing, loop, "collection", multi.collection, Place::Text);
  set_ext(writing, loop, "elementVariable", multi.element_variable);
  set_ext(writing, loop, "elementIndexVariable", multi.index_variable);
  if (!multi.aggregation.empty()) {
    write_aggregation(writing, loop, multi);
  } else if (!multi.output_collection.empty()) {
    loop.append_child("loopDataOutputRef").text().set(multi.output_collection.c_str());
    if (multi.output_element != model::kNoExpression) {
      set(loop.append_child("outputDataItem"), "name", text_for(writing, multi.output_element, Place::Value));
    }
  }
}

void write_behavior(const ProcessWriting& writing, pugi::xml_node loop, const FlowNode& node) {
  const MultiInstance& multi = *node.multi_instance;
  const bool none = multi.behavior == MultiInstance::Behavior::None;
  const bool one = multi.behavior == MultiInstance::Behavior::One;
  if (none || one) set(loop, "behavior", none ? "None" : "One");
  if (multi.behavior == MultiInstance::Behavior::Complex) set(loop, "behavior", "Complex");
  for (const MultiInstance::ComplexBehavior& complex : multi.complex_behaviors) {
    pugi::xml_node definition = loop.append_child("complexBehaviorDefinition");
    add_body(writing, definition, "condition", complex.condition, Place::Condition);
    write_event_definition(writing, definition.append_child("event"), complex.event);
  }
  if (!multi.event) return;
  write_event_definition(writing, writing.file.root(), *multi.event);
  pugi::xml_node thrown = writing.file.root().last_child();
  if (!thrown.attribute("id")) set(thrown, "id", writing.file.free_id({}, "event"));
  set(loop, none ? "noneBehaviorEventRef" : "oneBehaviorEventRef", thrown.attribute("id").value());
}

void write_multi_instance(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  const MultiInstance& multi = *node.multi_instance;
  pugi::xml_node loop = element.append_child("multiInstanceLoopCharacteristics");
  set_flag(loop, "isSequential", multi.sequential, false);
  set_ext_flag(writing, loop, "noWaitStatesAsyncLeave", multi.no_wait_states_async_leave, false);
  if (writing.file.dialect() == model::Dialect::Camunda) {
    set_ext_flag(writing, loop, "asyncBefore", node.async_before, false);
    set_ext_flag(writing, loop, "asyncAfter", node.async_after, false);
    set_ext_flag(writing, loop, "exclusive", node.exclusive, true);
  } else if (multi.async_before || multi.async_after) {
    writing.refuse(node, "a job around all instances together, other than with the extensions of Camunda");
  }
  if (!multi.collection_store.empty()) {
    set(loop, writing.file.own("fromStore").c_str(), multi.collection_store);
  }
  if (!multi.output_store.empty()) set(loop, writing.file.own("toStore").c_str(), multi.output_store);
  write_items(writing, loop, multi);
  write_behavior(writing, loop, node);
  add_body(writing, loop, "completionCondition", multi.completion_condition, Place::Condition);
}

}  // namespace

void write_loop(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  if (node.multi_instance) write_multi_instance(writing, element, node);
  if (!node.standard_loop) return;
  const model::StandardLoop& standard = *node.standard_loop;
  pugi::xml_node loop = element.append_child("standardLoopCharacteristics");
  set_flag(loop, "testBefore", standard.test_before, false);
  set(loop, "loopMaximum", text_for(writing, standard.maximum, Place::Value));
  add_body(writing, loop, "loopCondition", standard.condition, Place::Condition);
}

}  // namespace rondo::bpmn
