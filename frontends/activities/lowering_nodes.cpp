// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/lowering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace rondo::frontends::activities {

namespace {

bool is_plain_name(std::string_view text) {
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), plain) &&
         std::isdigit(static_cast<unsigned char>(text.front())) == 0;
}

}  // namespace

// Called by its name in the file, else as it is shown, else as its type.
model::FlowNode Lowering::made(model::ElementKind kind, const Activity& activity, model::ScopeId scope) {
  model::FlowNode node;
  node.kind = kind;
  std::string id = !activity.id.empty() ? activity.id : activity.display_name;
  std::replace(id.begin(), id.end(), ' ', '_');
  node.id = node_names_.unique(id.empty() ? activity.type : id);
  node.name = activity.display_name;
  node.where = activity.where;
  node.scope = scope;
  return node;
}

model::NodeId Lowering::implicit(model::ElementKind kind, std::string_view name, model::SourcePosition where,
                                 model::ScopeId scope) {
  return builder_.add_node(node_names_.implicit(kind, name, where, scope));
}

void Lowering::connect(model::NodeId from, model::NodeId to, model::ExpressionId condition, bool otherwise) {
  model::SequenceFlow flow;
  flow.id = fmt::format("_flow{}", ++flows_);
  flow.where = builder_.node(to).where;
  flow.source = from;
  flow.target = to;
  flow.condition = condition;
  const model::FlowId id = builder_.add_flow(std::move(flow));
  if (otherwise) builder_.node(from).default_flow = id;
}

model::ExpressionId Lowering::expression(const Argument& argument, Kind kind, const std::string& element) {
  model::ExpressionSource source;
  source.kind = kind;
  source.text = argument.expression;
  if (kind == Kind::Script) source.language = "juel";
  source.where = argument.where;
  source.element_id = element;
  return builder_.add_expression(std::move(source));
}

model::ExpressionId Lowering::value(const Activity& activity, std::string_view argument,
                                    const std::string& element) {
  const Argument* given = activity.argument(argument);
  return given == nullptr ? model::kNoExpression : expression(*given, Kind::Value, element);
}

std::string Lowering::name_argument(const Activity& activity, std::string_view argument) {
  const Argument* given = activity.argument(argument);
  if (given == nullptr) return {};
  if (!is_plain_name(given->expression)) {
    diagnostics_.error(given->where, "expression",
                       fmt::format("{} of '{}' must be the name of a variable", argument, activity.type));
  }
  return given->expression;
}

// The second of a name is `name#2`.
model::Guard& Lowering::guard_of(model::NodeId owner) {
  auto& guard = builder_.node(owner).guard;
  if (guard == nullptr) guard = std::make_unique<model::Guard>();
  return *guard;
}

}  // namespace rondo::frontends::activities
