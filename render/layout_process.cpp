// SPDX-License-Identifier: Apache-2.0
#include "render/lane_bands.hpp"
#include "render/layout.hpp"
#include "render/node_box.hpp"

#include <algorithm>
#include <unordered_map>

namespace rondo::render {

namespace {

using model::Artifact;
using model::FlowNode;
using model::NodeId;
using model::ScopeId;

constexpr double kLaneStrip = 30;

// One scope: its graph, and the artifacts above and below it.
struct ScopeLayout {
  LayoutGraph graph;
  std::vector<NodeId> nodes;                                  // of the graph, in its order
  std::vector<NodeBox> boxes;                                 // how the nodes lie in their boxes
  std::vector<std::string_view> edges;                        // ids of the graph's edges
  std::unordered_map<std::string_view, std::size_t> edge_of;  // by id
  std::vector<NodeId> edge_sources;  // where they really begin: perhaps a boundary event
  std::vector<const Artifact*> artifacts;
  std::vector<Box> artifact_boxes;
  double graph_top = 0;  // room for annotations
  double width = 0, height = 0;
};

class ProcessLayouter {
 public:
  ProcessLayouter(const Elements& elements, const model::ProcessDefinition& process)
      : elements_(elements),
        process_(process),
        scopes_(process.scopes().size()),
        place_(process.nodes().size(), kNowhere),
        bands_(process) {}

  ProcessLayout run() {
    // A scope comes after the one around it.
    for (std::size_t i = scopes_.size(); i > 0; --i) lay_out_scope(static_cast<ScopeId>(i - 1));
    origins_.resize(scopes_.size());
    emit_lanes();
    for (std::size_t i = 0; i < scopes_.size(); ++i) emit(static_cast<ScopeId>(i));
    return std::move(result_);
  }

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  [[nodiscard]] const FlowNode& host_of(NodeId id) const {
    const FlowNode& node = process_.node(id);
    return node.attached_to == model::kNoNode ? node : process_.node(node.attached_to);
  }
  [[nodiscard]] std::size_t place_of(NodeId id) const {
    const NodeId host = process_.node(id).attached_to;
    return place_[index(host == model::kNoNode ? id : host)];
  }

  void lay_out_scope(ScopeId id) {
    ScopeLayout& scope = scopes_[index(id)];
    for (const NodeId node : process_.scope(id).nodes) add_node(scope, node);
    for (const NodeId node : process_.scope(id).nodes) add_edges(scope, node);
    add_associations(scope, id);
    if (id == ScopeId{0}) use_lanes(scope);
    render::lay_out(scope.graph);
    scope.width = scope.graph.width;
    scope.height = scope.graph.height;
    place_artifacts(scope);
  }

  void add_node(ScopeLayout& scope, NodeId id) {
    const FlowNode& node = process_.node(id);
    if (node.attached_to != model::kNoNode) return;
    std::vector<const FlowNode*> boundary;
    for (const NodeId event : process_.boundary_events(id)) boundary.push_back(&process_.node(event));
    Box inside{};
    if (node.body != model::kNoScope) {
      inside.width = scopes_[index(node.body)].width;
      inside.height = scopes_[index(node.body)].height;
    }
    place_[index(id)] = scope.nodes.size();
    scope.nodes.push_back(id);
    scope.boxes.push_back(make_box(node, boundary, inside));
    const NodeBox& box = scope.boxes.back();
    LayoutNode placed;
    placed.width = box.width;
    placed.height = box.height;
    placed.anchor = box.shape.y + box.shape.height / 2;
    if (model::family_of(node.kind) == model::ElementFamily::Gateway) placed.corner = placed.anchor;
    if (is_activity(model::family_of(node.kind))) placed.slack = 12;
    scope.graph.nodes.push_back(placed);
  }

  void add_edge(ScopeLayout& scope, std::string_view id, NodeId source, NodeId target, bool labeled) {
    LayoutEdge edge;
    edge.source = place_of(source);
    edge.target = place_of(target);
    edge.labeled = labeled;
    const NodeBox& from = scope.boxes[edge.source];
    edge.inset_source = from.width - right_of(from.shape);
    edge.inset_target = scope.boxes[edge.target].shape.x;
    if (const BoundaryPort* port = from.port_of(process_.node(source))) {
      edge.port_x = port->event.x + port->event.width / 2;
      edge.port_y = port->exit;
    }
    scope.graph.edges.push_back(std::move(edge));
    scope.edge_of.emplace(id, scope.edges.size());
    scope.edges.push_back(id);
    scope.edge_sources.push_back(source);
  }

