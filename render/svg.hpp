// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/geometry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo::render {

/// How a figure is painted: names of CSS classes of the drawing's style, such as "line fill".
using Style = std::string_view;

/// Collects the elements of an SVG image. Coordinates are rounded to hundredths.
class Svg {
 public:
  void open_group(Style style, std::string_view id = {}, std::string_view title = {});
  void close_group();
  void rectangle(const Box& box, double radius, Style style);
  void circle(const Point& center, double radius, Style style);
  /// Lines through points; a closed one is a polygon.
  void polyline(const Line& points, Style style);
  void polygon(const Line& points, Style style);
  /// A path in units of its own: `data` is drawn at `origin`, scaled.
  void path(std::string_view data, Style style, const Point& origin = {0, 0}, double scale = 1);
  /// An edge with rounded bends.
  void edge(const Line& points, Style style);
  /// Lines of text, centered at `x` or (`from_left`) starting there; `y` is the top of the first line.
  void text(const std::vector<std::string>& lines, double x, double y, Style style, bool from_left = false);
  /// One line of text that reads upwards, centered at a point.
  void text_upwards(std::string_view line, const Point& center, Style style);

  [[nodiscard]] const std::string& content() const noexcept { return content_; }

 private:
  std::string content_;
};

/// A coordinate as text: at most two decimals.
[[nodiscard]] std::string coordinate(double value);

}  // namespace rondo::render
