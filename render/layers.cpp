// SPDX-License-Identifier: Apache-2.0
#include "render/layers.hpp"

#include <algorithm>
#include <limits>

namespace rondo::render {

namespace {

using Rows = std::vector<std::vector<std::size_t>>;

Rows outgoing_edges(const LayoutGraph& graph) {
  Rows outgoing(graph.nodes.size());
  for (std::size_t i = 0; i < graph.edges.size(); ++i) outgoing[graph.edges[i].source].push_back(i);
  return outgoing;
}

// Edges that lead back to a node on the way that is being walked close a circle.
class CircleFinder {
 public:
  CircleFinder(const LayoutGraph& graph, const Rows& outgoing)
      : graph_(graph), outgoing_(outgoing), state_(graph.nodes.size()), forward_(graph.edges.size(), true) {}

  void walk_from(std::size_t start) {
    if (state_[start] != State::New) return;
    enter(start);
    while (!way_.empty()) {
      auto& [node, next] = way_.back();
      if (next == outgoing_[node].size()) {
        state_[node] = State::Done;
        way_.pop_back();
        continue;
      }
      const std::size_t edge = outgoing_[node][next++];
      const std::size_t target = graph_.edges[edge].target;
      if (state_[target] == State::OnTheWay) forward_[edge] = false;
      if (state_[target] == State::New) enter(target);
    }
  }

  [[nodiscard]] std::vector<bool> forward() && { return std::move(forward_); }

 private:
  enum class State : std::uint8_t { New, OnTheWay, Done };

  void enter(std::size_t node) {
    state_[node] = State::OnTheWay;
    way_.emplace_back(node, 0);
  }

  const LayoutGraph& graph_;
  const Rows& outgoing_;
  std::vector<State> state_;
  std::vector<bool> forward_;
  std::vector<std::pair<std::size_t, std::size_t>> way_;  // node and its next edge
};

std::vector<std::size_t> degrees(const LayoutGraph& graph, const std::vector<bool>& counted) {
  std::vector<std::size_t> degree(graph.nodes.size());
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    if (counted[i]) ++degree[graph.edges[i].target];
  }
  return degree;
}

// What nothing leads to stands right before what it leads to.
void pull_starts(LayoutGraph& graph, const std::vector<bool>& forward,
                 const std::vector<std::size_t>& degree) {
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> nearest(graph.nodes.size(), kNone);
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    const LayoutEdge& edge = graph.edges[i];
    if (forward[i]) nearest[edge.source] = std::min(nearest[edge.source], graph.nodes[edge.target].layer);
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (degree[i] == 0 && nearest[i] != kNone) graph.nodes[i].layer = nearest[i] - 1;
  }
}

void add_passing_cells(Layers& layers, const LayoutGraph& graph, std::size_t index) {
  constexpr double kRoom = 8;
  const LayoutEdge& edge = graph.edges[index];
  std::size_t from = edge.source;
  double offset = edge.port_x > 0 ? edge.port_y - graph.nodes[edge.source].anchor : 0;
  for (std::size_t layer = graph.nodes[edge.source].layer + 1; layer < graph.nodes[edge.target].layer;
       ++layer) {
    layers.cells.push_back({kNoCell, layer, graph.nodes[edge.target].band, kRoom, kRoom, 0});
    layers.segments.push_back({from, layers.cells.size() - 1, index, offset});
    from = layers.cells.size() - 1;
    offset = 0;
  }
  layers.segments.push_back({from, edge.target, index, offset});
}

}  // namespace

std::vector<bool> assign_layers(LayoutGraph& graph) {
  const Rows outgoing = outgoing_edges(graph);
  CircleFinder finder(graph, outgoing);
  const auto entered = degrees(graph, std::vector<bool>(graph.edges.size(), true));
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (entered[i] == 0) finder.walk_from(i);
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) finder.walk_from(i);
  const std::vector<bool> forward = std::move(finder).forward();

  const auto degree = degrees(graph, forward);
  auto missing = degree;
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    graph.nodes[i].layer = 0;
    if (missing[i] == 0) ready.push_back(i);
  }
  for (std::size_t next = 0; next < ready.size(); ++next) {
    const std::size_t source = ready[next];
    for (const std::size_t edge : outgoing[source]) {
      if (!forward[edge]) continue;
      const std::size_t target = graph.edges[edge].target;
      graph.nodes[target].layer = std::max(graph.nodes[target].layer, graph.nodes[source].layer + 1);
      if (--missing[target] == 0) ready.push_back(target);
    }
  }
  pull_starts(graph, forward, degree);
  return forward;
}

Layers make_layers(const LayoutGraph& graph, const std::vector<bool>& forward) {
  // Edges over many layers would fill all of them: those are led around instead.
  constexpr std::size_t kLongest = 40;
  // As for a task with a little room: neighbors of different heights do not bend the edges around them.
  constexpr double kLeastAbove = 40;
  constexpr double kLeastBelow = 52;
  Layers layers;
  std::size_t budget = 4 * (graph.nodes.size() + graph.edges.size()) + 200;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const LayoutNode& node = graph.nodes[i];
    layers.cells.push_back({i, node.layer, node.band, std::max(node.anchor, kLeastAbove),
                            std::max(node.height - node.anchor, kLeastBelow), 0});
  }
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    const LayoutEdge& edge = graph.edges[i];
    const std::size_t span = graph.nodes[edge.target].layer - graph.nodes[edge.source].layer;
    if (!forward[i] || span > kLongest || span > budget) {
      layers.around.push_back(i);
      continue;
    }
    budget -= span;
    add_passing_cells(layers, graph, i);
  }
  for (std::size_t i = 0; i < layers.cells.size(); ++i) {
    const std::size_t layer = layers.cells[i].layer;
    if (layers.rows.size() <= layer) layers.rows.resize(layer + 1);
    layers.rows[layer].push_back(i);
  }
  layers.incoming.resize(layers.cells.size());
  layers.outgoing.resize(layers.cells.size());
  for (std::size_t i = 0; i < layers.segments.size(); ++i) {
    layers.outgoing[layers.segments[i].from].push_back(i);
    layers.incoming[layers.segments[i].to].push_back(i);
  }
  return layers;
}

}  // namespace rondo::render
