// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/stored_records.hpp"
#include "persistence/durable_store.hpp"
#include "persistence/sqlite_connection.hpp"

#include <cstdint>
#include <vector>

namespace rondo::persistence {

// What a store does rarely, and is therefore prepared each time. All throw Error (Store); what changes
// something runs in a transaction.

[[nodiscard]] std::uint64_t reserve_numbers(SqliteConnection& connection, Numbering numbering,
                                            std::uint64_t count);

[[nodiscard]] bool keep_deployment(SqliteConnection& connection, const StoredDeployment& deployment,
                                   std::vector<model::StartTimerRecord>& timers,
                                   const model::DefinitionNumbers& numbers);
[[nodiscard]] std::vector<StoredDeployment> read_deployments(SqliteConnection& connection,
                                                             std::uint64_t after);
[[nodiscard]] std::vector<model::StartTimerRecord> read_start_timers(SqliteConnection& connection,
                                                                     const model::DefinitionNumbers& numbers);

}  // namespace rondo::persistence
