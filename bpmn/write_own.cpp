// SPDX-License-Identifier: Apache-2.0
// What the model has from other notations, in extensions of rondo's own (docs/extensions.md).
#include "bpmn/own_extensions.hpp"
#include "bpmn/writing.hpp"

#include <fmt/format.h>

#include <string>

namespace rondo::bpmn {

namespace {

using model::EventDefinition;
using model::FlowNode;

void set_own(const ProcessWriting& writing, pugi::xml_node element, const char* name,
             std::string_view value) {
  if (!value.empty()) set(element, writing.file.own(name).c_str(), std::string(value));
}

void set_own_flag(const ProcessWriting& writing, pugi::xml_node element, std::string_view name, bool value) {
  if (value) set(element, writing.file.own(name).c_str(), "true");
}

pugi::xml_node add_own(const ProcessWriting& writing, pugi::xml_node parent, const char* tag) {
  return parent.append_child(writing.file.own(tag).c_str());
}

void add_own_body(const ProcessWriting& writing, pugi::xml_node parent, const char* tag,
                  model::ExpressionId id, Place place) {
  if (id != model::kNoExpression) add_body(writing, parent, writing.file.own(tag).c_str(), id, place);
}

void write_step_mappings(const ProcessWriting& writing, pugi::xml_node step, const char* tag,
                         const std::vector<model::StepMapping>& mappings) {
  for (const model::StepMapping& mapping : mappings) {
    add_own_body(writing, step, tag, mapping.source, Place::Value);
    set(step.last_child(), "target", mapping.target);
  }
}

void write_step(const ProcessWriting& writing, pugi::xml_node element, const model::StepData* step) {
  if (step == nullptr) return;
  pugi::xml_node child = add_own(writing, extensions(element), "step");
  set_flag(child, "mapsInput", step->maps_input, false);
  set_flag(child, "mapsOutput", step->maps_output, false);
  set_flag(child, "dropsLocal", step->drops_local, false);
  set_flag(child, "givesResult", step->gives_result, false);
  if (step->place >= 0) set(child, "place", std::to_string(step->place));
  set(child, "item", step->item);
  set(child, "index", step->index);
  write_step_mappings(writing, child, "input", step->inputs);
  write_step_mappings(writing, child, "output", step->outputs);
  write_step_mappings(writing, child, "errorOutput", step->error_outputs);
}

void write_outcomes(const ProcessWriting& writing, pugi::xml_node element,
                    const model::ActivityExtras& extras) {
  for (const model::OutcomeRule& rule : extras.outcomes) {
    pugi::xml_node child = add_own(writing, extensions(element), "outcome");
    set(child, "name", rule.name);
    set(child, "variable", rule.variable);
    add_own_body(writing, child, "condition", rule.condition, Place::Condition);
    add_own_body(writing, child, "names", rule.names, Place::Value);
  }
  set_own_flag(writing, element, "firstOutcome", extras.first_outcome);
  set_own(writing, element, "otherwise", extras.otherwise);
}

void write_retries(const ProcessWriting& writing, pugi::xml_node element,
                   const model::ActivityExtras& extras) {
  for (const model::RetryRule& rule : extras.retries) {
    pugi::xml_node child = add_own(writing, extensions(element), "retry");
    set(child, "interval", fmt::format("{}", rule.interval));
    set(child, "multiplier", fmt::format("{}", rule.multiplier));
    set(child, "maxInterval", fmt::format("{}", rule.max_interval));
    set(child, "maxAttempts", std::to_string(rule.max_attempts));
    for (const std::string& error : rule.errors) {
      add_own(writing, child, "error").text().set(error.c_str());
    }
  }
}

}  // namespace

void write_own_process(const ProcessWriting& writing, pugi::xml_node element) {
  const model::ProcessDefinition& process = writing.process;
  set_own(writing, element, "failures", word_for(kFailurePolicies, process.failures));
  write_step(writing, element, process.step.get());
  for (const model::ErrorType& type : process.error_types) {
    pugi::xml_node child = add_own(writing, extensions(element), "errorType");
    set(child, "name", type.name);
    set(child, "base", type.base);
  }
  if (!process.outcomes.own) return;
  pugi::xml_node names = add_own(writing, extensions(element), "failureNames");
  for (const auto& [name, member] : kFailureNames)
    set(names, std::string(name).c_str(), process.outcomes.*member);
}

void write_own_scope(const ProcessWriting& writing, pugi::xml_node element, const model::Scope& scope) {
  set_own(writing, element, "merging", word_for(kMergings, scope.merging));
  if (scope.start != model::kNoNode) {
    set_own(writing, element, "start", writing.process.node(scope.start).id);
  }
}

void write_own_node(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  set_own_flag(writing, element, "ignoresCancel", node.ignores_cancel);
  set_own_flag(writing, element, "joins", node.joins);
  set_own(writing, element, "merge", word_for(kMergeModes, node.merge));
  write_step(writing, element, node.step.get());
  if (node.extras == nullptr) return;
  write_outcomes(writing, element, *node.extras);
  write_retries(writing, element, *node.extras);
}

void write_own_event(const ProcessWriting& writing, pugi::xml_node element, const EventDefinition& event) {
  for (const auto& [name, member] : kEventFlags) set_own_flag(writing, element, name, event.*member);
  set_own(writing, element, "raises", event.raises);
  set_own(writing, element, "message", event.message);
  if (event.value != model::kNoExpression) {
    add_own_body(writing, extensions(element), "value", event.value, Place::Value);
  }
  if (event.completed_scope == model::kNoScope) return;
  const model::NodeId owner = writing.process.scope(event.completed_scope).owner;
  set_own(writing, element, "completedScope",
          owner == model::kNoNode ? writing.process.id : writing.process.node(owner).id);
}

void write_own_flow(const ProcessWriting& writing, pugi::xml_node element, const model::SequenceFlow& flow) {
  set_own(writing, element, "outcome", flow.outcome);
}

}  // namespace rondo::bpmn
