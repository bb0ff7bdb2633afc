// SPDX-License-Identifier: Apache-2.0
#include "bpmn/implementations.hpp"

#include "bpmn/expressions.hpp"

#include <string>
#include <utility>

namespace rondo::bpmn {
namespace {

using model::Implementation;
using Kind = Implementation::Kind;

/// An attribute that vendors write with prefix on BPMN elements and without on their own.
const Attribute* setting(const Element& element, std::string_view name) {
  if (const Attribute* const prefixed = element.find_ext(name)) return prefixed;
  return is_vendor(element.space()) ? element.find(name) : nullptr;
}

std::string_view value_of(const Attribute* attribute) {
  return attribute == nullptr ? std::string_view() : trim(attribute->value);
}

model::ExpressionId field_value(ProcessContext& context, const Element& owner, const Element& field) {
  for (const std::string_view name : {"stringValue", "string"}) {
    if (const Attribute* const constant = field.find(name)) {
      return add_attribute(context, owner, SourceKind::Text, constant);
    }
    if (const Element child = field.any_child(name)) {
      return add_expression(context, owner, SourceKind::Text, child.text(), child.text_where());
    }
  }
  if (const Attribute* const expression = field.find("expression")) {
    return add_attribute(context, owner, SourceKind::Text, expression);
  }
  return add_body(context, owner, SourceKind::Text, field.any_child("expression"));
}

void read_field(ProcessContext& context, const Element& owner, const Element& field,
                std::vector<model::Field>& fields) {
  if (!is_vendor(field.space()) || field.name() != "field") return;
  if (field["name"].empty()) return context.file.error(field, "missing-attribute", "<field> needs a name");
  fields.push_back({std::string(field["name"]), field_value(context, owner, field)});
}

std::vector<model::Field> read_fields(ProcessContext& context, const Element& owner, const Element& element) {
  std::vector<model::Field> fields;
  for (const Element extension : element.extensions()) read_field(context, owner, extension, fields);
  if (is_vendor(element.space())) {
    for (const Element child : element.children()) read_field(context, owner, child, fields);
  }
  return fields;
}

void set_topic(ProcessContext& context, const Element& owner, const Element& element, const Attribute* topic,
               Implementation& implementation) {
  implementation.kind = Kind::Topic;
  implementation.name = std::string(value_of(topic));
  if (implementation.name.empty()) {
    return context.file.error(element, "missing-attribute", "work for an external worker needs a topic");
  }
  if (has_expression(implementation.name)) {
    implementation.expression = add_attribute(context, owner, SourceKind::Text, topic);
  }
}

void set_type(ProcessContext& context, const Element& owner, const Element& element, std::string_view type,
              Implementation& implementation) {
  if (type == "external" || type == "external-worker") {
    return set_topic(context, owner, element, setting(element, "topic"), implementation);
  }
  implementation.kind = Kind::Type;
  implementation.name = std::string(type);
}

bool read_attributes(ProcessContext& context, const Element& owner, const Element& element,
                     Implementation& implementation) {
  if (const std::string_view type = value_of(setting(element, "type"));
      !type.empty() && type != "script" && type != "job") {
    set_type(context, owner, element, type, implementation);
  } else if (const std::string_view name = value_of(setting(element, "class")); !name.empty()) {
    implementation.kind = Kind::Class;
    implementation.name = std::string(name);
  } else if (const Attribute* const bean = setting(element, "delegateExpression"); !value_of(bean).empty()) {
    implementation.kind = Kind::DelegateExpression;
    implementation.expression = add_attribute(context, owner, SourceKind::Value, bean);
  } else if (const Attribute* const expression = setting(element, "expression");
             !value_of(expression).empty()) {
    implementation.kind = Kind::Expression;
    implementation.expression = add_attribute(context, owner, SourceKind::Value, expression);
  } else if (const Attribute* const decision = setting(element, "decisionRef"); !value_of(decision).empty()) {
    implementation.kind = Kind::Type;
    implementation.name = "dmn";
    implementation.fields.push_back(
        {"decisionRef", add_attribute(context, owner, SourceKind::Text, decision)});
  }
  return implementation.kind != Kind::None;
}

bool read_zeebe(ProcessContext& context, const Element& owner, const Element& element,
                Implementation& implementation) {
  if (const Element definition = element.ext_child("taskDefinition")) {
    set_topic(context, owner, element, definition.find("type"), implementation);
  } else if (const Element script = element.ext_child("script"); script && script.find("expression")) {
    implementation.kind = Kind::Expression;
    implementation.expression = add_attribute(context, owner, SourceKind::Value, script.find("expression"));
    implementation.result_variable = std::string(script["resultVariable"]);
  } else if (const Element decision = element.ext_child("calledDecision")) {
    implementation.kind = Kind::Type;
    implementation.name = "dmn";
    implementation.fields.push_back(
        {"decisionRef", add_attribute(context, owner, SourceKind::Text, decision.find("decisionId"))});
    implementation.result_variable = std::string(decision["resultVariable"]);
  }
  return implementation.kind != Kind::None;
}

/// The script inside a listener.
void read_listener_script(ProcessContext& context, const Element& owner, const Element& element,
                          Implementation& implementation) {
  const Element script = element.any_child("script");
  if (!script) return;
  std::string_view format = script["scriptFormat"];
  if (format.empty()) format = script["language"];
  implementation.kind = Kind::Script;
  implementation.expression = add_script(context, owner, format, script.trimmed_text(), script.text_where());
  implementation.result_variable = std::string(value_of(script.find("resultVariable")));
}

/// The operation of a service, send or receive task.
void read_operation(ProcessContext& context, const Element& owner, const Element& element,
                    Implementation& implementation) {
  std::string_view reference = element["operationRef"];
  if (reference.empty()) reference = element.child("operationRef").trimmed_text();
  if (reference.empty()) return;
  const Element operation = context.file.find(reference, "operation");
  if (!operation) return context.file.dangling(owner, "operationRef", reference);
  std::string_view name = trim(operation["implementationRef"]);
  if (name.empty()) name = trim(operation.parent()["implementationRef"]);
  if (name.empty()) return;
  implementation.kind = Kind::Class;
  implementation.name = std::string(without_prefix(name));
}

void read_standard(ProcessContext& context, const Element& owner, const Element& element,
                   Implementation& implementation) {
  read_operation(context, owner, element, implementation);
  if (implementation.kind != Kind::None) return;
  const std::string_view name = trim(element["implementation"]);
  if (name.empty() || name.substr(0, 2) == "##") return;
  implementation.kind = Kind::Class;
  implementation.name = std::string(name);
}

}  // namespace

Implementation read_implementation(ProcessContext& context, const Element& owner, const Element& element) {
  Implementation implementation;
  implementation.where = element.where();
  if (is_vendor(element.space())) read_listener_script(context, owner, element, implementation);
  const bool done = implementation.kind != Kind::None ||
                    read_attributes(context, owner, element, implementation) ||
                    read_zeebe(context, owner, element, implementation);
  if (!done && element.space() == Space::Bpmn) read_standard(context, owner, element, implementation);
  for (const std::string_view name : {"resultVariable", "resultVariableName"}) {
    if (const std::string_view variable = value_of(setting(element, name)); !variable.empty()) {
      implementation.result_variable = std::string(variable);
    }
  }
  implementation.local_result = element.ext_flag("useLocalScopeForResultVariable", false);
  for (model::Field& field : read_fields(context, owner, element)) {
    implementation.fields.push_back(std::move(field));
  }
  return implementation;
}

std::vector<model::Field> read_fields(ProcessContext& context, const Element& owner) {
  return read_fields(context, owner, owner);
}

std::unique_ptr<Implementation> read_node_implementation(ProcessContext& context, const Element& owner) {
  Implementation implementation = read_implementation(context, owner, owner);
  if (implementation.kind == Kind::None && implementation.result_variable.empty()) return nullptr;
  return std::make_unique<Implementation>(std::move(implementation));
}

std::unique_ptr<Implementation> read_script_task(ProcessContext& context, const Element& owner) {
  Implementation implementation = read_implementation(context, owner, owner);
  const Element script = owner.child("script");
  if (implementation.kind == Kind::None) {
    implementation.kind = Kind::Script;
    const std::string_view language = owner[owner.is("globalScriptTask") ? "scriptLanguage" : "scriptFormat"];
    implementation.expression =
        add_script(context, owner, language, script.trimmed_text(), script.text_where());
    if (owner.find_ext("resource") != nullptr) {
      context.file.error(owner, "script", "scripts from resources are not supported");
    } else if (!script) {
      context.file.error(owner, "script", "the script task has no script");
    }
    if (implementation.expression == model::kNoExpression) return nullptr;  // an empty script does nothing
  }
  return std::make_unique<Implementation>(std::move(implementation));
}

}  // namespace rondo::bpmn
