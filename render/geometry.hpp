// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/document.hpp"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace rondo::render {

/// Rectangles and points are those of the diagrams in a file: x grows to the right, y downwards.
using Box = model::Bounds;
using Point = std::pair<double, double>;
using Line = std::vector<Point>;

[[nodiscard]] inline double right_of(const Box& box) noexcept { return box.x + box.width; }
[[nodiscard]] inline double bottom_of(const Box& box) noexcept { return box.y + box.height; }
[[nodiscard]] inline Point center_of(const Box& box) noexcept {
  return {box.x + box.width / 2, box.y + box.height / 2};
}
[[nodiscard]] inline bool contains(const Box& outer, const Box& inner) noexcept {
  return inner.x >= outer.x && inner.y >= outer.y && right_of(inner) <= right_of(outer) &&
         bottom_of(inner) <= bottom_of(outer);
}

/// Grows while boxes and points are added to it.
class Extent {
 public:
  void add(const Point& point) noexcept;
  void add(const Box& box) noexcept;
  [[nodiscard]] bool empty() const noexcept { return !box_; }
  /// All that was added; an empty box at the origin when there is nothing.
  [[nodiscard]] Box box() const noexcept { return box_.value_or(Box{}); }

 private:
  std::optional<Box> box_;
};

/// The outline that an edge ends at.
enum class Outline { Rectangle, Circle, Diamond };

/// Where a straight line from the center of `box` towards `outside` meets the outline.
[[nodiscard]] Point border_point(const Box& box, Outline outline, const Point& outside) noexcept;

/// Cuts away what lies inside the outline at the beginning of a line.
void clip_start(Line& line, const Box& box, Outline outline);

/// Adds a point at the end; pieces of the line that go on straight become one.
void extend(Line& line, const Point& point);

/// The point halfway along a line, and whether the line runs rather horizontally there.
struct Middle {
  Point at;
  bool horizontal = true;
};
[[nodiscard]] Middle middle_of(const Line& line) noexcept;

}  // namespace rondo::render
