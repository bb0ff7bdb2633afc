// SPDX-License-Identifier: Apache-2.0
#include "rondo/durable_core.hpp"
#include "rondo/history_cleaning.hpp"
#include "rondo/messages.hpp"
#include "rondo/services.hpp"

#include "rondo/job_executor.hpp"
#include "rondo/job_runner.hpp"
#include "rondo/suspension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace rondo {

namespace {

using agenda::Command;
using model::Handle;
using model::HandleKind;
using model::JobRecord;
using persistence::JobPtr;

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
  info.priority = job.priority;
  info.suspended = job.held != 0;
  info.lock_owner = job.lock_owner;
  if (!job.lock_owner.empty()) info.locked_until = job.locked_until;
  return info;
}

JobInfo to_info(const StartTimer& timer) {
  JobInfo info;
  info.id = fmt::format("{}{}", kStartTimer, timer.number);
  info.kind = "timer";
  info.activity_id = timer.process->definition().node(timer.node).id;
  info.process_key = timer.process->definition().id;
  info.due = timer.schedule.due;
  info.suspended = timer.process->suspended.load(std::memory_order_relaxed);
  return info;
}

bool fits(const JobInfo& job, const JobQuery& query) {
  return (query.id.empty() || job.id == query.id) &&
         (query.process_key.empty() || job.process_key == query.process_key) &&
         (query.instance_id.empty() || job.instance_id == query.instance_id) &&
         (query.kind.empty() || job.kind == query.kind) &&
         (query.activity_id.empty() || job.activity_id == query.activity_id);
}

class Management final : public ManagementService {
 public:
  explicit Management(EngineCore& core) : core_(core), runner_(core) {}

  std::vector<JobInfo> jobs(const JobQuery& query) const override;
  std::vector<IncidentInfo> incidents(std::string_view instance_id) const override;
  std::optional<Instant> next_due() const override;
  void execute(std::string_view id) override;
  std::size_t run_due(std::size_t limit, std::string_view kind) override;

  void start_executor(JobExecutorOptions options) override;
  void stop_executor(StopExecutor how) override;
  bool executor_runs() const override;
  bool wait_for_jobs(std::chrono::milliseconds timeout) override;

  void backup(const std::string& file,
              const std::function<void(std::uint64_t, std::uint64_t)>& progress) override {
    if (core_.durable() == nullptr) {
      throw Error(ErrorKind::InvalidState, "instances are kept in memory: there is no file to back up");
    }
    core_.durable()->store().back_up(file, progress);
  }
  void set_retries(std::string_view id, std::int32_t retries) override;
  void set_due(std::string_view id, Instant due) override {
    change(id, [due](Command&, JobRecord& job) { job.due = due; });
  }
  void set_priority(std::string_view id, std::int64_t priority) override {
    change(id, [priority](Command&, JobRecord& job) { job.priority = priority; });
  }
  std::size_t suspend_jobs(const JobQuery& query) override { return hold(query, true); }
  std::size_t resume_jobs(const JobQuery& query) override { return hold(query, false); }
  std::size_t clean_history(std::size_t limit) override { return forget_due(core_, limit); }

 private:
  using Change = std::function<void(Command&, JobRecord&)>;
  void change(std::string_view id, const Change& change);
  std::size_t hold(const JobQuery& query, bool held);
  [[nodiscard]] JobPtr find(std::string_view id) const;

  EngineCore& core_;
  JobRunner runner_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<JobExecutor>> executors_;  // the last one may run; others are ending
};

std::vector<JobInfo> Management::jobs(const JobQuery& query) const {
  std::vector<JobInfo> result;
  for (const JobPtr& job : core_.store().jobs()) result.push_back(to_info(*job));
  for (const StartTimer& timer : core_.definitions().timers()) result.push_back(to_info(timer));
  std::erase_if(result, [&](const JobInfo& job) { return !fits(job, query); });
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
  const auto timer = core_.definitions().next_timer();
  if (timer && (!due || *timer < *due)) due = timer;
  return due;
}

