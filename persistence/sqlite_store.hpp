// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/durable_store.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace rondo::persistence {

/// How a SQLite file is used.
struct SqliteOptions {
  bool keep_history = true;  ///< Whether ended instances, visits and final variables are kept.
  bool relaxed = false;      ///< A commit returns before the disk has it: power loss may undo the last ones.
  /// So many commits at a time make it worth while to keep young instances apart; 0: the usual.
  std::size_t daybook_from = 0;
  std::string vfs;  ///< Name of the layer below SQLite; empty: its own.
};

/// A store in one SQLite file, made when it is not there. `numbers` must outlive it and know all definitions
/// of the records that it is given. Queries see what has been committed; they wait for nobody but for what
/// is still in the daybook; predicates given to them must not call the store. Throws Error (Store).
[[nodiscard]] std::unique_ptr<DurableStore> open_sqlite_store(const std::string& path,
                                                              const model::DefinitionNumbers& numbers,
                                                              const SqliteOptions& options = {});

}  // namespace rondo::persistence
