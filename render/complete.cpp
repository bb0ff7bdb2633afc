// SPDX-License-Identifier: Apache-2.0
#include "render/complete.hpp"

#include "render/layout.hpp"
#include "render/node_box.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace rondo::render {

namespace {

using model::Artifact;
using model::NodeId;
using model::ProcessDefinition;

constexpr double kDiagramGap = 60;
constexpr double kPoolStrip = 30;

class Completion {
 public:
  explicit Completion(const Elements& elements) : elements_(elements) {}

  model::Diagram run() {
    const auto& document = elements_.document();
    for (const model::Diagram& diagram : document.diagrams) add_diagram(diagram);
    for (const auto& process : document.processes) {
      if (draws_any_of(*process)) fill_in(*process);
    }
    add_participants();
    for (const auto& process : document.processes) {
      if (!laid_out_.contains(process.get()) && !draws_any_of(*process)) add_process(*process, nullptr);
    }
    join_artifacts();
    join_messages();
    return std::move(result_);
  }

 private:
  void add_shape(model::Shape shape) {
    places_[shape.element] = shape.bounds;
    extent_.add(shape.bounds);
    result_.shapes.push_back(std::move(shape));
  }

  void add_edge(model::Edge edge) {
    for (const Point& point : edge.waypoints) extent_.add(point);
    edges_.insert(edge.element);
    result_.edges.push_back(std::move(edge));
  }

  void add_edge(const std::string& element, Line line) {
    model::Edge edge;
    edge.element = element;
    edge.waypoints = std::move(line);
    add_edge(std::move(edge));
  }

  [[nodiscard]] double next_top(double gap) const {
    return extent_.empty() ? 0 : bottom_of(extent_.box()) + gap;
  }
  [[nodiscard]] double left() const { return extent_.box().x; }
  [[nodiscard]] bool is_drawn(const std::string& id) const { return places_.contains(id); }
  [[nodiscard]] bool draws_any_of(const ProcessDefinition& process) const {
    return std::any_of(process.nodes().begin(), process.nodes().end(),
                       [this](const auto& node) { return is_drawn(node.id); });
  }

  // A later diagram stands below; what an earlier one has is not shown again.
  void add_diagram(const model::Diagram& diagram) {
    Extent extent;
    for (const model::Shape& shape : diagram.shapes) {
      if (!is_drawn(shape.element)) extent.add(shape.bounds);
    }
    const bool first = extent_.empty();
    const Point by{first ? 0 : left() - extent.box().x, first ? 0 : next_top(kDiagramGap) - extent.box().y};
    std::unordered_set<std::string> earlier;
    for (const auto& [id, place] : places_) earlier.insert(id);
    for (model::Shape shape : diagram.shapes) {
      if (earlier.contains(shape.element)) continue;
      shape.bounds = moved(shape.bounds, by);
      if (shape.label) shape.label = moved(*shape.label, by);
      add_shape(std::move(shape));
    }
    const auto known = edges_;
    for (model::Edge edge : diagram.edges) {
      if (known.contains(edge.element) || edge.waypoints.size() < 2) continue;
      if (edge.label) edge.label = moved(*edge.label, by);
      for (Point& point : edge.waypoints) point = {point.first + by.first, point.second + by.second};
      add_edge(std::move(edge));
    }
  }

  // What a drawn process has and the file does not place. The inside of a sub-process may be left out.
  void fill_in(const ProcessDefinition& process) {
    double x = left();
    const double top = next_top(kDiagramGap);
    for (const model::Scope& scope : process.scopes()) {
      const auto drawn = [&](NodeId node) { return is_drawn(process.node(node).id); };
      if (std::none_of(scope.nodes.begin(), scope.nodes.end(), drawn)) continue;
      for (const NodeId node : scope.nodes) {
        if (!drawn(node)) x = place_missing(process, process.node(node), x, top);
      }
    }
    for (const model::SequenceFlow& flow : process.flows()) {
      if (!edges_.contains(flow.id))
        join(flow.id, process.node(flow.source).id, process.node(flow.target).id);
    }
  }

  double place_missing(const ProcessDefinition& process, const model::FlowNode& node, double x, double top) {
    model::Shape shape;
    shape.element = node.id;
    shape.expanded = false;
    if (node.attached_to != model::kNoNode) {
      const auto host = places_.find(process.node(node.attached_to).id);
      if (host == places_.end()) return x;
      const double at = right_of(host->second) - 50 - 46 * static_cast<double>(borders_[host->first]++);
      shape.bounds = {at, bottom_of(host->second) - 18, 36, 36};
      add_shape(std::move(shape));
      return x;
    }
    const NodeBox box = make_box(node, {}, {});
    shape.bounds = moved(box.shape, {x, top});
    add_shape(std::move(shape));
    return x + box.width + 40;
  }

  void join(const std::string& edge, const std::string& source, const std::string& target) {
    const auto from = places_.find(source);
    const auto to = places_.find(target);
    if (from != places_.end() && to != places_.end()) {
      add_edge(edge, {center_of(from->second), center_of(to->second)});
    }
  }

