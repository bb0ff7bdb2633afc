// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/layout.hpp"

#include <cstddef>
#include <vector>

namespace rondo::render {

inline constexpr std::size_t kNoCell = static_cast<std::size_t>(-1);

/// A place in a layer: of a box, or of an edge that passes by.
struct Cell {
  std::size_t node = kNoCell;  ///< kNoCell: an edge passes by.
  std::size_t layer = 0, band = 0;
  double above = 0, below = 0;  ///< What it needs on each side of its line.
  double y = 0;                 ///< Of its line.
};

/// The part of an edge between two neighboring layers.
struct Segment {
  std::size_t from = 0, to = 0;  ///< Cells.
  std::size_t edge = 0;
  double offset = 0;  ///< Where it leaves, relative to the line of `from`.
};

/// A graph in layers, while it is laid out.
struct Layers {
  std::vector<Cell> cells;  ///< The boxes first, in their order.
  std::vector<Segment> segments;
  std::vector<std::vector<std::size_t>> rows;                ///< Cells of each layer from top to bottom.
  std::vector<std::vector<std::size_t>> incoming, outgoing;  ///< Segments of each cell.
  std::vector<std::size_t> around;                           ///< Edges that are led around the layers.
};

// The steps of laying out, in their order.

/// Finds the layer of each node: behind all that lead to it, edges that close a circle not counted. Gives
/// for each edge whether it goes to a later layer.
[[nodiscard]] std::vector<bool> assign_layers(LayoutGraph& graph);
/// Cells and segments for the nodes and the edges that go forward.
[[nodiscard]] Layers make_layers(const LayoutGraph& graph, const std::vector<bool>& forward);
/// Orders each layer so that few edges cross.
void order_layers(Layers& layers);
/// Finds the lines of all cells: edges as straight as may be, nothing overlaps.
void place_lines(Layers& layers, LayoutGraph& graph);
/// Finds the places of the layers from left to right, and leads the edges.
void route(Layers& layers, LayoutGraph& graph);

}  // namespace rondo::render
