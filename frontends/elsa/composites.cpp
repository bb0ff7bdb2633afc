// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo::frontends::elsa {

using model::ElementKind;
using model::EventKind;
using model::NodeId;
using model::ScopeId;

ScopeId Lowering::open(NodeId owner) {
  const ScopeId body = builder_.add_scope(owner, builder_.node(owner).scope);
  builder_.node(owner).body = body;
  builder_.scope(body).merging = merging_;
  return body;
}

NodeId Lowering::flowchart(const Json& activity, ScopeId scope) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const ScopeId body = open(node);
  declare(activity, body);
  fill_flowchart(activity, body);
  return node;
}

NodeId Lowering::sequence(const Json& activity, ScopeId scope) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const ScopeId body = open(node);
  declare(activity, body);
  const std::vector<Json>* list = list_in(activity, "activities");
  NodeId last = model::kNoNode;
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const NodeId next = lower((*list)[i], body);
    if (next == model::kNoNode) continue;
    if (last == model::kNoNode) {
      builder_.scope(body).start = next;
    } else {
      connect(last, next);
      // The next one comes whatever the outcome.
      if (builder_.node(last).extras != nullptr) builder_.node(last).extras->outcomes.clear();
    }
    last = next;
  }
  return node;
}

NodeId Lowering::parallel(const Json& activity, ScopeId scope) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const ScopeId body = open(node);
  declare(activity, body);
  const std::vector<Json>* list = list_in(activity, "activities");
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) (void)lower((*list)[i], body);
  return node;
}

NodeId Lowering::fork(const Json& activity, ScopeId scope) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const ScopeId body = open(node);
  const std::vector<Json>* list = list_in(activity, "branches");
  const bool first_wins = choice_of(activity, "joinMode", {"WaitAll", "WaitAny"}) == "WaitAny";
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const NodeId branch = lower((*list)[i], body);
    if (!first_wins || branch == model::kNoNode) continue;
    model::FlowNode end = node_names_.implicit(ElementKind::EndEvent, "_first", activity.where, body);
    model::EventDefinition& event = event_of(end, EventKind::Terminate);
    event.completes_scope = event.drops_planned = true;
    connect(branch, builder_.add_node(std::move(end)));
  }
  return node;
}

// An implied gateway in a composite of its own, which may lead to several activities.
NodeId Lowering::choice(const Json& activity, ScopeId body) {
  const NodeId gateway =
      builder_.add_node(node_names_.implicit(ElementKind::Task, "_choice", activity.where, body));
  builder_.scope(body).start = gateway;
  return gateway;
}

NodeId Lowering::if_else(const Json& activity, ScopeId scope) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const ScopeId body = open(node);
  const Code when = code_of(input(activity, "condition"), "false");
  const NodeId gateway = choice(activity, body);
  const model::ExpressionId test = condition(when, builder_.node(node).id);
  extras(builder_.node(gateway)).outcomes.push_back({"then", test, model::kNoExpression, {}});
  extras(builder_.node(gateway)).otherwise = "else";
  for (const char* way : {"then", "else"}) {
    const Json* branch = activity.find(way);
    if (branch == nullptr) continue;
    const NodeId inside = lower(*branch, body);
    if (inside != model::kNoNode) connect(gateway, inside).outcome = way;
  }
  return node;
}

NodeId Lowering::switch_case(const Json& activity, ScopeId scope) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const ScopeId body = open(node);
  const NodeId gateway = choice(activity, body);
  const std::vector<Json>* cases = list_in(activity, "cases");
  const auto lead_to = [&](const Json* branch, const std::string& outcome) {
    const NodeId inside = branch == nullptr ? model::kNoNode : lower(*branch, body);
    if (inside != model::kNoNode) connect(gateway, inside).outcome = outcome;
  };
  for (std::size_t i = 0; cases != nullptr && i < cases->size(); ++i) {
    const Json& item = (*cases)[i];
    const std::string outcome = fmt::format("case {}", i + 1);
    const Json* when = item.is(Json::Kind::Object) ? item.find("condition") : nullptr;
    const model::ExpressionId test = condition(code_of(when, "false"), builder_.node(node).id);
    extras(builder_.node(gateway)).outcomes.push_back({outcome, test, model::kNoExpression, {}});
    if (item.is(Json::Kind::Object)) lead_to(item.find("activity"), outcome);
  }
  extras(builder_.node(gateway)).first_outcome =
      choice_of(activity, "mode", {"MatchFirst", "MatchAny"}) == "MatchFirst";
  extras(builder_.node(gateway)).otherwise = "default";
  lead_to(activity.find("default"), "default");
  return node;
}

