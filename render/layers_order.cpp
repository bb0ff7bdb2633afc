// SPDX-License-Identifier: Apache-2.0
#include "render/layers.hpp"

#include <algorithm>
#include <tuple>

namespace rondo::render {

namespace {

// Orders layers by the middle of what their cells are joined with (the barycenter method of Sugiyama,
// Tagawa and Toda, 1981).
class Orderer {
 public:
  explicit Orderer(Layers& layers) : layers_(layers), position_(layers.cells.size()) {
    for (const auto& row : layers_.rows) number(row);
  }

  void sweep(bool to_the_right) {
    const std::size_t count = layers_.rows.size();
    for (std::size_t i = 0; i < count; ++i)
      sort(layers_.rows[to_the_right ? i : count - 1 - i], to_the_right);
  }

 private:
  void number(const std::vector<std::size_t>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) position_[row[i]] = static_cast<double>(i);
  }

  [[nodiscard]] double middle(std::size_t cell, bool of_incoming) const {
    const auto& segments = of_incoming ? layers_.incoming[cell] : layers_.outgoing[cell];
    if (segments.empty()) return position_[cell];
    double sum = 0;
    for (const std::size_t index : segments) {
      const Segment& segment = layers_.segments[index];
      // What leaves further down on a box belongs below what leaves in its middle.
      const double lower = segment.offset > 0 ? 0.3 + segment.offset / 10000 : 0;
      sum += of_incoming ? position_[segment.from] + lower : position_[segment.to] - lower;
    }
    return sum / static_cast<double>(segments.size());
  }

  void sort(std::vector<std::size_t>& row, bool by_incoming) {
    std::vector<std::tuple<std::size_t, double, std::size_t>> keys;
    keys.reserve(row.size());
    for (const std::size_t cell : row) {
      keys.emplace_back(layers_.cells[cell].band, middle(cell, by_incoming), cell);
    }
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
      return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = std::get<2>(keys[i]);
    number(row);
  }

  Layers& layers_;
  std::vector<double> position_;  // of each cell in its layer
};

}  // namespace

void order_layers(Layers& layers) {
  constexpr int kRounds = 4;
  Orderer orderer(layers);
  orderer.sweep(true);
  for (int round = 0; round < kRounds; ++round) {
    orderer.sweep(false);
    orderer.sweep(true);
  }
}

}  // namespace rondo::render
