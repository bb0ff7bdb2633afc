// SPDX-License-Identifier: Apache-2.0
// When joins go on: BPMN 2.0 §13.4.1, §13.4.3 and §13.4.5.
#include "tests/oracle/oracle.hpp"

#include <algorithm>

namespace rondo::tests {

using Kind = Graph::Kind;

// One token of each incoming flow that has any.
void Oracle::take(std::size_t join, Scope& scope) {
  for (const std::size_t edge : graph_->incoming(join)) {
    if (scope.waiting[edge] > 0) --scope.waiting[edge];
  }
}

bool Oracle::marked(const Scope& scope, std::size_t edge) const {
  return scope.waiting[edge] > 0 || scope.taken[edge];
}

// Walks forward from the node of a token, never through the join.
Oracle::Reached Oracle::reach(const Scope& scope, std::size_t from, std::size_t join) const {
  Reached reached;
  std::vector<bool> seen(graph_->nodes.size());
  std::vector<std::size_t> to_visit = {from};
  const auto visit = [&](std::size_t node) {
    if (!seen[node]) to_visit.push_back(node);
    seen[node] = true;
  };
  while (!to_visit.empty()) {
    const std::size_t node = to_visit.back();
    to_visit.pop_back();
    for (const std::size_t boundary : graph_->boundaries(node)) visit(boundary);
    for (const std::size_t edge : graph_->outgoing(node)) {
      if (graph_->edges[edge].to != join) {
        visit(graph_->edges[edge].to);
      } else {
        (marked(scope, edge) ? reached.marked : reached.unmarked) = true;
      }
    }
  }
  return reached;
}

// Each token elsewhere that can reach a flow without a token can also reach one with a token.
bool Oracle::nothing_more_comes(const Scope& scope, std::size_t join) const {
  const auto hinders = [&](std::size_t node) {
    const Reached reached = reach(scope, node, join);
    return reached.unmarked && !reached.marked;
  };
  for (std::size_t node = 0; node < graph_->nodes.size(); ++node) {
    if (scope.active[node] > 0 && hinders(node)) return false;
  }
  for (std::size_t edge = 0; edge < graph_->edges.size(); ++edge) {
    const std::size_t node = graph_->edges[edge].to;
    if (scope.waiting[edge] > 0 && node != join && hinders(node)) return false;
  }
  return true;
}

bool Oracle::rests(const Scope& scope) const {
  const auto none = [](const std::vector<std::size_t>& counts) {
    return std::all_of(counts.begin(), counts.end(), [](std::size_t count) { return count == 0; });
  };
  return scope.moving.empty() && none(scope.ready) && none(scope.ending);
}

bool Oracle::enabled(const Scope& scope, std::size_t join) const {
  const auto incoming = graph_->incoming(join);
  if (graph_->nodes[join].kind != Kind::Or || incoming.size() < 2 || !rests(scope)) return false;
  const auto has_token = [&](std::size_t edge) { return scope.waiting[edge] > 0; };
  return std::any_of(incoming.begin(), incoming.end(), has_token) && nothing_more_comes(scope, join);
}

// --- complex gateways

bool Oracle::may_reset(const Scope& scope, std::size_t gateway) const {
  return scope.activated[gateway] && rests(scope) && nothing_more_comes(scope, gateway);
}

void Oracle::arrive_at_complex(std::size_t gateway, Scope& scope) {
  if (scope.activated[gateway]) return;
  const auto incoming = graph_->incoming(gateway);
  std::size_t count = 0;
  for (const std::size_t edge : incoming) count += scope.waiting[edge];
  if (count == 0 || count < graph_->nodes[gateway].needed) return;
  for (const std::size_t edge : incoming) scope.taken[edge] = scope.waiting[edge] > 0;
  take(gateway, scope);
  // One flow alone has had its token: there is nothing to wait for before the next round.
  scope.activated[gateway] = incoming.size() > 1;
  if (!scope.activated[gateway]) scope.taken[incoming.front()] = false;
  go(gateway, scope);
}

// One token goes on for all that came late, and ends: no condition asks for waitingForStart.
void Oracle::reset(std::size_t gateway, Scope& scope) {
  for (const std::size_t edge : graph_->incoming(gateway)) {
    if (!scope.taken[edge] && scope.waiting[edge] > 0) --scope.waiting[edge];
    scope.taken[edge] = false;
  }
  scope.activated[gateway] = false;
  ++scope.ending[gateway];
  arrive_at_complex(gateway, scope);
}

std::optional<std::string> Oracle::unrest() const {
  for (const auto& [id, loop] : loops_) {
    if (loop.beginning > 0) return "an instance of " + Graph::id(loop.node) + " did not begin";
  }
  if (!started_.empty()) return Graph::id(started_.front().handler) + " did not begin";
  for (const auto& [id, scope] : scopes_) {
    if (!scope.moving.empty()) return Graph::id(scope.moving.front().to) + " was not entered";
    for (std::size_t node = 0; node < graph_->nodes.size(); ++node) {
      if (scope.ready[node] > 0) return Graph::id(node) + " was not left";
      if (scope.ending[node] > 0) return Graph::id(node) + " did not end its token";
      if (enabled(scope, node)) return Graph::id(node) + " did not go on";
      if (may_reset(scope, node)) return Graph::id(node) + " was not reset";
    }
  }
  return std::nullopt;
}

}  // namespace rondo::tests
