// SPDX-License-Identifier: Apache-2.0
#include "rondo/completion.hpp"

#include "rondo/engine_core.hpp"

#include <utility>

namespace rondo {

void Completion::complete(Variables variables) const { state_->use({std::move(variables), {}, {}}); }

void Completion::bpmn_error(std::string code, std::string message, Variables variables) const {
  state_->use({std::move(variables), std::move(code), std::move(message)});
}

bool Completion::withdrawn() const { return state_->withdrawn(); }

bool Completion::State::withdrawn() {
  std::shared_ptr<EngineCore> core;
  {
    const std::lock_guard lock(mutex_);
    if (used_) return true;
    if (running_) return false;
    core = core_.lock();
  }
  bool waits = false;
  if (core != nullptr) {
    core->read(wait_, [&](agenda::Command& command) {
      waits = command.tree().waits().holds(wait_.slot, wait_.generation);
    });
  }
  return !waits;
}

void Completion::State::use(AsyncOutcome outcome) {
  std::shared_ptr<EngineCore> core;
  {
    const std::lock_guard lock(mutex_);
    if (used_) throw Error(ErrorKind::InvalidState, "the task was completed before");
    used_ = true;
    if (running_) {
      early_ = std::move(outcome);
      return;
    }
    core = core_.lock();
  }
  if (core == nullptr) throw Error(ErrorKind::NotFound, "the task was withdrawn");
  core->run_on(wait_, [&](agenda::Command& command) {
    if (!command.tree().waits().holds(wait_.slot, wait_.generation)) {
      throw Error(ErrorKind::NotFound, "the task was withdrawn");
    }
    const agenda::Wait wait = command.tree().wait(wait_.slot);
    const auto context = command.context(wait.execution);
    for (const auto& [name, value] : outcome.variables) context.set_variable(name, value);
    if (outcome.error_code) {
      // Work that has ended by itself is not told to stop.
      if (context.gives_result()) command.remove_wait(wait_.slot);
      command.plan_error(wait.execution, *outcome.error_code, outcome.message);
    } else {
      command.plan_trigger(wait.execution, {wait.node, 0, wait_.slot, wait_.generation});
    }
  });
}

std::optional<AsyncOutcome> Completion::State::returned() {
  const std::lock_guard lock(mutex_);
  running_ = false;
  return std::exchange(early_, std::nullopt);
}

void Completion::State::forget() {
  const std::lock_guard lock(mutex_);
  core_.reset();
}

}  // namespace rondo
