// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rondo::agenda {

/// The steps of the agenda. Their names are what traces and scenario files show.
enum class OperationKind : std::uint8_t {
  Continue,                ///< A token goes over its flow and enters its node.
  ContinueMultiInstance,   ///< One instance of a loop body enters its node.
  TakeOutgoing,            ///< A token leaves its node.
  EndExecution,            ///< A path ends.
  Trigger,                 ///< A waiting token is told to go on.
  DestroyScope,            ///< A scope is removed with all that is in it.
  ExecuteInactive,         ///< An inclusive join goes on, or a complex gateway is reset.
  CallActivityCompleting,  ///< A called instance is done: its outputs are copied.
  CallActivityCompleted,   ///< The call activity goes on.
  ThrowError,              ///< A BPMN error looks for its handler.
  ThrowEscalation,         ///< An escalation looks for its handler.
  ContinueAsync,           ///< A job goes on with what an asynchronous continuation put off.
  EvaluateConditions,      ///< Conditional events look at what has changed.
  ThrowSignal,             ///< A thrown signal reaches what waits for it.
  Compensate,              ///< The next completed activity is compensated, or all are.
  Cancel,                  ///< An execution is asked to cancel.
  EndCanceled              ///< An execution that was canceled, or failed, is gone.
};

/// Argument of ExecuteInactive when a complex gateway is reset.
inline constexpr std::uint32_t kResets = 1;
/// Argument of ExecuteInactive when a join that waits is told of another arrival.
inline constexpr std::uint32_t kMerges = 2;

/// "continue", "take-outgoing" …
[[nodiscard]] std::string_view name_of(OperationKind kind) noexcept;

/// One step to be done. Small and copied freely; an operation whose execution is gone is dropped.
struct Operation {
  OperationKind kind{};
  ExecutionId execution = kNone;
  std::uint32_t generation = 0;
  std::uint32_t argument = kNone;  ///< Trigger: event node; errors: number of the error …
};

/// The operations of one command, first in first out. Grows by doubling and is kept between commands.
class Agenda {
 public:
  Agenda() : ring_(kFirst) {}

  [[nodiscard]] bool empty() const noexcept { return first_ == last_; }
  [[nodiscard]] std::size_t size() const noexcept { return last_ - first_; }

  /// Puts an operation behind all others.
  void plan(const Operation& operation) {
    if (last_ - first_ > mask_) [[unlikely]]
      return plan_growing(operation);
    ring_[last_++ & mask_] = operation;
  }

  /// Puts an operation before all others.
  void plan_next(const Operation& operation) {
    if (last_ - first_ > mask_) [[unlikely]]
      grow();
    ring_[--first_ & mask_] = operation;
  }

  /// Takes the first operation. Precondition: not empty.
  Operation take() noexcept { return ring_[first_++ & mask_]; }

  void clear() noexcept { first_ = last_ = 0; }

 private:
  static constexpr std::size_t kFirst = 64;

  void grow();
  void plan_growing(const Operation& operation);

  std::vector<Operation> ring_;  // size is a power of two
  std::size_t mask_ = kFirst - 1;
  std::size_t first_ = 0, last_ = 0;  // count on and wrap around; the mask gives the place
};

}  // namespace rondo::agenda
