// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo::frontends::elsa {

using model::ElementKind;
using model::NodeId;
using model::ScopeId;

// Only flowcharts that go by tokens know it.
model::MergeMode Lowering::merge_mode_of(const Json& activity) {
  const Json* properties = activity.find("customProperties");
  if (merging_ != model::Merging::Tokens || properties == nullptr || !properties->is(Json::Kind::Object)) {
    return model::MergeMode::Implicit;
  }
  const std::string mode = properties->text("mergeMode");
  if (mode == "Merge") return model::MergeMode::All;
  if (mode == "Converge") return model::MergeMode::Every;
  if (mode == "Cascade") return model::MergeMode::Each;
  if (mode == "Race") return model::MergeMode::Any;
  if (!mode.empty() && mode != "None" && mode != "Stream") {
    error(properties->find("mergeMode")->where, "elsa-shape",
          fmt::format("there is no merge mode '{}'", mode));
  }
  return model::MergeMode::Implicit;
}

model::FlowNode Lowering::made(ElementKind kind, const Json& activity, ScopeId scope) {
  model::FlowNode node;
  node.kind = kind;
  node.where = activity.where;
  node.scope = scope;
  node.name = activity.text("name");
  node.merge = merge_mode_of(activity);
  const Json* properties = activity.find("customProperties");
  const Json* background = properties == nullptr ? nullptr : properties->find("runAsynchronously");
  node.async_before = background != nullptr && background->scalar == model::Value(true);
  std::string id = activity.text("id");
  if (id.empty()) {
    const std::string type = activity.text("type");
    const std::string_view word = std::string_view(type).substr(type.rfind('.') + 1);
    node.id = node_names_.unique(word.empty() ? "activity" : word);
    return node;
  }
  if (!node_names_.take(id)) {
    error(activity.where, "duplicate-id", fmt::format("there is another activity with the id '{}'", id));
  }
  node.id = std::move(id);
  return node;
}

model::ActivityExtras& Lowering::extras(model::FlowNode& node) {
  if (node.extras == nullptr) node.extras = std::make_unique<model::ActivityExtras>();
  return *node.extras;
}

void Lowering::declare_local(model::FlowNode& node, std::string name) {
  model::DataItem local;
  local.kind = model::DataItem::Kind::Property;
  local.id = local.name = std::move(name);
  local.initial = model::Value();
  node.properties.push_back(std::move(local));
}

model::EventDefinition& Lowering::event_of(model::FlowNode& node, model::EventKind kind) {
  node.event = kind;
  model::EventDefinition& event = node.events.emplace_back();
  event.kind = kind;
  event.where = node.where;
  return event;
}

model::SequenceFlow& Lowering::connect(NodeId source, NodeId target) {
  model::SequenceFlow flow;
  flow.id = fmt::format("_flow{}", ++flows_);
  flow.where = builder_.node(target).where;
  flow.source = source;
  flow.target = target;
  return builder_.flow(builder_.add_flow(std::move(flow)));
}

}  // namespace rondo::frontends::elsa
