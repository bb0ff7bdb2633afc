// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/instance_history.hpp"
#include "rondo/snapshot_fields.hpp"

#include <memory>

namespace rondo {

// Records in a snapshot: each is an object, whose members are listed once, for writing and reading alike. A
// member that is new needs a default that earlier snapshots mean.

[[nodiscard]] Value to_snapshot(const model::InstanceRecord& record, const SnapshotProcesses& processes);
[[nodiscard]] Value to_snapshot(const model::IncidentRecord& record, const SnapshotProcesses& processes);
/// An object of lists.
[[nodiscard]] Value to_snapshot(const InstanceHistory& history, const SnapshotProcesses& processes);

/// Read these back. Throw Error (Argument).
/// @{
[[nodiscard]] std::shared_ptr<model::InstanceRecord> read_instance(const Value& record,
                                                                   const SnapshotProcesses& processes,
                                                                   const Renumbering& renumber);
[[nodiscard]] model::IncidentRecord read_incident(const Value& record, const SnapshotProcesses& processes,
                                                  const Renumbering& renumber);
[[nodiscard]] InstanceHistory read_history(const Value& history, const model::Handle& instance,
                                           const SnapshotProcesses& processes, const Renumbering& renumber);
/// @}

}  // namespace rondo
