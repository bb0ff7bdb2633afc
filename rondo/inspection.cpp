// SPDX-License-Identifier: Apache-2.0
#include "rondo/inspection.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace rondo {

namespace {

using model::ExpressionId;
using model::FlowNode;
using model::NodeId;
using model::ProcessDefinition;

class Description {
 public:
  explicit Description(const ProcessDefinition& definition) : definition_(definition) {}

  std::string text() && {
    line(0, "process {}{}{}", definition_.id, quoted(definition_.name),
         definition_.executable ? "" : " (not executable)");
    write_scope(model::ScopeId{0}, 1);
    return std::move(text_);
  }

 private:
  template <typename... Arguments>
  void line(std::size_t depth, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    text_.append(depth * 2, ' ');
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }

  static std::string quoted(std::string_view name) {
    return name.empty() ? "" : fmt::format(" \"{}\"", name);
  }

  [[nodiscard]] std::string expression(ExpressionId id) const {
    return id == model::kNoExpression ? "" : definition_.expression(id).text;
  }

  void write_scope(model::ScopeId id, std::size_t depth) {
    const model::Scope& scope = definition_.scope(id);
    for (const model::DataItem& item : scope.data) {
      line(depth, "data {}{}{}", item.id, quoted(item.name), item.type.empty() ? "" : " : " + item.type);
    }
    for (const NodeId node : scope.nodes) write_node(node, depth);
  }

  void write_node(NodeId id, std::size_t depth) {
    const FlowNode& node = definition_.node(id);
    std::string what(tag_of(node.kind));
    if (node.event != model::EventKind::None) what += fmt::format(" ({})", name_of(node.event));
    if (node.triggered_by_event) what += " (event sub-process)";
    line(depth, "{} {}{}  [{}:{}]", what, node.id, quoted(node.name), node.where.line, node.where.column);
    write_details(node, depth + 1);
    for (const model::FlowId flow : definition_.outgoing(id)) write_flow(node, flow, depth + 1);
    if (node.body != model::kNoScope) write_scope(node.body, depth + 1);
  }

  void write_details(const FlowNode& node, std::size_t depth) {
    if (node.attached_to != model::kNoNode) {
      line(depth, "attached to {}{}", definition_.node(node.attached_to).id,
           node.interrupting ? "" : ", not interrupting");
    }
    for (const model::EventDefinition& event : node.events) {
      line(depth, "{} {}{}", name_of(event.kind), event.name, expression(event.timer_value));
    }
    if (node.implementation != nullptr) {
      line(depth, "runs {}{}", node.implementation->name, expression(node.implementation->expression));
    }
    if (node.call != nullptr) line(depth, "calls {}", expression(node.call->called_element));
    if (node.multi_instance != nullptr) write_loop(*node.multi_instance, depth);
    if (node.standard_loop != nullptr)
      line(depth, "loop while {}", expression(node.standard_loop->condition));
    if (node.user_task != nullptr && node.user_task->assignee != model::kNoExpression) {
      line(depth, "assignee {}", expression(node.user_task->assignee));
    }
  }

  void write_loop(const model::MultiInstance& loop, std::size_t depth) {
    line(depth, "{} multi-instance over {}{}", loop.sequential ? "sequential" : "parallel",
         expression(loop.collection), expression(loop.cardinality));
    if (loop.completion_condition != model::kNoExpression) {
      line(depth, "complete when {}", expression(loop.completion_condition));
    }
  }

  void write_flow(const FlowNode& node, model::FlowId id, std::size_t depth) {
    const model::SequenceFlow& flow = definition_.flow(id);
    std::string condition = expression(flow.condition);
    if (!condition.empty()) condition = " when " + condition;
    if (node.default_flow == id) condition = " by default";
    line(depth, "-> {}{}  ({})", definition_.node(flow.target).id, condition, flow.id);
  }

  const ProcessDefinition& definition_;
  std::string text_;
};

}  // namespace

std::string describe(const model::Document& document) {
  std::string text;
  for (const auto& process : document.processes) text += Description(*process).text();
  return text;
}

}  // namespace rondo
