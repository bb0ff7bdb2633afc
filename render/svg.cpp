// SPDX-License-Identifier: Apache-2.0
#include "render/svg.hpp"

#include "render/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace rondo::render {

namespace {

constexpr double kBend = 5;

std::string points_text(const Line& points) {
  std::string text;
  for (const auto& [x, y] : points) {
    if (!text.empty()) text += ' ';
    text.append(coordinate(x)).append(",").append(coordinate(y));
  }
  return text;
}

// The point on the way from `corner` to `end` where a bend begins.
Point towards(const Point& corner, const Point& end, double distance) {
  const double length = std::hypot(end.first - corner.first, end.second - corner.second);
  if (length == 0) return corner;
  const double share = std::min(distance, length / 2) / length;
  return {corner.first + (end.first - corner.first) * share,
          corner.second + (end.second - corner.second) * share};
}

}  // namespace

std::string coordinate(double value) {
  // Also keeps -0 and the immense out of the text.
  const double rounded = std::round(std::clamp(value, -1e9, 1e9) * 100) / 100;
  std::string text = fmt::format("{:.2f}", rounded == 0 ? 0.0 : rounded);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

void Svg::open_group(Style style, std::string_view id, std::string_view title) {
  content_ += fmt::format("<g class=\"{}\"", style);
  if (!id.empty()) content_ += fmt::format(" data-element-id=\"{}\"", escaped(id));
  content_ += ">\n";
  if (!title.empty()) content_ += fmt::format("<title>{}</title>\n", escaped(title));
}

void Svg::close_group() { content_ += "</g>\n"; }

void Svg::rectangle(const Box& box, double radius, Style style) {
  content_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", style,
                          coordinate(box.x), coordinate(box.y), coordinate(std::max(box.width, 0.0)),
                          coordinate(std::max(box.height, 0.0)));
  if (radius > 0) content_ += fmt::format(" rx=\"{}\"", coordinate(radius));
  content_ += "/>\n";
}

void Svg::circle(const Point& center, double radius, Style style) {
  content_ +=
      fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n", style, coordinate(center.first),
                  coordinate(center.second), coordinate(std::max(radius, 0.0)));
}

void Svg::polyline(const Line& points, Style style) {
  content_ += fmt::format("<polyline class=\"{}\" points=\"{}\"/>\n", style, points_text(points));
}

void Svg::polygon(const Line& points, Style style) {
  content_ += fmt::format("<polygon class=\"{}\" points=\"{}\"/>\n", style, points_text(points));
}

void Svg::path(std::string_view data, Style style, const Point& origin, double scale) {
  content_ += fmt::format("<path class=\"{}\" d=\"{}\"", style, data);
  if (origin != Point{0, 0} || scale != 1) {
    content_ +=
        fmt::format(" transform=\"translate({} {})", coordinate(origin.first), coordinate(origin.second));
    if (scale != 1) content_ += fmt::format(" scale({})", coordinate(scale));
    content_ += '"';
  }
  content_ += "/>\n";
}

void Svg::edge(const Line& points, Style style) {
  if (points.size() < 2) return;
  std::string data = fmt::format("M{} {}", coordinate(points[0].first), coordinate(points[0].second));
  const auto append = [&](char command, const Point& point) {
    fmt::format_to(std::back_inserter(data), "{}{} {}", command, coordinate(point.first),
                   coordinate(point.second));
  };
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    append('L', towards(points[i], points[i - 1], kBend));
    append('Q', points[i]);
    data += ' ';
    const Point after = towards(points[i], points[i + 1], kBend);
    data.append(coordinate(after.first)).append(" ").append(coordinate(after.second));
  }
  append('L', points.back());
  path(data, style);
}

void Svg::text(const std::vector<std::string>& lines, double x, double y, Style style, bool from_left) {
  if (lines.empty()) return;
  content_ += fmt::format("<text class=\"{}{}\">", style, from_left ? " left" : "");
  double baseline = y + kLineHeight * 0.8;
  for (const std::string& line : lines) {
    content_ += fmt::format("<tspan x=\"{}\" y=\"{}\">{}</tspan>", coordinate(x), coordinate(baseline),
                            escaped(line));
    baseline += kLineHeight;
  }
  content_ += "</text>\n";
}

void Svg::text_upwards(std::string_view line, const Point& center, Style style) {
  if (line.empty()) return;
  content_ += fmt::format("<text class=\"{}\" transform=\"translate({} {}) rotate(-90)\" y=\"4\">{}</text>\n",
                          style, coordinate(center.first), coordinate(center.second), escaped(line));
}

}  // namespace rondo::render
