// SPDX-License-Identifier: Apache-2.0
#include "rondo/suspension.hpp"

#include "rondo/services.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>
#include <vector>

namespace rondo {

namespace {

using agenda::Command;
using agenda::kNone;
using model::Handle;
using model::HandleKind;
using model::JobRecord;

void hold(Command& command, std::uint32_t wait, std::uint8_t bit, bool held) {
  JobRecord job = *command.tree().wait(wait).job;
  const auto before = job.held;
  job.held = static_cast<std::uint8_t>(held ? job.held | bit : job.held & ~bit);
  if (job.held != before) command.replace_job(wait, std::move(job));
}

// Calls `visit` for the waits of a root instance that are jobs.
template <typename Visit>
void for_each_job(const agenda::ExecutionTree& tree, Visit visit) {
  for (std::uint32_t wait = 0; wait < tree.waits().bound(); ++wait) {
    if (tree.waits().live(wait) && tree.wait(wait).job != nullptr) visit(wait);
  }
}

bool lies_in(const agenda::ExecutionTree& tree, std::uint32_t process, std::uint32_t outer) {
  while (process != outer && tree.process(process).caller != kNone) {
    process = tree.at(tree.process(process).caller).process;
  }
  return process == outer;
}

void set_suspended(Command& command, std::uint32_t outer, bool suspended) {
  agenda::ExecutionTree& tree = command.tree();
  std::set<std::uint32_t> changed;
  for (std::uint32_t process = 0; process < tree.processes().bound(); ++process) {
    if (!tree.processes().live(process) || tree.process(process).kept) continue;
    if (!lies_in(tree, process, outer) || tree.process(process).suspended == suspended) continue;
    tree.edit_process(process).suspended = suspended;
    command.update_record(process);
    changed.insert(process);
  }
  for_each_job(tree, [&](std::uint32_t wait) {
    if (!changed.contains(tree.at(tree.wait(wait).execution).process)) return;
    hold(command, wait, model::job_hold::kInstance, suspended);
  });
}

// A root instance that has ended meanwhile needs nothing.
template <typename Step>
void on_root_if_there(EngineCore& core, const Handle& root, Step step) {
  try {
    core.run_on(root, step);
  } catch (const Error& gone) {
    if (gone.kind() != ErrorKind::NotFound) throw;
  }
}

}  // namespace

void set_instance_suspended(EngineCore& core, std::string_view id, bool suspended) {
  const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
  core.run_on(handle, [&](Command& command) {
    if (!command.tree().runs(handle.slot, handle.generation)) {
      throw Error(ErrorKind::NotFound, fmt::format("process instance '{}' is not running any more", id));
    }
    command.record_operation(command.tree().process(handle.slot).execution, suspended ? "suspend" : "resume");
    set_suspended(command, handle.slot, suspended);
  });
}

void hold_jobs(EngineCore& core, const std::function<bool(const JobRecord&)>& wanted, std::uint8_t bit,
               bool held) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> roots;
  for (const auto& job : core.store().jobs()) {
    if (wanted(*job)) roots.emplace(job->id.root, job->id.root_generation);
  }
  for (const auto& [root, generation] : roots) {
    on_root_if_there(core, {root, generation, 0, 0}, [&](Command& command) {
      for_each_job(command.tree(), [&](std::uint32_t wait) {
        if (wanted(*command.tree().wait(wait).job)) hold(command, wait, bit, held);
      });
    });
  }
}

// The mark comes first: what is created from then on has it; what is there already gets it afterwards.
void set_process_suspended(EngineCore& core, std::string_view key, std::int32_t version, bool instances,
                           bool suspended) {
  std::set<const model::ProcessDefinition*> concerned;
  for (const agenda::DeployedProcess* process : core.definitions().all()) {
    if (process->definition().id != key || (version != 0 && process->version != version)) continue;
    process->suspended.store(suspended);
    concerned.insert(&process->definition());
  }
  if (concerned.empty()) {
    throw Error(ErrorKind::NotFound, version == 0
                                         ? fmt::format("no process '{}' is deployed", key)
                                         : fmt::format("process '{}' has no version {}", key, version));
  }
  core.keep_suspended(concerned, suspended);
  hold_jobs(
      core, [&](const JobRecord& job) { return concerned.contains(job.definition); },
      model::job_hold::kDefinition, suspended);
  core.alarm().raise();
  if (!instances) return;
  const auto running = core.store().instances(
      false, [&](const model::InstanceRecord& record) { return concerned.contains(record.definition); });
  for (const auto& record : running) {
    on_root_if_there(core, record->id, [&](Command& command) {
      const Handle& id = record->id;
      if (command.tree().runs(id.slot, id.generation)) set_suspended(command, id.slot, suspended);
    });
  }
}

}  // namespace rondo
