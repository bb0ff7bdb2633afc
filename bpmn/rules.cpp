// SPDX-License-Identifier: Apache-2.0
#include "bpmn/rules.hpp"

#include "bpmn/events.hpp"
#include "model/element_kind.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_set>

namespace rondo::bpmn {
namespace {

using Rule = void (*)(const RuleContext&, const Element&);

constexpr std::array<Rule, 17> kRules{
    check_vocabulary,     check_schema,       check_attributes,        check_references,   check_flows,
    check_gateways,       check_events,       check_event_definitions, check_compensation, check_activities,
    check_loops,          check_calls,        check_task_data,         check_data,         check_expressions,
    check_collaborations, check_conversations};

std::optional<model::ElementFamily> family_of(const Element& element) {
  const auto kind = element.kind();
  return kind ? std::optional(model::family_of(*kind)) : std::nullopt;
}

}  // namespace

FlowIndex::FlowIndex(const FileContext& file) {
  for (std::size_t i = 0; i < file.tree().size(); ++i) add(file, file.tree().at(i));
}

void FlowIndex::add(const FileContext& file, const Element& element) {
  if (is_one_of(element, {"receiveTask", "eventBasedGateway"})) {
    if (element.flag("instantiate", false)) instantiated_.insert(element.parent().index());
  } else if (is_one_of(element, {"incoming", "outgoing"})) {
    is_repeated_ = true;
  } else if (element.is("eventDefinitionRef")) {
    note_used(file, element.text());
  } else if (element.is("multiInstanceLoopCharacteristics")) {
    note_used(file, element["oneBehaviorEventRef"]);
    note_used(file, element["noneBehaviorEventRef"]);
  } else if (element.is("startEvent")) {
    starts_.insert(element.parent().index());
  } else if (element.is("endEvent")) {
    ends_.insert(element.parent().index());
  } else if (element.is("import")) {
    has_imports_ = true;
  } else if (element.is("boundaryEvent")) {
    const Element host = file.find(element["attachedToRef"]);
    if (host) boundary_[host.index()].push_back(element);
  } else {
    add_flow(file, element);
  }
}

void FlowIndex::note_used(const FileContext& file, std::string_view reference) {
  if (const Element definition = file.find(reference)) used_definitions_.insert(definition.index());
}

void FlowIndex::add_flow(const FileContext& file, const Element& flow) {
  if (!is_one_of(flow, {"sequenceFlow", "association"})) return;
  const Element source = file.find(flow["sourceRef"]);
  const Element target = file.find(flow["targetRef"]);
  if (flow.is("sequenceFlow")) {
    if (source) outgoing_[source.index()].push_back(flow);
    if (target) incoming_[target.index()].push_back(flow);
  } else if (flow.is("association")) {
    if (source) associations_[source.index()].push_back(flow);
    if (target) associations_[target.index()].push_back(flow);
  }
}

const std::vector<Element>& FlowIndex::at(const Lists& lists, const Element& key) const {
  const auto found = lists.find(key.index());
  return found == lists.end() ? none_ : found->second;
}

const std::vector<Element>& FlowIndex::outgoing(const Element& node) const { return at(outgoing_, node); }
const std::vector<Element>& FlowIndex::incoming(const Element& node) const { return at(incoming_, node); }
const std::vector<Element>& FlowIndex::boundary_events(const Element& activity) const {
  return at(boundary_, activity);
}
const std::vector<Element>& FlowIndex::associations(const Element& end) const {
  return at(associations_, end);
}

bool is_one_of(const Element& element, std::initializer_list<std::string_view> names) {
  return element && element.space() == Space::Bpmn &&
         std::find(names.begin(), names.end(), element.name()) != names.end();
}

bool is_event(const Element& element) { return family_of(element) == model::ElementFamily::Event; }

bool is_gateway(const Element& element) { return family_of(element) == model::ElementFamily::Gateway; }

bool is_activity(const Element& element) {
  const auto family = family_of(element);
  return family && model::is_activity(*family);
}

bool is_flow_node(const Element& element) { return element.kind().has_value(); }

bool is_sub_process(const Element& element) { return family_of(element) == model::ElementFamily::SubProcess; }

bool is_event_sub_process(const Element& element) {
  return is_sub_process(element) && element.flag("triggeredByEvent", false);
}

bool is_scope(const Element& element) { return element.is("process") || is_sub_process(element); }

bool is_unused_definition(const RuleContext& rules, const Element& element) {
  return element.parent().is("definitions") && is_event_definition(element) && !rules.flows.is_used(element);
}

std::vector<Element> children_named(const Element& element, std::string_view name) {
  std::vector<Element> found;
  for (const Element child : element.children()) {
    if (child.is(name)) found.push_back(child);
  }
  return found;
}

bool is_throwing(const Element& event) { return is_one_of(event, {"intermediateThrowEvent", "endEvent"}); }

Element process_of(Element element) {
  while (element && !element.is("process")) element = element.parent();
  return element;
}

bool is_plainly_executable(const FileContext& file, const Element& element) {
  return file.dialect() == model::Dialect::Standard && process_of(element).flag("isExecutable", true);
}

bool has_definition(FileContext& file, const Element& event, std::string_view tag) {
  const std::vector<Element> definitions = event_definitions_of(file, event);
  return std::any_of(definitions.begin(), definitions.end(),
                     [tag](const Element& definition) { return definition.is(tag); });
}

void check_names(const RuleContext& rules) {
  std::unordered_set<std::string_view> signals;
  for (const Element element : rules.file.tree().root().children()) {
    if (!element.is("signal") || element["name"].empty()) continue;
    if (signals.insert(element["name"]).second) continue;
    rules.file.error(element, "duplicate-signal-name",
                     "there is another signal with the name " + std::string(element["name"]));
  }
}

void check_rules(FileContext& file) {
  const FlowIndex flows(file);
  const RuleContext rules{file, flows};
  for (std::size_t i = 0; i < file.tree().size(); ++i) {
    const Element element = file.tree().at(i);
    check_extensions(rules, element);
    if (element.space() == Space::Diagram) check_drawn(rules, element);
    if (element.space() != Space::Bpmn) continue;
    // More than half of the elements of most files, and no rule but this one is about them.
    if (is_one_of(element, {"incoming", "outgoing", "extensionElements"})) {
      check_vocabulary(rules, element);
      if (element.is("extensionElements")) check_schema(rules, element);
      continue;
    }
    for (const Rule rule : kRules) rule(rules, element);
  }
  check_names(rules);
}

}  // namespace rondo::bpmn
