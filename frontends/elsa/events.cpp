// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"
#include "model/calendar.hpp"
#include "model/iso8601.hpp"

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

// A time span that is known, as an ISO 8601 duration without its first letter.
std::string Lowering::duration_of(const Json& span) {
  const std::optional<model::Value> known = constant(&span);
  const std::string text = known->is_string() ? std::string(known->as_string()) : model::to_json(*known);
  if (text.starts_with('P') && model::parse_duration(text)) return text.substr(1);
  // [d.]hh:mm:ss[.f]
  const std::size_t first = text.find(':'), last = text.rfind(':');
  if (first != std::string::npos && last != first) {
    const std::string hours = text.substr(0, first);
    const std::size_t dot = hours.find('.');
    std::string iso = fmt::format("{}DT{}H{}M{}S", dot == std::string::npos ? "0" : hours.substr(0, dot),
                                  dot == std::string::npos ? hours : hours.substr(dot + 1),
                                  text.substr(first + 1, last - first - 1), text.substr(last + 1));
    if (model::parse_duration('P' + iso)) return iso;
  }
  error(span.where, "elsa-shape", fmt::format("'{}' is no time span", text));
  return "T0S";
}

NodeId Lowering::delay(const Json& activity, ScopeId scope) {
  const Json* span = input(activity, "timeSpan");
  if (span == nullptr) span = input(activity, "interval");
  if (span == nullptr) error(activity.where, "elsa-shape", "the activity says no time span");
  // A Timer that starts workflows does so again and again.
  const bool repeats = activity.text("type") == "Elsa.Timer" && may_start(activity);
  Code time = code_of(span, "'PT0S'");
  const char* const before = repeats ? "R/P" : "P";
  if (span != nullptr && constant(span)) {
    time.text = groovy_literal(before + duration_of(*span));
  } else {
    time.text = fmt::format(kDuration, time.text, before);
  }
  return timer(activity, scope, repeats ? TimerKind::Cycle : TimerKind::Duration, time);
}

NodeId Lowering::start_at(const Json& activity, ScopeId scope) {
  const bool is_cron = activity.text("type") == "Elsa.Cron";
  const Json* when = input(activity, is_cron ? "cronExpression" : "dateTime");
  if (when == nullptr) error(activity.where, "elsa-shape", "the activity says no time");
  if (const std::optional<model::Value> known = constant(when); when != nullptr && known) {
    const std::string written = known->is_string() ? std::string(known->as_string()) : model::to_json(*known);
    if (!(is_cron ? model::parse_cron(written).has_value() : model::parse_instant(written).has_value())) {
      error(when->where, "elsa-shape",
            fmt::format("'{}' is no {}", written, is_cron ? "cron expression" : "date and time"));
    }
  }
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
  model::FlowNode node = signal_event(ElementKind::IntermediateCatchEvent, activity, scope);
  give_outputs(node, activity, {"result"});
  return builder_.add_node(std::move(node));
}

NodeId Lowering::publish_event(const Json& activity, ScopeId scope) {
  model::FlowNode node = signal_event(ElementKind::IntermediateThrowEvent, activity, scope);
  if (const Json* payload = given(activity, "payload")) {
    model::VariableMapping& mapping = node.events.back().payload.emplace_back();
    mapping.source_expression = value(code_of(payload), node.id);
    mapping.target = "result";
    mapping.where = payload->where;
  }
  if (const Json* key = given(activity, "correlationId")) {
    error(key->where, "elsa-shape", "events for one correlation id only are not understood");
  }
  node.events.back().instance_scope = setting(activity, "isLocalEvent") == "true";
  return builder_.add_node(std::move(node));
}

// What a called workflow gets: the members of an object.
void Lowering::pass_input(model::FlowNode& call, const Json& passed) {
  const std::optional<model::Value> known = constant(&passed);
  if (known && known->is_null()) return;
  if (known && !known->is_object()) {
    return error(passed.where, "elsa-expression", "the inputs of a workflow must be an object");
  }
  model::VariableMapping& mapping = call.call->in.emplace_back();
  mapping.what = model::VariableMapping::What::Members;
  mapping.source_expression = value(code_of(&passed), call.id);
  mapping.where = passed.where;
}

// Called, and awaited; one that is dispatched without being awaited is an instance of its own.
NodeId Lowering::execute_workflow(const Json& activity, ScopeId scope) {
  const bool dispatches = activity.text("type") == "Elsa.DispatchWorkflow";
  const bool waits = !dispatches || setting(activity, "waitForCompletion") == "true";
  model::FlowNode call = made(waits ? ElementKind::CallActivity : ElementKind::SendTask, activity, scope);
  const Json* key = input(activity, "workflowDefinitionId");
  if (key == nullptr) error(activity.where, "elsa-shape", "the activity names no workflow");
  call.call = std::make_unique<model::CallProperties>();
  const std::string known = constant_text(activity, "workflowDefinitionId");
  call.call->called_element =
      known.empty() ? value(code_of(key), call.id) : text(known, activity.where, call.id);
  if (const Json* id = given(activity, "correlationId")) {
    call.call->business_key = value(code_of(id), call.id);
  }
  if (const Json* passed = input(activity, "input")) pass_input(call, *passed);
  const std::string result = waits ? output_variable(activity, "result") : std::string();
  if (!result.empty()) {
    model::VariableMapping& mapping = call.call->out.emplace_back();
    mapping.source = "output";
    mapping.target = result;
  }
  return builder_.add_node(std::move(call));
}

}  // namespace rondo::frontends::elsa
