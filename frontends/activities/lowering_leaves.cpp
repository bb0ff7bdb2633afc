// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/basic.hpp"
#include "frontends/activities/lowering.hpp"

#include <array>
#include <utility>

namespace rondo::frontends::activities {

using model::ElementKind;
using model::EventKind;

namespace {

// The exceptions of .NET that workflows are likely to name; others are derived from Exception.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kExceptionTypes{{
    {"ApplicationException", "Exception"},
    {"SystemException", "Exception"},
    {"AggregateException", "Exception"},
    {"ArgumentException", "SystemException"},
    {"ArgumentNullException", "ArgumentException"},
    {"ArgumentOutOfRangeException", "ArgumentException"},
    {"ArithmeticException", "SystemException"},
    {"DivideByZeroException", "ArithmeticException"},
    {"OverflowException", "ArithmeticException"},
    {"FormatException", "SystemException"},
    {"IndexOutOfRangeException", "SystemException"},
    {"InvalidCastException", "SystemException"},
    {"InvalidOperationException", "SystemException"},
    {"ObjectDisposedException", "InvalidOperationException"},
    {"IOException", "SystemException"},
    {"FileNotFoundException", "IOException"},
    {"KeyNotFoundException", "SystemException"},
    {"NotImplementedException", "SystemException"},
    {"NotSupportedException", "SystemException"},
    {"NullReferenceException", "SystemException"},
    {"OperationCanceledException", "SystemException"},
    {"TaskCanceledException", "OperationCanceledException"},
    {"TimeoutException", "SystemException"},
    {"UnauthorizedAccessException", "SystemException"},
}};

model::Implementation& code_of(model::FlowNode& node, ElementKind kind, model::Implementation::Kind code) {
  node.kind = kind;
  node.implementation = std::make_unique<model::Implementation>();
  node.implementation->kind = code;
  node.implementation->where = node.where;
  return *node.implementation;
}

}  // namespace

void Lowering::declare_types() {
  auto& types = builder_.process().error_types;
  for (const auto& [name, base] : workflow_.exceptions) types.push_back({name, base});
  for (const auto& [name, base] : kExceptionTypes) types.push_back({std::string(name), std::string(base)});
}

model::FlowNode Lowering::leaf(const Activity& activity, model::ScopeId scope) {
  model::FlowNode node = made(ElementKind::Task, activity, scope);
  switch (activity.kind) {
    case ActivityKind::Delay:
      fill_delay(activity, node);
      break;
    case ActivityKind::Assign:
      fill_assign(activity, node);
      break;
    case ActivityKind::WriteLine:
      fill_write_line(activity, node);
      break;
    case ActivityKind::Throw:
    case ActivityKind::Rethrow:
    case ActivityKind::TerminateWorkflow:
      fill_throw(activity, node);
      break;
    case ActivityKind::Compensate:
    case ActivityKind::Confirm:
      fill_settling(activity, node);
      break;
    case ActivityKind::Custom:
      fill_custom(activity, node);
      break;
    default:  // Persist: every step is kept anyway.
      break;
  }
  return node;
}

void Lowering::fill_write_line(const Activity& activity, model::FlowNode& node) {
  model::Implementation& code = code_of(node, ElementKind::ServiceTask, model::Implementation::Kind::Type);
  code.name = "console";
  const Argument* given = activity.argument("Text");
  if (given == nullptr) return;
  Argument text = *given;
  if (!text.expression.starts_with('\'')) text.expression = "net:text(" + text.expression + ")";
  code.fields.push_back({"text", expression(text, Kind::Value, node.id)});
}

void Lowering::fill_assign(const Activity& activity, model::FlowNode& node) {
  model::Implementation& code = code_of(node, ElementKind::ScriptTask, model::Implementation::Kind::Script);
  code.result_variable = name_argument(activity, "To");
  if (const Argument* given = activity.argument("Value")) {
    code.expression = expression(*given, Kind::Script, node.id);
  }
}

// What the code leaves in `Result` is given to the variable of that argument.
void Lowering::fill_custom(const Activity& activity, model::FlowNode& node) {
  model::Implementation& code = code_of(node, ElementKind::ServiceTask, model::Implementation::Kind::Type);
  code.name = activity.type;
  fill_arguments(activity, node, code);
}

void Lowering::fill_arguments(const Activity& activity, model::FlowNode& node, model::Implementation& code) {
  for (const auto& [name, argument] : activity.arguments) {
    if (name == "IgnoresCancel") {
      node.ignores_cancel = argument.expression == "'True'" || argument.expression == "'true'";
    } else if (name == "Result") {
      if (node.extras == nullptr) node.extras = std::make_unique<model::ActivityExtras>();
      model::Parameter& input = node.extras->io.inputs.emplace_back();
      input.target = name;
      input.where = argument.where;
      model::Parameter& output = node.extras->io.outputs.emplace_back();
      output.target = name_argument(activity, name);
      output.where = argument.where;
      output.value.kind = model::ParameterValue::Kind::Expression;
      output.value.expression = expression({name, argument.where, false, {}}, Kind::Value, node.id);
    } else {
      code.fields.push_back({name, expression(argument, Kind::Value, node.id)});
    }
  }
}

void Lowering::fill_delay(const Activity& activity, model::FlowNode& node) {
  model::EventDefinition& event = event_of(node, ElementKind::IntermediateCatchEvent, EventKind::Timer);
  event.timer = model::TimerKind::Duration;
  event.timer_value = value(activity, "Duration", node.id);
  event.at_once = true;
}

void Lowering::fill_throw(const Activity& activity, model::FlowNode& node) {
  const bool ends = activity.kind == ActivityKind::TerminateWorkflow;
  if (activity.kind == ActivityKind::Rethrow && catching_ == 0) {
    diagnostics_.error(activity.where, "rethrow-outside", "a Rethrow stands in a Catch only");
  }
  model::EventDefinition& event =
      event_of(node, ElementKind::IntermediateThrowEvent, ends ? EventKind::Terminate : EventKind::Error);
  event.rethrows = activity.kind == ActivityKind::Rethrow;
  event.fails_instance = ends;
  const Argument* thrown = activity.argument("Exception");
  if (thrown != nullptr) {
    event.name = thrown->type;
    if (!thrown->expression.empty()) event.value = expression(*thrown, Kind::Value, node.id);
  } else if (ends) {
    event.name = "WorkflowTerminatedException";
    event.value = value(activity, "Reason", node.id);
  }
}

void Lowering::fill_settling(const Activity& activity, model::FlowNode& node) {
  model::EventDefinition& event =
      event_of(node, ElementKind::IntermediateThrowEvent, EventKind::Compensation);
  event.confirms = activity.kind == ActivityKind::Confirm;
  if (activity.argument("Target") != nullptr) event.value = value(activity, "Target", node.id);
  node.ignores_cancel = true;
}

model::EventDefinition& Lowering::event_of(model::FlowNode& node, ElementKind kind, EventKind event) {
  node.kind = kind;
  node.event = event;
  model::EventDefinition& definition = node.events.emplace_back();
  definition.kind = event;
  definition.where = node.where;
  return definition;
}

}  // namespace rondo::frontends::activities
