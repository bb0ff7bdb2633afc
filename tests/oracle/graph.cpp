// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/graph.hpp"

#include "tests/support/process_text.hpp"

#include <algorithm>
#include <array>

namespace rondo::tests {

namespace {

constexpr std::array<const char*, 5> kTags = {"userTask", "parallelGateway", "inclusiveGateway",
                                              "exclusiveGateway", "endEvent"};

std::string flow(const std::string& id, const std::string& from, const std::string& to, int when) {
  std::string text = "<sequenceFlow id=\"" + id + "\" sourceRef=\"" + from + "\" targetRef=\"" + to + "\"";
  if (when < 0) return text + "/>\n";
  return text + "><conditionExpression xsi:type=\"tFormalExpression\">${v == " + std::to_string(when) +
         "}</conditionExpression></sequenceFlow>\n";
}

}  // namespace

std::vector<std::size_t> Graph::outgoing(std::size_t node) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].from == node) found.push_back(i);
  }
  return found;
}

std::vector<std::size_t> Graph::incoming(std::size_t node) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < arrivals(); ++i) {
    if (arrival_target(i) == node) found.push_back(i);
  }
  return found;
}

std::size_t Graph::arrival_target(std::size_t arrival) const {
  if (arrival < edges.size()) return edges[arrival].to;
  const std::size_t boundary = arrival - edges.size();
  return boundary < boundaries.size() ? boundaries[boundary].to : 0;
}

std::vector<std::size_t> Graph::chosen(std::size_t node, int value) const {
  const std::vector<std::size_t> all = outgoing(node);
  const bool chooses = nodes[node] == Kind::Or || nodes[node] == Kind::Xor;
  if (!chooses || all.size() < 2) return all;
  std::vector<std::size_t> taken;
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (edges[all[i]].when != value) continue;
    taken.push_back(all[i]);
    if (nodes[node] == Kind::Xor) break;
  }
  if (taken.empty()) taken.push_back(all.back());  // the default flow
  return taken;
}

std::string Graph::id(std::size_t node) const { return "n" + std::to_string(node); }

std::string Graph::bpmn() const {
  std::string text = "<startEvent id=\"start\"/>\n" + flow("begin", "start", id(0), -1);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto out = outgoing(i);
    const bool chooses = (nodes[i] == Kind::Or || nodes[i] == Kind::Xor) && out.size() > 1;
    text += std::string("<") + kTags[static_cast<std::size_t>(nodes[i])] + " id=\"" + id(i) + "\"";
    if (chooses) text += " default=\"e" + std::to_string(out.back()) + "\"";
    text += "/>\n";
    for (const std::size_t edge : out) {
      const bool conditional = chooses && edge != out.back();
      text +=
          flow("e" + std::to_string(edge), id(i), id(edges[edge].to), conditional ? edges[edge].when : -1);
    }
  }
  for (std::size_t i = 0; i < boundaries.size(); ++i) {
    const std::string number = std::to_string(i);
    text += "<boundaryEvent id=\"b" + number + "\" attachedToRef=\"" + id(boundaries[i].from) +
            "\"><errorEventDefinition/></boundaryEvent>\n" +
            flow("x" + number, "b" + number, id(boundaries[i].to), -1);
  }
  return process_text("drawn", text);
}

Graph random_graph(std::mt19937_64& random) {
  const auto below = [&random](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  Graph graph;
  const std::size_t size = 4 + below(9);
  graph.nodes.push_back(Graph::Kind::Task);
  for (std::size_t i = 1; i + 1 < size; ++i) {
    constexpr std::array kDrawn = {Graph::Kind::Task, Graph::Kind::Task, Graph::Kind::And, Graph::Kind::And,
                                   Graph::Kind::Or,   Graph::Kind::Or,   Graph::Kind::Or,  Graph::Kind::Xor};
    graph.nodes.push_back(kDrawn[below(kDrawn.size())]);
  }
  graph.nodes.push_back(Graph::Kind::End);
  const auto add = [&](std::vector<Graph::Edge>& edges, std::size_t from, std::size_t to) {
    if (to <= from && graph.nodes[to] != Graph::Kind::Task) return;
    const auto same = [&](const Graph::Edge& edge) { return edge.from == from && edge.to == to; };
    if (std::none_of(edges.begin(), edges.end(), same)) edges.push_back({from, to, int(below(3))});
  };
  for (std::size_t to = 1; to < size; ++to) add(graph.edges, below(to), to);
  for (std::size_t i = below(2 * size); i > 0; --i) {
    const std::size_t from = below(size - 1);
    add(graph.edges, from, below(4) == 0 ? below(size) : from + 1 + below(size - from - 1));
  }
  for (std::size_t i = 0; i + 1 < size; ++i) {
    if (graph.nodes[i] == Graph::Kind::Task && below(4) == 0) add(graph.boundaries, i, below(size));
  }
  return graph;
}

}  // namespace rondo::tests
