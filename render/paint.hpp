// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/elements.hpp"
#include "render/svg.hpp"

#include <vector>

namespace rondo::render {

/// A shape of a diagram with what it stands for.
struct DrawnShape {
  const model::Shape* shape = nullptr;
  const ElementRef* element = nullptr;
  bool collapsed = false;  ///< A sub-process whose inside is not drawn.
};

// One function for each family of shapes. Each draws the shape and the label inside it.
void paint_activity(Svg& svg, const DrawnShape& drawn);
void paint_event(Svg& svg, const DrawnShape& drawn);
void paint_gateway(Svg& svg, const DrawnShape& drawn);
void paint_pool(Svg& svg, const DrawnShape& drawn);
void paint_lane(Svg& svg, const DrawnShape& drawn);
void paint_data(Svg& svg, const DrawnShape& drawn);
void paint_artifact(Svg& svg, const DrawnShape& drawn);

/// Whether the label of the shape stands outside it.
[[nodiscard]] bool has_outer_label(const ElementRef& element) noexcept;

/// A label that stands by itself: wrapped, centered in the bounds of the file, or beneath the shape.
/// Returns the place that it takes.
Box paint_outer_label(Svg& svg, const DrawnShape& drawn);

/// An edge with arrowheads and what its kind asks for. `line` ends at the shapes' borders.
void paint_edge(Svg& svg, const ElementRef& element, const Line& line);
/// The label of an edge; returns the place that it takes, empty when there is none.
Box paint_edge_label(Svg& svg, const ElementRef& element, const model::Edge& edge, const Line& line);

}  // namespace rondo::render
