// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/process_run.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <set>

namespace rondo::cli {

namespace {

std::string describe(const TaskInfo& task) {
  std::string who;
  if (!task.assignee.empty()) {
    who = fmt::format(", assigned to {}", task.assignee);
  } else if (!task.candidate_users.empty() || !task.candidate_groups.empty()) {
    std::vector<std::string> names = task.candidate_users;
    names.insert(names.end(), task.candidate_groups.begin(), task.candidate_groups.end());
    who = fmt::format(", for {}", fmt::join(names, ", "));
  }
  const std::string name = task.name.empty() ? std::string() : fmt::format(" \"{}\"", task.name);
  return fmt::format("user task {}{}{}", task.key, name, who);
}

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

Value as_value(const std::vector<std::string>& texts) { return List(texts.begin(), texts.end()); }

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
  return lines;
}

int ProcessRun::finish() {
  std::optional<InstanceInfo> info;
  if (!instance_.empty()) info = engine_->history().instance(instance_);
  if (failure_.empty() && info && info->state == InstanceState::Failed) failure_ = "error " + info->error;
  const bool over = !info || has_ended();
  if (failure_.empty() && !over) failure_ = failed_job(*engine_);
  const bool waiting = failure_.empty() && !over;
  std::string state = "failed";
  if (waiting) state = "waiting";
  if (failure_.empty() && info && !waiting) state = name_of(info->state);
  const Variables variables = info ? engine_->history().variables(instance_) : Variables();
  const auto waits = waiting ? waits_of(*engine_) : std::vector<std::string>();
  if (text_) {
    print_result(state, variables, waits);
  } else {
    Object result{{"state", state}, {"path", account_->path()}, {"variables", variables}};
    if (!failure_.empty()) result.set("error", failure_);
    if (waiting) result.set("waits_for", as_value(waits));
    if (options_.trace) result.set("operations", account_->operations());
    fmt::print("{}\n", to_json(result));
  }
  if (!failure_.empty()) return kFailed;
  return waiting ? kWaiting : kDone;
}

void ProcessRun::print_result(const std::string& state, const Variables& variables,
                              const std::vector<std::string>& waits) const {
  std::vector<std::string> path;
  for (const Value& visit : account_->path())
    path.emplace_back(visit.as_object().find("activity")->as_string());
  fmt::print("\npath:      {}\n", fmt::join(path, " "));
  std::size_t count = 0;
  for (const auto& [name, value] : variables) {
    fmt::print("{:<11}{} = {}\n", count++ == 0 ? "variables:" : "", name, to_json(value));
  }
  const Color color = state == "failed" ? Color::Red : state == "waiting" ? Color::Yellow : Color::Green;
  fmt::print("state:     {}\n", colored(color, state));
  for (const std::string& wait : waits) fmt::print("  waits for {}\n", wait);
  for (const TaskAnswer& answer : answers_) {
    if (!answer.used) fmt::print("  the answer for '{}' was not used\n", answer.task);
  }
  std::fflush(stdout);
  if (!failure_.empty()) fmt::print(stderr, "rondo: error: {}\n", failure_);
}

}  // namespace rondo::cli
