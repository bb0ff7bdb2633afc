// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/process_run.hpp"
#include "cli/task_dialog.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <set>

namespace rondo::cli {

namespace {

// Jobs that failed and may be tried no more, or not by this command.
std::string failed_job(Engine& engine) {
  for (const IncidentInfo& incident : engine.management().incidents()) {
    return fmt::format("{} at {}: {}", incident.kind, incident.activity_id, incident.message);
  }
  for (const JobInfo& job : engine.management().jobs()) {
    if (!job.error.empty()) return fmt::format("job at {}: {}", job.activity_id, job.error);
  }
  return {};
}

// The activities of a path; one that follows itself is named once, with a count.
std::vector<std::string> names_in(const List& path) {
  std::vector<std::string> names;
  std::string last;
  std::size_t times = 0;
  for (const Value& visit : path) {
    const std::string_view activity = visit.as_object().find("activity")->as_string();
    if (activity == last && !names.empty()) {
      names.back() = fmt::format("{} (x{})", last, ++times);
      continue;
    }
    last = activity;
    times = 1;
    names.emplace_back(activity);
  }
  return names;
}

}  // namespace

std::vector<std::string> waits_of(Engine& engine) {
  std::vector<std::string> lines;
  std::set<std::string> told;  // execution ids
  for (const TaskInfo& task : engine.tasks().list()) {
    lines.push_back(describe(task));
    told.insert(task.execution_id);
  }
  for (const SubscriptionInfo& wait : engine.runtime().subscriptions()) {
    if (wait.type == "compensation") continue;
    lines.push_back(fmt::format("{} '{}' at {}", wait.type, wait.name, wait.activity_id));
    told.insert(wait.execution_id);
  }
  for (const JobInfo& job : engine.management().jobs()) {
    lines.push_back(fmt::format("{} at {}, due {}", job.kind, job.activity_id, to_iso8601(job.due)));
    told.insert(job.execution_id);
  }
  for (const InstanceInfo& instance : engine.runtime().instances()) {
    for (const ExecutionInfo& execution : engine.runtime().executions(instance.id)) {
      if (!execution.waiting || !execution.called_instance_id.empty() || told.contains(execution.id))
        continue;
      lines.push_back(fmt::format("{} to be triggered", execution.activity_id));
    }
  }
  for (const InstanceInfo& instance : engine.runtime().instances()) {
    for (const IncidentInfo& incident : engine.management().incidents(instance.id)) {
      if (incident.kind == "deadlock") lines.push_back("nothing: dead end at " + incident.activity_id);
    }
  }
  return lines;
}

int ProcessRun::finish() {
  RunResult result;
  if (!instance_.empty()) {
    result.info = engine_->history().instance(instance_);
    result.variables = engine_->history().variables(instance_);
  }
  const bool over = instance_.empty() || has_ended();
  const bool faulted = result.info && result.info->state == InstanceState::Faulted;
  if (failure_.empty() && result.info && (faulted || result.info->state == InstanceState::Failed)) {
    failure_ = result.info->error.empty() ? "an error without a name" : "error " + result.info->error;
    if (!result.info->cause.empty()) failure_ += ": " + result.info->cause;
  }
  if (failure_.empty() && !over) failure_ = failed_job(*engine_);
  if (!over) result.waits = waits_of(*engine_);
  if (!failure_.empty()) {
    result.state = faulted ? "faulted" : "failed";
  } else {
    result.state = over ? name_of(result.info->state) : "waiting";
  }
  if (text_) {
    print_text(result);
  } else {
    print_json(result);
  }
  if (!failure_.empty()) return kFailed;
  if (stopped_) return kInterrupted;
  return over ? kDone : kWaiting;
}

void ProcessRun::print_text(const RunResult& result) const {
  fmt::print("\npath:      {}\n", fmt::join(names_in(account_->path()), " "));
  std::size_t count = 0;
  for (const auto& [name, value] : result.variables) {
    fmt::print("{:<11}{} = {}\n", count++ == 0 ? "variables:" : "", name, to_json(value));
  }
  Color color = Color::Green;
  if (result.state == "waiting") color = Color::Yellow;
  if (!failure_.empty()) color = Color::Red;
  fmt::print("state:     {}\n", colored(color, result.state));
  for (const std::string& wait : result.waits) fmt::print("  waits for {}\n", wait);
  for (const TaskAnswer& answer : answers_) {
    if (!answer.used) fmt::print("  the answer for '{}' was not used\n", answer.task);
  }
  std::fflush(stdout);
  if (!failure_.empty()) fmt::print(stderr, "rondo: error: {}\n", failure_);
}

void ProcessRun::print_json(const RunResult& result) const {
  Object document{{"process", process_.key},
                  {"version", process_.version},
                  {"business_key", options_.business_key},
                  {"instance", instance_},
                  {"state", result.state},
                  {"path", account_->path()},
                  {"variables", result.variables},
                  {"waits_for", List(result.waits.begin(), result.waits.end())}};
  if (!failure_.empty()) document.set("error", failure_);
  List unused;
  for (const TaskAnswer& answer : answers_) {
    if (!answer.used) unused.emplace_back(answer.task);
  }
  if (!unused.empty()) document.set("unused_answers", unused);
  if (options_.trace) document.set("operations", account_->operations());
  fmt::print("{}\n", to_json(document));
}

}  // namespace rondo::cli
