// SPDX-License-Identifier: Apache-2.0
#include "agenda/flow_graph.hpp"

#include "agenda/deployed_process.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <tuple>

namespace rondo::agenda {

namespace {

using model::FlowId;
using model::NodeId;

}  // namespace

bool FlowGraph::needed(const model::ProcessDefinition& definition, model::ScopeId scope) {
  const auto& nodes = definition.scope(scope).nodes;
  return std::any_of(nodes.begin(), nodes.end(), [&](NodeId node) {
    return definition.node(node).joins || definition.incoming(node).size() > 1;
  });
}

FlowGraph::FlowGraph(const DeployedProcess& process, model::ScopeId id)
    : merging_(process.definition().scope(id).merging) {
  const model::Scope& scope = process.definition().scope(id);
  nodes_.resize(scope.nodes.size());
  outbound_.resize(scope.nodes.size());
  find_connections(process, scope);
  find_backward(process, scope);
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].id = scope.nodes[i];
    const bool joins = process.definition().node(scope.nodes[i]).joins;
    nodes_[i].merges = joins || process.definition().incoming(scope.nodes[i]).size() > 1;
    for (const std::uint32_t way : nodes_[i].inbound) {
      if (connections_[way].reachable && !connections_[way].backward) nodes_[i].forward.push_back(way);
    }
  }
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    const bool first_wins = process.definition().node(nodes_[i].id).merge == model::MergeMode::Any;
    if (!nodes_[i].merges && !first_wins) continue;
    merging_ == model::Merging::Counted ? find_left(i) : find_before(i);
  }
}

void FlowGraph::find_connections(const DeployedProcess& process, const model::Scope& scope) {
  const model::ProcessDefinition& definition = process.definition();
  std::vector<FlowId> flows;
  for (const NodeId node : scope.nodes) {
    const auto out = definition.outgoing(node);
    flows.insert(flows.end(), out.begin(), out.end());
  }
  std::sort(flows.begin(), flows.end());
  if (flows.empty()) return;
  first_flow_ = index(flows.front());
  by_flow_.resize(index(flows.back()) - first_flow_ + 1);
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::string_view>, std::uint32_t> known;
  for (const FlowId id : flows) {
    const model::SequenceFlow& flow = definition.flow(id);
    const std::uint32_t source = process.number_in_scope(flow.source);
    const std::uint32_t target = process.number_in_scope(flow.target);
    const auto next = static_cast<std::uint32_t>(connections_.size());
    const auto [found, is_new] =
        known.emplace(std::tuple(source, target, std::string_view(flow.outcome)), next);
    by_flow_[index(id) - first_flow_] = found->second;
    if (!is_new) continue;
    connections_.push_back({source, target, false, false});
    outbound_[source].push_back(next);
    nodes_[target].inbound.push_back(next);
  }
}

// From where instances and the scope start, breadth first: a connection that would close a circle with those
// before it leads back (Elsa 3.4: GetForwardConnections). All connections between two nodes are one.
void FlowGraph::find_backward(const DeployedProcess& process, const model::Scope& scope) {
  std::vector<NodeId> starts = scope.starts;
  for (const NodeId node : scope.nodes) {
    if (process.definition().node(node).instantiate) starts.push_back(node);
  }
  std::vector<bool> known(nodes_.size());
  std::vector<std::uint32_t> queue;
  const auto enqueue = [&](std::uint32_t node) {
    if (!known[node]) queue.push_back(node);
    known[node] = true;
  };
  for (const NodeId start : starts) enqueue(process.number_in_scope(start));
  std::size_t at = 0;
  while (at < queue.size()) {
    const std::uint32_t source = queue[at++];
    for (const std::uint32_t number : outbound_[source]) {
      Connection& way = connections_[number];
      way.reachable = true;
      way.backward = leads_forward(way.target, source);
      if (!way.backward) enqueue(way.target);
    }
  }
}

// Along what has been found to lead forward so far.
bool FlowGraph::leads_forward(std::uint32_t from, std::uint32_t to) const {
  std::vector<bool> seen(nodes_.size());
  std::vector<std::uint32_t> to_visit{from};
  while (!to_visit.empty()) {
    const std::uint32_t node = to_visit.back();
    to_visit.pop_back();
    if (node == to) return true;
    if (seen[node]) continue;
    seen[node] = true;
    for (const std::uint32_t number : outbound_[node]) {
      const Connection& way = connections_[number];
      if (way.reachable && !way.backward && !seen[way.target]) to_visit.push_back(way.target);
    }
  }
  return false;
}

// Depth first along the connections, or against them. Those of a node that lead to nodes which have not been
// seen when the walk gets there count, all of them; others do not (Elsa 3.2: Descendants, Ancestors).
std::vector<bool> FlowGraph::walk_from(std::uint32_t number, bool forward) const {
  std::vector<bool> walked(connections_.size()), seen(nodes_.size());
  std::vector<std::uint32_t> to_take;
  const auto end_of = [&](std::uint32_t way) {
    return forward ? connections_[way].target : connections_[way].source;
  };
  const auto enter = [&](std::uint32_t node) {
    const std::vector<std::uint32_t>& ways = forward ? outbound_[node] : nodes_[node].inbound;
    std::copy_if(ways.rbegin(), ways.rend(), std::back_inserter(to_take),
                 [&](std::uint32_t way) { return !seen[end_of(way)]; });
  };
  enter(number);
  while (!to_take.empty()) {
    const std::uint32_t way = to_take.back();
    to_take.pop_back();
    walked[way] = true;
    seen[end_of(way)] = true;
    enter(end_of(way));
  }
  return walked;
}

// What leads to a node from the left, and what lies there: all but what comes back from the node itself.
void FlowGraph::find_left(std::uint32_t number) {
  const std::vector<bool> descending = walk_from(number, true), ascending = walk_from(number, false);
  Node& node = nodes_[number];
  for (const std::uint32_t way : node.inbound) {
    if (!descending[way]) node.left.push_back(connections_[way].source);
  }
  node.before.resize(nodes_.size());
  for (std::size_t way = 0; way < connections_.size(); ++way) {
    const std::uint32_t source = connections_[way].source;
    if (ascending[way] && !descending[way] && source != number) node.before.set(source);
  }
}

// What lies before a node, without going round in circles.
void FlowGraph::find_before(std::uint32_t number) {
  Bits& before = nodes_[number].before;
  before.resize(nodes_.size());
  std::vector<std::uint32_t> to_visit{number};
  while (!to_visit.empty()) {
    const Node& node = nodes_[to_visit.back()];
    to_visit.pop_back();
    for (const std::uint32_t way : node.inbound) {
      const Connection& connection = connections_[way];
      if (connection.backward || connection.source == number || before.test(connection.source)) continue;
      before.set(connection.source);
      to_visit.push_back(connection.source);
    }
  }
}

}  // namespace rondo::agenda
