// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <memory>
#include <string_view>

namespace rondo {

// The services of an engine, over what they share.
[[nodiscard]] std::unique_ptr<RepositoryService> make_repository_service(EngineCore& core);
[[nodiscard]] std::unique_ptr<RuntimeService> make_runtime_service(EngineCore& core);
[[nodiscard]] std::unique_ptr<TaskService> make_task_service(EngineCore& core);
[[nodiscard]] std::unique_ptr<HistoryService> make_history_service(EngineCore& core);
[[nodiscard]] std::unique_ptr<ManagementService> make_management_service(EngineCore& core);

/// Reads an id of the outside. Throws Error (NotFound) when the text names no such thing.
[[nodiscard]] model::Handle require_handle(std::string_view id, model::HandleKind kind,
                                           std::string_view what);
/// An execution named by its own id or by the id of its process instance. Throws Error (NotFound).
[[nodiscard]] agenda::ExecutionId require_execution(agenda::Command& command, std::string_view id);
/// The handle in an id of an execution or process instance. Throws Error (NotFound).
[[nodiscard]] model::Handle execution_or_instance(std::string_view id);
/// Throws Error (InvalidState) when the execution's process instance is suspended.
void require_active(agenda::Command& command, agenda::ExecutionId id);
/// Sets variables as the execution sets them.
void set_variables(agenda::Command& command, agenda::ExecutionId id, const Variables& variables);
[[nodiscard]] InstanceInfo to_info(const model::InstanceRecord& record);

}  // namespace rondo
