// SPDX-License-Identifier: Apache-2.0
#include "render/elements.hpp"

namespace rondo::render {

std::string_view ElementRef::name() const noexcept {
  if (node != nullptr) return node->name;
  if (flow != nullptr) return flow->name;
  if (lane != nullptr) return lane->name;
  if (data != nullptr) return data->name;
  if (participant != nullptr) return participant->name;
  if (message_flow != nullptr) return message_flow->name;
  if (artifact != nullptr) return artifact->text;
  return {};
}

Outline ElementRef::outline() const noexcept {
  if (node == nullptr) return Outline::Rectangle;
  switch (model::family_of(node->kind)) {
    case model::ElementFamily::Event:
      return Outline::Circle;
    case model::ElementFamily::Gateway:
      return Outline::Diamond;
    default:
      return Outline::Rectangle;
  }
}

std::pair<std::string_view, std::string_view> ends_of(const ElementRef& element) noexcept {
  if (element.flow != nullptr) {
    if (element.flow->source == model::kNoNode || element.flow->target == model::kNoNode) return {};
    return {element.process->node(element.flow->source).id, element.process->node(element.flow->target).id};
  }
  if (element.message_flow != nullptr) return {element.message_flow->source, element.message_flow->target};
  if (element.artifact != nullptr) return {element.artifact->source, element.artifact->target};
  return {};
}

Elements::Elements(const model::Document& document) : document_(document) {
  for (const auto& process : document.processes) add_process(*process);
  for (const auto& participant : document.participants) by_id_[participant.id].participant = &participant;
  for (const auto& flow : document.message_flows) by_id_[flow.id].message_flow = &flow;
  for (const auto& artifact : document.artifacts) {
    by_id_[artifact.id].artifact = &artifact;
    artifacts_[artifact.parent].push_back(&artifact);
    if (artifact.source.empty() || artifact.target.empty()) continue;
    joined_[artifact.source].push_back(artifact.target);
    joined_[artifact.target].push_back(artifact.source);
  }
  for (const auto& store : document.data_stores) by_id_[store.id].data = &store;
}

void Elements::add_process(const model::ProcessDefinition& process) {
  by_id_[process.id].process = &process;
  for (const auto& node : process.nodes()) by_id_[node.id] = ElementRef{.process = &process, .node = &node};
  for (const auto& flow : process.flows()) by_id_[flow.id] = ElementRef{.process = &process, .flow = &flow};
  for (const auto& lane : process.lanes) by_id_[lane.id] = ElementRef{.process = &process, .lane = &lane};
  for (const auto& scope : process.scopes()) {
    for (const auto& data : scope.data) by_id_[data.id].data = &data;
  }
}

const ElementRef& Elements::find(std::string_view id) const noexcept {
  static const ElementRef kNothing;
  const auto found = by_id_.find(id);
  return found == by_id_.end() || id.empty() ? kNothing : found->second;
}

const std::vector<const model::Artifact*>& Elements::artifacts_in(std::string_view id) const noexcept {
  static const std::vector<const model::Artifact*> kNone;
  const auto found = artifacts_.find(id);
  return found == artifacts_.end() ? kNone : found->second;
}

const std::vector<std::string_view>& Elements::joined_with(std::string_view id) const noexcept {
  static const std::vector<std::string_view> kNone;
  const auto found = joined_.find(id);
  return found == joined_.end() ? kNone : found->second;
}

}  // namespace rondo::render
