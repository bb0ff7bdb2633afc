// SPDX-License-Identifier: Apache-2.0
#include "render/layers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rondo::render {

namespace {

constexpr double kBandGap = 16;
constexpr double kPassingGap = 6;
constexpr double kBandPadding = 18;

class Placer {
 public:
  Placer(Layers& layers, LayoutGraph& graph)
      : layers_(layers), graph_(graph), strength_(layers.cells.size(), 1) {}

  void run() {
    constexpr int kRounds = 4;
    stack_bands();
    for (const auto& row : layers_.rows) start(row);
    for (int round = 0; round < kRounds; ++round) {
      for (std::size_t i = layers_.rows.size(); i > 0; --i) sweep(layers_.rows[i - 1], false);
      for (const auto& row : layers_.rows) sweep(row, true);
    }
    for (const auto& row : layers_.rows) settle(row);
    for (Cell& cell : layers_.cells) cell.y = std::round(cell.y);
  }

 private:
  struct Wish {
    double y, weight;
  };

  [[nodiscard]] bool is_passing(std::size_t cell) const { return layers_.cells[cell].node == kNoCell; }

  // The distance between the lines of neighbors in a layer.
  [[nodiscard]] double distance(std::size_t upper, std::size_t lower) const {
    const double gap = is_passing(upper) || is_passing(lower) ? kPassingGap : kBandGap;
    return layers_.cells[upper].below + gap + layers_.cells[lower].above;
  }

  [[nodiscard]] bool has_bands() const { return graph_.bands > 1; }

  // Each band is as high as its fullest layer.
  void stack_bands() {
    std::vector<double> heights(graph_.bands, 0);
    std::vector<double> above(graph_.bands, 0), below(graph_.bands, 0);
    for (const Cell& cell : layers_.cells) {
      above[cell.band] = std::max(above[cell.band], cell.above);
      below[cell.band] = std::max(below[cell.band], cell.below);
    }
    // So that nodes of different heights can stand on one line.
    for (std::size_t i = 0; i < graph_.bands; ++i) heights[i] = above[i] + below[i];
    for (const auto& row : layers_.rows) {
      std::vector<std::pair<std::size_t, double>> used;  // bands of this layer, in their order
      for (const std::size_t index : row) {
        const Cell& cell = layers_.cells[index];
        if (used.empty() || used.back().first != cell.band) used.emplace_back(cell.band, -kBandGap);
        used.back().second += cell.above + cell.below + kBandGap;
      }
      for (const auto& [band, height] : used) heights[band] = std::max(heights[band], height);
    }
    graph_.band_tops.assign(1, 0);
    for (const double height : heights) {
      const double padded = has_bands() ? std::max(height, 60.0) + 2 * kBandPadding : height;
      graph_.band_tops.push_back(graph_.band_tops.back() + padded);
    }
  }

  [[nodiscard]] double lowest_of(const Cell& cell) const {
    return graph_.band_tops[cell.band + 1] - kBandPadding - cell.below;
  }
  [[nodiscard]] double highest_of(const Cell& cell) const {
    return graph_.band_tops[cell.band] + kBandPadding + cell.above;
  }

  void start(const std::vector<std::size_t>& row) {
    std::vector<double> wanted(row.size());
    for (std::size_t i = 1; i < row.size(); ++i) wanted[i] = wanted[i - 1] + distance(row[i - 1], row[i]);
    apply(row, wanted);
  }

  // Where the line of a cell would make its edges straight.
  [[nodiscard]] double wish(std::size_t cell, bool by_incoming) const {
    const bool incoming = by_incoming ? !layers_.incoming[cell].empty() : layers_.outgoing[cell].empty();
    const auto& segments = incoming ? layers_.incoming[cell] : layers_.outgoing[cell];
    if (segments.empty()) return layers_.cells[cell].y;
    double sum = 0;
    for (const std::size_t index : segments) {
      const Segment& segment = layers_.segments[index];
      sum += incoming ? layers_.cells[segment.from].y + segment.offset
                      : layers_.cells[segment.to].y - segment.offset;
    }
    return sum / static_cast<double>(segments.size());
  }