// --- loops

NodeId Lowering::loop_around(const Json& activity, ScopeId scope, const std::string& current) {
  const NodeId loop =
      builder_.add_node(node_names_.implicit(ElementKind::SubProcess, "_round", activity.where, scope));
  builder_.scope(scope).start = loop;
  const ScopeId body = open(loop);
  const Json* inside = activity.find("body");
  NodeId first = model::kNoNode;
  if (!current.empty()) {
    model::FlowNode note = node_names_.implicit(ElementKind::ServiceTask, "_current", activity.where, body);
    note.implementation = code(model::Implementation::Kind::Expression, activity.where);
    note.implementation->expression = value({"CurrentValue", activity.where}, note.id);
    note.implementation->result_variable = current;
    first = builder_.scope(body).start = builder_.add_node(std::move(note));
  }
  ++loops_;
  const NodeId round = inside != nullptr ? lower(*inside, body) : model::kNoNode;
  --loops_;
  if (round == model::kNoNode) return loop;
  if (first == model::kNoNode) {
    builder_.scope(body).start = round;
  } else {
    connect(first, round);
  }
  return loop;
}

NodeId Lowering::while_loop(const Json& activity, ScopeId scope) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const Code when = code_of(input(activity, "condition"), "false");
  const NodeId loop = loop_around(activity, open(node));
  auto repeats = std::make_unique<model::StandardLoop>();
  repeats->where = activity.where;
  repeats->test_before = true;
  repeats->condition = condition(when, builder_.node(node).id);
  builder_.node(loop).standard_loop = std::move(repeats);
  return node;
}

NodeId Lowering::for_loop(const Json& activity, ScopeId scope) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const Code start = code_of(input(activity, "start"), "0"), end = code_of(input(activity, "end"), "0");
  const Code step = code_of(input(activity, "step"), "1");
  const bool inclusive = setting(activity, "outerBoundInclusive") != "false";
  names_.insert({"CurrentValue", "CurrentIndex"});
  const std::string current = output_variable(activity, "currentValue");
  const NodeId loop = loop_around(activity, open(node), current);
  const std::string numbers = fmt::format(
      "def start = Integer.parseInt('' + ({0})); def end = Integer.parseInt('' + ({1})); "
      "def step = Integer.parseInt('' + ({2})); if (step == 0) throw new IllegalArgumentException('step is "
      "0'); "
      "if (end < start && step > 0) step = -step; def numbers = []; "
      "for (def i = start; step > 0 ? i {3} end : i {4} end; i += step) numbers.add(i); return numbers",
      start.text, end.text, step.text, inclusive ? "<=" : "<", inclusive ? ">=" : ">");
  auto repeats = std::make_unique<model::MultiInstance>();
  repeats->where = activity.where;
  repeats->sequential = true;
  repeats->collection = value({numbers, end.where}, builder_.node(node).id);
  repeats->element_variable = "CurrentValue";
  builder_.node(loop).multi_instance = std::move(repeats);
  return node;
}

NodeId Lowering::for_each(const Json& activity, ScopeId scope) { return each(activity, scope, true); }
NodeId Lowering::parallel_for_each(const Json& activity, ScopeId scope) {
  return each(activity, scope, false);
}

NodeId Lowering::each(const Json& activity, ScopeId scope, bool sequential) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const Code items = code_of(input(activity, "items"), "[]");
  names_.insert({"CurrentValue", "CurrentIndex"});
  const std::string current = output_variable(activity, "currentValue");
  // Rounds beside each other have a value each; of those one after the other the last one stays.
  const NodeId loop = loop_around(activity, open(node), sequential ? current : std::string());
  auto repeats = std::make_unique<model::MultiInstance>();
  repeats->where = activity.where;
  repeats->sequential = sequential;
  repeats->collection = value(items, builder_.node(node).id);
  repeats->element_variable = "CurrentValue";
  repeats->index_variable = "CurrentIndex";
  builder_.node(loop).multi_instance = std::move(repeats);
  if (!sequential && !current.empty())
    assign(builder_.node(loop), current, {"CurrentValue", activity.where}, false);
  return node;
}

}  // namespace rondo::frontends::elsa
