// SPDX-License-Identifier: Apache-2.0
#include "bpmn/guards.hpp"

#include "bpmn/expressions.hpp"
#include "bpmn/implementations.hpp"

#include <memory>
#include <string>
#include <utility>

namespace rondo::bpmn {

namespace {

using model::NodeId;

class GuardReader {
 public:
  GuardReader(ProcessContext& context, const Element& element, model::ProcessBuilder& builder, NodeId id,
              const std::function<NodeId(std::string_view)>& node_of)
      : context_(context), element_(element), builder_(builder), id_(id), node_of_(node_of) {}

  void run() {
    auto guard = std::make_unique<model::Guard>();
    guard->cancellation_handler = handler("cancellationHandler");
    guard->last = handler("finally");
    guard->compensation_handler = handler("compensationHandler");
    guard->confirmation_handler = handler("confirmationHandler");
    guard->compensable = element_.ext_flag("compensable", false);
    guard->token = std::string(element_.ext("token"));
    guard->completion_condition =
        add_attribute(context_, element_, SourceKind::Condition, element_.find_ext("completionCondition"));
    guard->race = element_.ext_flag("race", false);
    read_conductor(*guard);
    for (const Element& extension : element_.extensions()) {
      if (extension.name() == "catch") read_catch(extension, *guard);
      if (extension.name() == "conducted" && guard->conductor != nullptr) read_conducted(extension, *guard);
    }
    const bool given = guard->cancellation_handler != model::kNoNode || guard->last != model::kNoNode ||
                       guard->compensable || !guard->catches.empty() ||
                       guard->completion_condition != model::kNoExpression || guard->race ||
                       guard->conductor != nullptr;
    if (given) builder_.node(id_).guard = std::move(guard);
  }

 private:
  NodeId handler(std::string_view attribute) {
    const std::string_view reference = element_.ext(attribute);
    return reference.empty() ? model::kNoNode : demanded(element_, attribute, reference);
  }

  // It begins when it is asked for, and so it lies in the body, with no flow to it.
  NodeId demanded(const Element& at, std::string_view attribute, std::string_view reference) {
    const NodeId found = node_of_(reference);
    if (found == model::kNoNode || builder_.node(found).scope != builder_.node(id_).body) {
      context_.file.error(at, "handler-scope",
                          std::string(attribute) + " of " + describe(element_) + " is '" +
                              std::string(reference) + "', which is no element of its body");
      return model::kNoNode;
    }
    builder_.node(found).on_demand = true;
    return found;
  }

  void read_conductor(model::Guard& guard) {
    const std::string_view name = element_.ext("conductor");
    if (name.empty()) return;
    guard.conductor = std::make_unique<model::Implementation>();
    guard.conductor->kind = model::Implementation::Kind::Type;
    guard.conductor->name = std::string(name);
    guard.conductor->where = element_.where();
    guard.conductor->fields = read_fields(context_, element_);
  }

  void read_conducted(const Element& element, model::Guard& guard) {
    model::ConductedActivity activity;
    activity.name = std::string(element["name"]);
    activity.argument = std::string(element["argument"]);
    activity.bookmark = element["bookmark"] == "true";
    activity.node = demanded(element, "activity", element["activity"]);
    if (activity.name.empty()) activity.name = std::string(element["activity"]);
    if (activity.node != model::kNoNode) guard.conducted.push_back(std::move(activity));
  }

  void read_catch(const Element& element, model::Guard& guard) {
    model::CatchRule rule;
    rule.type = element["type"].empty() ? "Exception" : std::string(element["type"]);
    rule.variable = std::string(element["variable"]);
    if (!element["handler"].empty()) rule.handler = demanded(element, "handler", element["handler"]);
    guard.catches.push_back(std::move(rule));
  }

  ProcessContext& context_;
  const Element& element_;
  model::ProcessBuilder& builder_;
  NodeId id_;
  const std::function<NodeId(std::string_view)>& node_of_;
};

}  // namespace

void read_guard(ProcessContext& context, const Element& element, model::ProcessBuilder& builder, NodeId id,
                const std::function<NodeId(std::string_view)>& node_of) {
  GuardReader(context, element, builder, id, node_of).run();
}

}  // namespace rondo::bpmn
