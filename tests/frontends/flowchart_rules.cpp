// SPDX-License-Identifier: Apache-2.0
// The queue, and the classic mode.
#include "tests/frontends/flowchart_rules.hpp"

#include <algorithm>

namespace rondo::tests {

using Kind = DrawnFlowchart::Kind;
using Mode = DrawnFlowchart::Mode;

void FlowchartRules::start() {
  queue_.push_back({0, false});
  run_queue();
}

void FlowchartRules::resume(std::size_t activity) {
  complete(running_at(activity));
  run_queue();
}

// With nothing else left the flowchart is complete, whatever tokens lie in it. Else nobody waits for a path
// that is canceled.
void FlowchartRules::cancel(std::size_t activity) {
  const std::size_t run = running_at(activity);
  runs_[run].status = Status::Canceled;
  if (flowchart_.mode == Mode::Token) cancel_tokens_of(activity);
  complete_if_nothing_is_left();
  if (flowchart_.mode == Mode::Counter && !completed_) visit_ways(activity, {}, runs_[run].came_back);
  run_queue();
}

FlowchartRules::State FlowchartRules::state() const {
  if (faults_ > 0 && !flowchart_.goes_on) return State::Faulted;
  const bool rests = !completed_ || std::any_of(runs_.begin(), runs_.end(), [](const Run& run) {
    return run.status == Status::Running || run.status == Status::Faulted;
  });
  return rests && !finished_ ? State::Suspended : State::Finished;
}

std::vector<std::string> FlowchartRules::waiting() const {
  std::vector<std::string> names;
  for (const Run& run : runs_) {
    const bool waits =
        run.status == Status::Running && flowchart_.activities[run.activity].kind == Kind::Waits;
    if (waits && state() == State::Suspended) names.push_back(DrawnFlowchart::name(run.activity));
  }
  std::sort(names.begin(), names.end());
  return names;
}

void FlowchartRules::run_queue() {
  while (!queue_.empty() && !is_endless()) {
    const Planned planned = queue_.front();
    queue_.pop_front();
    execute(planned);
  }
}

void FlowchartRules::execute(const Planned& planned) {
  const Kind kind = flowchart_.activities[planned.activity].kind;
  std::size_t run = planned.run;
  if (run != kNew && runs_[run].status == Status::Canceled) return;
  if (run == kNew) {
    run = runs_.size();
    runs_.push_back({planned.activity, Status::Running, planned.came_back});
  }
  if (kind == Kind::Join) return execute_join(run);
  path_.push_back(DrawnFlowchart::name(planned.activity));
  if (kind == Kind::Waits) return;
  if (kind == Kind::Drawn) return execute_drawn(run);
  if (kind == Kind::Finish) {
    queue_.clear();
    completed_ = finished_ = true;
  }
  complete(run);
}

void FlowchartRules::execute_drawn(std::size_t run) {
  const std::size_t activity = runs_[run].activity;
  const auto& drawn = flowchart_.activities[activity].outcomes;
  const Names& outcomes = drawn[std::min(times_drawn_[activity]++, drawn.size() - 1)];
  if (!outcomes.empty()) return complete(run, outcomes);
  runs_[run].status = Status::Faulted;
  ++faults_;
}

// What still runs before it is canceled. In token mode those that wait for all cancel nothing.
void FlowchartRules::execute_join(std::size_t run) {
  const std::size_t activity = runs_[run].activity;
  const bool any = flowchart_.activities[activity].join == DrawnFlowchart::Join::WaitAny;
  if (flowchart_.mode == Mode::Classic) {
    if (!any && !all_left_of(activity)) return;
    path_.push_back(DrawnFlowchart::name(activity));
    complete(run);
    if (!cancel_runs(ways_.left_ancestors(activity)).empty()) complete_if_nothing_is_left();
    return;
  }
  path_.push_back(DrawnFlowchart::name(activity));
  if (flowchart_.mode == Mode::Counter || any) cancel_before(activity);
  complete(run);
}

void FlowchartRules::complete(std::size_t run, const Names& outcomes) {
  runs_[run].status = Status::Completed;
  if (completed_) return;
  const std::size_t activity = runs_[run].activity;
  if (flowchart_.mode == Mode::Classic) ++executed_[activity];
  const Kind kind = flowchart_.activities[activity].kind;
  if (kind == Kind::End || kind == Kind::Complete) return complete_flowchart();
  switch (flowchart_.mode) {
    case Mode::Classic:
      return completed_classic(activity, outcomes);
    case Mode::Counter:
      return completed_counter(Run(runs_[run]), outcomes);
    case Mode::Token:
      return completed_token(activity, outcomes);
  }
}

// What runs is canceled; what is planned is still done, but nothing follows.
void FlowchartRules::complete_flowchart() {
  completed_ = true;
  for (Run& run : runs_) {
    if (run.status != Status::Completed) run.status = Status::Canceled;
  }
}

bool FlowchartRules::something_is_left() const {
  return !queue_.empty() || std::any_of(runs_.begin(), runs_.end(), [](const Run& run) {
    return run.status == Status::Running || run.status == Status::Faulted;
  });
}

void FlowchartRules::complete_if_nothing_is_left() {
  if (!completed_ && !something_is_left()) complete_flowchart();
}

bool FlowchartRules::is_planned(std::size_t activity) const {
  return std::any_of(queue_.begin(), queue_.end(),
                     [&](const Planned& planned) { return planned.activity == activity; });
}

std::size_t FlowchartRules::running_at(std::size_t activity) const {
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (runs_[i].activity == activity && runs_[i].status == Status::Running) return i;
  }
  return kNew;
}

std::vector<std::size_t> FlowchartRules::cancel_runs(const std::set<std::size_t>& activities) {
  std::vector<std::size_t> canceled;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const bool runs = runs_[i].status == Status::Running || runs_[i].status == Status::Faulted;
    if (!runs || activities.count(runs_[i].activity) == 0) continue;
    runs_[i].status = Status::Canceled;
    canceled.push_back(i);
  }
  return canceled;
}

std::vector<std::size_t> FlowchartRules::taken(std::size_t activity, const Names& outcomes) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < flowchart_.connections.size(); ++i) {
    const auto& way = flowchart_.connections[i];
    const bool named = std::find(outcomes.begin(), outcomes.end(), way.port) != outcomes.end();
    if (way.source == activity && named) found.push_back(i);
  }
  return found;
}

// --- classic

bool FlowchartRules::all_left_of(std::size_t activity) {
  const auto left = ways_.left_of(activity);
  return std::all_of(left.begin(), left.end(),
                     [&](std::size_t before) { return executed_[before] > executed_[activity]; });
}

void FlowchartRules::completed_classic(std::size_t activity, const Names& outcomes) {
  const auto ways = taken(activity, outcomes);
  if (ways.empty()) return complete_if_nothing_is_left();
  for (const std::size_t way : ways) {
    const std::size_t target = target_of(way);
    const bool known = !known_.insert(target).second;
    if (ways_.left_of(target).count(activity) == 0) {
      queue_.push_back({target, false});
    } else if (!is_join(target)) {
      if (all_left_of(target)) queue_.push_back({target, false});
    } else {
      const bool has_run =
          std::any_of(runs_.begin(), runs_.end(), [&](const Run& run) { return run.activity == target; });
      if ((known && !has_run) || is_planned(target)) continue;
      queue_.push_back({target, false, running_at(target)});
    }
  }
}

}  // namespace rondo::tests
