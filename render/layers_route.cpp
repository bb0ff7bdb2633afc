// SPDX-License-Identifier: Apache-2.0
#include "render/layers.hpp"
#include "render/skyline.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace rondo::render {

namespace {

constexpr double kStraight = 0.75;  // lines that differ less are one

// A vertical piece of one or several edges in the gap before a layer.
struct Trunk {
  std::size_t gap = 0;
  double top = 0, bottom = 0;
  bool late = false;  // stands at the right side of the gap: edges come together
  double x = 0;

  void cover(double y) {
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  }
};

class Router {
 public:
  Router(Layers& layers, LayoutGraph& graph)
      : layers_(layers),
        graph_(graph),
        gaps_(layers.rows.size() + 1),
        segment_trunk_(layers.segments.size(), kNone),
        corner_(layers.segments.size(), false),
        place_in_row_(layers.cells.size()) {
    for (const auto& row : layers.rows) {
      for (std::size_t i = 0; i < row.size(); ++i) place_in_row_[row[i]] = i;
    }
  }

  void run() {
    make_segment_trunks();
    lead_around();
    place_tracks();
    place_columns();
    draw_forward();
    draw_around();
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // The space before a layer; the last one lies behind all layers.
  struct Gap {
    std::vector<std::size_t> trunks;
    std::size_t tracks = 0;
    bool labeled = false;
    double left = 0, width = 0;
    double spacing = 10;
  };

  struct Around {
    std::size_t edge = 0, first_trunk = 0, second_trunk = 0;
    double channel = 0;
  };

  [[nodiscard]] double start_of(const Segment& segment) const {
    return layers_.cells[segment.from].y + segment.offset;
  }
  [[nodiscard]] double line_of(std::size_t node) const { return layers_.cells[node].y; }
  [[nodiscard]] double start_of(const LayoutEdge& edge) const {
    return line_of(edge.source) + (edge.port_x > 0 ? edge.port_y - graph_.nodes[edge.source].anchor : 0);
  }

  std::size_t add_trunk(std::size_t gap, double from, double to, bool late) {
    trunks_.push_back({gap, std::min(from, to), std::max(from, to), late, 0});
    gaps_[gap].trunks.push_back(trunks_.size() - 1);
    return trunks_.size() - 1;
  }

  // Edges that leave one place, or come to one, share their vertical piece.
  void make_segment_trunks() {
    std::map<std::pair<std::size_t, double>, std::size_t> leaving;
    std::map<std::size_t, std::size_t> arriving;
    for (std::size_t i = 0; i < layers_.segments.size(); ++i) {
      const Segment& segment = layers_.segments[i];
      const std::size_t gap = layers_.cells[segment.to].layer;
      gaps_[gap].labeled = gaps_[gap].labeled || is_labeled(segment);
      const double from = start_of(segment);
      const double to = layers_.cells[segment.to].y;
      const std::size_t target = layers_.cells[segment.to].node;
      const bool alone = target != kNoCell && layers_.incoming[segment.to].size() == 1;
      const double slack = alone ? graph_.nodes[target].slack : 0;
      if (std::abs(from - to) < std::max(kStraight, slack)) continue;
      corner_[i] = leaves_corner(segment);
      if (corner_[i]) continue;
      const bool joins =
          layers_.incoming[segment.to].size() > 1 && layers_.outgoing[segment.from].size() == 1;
      const auto found = joins
                             ? arriving.emplace(segment.to, kNone).first->second
                             : leaving.emplace(std::pair(segment.from, segment.offset), kNone).first->second;
      std::size_t trunk = found;
      if (trunk == kNone) {
        trunk = add_trunk(gap, from, to, joins);
        if (joins) arriving[segment.to] = trunk;
        if (!joins) leaving[{segment.from, segment.offset}] = trunk;
      }
      trunks_[trunk].cover(from);
      trunks_[trunk].cover(to);
      segment_trunk_[i] = trunk;
    }
  }

  // From a corner an edge goes up or down in the column of its diamond: not if something else is there.
  [[nodiscard]] bool leaves_corner(const Segment& segment) const {
    const Cell& cell = layers_.cells[segment.from];
    if (cell.node == kNoCell || graph_.nodes[cell.node].corner == 0) return false;
    if (layers_.outgoing[segment.from].size() < 2) return false;
    constexpr double kShortest = 16;
    const double to = layers_.cells[segment.to].y;
    if (std::abs(to - cell.y) < graph_.nodes[cell.node].corner + kShortest) return false;
    const auto& row = layers_.rows[cell.layer];
    const std::size_t place = place_in_row_[segment.from];
    if (to < cell.y) {
      if (place == 0) return true;
      const Cell& above = layers_.cells[row[place - 1]];
      return to > (above.y + above.below + cell.y - cell.above) / 2;
    }
    if (place + 1 == row.size()) return true;
    const Cell& below = layers_.cells[row[place + 1]];
    return to < (below.y - below.above + cell.y + cell.below) / 2;
  }

  // Labels stand where an edge leaves its box.
  [[nodiscard]] bool is_labeled(const Segment& segment) const {
    return graph_.edges[segment.edge].labeled && layers_.cells[segment.from].node != kNoCell;
  }

  void lead_around() {
    Skyline skyline(layers_);
    // With lanes, edges that are led around stay clear of all of them.
    if (graph_.bands > 1) skyline.cover(graph_.band_tops.front() + 8, graph_.band_tops.back() - 8);
    const auto span = [this](std::size_t edge) {
      const auto from = static_cast<std::ptrdiff_t>(graph_.nodes[graph_.edges[edge].source].layer);
      return std::abs(from - static_cast<std::ptrdiff_t>(graph_.nodes[graph_.edges[edge].target].layer));
    };
    std::stable_sort(layers_.around.begin(), layers_.around.end(),
                     [&](std::size_t a, std::size_t b) { return span(a) < span(b); });
    for (const std::size_t edge : layers_.around) lead_around(edge, skyline);
  }

  void lead_around(std::size_t index, Skyline& skyline) {
    const LayoutEdge& edge = graph_.edges[index];
    const std::size_t leaves = graph_.nodes[edge.source].layer + 1;  // gaps
    const std::size_t arrives = graph_.nodes[edge.target].layer;
    const double from = start_of(edge);
    const double to = line_of(edge.target);
    const double channel =
        skyline.take(2 * std::min(leaves, arrives), 2 * std::max(leaves, arrives), from, to);
    Around around{index, 0, 0, channel};
    gaps_[leaves].labeled = gaps_[leaves].labeled || edge.labeled;
    around.first_trunk = add_trunk(leaves, from, channel, false);
    around.second_trunk = add_trunk(arrives, to, channel, true);
    arounds_.push_back(around);
  }

  // Trunks that overlap get tracks of their own: those of splits from the left, those of joins behind.
  std::size_t color(std::vector<std::size_t>& trunks, std::size_t first_track) {
    std::sort(trunks.begin(), trunks.end(),
              [this](std::size_t a, std::size_t b) { return trunks_[a].top < trunks_[b].top; });
    std::multimap<double, std::size_t> free_after;  // lower end of a track's last trunk
    std::size_t next = first_track;
    for (const std::size_t index : trunks) {
      Trunk& trunk = trunks_[index];
      std::size_t track = next;
      if (!free_after.empty() && free_after.begin()->first + 6 < trunk.top) {
        track = free_after.begin()->second;
        free_after.erase(free_after.begin());
      } else {
        ++next;
      }
      free_after.emplace(trunk.bottom, track);
      trunk.x = static_cast<double>(track);
    }
    return next;
  }

  void place_tracks() {
    for (Gap& gap : gaps_) {
      std::vector<std::size_t> early, late;
      for (const std::size_t index : gap.trunks) (trunks_[index].late ? late : early).push_back(index);
      const std::size_t split = color(early, 0);
      gap.tracks = color(late, split);
      // Labels stand between the trunks of splits and those of joins.
      if (gap.labeled) {
        for (const std::size_t index : late) trunks_[index].x += kLabelTracks;
        gap.tracks += static_cast<std::size_t>(kLabelTracks);
      }
      gap.spacing = std::clamp(4000.0 / static_cast<double>(gap.tracks + 1), 1.0, 10.0);
    }
  }

  void place_columns() {
    constexpr double kMargin = 20;
    double x = 0;
    for (std::size_t i = 0; i < gaps_.size(); ++i) {
      Gap& gap = gaps_[i];
      const bool outer = i == 0 || i + 1 == gaps_.size();
      const double tracks = gap.tracks == 0 ? 0 : static_cast<double>(gap.tracks - 1) * gap.spacing;
      gap.left = x;
      gap.width = outer ? (gap.trunks.empty() ? 0 : tracks + kMargin) : std::max(50.0, tracks + 2 * kMargin);
      const double first = i == 0 ? 0 : kMargin;
      for (const std::size_t index : gap.trunks)
        trunks_[index].x = x + first + trunks_[index].x * gap.spacing;
      x += gap.width;
      if (i < layers_.rows.size()) x += place_layer(layers_.rows[i], x);
    }
    graph_.width = x;
  }

  double place_layer(const std::vector<std::size_t>& row, double left) {
    double width = 0;
    for (const std::size_t cell : row) {
      if (layers_.cells[cell].node != kNoCell) width = std::max(width, graph_.nodes[cell].width);
    }
    for (const std::size_t cell : row) {
      if (layers_.cells[cell].node == kNoCell) continue;
      LayoutNode& node = graph_.nodes[cell];
      node.x = left + (width - node.width) / 2;
      node.y = layers_.cells[cell].y - node.anchor;
    }
    return width;
  }

  [[nodiscard]] Point start_point(const LayoutEdge& edge) const {
    const LayoutNode& node = graph_.nodes[edge.source];
    const double x = edge.port_x > 0 ? node.x + edge.port_x : node.x + node.width - edge.inset_source;
    return {x, start_of(edge)};
  }

  [[nodiscard]] Point end_point(const LayoutEdge& edge) const {
    return {graph_.nodes[edge.target].x + edge.inset_target, line_of(edge.target)};
  }

  // The segments of an edge follow each other.
  void draw_forward() {
    for (std::size_t i = 0; i < layers_.segments.size(); ++i) {
      const Segment& segment = layers_.segments[i];
      LayoutEdge& edge = graph_.edges[segment.edge];
      if (edge.line.empty()) edge.line.push_back(start_point(edge));
      const double to = layers_.cells[segment.to].y;
      if (corner_[i]) {
        const LayoutNode& node = graph_.nodes[edge.source];
        const double x = node.x + node.width / 2;
        const double y = start_of(segment);
        edge.line = {{x, y + (to < y ? -node.corner : node.corner)}, {x, to}};
      }
      if (segment_trunk_[i] != kNone) {
        const double x = trunks_[segment_trunk_[i]].x;
        edge.line.emplace_back(x, edge.line.back().second);
        edge.line.emplace_back(x, to);
      }
      if (layers_.cells[segment.to].node != kNoCell) {
        edge.line.push_back(end_point(edge));
        edge.line.back().second = edge.line[edge.line.size() - 2].second;
      }
    }
  }

  void draw_around() {
    for (const Around& around : arounds_) {
      LayoutEdge& edge = graph_.edges[around.edge];
      const Point from = start_point(edge);
      const Point to = end_point(edge);
      const double first = trunks_[around.first_trunk].x;
      const double second = trunks_[around.second_trunk].x;
      edge.line = {
          from, {first, from.second}, {first, around.channel}, {second, around.channel}, {second, to.second},
          to};
    }
  }

  static constexpr double kLabelTracks = 6;

  Layers& layers_;
  LayoutGraph& graph_;
  std::vector<Gap> gaps_;
  std::vector<Trunk> trunks_;
  std::vector<std::size_t> segment_trunk_;
  std::vector<bool> corner_;               // of segments: leaves a corner of its diamond
  std::vector<std::size_t> place_in_row_;  // of cells
  std::vector<Around> arounds_;
};

}  // namespace

void route(Layers& layers, LayoutGraph& graph) { Router(layers, graph).run(); }

}  // namespace rondo::render
