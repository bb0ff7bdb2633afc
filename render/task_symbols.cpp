// SPDX-License-Identifier: Apache-2.0
#include "render/symbols.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <numbers>
#include <string>
#include <vector>

namespace rondo::render {

namespace {

using model::ElementKind;

constexpr double kMarkerGap = 4;

std::string gear_path(double x, double y, double radius) {
  constexpr int kTeeth = 8;
  constexpr double kStep = 2 * std::numbers::pi / kTeeth;
  std::string path;
  for (int tooth = 0; tooth < kTeeth; ++tooth) {
    // The foot and the top of one tooth.
    for (const auto& [angle, share] : {std::pair(-0.28, 0.74), {-0.16, 1.0}, {0.16, 1.0}, {0.28, 0.74}}) {
      const double at = tooth * kStep + angle;
      fmt::format_to(std::back_inserter(path), "{}{} {}", path.empty() ? 'M' : 'L',
                     coordinate(x + std::cos(at) * radius * share),
                     coordinate(y + std::sin(at) * radius * share));
    }
  }
  return path + 'Z';
}

void paint_gears(Svg& svg, const Point& corner) {
  const auto gear = [&](double x, double y, double radius) {
    svg.path(gear_path(x, y, radius), "symbol fill thin", corner);
    svg.circle({corner.first + x, corner.second + y}, radius * 0.3, "symbol fill thin");
  };
  gear(7, 7, 6.5);
  gear(12.5, 12.5, 6);
}

void paint_person(Svg& svg, const Point& corner) {
  svg.path("M1.5 17C1.5 12.5 4.5 10 9 10S16.5 12.5 16.5 17Z", "symbol fill thin", corner);
  svg.circle({corner.first + 9, corner.second + 5.5}, 4.2, "symbol fill thin");
}

void paint_hand(Svg& svg, const Point& corner) {
  svg.path(
      "M1 9L5.5 3.5Q6.5 2.5 8 2.5H9.5Q10.8 3.7 9.5 4.6L7.5 5.4H15.5Q17.3 6.5 15.5 7.7H10.5H16Q17.8 8.8 16 "
      "10H10.5"
      "H15.2Q16.8 11 15.2 12.2H10.5H13.5Q15 13.3 13.5 14.4H6.5Q4.5 14.4 3.2 13.2L1 11.5Z",
      "symbol thin", corner);
}

void paint_envelope(Svg& svg, const Point& corner, bool filled) {
  svg.path("M0 3H18V15H0Z", filled ? "solid" : "symbol", corner);
  svg.path("M0 3L9 9.5L18 3", filled ? "knockout" : "symbol", corner);
}

void paint_script(Svg& svg, const Point& corner) {
  svg.path("M5 1.5H16.5C12.5 4.5 12.5 6.5 14.5 9S15.5 14.5 12.5 16.5H1.5C5 14 5 12 3 9.2S1.8 4 5 1.5Z",
           "symbol thin", corner);
  svg.path("M5 4.5H11.5M4.5 7.5H11.5M6 10.5H13M6 13.5H13", "symbol thin", corner);
}

void paint_table(Svg& svg, const Point& corner) {
  svg.path("M0 2H18V6H0Z", "symbol shaded thin", corner);
  svg.path("M0 2H18V16H0ZM0 6H18M0 11H18M5 6V16", "symbol thin", corner);
}

// The markers of an activity in the order in which they stand, as paths within 14 by 14.
std::vector<std::string_view> markers_of(const model::FlowNode& activity, bool collapsed) {
  std::vector<std::string_view> markers;
  if (activity.multi_instance != nullptr) {
    markers.push_back(activity.multi_instance->sequential ? "M1 2.5H13M1 7H13M1 11.5H13"
                                                          : "M2.5 1V13M7 1V13M11.5 1V13");
  } else if (activity.standard_loop != nullptr) {
    markers.push_back("M5 12.6A6 6 0 1 1 9.5 12.4M5.4 8.6L5 12.8L1 12.4");
  }
  if (activity.is_for_compensation) markers.push_back("M7 2V12L0.5 7ZM13.5 2V12L7 7Z");
  if (collapsed) markers.emplace_back("M0 0H14V14H0ZM7 2.5V11.5M2.5 7H11.5");
  if (activity.kind == ElementKind::AdHocSubProcess) markers.emplace_back("M1 9C3 4 5 4 7 7S11 10 13 5");
  return markers;
}

}  // namespace

void paint_task_icon(Svg& svg, const model::FlowNode& task, const Box& box) {
  const Point corner{box.x + 6, box.y + 5};
  switch (task.kind) {
    case ElementKind::UserTask:
      return paint_person(svg, corner);
    case ElementKind::ServiceTask:
      return paint_gears(svg, corner);
    case ElementKind::ManualTask:
      return paint_hand(svg, corner);
    case ElementKind::ScriptTask:
      return paint_script(svg, corner);
    case ElementKind::BusinessRuleTask:
      return paint_table(svg, corner);
    case ElementKind::SendTask:
      return paint_envelope(svg, corner, true);
    case ElementKind::ReceiveTask:
      break;
    default:
      return;
  }
  if (!task.instantiate) return paint_envelope(svg, corner, false);
  svg.circle({corner.first + 9, corner.second + 9}, 9.5, "symbol thin");
  svg.path("M-6.5 -4.5H6.5V4.5H-6.5ZM-6.5 -4.5L0 0.5L6.5 -4.5", "symbol thin",
           {corner.first + 9, corner.second + 9});
}

std::size_t paint_markers(Svg& svg, const model::FlowNode& activity, const Box& box, bool collapsed) {
  const auto markers = markers_of(activity, collapsed);
  const double count = static_cast<double>(markers.size());
  double x = box.x + (box.width - count * kMarkerSize - (count - 1) * kMarkerGap) / 2;
  for (const std::string_view marker : markers) {
    svg.path(marker, "symbol", {x, bottom_of(box) - kMarkerSize - 3});
    x += kMarkerSize + kMarkerGap;
  }
  return markers.size();
}

}  // namespace rondo::render
