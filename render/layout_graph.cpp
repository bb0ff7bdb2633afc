// SPDX-License-Identifier: Apache-2.0
#include "render/layers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rondo::render {

namespace {

constexpr double kPartGap = 30;

// Moves all so that it begins at zero.
void begin_at_zero(LayoutGraph& graph) {
  Extent extent;
  for (const LayoutNode& node : graph.nodes) extent.add(Box{node.x, node.y, node.width, node.height});
  for (const LayoutEdge& edge : graph.edges) {
    for (const Point& point : edge.line) extent.add(point);
  }
  Box box = extent.box();
  if (graph.bands > 1) {
    graph.band_tops.front() = std::min(graph.band_tops.front(), box.y - 10);
    graph.band_tops.back() = std::max(graph.band_tops.back(), bottom_of(box) + 10);
    box.y = graph.band_tops.front();
    box.height = graph.band_tops.back() - box.y;
  }
  for (LayoutNode& node : graph.nodes) {
    node.x -= box.x;
    node.y -= box.y;
  }
  for (LayoutEdge& edge : graph.edges) {
    for (auto& [x, y] : edge.line) {
      x -= box.x;
      y -= box.y;
    }
  }
  for (double& top : graph.band_tops) top -= box.y;
  graph.width = box.width;
  graph.height = box.height;
}

void lay_out_connected(LayoutGraph& graph) {
  const auto forward = assign_layers(graph);
  Layers layers = make_layers(graph, forward);
  order_layers(layers);
  place_lines(layers, graph);
  route(layers, graph);
  begin_at_zero(graph);
}

// The parts of a graph that no edge joins, each with its nodes in their order.
std::vector<std::vector<std::size_t>> parts_of(const LayoutGraph& graph) {
  std::vector<std::size_t> leader(graph.nodes.size());
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&leader](std::size_t node) {
    while (leader[node] != node) node = leader[node] = leader[leader[node]];
    return node;
  };
  for (const LayoutEdge& edge : graph.edges) {
    const std::size_t source = find(edge.source);
    const std::size_t target = find(edge.target);
    leader[std::max(source, target)] = std::min(source, target);
  }
  std::vector<std::vector<std::size_t>> parts;
  std::vector<std::size_t> part_of(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const std::size_t first = find(i);
    if (first == i) {
      part_of[i] = parts.size();
      parts.emplace_back();
    }
    parts[part_of[first]].push_back(i);
  }
  return parts;
}

// Lays one part out and moves it below what is there already.
class Stack {
 public:
  explicit Stack(LayoutGraph& graph) : graph_(graph), place_(graph.nodes.size()) {
    edges_of_.resize(graph.nodes.size());
    for (std::size_t i = 0; i < graph.edges.size(); ++i) edges_of_[graph.edges[i].source].push_back(i);
  }

  void add(const std::vector<std::size_t>& nodes) {
    LayoutGraph part;
    std::vector<std::size_t> edges;
    for (const std::size_t node : nodes) {
      place_[node] = part.nodes.size();
      part.nodes.push_back(graph_.nodes[node]);
      edges.insert(edges.end(), edges_of_[node].begin(), edges_of_[node].end());
    }
    for (const std::size_t edge : edges) {
      part.edges.push_back(graph_.edges[edge]);
      part.edges.back().source = place_[part.edges.back().source];
      part.edges.back().target = place_[part.edges.back().target];
    }
    lay_out_connected(part);
    const double top = next_top();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      graph_.nodes[nodes[i]] = part.nodes[i];
      graph_.nodes[nodes[i]].y += top;
    }
    for (std::size_t i = 0; i < edges.size(); ++i) {
      Line& line = graph_.edges[edges[i]].line = std::move(part.edges[i].line);
      for (Point& point : line) point.second += top;
    }
    graph_.width = std::max(graph_.width, part.width);
    graph_.height = top + part.height;
  }

  // Nodes without edges stand in rows that are about as wide as the rest.
  void add_single(const std::vector<std::size_t>& nodes) {
    double area = 0;
    for (const std::size_t node : nodes) area += graph_.nodes[node].width * graph_.nodes[node].height;
    const double limit = std::max({graph_.width, 400.0, std::sqrt(area) * 1.5});
    double x = 0, top = next_top(), height = 0;
    for (const std::size_t index : nodes) {
      LayoutNode& node = graph_.nodes[index];
      if (x > 0 && x + node.width > limit) {
        top += height + kPartGap;
        x = height = 0;
      }
      node.x = x;
      node.y = top;
      x += node.width + kPartGap;
      height = std::max(height, node.height);
      graph_.width = std::max(graph_.width, x - kPartGap);
      graph_.height = top + height;
    }
  }

 private:
  [[nodiscard]] double next_top() const { return graph_.height > 0 ? graph_.height + kPartGap : 0; }

  LayoutGraph& graph_;
  std::vector<std::size_t> place_;  // of each node in its part
  std::vector<std::vector<std::size_t>> edges_of_;
};

bool is_single(const LayoutGraph& graph, const std::vector<bool>& joined,
               const std::vector<std::size_t>& part) {
  return part.size() == 1 && !joined[part.front()] && graph.bands == 1;
}

}  // namespace

void lay_out(LayoutGraph& graph) {
  graph.width = graph.height = 0;
  if (graph.bands > 1) return lay_out_connected(graph);
  std::vector<bool> joined(graph.nodes.size(), false);
  for (const LayoutEdge& edge : graph.edges) joined[edge.source] = joined[edge.target] = true;
  Stack stack(graph);
  std::vector<std::size_t> singles;
  for (const auto& part : parts_of(graph)) {
    if (is_single(graph, joined, part)) {
      singles.push_back(part.front());
    } else {
      stack.add(part);
    }
  }
  if (!singles.empty()) stack.add_single(singles);
}

}  // namespace rondo::render
