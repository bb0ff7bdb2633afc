// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/definition.hpp"

#include <cstddef>
#include <vector>

namespace rondo::render {

/// The lanes of a process as bands that stand below each other. Lanes that hold nothing but other lanes
/// make none. The process must outlive it.
class LaneBands {
 public:
  explicit LaneBands(const model::ProcessDefinition& process);

  [[nodiscard]] const std::vector<const model::Lane*>& lanes() const noexcept { return lanes_; }
  /// The band of a node; the one behind all lanes when it is in none.
  [[nodiscard]] std::size_t band_of(model::NodeId node) const noexcept {
    return band_of_[model::index(node)];
  }

 private:
  std::vector<const model::Lane*> lanes_;
  std::vector<std::size_t> band_of_;
};

}  // namespace rondo::render
