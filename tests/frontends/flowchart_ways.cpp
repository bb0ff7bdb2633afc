// SPDX-License-Identifier: Apache-2.0
#include "tests/frontends/flowchart_ways.hpp"

#include <algorithm>
#include <deque>
#include <functional>

namespace rondo::tests {

FlowchartWays::FlowchartWays(const DrawnFlowchart& flowchart)
    : connections(flowchart.connections), forward(flowchart.connections.size()) {
  for (const auto& connection : connections) {
    const auto first = std::find(connections.begin(), connections.end(), connection);
    way_of.push_back(static_cast<std::size_t>(first - connections.begin()));
  }
  find_forward();
}

// Breadth first from the start. A pair of activities leads forward unless the pairs before already lead from
// the second to the first.
void FlowchartWays::find_forward() {
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  const std::function<bool(std::size_t, std::size_t)> leads = [&](std::size_t from, std::size_t to) {
    if (from == to) return true;
    return std::any_of(pairs.begin(), pairs.end(),
                       [&](const auto& pair) { return pair.first == from && leads(pair.second, to); });
  };
  std::deque<std::size_t> queue{0};
  std::set<std::size_t> done;
  for (; !queue.empty(); queue.pop_front()) {
    const std::size_t source = queue.front();
    if (!done.insert(source).second) continue;
    for (const auto& connection : connections) {
      if (connection.source != source || leads(connection.target, source)) continue;
      pairs.emplace(source, connection.target);
      queue.push_back(connection.target);
    }
  }
  for (std::size_t i = 0; i < connections.size(); ++i) {
    forward[i] = pairs.count({connections[i].source, connections[i].target}) != 0;
  }
}

// Depth first. A connection counts when its end had not been seen when the activity was come to.
void FlowchartWays::walk(std::size_t activity, bool down, std::set<std::size_t>& seen,
                         std::set<std::size_t>& ways) const {
  const auto end = [&](std::size_t i) { return down ? connections[i].target : connections[i].source; };
  std::vector<std::size_t> here;
  for (std::size_t i = 0; i < connections.size(); ++i) {
    const std::size_t begin = down ? connections[i].source : connections[i].target;
    if (way_of[i] == i && begin == activity && seen.count(end(i)) == 0) here.push_back(i);
  }
  for (const std::size_t i : here) {
    ways.insert(i);
    seen.insert(end(i));
    walk(end(i), down, seen, ways);
  }
}

std::set<std::size_t> FlowchartWays::left_of(std::size_t activity) const {
  std::set<std::size_t> seen, behind, left;
  walk(activity, true, seen, behind);
  for (const std::size_t i : inbound(activity, false)) {
    if (behind.count(i) == 0) left.insert(connections[i].source);
  }
  return left;
}

std::set<std::size_t> FlowchartWays::left_ancestors(std::size_t activity) const {
  std::set<std::size_t> seen, behind, before, left;
  walk(activity, true, seen, behind);
  seen.clear();
  walk(activity, false, seen, before);
  for (const std::size_t i : before) {
    if (behind.count(i) == 0) left.insert(connections[i].source);
  }
  return left;
}

std::set<std::size_t> FlowchartWays::ancestors(std::size_t activity) const {
  std::set<std::size_t> found;
  std::deque<std::size_t> queue{activity};
  for (; !queue.empty(); queue.pop_front()) {
    for (const std::size_t i : inbound(queue.front(), true)) {
      if (found.insert(connections[i].source).second) queue.push_back(connections[i].source);
    }
  }
  return found;
}

std::set<std::size_t> FlowchartWays::inbound(std::size_t activity, bool only_forward) const {
  std::set<std::size_t> found;
  for (std::size_t i = 0; i < connections.size(); ++i) {
    const bool counts = !only_forward || forward[i];
    if (way_of[i] == i && connections[i].target == activity && counts) found.insert(i);
  }
  return found;
}

}  // namespace rondo::tests
