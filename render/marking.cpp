// SPDX-License-Identifier: Apache-2.0
#include "render/marking.hpp"

#include "render/text.hpp"

#include <deque>
#include <utility>

namespace rondo::render {

namespace {

using model::ProcessDefinition;

// A node that tokens leave, with the flows that are not yet known to be taken.
struct Departure {
  const ProcessDefinition* process = nullptr;
  std::vector<model::FlowId> flows;
};

// The flow of `departure` that leads to `node`; it is taken away.
const model::SequenceFlow* take(Departure& departure, std::string_view node) {
  for (auto flow = departure.flows.begin(); flow != departure.flows.end(); ++flow) {
    const model::SequenceFlow& candidate = departure.process->flow(*flow);
    if (departure.process->node(candidate.target).id != node) continue;
    departure.flows.erase(flow);
    return &candidate;
  }
  return nullptr;
}

// Tokens arrive in the order in which they left: departures before the found one are done with.
const model::SequenceFlow* arrive(std::deque<Departure>& departures, std::string_view node) {
  for (std::size_t i = 0; i < departures.size(); ++i) {
    const model::SequenceFlow* flow = take(departures[i], node);
    if (flow == nullptr) continue;
    departures.erase(departures.begin(), departures.begin() + static_cast<std::ptrdiff_t>(i));
    return flow;
  }
  return nullptr;
}

using Nodes = std::unordered_map<std::string_view, std::pair<const ProcessDefinition*, model::NodeId>>;

Nodes nodes_of(const model::Document& document) {
  Nodes nodes;
  for (const auto& process : document.processes) {
    for (std::size_t i = 0; i < process->nodes().size(); ++i) {
      nodes.emplace(process->nodes()[i].id, std::pair(process.get(), static_cast<model::NodeId>(i)));
    }
  }
  return nodes;
}

void paint_badge(Svg& svg, std::size_t count, const Point& center, Style style, Extent& extent) {
  const std::string text = std::to_string(count);
  const double width = std::max(18.0, text_width(text) + 8);
  const Box box{center.first - width / 2, center.second - 9, width, 18};
  svg.rectangle(box, 9, style);
  svg.text({text}, center.first, center.second - 8, "count");
  extent.add(box);
}

}  // namespace

Marking::Marking(const model::Document& document, const Marks& marks) : marks_(marks) { follow(document); }

void Marking::follow(const model::Document& document) {
  if (marks_.steps.empty()) return;
  const Nodes nodes = nodes_of(document);
  std::unordered_map<std::string_view, std::deque<Departure>> departures;  // by instance
  for (const Marks::Step& step : marks_.steps) {
    const auto found = nodes.find(step.node);
    if (found == nodes.end()) continue;
    auto& open = departures[step.instance];
    if (step.leaves) {
      const auto [process, node] = found->second;
      const auto flows = process->outgoing(node);
      if (!flows.empty()) open.push_back({process, {flows.begin(), flows.end()}});
    } else if (const model::SequenceFlow* flow = arrive(open, step.node)) {
      ++taken_[flow->id];
    }
  }
}

std::size_t Marking::taken(std::string_view flow) const noexcept {
  const auto found = taken_.find(flow);
  return found == taken_.end() ? 0 : found->second;
}

std::string Marking::style_of(std::string_view id, std::string_view base) const {
  const bool visited = marks_.visits.contains(id) || taken_.contains(id);
  return std::string(base) + (visited ? " taken" : "") + (marks_.tokens.contains(id) ? " waiting" : "");
}

void Marking::paint_badges(Svg& svg, const model::Shape& shape, Extent& extent) const {
  const Box& box = shape.bounds;
  if (const auto visits = marks_.visits.find(shape.element); visits != marks_.visits.end()) {
    paint_badge(svg, visits->second, {right_of(box) - 2, box.y}, "badge", extent);
  }
  if (const auto tokens = marks_.tokens.find(shape.element); tokens != marks_.tokens.end()) {
    paint_badge(svg, tokens->second, {box.x + 2, box.y}, "token", extent);
  }
}

}  // namespace rondo::render
