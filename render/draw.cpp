// SPDX-License-Identifier: Apache-2.0
#include "render/complete.hpp"
#include "render/diagram.hpp"
#include "render/marking.hpp"
#include "render/paint.hpp"
#include "render/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace rondo::render {

namespace {

using Kind = model::Artifact::Kind;
using model::ElementFamily;

constexpr double kMargin = 10;

constexpr std::string_view kStyle = R"(<style>
.diagram { font-family: Arial, Helvetica, "Liberation Sans", sans-serif; font-size: 12px; stroke-linejoin: round }
.diagram text { fill: #22242a; stroke: none; text-anchor: middle }
.diagram text.left { text-anchor: start }
.diagram text.edge-label { paint-order: stroke; stroke: #fff; stroke-width: 3px }
.diagram path, .diagram rect, .diagram circle, .diagram polygon, .diagram polyline {
  stroke: #22242a; stroke-width: 1.5px; fill: none }
.diagram .shape { stroke-width: 2px; fill: #fff }
.diagram .fine { stroke-width: 1.5px }
.diagram .thick, .diagram .call { stroke-width: 4px }
.diagram .dotted { stroke-dasharray: 1.5 4.5; stroke-linecap: round }
.diagram .dashed { stroke-dasharray: 5 3 }
.diagram .frame { fill: #fff }
.diagram polyline.frame, .diagram .lane { fill: none }
.diagram .group { stroke-dasharray: 8 4 1.5 4 }
.diagram .symbol, .diagram .heavy, .diagram .ring, .diagram .solid, .diagram .knockout {
  vector-effect: non-scaling-stroke; stroke-width: 1.3px }
.diagram .fill { fill: #fff }
.diagram .shaded { fill: #b8bcc4 }
.diagram .thin { stroke-width: 1px }
.diagram .heavy { stroke-width: 3.5px }
.diagram .ring { stroke-width: 2.8px }
.diagram .ring-thin { stroke-width: 1.5px }
.diagram .solid, .diagram .head { fill: #22242a; stroke-width: 1px }
.diagram .knockout { stroke: #fff }
.diagram .mark { fill: #fff; stroke-width: 1.3px }
.diagram .message { stroke-dasharray: 8 5 }
.diagram .association { stroke-dasharray: 1 5; stroke-linecap: round }
.diagram .taken .flow { stroke: #14803c; stroke-width: 3px }
.diagram .taken .head { stroke: #14803c; fill: #14803c }
.diagram .taken .shape { stroke: #14803c; fill: #e9f7ee }
.diagram .waiting .shape { stroke: #d9480f; fill: #fff1e6 }
.diagram .badge { stroke: #fff; stroke-width: 1px; fill: #14803c }
.diagram .token { stroke: #fff; stroke-width: 1px; fill: #d9480f }
.diagram text.count { fill: #fff; font-size: 10px; font-weight: bold }
</style>
)";

// Shapes are drawn in this order, so that what lies inside or on something is not covered.
int layer_of(const ElementRef& element) {
  if (element.node == nullptr) {
    if (element.lane != nullptr) return 1;
    return element.artifact != nullptr || element.data != nullptr ? 5 : 0;
  }
  if (element.node->kind == model::ElementKind::BoundaryEvent) return 6;
  return model::family_of(element.node->kind) == ElementFamily::SubProcess ? 2 : 5;
}

class Drawing {
 public:
  Drawing(const model::Document& document, const Marks& marks)
      : elements_(document), marking_(document, marks), diagram_(complete_diagram(elements_)) {
    for (const model::Shape& shape : diagram_.shapes) {
      boxes_.emplace(shape.element, &shape);
      shapes_.push_back({&shape, &elements_.find(shape.element), false});
    }
    for (DrawnShape& drawn : shapes_) drawn.collapsed = is_collapsed(drawn);
    sort_shapes();
  }

  std::string svg() && {
    const auto first_on_top = std::find_if(shapes_.begin(), shapes_.end(),
                                           [](const auto& drawn) { return layer_of(*drawn.element) > 2; });
    for (auto shape = shapes_.begin(); shape != first_on_top; ++shape) paint(*shape);
    for (const model::Edge& edge : diagram_.edges) paint(edge);
    for (auto shape = first_on_top; shape != shapes_.end(); ++shape) paint(*shape);
    paint_labels();
    paint_badges();
    return framed();
  }

 private:
  // Containers before what is in them: by layer, and sub-processes by their size.
  void sort_shapes() {
    const auto area = [](const DrawnShape& drawn) {
      return drawn.shape->bounds.width * drawn.shape->bounds.height;
    };
    std::stable_sort(shapes_.begin(), shapes_.end(), [&](const DrawnShape& a, const DrawnShape& b) {
      const int first = layer_of(*a.element);
      const int second = layer_of(*b.element);
      return first != second ? first < second : first <= 2 && area(a) > area(b);
    });
  }

  // Files often leave isExpanded away: what is drawn inside decides.
  [[nodiscard]] bool is_collapsed(const DrawnShape& drawn) const {
    const ElementRef& element = *drawn.element;
    if (element.node == nullptr || element.node->body == model::kNoScope) return false;
    for (const model::NodeId child : element.process->scope(element.node->body).nodes) {
      const auto found = boxes_.find(element.process->node(child).id);
      if (found != boxes_.end()) return !contains(drawn.shape->bounds, found->second->bounds);
    }
    return !drawn.shape->expanded || drawn.shape->bounds.height <= 120;
  }

  void paint(const DrawnShape& drawn) {
    const ElementRef& element = *drawn.element;
    extent_.add(drawn.shape->bounds);
    svg_.open_group(marking_.style_of(drawn.shape->element, "node"), drawn.shape->element, element.name());
    if (element.node != nullptr) {
      switch (model::family_of(element.node->kind)) {
        case ElementFamily::Event:
          paint_event(svg_, drawn);
          break;
        case ElementFamily::Gateway:
          paint_gateway(svg_, drawn);
          break;
        default:
          paint_activity(svg_, drawn);
      }
    } else if (element.lane != nullptr) {
      paint_lane(svg_, drawn);
    } else if (element.artifact != nullptr && element.artifact->kind <= Kind::Association) {
      paint_artifact(svg_, drawn);
    } else if (element.artifact != nullptr || element.data != nullptr) {
      paint_data(svg_, drawn);
    } else {
      paint_pool(svg_, drawn);
    }
    svg_.close_group();
  }

  void paint(const model::Edge& edge) {
    const ElementRef& element = elements_.find(edge.element);
    const Line line = clipped(edge, element);
    for (const Point& point : line) extent_.add(point);
    svg_.open_group(marking_.style_of(edge.element, "edge"), edge.element, element.name());
    paint_edge(svg_, element, line);
    svg_.close_group();
  }

  // Some tools let edges end in the middle of shapes.
  [[nodiscard]] Line clipped(const model::Edge& edge, const ElementRef& element) const {
    const auto [source, target] = ends_of(element);
    Line line = edge.waypoints;
    if (const auto box = boxes_.find(source); box != boxes_.end())
      clip_start(line, box->second->bounds, elements_.find(source).outline());
    std::reverse(line.begin(), line.end());
    if (const auto box = boxes_.find(target); box != boxes_.end())
      clip_start(line, box->second->bounds, elements_.find(target).outline());
    std::reverse(line.begin(), line.end());
    return line;
  }

  void paint_labels() {
    for (const DrawnShape& drawn : shapes_) {
      if (has_outer_label(*drawn.element)) add_label(paint_outer_label(svg_, drawn));
    }
    for (const model::Edge& edge : diagram_.edges) {
      add_label(paint_edge_label(svg_, elements_.find(edge.element), edge, edge.waypoints));
    }
  }

  void add_label(const Box& box) {
    if (box.width > 0) extent_.add(box);
  }

  void paint_badges() {
    for (const DrawnShape& drawn : shapes_) {
      if (drawn.element->node != nullptr) marking_.paint_badges(svg_, *drawn.shape, extent_);
    }
  }

  [[nodiscard]] std::string framed() const {
    const Box box = extent_.box();
    const std::string width = coordinate(box.width + 2 * kMargin);
    const std::string height = coordinate(box.height + 2 * kMargin);
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"diagram\" width=\"{0}\" height=\"{1}\" "
        "viewBox=\"{2} {3} {0} {1}\">\n{4}{5}</svg>\n",
        width, height, coordinate(box.x - kMargin), coordinate(box.y - kMargin), kStyle, svg_.content());
  }

  Elements elements_;
  Marking marking_;
  model::Diagram diagram_;
  std::unordered_map<std::string_view, const model::Shape*> boxes_;
  std::vector<DrawnShape> shapes_;
  Svg svg_;
  Extent extent_;
};

}  // namespace

std::string draw_svg(const model::Document& document, const Marks& marks) {
  return Drawing(document, marks).svg();
}

}  // namespace rondo::render
