// SPDX-License-Identifier: Apache-2.0
#include "rondo/durable_core.hpp"

#include "model/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo {

namespace {

// That somebody else has deployed in between.
struct Outrun {};

model::StartTimerRecord to_record(const StartTimer& timer) {
  model::StartTimerRecord record;
  record.number = timer.number;
  record.definition = &timer.process->definition();
  record.node = timer.node;
  record.event = timer.definition;
  record.due = timer.schedule.due;
  record.repeats = timer.schedule.repeats;
  record.cycle = timer.schedule.cycle;
  record.until = timer.schedule.until;
  return record;
}

}  // namespace

std::uint64_t NumberBlocks::next(persistence::DurableStore& store) {
  const std::lock_guard lock(mutex_);
  if (next_ == end_) {
    next_ = store.reserve(numbering_, block_);
    end_ = next_ + block_;
    block_ = std::min(block_ * 2, kLargest);
  }
  return next_++;
}

DurableCore::DurableCore(Definitions& definitions, const agenda::BehaviorTable& behaviors,
                         model::NameTable& names)
    : definitions_(definitions),
      behaviors_(behaviors),
      names_(names),
      book_(names, [this] { read_deployments(); }) {}

void DurableCore::open(persistence::DurableStore& store) {
  store_ = &store;
  read_deployments();
  reload_timers();
}

model::Handle DurableCore::new_root() {
  const std::uint64_t number = root_numbers_.next(*store_);
  return {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32) + 1, 0, 1};
}

// --- deployments

std::uint64_t DurableCore::deploy(const std::vector<Resource>& resources, Definitions::Processes processes,
                                  model::Instant now) {
  const std::lock_guard lock(deploying_);
  for (;;) {
    const std::uint64_t known = book_.size();
    try {
      const auto keep_first = [&](const Definitions::Addition& added) { keep(added, resources, now); };
      const std::uint64_t number = definitions_.add(std::move(processes), now, keep_first);
      last_deployment_.store(number, std::memory_order_release);
      return number;
    } catch (const Outrun&) {
      book_.forget_after(known);
      read_deployments();
      reload_timers();
    } catch (...) {
      book_.forget_after(known);
      throw;
    }
  }
}

void DurableCore::keep(const Definitions::Addition& addition, const std::vector<Resource>& resources,
                       model::Instant now) {
  persistence::StoredDeployment deployment;
  deployment.number = addition.deployment;
  deployment.time = now;
  for (const Resource& file : resources) deployment.resources.push_back({file.name, file.content});
  std::uint64_t number = book_.size();
  for (const auto& process : addition.processes) {
    book_.add(++number, *process);
    const auto file = std::find_if(resources.begin(), resources.end(), [&](const Resource& resource) {
      return resource.name == process->definition().file;
    });
    const auto position = static_cast<std::uint32_t>(file - resources.begin());
    deployment.processes.push_back({number, process->definition().id, process->version, position,
                                    process->history(), process->suspended.load()});
  }
  std::vector<model::StartTimerRecord> timers;
  for (const StartTimer& timer : addition.timers) timers.push_back(to_record(timer));
  if (!store_->deploy(deployment, timers)) throw Outrun();
  for (std::size_t i = 0; i < timers.size(); ++i) addition.timers[i].number = timers[i].number;
}

void DurableCore::notice_deployments() {
  const std::uint64_t others = store_->changes_by_others();
  if (looked_.load(std::memory_order_acquire) == others) return;
  const std::lock_guard lock(deploying_);
  if (store_->last_deployment() != last_deployment_.load()) {
    read_deployments();
    reload_timers();
  }
  looked_.store(others, std::memory_order_release);
}

void DurableCore::read_deployments() {
  const std::lock_guard lock(deploying_);
  for (const auto& deployment : store_->deployments(last_deployment_.load())) {
    restore(deployment);
    last_deployment_.store(deployment.number, std::memory_order_release);
  }
}

void DurableCore::restore(const persistence::StoredDeployment& deployment) {
  std::vector<Resource> resources;
  for (const auto& file : deployment.resources) resources.push_back({file.name, file.content});
  Compilation compiled = compile(resources, false, behaviors_, names_);
  Definitions::Processes processes;
  for (const auto& kept : deployment.processes) {
    const auto process =
        std::find_if(compiled.processes.begin(), compiled.processes.end(), [&](const auto& candidate) {
          return candidate != nullptr && candidate->definition().id == kept.key;
        });
    if (compiled.refused || process == compiled.processes.end()) {
      std::string why;
      for (const Diagnostic& finding : compiled.findings) why += "\n" + finding.to_string();
      throw Error(ErrorKind::Store, fmt::format("deployment {} of the store is not understood any more: {}",
                                                deployment.number, why));
    }
    (*process)->version = kept.version;
    (*process)->set_history(kept.history);
    (*process)->suspended.store(kept.suspended);
    (*process)->deployment = deployment.number;
    (*process)->deployment_id = std::to_string(deployment.number);
    book_.add(kept.number, **process);
    processes.push_back(std::move(*process));
  }
  definitions_.restore(deployment.number, std::move(processes));
}

void DurableCore::reload_timers() {
  const std::lock_guard lock(deploying_);
  std::vector<StartTimer> timers;
  for (const model::StartTimerRecord& record : store_->start_timers()) {
    StartTimer timer;
    timer.process = &book_.process(book_.number(*record.definition));
    timer.node = record.node;
    timer.definition = record.event;
    timer.schedule = {record.due, record.repeats, record.cycle, record.until};
    timer.number = record.number;
    timers.push_back(std::move(timer));
  }
  definitions_.set_timers(std::move(timers));
}

}  // namespace rondo
