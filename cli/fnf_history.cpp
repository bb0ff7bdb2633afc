// SPDX-License-Identifier: Apache-2.0
// The events of an execution, as FnF lists them.
#include "cli/fnf_store.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rondo::cli {

namespace {

constexpr std::string_view kCaught = "error ";     // what an error that was caught has ended
constexpr std::string_view kUncaught = "failed ";  // what an error has ended with the execution
// The same, before the work was handed over.
constexpr std::string_view kCaughtAtOnce = "error-at-once ", kUncaughtAtOnce = "failed-at-once ";

bool is_task(const HistoricActivity& visit) {
  return visit.activity_type == "serviceTask" || visit.activity_type == "callActivity" ||
         visit.activity_type == "sendTask";
}

bool is_caught(const HistoricActivity& visit) {
  return visit.delete_reason.starts_with(kCaught) || visit.delete_reason.starts_with(kCaughtAtOnce);
}

bool is_uncaught(const HistoricActivity& visit) {
  return visit.delete_reason.starts_with(kUncaught) || visit.delete_reason.starts_with(kUncaughtAtOnce);
}

bool has_failed(const HistoricActivity& visit) {
  return visit.canceled && (is_caught(visit) || is_uncaught(visit));
}

bool has_failed_at_once(const HistoricActivity& visit) {
  return visit.canceled &&
         (visit.delete_reason.starts_with(kCaughtAtOnce) || visit.delete_reason.starts_with(kUncaughtAtOnce));
}

Object error_of(const HistoricActivity& visit) {
  const std::string_view reason = visit.delete_reason;
  const std::string_view error = reason.substr(reason.find(' ') + 1);
  const std::size_t colon = std::min(error.find(": "), error.size());
  const std::size_t cause = std::min(colon + 2, error.size());
  return {{"error", std::string(error.substr(0, colon))}, {"cause", std::string(error.substr(cause))}};
}

// A scope around a step: its execution, and its element if history does not show it.
struct Scope {
  std::string execution, element;
};

std::vector<Scope> scopes_of(std::string_view path) {
  std::vector<Scope> result;
  while (!path.empty()) {
    const std::size_t length = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, length);
    const std::size_t colon = std::min(part.find(':'), part.size());
    result.push_back({std::string(part.substr(0, colon)),
                      colon == part.size() ? std::string() : std::string(part.substr(colon + 1))});
    path.remove_prefix(std::min(length + 1, path.size()));
  }
  return result;
}

bool contains(const std::vector<Scope>& path, const std::string& execution) {
  return std::any_of(path.begin(), path.end(),
                     [&](const Scope& scope) { return scope.execution == execution; });
}

// A branch or an iteration, with the visits in it.
struct StepGroup {
  std::string_view kind;
  std::string step;  // which it belongs to
  std::int64_t index = 0;
  std::size_t last = 0;  // visit
};

// Puts visits, of which history knows when they began and ended, into a row of events.
class EventList {
 public:
  EventList(Engine& engine, const InstanceInfo& execution)
      : engine_(engine), execution_(execution), visits_(engine.history().activities(execution.id)) {
    variables_ = engine.history().variables(execution.id);
    for (const ExecutionInfo& running : engine.runtime().executions(execution.id)) {
      if (!running.task_token.empty()) tokens_[running.id] = running.task_token;
    }
    for (std::size_t i = 0; i < visits_.size(); ++i) {
      paths_.push_back(scopes_of(visits_[i].scope_path));
      note_groups(i);
    }
  }

  List run() {
    add("ExecutionStarted", {}, execution_.start_time, 0, detail("input"));
    for (std::size_t i = 0; i < visits_.size(); ++i) {
      leave_until(i);
      enter(i);
    }
    leave_until(kEnd);
    if (execution_.end_time) end();
    return std::move(events_);
  }

 private:
  static constexpr std::size_t kEnd = std::numeric_limits<std::size_t>::max();

