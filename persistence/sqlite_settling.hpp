// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/change_counter.hpp"
#include "persistence/sqlite_reader.hpp"
#include "persistence/sqlite_writer.hpp"

#include <atomic>
#include <cstdint>

namespace rondo::persistence {

/// Sees to it that who reads finds in the tables what has been committed, when some of it is in the daybook
/// only: in that of this engine, or of others on the file. Thread-safe.
class SqliteSettling {
 public:
  /// What it borrows must outlive it.
  SqliteSettling(SqliteWriter& writer, const ChangeCounter& changes, SqliteReaders& readers)
      : writer_(writer), changes_(changes), readers_(readers) {}

  /// Returns when the tables have all that has been committed before; of one root instance, if `root` is the
  /// key of one.
  void settle(std::int64_t root = INT64_MAX);

 private:
  [[nodiscard]] bool has_entries();

  SqliteWriter& writer_;
  const ChangeCounter& changes_;
  SqliteReaders& readers_;
  std::atomic<std::uint64_t> settled_{0};  // ChangeCounter::by_others() when others had no entries
};

}  // namespace rondo::persistence
