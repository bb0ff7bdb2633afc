// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_import.hpp"

#include "persistence/durable_store.hpp"
#include "persistence/sqlite_rows.hpp"

#include <algorithm>
#include <random>

namespace rondo::persistence {

namespace {

// Beside the counters in their table.
constexpr const char* kDrawIdentity = "INSERT OR IGNORE INTO counter(numbering, next) VALUES(-1, ?1)";
constexpr const char* kIdentity = "SELECT next FROM counter WHERE numbering = -1";

std::int64_t draw() {
  std::random_device device;
  return static_cast<std::int64_t>(std::uint64_t{device()} << 31 ^ device()) | 1;
}

bool has_row(SqliteConnection& connection, const char* sql, std::int64_t root) {
  SqliteStatement found(connection, sql);
  const SqliteReset reset(found.bind(1, root));
  return found.step();
}

constexpr auto kRoots = static_cast<std::int64_t>(Numbering::Root);

std::int64_t next_root(SqliteConnection& connection) {
  SqliteStatement next(connection, "SELECT next FROM counter WHERE numbering = ?1");
  const SqliteReset reset(next.bind(1, kRoots));
  return next.step() ? next.number(0) : 1;
}

}  // namespace

std::uint64_t known_identity(SqliteConnection& connection) {
  return static_cast<std::uint64_t>(connection.number(kIdentity));
}

std::uint64_t identity_of(SqliteConnection& connection) {
  SqliteStatement(connection, kDrawIdentity).bind(1, draw()).run();
  return known_identity(connection);
}

bool is_root_free(SqliteConnection& connection, std::int64_t root, bool was_here) {
  return !has_row(connection, "SELECT 1 FROM state WHERE root = ?1", root) &&
         !has_row(connection, "SELECT 1 FROM instance WHERE root = ?1 LIMIT 1", root) &&
         (was_here || root >= next_root(connection));
}

void take_in_root(SqliteConnection& connection, const ImportedChanges& imported, std::int64_t root,
                  std::string_view state) {
  SqliteRowWriter writer(connection);
  SqliteRows rows;
  std::uint64_t revision = 0;
  for (const model::ChangeSet& changes : imported.changes) {
    rows.make(changes, imported.numbers, imported.keep_history, ++revision, imported.plan);
    writer.write(rows, false);
  }
  if (!state.empty()) {
    SqliteStatement insert(connection, "INSERT INTO state(root, revision, data) VALUES(?1, ?2, ?3)");
    insert.bind(1, root).bind(2, static_cast<std::int64_t>(std::max<std::uint64_t>(revision, 1)));
    insert.bind_blob(3, state).run();
  }
  // Its number is not given out again.
  SqliteStatement raise(connection,
                        "INSERT INTO counter(numbering, next) VALUES(?1, ?2 + 1) ON CONFLICT DO UPDATE SET "
                        "next = max(next, ?2 + 1)");
  raise.bind(1, kRoots).bind(2, root).run();
}

}  // namespace rondo::persistence
