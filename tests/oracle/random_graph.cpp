// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/random_graph.hpp"

#include <algorithm>
#include <array>

namespace rondo::tests {

namespace {

using Kind = Graph::Kind;
using Event = Graph::Event;

constexpr std::size_t kDepth = 3;
constexpr std::size_t kNodes = 40;  // no further sub-process once there are so many

class GraphDraw {
 public:
  explicit GraphDraw(std::mt19937_64& random) : random_(random) {}

  Graph graph() {
    fill(0, 0, 4 + below(8));
    return std::move(graph_);
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  std::size_t add(Kind kind, std::size_t scope) {
    graph_.nodes.push_back({});
    graph_.nodes.back().kind = kind;
    graph_.nodes.back().scope = scope;
    return graph_.nodes.size() - 1;
  }

  Kind inner_kind(std::size_t depth) {
    constexpr std::array kDrawn = {Kind::Task, Kind::Task, Kind::Task,    Kind::And,
                                   Kind::And,  Kind::Or,   Kind::Or,      Kind::Or,
                                   Kind::Xor,  Kind::Sub,  Kind::Complex, Kind::Choice};
    const Kind kind = kDrawn[below(kDrawn.size())];
    const bool deep = depth >= kDepth || graph_.nodes.size() > kNodes;
    if (kind == Kind::Sub && deep) return Kind::Or;
    if (kind == Kind::Or && depth > 0 && below(6) == 0) return Kind::Throw;
    return kind;
  }

  Kind last_kind(std::size_t depth) {
    if (below(5) != 0) return Kind::End;
    if (depth == 0 && below(4) != 0) return Kind::End;
    constexpr std::array kDrawn = {Kind::Terminate, Kind::ErrorEnd, Kind::EscalationEnd};
    return kDrawn[below(kDrawn.size())];
  }

  // A token may come back only to what makes it rest.
  bool may_join(std::size_t from, std::size_t to, bool forward) const {
    const Kind target = graph_.nodes[to].kind;
    if (target == Kind::Start || target == Kind::Catch || graph_.nodes[from].kind == Kind::Choice)
      return false;
    return forward || target == Kind::Task || target == Kind::Sub || target == Kind::Choice;
  }

  void join(std::size_t from, std::size_t to, bool forward) {
    if (!may_join(from, to, forward)) return;
    const auto same = [&](const Graph::Edge& edge) { return edge.from == from && edge.to == to; };
    if (std::any_of(graph_.edges.begin(), graph_.edges.end(), same)) return;
    graph_.edges.push_back({from, to, static_cast<int>(below(3))});
  }

  void add_boundary(std::size_t activity, const std::vector<std::size_t>& order) {
    const Kind kind = graph_.nodes[activity].kind;
    constexpr std::array kDrawn = {Event::Error, Event::Signal, Event::Escalation};
    const Event event = kDrawn[below(kind == Kind::Task ? 2 : 3)];
    if (graph_.boundary(activity, event)) return;
    const std::size_t boundary = add(Kind::Boundary, graph_.nodes[activity].scope);
    graph_.nodes[boundary].attached = activity;
    graph_.nodes[boundary].event = event;
    graph_.nodes[boundary].interrupting = event == Event::Error || below(2) == 0;
    join_somewhere(boundary, activity, order);
  }

  void join_somewhere(std::size_t from, std::size_t place, const std::vector<std::size_t>& order) {
    const auto at = static_cast<std::size_t>(std::find(order.begin(), order.end(), place) - order.begin());
    const std::size_t to = below(4) == 0 ? below(order.size()) : at + 1 + below(order.size() - at);
    if (to < order.size()) join(from, order[to], to > at);
  }

  // The nodes of one scope, in an order along which tokens go forward.
  void fill(std::size_t scope, std::size_t depth, std::size_t size) {
    std::vector<std::size_t> order = {add(Kind::Start, scope), add(Kind::Task, scope)};
    graph_.edges.push_back({order[0], order[1], 0});
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t node = add(inner_kind(depth), scope);
      order.push_back(node);
      if (graph_.nodes[node].kind == Kind::Choice) add_events(node, scope, order);
      if (graph_.nodes[node].kind == Kind::Complex) graph_.nodes[node].needed = 1 + below(3);
    }
    order.push_back(add(last_kind(depth), scope));
    for (std::size_t i = below(3); i > 0; --i) order.push_back(add(last_kind(depth), scope));
    connect(order);
    for (const std::size_t node : order) {
      const Kind kind = graph_.nodes[node].kind;
      if (kind != Kind::Task && kind != Kind::Sub) continue;
      for (std::size_t i = below(kind == Kind::Task ? 2 : 4); i > 0; --i) add_boundary(node, order);
    }
    for (const std::size_t node : order) draw_loop(graph_.nodes[node]);
    for (const std::size_t node : order) {
      if (graph_.nodes[node].kind != Kind::Sub) continue;
      graph_.nodes[node].body = ++scopes_;
      fill(graph_.nodes[node].body, depth + 1, 1 + below(6));
    }
    add_handlers(scope, depth);
  }

  // There is one instance at least: loops of flows must come to rest at what they pass.
  void draw_loop(Graph::Node& node) {
    const bool may_loop = node.kind == Kind::Task || node.kind == Kind::Sub;
    if (!may_loop || below(6) != 0) return;
    node.loops = true;
    node.instances = 1 + below(3);
    node.sequential = below(2) == 0;
  }

  // One for each kind of event at most: which of several catches it is left open by the standard.
  void add_handlers(std::size_t scope, std::size_t depth) {
    constexpr std::array kDrawn = {Event::Error, Event::Signal, Event::Escalation};
    const bool deep = depth >= kDepth || graph_.nodes.size() > kNodes;
    for (std::size_t i = deep ? 0 : below(4); i > 1; --i) {
      const Event event = kDrawn[below(kDrawn.size())];
      if (graph_.handler(scope, event)) continue;
      const std::size_t node = add(Kind::EventSub, scope);
      graph_.nodes[node].event = event;
      graph_.nodes[node].interrupting = event == Event::Error || below(2) == 0;
      const std::size_t body = graph_.nodes[node].body = ++scopes_;
      fill(body, depth + 1, 1 + below(4));
    }
  }

  void add_events(std::size_t choice, std::size_t scope, std::vector<std::size_t>& order) {
    for (int i = 0; i < 2; ++i) {
      const std::size_t event = add(Kind::Catch, scope);
      graph_.edges.push_back({choice, event, 0});
      order.push_back(event);
    }
  }

  [[nodiscard]] bool ends(std::size_t node) const { return graph_.nodes[node].kind >= Kind::End; }

  void connect(const std::vector<std::size_t>& order) {
    for (std::size_t to = 2; to < order.size(); ++to) {
      const std::size_t from = 1 + below(to - 1);
      if (!ends(order[from])) join(order[from], order[to], true);
    }
    for (std::size_t i = below(2 * order.size()); i > 0; --i) {
      const std::size_t from = 1 + below(order.size() - 1);
      if (!ends(order[from])) join_somewhere(order[from], order[from], order);
    }
  }

  std::mt19937_64& random_;
  Graph graph_;
  std::size_t scopes_ = 0;
};

}  // namespace

Graph random_graph(std::mt19937_64& random) { return GraphDraw(random).graph(); }

}  // namespace rondo::tests
