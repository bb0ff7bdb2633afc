// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/behavior.hpp"
#include "agenda/deployed_process.hpp"
#include "agenda/execution_tree.hpp"
#include "agenda/operation.hpp"
#include "agenda/timer.hpp"
#include "model/records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo::agenda {

/// A BPMN error or escalation on its way to what catches it.
struct RaisedError {
  std::string code, message;
};

/// A called instance that is to begin at one of its own activities.
struct CalledStart {
  ExecutionId caller = kNone;
  std::uint32_t generation = 0;
  std::string activity;
};

/// A scope in which a token has come to its end before a node that waits for others.
struct Stalled {
  ExecutionId scope = kNone;
  std::uint32_t generation = 0;
  model::NodeId node = model::kNoNode;
};

/// A process instance that is to end as faulted.
struct Faulted {
  std::uint32_t process = kNone, generation = 0;
  RaisedError error;
};

/// What is looked at when everything rests: dead ends to report, and instances to end. Few commands have any.
struct Unfinished {
  std::vector<Stalled> stalled;
  std::vector<Faulted> faulted;
};

/// Memory of a command, kept for the next one so that commands need not allocate.
struct CommandMemory {
  Agenda agenda;
  std::vector<RaisedError> errors;
  std::vector<Wakening> wakenings;
  std::vector<std::uint32_t> started;
  std::vector<const CompiledFlow*> chosen;
  std::vector<Operation> detached;
  std::vector<CalledStart> called_starts;
  std::vector<TimerToSet> timers_to_set;
  std::vector<std::string> outcomes;

  void clear() noexcept {
    agenda.clear();
    errors.clear();
    wakenings.clear();
    started.clear();
    chosen.clear();
    detached.clear();
    called_starts.clear();
    timers_to_set.clear();
  }
};

/// What an operation was about, as history is told.
struct OperationDetail {
  std::optional<std::pair<model::Handle, model::HandleKind>> subject{};  ///< Task, job or execution.
  std::string property{}, before{}, after{};                             ///< What was changed, if anything.
};

}  // namespace rondo::agenda
