// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"
#include "model/stored_records.hpp"
#include "persistence/sqlite_connection.hpp"
#include "persistence/sqlite_indexes.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rondo::persistence {

/// The store's own number; 0 when none has been drawn yet.
[[nodiscard]] std::uint64_t known_identity(SqliteConnection& connection);
/// Draws one when there is none. Runs in a transaction.
[[nodiscard]] std::uint64_t identity_of(SqliteConnection& connection);
/// See DurableStore::is_free().
[[nodiscard]] bool is_root_free(SqliteConnection& connection, std::int64_t root, bool was_here);

/// What makes a store know a root instance.
struct ImportedChanges {
  const std::vector<model::ChangeSet>& changes;
  const model::DefinitionNumbers& numbers;
  bool keep_history = true;
  const IndexPlan& plan;
};
/// Writes the changes as if they had been committed one after the other, and the state, if there is one.
/// Runs in a transaction. Precondition: the root instance's number is free.
void take_in_root(SqliteConnection& connection, const ImportedChanges& imported, std::int64_t root,
                  std::string_view state);

}  // namespace rondo::persistence
