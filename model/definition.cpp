// SPDX-License-Identifier: Apache-2.0
#include "model/definition.hpp"

#include <algorithm>
#include <cassert>

namespace rondo::model {
namespace {

/// The part of `rows` that belongs to `node`; `first` has one entry more than there are nodes.
template <typename Id>
std::span<const Id> row(const std::vector<Id>& rows, const std::vector<std::uint32_t>& first, NodeId node) {
  const std::size_t begin = first[index(node)];
  return std::span(rows).subspan(begin, first[index(node) + 1] - begin);
}

/// Sorts `count` things into rows by the node that `owner_of` tells for each; kNoNode leaves one out.
/// Within a row they keep their order.
template <typename Id, typename OwnerOf>
void fill_rows(std::size_t nodes, std::size_t count, OwnerOf owner_of, std::vector<Id>& rows,
               std::vector<std::uint32_t>& first) {
  first.assign(nodes + 1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    if (const NodeId owner = owner_of(i); owner != kNoNode) ++first[index(owner) + 1];
  }
  for (std::size_t i = 0; i < nodes; ++i) first[i + 1] += first[i];
  rows.assign(first.back(), Id{});
  std::vector<std::uint32_t> next = first;
  for (std::size_t i = 0; i < count; ++i) {
    if (const NodeId owner = owner_of(i); owner != kNoNode) {
      rows[next[index(owner)]++] = static_cast<Id>(i);
    }
  }
}

bool is_none_start(const FlowNode& node) {
  return node.kind == ElementKind::StartEvent && node.event == EventKind::None;
}

/// Whether a node may get a token because no flow leads to it (BPMN 2.0 §13.2: activities and gateways
/// without incoming flow start with the process). Boundary events, link targets, event sub-processes and
/// compensation handlers wait for something else.
bool may_start_without_flow(const FlowNode& node) {
  const bool is_link_target =
      node.kind == ElementKind::IntermediateCatchEvent && node.event == EventKind::Link;
  return node.kind != ElementKind::StartEvent && node.kind != ElementKind::BoundaryEvent && !is_link_target &&
         node.attached_to == kNoNode && !node.triggered_by_event && !node.is_for_compensation &&
         !node.on_demand;
}

std::vector<NodeId> starts_of(const ProcessDefinition& process, const Scope& scope) {
  if (scope.start != kNoNode) return {scope.start};
  const auto collect = [&](auto accept) {
    std::vector<NodeId> found;
    std::copy_if(scope.nodes.begin(), scope.nodes.end(), std::back_inserter(found), accept);
    return found;
  };
  const bool has_start_event = std::any_of(scope.nodes.begin(), scope.nodes.end(), [&](NodeId id) {
    return process.node(id).kind == ElementKind::StartEvent;
  });
  if (has_start_event) return collect([&](NodeId id) { return is_none_start(process.node(id)); });
  return collect(
      [&](NodeId id) { return may_start_without_flow(process.node(id)) && process.incoming(id).empty(); });
}

}  // namespace

std::span<const FlowId> ProcessDefinition::outgoing(NodeId node) const noexcept {
  return row(outgoing_, first_outgoing_, node);
}

std::span<const FlowId> ProcessDefinition::incoming(NodeId node) const noexcept {
  return row(incoming_, first_incoming_, node);
}

std::span<const NodeId> ProcessDefinition::boundary_events(NodeId node) const noexcept {
  return row(boundary_, first_boundary_, node);
}

NodeId ProcessDefinition::find(std::string_view node_id) const noexcept {
  const auto at = std::lower_bound(by_id_.begin(), by_id_.end(), node_id,
                                   [](const auto& entry, std::string_view id) { return entry.first < id; });
  return at != by_id_.end() && at->first == node_id ? at->second : kNoNode;
}

ProcessBuilder::ProcessBuilder() : definition_(std::make_unique<ProcessDefinition>()) {
  definition_->scopes_.emplace_back();
}

ProcessBuilder::~ProcessBuilder() = default;

ScopeId ProcessBuilder::add_scope(NodeId owner, ScopeId parent) {
  Scope scope;
  scope.owner = owner;
  scope.parent = parent;
  definition_->scopes_.push_back(std::move(scope));
  return static_cast<ScopeId>(definition_->scopes_.size() - 1);
}

NodeId ProcessBuilder::add_node(FlowNode node) {
  definition_->nodes_.push_back(std::move(node));
  return static_cast<NodeId>(definition_->nodes_.size() - 1);
}

FlowId ProcessBuilder::add_flow(SequenceFlow flow) {
  definition_->flows_.push_back(std::move(flow));
  return static_cast<FlowId>(definition_->flows_.size() - 1);
}

ExpressionId ProcessBuilder::add_expression(ExpressionSource source) {
  definition_->expressions_.push_back(std::move(source));
  return static_cast<ExpressionId>(definition_->expressions_.size() - 1);
}

void ProcessBuilder::connect() {
  ProcessDefinition& process = *definition_;
  const std::size_t nodes = process.nodes_.size();
  const std::size_t flows = process.flows_.size();
  fill_rows(
      nodes, flows, [&](std::size_t i) { return process.flows_[i].source; }, process.outgoing_,
      process.first_outgoing_);
  fill_rows(
      nodes, flows, [&](std::size_t i) { return process.flows_[i].target; }, process.incoming_,
      process.first_incoming_);
  fill_rows(
      nodes, nodes, [&](std::size_t i) { return process.nodes_[i].attached_to; }, process.boundary_,
      process.first_boundary_);
}

void ProcessBuilder::index_nodes() {
  ProcessDefinition& process = *definition_;
  process.by_id_.clear();
  for (std::size_t i = 0; i < process.nodes_.size(); ++i) {
    process.by_id_.emplace_back(process.nodes_[i].id, static_cast<NodeId>(i));
  }
  std::sort(process.by_id_.begin(), process.by_id_.end());
}

void ProcessBuilder::fill_scopes() {
  ProcessDefinition& process = *definition_;
  for (Scope& scope : process.scopes_) {
    scope.nodes.clear();
    scope.event_subprocesses.clear();
  }
  for (std::size_t i = 0; i < process.nodes_.size(); ++i) {
    const FlowNode& node = process.nodes_[i];
    assert(index(node.scope) < process.scopes_.size());
    Scope& scope = process.scopes_[index(node.scope)];
    scope.nodes.push_back(static_cast<NodeId>(i));
    if (node.triggered_by_event) scope.event_subprocesses.push_back(static_cast<NodeId>(i));
  }
  for (Scope& scope : process.scopes_) scope.starts = starts_of(process, scope);
}

std::shared_ptr<const ProcessDefinition> ProcessBuilder::build() {
  connect();
  index_nodes();
  fill_scopes();
  return std::move(definition_);
}

}  // namespace rondo::model
