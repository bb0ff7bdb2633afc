// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/document.hpp"
#include "render/geometry.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rondo::render {

/// A boundary event in the box of its activity.
struct BoundaryPort {
  const model::FlowNode* node = nullptr;
  Box event;
  Box label;        ///< Empty when it has none.
  double exit = 0;  ///< How far down its flows run to the right.
};

/// A node with its boundary events and room for labels. Places are relative to the box's corner.
struct NodeBox {
  double width = 0, height = 0;
  Box shape;
  Point inside;  ///< Where the content of an expanded sub-process begins, relative to the shape.
  bool expanded = false;
  std::vector<BoundaryPort> ports;

  /// The place of a boundary event; nullptr when it is not one of them.
  [[nodiscard]] const BoundaryPort* port_of(const model::FlowNode& event) const noexcept;
};

/// Finds the size of a node. `inside` is that of a sub-process's content.
[[nodiscard]] NodeBox make_box(const model::FlowNode& node,
                               const std::vector<const model::FlowNode*>& boundary, const Box& inside);

/// Where the name of a gateway stands: below it, or beside what leaves its lower corner.
[[nodiscard]] Box gateway_label(std::string_view name, const Box& shape, bool beside);

/// The size of an artifact's shape; `room` is its width with its label, `label` the label's height.
struct ArtifactSize {
  double width = 0, height = 0, room = 0, label = 0;
};
[[nodiscard]] ArtifactSize size_of(const model::Artifact& artifact);

[[nodiscard]] inline Box moved(const Box& box, const Point& by) noexcept {
  return {box.x + by.first, box.y + by.second, box.width, box.height};
}

/// Where the name of a flow that was laid out stands: above its longest early horizontal piece.
[[nodiscard]] std::optional<Box> label_place(std::string_view name, const Line& line, bool from_boundary);

}  // namespace rondo::render
