// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <functional>
#include <string_view>

namespace rondo {

/// What is done with the step that waits, and how it is told to go on.
using TaskReport = std::function<void(agenda::Command&, agenda::ExecutionId, const agenda::Wakening&)>;

/// Does something with the step that a task token names, as one command. Throws Error: NotFound for what is
/// no token, InvalidState when nobody waits for it any more, and what the command throws.
void report_task(EngineCore& core, std::string_view token, const TaskReport& report);

}  // namespace rondo