  // Pools, where the file draws neither them nor their processes.
  void add_participants() {
    const auto& document = elements_.document();
    double width = 600;
    std::vector<const model::Participant*> closed;
    for (const model::Participant& participant : document.participants) {
      if (is_drawn(participant.id)) continue;
      const ProcessDefinition* process = elements_.find(participant.process).process;
      if (process != nullptr && (draws_any_of(*process) || laid_out_.contains(process))) continue;
      if (process == nullptr) {
        pools_.push_back(result_.shapes.size());
        model::Shape shape;
        shape.element = participant.id;
        shape.bounds = {left(), next_top(40), 0, 60};
        add_shape(std::move(shape));
      } else {
        add_process(*process, &participant);
      }
    }
    for (const std::size_t pool : pools_) width = std::max(width, result_.shapes[pool].bounds.width);
    for (const std::size_t pool : pools_) widen(result_.shapes[pool], width);
  }

  // All pools are as wide as the widest, with their lanes.
  void widen(model::Shape& pool, double width) {
    const ElementRef& element = elements_.find(pool.element);
    const ProcessDefinition* process = elements_.find(element.participant->process).process;
    if (process != nullptr) {
      for (model::Shape& shape : result_.shapes) {
        const ElementRef& lane = elements_.find(shape.element);
        if (lane.lane != nullptr && lane.process == process) shape.bounds.width = width - kPoolStrip;
      }
    }
    pool.bounds.width = width;
    places_[pool.element] = pool.bounds;
    extent_.add(pool.bounds);
  }

  void add_process(const ProcessDefinition& process, const model::Participant* participant) {
    laid_out_.insert(&process);
    const ProcessLayout layout = lay_out(elements_, process);
    const bool lanes = !process.lanes.empty();
    Point by{left(), next_top(participant == nullptr ? kDiagramGap : 40)};
    if (participant != nullptr) {
      const double padding = lanes ? 0 : kPoolPadding;
      model::Shape pool;
      pool.element = participant->id;
      pool.bounds = {by.first, by.second, layout.width + kPoolStrip + 2 * padding,
                     std::max(layout.height + 2 * padding, 80.0)};
      pools_.push_back(result_.shapes.size());
      add_shape(std::move(pool));
      by = {by.first + kPoolStrip + padding, by.second + padding};
    }
    for (model::Shape shape : layout.shapes) {
      shape.bounds = moved(shape.bounds, by);
      if (shape.label) shape.label = moved(*shape.label, by);
      add_shape(std::move(shape));
    }
    for (model::Edge edge : layout.edges) {
      if (edge.label) edge.label = moved(*edge.label, by);
      for (Point& point : edge.waypoints) point = {point.first + by.first, point.second + by.second};
      add_edge(std::move(edge));
    }
  }

  void join_artifacts() {
    for (const Artifact& artifact : elements_.document().artifacts) {
      const bool joins =
          artifact.kind == Artifact::Kind::Association || artifact.kind == Artifact::Kind::DataAssociation;
      if (joins && (artifact.id.empty() || !edges_.contains(artifact.id))) {
        join(artifact.id, artifact.source, artifact.target);
      }
    }
  }

  // From pool to pool through the space between them.
  void join_messages() {
    std::size_t count = 0;
    for (const model::MessageFlow& flow : elements_.document().message_flows) {
      const auto from = places_.find(flow.source);
      const auto to = places_.find(flow.target);
      if (edges_.contains(flow.id) || from == places_.end() || to == places_.end()) continue;
      const bool down = from->second.y < to->second.y;
      double source = center_of(from->second).first;
      double target = center_of(to->second).first;
      if (elements_.find(flow.source).participant != nullptr) source = target;
      if (elements_.find(flow.target).participant != nullptr) target = source;
      const double start = down ? bottom_of(from->second) : from->second.y;
      const double end = down ? to->second.y : bottom_of(to->second);
      const double between = gap_beside(flow.target, down, end) + static_cast<double>(count++ % 4) * 5 - 8;
      Line line{{source, start}, {source, between}, {target, between}, {target, end}};
      if (source == target) line = {{source, start}, {target, end}};
      add_edge(flow.id, std::move(line));
    }
  }

  // The middle of the space before the pool that an element lies in.
  [[nodiscard]] double gap_beside(const std::string& id, bool above, double otherwise) const {
    const auto place = places_.find(id);
    for (const std::size_t pool : pools_) {
      const Box& box = result_.shapes[pool].bounds;
      if (place != places_.end() && contains(box, place->second))
        return above ? box.y - 20 : bottom_of(box) + 20;
    }
    return above ? otherwise - 20 : otherwise + 20;
  }

  const Elements& elements_;
  model::Diagram result_;
  Extent extent_;
  std::unordered_map<std::string, Box> places_;
  std::unordered_map<std::string, std::size_t> borders_;  // events put on a shape's border
  std::unordered_set<std::string> edges_;
  std::unordered_set<const ProcessDefinition*> laid_out_;
  std::vector<std::size_t> pools_;  // shapes that were made here
};

}  // namespace

model::Diagram complete_diagram(const Elements& elements) { return Completion(elements).run(); }

}  // namespace rondo::render
