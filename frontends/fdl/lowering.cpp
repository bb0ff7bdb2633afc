// SPDX-License-Identifier: Apache-2.0
#include "frontends/fdl/lowering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace rondo::frontends::fdl {

using model::ElementKind;
using model::EventKind;
using Kind = model::ExpressionSource::Kind;

namespace {

constexpr std::int64_t kYear = 365 * 86'400;  // seconds, how long an execution runs at most

model::Outcomes outcomes() {
  model::Outcomes names;
  names.own = true;
  names.code_failed = "FC.Unknown";
  names.expression_failed = "FnF.RuntimeError";
  names.invalid_result = "FnF.InvalidLocal";
  names.stopped = "FnF.ExecutionStopped";
  names.timed_out = "FnF.TaskTimeout";
  names.not_found = "FnF.FlowNotExists";
  names.key_taken = "FnF.ExecutionAlreadyExists";
  names.too_large = "FnF.DataLimitExceeded";
  return names;
}

}  // namespace

std::shared_ptr<const model::ProcessDefinition> Lowering::run(std::string key, const std::string& file) {
  model::ProcessDefinition& process = builder_.process();
  process.id = std::move(key);
  process.documentation = flow_.description;
  process.file = file;
  process.where = flow_.where;
  process.input_variable = "input";
  process.exceptions_are_errors = true;
  process.outcomes = outcomes();
  process.step = std::make_unique<model::StepData>();
  process.step->maps_input = flow_.inputs.given;
  process.step->maps_output = flow_.outputs.given;
  process.step->inputs = mapped(flow_.inputs, process.id);
  process.step->outputs = mapped(flow_.outputs, process.id);
  add_start();
  add_time_limit();
  return builder_.build();
}

// By name, or by the message of a flow that starts it without waiting for it.
void Lowering::add_start() {
  const model::ScopeId root{0};
  const model::NodeId start =
      builder_.add_node(node_names_.implicit(ElementKind::StartEvent, "_start", flow_.where, root));
  const model::NodeId first = add_series(flow_.steps, root, start);
  model::FlowNode started = node_names_.implicit(ElementKind::StartEvent, "_started", flow_.where, root);
  started.event = EventKind::Message;
  started.events.emplace_back();
  started.events.back().kind = EventKind::Message;
  started.events.back().where = flow_.where;
  started.events.back().name = model::start_message(builder_.process().id);
  add_flow(builder_.add_node(std::move(started)), first, {});
}

void Lowering::add_time_limit() {
  const model::ScopeId root{0};
  model::FlowNode handler = node_names_.implicit(ElementKind::SubProcess, "_timeout", flow_.where, root);
  handler.triggered_by_event = true;
  const model::NodeId owner = builder_.add_node(std::move(handler));
  const model::ScopeId body = builder_.add_scope(owner, root);
  builder_.node(owner).body = body;
  // A limit that the file does not say is told from others by its name.
  const bool given = flow_.timeout > 0;
  model::FlowNode start =
      node_names_.implicit(ElementKind::StartEvent, given ? "_timeout" : "_year", flow_.where, body);
  start.event = EventKind::Timer;
  model::EventDefinition& timer = start.events.emplace_back();
  timer.kind = EventKind::Timer;
  timer.where = flow_.where;
  timer.timer = model::TimerKind::Duration;
  timer.timer_value =
      expression({fmt::format("{}", given ? flow_.timeout : kYear), flow_.where}, "path", start.id);
  const model::NodeId begin = builder_.add_node(std::move(start));
  model::FlowNode end = node_names_.implicit(ElementKind::EndEvent, "_timeout", flow_.where, body);
  end.event = EventKind::Terminate;
  end.events.emplace_back();
  end.events.back().kind = EventKind::Terminate;
  end.events.back().where = flow_.where;
  end.events.back().times_out = true;
  add_flow(begin, builder_.add_node(std::move(end)), {});
}

