// SPDX-License-Identifier: Apache-2.0
#include "frontends/fdl/lowering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo::frontends::fdl {

using model::ElementKind;
using model::EventKind;

namespace {

const Source* find(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const auto& one) { return one.name == name; });
  return found == parameters.end() ? nullptr : &found->value;
}

model::EventDefinition event_of(EventKind kind, model::SourcePosition where) {
  model::EventDefinition event;
  event.kind = kind;
  event.where = where;
  return event;
}

}  // namespace

const Step* Lowering::next(const Step& step, const Series& series) {
  if (step.ends || &step == &series.steps->back()) return nullptr;
  return &step + 1;
}

const Step* Lowering::sibling(const std::string& name, const Series& series) {
  for (const Step& step : *series.steps) {
    if (step.name == name) return &step;
  }
  return nullptr;
}

void Lowering::add_step(const Step& step, Series& series) {
  switch (step.kind) {
    case StepKind::Task:
      return add_task(step, series);
    case StepKind::Pass: {
      const model::NodeId node = builder_.add_node(step_node(ElementKind::Task, step, series));
      series.entries[&step] = node;
      series.ways.push_back({node, next(step, series)});
      return;
    }
    case StepKind::Wait:
      return add_wait(step, series);
    case StepKind::Choice:
      return add_choice(step, series);
    case StepKind::Parallel:
      return add_parallel(step, series);
    case StepKind::Foreach:
      return add_foreach(step, series);
    case StepKind::Succeed:
      series.entries[&step] = builder_.add_node(step_node(ElementKind::EndEvent, step, series));
      return;
    case StepKind::Fail:
      return add_fail(step, series);
  }
}

void Lowering::add_task(const Step& step, Series& series) {
  ElementKind kind = ElementKind::ServiceTask;
  if (step.runs_flow) {
    kind = step.pattern == Pattern::Sync ? ElementKind::CallActivity : ElementKind::SendTask;
  }
  model::FlowNode node = step_node(kind, step, series);
  node.step->gives_result = true;
  node.triggerable = step.pattern == Pattern::WaitForCallback;
  if (step.runs_flow) {
    fill_call(step, node);
  } else {
    fill_code(step, node);
  }
  if (!step.retries.empty()) {
    node.extras = std::make_unique<model::ActivityExtras>();
    node.extras->retries = step.retries;
  }
  const model::NodeId activity = builder_.add_node(std::move(node));
  series.entries[&step] = activity;
  series.ways.push_back({activity, next(step, series)});
  if (step.timeout > 0) add_time_limit(step, activity, series);
  for (const Catch& rule : step.catches) add_catch(rule, activity, series);
}

void Lowering::fill_call(const Step& step, model::FlowNode& node) {
  node.call = std::make_unique<model::CallProperties>();
  node.call->called_element =
      expression({model::to_json(model::Value(step.resource)), step.where}, "path", node.id);
  model::VariableMapping input;
  input.what = model::VariableMapping::What::Members;
  input.where = step.where;
  const Source* given = find(step.parameters, "Input");
  input.source_expression = expression(given != nullptr ? *given : Source{"$", step.where}, "path", node.id);
  node.call->in.push_back(std::move(input));
  if (const Source* name = find(step.parameters, "ExecutionName")) {
    node.call->business_key = expression(*name, "path", node.id);
    node.call->unique_business_key = true;
  }
}

void Lowering::fill_code(const Step& step, model::FlowNode& node) {
  node.implementation = std::make_unique<model::Implementation>();
  node.implementation->kind = model::Implementation::Kind::Type;
  node.implementation->name = step.resource;
  node.implementation->where = step.where;
  for (const Parameter& parameter : step.parameters) {
    node.implementation->fields.push_back({parameter.name, expression(parameter.value, "path", node.id)});
  }
}

void Lowering::add_time_limit(const Step& step, model::NodeId activity, const Series& series) {
  model::FlowNode boundary =
      node_names_.implicit(ElementKind::BoundaryEvent, "_timeout", step.where, series.scope);
  boundary.event = EventKind::Timer;
  boundary.attached_to = activity;
  model::EventDefinition timer = event_of(EventKind::Timer, step.where);
  timer.timer = model::TimerKind::Duration;
  timer.timer_value = expression({fmt::format("{}", step.timeout), step.where}, "path", boundary.id);
  timer.raises = "FnF.TaskTimeout";
  boundary.events.push_back(std::move(timer));
  builder_.add_node(std::move(boundary));
}

void Lowering::add_catch(const Catch& rule, model::NodeId activity, Series& series) {
  model::FlowNode boundary =
      node_names_.implicit(ElementKind::BoundaryEvent, "_catch", rule.where, series.scope);
  boundary.attached_to = activity;
  for (const std::string& error : rule.errors) {
    boundary.events.push_back(event_of(EventKind::Error, rule.where));
    boundary.events.back().name = error;
  }
  if (boundary.events.empty()) boundary.events.push_back(event_of(EventKind::Error, rule.where));
  boundary.event = boundary.events.size() == 1 ? EventKind::Error : EventKind::Multiple;
  series.ways.push_back({builder_.add_node(std::move(boundary)), sibling(rule.target, series)});
}

