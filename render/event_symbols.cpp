// SPDX-License-Identifier: Apache-2.0
#include "render/symbols.hpp"

#include <algorithm>
#include <string>

namespace rondo::render {

namespace {

using model::EventKind;

constexpr double kDesignRadius = 18;  // of the circle that the paths below are drawn for
constexpr std::string_view kPentagon = "M0 -9.5L9 -3L5.6 7.7H-5.6L-9 -3Z";
constexpr std::string_view kPlus = "M-2.2 -9H2.2V-2.2H9V2.2H2.2V9H-2.2V2.2H-9V-2.2H-2.2Z";

// Outlines that are the same, filled or not.
std::string_view outline_of(EventKind kind) {
  switch (kind) {
    case EventKind::Signal:
      return "M0 -9.5L9 6.5H-9Z";
    case EventKind::Error:
      return "M-9 8.5L-3.8 -7.5L2.2 1.5L9 -8.5L3.8 8.5L-2.6 -1Z";
    case EventKind::Escalation:
      return "M0 -10L6.5 8.5L0 2L-6.5 8.5Z";
    case EventKind::Compensation:
      return "M-0.5 -6.5V6.5L-9.5 0ZM8.5 -6.5V6.5L-0.5 0Z";
    case EventKind::Cancel:
      return "M-8.5 -6L-6 -8.5L0 -2.5L6 -8.5L8.5 -6L2.5 0L8.5 6L6 8.5L0 2.5L-6 8.5L-8.5 6L-2.5 0Z";
    case EventKind::Link:
      return "M-9.5 -4H2V-8L10 0L2 8V4H-9.5Z";
    case EventKind::Multiple:
      return kPentagon;
    case EventKind::ParallelMultiple:
      return kPlus;
    default:
      return {};
  }
}

void paint_timer(Svg& svg, const Point& center, double scale) {
  svg.circle(center, 11 * scale, "symbol");
  svg.path(
      "M0 -11V-8.5M0 11V8.5M-11 0H-8.5M11 0H8.5M5.5 -9.5L4.3 -7.4M9.5 -5.5L7.4 -4.3M9.5 5.5L7.4 4.3"
      "M5.5 9.5L4.3 7.4M-5.5 9.5L-4.3 7.4M-9.5 5.5L-7.4 4.3M-9.5 -5.5L-7.4 -4.3M-5.5 -9.5L-4.3 -7.4"
      "M2 -7L0 0L5 2.5",
      "symbol thin", center, scale);
}

}  // namespace

void paint_event_symbol(Svg& svg, EventKind kind, const Point& center, double radius, bool filled) {
  const double scale = radius / kDesignRadius;
  switch (kind) {
    case EventKind::None:
      return;
    case EventKind::Timer:
      return paint_timer(svg, center, scale);
    case EventKind::Terminate:
      return svg.circle(center, 11 * scale, "solid");
    case EventKind::Message:
      svg.path("M-9 -6H9V6H-9Z", filled ? "solid" : "symbol", center, scale);
      return svg.path("M-9 -6L0 0.8L9 -6", filled ? "knockout" : "symbol", center, scale);
    case EventKind::Conditional:
      svg.path("M-7 -9H7V9H-7Z", "symbol", center, scale);
      return svg.path("M-4.5 -5.5H4.5M-4.5 -1.8H4.5M-4.5 1.8H4.5M-4.5 5.5H4.5", "symbol thin", center, scale);
    default:
      svg.path(outline_of(kind), filled ? "solid" : "symbol", center, scale);
  }
}

void paint_gateway_symbol(Svg& svg, const model::FlowNode& gateway, const Box& box) {
  using model::ElementKind;
  const Point center = center_of(box);
  const double scale = std::min(box.width, box.height) / 50;
  switch (gateway.kind) {
    case ElementKind::ExclusiveGateway:
      return svg.path("M-7 -9L7 9M7 -9L-7 9", "heavy", center, scale);
    case ElementKind::ParallelGateway:
      return svg.path("M0 -12V12M-12 0H12", "heavy", center, scale);
    case ElementKind::InclusiveGateway:
      return svg.circle(center, 11 * scale, "ring");
    case ElementKind::ComplexGateway:
      return svg.path("M0 -12V12M-12 0H12M-8.5 -8.5L8.5 8.5M8.5 -8.5L-8.5 8.5", "heavy", center, scale);
    case ElementKind::EventBasedGateway:
      break;
    default:
      return;
  }
  svg.circle(center, 13.5 * scale, "symbol thin");
  if (!gateway.instantiate) svg.circle(center, 11 * scale, "symbol thin");
  const bool all = gateway.instantiate && gateway.parallel_event_gateway;
  svg.path(all ? kPlus : kPentagon, "symbol", center, scale * (all ? 0.85 : 0.75));
}

}  // namespace rondo::render
