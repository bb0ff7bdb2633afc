// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/durable_store.hpp"

#include <string>

namespace rondo::persistence {

/// Copies a store as it is at one moment, while others go on writing to it. `copy` is there when it is
/// complete and on disk, or not at all. Throws Error: Argument when it is there already, Store.
void back_up(const std::string& path, const std::string& vfs, const std::string& copy,
             const BackupProgress& progress);

}  // namespace rondo::persistence
