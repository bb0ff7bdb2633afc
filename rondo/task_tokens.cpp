// SPDX-License-Identifier: Apache-2.0
#include "rondo/task_tokens.hpp"

#include "agenda/command.hpp"
#include "rondo/services.hpp"

#include <fmt/format.h>

namespace rondo {

void report_task(EngineCore& core, std::string_view token, const TaskReport& report) {
  const model::Handle handle = require_handle(token, model::HandleKind::Wait, "task token");
  bool found = false;
  try {
    core.run_on(handle, [&](agenda::Command& command) {
      if (!command.tree().waits().holds(handle.slot, handle.generation)) return;
      const agenda::Wait wait = command.tree().wait(handle.slot);
      const bool is_token =
          wait.kind == agenda::Wait::Kind::External && command.context(wait.execution).gives_result();
      if (!is_token) return;
      found = true;
      require_active(command, wait.execution);
      report(command, wait.execution, {wait.node, 0, handle.slot, handle.generation});
    });
  } catch (const Error& error) {
    if (found || error.kind() != ErrorKind::NotFound) throw;
  }
  if (found) return;
  throw Error(ErrorKind::InvalidState, fmt::format("nobody waits for the task token '{}' any more", token));
}

}  // namespace rondo
