// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/oracle.hpp"

#include <algorithm>

namespace rondo::tests {

void Oracle::start(int value) {
  moving_.push_back(graph_.arrivals() - 1);
  run(value);
}

void Oracle::complete(std::size_t task, int value) {
  --active_[task];
  leave(task, value);
  run(value);
}

void Oracle::leave_by(std::size_t boundary, int value) {
  --active_[graph_.boundaries[boundary].from];
  moving_.push_back(graph_.edges.size() + boundary);
  run(value);
}

void Oracle::run(int value) {
  while (!moving_.empty()) {
    const std::size_t arrival = moving_.front();
    moving_.pop_front();
    arrive(arrival, value);
  }
}

void Oracle::arrive(std::size_t arrival, int value) {
  const std::size_t node = graph_.arrival_target(arrival);
  const auto incoming = graph_.incoming(node);
  const Graph::Kind kind = graph_.nodes[node];
  if (kind == Graph::Kind::Task) {
    ++active_[node];
    return;
  }
  const bool joins = (kind == Graph::Kind::And || kind == Graph::Kind::Or) && incoming.size() > 1;
  if (!joins) return leave(node, value);
  ++waiting_[arrival];
  // With a token on each flow an inclusive join waits for nothing either.
  const bool all =
      std::all_of(incoming.begin(), incoming.end(), [&](std::size_t i) { return waiting_[i] > 0; });
  if (all) take(node, value);
}

void Oracle::take(std::size_t node, int value) {
  for (const std::size_t arrival : graph_.incoming(node)) {
    if (waiting_[arrival] > 0) --waiting_[arrival];
  }
  leave(node, value);
}

void Oracle::leave(std::size_t node, int value) {
  for (const std::size_t edge : graph_.chosen(node, value)) moving_.push_back(edge);
}

void Oracle::fire(std::size_t join, int value) {
  take(join, value);
  run(value);
}

// Walks forward from the node of a token, never through the join.
Oracle::Reached Oracle::reach(std::size_t from, std::size_t join) const {
  Reached reached;
  std::vector<bool> seen(graph_.nodes.size());
  std::vector<std::size_t> to_visit = {from};
  const auto walk = [&](std::size_t arrival) {
    const std::size_t to = graph_.arrival_target(arrival);
    if (to == join) {
      (waiting_[arrival] > 0 ? reached.marked : reached.unmarked) = true;
    } else if (!seen[to]) {
      seen[to] = true;
      to_visit.push_back(to);
    }
  };
  while (!to_visit.empty()) {
    const std::size_t node = to_visit.back();
    to_visit.pop_back();
    for (const std::size_t edge : graph_.outgoing(node)) walk(edge);
    for (std::size_t i = 0; i < graph_.boundaries.size(); ++i) {
      if (graph_.boundaries[i].from == node) walk(graph_.edges.size() + i);
    }
  }
  return reached;
}

// Some incoming flow has a token; and each token elsewhere that can reach one without can also reach one
// with.
bool Oracle::enabled(std::size_t join) const {
  const auto incoming = graph_.incoming(join);
  if (graph_.nodes[join] != Graph::Kind::Or || incoming.size() < 2) return false;
  if (std::none_of(incoming.begin(), incoming.end(), [&](std::size_t i) { return waiting_[i] > 0; })) {
    return false;
  }
  const auto hinders = [&](std::size_t node) {
    const Reached reached = reach(node, join);
    return reached.unmarked && !reached.marked;
  };
  for (std::size_t node = 0; node < graph_.nodes.size(); ++node) {
    if (active_[node] > 0 && hinders(node)) return false;
  }
  for (std::size_t arrival = 0; arrival < waiting_.size(); ++arrival) {
    const std::size_t node = graph_.arrival_target(arrival);
    if (waiting_[arrival] > 0 && node != join && hinders(node)) return false;
  }
  return true;
}

std::vector<std::string> Oracle::tasks() const {
  std::vector<std::string> ids;
  for (std::size_t node = 0; node < active_.size(); ++node)
    ids.insert(ids.end(), active_[node], graph_.id(node));
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace rondo::tests
