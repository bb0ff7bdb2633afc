// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/reader.hpp"

#include "frontends/activities/basic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo::frontends::activities {

namespace {

// The part behind the last colon or dot: `x:Int32` → Int32, `s:ApplicationException` likewise.
std::string_view last_name(std::string_view name) {
  const std::size_t end = name.find_last_of(":.");
  return end == std::string_view::npos ? name : name.substr(end + 1);
}

std::string_view type_of(const MarkupElement& element) {
  const MarkupAttribute* given = element.find("TypeArguments", kXamlSpace);
  return given == nullptr ? std::string_view() : last_name(given->value);
}

Slot& slot_named(Activity& activity, std::string_view name, model::SourcePosition where) {
  for (Slot& slot : activity.slots) {
    if (slot.name == name) return slot;
  }
  Slot& slot = activity.slots.emplace_back();
  slot.name = name;
  slot.where = where;
  return slot;
}

// Namespaces whose attributes and elements are for designers.
bool is_for_designers(std::string_view space) {
  return space.find("presentation") != std::string_view::npos ||
         space.find("markup-compatibility") != std::string_view::npos ||
         space.find("expression/blend") != std::string_view::npos ||
         space.find("Presentation") != std::string_view::npos ||
         space.find("Debugger") != std::string_view::npos;
}

// What a variable of the type holds before anything is assigned; empty: null.
std::string initial_value(std::string_view type) {
  if (type == "Boolean") return "false";
  if (type == "TimeSpan") return "'PT0S'";
  const bool number = type == "Int32" || type == "Int64" || type == "Double" || type == "Decimal";
  return number ? "0" : std::string();
}

}  // namespace

const Argument* Activity::argument(std::string_view name) const {
  const auto found = arguments.find(name);
  return found == arguments.end() ? nullptr : &found->second;
}

const Slot* Activity::slot(std::string_view name) const {
  for (const Slot& slot : slots) {
    if (slot.name == name && !slot.content.empty()) return &slot;
  }
  return nullptr;
}

void Reader::unknown(model::SourcePosition where, std::string message) {
  diagnostics_.error(where, "not-understood", std::move(message));
}

void Reader::refuse_text(const MarkupElement& element) {
  if (!element.text.empty()) unknown(element.text_where, fmt::format("'{}' holds no text", element.name));
}

std::optional<Activity> Reader::activity(const MarkupElement& element) {
  if (element.space != kActivitySpace) return custom(element);
  const KindRule* rule = find_kind(element.name);
  if (rule == nullptr) {
    unknown(element.where, fmt::format("there is no activity '{}'", element.name));
    return std::nullopt;
  }
  Activity result;
  result.kind = rule->kind;
  result.type = element.name;
  result.where = element.where;
  result.item_type = type_of(element);
  for (const MarkupAttribute& attribute : element.attributes)
    read_attribute(attribute, element, *rule, result);
  for (const MarkupElement& child : element.children) {
    const std::string owner = element.name + ".";
    if (child.space == kActivitySpace && child.name.starts_with(owner)) {
      read_property(child, *rule, result);
    } else if (child.name.find('.') != std::string::npos) {
      if (!is_for_designers(child.space) && child.space == kActivitySpace)
        unknown(child.where, fmt::format("'{}' does not belong to '{}'", child.name, element.name));
    } else {
      read_content(child, *rule, result);
    }
  }
  refuse_text(element);
  check(element, *rule, result);
  return result;
}

// Code of the host: attributes are what it is given.
std::optional<Activity> Reader::custom(const MarkupElement& element) {
  if (!element.space.starts_with("clr-namespace:") && !element.space.starts_with("urn:")) {
    unknown(element.where,
            fmt::format("'{}' is no activity: its namespace '{}' is not known", element.name, element.space));
    return std::nullopt;
  }
  Activity result;
  result.kind = ActivityKind::Custom;
  result.type = element.name;
  result.where = element.where;
  for (const MarkupAttribute& attribute : element.attributes) read_custom_attribute(attribute, result);
  for (const MarkupElement& child : element.children) read_custom_child(child, result);
  refuse_text(element);
  return result;
}

bool Reader::allows_attribute(const MarkupAttribute& attribute) {
  return is_for_designers(attribute.space) || attribute.space == "http://www.w3.org/XML/1998/namespace" ||
         (attribute.space == kXamlSpace && (attribute.name == "TypeArguments" || attribute.name == "Key"));
}

