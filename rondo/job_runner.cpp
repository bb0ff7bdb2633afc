// SPDX-License-Identifier: Apache-2.0
#include "rondo/job_runner.hpp"

#include "rondo/services.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace rondo {

using agenda::Command;
using model::JobRecord;

// Between being found and being run a job may have been run by somebody else, put off or suspended.
void JobRunner::run(const JobRecord& job, bool& begun) const {
  core_->run_on(job.id, [&](Command& command) {
    const agenda::ExecutionTree& tree = command.tree();
    const bool there = tree.waits().holds(job.id.slot, job.id.generation);
    const agenda::Wait wait = there ? tree.wait(job.id.slot) : agenda::Wait{};
    if (wait.job == nullptr || wait.job->due != job.due) throw Error(ErrorKind::NotFound, "the job is gone");
    require_active(command, wait.execution);
    if (wait.job->held != 0) throw Error(ErrorKind::InvalidState, "the job is suspended");
    if (tree.process_of(wait.execution).process->suspended.load(std::memory_order_relaxed)) {
      // It was created while its process was being suspended.
      JobRecord held = *wait.job;
      held.held |= model::job_hold::kDefinition;
      return command.replace_job(job.id.slot, std::move(held));
    }
    begun = true;
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

void JobRunner::record_failure(const JobRecord& job, const std::string& message) const {
  try {
    core_->run_on(job.id, [&](Command& command) {
      if (!command.tree().waits().holds(job.id.slot, job.id.generation)) return;
      command.fail_job(job.id.slot, message);
    });
  } catch (const Error& gone) {
    // The instance has ended meanwhile, and its job with it.
    if (gone.kind() != ErrorKind::NotFound) throw;
  }
}

void JobRunner::execute(const JobRecord& job) const {
  bool begun = false;
  try {
    run(job, begun);
  } catch (const std::exception& failure) {
    if (begun) record_failure(job, failure.what());
    throw;
  } catch (...) {
    if (begun) record_failure(job, "unknown exception");
    throw;
  }
}

JobRunner::Outcome JobRunner::attempt(const JobRecord& job) const {
  bool begun = false;
  std::string message;
  try {
    run(job, begun);
    return begun ? Outcome::Done : Outcome::Left;
  } catch (const std::exception& failure) {
    message = failure.what();
  } catch (...) {
    message = "unknown exception";
  }
  if (!begun) return Outcome::Left;
  spdlog::debug("a job of '{}' has failed: {}", job.definition->node(job.node).id, message);
  record_failure(job, message);
  return Outcome::Failed;
}

void JobRunner::start(const StartTimer& timer) const { core_->start_by_timer(timer); }

bool JobRunner::run_start_timer() const {
  const auto timer = core_->definitions().take_due_timer(core_->now());
  if (!timer) return false;
  try {
    start(*timer);
  } catch (const std::exception& failure) {
    spdlog::warn("process '{}' was not started by its timer: {}", timer->process->definition().id,
                 failure.what());
  }
  return true;
}

}  // namespace rondo