  void add_edges(ScopeLayout& scope, NodeId node) {
    for (const model::FlowId id : process_.outgoing(node)) {
      const model::SequenceFlow& flow = process_.flow(id);
      add_edge(scope, flow.id, node, flow.target, !flow.name.empty());
    }
  }

  // Associations between nodes, such as from a compensation event to its handler, shape the graph, too.
  void add_associations(ScopeLayout& scope, ScopeId id) {
    const NodeId owner = process_.scope(id).owner;
    const std::string_view parent = owner == model::kNoNode ? process_.id : process_.node(owner).id;
    for (const Artifact* artifact : elements_.artifacts_in(parent)) {
      const ElementRef& source = elements_.find(artifact->source);
      const ElementRef& target = elements_.find(artifact->target);
      if (artifact->kind == Artifact::Kind::Association && source.node != nullptr && target.node != nullptr) {
        if (source.process == &process_ && target.process == &process_ && source.node->scope == id &&
            target.node->scope == id) {
          add_edge(scope, artifact->id, process_.find(source.node->id), process_.find(target.node->id),
                   false);
        }
      } else if (artifact->kind == Artifact::Kind::TextAnnotation ||
                 (artifact->kind >= Artifact::Kind::DataObject &&
                  artifact->kind <= Artifact::Kind::DataOutput)) {
        scope.artifacts.push_back(artifact);
      }
    }
  }

  void use_lanes(ScopeLayout& scope) {
    if (bands_.lanes().empty()) return;
    std::size_t last = bands_.lanes().size() - 1;
    for (std::size_t i = 0; i < scope.nodes.size(); ++i) {
      scope.graph.nodes[i].band = bands_.band_of(scope.nodes[i]);
      last = std::max(last, scope.graph.nodes[i].band);
    }
    scope.graph.bands = last + 1;
  }

  // The middle of what an artifact belongs to; 0 when that is not here.
  [[nodiscard]] double wished_place(const ScopeLayout& scope, const Artifact& artifact) const {
    for (const std::string_view other : elements_.joined_with(artifact.id)) {
      const ElementRef& element = elements_.find(other);
      if (element.node == nullptr || element.process != &process_) continue;
      const std::size_t place = place_of(process_.find(element.node->id));
      if (place >= scope.nodes.size() ||
          scope.nodes[place] != process_.find(host_of(process_.find(other)).id))
        continue;
      return scope.graph.nodes[place].x + scope.graph.nodes[place].width / 2;
    }
    return 0;
  }

  // Annotations stand above the graph, data below it.
  void place_artifacts(ScopeLayout& scope) {
    std::vector<std::pair<double, const Artifact*>> above, below;
    for (const Artifact* artifact : scope.artifacts) {
      const bool note = artifact->kind == Artifact::Kind::TextAnnotation;
      (note ? above : below).emplace_back(wished_place(scope, *artifact), artifact);
    }
    scope.artifacts.clear();
    const double margin = bands_.lanes().empty() ? 0 : 10;
    const double above_height = place_row(scope, above, margin);
    scope.graph_top = above_height > 0 ? margin + above_height + 30 : 0;
    scope.height += scope.graph_top;
    const double below_height = place_row(scope, below, scope.height + 30);
    if (below_height > 0) scope.height += 30 + below_height + margin;
  }

