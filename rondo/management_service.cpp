// SPDX-License-Identifier: Apache-2.0
#include "rondo/history_cleaning.hpp"
#include "rondo/services.hpp"

#include "model/iso8601.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <utility>

namespace rondo {

namespace {

using agenda::Command;
using model::Handle;
using model::HandleKind;
using model::JobRecord;
using persistence::JobPtr;

// Activiti waits so long before it runs a failed job again.
constexpr std::chrono::milliseconds kRetryWait = std::chrono::seconds(10);
constexpr std::string_view kStartTimer = "start-timer.";

std::string_view kind_of(const JobRecord& job) {
  return job.kind == JobRecord::Kind::Timer ? "timer" : "async";
}

JobInfo to_info(const JobRecord& job) {
  JobInfo info;
  info.id = to_text(job.id, HandleKind::Wait);
  info.kind = kind_of(job);
  info.activity_id = job.definition->node(job.node).id;
  info.execution_id = to_text(job.execution, HandleKind::Execution);
  info.instance_id = to_text(job.instance, HandleKind::Instance);
  info.process_key = job.definition->id;
  info.due = job.due;
  info.retries = job.retries;
  info.error = job.error;
  info.exclusive = job.exclusive;
  return info;
}

JobInfo to_info(const StartTimer& timer) {
  JobInfo info;
  info.id = fmt::format("{}{}", kStartTimer, timer.number);
  info.kind = "timer";
  info.activity_id = timer.process->definition().node(timer.node).id;
  info.process_key = timer.process->definition().id;
  info.due = timer.schedule.due;
  return info;
}

class Management final : public ManagementService {
 public:
  explicit Management(EngineCore& core) : core_(core) {}

  std::vector<JobInfo> jobs(const JobQuery& query) const override;
  std::vector<IncidentInfo> incidents(std::string_view instance_id) const override;
  std::optional<Instant> next_due() const override;
  void execute(std::string_view id) override;
  std::size_t run_due(std::size_t limit, std::string_view kind) override;
  void set_retries(std::string_view id, std::int32_t retries) override;
  std::size_t clean_history(std::size_t limit) override { return forget_due(core_, limit); }

 private:
  void run(const JobRecord& job);
  void record_failure(const JobRecord& job, const std::string& message);
  void start(const StartTimer& timer) {
    (void)core_.start(*timer.process, {}, {}, timer.node, timer.definition);
  }
  JobPtr next_job(std::string_view kind, std::set<std::uint64_t>& suspended) const;
  bool run_start_timer();
  [[nodiscard]] bool is_suspended(const JobRecord& job) const {
    const auto record = core_.store().instance(job.instance);
    return record != nullptr && record->state == model::RecordState::Suspended;
  }

