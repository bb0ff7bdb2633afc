// SPDX-License-Identifier: Apache-2.0
#include "rondo/required_code.hpp"

#include "expression/expression.hpp"

#include <cctype>
#include <utility>

namespace rondo {

namespace {

using Kind = model::Implementation::Kind;

// The code that a task or event names itself; nullptr when it names none.
const model::Implementation* code_of(const model::FlowNode& node) {
  if (node.guard != nullptr && node.guard->conductor != nullptr) return node.guard->conductor.get();
  const model::Implementation* code = node.implementation.get();
  if (node.event == model::EventKind::Message && code == nullptr && !node.events.empty()) {
    code = node.events.front().implementation.get();
  }
  return code != nullptr && code->kind != Kind::None ? code : nullptr;
}

// A send task with a message or a call and message events need no code: they send the message, or start
// another instance.
bool runs_code(const model::FlowNode& node) {
  using model::ElementKind;
  if (node.kind == ElementKind::SendTask && (node.call != nullptr || !node.events.empty()))
    return code_of(node) != nullptr;
  if (node.kind == ElementKind::IntermediateThrowEvent || node.kind == ElementKind::EndEvent) {
    return code_of(node) != nullptr;
  }
  if (node.kind == ElementKind::SubProcess) return code_of(node) != nullptr;
  return node.kind == ElementKind::ServiceTask || node.kind == ElementKind::SendTask ||
         node.kind == ElementKind::BusinessRuleTask || node.kind == ElementKind::ScriptTask;
}

std::pair<std::string, std::string> name_and_kind(const model::ProcessDefinition& definition,
                                                  const model::FlowNode& node) {
  const model::Implementation* code = code_of(node);
  if (code == nullptr) return {node.id, "element"};
  switch (code->kind) {
    case Kind::Class:
      return {code->name, "class"};
    case Kind::Type:
      return {code->name, "type"};
    case Kind::Topic:
      return {code->expression == model::kNoExpression ? code->name
                                                       : definition.expression(code->expression).text,
              "topic"};
    case Kind::DelegateExpression:
      return {definition.expression(code->expression).text, "delegate expression"};
    case Kind::Script:
      return {definition.expression(code->expression).language, "script"};
    default:
      return {};
  }
}

bool is_registered(const DelegateRegistry& registry, const model::FlowNode& node, const std::string& name,
                   const std::string& kind) {
  if (registry.fallback() != nullptr) return true;
  if (kind == "script") {
    return registry.find("script:" + node.id) != nullptr || registry.script_language(name) != nullptr ||
           registry.script_language("*") != nullptr;
  }
  if (registry.find(name) != nullptr || registry.find(node.id) != nullptr) return true;
  if (kind == "topic") return name.find("${") != std::string::npos;
  if (kind != "delegate expression") return false;
  const std::string_view bean = bean_name(name);
  // More than a name: found out when it runs.
  return bean.empty() || registry.find(bean) != nullptr || registry.bean(bean) != nullptr;
}

}  // namespace

std::string_view bean_name(std::string_view text) noexcept {
  if (text.size() < 4 || (text[0] != '$' && text[0] != '#') || text[1] != '{' || text.back() != '}')
    return {};
  text = text.substr(2, text.size() - 3);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '$') return {};
  }
  return text;
}

std::vector<RequiredDelegate> required_code(const model::ProcessDefinition& definition,
                                            const DelegateRegistry& registry) {
  std::vector<RequiredDelegate> result;
  for (const model::FlowNode& node : definition.nodes()) {
    if (!runs_code(node)) continue;
    auto [name, kind] = name_and_kind(definition, node);
    if (kind.empty() || (kind == "type" && name == kConsole)) continue;
    if (kind == "script" && expression::runs_by_itself(definition.expression(code_of(node)->expression)))
      continue;
    RequiredDelegate code;
    code.registered = is_registered(registry, node, name, kind);
    code.name = std::move(name);
    code.kind = std::move(kind);
    code.element_id = node.id;
    code.file = definition.file;
    code.where = node.where;
    result.push_back(std::move(code));
  }
  return result;
}

}  // namespace rondo
