// SPDX-License-Identifier: Apache-2.0
#include "bpmn/definitions.hpp"

#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

namespace rondo::bpmn {
namespace {

double number(const Element& element, std::string_view name) {
  const std::string text(trim(element[name]));
  const double value = std::strtod(text.c_str(), nullptr);
  return std::isfinite(value) ? value : 0;
}

bool is_diagram(const Element& element, std::string_view name) {
  return element.space() == Space::Diagram && element.name() == name;
}

model::Bounds read_bounds(const Element& element) {
  return {number(element, "x"), number(element, "y"), number(element, "width"), number(element, "height")};
}

std::optional<model::Bounds> read_label(const Element& element) {
  const Element bounds = element.any_child("BPMNLabel").any_child("Bounds");
  return bounds ? std::optional<model::Bounds>(read_bounds(bounds)) : std::nullopt;
}

/// The id of the BPMN element that a shape, edge or plane draws.
std::string drawn(const FileContext& file, const Element& element) {
  const Element found = file.find(element["bpmnElement"]);
  return std::string(found ? found["id"] : trim(element["bpmnElement"]));
}

model::Shape read_shape(const FileContext& file, const Element& element) {
  model::Shape shape;
  shape.id = std::string(element["id"]);
  shape.element = drawn(file, element);
  if (const Element bounds = element.any_child("Bounds")) shape.bounds = read_bounds(bounds);
  shape.label = read_label(element);
  shape.horizontal = element.flag("isHorizontal", true);
  shape.expanded = element.flag("isExpanded", true);
  shape.marker_visible = element.flag("isMarkerVisible", false);
  return shape;
}

model::Edge read_edge(const FileContext& file, const Element& element) {
  model::Edge edge;
  edge.id = std::string(element["id"]);
  edge.element = drawn(file, element);
  for (const Element child : element.children()) {
    if (is_diagram(child, "waypoint")) edge.waypoints.emplace_back(number(child, "x"), number(child, "y"));
  }
  edge.label = read_label(element);
  return edge;
}

}  // namespace

model::Diagram read_diagram(FileContext& file, const Element& element) {
  model::Diagram diagram;
  diagram.id = std::string(element["id"]);
  diagram.name = std::string(element["name"]);
  const Element plane = element.any_child("BPMNPlane");
  if (!plane) return diagram;
  diagram.plane_element = drawn(file, plane);
  for (const Element child : plane.children()) {
    if (is_diagram(child, "BPMNShape")) diagram.shapes.push_back(read_shape(file, child));
    if (is_diagram(child, "BPMNEdge")) diagram.edges.push_back(read_edge(file, child));
  }
  return diagram;
}

}  // namespace rondo::bpmn
