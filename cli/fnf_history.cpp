// SPDX-License-Identifier: Apache-2.0
// The events of an execution, as FnF lists them.
#include "cli/fnf_store.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace rondo::cli {

namespace {

bool is_task(const HistoricActivity& visit) {
  return visit.activity_type == "serviceTask" || visit.activity_type == "callActivity" ||
         visit.activity_type == "sendTask";
}

// Puts visits, of which history knows when they began and ended, into a row of events.
class EventList {
 public:
  EventList(Engine& engine, const InstanceInfo& execution)
      : execution_(execution), visits_(engine.history().activities(execution.id)) {
    variables_ = engine.history().variables(execution.id);
    for (const ExecutionInfo& running : engine.runtime().executions(execution.id)) {
      if (!running.task_token.empty()) tokens_[running.id] = running.task_token;
    }
    for (const HistoricActivity& visit : visits_) scopes_[visit.activity_id] = visit.scope_id;
  }

  List run() {
    add("ExecutionStarted", {}, execution_.start_time, 0, detail("input"));
    for (std::size_t i = 0; i < visits_.size(); ++i) {
      leave_until(&visits_[i]);
      enter(i);
    }
    leave_until(nullptr);
    if (execution_.end_time) end();
    return std::move(events_);
  }

 private:
  struct Open {
    std::size_t visit = 0;
    std::int64_t entered = 0, scheduled = 0;
  };

  // Whether the step `inner` is part of the step `outer`.
  [[nodiscard]] bool encloses(const HistoricActivity& outer, const HistoricActivity& inner) const {
    for (std::string scope = inner.scope_id; !scope.empty();) {
      if (scope == outer.activity_id) return true;
      const auto around = scopes_.find(scope);
      scope = around == scopes_.end() ? std::string() : around->second;
    }
    return false;
  }

  void enter(std::size_t number) {
    const HistoricActivity& visit = visits_[number];
    Open open{number, 0, 0};
    open.entered = add("StepEntered", visit.activity_name, visit.start_time, 0, {});
    if (is_task(visit)) {
      open.scheduled = add("TaskScheduled", visit.activity_name, visit.start_time, open.entered, {});
      const auto token = visit.end_time ? tokens_.end() : tokens_.find(visit.execution_id);
      const Object what = token == tokens_.end() ? Object() : Object{{"taskToken", token->second}};
      add("TaskStarted", visit.activity_name, visit.start_time, open.scheduled, what);
    }
    open_.push_back(open);
  }

  // Steps that have ended before `next` began, inner ones first.
  void leave_until(const HistoricActivity* next) {
    for (bool again = true; again;) {
      again = false;
      for (std::size_t i = open_.size(); i-- > 0;) {
        const HistoricActivity& visit = visits_[open_[i].visit];
        const bool over =
            visit.end_time &&
            (next == nullptr || (*visit.end_time <= next->start_time && !encloses(visit, *next)));
        if (!over || has_open_inside(visit)) continue;
        leave(open_[i]);
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
        again = true;
      }
    }
  }

  [[nodiscard]] bool has_open_inside(const HistoricActivity& outer) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Open& open) {
      return visits_[open.visit].end_time && encloses(outer, visits_[open.visit]);
    });
  }

  void leave(const Open& open) {
    const HistoricActivity& visit = visits_[open.visit];
    const bool failed = visit.canceled && visit.delete_reason == "boundary event";
    if (visit.canceled && !failed) return;
    if (is_task(visit)) {
      add(failed ? "TaskFailed" : "TaskSucceeded", visit.activity_name, *visit.end_time, open.scheduled, {});
    }
    add("StepExited", visit.activity_name, *visit.end_time, open.entered, {});
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

  const InstanceInfo& execution_;
  std::vector<HistoricActivity> visits_;
  Variables variables_;
  std::map<std::string, std::string> scopes_, tokens_;
  std::vector<Open> open_;
  List events_;
};

}  // namespace

List execution_events(Engine& engine, const InstanceInfo& execution) {
  return EventList(engine, execution).run();
}

}  // namespace rondo::cli
