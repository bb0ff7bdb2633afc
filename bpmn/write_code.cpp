// SPDX-License-Identifier: Apache-2.0
// Code that elements run, listeners, and what is passed to and fro.
#include "bpmn/events.hpp"
#include "bpmn/writing.hpp"

#include <string>

namespace rondo::bpmn {

namespace {

using model::Implementation;
using Kind = Implementation::Kind;

void add_fields(const ProcessWriting& writing, pugi::xml_node parent, const Implementation& implementation) {
  for (const model::Field& field : implementation.fields) {
    pugi::xml_node element = add_ext(writing, parent, "field");
    set(element, "name", field.name);
    if (field.value == model::kNoExpression) continue;
    if (has_own_reading(writing, field.value)) {
      add_body(writing, element, writing.file.own("expression").c_str(), field.value, Place::Value);
    } else {
      add_ext(writing, element, "string").text().set(text_for(writing, field.value, Place::Text).c_str());
    }
  }
}

void write_script(const ProcessWriting& writing, pugi::xml_node element, const Implementation& code) {
  const model::ExpressionSource& source = writing.source(code.expression);
  pugi::xml_node script = add_ext(writing, element, "script");
  set(script, "scriptFormat", format_of(source.language));
  set(script, "resultVariable", code.result_variable);
  script.text().set(source.text.c_str());
}

}  // namespace

void write_fields(const ProcessWriting& writing, pugi::xml_node element,
                  const Implementation& implementation) {
  if (!implementation.fields.empty()) add_fields(writing, extensions(element), implementation);
}

void write_implementation(const ProcessWriting& writing, pugi::xml_node element, const Implementation& code,
                          bool prefixed) {
  const auto attribute = [&](const char* name, const std::string& value) {
    set(element, (prefixed ? writing.file.extension(name) : std::string(name)).c_str(), value);
  };
  switch (code.kind) {
    case Kind::Class:
      attribute("class", code.name);
      break;
    case Kind::DelegateExpression:
      attribute("delegateExpression", text_for(writing, code.expression, Place::Value));
      break;
    case Kind::Expression:
      if (prefixed) {
        set_ext(writing, element, "expression", code.expression, Place::Value);
      } else {
        attribute("expression", text_for(writing, code.expression, Place::Value));
      }
      break;
    case Kind::Topic:
      attribute("type", "external");
      attribute("topic", code.name);
      break;
    case Kind::Type:
      attribute("type", code.name);
      break;
    case Kind::Script:
      if (!prefixed) return write_script(writing, element, code);
      writing.file.refuse(code.where, {}, "a script here");
      break;
    case Kind::None:
      break;
  }
  attribute("resultVariable", code.result_variable);
  set_ext_flag(writing, element, "useLocalScopeForResultVariable", code.local_result, false);
  if (!code.fields.empty()) add_fields(writing, prefixed ? extensions(element) : element, code);
}

void write_listeners(const ProcessWriting& writing, pugi::xml_node element, const char* tag,
                     const std::vector<model::Listener>& listeners) {
  for (const model::Listener& listener : listeners) {
    pugi::xml_node child = add_ext(writing, extensions(element), tag);
    set(child, "event", std::string(event_name_of(listener)));
    write_implementation(writing, child, listener.implementation, false);
    if (listener.timer == model::TimerKind::None) continue;
    pugi::xml_node timer = child.append_child("timerEventDefinition");
    add_body(writing, timer, std::string(time_tag_of(listener.timer)).c_str(), listener.timer_value,
             Place::Text);
  }
}

void write_mappings(const ProcessWriting& writing, pugi::xml_node element, const char* tag,
                    const std::vector<model::VariableMapping>& mappings) {
  using What = model::VariableMapping::What;
  for (const model::VariableMapping& mapping : mappings) {
    pugi::xml_node child = add_ext(writing, extensions(element), tag);
    set_flag(child, "local", mapping.local, false);
    if (mapping.what == What::All) set(child, "variables", "all");
    if (mapping.what == What::BusinessKey) {
      set(child, "businessKey", text_for(writing, mapping.source_expression, Place::Value));
    } else if (has_own_reading(writing, mapping.source_expression)) {
      set(child, "sourceExpression", writing.source(mapping.source_expression).text);
      set(child, "language", writing.source(mapping.source_expression).language);
    } else {
      set(child, "sourceExpression", text_for(writing, mapping.source_expression, Place::Value));
    }
    set_flag(child, "members", mapping.what == What::Members, false);
    set(child, "source", mapping.source);
    set(child, "target", mapping.target);
    set(child, "targetExpression", text_for(writing, mapping.target_expression, Place::Text));
  }
}

}  // namespace rondo::bpmn
