// SPDX-License-Identifier: Apache-2.0
#include "bpmn/input_sets.hpp"

#include "bpmn/mappings.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace rondo::bpmn {
namespace {

bool is_written_here(const FileContext& file, std::string_view reference) {
  const Element source = file.find(reference);
  return source.is("dataObject") || source.is("dataObjectReference") || source.is("property");
}

bool is_variable(std::string_view name) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
         std::all_of(name.begin(), name.end(), is_part);
}

bool refers(const FileContext& file, const Element& set, std::string_view tag, const Element& input) {
  for (const Element child : set.children()) {
    if (child.is(tag) && file.find(child.text()) == input) return true;
  }
  return false;
}

/// The sources of all associations that end at an input. A null collection of a loop is an error of the loop.
void add_sources(const FileContext& file, const Element& activity, const Element& input,
                 std::vector<std::string>& conditions) {
  const Element loop = activity.child("multiInstanceLoopCharacteristics");
  if (loop && file.find(loop.child("loopDataInputRef").text()) == input) return;
  for (const Element association : activity.children()) {
    if (!association.is("dataInputAssociation")) continue;
    if (file.find(association.child("targetRef").text()) != input) continue;
    for (const Element source : association.children()) {
      if (!source.is("sourceRef") || !is_written_here(file, source.text())) continue;
      const std::string_view name = variable_of(file, source.text());
      if (is_variable(name)) conditions.push_back(std::string(name) + " != null");
    }
  }
}

std::string joined(const std::vector<std::string>& parts, std::string_view word) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text.append(" ").append(word).append(" ");
    text.append(part);
  }
  return text;
}

}  // namespace

std::string availability_of(const FileContext& file, const Element& activity) {
  std::vector<std::string> sets;
  for (const Element set : activity.child("ioSpecification").children()) {
    if (!set.is("inputSet")) continue;
    std::vector<std::string> conditions;
    for (const Element child : set.children()) {
      if (!child.is("dataInputRefs")) continue;
      const Element input = file.find(child.text());
      const bool may_come_later = refers(file, set, "optionalInputRefs", input) ||
                                  refers(file, set, "whileExecutingInputRefs", input);
      if (input && !may_come_later) add_sources(file, activity, input, conditions);
    }
    if (conditions.empty()) return {};
    sets.push_back("(" + joined(conditions, "&&") + ")");
  }
  return sets.empty() ? std::string() : "${" + joined(sets, "||") + "}";
}

}  // namespace rondo::bpmn