  EngineCore& core_;
};

std::vector<JobInfo> Management::jobs(const JobQuery& query) const {
  std::vector<JobInfo> result;
  for (const JobPtr& job : core_.store().jobs()) result.push_back(to_info(*job));
  for (const StartTimer& timer : core_.definitions().timers()) result.push_back(to_info(timer));
  std::erase_if(result, [&](const JobInfo& job) {
    return (!query.instance_id.empty() && job.instance_id != query.instance_id) ||
           (!query.kind.empty() && job.kind != query.kind) ||
           (!query.activity_id.empty() && job.activity_id != query.activity_id);
  });
  std::stable_sort(result.begin(), result.end(),
                   [](const JobInfo& left, const JobInfo& right) { return left.due < right.due; });
  return result;
}

std::vector<IncidentInfo> Management::incidents(std::string_view instance_id) const {
  std::vector<IncidentInfo> result;
  for (const model::IncidentRecord& record : core_.store().incidents()) {
    IncidentInfo info;
    info.id = to_text(record.id, HandleKind::Wait);
    info.kind = record.kind;
    info.activity_id = record.definition->node(record.node).id;
    info.execution_id = to_text(record.execution, HandleKind::Execution);
    info.instance_id = to_text(record.instance, HandleKind::Instance);
    info.message = record.message;
    info.time = record.time;
    if (instance_id.empty() || info.instance_id == instance_id) result.push_back(std::move(info));
  }
  return result;
}

std::optional<Instant> Management::next_due() const {
  std::optional<Instant> due = core_.store().next_due();
  for (const StartTimer& timer : core_.definitions().timers()) {
    if (!due || timer.schedule.due < *due) due = timer.schedule.due;
  }
  return due;
}

void Management::run(const JobRecord& job) {
  core_.run_on(job.id, [&](Command& command) {
    if (!command.tree().waits().holds(job.id.slot, job.id.generation)) {
      throw Error(ErrorKind::NotFound, "the job is gone");
    }
    const agenda::Wait wait = command.tree().wait(job.id.slot);
    require_active(command, wait.execution);
    if (job.kind != JobRecord::Kind::Timer) {
      command.remove_wait(job.id.slot);
      command.plan(agenda::OperationKind::ContinueAsync, wait.execution,
                   static_cast<std::uint32_t>(job.kind));
      return;
    }
    command.rearm_or_remove(job.id.slot);
    command.plan_trigger(wait.execution, {wait.node, wait.definition});
  });
}

void Management::record_failure(const JobRecord& job, const std::string& message) {
  try {
    core_.run_on(job.id, [&](Command& command) {
      if (!command.tree().waits().holds(job.id.slot, job.id.generation)) return;
      command.fail_job(job.id.slot, message, kRetryWait);
    });
  } catch (const Error& gone) {
    // The instance has ended meanwhile, and its job with it.
    if (gone.kind() != ErrorKind::NotFound) throw;
  }
}

void Management::execute(std::string_view id) {
  if (id.starts_with(kStartTimer)) {
    std::uint64_t number = 0;
    const std::string_view digits = id.substr(kStartTimer.size());
    (void)std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const auto timer = core_.definitions().take_timer(number, core_.now());
    if (!timer) throw Error(ErrorKind::NotFound, fmt::format("there is no job '{}'", id));
    return start(*timer);
  }
  const Handle handle = require_handle(id, HandleKind::Wait, "job");
  for (const JobPtr& job : core_.store().jobs()) {
    if (!(job->id == handle)) continue;
    try {
      return run(*job);
    } catch (const Error& failure) {
      if (failure.kind() != ErrorKind::InvalidState) record_failure(*job, failure.what());
      throw;
    }
  }
  throw Error(ErrorKind::NotFound, fmt::format("there is no job '{}'", id));
}

bool Management::run_start_timer() {
  const auto timer = core_.definitions().take_due_timer(core_.now());
  if (!timer) return false;
  try {
    start(*timer);
  } catch (const std::exception& failure) {
    spdlog::warn("process '{}' was not started by its timer: {}", timer->process->definition().id,
                 failure.what());
  }
  return true;
}

// The first due job whose instance is not suspended; those that are are noted and passed over.
JobPtr Management::next_job(std::string_view kind, std::set<std::uint64_t>& suspended) const {
  for (;;) {
    JobPtr job = core_.store().next_job(core_.now(), [&](const JobRecord& candidate) {
      return (kind.empty() || kind == kind_of(candidate)) && !suspended.contains(candidate.sequence);
    });
    if (job == nullptr || !is_suspended(*job)) return job;
    suspended.insert(job->sequence);
  }
}

std::size_t Management::run_due(std::size_t limit, std::string_view kind) {
  std::set<std::uint64_t> suspended;
  std::size_t count = 0;
  while (count < limit) {
    const JobPtr job = next_job(kind, suspended);
    const bool timers = kind.empty() || kind == "timer";
    if (job == nullptr && !(timers && run_start_timer())) return count;
    ++count;
    if (job == nullptr) continue;
    try {
      run(*job);
    } catch (const std::exception& failure) {
      record_failure(*job, failure.what());
    }
  }
  return count;
}

void Management::set_retries(std::string_view id, std::int32_t retries) {
  const Handle handle = require_handle(id, HandleKind::Wait, "job");
  core_.run_on(handle, [&](Command& command) {
    const agenda::ExecutionTree& tree = command.tree();
    if (!tree.waits().holds(handle.slot, handle.generation) || tree.wait(handle.slot).job == nullptr) {
      throw Error(ErrorKind::NotFound, fmt::format("there is no job '{}'", id));
    }
    JobRecord job = *tree.wait(handle.slot).job;
    command.record_operation(
        tree.wait(handle.slot).execution, "set_retries",
        {model::parse_handle(id), "retries", std::to_string(job.retries), std::to_string(retries)});
    if (job.retries == 0 && retries > 0) command.changes().resolved_incidents.push_back(job.id);
    job.retries = retries;
    command.replace_job(handle.slot, std::move(job));
  });
}

}  // namespace

std::unique_ptr<ManagementService> make_management_service(EngineCore& core) {
  return std::make_unique<Management>(core);
}

}  // namespace rondo
