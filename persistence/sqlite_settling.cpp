// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_settling.hpp"

namespace rondo::persistence {

void SqliteSettling::settle(std::int64_t root) {
  const SqliteDaybook& own = writer_.daybook();
  const std::uint64_t others = changes_.by_others();
  const bool is_own = own.may_hold(root) && !own.is_empty();
  if (!is_own && settled_.load() == others) return;
  if (is_own || has_entries()) writer_.carry_over();
  settled_.store(others);
}

bool SqliteSettling::has_entries() {
  SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
  SqliteStatement& entry = reader->statement("SELECT 1 FROM daybook LIMIT 1");
  const SqliteReset reset(entry);
  return entry.step();
}

}  // namespace rondo::persistence
