// SPDX-License-Identifier: Apache-2.0
#include "agenda/deployed_process.hpp"

#include "agenda/flow_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo::agenda {

namespace reserved {

void intern(model::NameTable& names) {
  for (const char* name : {"loopCounter", "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances",
                           "authenticatedUserId", "input", "local", "context", "output", "retryCounts"}) {
    (void)names.intern(name);
  }
}

}  // namespace reserved

namespace {

using model::FlowId;
using model::FlowNode;
using model::NodeId;
using model::ProcessDefinition;

// What is wrong with an element has been said.
bool is_wrong(const model::Diagnostics& findings, const std::string& element) {
  const auto& all = findings.findings();
  return std::any_of(all.begin(), all.end(), [&](const model::Diagnostic& finding) {
    return finding.severity == model::Severity::Error && finding.element_id == element;
  });
}

std::string describe(const FlowNode& node) {
  const std::string_view event = node.event == model::EventKind::None ? "" : name_of(node.event);
  std::string text(event);
  if (!text.empty()) text += ' ';
  text += node.triggered_by_event ? "event sub-process" : tag_of(node.kind);
  return text;
}

bool prepares(const FlowNode& node) {
  if (node.step != nullptr) return true;
  if (!node.listeners.empty() || !node.properties.empty() || node.start_quantity > 1) return true;
  if (node.extras == nullptr) return false;
  return !node.extras->io.inputs.empty() || node.extras->skip_expression != model::kNoExpression;
}

bool finishes(const FlowNode& node) {
  if (node.step != nullptr) return true;
  if (!node.listeners.empty() || node.async_after) return true;
  return node.extras != nullptr && !node.extras->io.outputs.empty();
}

bool routes(const ProcessDefinition& definition, NodeId id) {
  const FlowNode& node = definition.node(id);
  if (node.extras != nullptr && !node.extras->outcomes.empty()) return true;
  const auto flows = definition.outgoing(id);
  return std::any_of(flows.begin(), flows.end(),
                     [&](FlowId flow) { return !definition.flow(flow).outcome.empty(); });
}

std::uint16_t traits_of(const ProcessDefinition& definition, NodeId id) {
  const FlowNode& node = definition.node(id);
  int traits = 0;
  if (prepares(node)) traits |= CompiledNode::Prepares;
  if (finishes(node)) traits |= CompiledNode::Finishes;
  if (!definition.boundary_events(id).empty()) traits |= CompiledNode::HasBoundary;
  if (node.async_before) traits |= CompiledNode::AsyncBefore;
  if (node.implicit) traits |= CompiledNode::Unseen;
  if (node.step != nullptr) traits |= CompiledNode::Step;
  if (node.step != nullptr && node.step->gives_result) traits |= CompiledNode::GivesResult;
  if (definition.outgoing(id).empty()) traits |= CompiledNode::EndsDirectly;
  if (routes(definition, id)) traits |= CompiledNode::Routes;
  return static_cast<std::uint16_t>(traits);
}

}  // namespace

DeployedProcess::DeployedProcess(std::shared_ptr<const ProcessDefinition> definition,
                                 const BehaviorTable& behaviors, model::NameTable& names,
                                 model::Diagnostics& findings)
    : definition_(std::move(definition)), names_(&names) {
  compile_expressions(findings);
  compile_nodes(behaviors, findings);
  compile_flows();
  compile_merges();
  find_initial_nodes();
  find_watched();
  find_compensable();
  compile_data();
  find_works();
}

DeployedProcess::~DeployedProcess() = default;

// Nodes of a scope with merges go on by way of its graph, unless no two flows of it ever meet.
void DeployedProcess::compile_merges() {
  for (std::size_t scope = 0; scope < definition_->scopes().size(); ++scope) {
    auto& graph = graphs_.emplace_back();
    if (definition_->scopes()[scope].merging == model::Merging::None) continue;
    if (FlowGraph::needed(*definition_, model::ScopeId{static_cast<std::uint32_t>(scope)})) {
      graph = std::make_unique<const FlowGraph>(*this, model::ScopeId{static_cast<std::uint32_t>(scope)});
    }
    for (const NodeId node : definition_->scopes()[scope].nodes) {
      CompiledNode& compiled = nodes_[index(node)];
      compiled.traits |= CompiledNode::AtOnce;
      if (graph != nullptr) compiled.traits |= CompiledNode::Merges;
    }
  }
  for (CompiledNode& node : nodes_) {
    if (!node.is(CompiledNode::Merges | CompiledNode::Routes)) continue;
    node.traits &= static_cast<std::uint16_t>(~(CompiledNode::OneWayOut | CompiledNode::EndsDirectly));
  }
}