// Asked of the instance itself: a list of all jobs may be long.
JobPtr Management::find(std::string_view id) const {
  const Handle handle = require_handle(id, HandleKind::Wait, "job");
  JobPtr job;
  core_.read(handle, [&](Command& command) {
    const agenda::ExecutionTree& tree = command.tree();
    if (tree.waits().holds(handle.slot, handle.generation)) job = tree.wait(handle.slot).job;
  });
  if (job == nullptr) throw Error(ErrorKind::NotFound, fmt::format("there is no job '{}'", id));
  return job;
}

void Management::execute(std::string_view id) {
  if (!id.starts_with(kStartTimer)) return runner_.execute(*find(id));
  std::uint64_t number = 0;
  const std::string_view digits = id.substr(kStartTimer.size());
  (void)std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const auto timer = core_.definitions().take_timer(number, core_.now());
  if (!timer) throw Error(ErrorKind::NotFound, fmt::format("there is no job '{}'", id));
  runner_.start(*timer);
}

std::size_t Management::run_due(std::size_t limit, std::string_view kind) {
  drop_expired_messages(core_);
  const bool timers = kind.empty() || kind == "timer";
  const auto wanted = [kind](const JobRecord& job) { return kind.empty() || kind == kind_of(job); };
  std::size_t count = 0;
  while (count < limit) {
    const JobPtr job = core_.store().next_job(core_.now(), wanted);
    if (job == nullptr && !(timers && runner_.run_start_timer())) return count;
    if (job == nullptr || runner_.attempt(*job) != JobRunner::Outcome::Left) ++count;
  }
  return count;
}

void Management::change(std::string_view id, const Change& change) {
  const Handle handle = require_handle(id, HandleKind::Wait, "job");
  core_.run_on(handle, [&](Command& command) {
    const agenda::ExecutionTree& tree = command.tree();
    if (!tree.waits().holds(handle.slot, handle.generation) || tree.wait(handle.slot).job == nullptr) {
      throw Error(ErrorKind::NotFound, fmt::format("there is no job '{}'", id));
    }
    JobRecord job = *tree.wait(handle.slot).job;
    change(command, job);
    command.replace_job(handle.slot, std::move(job));
  });
}

void Management::set_retries(std::string_view id, std::int32_t retries) {
  if (retries < 0) throw Error(ErrorKind::Argument, "a job cannot have fewer than no retries");
  change(id, [id, retries](Command& command, JobRecord& job) {
    command.record_operation(
        job.execution.slot, "set_retries",
        {model::parse_handle(id), "retries", std::to_string(job.retries), std::to_string(retries)});
    if (job.retries <= 0 && retries > 0) command.changes().resolved_incidents.push_back(job.id);
    job.retries = retries;
  });
}

std::size_t Management::hold(const JobQuery& query, bool held) {
  std::size_t count = 0;
  std::set<std::uint64_t> counted;
  hold_jobs(
      core_,
      [&](const JobRecord& job) {
        const bool wanted = fits(to_info(job), query);
        if (wanted && counted.insert(job.sequence).second) ++count;
        return wanted;
      },
      model::job_hold::kJob, held);
  return count;
}

// --- the job executor

void Management::start_executor(JobExecutorOptions options) {
  const std::lock_guard lock(mutex_);
  if (!executors_.empty() && executors_.back()->runs()) {
    throw Error(ErrorKind::InvalidState, "the job executor runs already");
  }
  std::erase_if(executors_, [](const auto& executor) { return executor->is_over(); });
  executors_.push_back(std::make_shared<JobExecutor>(core_, std::move(options)));
}

// Waits without the lock: what runs may ask for the executor.
void Management::stop_executor(StopExecutor how) {
  std::shared_ptr<JobExecutor> executor;
  {
    const std::lock_guard lock(mutex_);
    if (executors_.empty()) return;
    executor = executors_.back();
  }
  executor->stop(how);
}

bool Management::executor_runs() const {
  const std::lock_guard lock(mutex_);
  return !executors_.empty() && executors_.back()->runs();
}

bool Management::wait_for_jobs(std::chrono::milliseconds timeout) {
  std::shared_ptr<JobExecutor> executor;
  {
    const std::lock_guard lock(mutex_);
    if (executors_.empty()) return false;
    executor = executors_.back();
  }
  return executor->runs() && executor->wait_until_idle(timeout);
}

}  // namespace

std::unique_ptr<ManagementService> make_management_service(EngineCore& core) {
  return std::make_unique<Management>(core);
}

}  // namespace rondo
