// SPDX-License-Identifier: Apache-2.0
// The counter and the token mode.
#include "tests/frontends/flowchart_rules.hpp"

#include <algorithm>

namespace rondo::tests {

using Kind = DrawnFlowchart::Kind;
using Join = DrawnFlowchart::Join;
using Mode = DrawnFlowchart::Mode;

// --- counter

void FlowchartRules::completed_counter(const Run& run, const Names& outcomes) {
  visit_ways(run.activity, outcomes, run.came_back);
  complete_if_nothing_is_left();
}

// All ways out of an activity, those that are not followed as well. Without outcomes the activity is skipped.
void FlowchartRules::visit_ways(std::size_t activity, const Names& outcomes, bool came_back) {
  if (!came_back) ++executed_[activity];
  for (std::size_t i = 0; i < flowchart_.connections.size(); ++i) {
    const auto& connection = flowchart_.connections[i];
    if (connection.source != activity) continue;
    const bool followed = std::find(outcomes.begin(), outcomes.end(), connection.port) != outcomes.end();
    ++visits_[ways_.way_of[i]];
    followed_[ways_.way_of[i]] = followed;
    if (ways_.forward[i]) {
      visited(ways_.way_of[i], followed);
    } else if (followed) {
      queue_.push_back({connection.target, true});
    }
  }
}

// An activity runs when all ways to it have been visited and one was followed, else it is skipped. A WaitAll
// is skipped when one was not followed; a WaitAny runs when the first is followed, once a round.
void FlowchartRules::visited(std::size_t way, bool followed) {
  const std::size_t target = target_of(way);
  if (target == cancels_for_) return;
  const auto inbound = ways_.inbound(target, true);
  const auto is_new = [&](std::size_t in) { return visits_[in] > executed_[target]; };
  const auto counts = [&](std::size_t in) { return followed_[in]; };
  const bool complete = std::all_of(inbound.begin(), inbound.end(), is_new);
  const bool any = std::any_of(inbound.begin(), inbound.end(), counts);
  const bool all = std::all_of(inbound.begin(), inbound.end(), counts);
  const Join mode = is_join(target) ? flowchart_.activities[target].join : Join::WaitAllActive;
  if (mode == Join::WaitAny) {
    if (!is_new(way) || is_planned(target)) return;
    if (followed) {
      queue_.push_back({target, false});
      cancel_before(target);
    } else if (complete && !any) {
      visit_ways(target, {}, false);
    }
    return;
  }
  if (!complete) return;
  if (mode == Join::WaitAll ? all : any) {
    queue_.push_back({target, false});
  } else {
    visit_ways(target, {}, false);
  }
}

// What is canceled is a dead path, or holds tokens no longer.
void FlowchartRules::cancel_before(std::size_t join) {
  cancels_for_ = join;
  std::vector<std::size_t> runs = cancel_runs(ways_.ancestors(join));
  const auto key = [&](std::size_t run) { return std::pair(runs_[run].activity, runs_[run].came_back); };
  std::sort(runs.begin(), runs.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  for (const std::size_t run : runs) {
    const Run canceled = runs_[run];
    if (flowchart_.mode == Mode::Token) cancel_tokens_of(canceled.activity);
    if (flowchart_.mode == Mode::Counter) visit_ways(canceled.activity, {}, canceled.came_back);
  }
  cancels_for_ = kNew;
}

// --- token

void FlowchartRules::completed_token(std::size_t activity, const Names& outcomes) {
  std::vector<std::size_t> ways;
  for (const std::size_t i : taken(activity, outcomes)) {
    const std::size_t way = ways_.way_of[i];
    if (std::find(ways.begin(), ways.end(), way) == ways.end()) ways.push_back(way);
  }
  for (const std::size_t way : ways) tokens_.push_back({way});
  for (Token& token : tokens_) {
    if (target_of(token.way) == activity && !token.blocked) token.consumed = true;
  }
  for (const std::size_t way : ways) {
    if (receives(way)) queue_.push_back({target_of(way), false});
  }
  const bool tokens_left = std::any_of(tokens_.begin(), tokens_.end(),
                                       [](const Token& token) { return !token.consumed && !token.blocked; });
  if (!tokens_left) complete_if_nothing_is_left();
  std::erase_if(tokens_,
                [&](const Token& token) { return token.consumed && target_of(token.way) == activity; });
}

bool FlowchartRules::receives(std::size_t way) {
  const std::size_t target = target_of(way);
  const auto& activity = flowchart_.activities[target];
  std::string mode = activity.merge;
  if (activity.kind == Kind::Join) mode = activity.join == Join::WaitAny ? "Race" : "Merge";
  if (mode == "Cascade") return true;
  if (mode == "Race") return races(way);
  if (mode == "Merge") return all_hold_tokens(ways_.inbound(target, true));
  if (mode == "Converge") return all_hold_tokens(ways_.inbound(target, false));
  const auto inbound = ways_.inbound(target, true);
  return std::none_of(inbound.begin(), inbound.end(), [&](std::size_t in) {
    const auto before = ways_.inbound(flowchart_.connections[in].source, false);
    return std::any_of(before.begin(), before.end(), [&](std::size_t i) { return holds_token(i); });
  });
}

// The first wins: the other ways are blocked. Who comes over one that is, is late; also again, until the
// activity has been done once more.
bool FlowchartRules::races(std::size_t way) {
  cancel_before(target_of(way));
  for (Token& token : tokens_) {
    if (token.way != way || !token.blocked) continue;
    token.consumed = true;
    return false;
  }
  for (const std::size_t other : ways_.inbound(target_of(way), true)) {
    if (other != way) tokens_.push_back({other, false, true});
  }
  return true;
}

bool FlowchartRules::holds_token(std::size_t way) const {
  return std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) {
    return token.way == way && !token.consumed && !token.blocked;
  });
}

// A single way is not waited for.
bool FlowchartRules::all_hold_tokens(const std::set<std::size_t>& ways) const {
  return ways.size() <= 1 ||
         std::all_of(ways.begin(), ways.end(), [&](std::size_t way) { return holds_token(way); });
}

void FlowchartRules::cancel_tokens_of(std::size_t activity) {
  std::erase_if(tokens_, [&](const Token& token) {
    const auto& way = flowchart_.connections[token.way];
    return way.source == activity || way.target == activity;
  });
}

}  // namespace rondo::tests
