// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace rondo::cli {

/// Prints an answer of the FnF service: JSON with one member a line, and the number of the request.
void print_answer(const Object& answer);

/// Runs a command and gives its exit code. What the service would refuse is answered on the standard error as
/// it does: `Code`, `Message` and `RequestId`. Other errors are let through.
[[nodiscard]] int answer_refusals(const std::function<void()>& run);

/// Reports the outcome of a task and gives the number of the event that says so; 0 when there is none, as
/// before a repeat. Throws Error as `report` does: TaskAlreadyCompleted for a token that was used,
/// InvalidArgument for one that never was.
[[nodiscard]] std::int64_t report_task(Engine& engine, const std::string& token,
                                       const std::function<void()>& report);

/// The end of an execution is to be the report of the task with that token.
void call_back(Engine& engine, const std::string& execution, const std::string& token);

/// Reports the tasks that wait for executions which have ended meanwhile: the output, or the error and its
/// cause (`FnF.TaskTimeout`, `FnF.ExecutionStopped` where there is no name). A token that nobody waits for
/// any more is dropped.
void answer_callbacks(Engine& engine);

/// A random UUID.
[[nodiscard]] std::string make_request_id();
/// The same value with the members of its objects in the order of their names: the service sorts what it
/// serializes.
[[nodiscard]] Value sorted(const Value& value);

}  // namespace rondo::cli
