// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/lowering.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace rondo::frontends::activities {

using model::ElementKind;
using model::EventKind;
using model::NodeId;
using model::ScopeId;

std::shared_ptr<const model::ProcessDefinition> Lowering::run(std::string key, const std::string& file) {
  model::ProcessDefinition& process = builder_.process();
  process.id = std::move(key);
  process.name = workflow_.name;
  process.file = file;
  process.where = workflow_.where;
  process.graceful = true;
  process.depth_first = true;
  process.exceptions_are_errors = true;
  declare_types();
  for (const Variable& argument : workflow_.arguments) {
    model::DataItem item;
    item.id = item.name = argument.name;
    item.where = argument.where;
    builder_.scope(ScopeId{0}).data.push_back(std::move(item));
  }
  for (const Activity& root : workflow_.root) place_alone(root, ScopeId{0});
  return builder_.build();
}

NodeId Lowering::place(const Activity& activity, ScopeId scope) {
  switch (activity.kind) {
    case ActivityKind::Delay:
    case ActivityKind::Assign:
    case ActivityKind::WriteLine:
    case ActivityKind::Throw:
    case ActivityKind::Rethrow:
    case ActivityKind::TerminateWorkflow:
    case ActivityKind::Compensate:
    case ActivityKind::Confirm:
    case ActivityKind::Persist:
    case ActivityKind::Custom:
      return builder_.add_node(leaf(activity, scope));
    default:
      return composite(activity, scope);
  }
}

NodeId Lowering::composite(const Activity& activity, ScopeId scope) {
  const NodeId owner = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const ScopeId body = builder_.add_scope(owner, scope);
  builder_.node(owner).body = body;
  declare_variables(activity, owner);
  fill(activity, owner, body);
  return owner;
}

void Lowering::fill(const Activity& activity, NodeId owner, ScopeId body) {
  switch (activity.kind) {
    case ActivityKind::Sequence:
      return fill_sequence(activity.slot("Activities"), body);
    case ActivityKind::Parallel:
      return fill_parallel(activity, owner, body);
    case ActivityKind::ParallelForEach:
    case ActivityKind::ForEach:
      return fill_each(activity, owner, body);
    case ActivityKind::Pick:
      return fill_pick(activity, owner, body);
    case ActivityKind::If:
    case ActivityKind::Switch:
      return fill_choice(activity, body);
    case ActivityKind::While:
    case ActivityKind::DoWhile:
      return fill_loop(activity, body);
    case ActivityKind::TryCatch:
      return fill_try(activity, owner, body);
    case ActivityKind::CancellationScope:
      fill_all(activity.slot("Body"), body);
      if (const Slot* handler = activity.slot("CancellationHandler")) {
        const NodeId node = place_on_demand(handler, body);
        guard_of(owner).cancellation_handler = node;
      }
      return;
    case ActivityKind::CompensableActivity:
      return fill_compensable(activity, owner, body);
    case ActivityKind::Native:
      return fill_native(activity, owner, body);
    case ActivityKind::PickBranch:
      diagnostics_.error(activity.where, "not-understood", "a PickBranch stands in a Pick only");
      return;
    default:
      return fill_all(activity.slot("Body"), body);
  }
}

NodeId Lowering::place_on_demand(const Slot* slot, ScopeId scope) {
  if (slot == nullptr) return model::kNoNode;
  const NodeId node = place(slot->content.front(), scope);
  builder_.node(node).on_demand = true;
  return node;
}

void Lowering::fill_sequence(const Slot* slot, ScopeId body) {
  if (slot == nullptr) return;
  NodeId before = lead_in(slot->content.front(), body);
  for (const Activity& activity : slot->content) {
    const NodeId node = place(activity, body);
    if (before != model::kNoNode) connect(before, node);
    before = node;
  }
  lead_out(slot->content.back(), before, body);
}

// Events of BPMN have flows on both sides: one that stands at an end of a path gets an implied task there.
NodeId Lowering::lead_in(const Activity& activity, ScopeId body) {
  const bool event = activity.kind == ActivityKind::Delay || activity.kind == ActivityKind::Throw;
  return event ? implicit(ElementKind::Task, "_begin", activity.where, body) : model::kNoNode;
}

