// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/graph.hpp"

#include <algorithm>
#include <string_view>

namespace rondo::tests {

std::vector<std::size_t> Graph::outgoing(std::size_t node) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].from == node) found.push_back(i);
  }
  return found;
}

std::vector<std::size_t> Graph::incoming(std::size_t node) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].to == node) found.push_back(i);
  }
  return found;
}

std::vector<std::size_t> Graph::boundaries(std::size_t node) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].kind == Kind::Boundary && nodes[i].attached == node) found.push_back(i);
  }
  return found;
}

std::optional<std::size_t> Graph::boundary(std::size_t node, Event event) const {
  for (const std::size_t found : boundaries(node)) {
    if (nodes[found].event == event) return found;
  }
  return std::nullopt;
}

std::size_t Graph::start_of(std::size_t scope) const {
  const auto starts = [scope](const Node& node) { return node.kind == Kind::Start && node.scope == scope; };
  return static_cast<std::size_t>(std::find_if(nodes.begin(), nodes.end(), starts) - nodes.begin());
}

std::optional<std::size_t> Graph::handler(std::size_t scope, Event event) const {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].kind == Kind::EventSub && nodes[i].scope == scope && nodes[i].event == event) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> Graph::started_by(std::size_t start) const {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const bool starts = nodes[start].kind == Kind::Start && nodes[i].kind == Kind::EventSub;
    if (starts && nodes[i].body == nodes[start].scope) return i;
  }
  return std::nullopt;
}

bool Graph::chooses(std::size_t node) const {
  const Kind kind = nodes[node].kind;
  const bool by_condition = kind == Kind::Or || kind == Kind::Xor || kind == Kind::Complex;
  return by_condition && outgoing(node).size() > 1;
}

std::vector<std::size_t> Graph::chosen(std::size_t node, int value) const {
  const std::vector<std::size_t> all = outgoing(node);
  if (!chooses(node)) return all;
  std::vector<std::size_t> taken;
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (edges[all[i]].when != value) continue;
    taken.push_back(all[i]);
    if (nodes[node].kind == Kind::Xor) break;
  }
  if (taken.empty()) taken.push_back(all.back());  // the default flow
  return taken;
}

Graph Graph::without_node(std::size_t gone) const {
  std::vector<bool> drop(nodes.size(), false);
  drop[gone] = true;
  // Bodies and boundary events may be numbered before or behind what they belong to.
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (drop[i]) continue;
      for (std::size_t owner = 0; owner < nodes.size(); ++owner) {
        if (!drop[owner]) continue;
        const bool opens = nodes[owner].kind == Kind::Sub || nodes[owner].kind == Kind::EventSub;
        const bool inside = opens && nodes[owner].body == nodes[i].scope;
        const bool attached = nodes[i].kind == Kind::Boundary && nodes[i].attached == owner;
        if (inside || attached) drop[i] = more = true;
      }
    }
  }
  Graph less;
  std::vector<std::size_t> number(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    number[i] = less.nodes.size();
    if (!drop[i]) less.nodes.push_back(nodes[i]);
  }
  for (Node& node : less.nodes) node.attached = number[node.attached];
  for (const Edge& edge : edges) {
    if (!drop[edge.from] && !drop[edge.to])
      less.edges.push_back({number[edge.from], number[edge.to], edge.when});
  }
  return less;
}

Graph Graph::without_edge(std::size_t edge) const {
  Graph less = *this;
  less.edges.erase(less.edges.begin() + static_cast<std::ptrdiff_t>(edge));
  return less;
}

std::size_t Graph::number(std::string_view id) { return std::stoul(std::string(id.substr(1))); }

}  // namespace rondo::tests
