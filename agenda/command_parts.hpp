// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution.hpp"
#include "agenda/thrown_event.hpp"
#include "model/definition.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace rondo::agenda {

// What a command remembers of what it is about to do. Of no use elsewhere.

/// What has become of a variable.
enum class Change : std::uint8_t { Created, Updated, Deleted };

/// What catches an error or escalation: a boundary event of the activity at `at`, or an event sub-process
/// in the scope `at`; or a retry rule of the activity.
struct Catcher {
  ExecutionId at = kNone;
  model::NodeId node = model::kNoNode;
  std::uint16_t definition = 0;
  bool event_subprocess = false;
  std::optional<std::size_t> retry;
};

/// What conditional events must look at: one wait that is new, or what a changed variable is visible to.
struct ConditionCheck {
  enum class What : std::uint8_t { Wait, Variable, All } what = What::All;
  ExecutionId at = kNone;
  std::uint32_t generation = 0;
  model::NameId name{};
  Change change = Change::Updated;
  std::uint32_t wait = kNone, wait_generation = 0;
};

/// When a timer is due, as its element says.
struct TimerSource {
  model::EventDefinition::TimerKind kind = model::EventDefinition::TimerKind::None;
  model::ExpressionId value = model::kNoExpression, end = model::kNoExpression;
  model::SourcePosition where;
};

/// A signal that was thrown, and by which process instance.
struct PlannedSignal {
  std::uint32_t process = kNone, generation = 0;
  ThrownSignal signal;
};

}  // namespace rondo::agenda
