// SPDX-License-Identifier: Apache-2.0
#include "render/node_box.hpp"

#include "render/text.hpp"

#include <algorithm>

namespace rondo::render {

namespace {

using model::ElementFamily;
using model::FlowNode;

constexpr double kEventSize = 36;
constexpr double kGatewaySize = 50;
constexpr double kTaskWidth = 100;
constexpr double kTaskHeight = 80;
constexpr double kLabelWidth = 100;  // as labels without bounds are drawn
constexpr double kGatewayLabelWidth = 75;
constexpr double kLabelGap = 9;
constexpr double kPadding = 20;
constexpr double kTitleHeight = 35;

struct LabelSize {
  double width = 0, height = 0;
};

LabelSize label_size(std::string_view text, double width) {
  const auto lines = wrap(text, width);
  LabelSize size{0, std::ceil(static_cast<double>(lines.size()) * kLineHeight)};
  for (const std::string& line : lines) size.width = std::max(size.width, std::ceil(text_width(line)));
  return size;
}

// A symbol with its name below; at the left side of what leaves the lower corner of a diamond.
NodeBox labeled_box(const FlowNode& node, double size, bool diamond) {
  const LabelSize label = label_size(node.name, diamond ? kGatewayLabelWidth : kLabelWidth);
  NodeBox box;
  box.width = std::max(size, diamond ? 2 * (label.width + kLabelGap) : label.width);
  box.height = size + (label.height > 0 ? label.height + 4 : 0);
  box.shape = {(box.width - size) / 2, 0, size, size};
  return box;
}

NodeBox task_box(const FlowNode& node) {
  NodeBox box;
  box.shape = {0, 0, kTaskWidth, kTaskHeight};
  // Icons and markers leave room for three lines.
  constexpr double kThreeLines = 3 * kLineHeight;
  LabelSize label = label_size(node.name, box.shape.width - 10);
  if (label.height > kThreeLines) {
    box.shape.width = 150;
    label = label_size(node.name, box.shape.width - 10);
    box.shape.height =
        std::max(kTaskHeight, 2 * std::ceil(std::min(label.height, 12 * kLineHeight) / 2) + 38);
  }
  return box;
}

NodeBox expanded_box(const FlowNode& node, const Box& inside) {
  NodeBox box;
  const double title = std::min(text_width(node.name) + 30, 300.0);
  box.shape.width = std::max({inside.width + 2 * kPadding, title, 140.0});
  // Even, for lines in its middle that are no fractions.
  box.shape.height = std::max(2 * std::ceil((inside.height + kTitleHeight + kPadding + 10) / 2), 120.0);
  box.inside = {(box.shape.width - inside.width) / 2, kTitleHeight};
  box.expanded = true;
  return box;
}

// From right to left along the lower border. Flows of events further left run further down.
void add_ports(NodeBox& box, const std::vector<const FlowNode*>& events) {
  constexpr double kBorder = 6;
  std::vector<LabelSize> labels;
  double needed = kBorder;
  double deepest = 0;
  for (const FlowNode* event : events) {
    labels.push_back(label_size(event->name, 70));
    needed += kEventSize + kBorder + (labels.back().width > 0 ? labels.back().width + 4 : 0);
    deepest = std::max(deepest, labels.back().height);
  }
  box.shape.width = std::max(box.shape.width, needed);
  double x = box.shape.width - kBorder;
  double exit = box.shape.height + kEventSize / 2 + 12;
  for (std::size_t i = 0; i < events.size(); ++i) {
    BoundaryPort port{
        events[i], {x - kEventSize, box.shape.height - kEventSize / 2, kEventSize, kEventSize}, {}, exit};
    x -= kEventSize + kBorder;
    if (labels[i].width > 0) {
      port.label = {port.event.x - labels[i].width - 2, box.shape.height + 3, labels[i].width,
                    labels[i].height};
      x -= labels[i].width + 4;
    }
    // The flow of an event further left must not run through this one's name.
    exit = std::max(exit + 10, box.shape.height + 3 + deepest + 4);
    box.ports.push_back(port);
  }
  if (!events.empty()) box.height = std::max(exit, box.shape.height + kEventSize / 2 + 4);
}

}  // namespace

const BoundaryPort* NodeBox::port_of(const FlowNode& event) const noexcept {
  for (const BoundaryPort& port : ports) {
    if (port.node == &event) return &port;
  }
  return nullptr;
}

NodeBox make_box(const FlowNode& node, const std::vector<const FlowNode*>& boundary, const Box& inside) {
  switch (model::family_of(node.kind)) {
    case ElementFamily::Event:
      return labeled_box(node, kEventSize, false);
    case ElementFamily::Gateway:
      return labeled_box(node, kGatewaySize, true);
    default:
      break;
  }
  NodeBox box = inside.width > 0 ? expanded_box(node, inside) : task_box(node);
  box.height = box.shape.height;
  add_ports(box, boundary);
  box.width = box.shape.width;
  return box;
}

Box gateway_label(std::string_view name, const Box& shape, bool beside) {
  const LabelSize size = label_size(name, kGatewayLabelWidth);
  const double center = shape.x + shape.width / 2;
  return {beside ? center - kLabelGap - size.width : center - size.width / 2,
          bottom_of(shape) + (beside ? 1 : 3), size.width, size.height};
}

ArtifactSize size_of(const model::Artifact& artifact) {
  using Kind = model::Artifact::Kind;
  if (artifact.kind == Kind::TextAnnotation) {
    const LabelSize label = label_size(artifact.text, 140);
    const double width = std::max(label.width + 14, 40.0);
    return {width, std::max(label.height + 8, 30.0), width, 0};
  }
  const LabelSize label = label_size(artifact.text, kLabelWidth);
  const double height = label.height > 0 ? label.height + 4 : 0;
  if (artifact.kind == Kind::DataStore) return {50, 50, std::max(50.0, label.width), height};
  return {36, 50, std::max(36.0, label.width), height};
}

std::optional<Box> label_place(std::string_view name, const Line& line, bool from_boundary) {
  if (name.empty() || line.size() < 2) return std::nullopt;
  const LabelSize size = label_size(name, 70);
  // The piece after the first bend belongs to this flow alone, others may share the one before.
  std::size_t best = 0;
  double longest = 0;
  for (std::size_t i = from_boundary ? 1 : 0; i + 1 < line.size() && i < 5; ++i) {
    if (line[i].second != line[i + 1].second) continue;
    const double length = std::abs(line[i + 1].first - line[i].first);
    const bool own = i > 0 || line.size() == 2;
    if (length > longest && (own || longest == 0)) {
      best = i;
      longest = own ? length : 0.001;
    }
  }
  const double left = std::min(line[best].first, line[best + 1].first);
  const double right = std::max(line[best].first, line[best + 1].first);
  // Near the beginning, but never over it: long pieces pass other nodes.
  const double x = right - left > size.width + 8 ? left + 6 : (left + right - size.width) / 2;
  return Box{x, line[best].second - size.height - 2, size.width, size.height};
}

}  // namespace rondo::render