  // Whether a cell's only edge on that side is the only one of the cell at its other end, too.
  [[nodiscard]] bool goes_on(std::size_t cell, bool by_incoming) const {
    const auto& segments = by_incoming ? layers_.incoming[cell] : layers_.outgoing[cell];
    if (segments.size() != 1) return false;
    const Segment& segment = layers_.segments[segments.front()];
    if (segment.offset != 0) return false;
    const auto& back = by_incoming ? layers_.outgoing[segment.from] : layers_.incoming[segment.to];
    return std::count_if(back.begin(), back.end(),
                         [this](std::size_t index) { return layers_.segments[index].offset == 0; }) == 1;
  }

  // How much a cell's wish counts: more along a way without branches, less behind a boundary event.
  [[nodiscard]] double strength(std::size_t cell, bool by_incoming) const {
    constexpr double kMost = 64;
    const auto& segments = by_incoming ? layers_.incoming[cell] : layers_.outgoing[cell];
    if (segments.size() != 1) return 1;
    const Segment& segment = layers_.segments[segments.front()];
    if (segment.offset != 0) return 0.1;
    if (!goes_on(cell, by_incoming)) return 1;
    return std::min(2 * strength_[by_incoming ? segment.from : segment.to], kMost);
  }

  void sweep(const std::vector<std::size_t>& row, bool by_incoming) {
    std::vector<Wish> wishes;
    wishes.reserve(row.size());
    for (const std::size_t cell : row) {
      strength_[cell] = strength(cell, by_incoming);
      wishes.push_back({wish(cell, by_incoming), strength_[cell]});
    }
    straighten(row, wishes);
  }

  // At last, ways without branches become straight where only their beginning or end is bound.
  void settle(const std::vector<std::size_t>& row) {
    constexpr double kFirm = 1000;
    std::vector<Wish> wishes;
    wishes.reserve(row.size());
    for (const std::size_t cell : row) {
      const bool from_before = goes_on(cell, true);
      const bool firm = from_before || goes_on(cell, false);
      wishes.push_back(firm ? Wish{wish(cell, from_before), kFirm} : Wish{layers_.cells[cell].y, 1});
    }
    straighten(row, wishes);
  }

  // As near to the wishes as the distances allow, in the sense of least squares: with the distances taken
  // off, this is isotonic regression, which pooling neighbors that violate the order solves.
  void straighten(const std::vector<std::size_t>& row, const std::vector<Wish>& wishes) {
    struct Pool {
      double sum, weight;
      std::size_t count;
    };
    std::vector<double> reach(row.size());
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) reach[i] = reach[i - 1] + distance(row[i - 1], row[i]);
      pools.push_back({(wishes[i].y - reach[i]) * wishes[i].weight, wishes[i].weight, 1});
      while (pools.size() > 1) {
        const Pool last = pools.back();
        Pool& before = pools[pools.size() - 2];
        if (before.sum / before.weight <= last.sum / last.weight) break;
        before = {before.sum + last.sum, before.weight + last.weight, before.count + last.count};
        pools.pop_back();
      }
    }
    std::vector<double> wanted;
    wanted.reserve(row.size());
    for (const Pool& pool : pools) {
      for (std::size_t i = 0; i < pool.count; ++i)
        wanted.push_back(pool.sum / pool.weight + reach[wanted.size()]);
    }
    apply(row, wanted);
  }

  // Pushes what leaves its band back, without overlaps.
  void apply(const std::vector<std::size_t>& row, std::vector<double>& wanted) {
    if (has_bands()) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        wanted[i] = std::max(wanted[i], highest_of(layers_.cells[row[i]]));
        if (i > 0) wanted[i] = std::max(wanted[i], wanted[i - 1] + distance(row[i - 1], row[i]));
      }
      for (std::size_t i = row.size(); i > 0; --i) {
        wanted[i - 1] = std::min(wanted[i - 1], lowest_of(layers_.cells[row[i - 1]]));
        if (i < row.size()) wanted[i - 1] = std::min(wanted[i - 1], wanted[i] - distance(row[i - 1], row[i]));
      }
    }
    for (std::size_t i = 0; i < row.size(); ++i) layers_.cells[row[i]].y = wanted[i];
  }

  Layers& layers_;
  LayoutGraph& graph_;
  std::vector<double> strength_;  // of each cell in the present sweep
};

}  // namespace

void place_lines(Layers& layers, LayoutGraph& graph) { Placer(layers, graph).run(); }

}  // namespace rondo::render