void Reader::read_attribute(const MarkupAttribute& attribute, const MarkupElement& element,
                            const KindRule& rule, Activity& activity) {
  if (attribute.space == kXamlSpace && attribute.name == "Name") {
    activity.id = attribute.value;
    return;
  }
  if (allows_attribute(attribute)) return;
  if (attribute.space.empty() && attribute.name == "DisplayName") {
    activity.display_name = attribute.value;
    return;
  }
  // Attached properties of designers carry the name of their owner.
  if (attribute.name.find('.') != std::string::npos) return;
  const ArgumentRule* known = attribute.space.empty() ? find_argument(rule, attribute.name) : nullptr;
  if (known == nullptr) {
    return unknown(attribute.where, fmt::format("'{}' has no '{}'", rule.type, attribute.name));
  }
  std::string_view type = known->type;
  const bool typed = rule.kind == ActivityKind::Switch || rule.kind == ActivityKind::Assign;
  if (typed && type == "String" && !type_of(element).empty()) type = type_of(element);
  if (auto given = argument(attribute.value, type, attribute.where)) {
    activity.arguments.insert_or_assign(attribute.name, std::move(*given));
  }
}

void Reader::read_property(const MarkupElement& property, const KindRule& rule, Activity& activity) {
  const std::string name = property.name.substr(activity.type.size() + 1);
  if (name == "Variables") return read_variables(property, activity);
  if (const SlotRule* slot = find_slot(rule, name)) return read_slot(property, *slot, activity);
  const ArgumentRule* known = find_argument(rule, name);
  if (known == nullptr) return unknown(property.where, fmt::format("'{}' has no '{}'", rule.type, name));
  if (auto given = element_argument(property, known->type)) {
    activity.arguments.insert_or_assign(name, std::move(*given));
  }
}

void Reader::read_content(const MarkupElement& child, const KindRule& rule, Activity& activity) {
  if (is_for_designers(child.space)) return;
  const SlotRule* slot = content_slot(rule);
  if (slot == nullptr) return unknown(child.where, fmt::format("'{}' holds no activities", rule.type));
  add_to_slot(child, *slot, activity);
}

void Reader::read_slot(const MarkupElement& property, const SlotRule& rule, Activity& activity) {
  refuse_text(property);
  (void)slot_named(activity, rule.name, property.where);
  for (const MarkupElement& child : property.children) {
    if (!is_for_designers(child.space)) add_to_slot(child, rule, activity);
  }
}

void Reader::add_to_slot(const MarkupElement& child, const SlotRule& rule, Activity& activity) {
  if (rule.name == "Catches") return read_catch(child, activity);
  if (rule.keyed) {
    const MarkupAttribute* key = child.find("Key", kXamlSpace);
    if (key == nullptr) return unknown(child.where, fmt::format("a case of '{}' needs x:Key", activity.type));
    Slot slot;
    slot.name = rule.name;
    const std::string_view type =
        activity.item_type.empty() ? "String" : std::string_view(activity.item_type);
    if (auto value = key->value == "{x:Null}"
                         ? Argument{"null", key->where, true, {}}
                         : translate_literal(key->value, type, key->where, diagnostics_)) {
      slot.key = std::move(value->expression);
      for (const Slot& other : activity.slots) {
        if (other.name == slot.name && other.key == slot.key)
          diagnostics_.error(key->where, "duplicate-name",
                             fmt::format("'{}' has a case for '{}' already", activity.type, key->value));
      }
    }
    slot.where = key->where;
    if (child.name != "Null" || child.space != kXamlSpace) {
      if (auto inner = this->activity(child)) slot.content.push_back(std::move(*inner));
    }
    activity.slots.push_back(std::move(slot));
    return;
  }
  Slot& slot = slot_named(activity, rule.name, child.where);
  if (rule.delegate && child.space == kActivitySpace && child.name == "ActivityAction") {
    return read_delegate(child, slot);
  }
  if (!rule.many && !slot.content.empty()) {
    return unknown(child.where, fmt::format("{} of '{}' takes one activity; put several into a Sequence",
                                            rule.name, activity.type));
  }
  if (auto inner = this->activity(child)) slot.content.push_back(std::move(*inner));
}

// <ActivityAction><ActivityAction.Argument><DelegateInArgument x:Name="item"/></…>activity</ActivityAction>
void Reader::read_delegate(const MarkupElement& element, Slot& slot) {
  refuse_text(element);
  for (const MarkupElement& child : element.children) {
    if (child.name == "ActivityAction.Argument") {
      for (const MarkupElement& argument : child.children) {
        const MarkupAttribute* name = argument.find("Name", kXamlSpace);
        if (name == nullptr) name = argument.find("Name");
        if (name != nullptr) slot.variable = name->value;
      }
    } else if (!slot.content.empty()) {
      unknown(child.where, "an ActivityAction takes one activity; put several into a Sequence");
    } else if (auto inner = activity(child)) {
      slot.content.push_back(std::move(*inner));
    }
  }
}

