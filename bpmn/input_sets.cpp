// SPDX-License-Identifier: Apache-2.0
#include "bpmn/input_sets.hpp"

#include "bpmn/expressions.hpp"
#include "bpmn/mappings.hpp"
#include "model/data_store_events.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::bpmn {
namespace {

using model::ElementKind;
using model::FlowNode;
using model::NodeId;

bool is_written_here(const FileContext& file, std::string_view reference) {
  const Element source = file.find(reference);
  return source.is("dataObject") || source.is("dataObjectReference") || source.is("property");
}

bool is_variable(std::string_view name) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
         std::all_of(name.begin(), name.end(), is_part);
}

bool can_be_quoted(std::string_view id) {
  return !id.empty() && id.find_first_of("'\\") == std::string_view::npos;
}

bool refers(const FileContext& file, const Element& set, std::string_view tag, const Element& input) {
  for (const Element child : set.children()) {
    if (child.is(tag) && file.find(child.text()) == input) return true;
  }
  return false;
}

/// When an activity can begin, as an expression, and the data stores that it reads.
struct Availability {
  std::string condition;
  std::set<std::string> stores;
};

/// The sources of all associations that end at an input. A null collection of a loop is an error of the loop.
void add_sources(const FileContext& file, const Element& activity, const Element& input,
                 std::vector<std::string>& conditions, std::set<std::string>& stores) {
  const Element loop = activity.child("multiInstanceLoopCharacteristics");
  if (loop && file.find(loop.child("loopDataInputRef").text()) == input) return;
  for (const Element association : activity.children()) {
    if (!association.is("dataInputAssociation")) continue;
    if (file.find(association.child("targetRef").text()) != input) continue;
    for (const Element source : association.children()) {
      if (!source.is("sourceRef")) continue;
      if (std::string store = store_of(file, source.text()); can_be_quoted(store)) {
        conditions.push_back("execution.getDataStore('" + store + "') != null");
        stores.insert(std::move(store));
      }
      if (!is_written_here(file, source.text())) continue;
      const std::string_view name = variable_of(file, source.text());
      if (is_variable(name)) conditions.push_back(std::string(name) + " != null");
    }
  }
}

std::string joined(const std::vector<std::string>& parts, std::string_view word) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text.append(" ").append(word).append(" ");
    text.append(part);
  }
  return text;
}

// A condition that holds when one of the activity's input sets is available: when what its required inputs
// are associated with has been written. Data objects, properties and data stores count; empty when an input
// set needs none of them.
Availability availability_of(const FileContext& file, const Element& activity) {
  Availability found;
  std::vector<std::string> sets;
  for (const Element set : activity.child("ioSpecification").children()) {
    if (!set.is("inputSet")) continue;
    std::vector<std::string> conditions;
    for (const Element child : set.children()) {
      if (!child.is("dataInputRefs")) continue;
      const Element input = file.find(child.text());
      const bool may_come_later = refers(file, set, "optionalInputRefs", input) ||
                                  refers(file, set, "whileExecutingInputRefs", input);
      if (input && !may_come_later) add_sources(file, activity, input, conditions, found.stores);
    }
    if (conditions.empty()) return {};
    sets.push_back("(" + joined(conditions, "&&") + ")");
  }
  if (!sets.empty()) found.condition = "${" + joined(sets, "||") + "}";
  return found;
}

bool comes_by_flow(model::ProcessBuilder& builder, const Element& element, const FlowNode& node) {
  if (!model::is_activity(model::family_of(node.kind)) || !element.child("ioSpecification")) return false;
  const NodeId around = builder.scope(node.scope).owner;
  const bool enabled = around != model::kNoNode && builder.node(around).kind == ElementKind::AdHocSubProcess;
  return !enabled && !node.instantiate && !node.is_for_compensation && !node.triggered_by_event;
}

FlowNode waiting_event(ProcessContext& context, const Element& element, const FlowNode& activity,
                       const Availability& available) {
  FlowNode wait;
  wait.kind = ElementKind::IntermediateCatchEvent;
  wait.event = model::EventKind::Conditional;
  wait.scope = activity.scope;
  wait.id = activity.id + ".inputs";
  wait.where = activity.where;
  wait.implicit = true;
  model::EventDefinition& event = wait.events.emplace_back();
  event.kind = model::EventKind::Conditional;
  event.where = activity.where;
  event.condition =
      add_expression(context, element, SourceKind::Condition, available.condition, activity.where);
  if (!available.stores.empty()) {
    event.name =
        model::data_store_event(available.stores.size() == 1 ? *available.stores.begin() : std::string());
  }
  return wait;
}

}  // namespace

void wait_for_inputs(ProcessContext& context, const std::vector<Element>& elements) {
  model::ProcessBuilder& builder = context.builder;
  std::map<NodeId, NodeId> waits;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const auto id = static_cast<NodeId>(i);
    if (!comes_by_flow(builder, elements[i], builder.node(id))) continue;
    const Availability available = availability_of(context.file, elements[i]);
    if (available.condition.empty()) continue;
    FlowNode wait = waiting_event(context, elements[i], builder.node(id), available);
    const NodeId added = builder.add_node(std::move(wait));
    waits.emplace(id, added);
  }
  if (waits.empty()) return;
  for (std::size_t i = builder.process().flows().size(); i-- > 0;) {
    model::SequenceFlow& flow = builder.flow(static_cast<model::FlowId>(i));
    const auto wait = waits.find(flow.target);
    const bool decides = builder.node(flow.source).kind == ElementKind::EventBasedGateway;
    if (wait != waits.end() && !decides) flow.target = wait->second;
  }
  for (const auto& [activity, wait] : waits) {
    model::SequenceFlow flow;
    flow.id = builder.node(wait).id + ".available";
    flow.where = builder.node(wait).where;
    flow.source = wait;
    flow.target = activity;
    (void)builder.add_flow(std::move(flow));
  }
}

}  // namespace rondo::bpmn
