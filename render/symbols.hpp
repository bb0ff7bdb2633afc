// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/definition.hpp"
#include "render/svg.hpp"

namespace rondo::render {

/// The symbol inside an event (BPMN 2.0 table 10.93): outlined when it catches, filled when it throws.
/// `radius` is that of the event's circle.
void paint_event_symbol(Svg& svg, model::EventKind kind, const Point& center, double radius, bool filled);

/// The symbol inside a gateway (BPMN 2.0 §10.6), whose diamond fills `box`.
void paint_gateway_symbol(Svg& svg, const model::FlowNode& gateway, const Box& box);

/// The icon of a kind of task in the corner of its shape; nothing for kinds without one.
void paint_task_icon(Svg& svg, const model::FlowNode& task, const Box& box);

inline constexpr double kMarkerSize = 14;

/// The row of markers at the lower border of an activity: loop or multi-instance, compensation,
/// collapsed sub-process, ad-hoc. Returns how many there are.
std::size_t paint_markers(Svg& svg, const model::FlowNode& activity, const Box& box, bool collapsed);

}  // namespace rondo::render
