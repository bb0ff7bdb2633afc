// SPDX-License-Identifier: Apache-2.0
#include "render/skyline.hpp"

#include "render/layers.hpp"

#include <algorithm>
#include <limits>

namespace rondo::render {

Skyline::Skyline(const Layers& layers)
    : tops_(2 * layers.rows.size() + 1, std::numeric_limits<double>::max()),
      bottoms_(2 * layers.rows.size() + 1, std::numeric_limits<double>::lowest()) {
  for (const Cell& cell : layers.cells) {
    for (std::size_t i = 2 * cell.layer; i <= 2 * cell.layer + 2; ++i) {
      tops_[i] = std::min(tops_[i], cell.y - cell.above);
      bottoms_[i] = std::max(bottoms_[i], cell.y + cell.below);
    }
  }
}

void Skyline::cover(double top, double bottom) {
  for (double& place : tops_) place = std::min(place, top);
  for (double& place : bottoms_) place = std::max(place, bottom);
}

double Skyline::take(std::size_t first, std::size_t last, double from, double to) {
  constexpr double kDistance = 14;
  double top = tops_[first];
  double bottom = bottoms_[first];
  for (std::size_t i = first; i <= last; ++i) {
    top = std::min(top, tops_[i]);
    bottom = std::max(bottom, bottoms_[i]);
  }
  const bool above = (from - top) + (to - top) < (bottom - from) + (bottom - to);
  const double way = above ? top - kDistance : bottom + kDistance;
  for (std::size_t i = first; i <= last; ++i) (above ? tops_[i] : bottoms_[i]) = way;
  return way;
}

}  // namespace rondo::render
