// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace rondo::frontends::elsa {

using model::ElementKind;
using model::EventKind;
using model::NodeId;
using model::ScopeId;
using model::TimerKind;

namespace {

// A duration of .NET, `[d.]hh:mm:ss[.f]`, or one of ISO 8601, as the latter, by a script.
constexpr std::string_view kDuration =
    "def text = ('' + ({0})); "
    "if (text.startsWith('P')) return '{1}' + text.substring(1); "
    "def parts = text.tokenize(':'); "
    "if (parts.size() != 3) throw new IllegalArgumentException(text + ' is no duration'); "
    "def dot = parts[0].indexOf('.'); "
    "def days = dot < 0 ? '0' : parts[0].substring(0, dot); "
    "return '{1}' + days + 'DT' + parts[0].substring(dot + 1) + 'H' + parts[1] + 'M' + parts[2] + 'S'";

}  // namespace

NodeId Lowering::timer(const Json& activity, ScopeId scope, TimerKind kind, const Code& when) {
  model::FlowNode node = made(ElementKind::IntermediateCatchEvent, activity, scope);
  const model::ExpressionId time = value(when, node.id);
  model::EventDefinition& event = event_of(node, EventKind::Timer);
  event.timer = kind;
  event.timer_value = time;
  return builder_.add_node(std::move(node));
}

NodeId Lowering::delay(const Json& activity, ScopeId scope) {
  const Json* span = input(activity, "timeSpan");
  if (span == nullptr) span = input(activity, "interval");
  if (span == nullptr) error(activity.where, "elsa-shape", "the activity says no time span");
  // A Timer that starts workflows does so again and again.
  const bool repeats = activity.text("type") == "Elsa.Timer" && may_start(activity);
  Code time = code_of(span, "'PT0S'");
  time.text = fmt::format(kDuration, time.text, repeats ? "R/P" : "P");
  return timer(activity, scope, repeats ? TimerKind::Cycle : TimerKind::Duration, time);
}

NodeId Lowering::start_at(const Json& activity, ScopeId scope) {
  const bool is_cron = activity.text("type") == "Elsa.Cron";
  const Json* when = input(activity, is_cron ? "cronExpression" : "dateTime");
  if (when == nullptr) error(activity.where, "elsa-shape", "the activity says no time");
  return timer(activity, scope, is_cron ? TimerKind::Cycle : TimerKind::Date, code_of(when, "'PT0S'"));
}

model::FlowNode Lowering::signal_event(ElementKind kind, const Json& activity, ScopeId scope) {
  model::FlowNode node = made(kind, activity, scope);
  const Json* name = input(activity, "eventName");
  if (name == nullptr) error(activity.where, "elsa-shape", "the event has no name");
  const std::string known = constant_text(activity, "eventName");
  const model::ExpressionId computed = known.empty() ? value(code_of(name), node.id) : model::kNoExpression;
  model::EventDefinition& event = event_of(node, EventKind::Signal);
  event.name = known;
  event.name_expression = computed;
  return node;
}

NodeId Lowering::event(const Json& activity, ScopeId scope) {
  return builder_.add_node(signal_event(ElementKind::IntermediateCatchEvent, activity, scope));
}

NodeId Lowering::publish_event(const Json& activity, ScopeId scope) {
  model::FlowNode node = signal_event(ElementKind::IntermediateThrowEvent, activity, scope);
  node.events.back().instance_scope = constant_text(activity, "isLocalEvent") == "true";
  return builder_.add_node(std::move(node));
}

// Called, and awaited; one that is dispatched without being awaited is a thread of its own.
NodeId Lowering::execute_workflow(const Json& activity, ScopeId scope) {
  const bool dispatches = activity.text("type") == "Elsa.DispatchWorkflow";
  const bool waits = !dispatches || constant_text(activity, "waitForCompletion") == "true";
  const ScopeId place = waits ? scope : ScopeId{0};
  model::FlowNode call =
      waits ? made(ElementKind::CallActivity, activity, scope)
            : node_names_.implicit(ElementKind::CallActivity, "_dispatched", activity.where, place);
  const Json* key = input(activity, "workflowDefinitionId");
  if (key == nullptr) error(activity.where, "elsa-shape", "the activity names no workflow");
  call.call = std::make_unique<model::CallProperties>();
  const std::string known = constant_text(activity, "workflowDefinitionId");
  call.call->called_element =
      known.empty() ? value(code_of(key), call.id) : text(known, activity.where, call.id);
  if (const Json* passed = input(activity, "input")) {
    const std::optional<model::Value> members = constant(passed);
    if (members && members->is_object()) {
      for (const auto& [name, member] : members->as_object()) {
        model::VariableMapping& mapping = call.call->in.emplace_back();
        mapping.target = std::string(name);
        mapping.source_expression = value({groovy_literal(member), passed->where}, call.id);
      }
    } else {
      error(passed->where, "elsa-expression", "the inputs of a workflow must be written as an object");
    }
  }
  if (const std::string result = output_variable(activity, "result"); !result.empty()) {
    model::VariableMapping& mapping = call.call->out.emplace_back();
    mapping.source = "output";
    mapping.target = result;
  }
  const NodeId called = builder_.add_node(std::move(call));
  if (waits) return called;
  model::FlowNode thread =
      node_names_.implicit(ElementKind::SubProcess, "_thread", activity.where, ScopeId{0});
  thread.detached = true;
  const NodeId around = builder_.add_node(std::move(thread));
  const ScopeId body = open(around);
  builder_.node(called).scope = body;
  builder_.scope(body).start = called;
  model::FlowNode node = made(ElementKind::IntermediateThrowEvent, activity, scope);
  event_of(node, EventKind::Detach).threads = {around};
  return builder_.add_node(std::move(node));
}

}  // namespace rondo::frontends::elsa
