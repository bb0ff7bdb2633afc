// SPDX-License-Identifier: Apache-2.0
// Activities of other namespaces: code of the host, with arguments, and perhaps with activities that it runs.
#include "frontends/activities/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::frontends::activities {

namespace {

// What holds the value of an argument.
bool is_value(const MarkupElement& element) {
  constexpr std::array<std::string_view, 9> kValues{"InArgument",  "OutArgument",      "InOutArgument",
                                                    "Literal",     "VisualBasicValue", "VisualBasicReference",
                                                    "CSharpValue", "CSharpReference",  "VariableValue"};
  return std::find(kValues.begin(), kValues.end(), element.name) != kValues.end();
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(", \t\n"), text.size());
    if (end > 0) names.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

}  // namespace

void Reader::read_custom_attribute(const MarkupAttribute& attribute, Activity& activity) {
  if (attribute.space == kXamlSpace && attribute.name == "Name") activity.id = attribute.value;
  if (!attribute.space.empty()) return;
  if (attribute.name == "DisplayName") {
    activity.display_name = attribute.value;
  } else if (attribute.name == "Bookmarks") {
    activity.kind = ActivityKind::Native;
    activity.bookmarks = names_in(attribute.value);
  } else if (auto given =
                 argument(attribute.value, attribute.name == "Result" ? "Name" : "String", attribute.where)) {
    activity.arguments.insert_or_assign(attribute.name, std::move(*given));
  }
}

void Reader::read_custom_child(const MarkupElement& child, Activity& activity) {
  const std::string owner = activity.type + ".";
  if (!child.name.starts_with(owner)) return add_native_child(child, {}, activity);
  const std::string name = child.name.substr(owner.size());
  if (name == "Variables") {
    activity.kind = ActivityKind::Native;
    return read_variables(child, activity);
  }
  if (child.children.empty() || (child.children.size() == 1 && is_value(child.children.front()))) {
    if (auto given = element_argument(child, "String"))
      activity.arguments.insert_or_assign(name, std::move(*given));
    return;
  }
  for (std::size_t i = 0; i < child.children.size(); ++i) {
    const bool several = child.children.size() > 1;
    add_native_child(child.children[i], several ? fmt::format("{}[{}]", name, i) : name, activity);
  }
}

// Called as its property, else as the activity itself.
void Reader::add_native_child(const MarkupElement& child, std::string name, Activity& activity) {
  activity.kind = ActivityKind::Native;
  Slot slot;
  slot.where = child.where;
  if (child.space == kActivitySpace && child.name == "ActivityAction") {
    read_delegate(child, slot);
  } else if (auto inner = this->activity(child)) {
    slot.content.push_back(std::move(*inner));
  }
  if (slot.content.empty()) return;
  const Activity& inner = slot.content.front();
  if (name.empty()) name = !inner.id.empty() ? inner.id : inner.display_name;
  if (name.empty()) name = inner.type;
  slot.name = std::move(name);
  const bool taken = std::any_of(activity.slots.begin(), activity.slots.end(),
                                 [&](const Slot& other) { return other.name == slot.name; });
  if (taken) {
    diagnostics_.error(
        slot.where, "duplicate-child",
        fmt::format("'{}' holds a '{}' already; give this one an x:Name", activity.type, slot.name));
  }
  activity.slots.push_back(std::move(slot));
}

}  // namespace rondo::frontends::activities
