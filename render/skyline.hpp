// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace rondo::render {

struct Layers;

/// How far the layers and the gaps between them reach up and down, for edges that are led around them.
/// Places are counted from the left: the gap before layer i is 2i, the layer itself 2i + 1.
class Skyline {
 public:
  explicit Skyline(const Layers& layers);

  /// At least from `top` to `bottom` everywhere.
  void cover(double top, double bottom);
  /// The height of a free way over or under the places from `first` to `last`, whichever is shorter for an
  /// edge between the heights `from` and `to`. The way is taken then.
  double take(std::size_t first, std::size_t last, double from, double to);

 private:
  std::vector<double> tops_, bottoms_;
};

}  // namespace rondo::render
