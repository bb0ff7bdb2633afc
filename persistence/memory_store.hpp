// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/store.hpp"

#include <memory>

namespace rondo::persistence {

/// A store in memory: nothing survives the process. `keep_history`: whether ended instances, visits and
/// final variables are kept.
///
/// A commit takes one lock and time in proportion to its change set, however much the store holds. Records
/// that are new or changed are taken in before the removed ones are taken out, so that a wait that came and
/// went within one command leaves nothing. Queries give the state between two commits; the functions passed
/// to them run under the store's lock: they must neither call the store nor wait for another thread. Only a
/// lack of memory makes a commit fail; the store must not be used afterwards.
[[nodiscard]] std::unique_ptr<Store> open_memory_store(bool keep_history);

}  // namespace rondo::persistence