void Reader::read_catch(const MarkupElement& element, Activity& activity) {
  const std::string type(type_of(element));
  if (element.name != "Catch" || type.empty()) {
    return unknown(element.where, "a Catch with x:TypeArguments is expected here");
  }
  refuse_text(element);
  if (type.find_first_of(" []{}()\"'<>&;,") != std::string::npos) {
    unknown(element.find("TypeArguments", kXamlSpace)->where,
            fmt::format("'{}' is no name of a type of exceptions", type));
  }
  for (const Slot& other : activity.slots) {
    if (other.name == "Catch" && other.key == type) {
      diagnostics_.error(element.where, "duplicate-catch", fmt::format("'{}' is caught already", type));
    }
  }
  Slot slot;
  slot.name = "Catch";
  slot.key = type;
  slot.where = element.where;
  for (const MarkupElement& child : element.children) {
    if (child.name == "ActivityAction" && child.space == kActivitySpace) {
      read_delegate(child, slot);
    } else {
      unknown(child.where, "an ActivityAction is expected here");
    }
  }
  activity.slots.push_back(std::move(slot));
}

void Reader::read_variables(const MarkupElement& property, Activity& activity) {
  for (const MarkupElement& child : property.children) {
    const MarkupAttribute* name = child.find("Name");
    if (child.name != "Variable" || name == nullptr || name->value.empty()) {
      unknown(child.where, "a Variable with a Name is expected here");
      continue;
    }
    Variable variable;
    variable.name = name->value;
    variable.where = child.where;
    for (const Variable& other : activity.variables) {
      if (other.name == variable.name)
        diagnostics_.error(child.where, "duplicate-name",
                           fmt::format("'{}' has a variable '{}' already", activity.type, other.name));
    }
    const std::string_view type = type_of(child);
    variable.initial.expression = initial_value(type);
    variable.initial.where = child.where;
    if (const MarkupAttribute* initial = child.find("Default")) {
      if (auto given = argument(initial->value, type, initial->where)) variable.initial = std::move(*given);
    }
    for (const MarkupElement& inner : child.children) {
      if (inner.name != "Variable.Default") {
        unknown(inner.where, "a Variable holds its Default only");
      } else if (auto given = element_argument(inner, type)) {
        variable.initial = std::move(*given);
      }
    }
    activity.variables.push_back(std::move(variable));
  }
}

// `[…]` is an expression, anything else a literal.
std::optional<Argument> Reader::argument(std::string_view text, std::string_view type,
                                         model::SourcePosition where) {
  const bool expression =
      text.size() >= 2 && text.front() == '[' && text.back() == ']' && !text.starts_with("[]");
  if (!expression && text == "{x:Null}") return Argument{"null", where, true, {}};
  if (expression) {
    const std::string_view inside = text.substr(1, text.size() - 2);
    return translate_basic(inside, {where.line, where.column + 1}, diagnostics_);
  }
  if (type == "Name" || type == "Exception" || type == "Object") {
    diagnostics_.error(where, "expression",
                       fmt::format("an expression in brackets is expected, not '{}'", text));
    return std::nullopt;
  }
  return translate_literal(text, type, where, diagnostics_);
}

// <InArgument x:TypeArguments="x:String">[name]</InArgument>, perhaps with a Literal or VisualBasicValue in
// it.
std::optional<Argument> Reader::element_argument(const MarkupElement& property, std::string_view type) {
  const MarkupElement* at = &property;
  for (;;) {
    if (const std::string_view own = type_of(*at); !own.empty() && type != "Name" && type != "Exception")
      type = own;
    const bool sharp = at->name == "CSharpValue" || at->name == "CSharpReference";
    if (sharp && !at->text.empty()) return translate_sharp(at->text, at->text_where, diagnostics_);
    if (!at->text.empty()) return argument(at->text, type, at->text_where);
    if (const MarkupAttribute* text = at->find("ExpressionText")) {
      if (sharp) return translate_sharp(text->value, text->where, diagnostics_);
      return translate_basic(text->value, text->where, diagnostics_);
    }
    if (const MarkupAttribute* text = at->find("Value")) return argument(text->value, type, text->where);
    if (at->children.size() != 1) break;
    at = &at->children.front();
  }
  unknown(at->where, fmt::format("'{}' gives no value that is understood", at->name));
  return std::nullopt;
}

}  // namespace rondo::frontends::activities
