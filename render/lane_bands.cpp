// SPDX-License-Identifier: Apache-2.0
#include "render/lane_bands.hpp"

namespace rondo::render {

LaneBands::LaneBands(const model::ProcessDefinition& process) {
  const std::size_t none = process.lanes.size();
  // A lane's own lanes come after it, and may name the same nodes.
  band_of_.assign(process.nodes().size(), none);
  for (std::size_t i = 0; i < process.lanes.size(); ++i) {
    for (const model::NodeId node : process.lanes[i].nodes) band_of_[model::index(node)] = i;
  }
  std::vector<bool> used(process.lanes.size() + 1, false);
  for (const std::size_t lane : band_of_) used[lane] = true;
  std::vector<std::size_t> band(process.lanes.size() + 1, 0);
  for (std::size_t i = 0; i < process.lanes.size(); ++i) {
    band[i] = lanes_.size();
    if (used[i] || process.lanes[i].nodes.empty()) lanes_.push_back(&process.lanes[i]);
  }
  band[none] = lanes_.size();
  for (std::size_t& lane : band_of_) lane = band[lane];
}

}  // namespace rondo::render
