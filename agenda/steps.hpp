// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/command.hpp"
#include "model/step.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::agenda {

// Data of steps: what a step gets, what it gives, and the objects of the series that it belongs to. The rules
// are in docs/elements.md ("Data of steps").

/// `input` and `local` as a step or scope has them; objects without members when it has none.
[[nodiscard]] model::Value step_input(const Command& command, ExecutionId id);
[[nodiscard]] model::Value step_local(const Command& command, ExecutionId id);

/// The data of a step, as JSON, are larger than the settings allow: its instance fails.
struct DataLimitExceeded {
  std::uint32_t process = kNone;
  std::string message;
};

/// Throws DataLimitExceeded when what the node gets is too large already. A node without data of its own gets
/// what its scope has.
void check_step_input(Command& command, ExecutionId id);

/// A step is entered: it gets its `input`. Later it ends: its scope gets its output.
void prepare_step(Command& command, ExecutionId id);
void complete_step(Command& command, ExecutionId id);
/// An instance that is a series of steps begins, and ends.
void begin_series(Command& command, ExecutionId root);
void finish_series(Command& command, ExecutionId root);

/// Members are added to the `local` of a scope.
void add_to_local(Command& command, ExecutionId scope, const model::Value& members);
/// What the scope of a step gets when an error of it is caught.
[[nodiscard]] model::Value caught_output(Command& command, ExecutionId id, const RaisedError& error);
/// What an instance of a loop gets; `item` may be nullptr.
[[nodiscard]] model::Value loop_input(const Command& command, ExecutionId loop, const model::StepData& step,
                                      const model::Value* item, std::uint32_t index);

/// The code of a step gives its result as a whole, or a member of it.
void give_result(Command& command, ExecutionId id, model::Value result);
void give_member(Command& command, ExecutionId id, std::string_view name, model::Value value);
/// Whether the result is an object; else the error that the process has for it is planned.
[[nodiscard]] bool accept_result(Command& command, ExecutionId id);

/// Names the step for those who report its outcome from outside: the handle of a wait that goes with it. Made
/// when it is asked for first.
[[nodiscard]] std::string task_token(Command& command, ExecutionId id);
/// The same if it is there; else empty.
[[nodiscard]] std::string known_token(const Command& command, ExecutionId id);

}  // namespace rondo::agenda
