// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/elements.hpp"
#include "render/geometry.hpp"

#include <cstddef>
#include <vector>

namespace rondo::render {

/// Between the border of a pool and what is in it.
inline constexpr double kPoolPadding = 20;

/// One box to be placed in layers, such as an activity with the events at its border and room for labels.
struct LayoutNode {
  double width = 0, height = 0;
  double anchor = 0;     ///< Where edges enter and leave: distance from the top.
  std::size_t band = 0;  ///< The lane that it lies in; lanes stand below each other.
  /// Half the height of a diamond, whose upper and lower corners edges may leave, too; 0 for others.
  double corner = 0;
  double slack = 0;  ///< How far from the anchor an edge may enter, if that keeps it straight.
  // Results.
  std::size_t layer = 0;
  double x = 0, y = 0;
};

/// An edge between two boxes.
struct LayoutEdge {
  std::size_t source = 0, target = 0;
  /// Where it leaves its box: distance from the left and from the top of the box. An x of 0 or less means
  /// the box's right side.
  double port_x = 0, port_y = 0;
  double inset_source = 0, inset_target = 0;  ///< Space between the box's side and the shape inside it.
  bool labeled = false;
  Line line;  ///< Result: from the source's to the target's border.
};

/// Boxes and edges of one graph, laid out together from left to right.
struct LayoutGraph {
  std::vector<LayoutNode> nodes;
  std::vector<LayoutEdge> edges;
  std::size_t bands = 1;
  // Results: all lies in 0 … width, 0 … height; bands are stacked without gaps.
  double width = 0, height = 0;
  std::vector<double> band_tops;  ///< One more than bands: the last is the lower end.
};

/// Places boxes in layers along the edges without overlaps and leads the edges around them. Edges that go
/// back run above or below. Takes time that is nearly linear in the size of the graph.
void lay_out(LayoutGraph& graph);

/// A process laid out with everything inside; all lies to the right of and below the origin.
struct ProcessLayout {
  double width = 0, height = 0;
  std::vector<model::Shape> shapes;
  std::vector<model::Edge> edges;
};

/// Lays out the process's nodes, sub-processes outside in, with the lanes if it has any.
[[nodiscard]] ProcessLayout lay_out(const Elements& elements, const model::ProcessDefinition& process);

}  // namespace rondo::render