void Lowering::lead_out(const Activity& activity, NodeId node, ScopeId body) {
  if (activity.kind == ActivityKind::Delay) {
    connect(node, implicit(ElementKind::Task, "_done", activity.where, body));
  }
}

void Lowering::place_alone(const Activity& activity, ScopeId body) {
  const NodeId before = lead_in(activity, body);
  const NodeId node = place(activity, body);
  if (before != model::kNoNode) connect(before, node);
  lead_out(activity, node, body);
}

void Lowering::fill_all(const Slot* slot, ScopeId body) {
  if (slot == nullptr) return;
  for (const Activity& activity : slot->content) place_alone(activity, body);
}

// Nothing joins the branches: their scope is done when all of them are.
void Lowering::fill_parallel(const Activity& activity, NodeId owner, ScopeId body) {
  fill_all(activity.slot("Branches"), body);
  const Argument* condition = activity.argument("CompletionCondition");
  if (condition == nullptr) return;
  guard_of(owner).completion_condition = expression(*condition, Kind::Condition, builder_.node(owner).id);
}

void Lowering::fill_each(const Activity& activity, NodeId owner, ScopeId body) {
  auto loop = std::make_unique<model::MultiInstance>();
  loop->where = activity.where;
  loop->sequential = activity.kind == ActivityKind::ForEach;
  loop->collection = value(activity, "Values", builder_.node(owner).id);
  if (const Argument* condition = activity.argument("CompletionCondition")) {
    loop->completion_condition = expression(*condition, Kind::Condition, builder_.node(owner).id);
  }
  const Slot* slot = activity.slot("Body");
  if (slot != nullptr) loop->element_variable = slot->variable;
  builder_.node(owner).multi_instance = std::move(loop);
  fill_all(slot, body);
}

// trigger → the first to come here cancels the others → action
void Lowering::fill_pick(const Activity& activity, NodeId owner, ScopeId body) {
  guard_of(owner).race = true;
  const Slot* branches = activity.slot("Branches");
  if (branches == nullptr) return;
  for (const Activity& branch : branches->content) {
    const Slot* trigger = branch.slot("Trigger");
    if (trigger == nullptr) continue;
    declare_variables(branch, owner);
    const NodeId before = lead_in(trigger->content.front(), body);
    const NodeId first = place(trigger->content.front(), body);
    if (before != model::kNoNode) connect(before, first);
    const NodeId winner = implicit(ElementKind::IntermediateThrowEvent, "_wins", branch.where, body);
    (void)event_of(builder_.node(winner), ElementKind::IntermediateThrowEvent, EventKind::Cancel);
    connect(first, winner);
    if (const Slot* action = branch.slot("Action")) connect(winner, place(action->content.front(), body));
  }
}

void Lowering::fill_choice(const Activity& activity, ScopeId body) {
  const NodeId gateway = implicit(ElementKind::ExclusiveGateway, "_choice", activity.where, body);
  const std::string element = builder_.node(gateway).id;
  const Slot* otherwise = activity.slot(activity.kind == ActivityKind::If ? "Else" : "Default");
  if (activity.kind == ActivityKind::If) {
    const Slot* then = activity.slot("Then");
    const NodeId target = then != nullptr ? place(then->content.front(), body)
                                          : implicit(ElementKind::Task, "_nothing", activity.where, body);
    connect(gateway, target, expression(*activity.argument("Condition"), Kind::Condition, element));
  } else {
    const Argument& subject = *activity.argument("Expression");
    for (const Slot& slot : activity.slots) {
      if (slot.name != "Cases") continue;
      const NodeId target = slot.content.empty() ? implicit(ElementKind::Task, "_nothing", slot.where, body)
                                                 : place(slot.content.front(), body);
      Argument condition = subject;
      condition.expression = fmt::format("({}) == {}", subject.expression, slot.key);
      connect(gateway, target, expression(condition, Kind::Condition, element));
    }
  }
  const NodeId last = otherwise != nullptr ? place(otherwise->content.front(), body)
                                           : implicit(ElementKind::Task, "_nothing", activity.where, body);
  connect(gateway, last, model::kNoExpression, true);
}

