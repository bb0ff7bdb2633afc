// SPDX-License-Identifier: Apache-2.0
#include "render/paint.hpp"
#include "render/text.hpp"

#include <algorithm>
#include <cmath>

namespace rondo::render {

namespace {

using model::Artifact;

// A direction of length one, from the end of an edge back along it.
Point backwards(const Line& line, bool at_start) {
  const Point end = at_start ? line.front() : line.back();
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point& other = at_start ? line[i] : line[line.size() - 1 - i];
    const double length = std::hypot(other.first - end.first, other.second - end.second);
    if (length > 0.01) return {(other.first - end.first) / length, (other.second - end.second) / length};
  }
  return {-1, 0};
}

// The corners of an arrowhead whose tip is an end of the line.
Line arrow(const Line& line, bool at_start, double length, double half) {
  const Point tip = at_start ? line.front() : line.back();
  const auto [dx, dy] = backwards(line, at_start);
  const Point foot{tip.first + dx * length, tip.second + dy * length};
  return {{foot.first - dy * half, foot.second + dx * half},
          tip,
          {foot.first + dy * half, foot.second - dx * half}};
}

void paint_default_mark(Svg& svg, const Line& line) {
  const auto [dx, dy] = backwards(line, true);
  const Point at{line.front().first + dx * 10, line.front().second + dy * 10};
  // A slash across the line, leaning backwards.
  const Point half{(-dy - dx * 0.7) * 5, (dx - dy * 0.7) * 5};
  svg.polyline(
      {{at.first - half.first, at.second - half.second}, {at.first + half.first, at.second + half.second}},
      "flow");
}

void paint_condition_mark(Svg& svg, const Line& line) {
  const auto [dx, dy] = backwards(line, true);
  const Point start = line.front();
  svg.polygon({start,
               {start.first + dx * 7 - dy * 4.5, start.second + dy * 7 + dx * 4.5},
               {start.first + dx * 14, start.second + dy * 14},
               {start.first + dx * 7 + dy * 4.5, start.second + dy * 7 - dx * 4.5}},
              "mark");
}

void paint_sequence_flow(Svg& svg, const ElementRef& element, const Line& line) {
  const model::SequenceFlow& flow = *element.flow;
  svg.edge(line, "flow");
  svg.polygon(arrow(line, false, 10, 4.5), "head");
  if (flow.source == model::kNoNode) return;
  const model::FlowNode& source = element.process->node(flow.source);
  const bool by_default =
      source.default_flow != model::kNoFlow && &element.process->flow(source.default_flow) == &flow;
  if (by_default) {
    paint_default_mark(svg, line);
  } else if (flow.condition != model::kNoExpression && is_activity(model::family_of(source.kind))) {
    paint_condition_mark(svg, line);
  }
}

}  // namespace

void paint_edge(Svg& svg, const ElementRef& element, const Line& line) {
  if (line.size() < 2) return;
  if (element.flow != nullptr) return paint_sequence_flow(svg, element, line);
  if (element.message_flow != nullptr) {
    svg.edge(line, "message");
    svg.circle(line.front(), 4, "mark");
    return svg.polygon(arrow(line, false, 10, 4.5), "mark");
  }
  svg.edge(line, "association");
  // Edges whose element is unknown are those of data.
  const bool data = element.artifact == nullptr || element.artifact->kind == Artifact::Kind::DataAssociation;
  const auto direction = data ? Artifact::Direction::One : element.artifact->direction;
  if (direction != Artifact::Direction::None) svg.polyline(arrow(line, false, 8, 5), "open-head");
  if (direction == Artifact::Direction::Both) svg.polyline(arrow(line, true, 8, 5), "open-head");
}

Box paint_edge_label(Svg& svg, const ElementRef& element, const model::Edge& edge, const Line& line) {
  constexpr double kWidth = 90;
  const bool placed = edge.label && edge.label->width > 0 && (edge.label->x != 0 || edge.label->y != 0);
  const double width = placed ? std::max(edge.label->width * 1.1 + 2, 60.0) : kWidth;
  const auto lines = wrap(element.name(), width);
  if (lines.empty() || line.empty()) return {};
  const double height = static_cast<double>(lines.size()) * kLineHeight;
  double widest = 0;
  for (const std::string& text : lines) widest = std::max(widest, text_width(text));
  Box box;
  if (placed) {
    box = {edge.label->x + edge.label->width / 2 - widest / 2, edge.label->y, widest, height};
  } else {
    const Middle middle = middle_of(line);
    box = middle.horizontal ? Box{middle.at.first - widest / 2, middle.at.second - height - 3, widest, height}
                            : Box{middle.at.first + 5, middle.at.second - height / 2, widest, height};
  }
  svg.text(lines, box.x + widest / 2, box.y, "label edge-label");
  return box;
}

}  // namespace rondo::render
