// SPDX-License-Identifier: Apache-2.0
#include "render/paint.hpp"
#include "render/text.hpp"

#include <algorithm>

namespace rondo::render {

namespace {

using Kind = model::Artifact::Kind;

constexpr double kStrip = 30;

// The name in the strip at the left, or at the top of a frame that runs downwards.
void paint_strip_label(Svg& svg, std::string_view name, const Box& box, bool horizontal) {
  if (horizontal) {
    const auto lines = wrap(name, box.height - 8, 2);
    double x = box.x + kStrip / 2 - (static_cast<double>(lines.size()) - 1) * kLineHeight / 2;
    for (const std::string& line : lines) {
      svg.text_upwards(line, {x, box.y + box.height / 2}, "label");
      x += kLineHeight;
    }
    return;
  }
  const auto lines = wrap(name, box.width - 8, 2);
  const double height = static_cast<double>(lines.size()) * kLineHeight;
  svg.text(lines, box.x + box.width / 2, box.y + (kStrip - height) / 2, "label");
}

void paint_document_symbol(Svg& svg, const Box& box) {
  const double fold = std::min({box.width, box.height, 10.0});
  const double right = right_of(box);
  svg.polygon({{box.x, box.y},
               {right - fold, box.y},
               {right, box.y + fold},
               {right, bottom_of(box)},
               {box.x, bottom_of(box)}},
              "shape fine");
  svg.polyline({{right - fold, box.y}, {right - fold, box.y + fold}, {right, box.y + fold}}, "ring-thin");
}

void paint_arrow_symbol(Svg& svg, const Box& box, bool filled) {
  svg.path("M0 3H8V0L14 6L8 12V9H0Z", filled ? "solid" : "symbol", {box.x + 3, box.y + 3});
}

void paint_store_symbol(Svg& svg, const Box& box) {
  const std::string width = coordinate(box.width);
  const std::string half = coordinate(box.width / 2);
  const double curve = std::min(box.height * 0.15, 10.0);
  const std::string radii = half + " " + coordinate(curve);
  const std::string lower = coordinate(box.height - curve);
  const Point corner{box.x, box.y};
  const auto lid = [&](double y) {
    return "M0 " + coordinate(y) + "A" + radii + " 0 0 0 " + width + " " + coordinate(y);
  };
  svg.path("M0 " + coordinate(curve) + "V" + lower + "A" + radii + " 0 0 0 " + width + " " + lower + "V" +
               coordinate(curve) + "A" + radii + " 0 0 0 0 " + coordinate(curve) + "Z",
           "shape fine", corner);
  for (const double y : {curve, curve * 1.7, curve * 2.4}) svg.path(lid(y), "ring-thin", corner);
}

bool is_store(const ElementRef& element) {
  if (element.data != nullptr) return element.data->kind == model::DataItem::Kind::DataStore;
  return element.artifact->kind == Kind::DataStore;
}

}  // namespace

void paint_pool(Svg& svg, const DrawnShape& drawn) {
  const Box& box = drawn.shape->bounds;
  svg.rectangle(box, 0, "frame");
  const std::string_view name = drawn.element->name();
  if (drawn.element->participant != nullptr && drawn.element->participant->process.empty()) {
    // A black box: nothing else is inside.
    const auto lines = wrap(name, box.width - 20, 3);
    const double height = static_cast<double>(lines.size()) * kLineHeight;
    return svg.text(lines, box.x + box.width / 2, box.y + (box.height - height) / 2, "label");
  }
  const bool horizontal = drawn.shape->horizontal;
  if (horizontal) {
    svg.polyline({{box.x + kStrip, box.y}, {box.x + kStrip, bottom_of(box)}}, "frame");
  } else {
    svg.polyline({{box.x, box.y + kStrip}, {right_of(box), box.y + kStrip}}, "frame");
  }
  paint_strip_label(svg, name, box, horizontal);
}

void paint_lane(Svg& svg, const DrawnShape& drawn) {
  svg.rectangle(drawn.shape->bounds, 0, "lane");
  paint_strip_label(svg, drawn.element->name(), drawn.shape->bounds, drawn.shape->horizontal);
}

void paint_data(Svg& svg, const DrawnShape& drawn) {
  const Box& box = drawn.shape->bounds;
  const ElementRef& element = *drawn.element;
  if (is_store(element)) return paint_store_symbol(svg, box);
  paint_document_symbol(svg, box);
  const bool collection =
      element.data != nullptr ? element.data->is_collection : element.artifact->collection;
  if (collection) {
    svg.path("M-4 -10V0M0 -10V0M4 -10V0", "symbol", {box.x + box.width / 2, bottom_of(box) - 3});
  }
  if (element.artifact == nullptr) return;
  if (element.artifact->kind == Kind::DataInput) paint_arrow_symbol(svg, box, false);
  if (element.artifact->kind == Kind::DataOutput) paint_arrow_symbol(svg, box, true);
}

void paint_artifact(Svg& svg, const DrawnShape& drawn) {
  const Box& box = drawn.shape->bounds;
  if (drawn.element->artifact->kind == Kind::Group) return svg.rectangle(box, 10, "group");
  const double arm = std::min(box.width, 12.0);
  svg.polyline({{box.x + arm, box.y}, {box.x, box.y}, {box.x, bottom_of(box)}, {box.x + arm, bottom_of(box)}},
               "ring-thin");
  const auto lines = wrap(drawn.element->artifact->text, box.width - 8,
                          static_cast<std::size_t>(std::max(box.height / kLineHeight, 1.0)));
  svg.text(lines, box.x + 6, box.y + 4, "label", true);
}

}  // namespace rondo::render