void Lowering::add_wait(const Step& step, Series& series) {
  model::FlowNode node = step_node(ElementKind::IntermediateCatchEvent, step, series);
  node.event = EventKind::Timer;
  model::EventDefinition timer = event_of(EventKind::Timer, step.where);
  timer.timer = step.is_instant ? model::TimerKind::Date : model::TimerKind::Duration;
  timer.timer_value = expression(step.time, "path", node.id);
  timer.passes_when_due = true;
  node.events.push_back(std::move(timer));
  const model::NodeId id = builder_.add_node(std::move(node));
  series.entries[&step] = id;
  series.ways.push_back({id, next(step, series)});
}

// The gateway has the step's input, for the conditions; its output is that of the branch.
void Lowering::add_choice(const Step& step, Series& series) {
  model::FlowNode node = step_node(ElementKind::ExclusiveGateway, step, series);
  node.step->maps_output = false;
  node.step->outputs.clear();
  const model::NodeId gateway = builder_.add_node(std::move(node));
  series.entries[&step] = gateway;
  for (std::size_t i = 0; i < step.branches.size(); ++i) {
    add_branch(step, step.branches[i], step.has_default && i + 1 == step.branches.size(), series);
  }
  if (step.has_default) return;
  Branch nothing;
  nothing.where = step.where;
  add_branch(step, nothing, true, series);
}

void Lowering::add_branch(const Step& step, const Branch& branch, bool otherwise, Series& series) {
  Way way{series.entries.at(&step), nullptr};
  way.otherwise = otherwise;
  if (!otherwise) way.condition = expression(branch.condition, "path.condition", builder_.node(way.from).id);
  const Step* target = branch.target.empty() ? next(step, series) : sibling(branch.target, series);
  if (branch.steps.empty() && !step.outputs.given) {
    way.target = target;
    series.ways.push_back(way);
    return;
  }
  const ElementKind kind = branch.steps.empty() ? ElementKind::Task : ElementKind::SubProcess;
  model::FlowNode inside = node_names_.implicit(kind, "_branch", branch.where, series.scope);
  inside.step = std::make_unique<model::StepData>();
  map_data(step, *inside.step, step.name);
  const model::NodeId node = builder_.add_node(std::move(inside));
  if (!branch.steps.empty()) add_body(node, branch.steps);
  add_flow(way.from, node, way);
  series.ways.push_back({node, target});
}

// A step made of series, which give its result together; gives the scope that they lie in.
model::ScopeId Lowering::add_frame(const Step& step, Series& series) {
  model::FlowNode node = step_node(ElementKind::SubProcess, step, series);
  node.step->drops_local = true;
  const model::NodeId owner = builder_.add_node(std::move(node));
  series.entries[&step] = owner;
  series.ways.push_back({owner, next(step, series)});
  const model::ScopeId body = builder_.add_scope(owner, series.scope);
  builder_.node(owner).body = body;
  return body;
}

// Each branch is a series whose `local` becomes an item of the step's.
void Lowering::add_parallel(const Step& step, Series& series) {
  const model::ScopeId body = add_frame(step, series);
  for (std::size_t i = 0; i < step.branches.size(); ++i) {
    const Branch& branch = step.branches[i];
    model::FlowNode inside = node_names_.implicit(ElementKind::SubProcess, "_branch", branch.where, body);
    inside.step = std::make_unique<model::StepData>();
    inside.step->place = static_cast<std::int32_t>(i);
    add_body(builder_.add_node(std::move(inside)), branch.steps);
  }
}

void Lowering::add_foreach(const Step& step, Series& series) {
  const model::ScopeId body = add_frame(step, series);
  model::FlowNode each = node_names_.implicit(ElementKind::SubProcess, "_iteration", step.where, body);
  each.multi_instance = std::make_unique<model::MultiInstance>();
  each.multi_instance->where = step.where;
  each.multi_instance->collection = expression(step.collection, "path", step.name);
  each.step = std::make_unique<model::StepData>();
  each.step->drops_local = true;
  each.step->item = step.item;
  each.step->index = step.index;
  add_body(builder_.add_node(std::move(each)), step.steps);
}

void Lowering::add_fail(const Step& step, Series& series) {
  model::FlowNode node = step_node(ElementKind::EndEvent, step, series);
  node.event = EventKind::Error;
  node.events.push_back(event_of(EventKind::Error, step.where));
  node.events.back().name = step.error;
  node.events.back().message = step.cause;
  series.entries[&step] = builder_.add_node(std::move(node));
}

}  // namespace rondo::frontends::fdl