// While looks before each round, DoWhile behind it.
void Lowering::fill_loop(const Activity& activity, ScopeId body) {
  const NodeId start = implicit(ElementKind::StartEvent, "_start", activity.where, body);
  const NodeId gateway = implicit(ElementKind::ExclusiveGateway, "_again", activity.where, body);
  const NodeId end = implicit(ElementKind::EndEvent, "_end", activity.where, body);
  const Slot* slot = activity.slot("Body");
  const NodeId round = slot != nullptr ? place(slot->content.front(), body)
                                       : implicit(ElementKind::Task, "_nothing", activity.where, body);
  connect(start, activity.kind == ActivityKind::While ? gateway : round);
  connect(round, gateway);
  const model::ExpressionId condition =
      expression(*activity.argument("Condition"), Kind::Condition, builder_.node(gateway).id);
  connect(gateway, round, condition);
  connect(gateway, end, model::kNoExpression, true);
}

void Lowering::fill_try(const Activity& activity, NodeId owner, ScopeId body) {
  fill_all(activity.slot("Try"), body);
  for (const Slot& slot : activity.slots) {
    if (slot.name != "Catch") continue;
    model::CatchRule rule;
    rule.type = slot.key;
    rule.variable = slot.variable;
    ++catching_;
    rule.handler = slot.content.empty() ? model::kNoNode : place_on_demand(&slot, body);
    --catching_;
    guard_of(owner).catches.push_back(std::move(rule));
  }
  const NodeId last = place_on_demand(activity.slot("Finally"), body);
  guard_of(owner).last = last;
}

void Lowering::fill_compensable(const Activity& activity, NodeId owner, ScopeId body) {
  fill_all(activity.slot("Body"), body);
  if (undoing_ > 0) {
    diagnostics_.error(activity.where, "compensable-in-handler",
                       "a CompensableActivity cannot be in a handler of another one");
  }
  ++undoing_;
  const NodeId cancellation = place_on_demand(activity.slot("CancellationHandler"), body);
  const NodeId compensation = place_on_demand(activity.slot("CompensationHandler"), body);
  const NodeId confirmation = place_on_demand(activity.slot("ConfirmationHandler"), body);
  --undoing_;
  model::Guard& guard = guard_of(owner);
  guard.compensable = true;
  guard.cancellation_handler = cancellation;
  guard.compensation_handler = compensation;
  guard.confirmation_handler = confirmation;
  guard.token = name_argument(activity, "Result");
}

void Lowering::fill_native(const Activity& activity, NodeId owner, ScopeId body) {
  std::vector<model::ConductedActivity> conducted;
  for (const Slot& slot : activity.slots) {
    conducted.push_back({slot.name, place_on_demand(&slot, body), slot.variable, false});
  }
  for (const std::string& bookmark : activity.bookmarks) {
    model::FlowNode node;
    node.kind = ElementKind::ReceiveTask;
    node.id = node_names_.unique(bookmark);
    node.name = bookmark;
    node.where = activity.where;
    node.scope = body;
    node.on_demand = true;
    conducted.push_back({bookmark, builder_.add_node(std::move(node)), {}, true});
  }
  auto code = std::make_unique<model::Implementation>();
  code->kind = model::Implementation::Kind::Type;
  code->name = activity.type;
  code->where = activity.where;
  fill_arguments(activity, builder_.node(owner), *code);
  model::Guard& guard = guard_of(owner);
  guard.conductor = std::move(code);
  guard.conducted = std::move(conducted);
}

void Lowering::declare_variables(const Activity& activity, NodeId owner) {
  if (activity.variables.empty()) return;
  const std::string id = builder_.node(owner).id;
  std::vector<model::Parameter> inputs;
  for (const Variable& variable : activity.variables) {
    model::Parameter& input = inputs.emplace_back();
    input.target = variable.name;
    input.where = variable.where;
    if (variable.initial.expression.empty()) continue;
    input.value.kind = model::ParameterValue::Kind::Expression;
    input.value.expression = expression(variable.initial, Kind::Value, id);
  }
  model::FlowNode& node = builder_.node(owner);
  if (node.extras == nullptr) node.extras = std::make_unique<model::ActivityExtras>();
  for (model::Parameter& input : inputs) node.extras->io.inputs.push_back(std::move(input));
}

}  // namespace rondo::frontends::activities