void DeployedProcess::find_initial_nodes() {
  const auto is_start = [this](NodeId node) {
    return definition_->node(node).kind == model::ElementKind::StartEvent;
  };
  for (const model::Scope& scope : definition_->scopes()) {
    std::vector<NodeId>& events = event_starts_.emplace_back();
    for (const NodeId handler : scope.event_subprocesses) {
      const auto& inside = definition_->scope(definition_->node(handler).body).nodes;
      const auto start = std::find_if(inside.begin(), inside.end(), is_start);
      if (start != inside.end()) events.push_back(*start);
    }
    std::vector<NodeId>& initial = initial_nodes_.emplace_back(scope.starts);
    // Start events are alternatives: only one of them happens when an instance starts.
    if (initial.size() > 1 && is_start(initial.front())) initial.resize(1);
    const bool ad_hoc = scope.owner != model::kNoNode &&
                        definition_->node(scope.owner).kind == model::ElementKind::AdHocSubProcess;
    if (ad_hoc) initial.clear();
    if (ad_hoc || !initial.empty()) continue;
    const auto first = std::find_if(scope.nodes.begin(), scope.nodes.end(), is_start);
    if (first != scope.nodes.end()) initial.push_back(*first);
  }
}

void DeployedProcess::compile_expressions(model::Diagnostics& findings) {
  for (const model::ExpressionSource& source : definition_->expressions()) {
    auto& compiled = expressions_.emplace_back();
    if (!expression::is_native_language(source.language)) {
      if (source.kind == model::ExpressionSource::Kind::Script) continue;
      findings.error(source.where, "expression-language",
                     fmt::format("expressions in '{}' are not understood; use ${{…}}", source.language),
                     source.element_id);
      continue;
    }
    try {
      compiled = expression::compile(source, *names_);
    } catch (const ExpressionError& error) {
      // Registered code may stand for a script that only the whole language understands.
      if (source.kind == model::ExpressionSource::Kind::Script && expression::is_subset(source.language)) {
        findings.warning(
            error.where(), "script-subset",
            "the script needs registered code, since it does not run by itself: " + error.message(),
            source.element_id);
      } else {
        findings.error(error.where(), "expression", error.message(), source.element_id);
      }
    }
  }
}

void DeployedProcess::compile_nodes(const BehaviorTable& behaviors, model::Diagnostics& findings) {
  const ProcessDefinition& definition = *definition_;
  nodes_.resize(definition.nodes().size());
  reach_.resize(definition.nodes().size());
  counting_.assign(definition.scopes().size(), false);
  for (const model::Scope& scope : definition.scopes()) {
    for (std::uint32_t i = 0; i < scope.nodes.size(); ++i) nodes_[index(scope.nodes[i])].number_in_scope = i;
  }
  incoming_positions_.resize(definition.flows().size());
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    const NodeId id{i};
    const FlowNode& node = definition.node(id);
    std::uint32_t position = 0;
    for (const FlowId flow : definition.incoming(id)) incoming_positions_[index(flow)] = position++;
    nodes_[i].id = id;
    nodes_[i].element = &node;
    nodes_[i].process = this;
    nodes_[i].behavior = behaviors.behavior(node);
    nodes_[i].loop = behaviors.loop(node);
    nodes_[i].traits = traits_of(definition, id);
    if (nodes_[i].behavior == nullptr && !is_wrong(findings, node.id)) {
      const std::string why = behaviors.refusal(node);
      findings.error(node.where, "not-executable",
                     fmt::format("{} cannot be executed: {}", describe(node),
                                 why.empty() ? "the engine does not know it" : why),
                     node.id);
    }
    if (joins_by_reachability(id)) counting_[index(node.scope)] = true;
  }
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (joins_by_reachability(NodeId{i})) compute_reach(NodeId{i});
  }
}

void DeployedProcess::compile_flows() {
  const ProcessDefinition& definition = *definition_;
  outgoing_.reserve(definition.flows().size());
  for (CompiledNode& node : nodes_) {
    const std::size_t first = outgoing_.size();
    for (const FlowId id : definition.outgoing(node.id)) {
      const model::SequenceFlow& flow = definition.flow(id);
      CompiledNode& target = nodes_[index(flow.target)];
      outgoing_.push_back({id, flow.condition, &target});
      if (!flow.listeners.empty()) target.traits |= CompiledNode::HearsTake;
    }
    node.outgoing = {outgoing_.data() + first, outgoing_.size() - first};
    const bool one_way = node.outgoing.size() == 1 && node.element->completion_quantity == 1 &&
                         node.outgoing.front().condition == model::kNoExpression;
    if (one_way) node.traits |= CompiledNode::OneWayOut;
    if (counting_[index(node.element->scope)]) node.traits |= CompiledNode::CountsTokens;
  }
  constexpr int kSlow = CompiledNode::Prepares | CompiledNode::HasBoundary | CompiledNode::Finishes |
                        CompiledNode::AsyncBefore | CompiledNode::HearsTake;
  for (CompiledNode& node : nodes_) {
    node.passes =
        node.behavior != nullptr && node.behavior->passes() && node.loop == nullptr && !node.is(kSlow);
  }
}

