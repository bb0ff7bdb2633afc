// SPDX-License-Identifier: Apache-2.0
#include "bpmn/writer.hpp"

#include "bpmn/process.hpp"
#include "bpmn/writing.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace rondo::bpmn {

namespace {

using model::ElementFamily;
using model::FlowNode;
using model::ProcessDefinition;
using model::ScopeId;

/// Writes the scopes of one process, each inside the element that it belongs to.
class ScopeWriter {
 public:
  explicit ScopeWriter(const ProcessWriting& writing)
      : writing_(writing),
        flow_ids_(writing.process.flows().size()),
        flows_(writing.process.scopes().size()) {
    for (std::size_t i = 0; i < flow_ids_.size(); ++i) {
      const model::SequenceFlow& flow = writing.process.flows()[i];
      flow_ids_[i] = flow.id;
      flows_[index(writing.process.node(flow.source).scope)].push_back(static_cast<model::FlowId>(i));
    }
    // A flow that is a default must have an id.
    for (const FlowNode& node : writing.process.nodes()) {
      if (node.default_flow == model::kNoFlow) continue;
      std::string& id = flow_ids_[index(node.default_flow)];
      if (id.empty()) id = writing.file.free_id({}, "flow");
    }
  }

  // Properties of a sub-process are those of the activity and of its inside; the activity has written them.
  [[nodiscard]] std::vector<model::DataItem> data_inside(const model::Scope& scope) const {
    std::vector<model::DataItem> data = scope.data;
    if (scope.owner == model::kNoNode) return data;
    const auto& written = writing_.process.node(scope.owner).properties;
    std::erase_if(data, [&](const model::DataItem& item) {
      return std::any_of(written.begin(), written.end(), [&](const model::DataItem& property) {
        return property.id == item.id && property.name == item.name;
      });
    });
    return data;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  void write(pugi::xml_node element, ScopeId id) {
    const model::Scope& scope = writing_.process.scope(id);
    write_own_scope(writing_, element, scope);
    write_data(writing_, element, data_inside(scope));
    for (const model::NodeId id_of_node : scope.nodes) {
      const FlowNode& node = writing_.process.node(id_of_node);
      write_node(element, node, std::string(model::tag_of(node.kind)));
    }
    for (const model::FlowId flow : flows_[index(id)]) {
      write_flow(element, writing_.process.flow(flow), flow_ids_[index(flow)]);
    }
    for (const model::NodeId node : scope.nodes) write_handler(element, writing_.process.node(node));
  }

  // Sub-processes nest as deep as the file that they come from, whose depth its reader bounds.
  // NOLINTNEXTLINE(misc-no-recursion)
  void write_node(pugi::xml_node parent, const FlowNode& node, const std::string& tag) {
    pugi::xml_node element = parent.append_child(tag.c_str());
    write_common(element, node);
    const ElementFamily family = model::family_of(node.kind);
    if (family == ElementFamily::Event) write_events(writing_, element, node);
    if (family == ElementFamily::Gateway) write_gateway(element, node);
    if (model::is_activity(family)) write_activity(writing_, element, node);
    write_extras(writing_, element, node);
    write_guards(writing_, element, node);
    write_own_node(writing_, element, node);
    if (node.body == model::kNoScope) return;
    write(element, node.body);
    if (node.extras == nullptr) return;
    add_body(writing_, element, "completionCondition", node.extras->completion_condition, Place::Condition);
  }

 private:
  void write_common(pugi::xml_node element, const FlowNode& node) {
    set(element, "id", node.id);
    set(element, "name", node.name);
    if (!node.documentation.empty()) {
      element.append_child("documentation").text().set(node.documentation.c_str());
    }
    write_continuations(element, node);
    if (node.default_flow != model::kNoFlow) set(element, "default", flow_ids_[index(node.default_flow)]);
    write_listeners(writing_, element, "executionListener", node.listeners);
    set_ext_flag(writing_, element, "implicit", node.implicit, false);
  }

  // What Camunda says on a multi-instance activity is about all its instances together.
  void write_continuations(pugi::xml_node element, const FlowNode& node) {
    const bool around = node.multi_instance && writing_.file.dialect() == model::Dialect::Camunda;
    const model::MultiInstance* const multi = around ? node.multi_instance.get() : nullptr;
    set_ext_flag(writing_, element, "asyncBefore", around ? multi->async_before : node.async_before, false);
    set_ext_flag(writing_, element, "asyncAfter", around ? multi->async_after : node.async_after, false);
    set_ext_flag(writing_, element, "exclusive", around ? multi->exclusive : node.exclusive, true);
  }

  void write_gateway(pugi::xml_node element, const FlowNode& node) {
    set_flag(element, "instantiate", node.instantiate, false);
    if (node.parallel_event_gateway) set(element, "eventGatewayType", "Parallel");
    add_body(writing_, element, "activationCondition", node.activation_condition, Place::Condition);
  }

  void write_flow(pugi::xml_node parent, const model::SequenceFlow& flow, const std::string& id) {
    pugi::xml_node element = parent.append_child("sequenceFlow");
    set(element, "id", id);
    set(element, "name", flow.name);
    set(element, "sourceRef", writing_.process.node(flow.source).id);
    set(element, "targetRef", writing_.process.node(flow.target).id);
    set_ext(writing_, element, "skipExpression", flow.skip_expression, Place::Condition);
    write_own_flow(writing_, element, flow);
    add_body(writing_, element, "conditionExpression", flow.condition, Place::Condition);
    write_listeners(writing_, element, "executionListener", flow.listeners);
  }

  void write_handler(pugi::xml_node parent, const FlowNode& node) {
    if (node.compensation_handler == model::kNoNode) return;
    pugi::xml_node association = parent.append_child("association");
    set(association, "id", writing_.file.free_id({}, "association"));
    set(association, "associationDirection", "One");
    set(association, "sourceRef", node.id);
    set(association, "targetRef", writing_.process.node(node.compensation_handler).id);
  }

  const ProcessWriting& writing_;
  std::vector<std::string> flow_ids_;
  std::vector<std::vector<model::FlowId>> flows_;  // by the scopes that they lie in
};

void write_lanes(pugi::xml_node element, const ProcessWriting& writing) {
  if (writing.process.lanes.empty()) return;
  pugi::xml_node set_of_lanes = element.append_child("laneSet");
  set(set_of_lanes, "id", writing.file.free_id({}, "lanes"));
  for (const model::Lane& lane : writing.process.lanes) {
    pugi::xml_node child = set_of_lanes.append_child("lane");
    set(child, "id", lane.id);
    set(child, "name", lane.name);
    for (const model::NodeId node : lane.nodes) {
      child.append_child("flowNodeRef").text().set(writing.process.node(node).id.c_str());
    }
  }
}

// Only the reader of the file that a duration comes from knows how it was written.
std::string text_of(const model::Duration& duration) {
  std::string text = "P";
  if (duration.months != 0) text += std::to_string(duration.months) + 'M';
  const std::string fraction = std::to_string(1000 + duration.milliseconds % 1000).substr(1);
  return text + 'T' + std::to_string(duration.milliseconds / 1000) + '.' + fraction + 'S';
}

void write_header(pugi::xml_node element, const ProcessWriting& writing) {
  const ProcessDefinition& process = writing.process;
  const std::string& id = writing.file.id_of(process);
  set(element, "id", id);
  if (id != process.id) set(element, writing.file.own("key").c_str(), process.id);
  set(element, "name", process.name);
  element.append_attribute("isExecutable").set_value(process.executable);
  if (!process.documentation.empty()) {
    element.append_child("documentation").text().set(process.documentation.c_str());
  }
  set_ext(writing, element, "versionTag", process.version_tag);
  set_ext(writing, element, "candidateStarterUsers", text_list(writing, process.candidate_starters));
  set_ext(writing, element, "jobPriority", process.job_priority, Place::Text);
  if (process.history_level) {
    set_ext(writing, element, "historyLevel", std::string(model::name_of(*process.history_level)));
  }
  if (process.history_time_to_live) {
    set_ext(writing, element, "historyTimeToLive", text_of(*process.history_time_to_live));
  }
  set_ext(writing, element, "inputVariable", process.input_variable);
  set_ext(writing, element, "threadResult", process.thread_result);
  set_ext_flag(writing, element, "exceptionsAreErrors", process.exceptions_are_errors, process.graceful);
  set_ext_flag(writing, element, "graceful", process.graceful, false);
  set_ext_flag(writing, element, "depthFirst", process.depth_first, false);
  write_listeners(writing, element, "executionListener", process.listeners);
}

}  // namespace

std::string_view global_tag_of(const ProcessDefinition& process) {
  if (process.nodes().size() != 1 || process.nodes().front().id != process.id) return {};
  return global_of_task(model::tag_of(process.nodes().front().kind));
}

void write_process(FileWriting& file, const ProcessDefinition& process) {
  const ProcessWriting writing{file, process};
  if (const std::string_view tag = global_tag_of(process); !tag.empty()) {
    return ScopeWriter(writing).write_node(file.root(), process.nodes().front(), std::string(tag));
  }
  pugi::xml_node element = file.root().append_child("process");
  write_header(element, writing);
  write_own_process(writing, element);
  write_lanes(element, writing);
  ScopeWriter(writing).write(element, ScopeId{0});
  write_subscriptions(writing, element);
}

std::string write(const model::Document& document, model::Diagnostics& diagnostics) {
  pugi::xml_document xml;
  pugi::xml_node declaration = xml.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  FileWriting file(document, xml.append_child("definitions"), diagnostics);
  write_collaboration(file, document);
  for (const auto& process : document.processes) write_process(file, *process);
  std::ostringstream out;
  xml.save(out, "  ");
  return std::move(out).str();
}

}  // namespace rondo::bpmn
