// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"

#include <memory>
#include <tuple>
#include <vector>

namespace rondo::persistence {

/// Records as queries give them.
template <typename Record>
using Records = std::vector<std::shared_ptr<const Record>>;

/// Compares handles: those of one root lie together.
[[nodiscard]] inline auto ordered(const model::Handle& handle) noexcept {
  return std::tie(handle.root, handle.root_generation, handle.slot, handle.generation);
}

/// Whether a process instance has not ended.
[[nodiscard]] inline bool is_running(const model::InstanceRecord& instance) noexcept {
  return instance.state == model::RecordState::Active || instance.state == model::RecordState::Suspended;
}

}  // namespace rondo::persistence
