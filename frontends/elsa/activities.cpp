// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::frontends::elsa {

using model::ElementKind;
using model::EventKind;
using model::Implementation;
using model::NodeId;
using model::ScopeId;

namespace {

// Members that every activity may have.
bool is_own(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kOwn{"id",
                                                         "nodeId",
                                                         "type",
                                                         "version",
                                                         "name",
                                                         "displayText",
                                                         "description",
                                                         "metadata",
                                                         "customProperties",
                                                         "runAsynchronously",
                                                         "canStartWorkflow",
                                                         "variables",
                                                         "applicationProperties",
                                                         "source"};
  return std::any_of(kOwn.begin(), kOwn.end(), [&](std::string_view own) { return same_name(own, name); });
}

bool is_output(const Json& member) {
  return member.is(Json::Kind::Object) && member.find("memoryReference") != nullptr &&
         member.find("expression") == nullptr;
}

std::string with_small_letter(std::string name) {
  if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] - 'A' + 'a');
  return name;
}

}  // namespace

std::unique_ptr<Implementation> Lowering::code(Implementation::Kind kind, model::SourcePosition where) {
  auto made = std::make_unique<Implementation>();
  made->kind = kind;
  made->where = where;
  return made;
}

NodeId Lowering::none(const Json& activity, ScopeId scope) {
  return builder_.add_node(made(ElementKind::Task, activity, scope));
}

NodeId Lowering::end(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::EndEvent, activity, scope);
  event_of(node, EventKind::Terminate).completes_scope = true;
  return builder_.add_node(std::move(node));
}

NodeId Lowering::finish(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::EndEvent, activity, scope);
  model::EventDefinition& event = event_of(node, EventKind::Terminate);
  event.completes_scope = event.drops_planned = true;
  event.completed_scope = ScopeId{0};
  return builder_.add_node(std::move(node));
}

NodeId Lowering::complete(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::EndEvent, activity, scope);
  const Json* outcomes = input(activity, "outcomes");
  const model::ExpressionId names =
      outcomes == nullptr ? model::kNoExpression : value(code_of(outcomes), node.id);
  model::EventDefinition& event = event_of(node, EventKind::Terminate);
  event.completes_scope = true;
  event.result = names;
  const NodeId owner = builder_.scope(scope).owner;
  if (owner != model::kNoNode && names != model::kNoExpression &&
      extras(builder_.node(owner)).outcomes.empty()) {
    model::ActivityExtras& composite = extras(builder_.node(owner));
    composite.outcomes.push_back({{}, model::kNoExpression, model::kNoExpression, "outcomes"});
    composite.otherwise = "Done";
  }
  return builder_.add_node(std::move(node));
}

NodeId Lowering::leave_loop(const Json& activity, ScopeId scope) {
  if (loops_ == 0) error(activity.where, "elsa-shape", "Break can only stand in a loop");
  model::FlowNode node = made(ElementKind::EndEvent, activity, scope);
  event_of(node, EventKind::Terminate).terminate_multi_instance = true;
  return builder_.add_node(std::move(node));
}

NodeId Lowering::fault(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::ScriptTask, activity, scope);
  const Json* message = input(activity, "message");
  assign(node, "message", code_of(message, "'Fault'"), false);
  fill_script(node, {"throw new FaultException('' + message)", node.where});
  return builder_.add_node(std::move(node));
}

// The outputs of a workflow are the members of its variable `output`.
NodeId Lowering::set_output(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::ScriptTask, activity, scope);
  const Json* name = input(activity, "outputName");
  const std::optional<model::Value> known = constant(name);
  if (name == nullptr || (known && (!known->is_string() || known->as_string().empty()))) {
    error(activity.where, "elsa-shape", "SetOutput names no output");
  }
  assign(node, "outputName", code_of(name, "''"), false);
  assign(node, "outputValue", code_of(input(activity, "outputValue")), false);
  fill_script(node, {"def outputs = execution.getVariable('output') ?: [:]\n"
                     "outputs['' + outputName] = outputValue\n"
                     "execution.setVariable('output', outputs)",
                     node.where});
  return builder_.add_node(std::move(node));
}

void Lowering::fill_script(model::FlowNode& node, const Code& script) {
  model::ExpressionSource source;
  source.kind = Kind::Script;
  source.language = "groovy";
  source.text = script.text;
  source.where = script.where;
  source.element_id = node.id;
  node.implementation = code(Implementation::Kind::Script, node.where);
  node.implementation->expression = builder_.add_expression(std::move(source));
}

NodeId Lowering::write_line(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::ServiceTask, activity, scope);
  node.implementation = code(Implementation::Kind::Type, node.where);
  node.implementation->name = "console";
  node.implementation->fields.push_back({"text", value(code_of(input(activity, "text"), "''"), node.id)});
  return builder_.add_node(std::move(node));
}

NodeId Lowering::set_variable(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::ServiceTask, activity, scope);
  const Json* target = input(activity, "variable");
  const std::string name = variable_named(target);
  if (target == nullptr) error(activity.where, "elsa-variable", "SetVariable names no variable");
  node.implementation = code(Implementation::Kind::Expression, node.where);
  node.implementation->expression = value(code_of(input(activity, "value")), node.id);
  node.implementation->result_variable = name;
  return builder_.add_node(std::move(node));
}

