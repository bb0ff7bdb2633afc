// SPDX-License-Identifier: Apache-2.0
#include "frontends/apiflow/lowering.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::frontends::apiflow {

using model::ElementKind;
using model::EventKind;
using Kind = model::ExpressionSource::Kind;

namespace {

struct Type {
  std::string_view name, language;
};
constexpr std::array<Type, 5> kTypes{{{"CODE", "groovy.script"},
                                      {"BOOLE", "groovy.boolean"},
                                      {"CASE", "groovy.cases"},
                                      {"EACH", "groovy.pipeline"},
                                      {"ABORT", "groovy.script"}}};

// The content of a text in quotes; other expressions as they are.
std::string unquoted(const std::string& text) {
  const bool quoted =
      text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

model::DataItem item(const std::string& name, model::Value initial) {
  model::DataItem data;
  data.id = data.name = name;
  data.initial = std::move(initial);
  return data;
}

}  // namespace

// Each task can be read before it has been executed.
void Lowering::declare_data() {
  auto& data = builder_.scope(model::ScopeId{0}).data;
  data.push_back(item("result", {}));
  for (const Task& task : script_.tasks) {
    data.push_back(item(task.name, model::Object{{"result", nullptr}, {"runtimeError", nullptr}}));
  }
}

void Lowering::add_starts(Ends& ends) {
  const auto add = [&](model::FlowNode start) {
    add_data(start);
    ends.push_back({builder_.add_node(std::move(start))});
  };
  add(node_names_.implicit(ElementKind::StartEvent, "_start", script_.where, model::ScopeId{0}));
  for (const Listener& listener : script_.listeners) {
    model::FlowNode start =
        node_names_.implicit(ElementKind::StartEvent, "_" + listener.name, listener.where, model::ScopeId{0});
    const bool timer = listener.name == "cron";
    start.event = timer ? EventKind::Timer : EventKind::Message;
    model::EventDefinition& event = start.events.emplace_back();
    event.kind = start.event;
    event.where = listener.where;
    if (timer) {
      event.timer = model::TimerKind::Cycle;
      event.timer_value =
          expression(Kind::Text, {unquoted(listener.value.text), listener.value.where}, {}, start.id);
    } else {
      event.name = unquoted(listener.value.text);
    }
    add(std::move(start));
  }
}

// A text with `${-> …}` is computed anew wherever it is used.
bool Lowering::is_lazy(const Data& data) const { return data.value.text.find("${->") != std::string::npos; }

void Lowering::add_data(model::FlowNode& start) {
  for (const Data& data : script_.data) {
    if (is_lazy(data)) continue;
    if (start.extras == nullptr) start.extras = std::make_unique<model::ActivityExtras>();
    model::Parameter& output = start.extras->io.outputs.emplace_back();
    output.target = data.name;
    output.where = data.where;
    output.value.kind = model::ParameterValue::Kind::Expression;
    output.value.expression = expression(Kind::Value, data.value, "groovy", data.name);
  }
}

model::NodeId Lowering::add_task(const Task& task, const Reference& use, model::ScopeId scope) {
  const Type* known = nullptr;
  for (const Type& type : kTypes) {
    if (type.name == task.type) known = &type;
  }
  model::FlowNode node = node_names_.implicit(
      known != nullptr ? ElementKind::ScriptTask : ElementKind::ServiceTask, task.name, use.where, scope);
  node.implicit = false;
  node.name = task.name;
  node.extras = std::make_unique<model::ActivityExtras>();
  node.extras->outcome_variable = task.name;
  node.extras->sets_thread_result = true;
  const auto input = [&](const std::string& name, const Code& value) {
    model::Parameter& parameter = node.extras->io.inputs.emplace_back();
    parameter.target = name;
    parameter.where = value.where;
    parameter.value.kind = model::ParameterValue::Kind::Expression;
    parameter.value.expression = expression(Kind::Value, value, "groovy", node.id);
  };
  for (const Data& data : script_.data) {
    if (is_lazy(data)) input(data.name, data.value);
  }
  for (std::size_t i = 0; i < task.parameters.size(); ++i) input(task.parameters[i], use.arguments[i]);
  node.implementation = std::make_unique<model::Implementation>();
  node.implementation->where = task.where;
  if (known != nullptr) {
    node.implementation->kind = model::Implementation::Kind::Script;
    node.implementation->expression =
        expression(Kind::Script, task.body, std::string(known->language), node.id);
  } else {
    node.implementation->kind = model::Implementation::Kind::Type;
    node.implementation->name = task.type;
    node.implementation->fields.push_back(
        {"settings", expression(Kind::Value, task.body, "groovy.settings", node.id)});
    if (task.retry) node.extras->retries.push_back(*task.retry);
  }
  return builder_.add_node(std::move(node));
}

// What nothing runs must be well formed all the same: its code is compiled with the rest.
void Lowering::check_unused() {
  for (const Task& task : script_.tasks) {
    if (used_.contains(task.name)) continue;
    const auto* const known =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const Type& type) { return type.name == task.type; });
    expression(Kind::Script, task.body,
               known == kTypes.end() ? "groovy.settings" : std::string(known->language), task.name);
  }
}

// An empty group: its result is null.
model::NodeId Lowering::add_nothing(model::SourcePosition where, model::ScopeId scope) {
  model::FlowNode node = node_names_.implicit(ElementKind::ScriptTask, "_empty", where, scope);
  node.extras = std::make_unique<model::ActivityExtras>();
  node.extras->sets_thread_result = true;
  node.implementation = std::make_unique<model::Implementation>();
  node.implementation->kind = model::Implementation::Kind::Script;
  node.implementation->expression = expression(Kind::Script, {"null", where}, "groovy.script", node.id);
  return builder_.add_node(std::move(node));
}

}  // namespace rondo::frontends::apiflow
