// SPDX-License-Identifier: Apache-2.0
#include "render/paint.hpp"
#include "render/symbols.hpp"
#include "render/text.hpp"

#include <algorithm>
#include <string>

namespace rondo::render {

namespace {

using model::ElementFamily;
using model::ElementKind;
using model::FlowNode;

constexpr double kRadius = 10;

Box inset(const Box& box, double by) {
  return {box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by};
}

void paint_inner_label(Svg& svg, const FlowNode& node, const Box& box, bool at_top, std::size_t markers) {
  const double below = markers > 0 ? kMarkerSize + 4 : 0;
  const double height = std::max(box.height - below - 6, kLineHeight);
  const auto lines = wrap(node.name, box.width - 10, static_cast<std::size_t>(height / kLineHeight));
  const double used = static_cast<double>(lines.size()) * kLineHeight;
  const double top = at_top ? box.y + 6 : box.y + std::max((box.height - used) / 2, 0.0);
  // Markers only push the text up where it would touch them.
  const double lowest = bottom_of(box) - below - used;
  svg.text(lines, box.x + box.width / 2, at_top ? top : std::max(std::min(top, lowest), box.y + 2), "label");
}

// A start event that leaves the instance running, or a boundary event that leaves its activity running.
bool is_dashed(const ElementRef& element) {
  const FlowNode& node = *element.node;
  if (node.interrupting) return false;
  if (node.kind == ElementKind::BoundaryEvent) return true;
  if (node.kind != ElementKind::StartEvent) return false;
  const model::NodeId owner = element.process->scope(node.scope).owner;
  return owner != model::kNoNode && element.process->node(owner).triggered_by_event;
}

bool throws(const FlowNode& node) {
  return node.kind == ElementKind::EndEvent || node.kind == ElementKind::IntermediateThrowEvent;
}

}  // namespace

void paint_activity(Svg& svg, const DrawnShape& drawn) {
  const FlowNode& node = *drawn.element->node;
  const Box& box = drawn.shape->bounds;
  const ElementFamily family = model::family_of(node.kind);
  std::string style = "shape";
  if (family == ElementFamily::CallActivity) style += " call";
  if (node.triggered_by_event) style += " dotted";
  svg.rectangle(box, kRadius, style);
  if (node.kind == ElementKind::Transaction) svg.rectangle(inset(box, 3), kRadius - 3, "ring-thin");
  paint_task_icon(svg, node, box);
  const bool collapsed = drawn.collapsed || family == ElementFamily::CallActivity;
  const std::size_t markers = paint_markers(svg, node, box, collapsed);
  paint_inner_label(svg, node, box, family == ElementFamily::SubProcess && !drawn.collapsed, markers);
}

void paint_event(Svg& svg, const DrawnShape& drawn) {
  const FlowNode& node = *drawn.element->node;
  const Box& box = drawn.shape->bounds;
  const Point center = center_of(box);
  const double radius = std::min(box.width, box.height) / 2;
  std::string style = node.kind == ElementKind::EndEvent ? "shape thick" : "shape fine";
  if (is_dashed(*drawn.element)) style += " dashed";
  svg.circle(center, radius, style);
  if (node.kind != ElementKind::StartEvent && node.kind != ElementKind::EndEvent) {
    svg.circle(center, radius * 0.83, is_dashed(*drawn.element) ? "ring-thin dashed" : "ring-thin");
  }
  paint_event_symbol(svg, node.event, center, radius, throws(node));
}

void paint_gateway(Svg& svg, const DrawnShape& drawn) {
  const Box& box = drawn.shape->bounds;
  const auto [x, y] = center_of(box);
  svg.polygon({{x, box.y}, {right_of(box), y}, {x, bottom_of(box)}, {box.x, y}}, "shape");
  paint_gateway_symbol(svg, *drawn.element->node, box);
}

bool has_outer_label(const ElementRef& element) noexcept {
  if (element.data != nullptr) return true;
  if (element.artifact != nullptr) return element.artifact->kind != model::Artifact::Kind::TextAnnotation;
  return element.node != nullptr && element.outline() != Outline::Rectangle;
}

Box paint_outer_label(Svg& svg, const DrawnShape& drawn) {
  constexpr double kWidth = 100;
  const Box& bounds = drawn.shape->bounds;
  const auto& given = drawn.shape->label;
  const bool placed = given && given->width > 0 && (given->x != 0 || given->y != 0);
  const bool group =
      drawn.element->artifact != nullptr && drawn.element->artifact->kind == model::Artifact::Kind::Group;
  // What browsers show may be a little wider than the font that the file was made with.
  const double width = placed ? std::max(given->width * 1.1 + 2, 60.0) : kWidth;
  const auto lines = wrap(drawn.element->name(), width);
  if (lines.empty()) return {};
  const double center = placed ? given->x + given->width / 2 : bounds.x + bounds.width / 2;
  const double top = placed ? given->y : group ? bounds.y + 4 : bottom_of(bounds) + 3;
  double widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, text_width(line));
  svg.text(lines, center, top, "label");
  return {center - widest / 2, top, widest, static_cast<double>(lines.size()) * kLineHeight};
}

}  // namespace rondo::render