model::NodeId Lowering::add_series(const std::vector<Step>& steps, model::ScopeId scope,
                                   model::NodeId start) {
  Series series;
  series.steps = &steps;
  series.scope = scope;
  for (const Step& step : steps) add_step(step, series);
  connect(series, start);
  warn_unreachable(series);
  return series.entries.at(&steps.front());
}

void Lowering::connect(const Series& series, model::NodeId start) {
  add_flow(start, series.entries.at(&series.steps->front()), {});
  model::NodeId end = model::kNoNode;
  for (const Way& way : series.ways) {
    if (way.target == nullptr && end == model::kNoNode) {
      end = builder_.add_node(
          node_names_.implicit(ElementKind::EndEvent, "_end", series.steps->back().where, series.scope));
    }
    add_flow(way.from, way.target == nullptr ? end : series.entries.at(way.target), way);
  }
}

void Lowering::warn_unreachable(const Series& series) {
  std::set<const Step*> targets{&series.steps->front()};
  for (const Way& way : series.ways) targets.insert(way.target);
  for (const Step& step : *series.steps) {
    if (targets.contains(&step)) continue;
    diagnostics_.warning(step.where, "unreachable", "this step is never executed: nothing leads to it",
                         step.name);
  }
}

void Lowering::add_body(model::NodeId owner, const std::vector<Step>& steps) {
  const model::ScopeId body = builder_.add_scope(owner, builder_.node(owner).scope);
  builder_.node(owner).body = body;
  const model::SourcePosition where = builder_.node(owner).where;
  add_series(steps, body,
             builder_.add_node(node_names_.implicit(ElementKind::StartEvent, "_start", where, body)));
}

model::FlowNode Lowering::step_node(ElementKind kind, const Step& step, const Series& series) {
  model::FlowNode node = node_names_.implicit(kind, step.name, step.where, series.scope);
  node.implicit = false;
  node.name = step.name;
  // What only passes needs no data of its own.
  const bool passes =
      step.kind == StepKind::Pass || step.kind == StepKind::Succeed || step.kind == StepKind::Fail;
  if (passes && !step.inputs.given && !step.outputs.given) return node;
  node.step = std::make_unique<model::StepData>();
  map_data(step, *node.step, node.id);
  return node;
}

void Lowering::map_data(const Step& step, model::StepData& data, const std::string& element) {
  data.maps_input = step.inputs.given;
  data.maps_output = step.outputs.given;
  data.inputs = mapped(step.inputs, element);
  data.outputs = mapped(step.outputs, element);
  data.error_outputs = mapped(step.errors, element);
}

std::vector<model::StepMapping> Lowering::mapped(const Mappings& mappings, const std::string& element) {
  // The branches of a choice share its mappings.
  const auto [known, is_new] = mapped_.try_emplace(&mappings);
  std::vector<model::StepMapping>& result = known->second;
  if (!is_new) return result;
  for (const Mapping& mapping : mappings.members) {
    result.push_back({mapping.target, expression(mapping.source, "path", element)});
  }
  return result;
}

model::ExpressionId Lowering::expression(const Source& source, std::string_view language,
                                         const std::string& element) {
  model::ExpressionSource result;
  result.kind = language == "path" ? Kind::Value : Kind::Condition;
  result.text = source.text;
  result.language = language;
  result.where = source.where;
  result.element_id = element;
  return builder_.add_expression(std::move(result));
}

void Lowering::add_flow(model::NodeId from, model::NodeId to, const Way& way) {
  model::SequenceFlow flow;
  flow.id = fmt::format("_flow{}", ++flows_);
  flow.where = builder_.node(to).where;
  flow.source = from;
  flow.target = to;
  flow.condition = way.condition;
  const model::FlowId id = builder_.add_flow(std::move(flow));
  if (way.otherwise) builder_.node(from).default_flow = id;
}

// A step of the same name in another series is `step#2`.
}  // namespace rondo::frontends::fdl