bool DeployedProcess::gives_constant(const CompiledNode& node) const {
  const model::Implementation* code = node.element->implementation.get();
  const bool kept = node.element->extras != nullptr && node.element->extras->sets_thread_result &&
                    thread_result_.name != model::kNoName;
  if (!kept || code == nullptr || code->kind != model::Implementation::Kind::Script) return false;
  const expression::Compiled* script = expression(code->expression);
  return script != nullptr && script->is_constant() && code->result_variable.empty();
}

void DeployedProcess::find_works() {
  constexpr int kMore = CompiledNode::Prepares | CompiledNode::HasBoundary | CompiledNode::Finishes |
                        CompiledNode::AsyncBefore | CompiledNode::HearsTake | CompiledNode::AtOnce |
                        CompiledNode::Merges | CompiledNode::Routes | CompiledNode::Step |
                        CompiledNode::PassedSingly;
  for (CompiledNode& node : nodes_) {
    const bool plain = node.behavior != nullptr && node.loop == nullptr && !node.element->triggerable;
    node.works = plain && node.behavior->works() && node.is(CompiledNode::OneWayOut) && !node.is(kMore);
    if (node.works && gives_constant(node)) node.traits |= CompiledNode::GivesConstant;
  }
}

void DeployedProcess::set_history(model::HistoryLevel level) noexcept {
  history_ = level;
  for (CompiledNode& node : nodes_) {
    node.recorded = level >= model::HistoryLevel::Activity && !node.is(CompiledNode::Unseen);
  }
}

bool DeployedProcess::joins_by_reachability(NodeId node) const {
  const FlowNodeBehavior* behavior = nodes_[index(node)].behavior;
  return behavior != nullptr && behavior->joins_by_reachability() && definition_->incoming(node).size() > 1;
}

// The nodes from which a token comes to `node` next: over its incoming flows, from the activity whose
// boundary event it is, or by a link.
std::vector<NodeId> DeployedProcess::nodes_before(NodeId node) const {
  const FlowNode& element = definition_->node(node);
  std::vector<NodeId> before;
  for (const FlowId flow : definition_->incoming(node)) before.push_back(definition_->flow(flow).source);
  if (element.attached_to != model::kNoNode) before.push_back(element.attached_to);
  if (element.event != model::EventKind::Link || !definition_->incoming(node).empty()) return before;
  for (const NodeId other : definition_->scope(element.scope).nodes) {
    if (link_target(other) == node) before.push_back(other);
  }
  return before;
}

// Walks backwards from each incoming flow of the join, never through the join itself.
void DeployedProcess::compute_reach(NodeId join) {
  const ProcessDefinition& definition = *definition_;
  const std::size_t size = definition.scope(definition.node(join).scope).nodes.size();
  auto reach = std::make_unique<JoinReach>();
  reach->by_place.resize(size);
  for (Bits& flows : reach->by_place) flows.resize(definition.incoming(join).size());
  reach->places.resize(size);
  std::size_t position = 0;
  for (const FlowId flow : definition.incoming(join)) {
    const std::size_t here = position++;
    std::vector<NodeId> to_visit = {definition.flow(flow).source};
    while (!to_visit.empty()) {
      const NodeId node = to_visit.back();
      to_visit.pop_back();
      if (node == join || reach->by_place[number_in_scope(node)].test(here)) continue;
      reach->by_place[number_in_scope(node)].set(here);
      reach->places.set(number_in_scope(node));
      for (const NodeId before : nodes_before(node)) to_visit.push_back(before);
    }
  }
  reach_[index(join)] = std::move(reach);
}

NodeId DeployedProcess::link_target(NodeId node) const noexcept {
  const FlowNode& source = definition_->node(node);
  if (source.event != model::EventKind::Link || source.kind != model::ElementKind::IntermediateThrowEvent) {
    return model::kNoNode;
  }
  for (const NodeId other : definition_->scope(source.scope).nodes) {
    const FlowNode& target = definition_->node(other);
    if (target.event == model::EventKind::Link && target.kind == model::ElementKind::IntermediateCatchEvent &&
        target.events.front().name == source.events.front().name) {
      return other;
    }
  }
  return model::kNoNode;
}

const JoinReach* DeployedProcess::reach(NodeId node) const noexcept { return reach_[index(node)].get(); }

}  // namespace rondo::agenda