  double place_row(ScopeLayout& scope, std::vector<std::pair<double, const Artifact*>>& row, double top) {
    std::stable_sort(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    double x = 0, height = 0;
    for (const auto& [wish, artifact] : row) {
      const ArtifactSize size = size_of(*artifact);
      x = std::max(x, wish - size.room / 2);
      scope.artifacts.push_back(artifact);
      scope.artifact_boxes.push_back({x + (size.room - size.width) / 2, top, size.width, size.height});
      x += size.room + 20;
      height = std::max(height, size.height + size.label);
      scope.width = std::max(scope.width, x - 20);
    }
    for (std::size_t i = scope.artifacts.size() - row.size(); i < scope.artifacts.size(); ++i) {
      // Notes of one row end on one line.
      Box& box = scope.artifact_boxes[i];
      if (scope.artifacts[i]->kind == Artifact::Kind::TextAnnotation) box.y = top + height - box.height;
    }
    return height;
  }

  void emit_lanes() {
    ScopeLayout& root = scopes_.front();
    if (bands_.lanes().empty()) {
      result_.width = root.width;
      result_.height = root.height;
      return;
    }
    origins_.front() = {kLaneStrip + kPoolPadding, 0};
    result_.width = root.width + kLaneStrip + 2 * kPoolPadding;
    if (root.graph.bands == 1) {
      origins_.front().second = kPoolPadding;
      root.height += 2 * kPoolPadding;
    }
    result_.height = root.height;
    for (std::size_t i = 0; i < bands_.lanes().size(); ++i) {
      model::Shape shape;
      shape.element = bands_.lanes()[i]->id;
      const bool banded = root.graph.bands > 1;
      const double top = i == 0 ? 0 : root.graph_top + root.graph.band_tops[i];
      const double bottom =
          i + 1 == root.graph.bands || !banded ? root.height : root.graph_top + root.graph.band_tops[i + 1];
      shape.bounds = {0, top, result_.width, bottom - top};
      result_.shapes.push_back(std::move(shape));
    }
  }

  void emit(ScopeId id) {
    const ScopeLayout& scope = scopes_[index(id)];
    const Point origin{origins_[index(id)].first, origins_[index(id)].second + scope.graph_top};
    for (std::size_t i = 0; i < scope.nodes.size(); ++i) emit_node(scope, i, origin);
    for (std::size_t i = 0; i < scope.edges.size(); ++i) emit_edge(scope, i, origin);
    for (std::size_t i = 0; i < scope.artifacts.size(); ++i) {
      model::Shape shape;
      shape.element = scope.artifacts[i]->id;
      shape.bounds = scope.artifact_boxes[i];
      shape.bounds.x += origins_[index(id)].first;
      shape.bounds.y += origins_[index(id)].second;
      result_.shapes.push_back(std::move(shape));
    }
  }

  void emit_node(const ScopeLayout& scope, std::size_t i, const Point& origin) {
    const FlowNode& node = process_.node(scope.nodes[i]);
    const NodeBox& box = scope.boxes[i];
    const LayoutNode& placed = scope.graph.nodes[i];
    const Point corner{origin.first + placed.x, origin.second + placed.y};
    model::Shape shape;
    shape.element = node.id;
    shape.bounds = moved(box.shape, corner);
    shape.expanded = box.expanded;
    if (box.expanded) {
      origins_[index(node.body)] = {shape.bounds.x + box.inside.first, shape.bounds.y + box.inside.second};
    }
    if (placed.corner > 0 && !node.name.empty()) {
      shape.label = gateway_label(node.name, shape.bounds, leaves_lower_corner(scope, i));
    }
    result_.shapes.push_back(std::move(shape));
    for (const BoundaryPort& port : box.ports) {
      model::Shape event;
      event.element = port.node->id;
      event.bounds = moved(port.event, corner);
      if (port.label.width > 0) event.label = moved(port.label, corner);
      result_.shapes.push_back(std::move(event));
    }
  }

  [[nodiscard]] bool leaves_lower_corner(const ScopeLayout& scope, std::size_t place) const {
    const LayoutNode& node = scope.graph.nodes[place];
    for (const model::FlowId id : process_.outgoing(scope.nodes[place])) {
      const auto edge = scope.edge_of.find(process_.flow(id).id);
      if (edge == scope.edge_of.end()) continue;
      const Line& line = scope.graph.edges[edge->second].line;
      if (!line.empty() && line.front().second > node.y + node.anchor) return true;
    }
    return false;
  }

  void emit_edge(const ScopeLayout& scope, std::size_t i, const Point& origin) {
    model::Edge edge;
    edge.element = std::string(scope.edges[i]);
    const LayoutEdge& placed = scope.graph.edges[i];
    const NodeBox& box = scope.boxes[placed.source];
    if (const BoundaryPort* port = box.port_of(process_.node(scope.edge_sources[i]))) {
      const LayoutNode& host = scope.graph.nodes[placed.source];
      edge.waypoints.emplace_back(host.x + placed.port_x, host.y + bottom_of(port->event));
    }
    for (const Point& point : placed.line) extend(edge.waypoints, point);
    edge.label = label_place(elements_.find(edge.element).name(), edge.waypoints, placed.port_x > 0);
    if (edge.label) *edge.label = moved(*edge.label, origin);
    for (auto& [x, y] : edge.waypoints) {
      x += origin.first;
      y += origin.second;
    }
    result_.edges.push_back(std::move(edge));
  }

  const Elements& elements_;
  const model::ProcessDefinition& process_;
  std::vector<ScopeLayout> scopes_;
  std::vector<std::size_t> place_;  // of each node in its scope's graph
  LaneBands bands_;
  std::vector<Point> origins_;  // of each scope
  ProcessLayout result_;
};

}  // namespace

ProcessLayout lay_out(const Elements& elements, const model::ProcessDefinition& process) {
  return ProcessLayouter(elements, process).run();
}

}  // namespace rondo::render