  // A step, or a branch or iteration, that has been entered and not left.
  struct Open {
    std::string execution;
    std::size_t visit = 0;  // of a group the first one in it
    const StepGroup* group = nullptr;
    std::int64_t entered = 0, scheduled = 0;
  };

  // Branches of a parallel step and iterations lie right in the scope of their step; those of a choice do
  // not.
  void note_groups(std::size_t number) {
    const std::vector<Scope>& path = paths_[number];
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (path[i].element.empty() || i == 0 || !path[i - 1].element.empty()) continue;
      const auto [found, is_new] = groups_.try_emplace(path[i].execution);
      found->second.last = number;
      if (!is_new) continue;
      if (const auto owner = latest_.find(path[i - 1].execution); owner != latest_.end()) {
        found->second.step = visits_[owner->second].activity_name;
        found->second.index = counts_[owner->second]++;
      }
      found->second.kind = path[i].element.starts_with("_iteration") ? "Iteration" : "Branch";
    }
    latest_[visits_[number].execution_id] = number;
  }

  void enter(std::size_t number) {
    const HistoricActivity& visit = visits_[number];
    for (const Scope& scope : paths_[number]) enter_group(scope, number);
    Open open{visit.execution_id, number};
    open.entered = add("StepEntered", visit.activity_name, visit.start_time, around(number), {});
    add("StepStarted", visit.activity_name, visit.start_time, open.entered, {});
    if (is_task(visit)) begin_task(visit, open);
    open_.push_back(open);
  }

  void enter_group(const Scope& scope, std::size_t number) {
    const auto group = groups_.find(scope.execution);
    const bool is_open = std::any_of(open_.begin(), open_.end(), [&](const Open& open) {
      return open.group != nullptr && open.execution == scope.execution;
    });
    if (group == groups_.end() || is_open) return;
    Open open{scope.execution, number, &group->second};
    open.entered = add(std::string(group->second.kind) + "Entered", group->second.step,
                       visits_[number].start_time, around(number), {{"index", group->second.index}});
    open_.push_back(open);
  }

  // The event by which the innermost open scope around a visit was entered; 0 for the flow.
  [[nodiscard]] std::int64_t around(std::size_t number) const {
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (contains(paths_[number], open_[i].execution)) return open_[i].entered;
    }
    return 0;
  }

  void begin_task(const HistoricActivity& visit, Open& open) {
    open.scheduled = add("TaskScheduled", visit.activity_name, visit.start_time, open.entered, {});
    const auto token = visit.end_time ? tokens_.end() : tokens_.find(visit.execution_id);
    const Object what = token == tokens_.end() ? Object() : Object{{"taskToken", token->second}};
    add("TaskStarted", visit.activity_name, visit.start_time, open.scheduled, what);
    const bool calls = visit.activity_type == "callActivity";
    if (!calls && !visit.awaits_report) return;
    const bool refused =
        calls ? has_failed(visit) && visit.called_instance_id.empty() : has_failed_at_once(visit);
    add(refused ? "TaskSubmitFailed" : "TaskSubmitted", visit.activity_name, visit.start_time, open.scheduled,
        refused ? error_of(visit) : called(visit));
  }

  [[nodiscard]] Object called(const HistoricActivity& visit) const {
    const auto info = engine_.history().instance(visit.called_instance_id);
    if (visit.called_instance_id.empty() || !info) return {};
    return {{"flowName", info->process_key},
            {"executionName", info->business_key.empty() ? info->id : info->business_key}};
  }

  // What has ended before the visit `next` began, inner ones first.
  void leave_until(std::size_t next) {
    for (bool again = true; again;) {
      again = false;
      for (std::size_t i = open_.size(); i-- > 0;) {
        if (!is_over(open_[i], next) || has_open_inside(open_[i])) continue;
        leave(open_[i]);
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
        again = true;
      }
    }
  }

  // A series goes on at once when a step of it is left: its last step is known by having none behind it.
  [[nodiscard]] bool is_over(const Open& open, std::size_t next) const {
    if (open.group != nullptr) return next > open.group->last && visits_[open.group->last].end_time;
    const HistoricActivity& visit = visits_[open.visit];
    if (!visit.end_time) return false;
    return next == kEnd ||
           (*visit.end_time <= visits_[next].start_time && !contains(paths_[next], open.execution));
  }

  [[nodiscard]] bool has_open_inside(const Open& outer) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Open& open) {
      const bool inside = &open != &outer && contains(paths_[open.visit], outer.execution) &&
                          (open.group == nullptr || open.entered > outer.entered);
      return inside && (open.group != nullptr || visits_[open.visit].end_time);
    });
  }

  void leave(const Open& open) {
    if (open.group != nullptr) {
      const HistoricActivity& last = visits_[open.group->last];
      if (last.canceled) return;
      add(std::string(open.group->kind) + "Exited", open.group->step, *last.end_time, open.entered,
          {{"index", open.group->index}});
      return;
    }
    const HistoricActivity& visit = visits_[open.visit];
    const bool failed = has_failed(visit);
    if (failed) fail(open);
    if (visit.canceled && !is_caught(visit)) return;
    if (!failed) {
      if (is_task(visit)) add("TaskSucceeded", visit.activity_name, *visit.end_time, open.scheduled, {});
      add("StepSucceeded", visit.activity_name, *visit.end_time, open.entered, {});
    }
    add("StepExited", visit.activity_name, *visit.end_time, open.entered, {});
  }

  // A step that fails, and those that fail with it.
  void fail(const Open& open) {
    const HistoricActivity& visit = visits_[open.visit];
    const Object what = error_of(visit);
    if (is_task(visit)) {
      const bool late = *what.find("error") == Value("FnF.TaskTimeout");
      add(late ? "TaskTimedOut" : "TaskFailed", visit.activity_name, *visit.end_time, open.scheduled, what);
    }
    if (!is_uncaught(visit)) return;
    add("StepFailed", visit.activity_name, *visit.end_time, open.entered, what);
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i].group != nullptr || !contains(paths_[open.visit], open_[i].execution)) continue;
      add("StepFailed", visits_[open_[i].visit].activity_name, *visit.end_time, open_[i].entered, what);
    }
  }

  void end() {
    const std::string state(status_of(execution_.state));
    Object what;
    if (execution_.state == InstanceState::Completed) {
      what = detail("output");
    } else {
      what = {{"error", execution_.error}, {"cause", execution_.cause}};
    }
    add("Execution" + state, {}, *execution_.end_time, 1, what);
  }

  [[nodiscard]] Object detail(std::string_view name) const {
    const Value* value = variables_.find(name);
    return value == nullptr ? Object() : Object{{std::string(name), *value}};
  }

  std::int64_t add(std::string type, const std::string& step, Instant time, std::int64_t scheduled,
                   const Object& what) {
    const auto id = static_cast<std::int64_t>(events_.size() + 1);
    events_.push_back(Object{{"EventDetail", what.empty() ? std::string() : to_json(Value(what))},
                             {"EventId", id},
                             {"ScheduleEventId", scheduled},
                             {"StepName", step},
                             {"Time", to_iso8601(time)},
                             {"Type", std::move(type)}});
    return id;
  }

  Engine& engine_;
  const InstanceInfo& execution_;
  std::vector<HistoricActivity> visits_;
  std::vector<std::vector<Scope>> paths_;  // of the visits
  Variables variables_;
  std::map<std::string, std::string> tokens_;
  std::map<std::string, StepGroup> groups_;     // by execution
  std::map<std::string, std::size_t> latest_;   // visit of an execution, while groups are noted
  std::map<std::size_t, std::int64_t> counts_;  // groups of a visit
  std::vector<Open> open_;
  List events_;
};

}  // namespace

List execution_events(Engine& engine, const InstanceInfo& execution) {
  return EventList(engine, execution).run();
}

}  // namespace rondo::cli
