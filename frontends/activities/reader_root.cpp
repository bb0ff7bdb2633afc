// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/reader.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo::frontends::activities {

namespace {

std::string_view class_name(std::string_view name) {
  const std::size_t dot = name.find_last_of('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) return false;
  }
  return true;
}

}  // namespace

// The root is an Activity around one activity, or that activity itself.
Workflow Reader::run(const MarkupElement& root) {
  Workflow workflow;
  workflow.where = root.where;
  if (root.space == kActivitySpace && root.name == "Activity") {
    for (const MarkupAttribute& attribute : root.attributes) {
      if (attribute.space == kXamlSpace && attribute.name == "Class")
        workflow.name = class_name(attribute.value);
      if (attribute.name == "Exceptions") read_exceptions(attribute, workflow);
    }
    for (const MarkupElement& child : root.children) {
      if (child.name.find('.') != std::string::npos || child.name == "Members") {
        read_root_property(child, workflow);
      } else if (!workflow.root.empty()) {
        unknown(child.where, "a workflow has one activity; put several into a Sequence");
      } else if (auto read = activity(child)) {
        workflow.root.push_back(std::move(*read));
      }
    }
  } else if (auto read = activity(root)) {
    workflow.root.push_back(std::move(*read));
  }
  const bool refused = diagnostics_.refuses();
  if (workflow.root.empty() && !refused) unknown(root.where, "the workflow has no activity");
  return workflow;
}

void Reader::read_root_property(const MarkupElement& property, Workflow& workflow) {
  if (property.name == "Members" && property.space == kXamlSpace) read_members(property, workflow);
}

// <x:Members><x:Property Name="amount" Type="InArgument(x:Int32)"/></x:Members>: given at the start.
void Reader::read_members(const MarkupElement& property, Workflow& workflow) {
  for (const MarkupElement& member : property.children) {
    const MarkupAttribute* name = member.find("Name");
    if (member.name != "Property" || name == nullptr || name->value.empty()) {
      unknown(member.where, "a Property with a Name is expected here");
      continue;
    }
    workflow.arguments.push_back({name->value, member.where, {}});
  }
}

// `OrderException : ApplicationException; StockException : OrderException`
void Reader::read_exceptions(const MarkupAttribute& attribute, Workflow& workflow) {
  std::string_view rest = attribute.value;
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    const std::string_view one = without_blanks(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (one.empty()) continue;
    const std::size_t colon = one.find(':');
    const std::string_view name = without_blanks(one.substr(0, colon));
    const std::string_view base = colon == std::string_view::npos ? std::string_view("Exception")
                                                                  : without_blanks(one.substr(colon + 1));
    if (!is_name(name) || !is_name(base)) {
      unknown(attribute.where, fmt::format("'{}' declares no exception: NAME : BASE is expected", one));
      continue;
    }
    workflow.exceptions.emplace_back(name, base);
  }
}

void Reader::check(const MarkupElement& element, const KindRule& rule, const Activity& activity) {
  for (const ArgumentRule& argument : rule.arguments) {
    const bool attempted = element.find(argument.name) != nullptr;
    bool as_property = false;
    for (const MarkupElement& child : element.children)
      as_property |= child.name == element.name + "." + std::string(argument.name);
    if (argument.required && !attempted && !as_property) {
      diagnostics_.error(element.where, "missing-argument",
                         fmt::format("'{}' needs its {}", rule.type, argument.name));
    }
  }
  if (rule.kind == ActivityKind::TryCatch) {
    bool catches = false;
    for (const Slot& slot : activity.slots) catches |= slot.name == "Catch" || slot.name == "Finally";
    if (!catches) diagnostics_.error(element.where, "empty-try", "a TryCatch needs a Catch or a Finally");
  }
  if (rule.kind == ActivityKind::Pick) {
    const Slot* branches = activity.slot("Branches");
    for (std::size_t i = 0; branches != nullptr && i < branches->content.size(); ++i) {
      const Activity& branch = branches->content[i];
      if (branch.kind != ActivityKind::PickBranch) unknown(branch.where, "a Pick holds PickBranches only");
    }
  }
  if (rule.kind == ActivityKind::PickBranch && activity.slot("Trigger") == nullptr) {
    diagnostics_.error(element.where, "missing-argument", "a PickBranch needs its Trigger");
  }
  const bool exception = rule.kind == ActivityKind::Throw || rule.kind == ActivityKind::TerminateWorkflow;
  const Argument* thrown = exception ? activity.argument("Exception") : nullptr;
  if (thrown != nullptr && thrown->type.empty()) {
    diagnostics_.error(thrown->where, "expression", "what is thrown must be made here: New TYPE(\"text\")");
  }
}

}  // namespace rondo::frontends::activities
