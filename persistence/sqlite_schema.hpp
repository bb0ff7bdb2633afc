// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/sqlite_connection.hpp"

namespace rondo::persistence {

/// Makes the tables of a new file, or brings those of an earlier version up to date, each step as a whole.
/// Throws Error (Store) when the file is that of another program or of a later version, or is damaged.
void prepare_schema(SqliteConnection& connection);

}  // namespace rondo::persistence
