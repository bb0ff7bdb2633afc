// SPDX-License-Identifier: Apache-2.0
#include "rondo/services.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace rondo {

using model::Handle;
using model::HandleKind;

std::string_view name_of(InstanceState state) noexcept {
  static constexpr std::array<std::string_view, 10> kNames = {
      "active",  "suspended", "completed", "terminated", "failed",
      "stopped", "timed_out", "canceled",  "faulted",    "deleted"};
  return kNames[static_cast<std::size_t>(state)];
}

Handle require_handle(std::string_view id, HandleKind kind, std::string_view what) {
  const auto parsed = model::parse_handle(id);
  if (!parsed || parsed->second != kind) {
    throw Error(ErrorKind::NotFound, fmt::format("there is no {} '{}'", what, id));
  }
  return parsed->first;
}

Handle execution_or_instance(std::string_view id) {
  const auto parsed = model::parse_handle(id);
  if (!parsed || parsed->second == HandleKind::Wait) {
    throw Error(ErrorKind::NotFound, fmt::format("there is no execution '{}'", id));
  }
  return parsed->first;
}

agenda::ExecutionId require_execution(agenda::Command& command, std::string_view id) {
  const auto [handle, kind] = *model::parse_handle(id);
  const agenda::ExecutionTree& tree = command.tree();
  if (kind == HandleKind::Instance) {
    if (tree.runs(handle.slot, handle.generation)) return tree.process(handle.slot).execution;
  } else if (tree.executions().holds(handle.slot, handle.generation)) {
    return handle.slot;
  }
  throw Error(ErrorKind::NotFound, fmt::format("execution '{}' is not running any more", id));
}

void require_active(agenda::Command& command, agenda::ExecutionId id) {
  if (!command.tree().process_of(id).suspended) return;
  throw Error(ErrorKind::InvalidState, "the process instance is suspended");
}

void set_variables(agenda::Command& command, agenda::ExecutionId id, const Variables& variables) {
  const auto context = command.context(id);
  for (const auto& [name, value] : variables) context.set_variable(name, value);
}

InstanceInfo to_info(const model::InstanceRecord& record) {
  InstanceInfo info;
  info.id = to_text(record.id, HandleKind::Instance);
  info.number = record.sequence;
  info.process_key = record.definition->id;
  info.process_version = record.version;
  info.business_key = record.business_key;
  info.name = record.name;
  info.state = record.state;
  info.error = record.error;
  info.cause = record.cause;
  info.delete_reason = record.delete_reason;
  info.starter = record.starter;
  if (record.caller) {
    info.caller_instance_id = to_text(*record.caller, HandleKind::Instance);
    info.caller_activity_id = record.caller_definition->node(record.caller_node).id;
  }
  info.start_time = record.start;
  info.end_time = record.end;
  return info;
}

}  // namespace rondo