NodeId Lowering::run_script(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::ScriptTask, activity, scope);
  const Json* script = input(activity, "script");
  Code text{"null", activity.where};
  const std::optional<model::Value> written = constant(script);
  if (script != nullptr && written && written->is_string()) {
    text.where = script->where;
    try {
      text.text = groovy_of_script(written->as_string(),
                                   [this](std::string_view name) { return name_in_scripts(name); });
    } catch (const ExpressionProblem& reason) {
      error(script->where, "elsa-expression", fmt::format("the script cannot be used: {}", reason.what()));
    }
  } else {
    text = code_of(script);
  }
  fill_script(node, text);
  node.implementation->result_variable = output_variable(activity, "result");
  if (text.text.find("outcomes = ") != std::string::npos) {
    declare_local(node, "outcomes");
    extras(node).outcomes.push_back({{}, model::kNoExpression, model::kNoExpression, "outcomes"});
    extras(node).otherwise = "Done";
  }
  return builder_.add_node(std::move(node));
}

NodeId Lowering::decision(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::Task, activity, scope);
  const Code when = code_of(input(activity, "condition"), "false");
  extras(node).outcomes.push_back({"True", condition(when, node.id), model::kNoExpression, {}});
  extras(node).otherwise = "False";
  return builder_.add_node(std::move(node));
}

NodeId Lowering::flow_switch(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::Task, activity, scope);
  const std::vector<Json>* cases = list_in(activity, "cases");
  for (std::size_t i = 0; cases != nullptr && i < cases->size(); ++i) {
    const Json& item = (*cases)[i];
    if (!item.is(Json::Kind::Object)) {
      error(item.where, "elsa-shape", "a case must be an object");
      continue;
    }
    const Json* when = item.find("condition");
    const Code test = code_of(when, "false");
    extras(node).outcomes.push_back({item.text("label"), condition(test, node.id), model::kNoExpression, {}});
  }
  extras(node).first_outcome = choice_of(activity, "mode", {"MatchFirst", "MatchAny"}) == "MatchFirst";
  extras(node).otherwise = "Default";
  if (extras(node).outcomes.empty()) {
    extras(node).outcomes.push_back({"Default", model::kNoExpression, model::kNoExpression, {}});
  }
  return builder_.add_node(std::move(node));
}

NodeId Lowering::flow_fork(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::Task, activity, scope);
  const Json* branches = input(activity, "branches");
  const std::optional<model::Value> known = constant(branches);
  if (branches != nullptr && !known) {
    extras(node).outcomes.push_back({{}, model::kNoExpression, value(code_of(branches), node.id), {}});
  } else if (known && !known->is_list() && !known->is_null()) {
    error(branches->where, "elsa-shape", "'branches' must be a list");
  } else if (known && known->is_list() && !known->as_list().empty()) {
    for (const model::Value& name : known->as_list()) {
      const std::string text = name.is_string() ? std::string(name.as_string()) : model::to_json(name);
      extras(node).outcomes.push_back({text, model::kNoExpression, model::kNoExpression, {}});
    }
  }
  return builder_.add_node(std::move(node));
}

NodeId Lowering::flow_join(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::ParallelGateway, activity, scope);
  node.joins = true;
  const std::string mode = choice_of(activity, "mode", {"WaitAny", "WaitAll", "WaitAllActive"});
  node.merge = mode == "WaitAll"         ? model::MergeMode::All
               : mode == "WaitAllActive" ? model::MergeMode::AllActive
                                         : model::MergeMode::Any;
  return builder_.add_node(std::move(node));
}

NodeId Lowering::run_task(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::UserTask, activity, scope);
  const std::string name = constant_text(activity, "taskName");
  if (!name.empty()) node.name = name;
  node.user_task = std::make_unique<model::UserTaskProperties>();
  if (const Json* payload = given(activity, "payload")) assign(node, "payload", code_of(payload), false);
  declare_local(node, "result");
  give_outputs(node, activity, {"result"});
  return builder_.add_node(std::move(node));
}

// Activities of the host: a delegate registered by the type. Its variable `outcome` says how it went on.
NodeId Lowering::custom(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::ServiceTask, activity, scope);
  call_host(node, activity, activity.text("type"));
  return builder_.add_node(std::move(node));
}

void Lowering::call_host(model::FlowNode& node, const Json& activity, std::string delegate,
                         std::initializer_list<std::string_view> except) {
  node.implementation = code(Implementation::Kind::Type, node.where);
  node.implementation->name = std::move(delegate);
  for (std::size_t i = 0; i < activity.names.size(); ++i) {
    const Json& member = activity.items[i];
    const std::string name = with_small_letter(activity.names[i]);
    if (member.is(Json::Kind::Null) || is_own(name)) continue;
    if (std::find(except.begin(), except.end(), name) != except.end()) continue;
    if (member.is(Json::Kind::Object) && member.text("type").starts_with("Elsa.")) {
      error(member.where, "elsa-shape",
            fmt::format("'{}' is an activity, which a delegate cannot run", name));
    } else if (!is_output(member)) {
      node.implementation->fields.push_back({name, value(code_of(&member), node.id)});
    } else if (const std::string target = output_variable(activity, name); !target.empty()) {
      declare_local(node, name);
      assign(node, target, {fmt::format("execution.getVariable({})", groovy_literal(name)), member.where},
             true);
    }
  }
}

}  // namespace rondo::frontends::elsa
