// SPDX-License-Identifier: Apache-2.0
#include "bpmn/rules.hpp"
#include "bpmn/structures.hpp"

#include <set>
#include <string>
#include <unordered_set>
#include <utility>

namespace rondo::bpmn {
namespace {

/// An item-aware element is a collection exactly when its item definition is one (§10.4.1).
void check_collection(const RuleContext& rules, const Element& element) {
  const Element definition = rules.file.find(element["itemSubjectRef"], "itemDefinition");
  if (!definition || element.flag("isCollection", false) == definition.flag("isCollection", false)) return;
  rules.file.violation(element, "collection-mismatch",
                       describe(element) + " and its item definition differ in isCollection");
}

/// A reference to a data object with a state is named after both (§10.4.1).
void check_state_name(const RuleContext& rules, const Element& reference) {
  const Element state = reference.child("dataState");
  const Element object = rules.file.find(reference["dataObjectRef"], "dataObject");
  if (!state || !object || reference["name"].empty()) return;
  const std::string expected = std::string(object["name"]) + " [" + std::string(state["name"]) + "]";
  if (reference["name"] == expected) return;
  rules.file.violation(reference, "data-state-name",
                       describe(reference) + " should have the name \"" + expected + "\"");
}

std::vector<Element> targets_of(const FileContext& file, const Element& element, std::string_view tag) {
  std::vector<Element> targets;
  for (const Element& child : children_named(element, tag)) {
    if (const Element target = file.find(child.text())) targets.push_back(target);
  }
  return targets;
}

/// Optional and while-executing items belong to the set itself (§10.4.1, tables 10.61 and 10.62).
void check_set(const RuleContext& rules, const Element& set, std::string_view all, std::string_view optional,
               std::string_view executing) {
  std::unordered_set<std::size_t> members;
  for (const Element& member : targets_of(rules.file, set, all)) members.insert(member.index());
  for (const std::string_view tag : {optional, executing}) {
    for (const Element& item : targets_of(rules.file, set, tag)) {
      if (members.count(item.index()) != 0) continue;
      rules.file.violation(set, "data-set",
                           "<" + std::string(set.name()) + "> names " + describe(item) + " as " +
                               std::string(tag) + " but not as " + std::string(all));
    }
  }
}

/// The sets of `io` with tag `set_tag` paired with those that they name by `reference`.
std::set<std::pair<std::size_t, std::size_t>> pairs_of(const FileContext& file, const Element& io,
                                                       std::string_view set_tag, std::string_view reference) {
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (const Element& set : children_named(io, set_tag)) {
    for (const Element& other : targets_of(file, set, reference)) pairs.emplace(set.index(), other.index());
  }
  return pairs;
}

/// Input and output sets name each other (§10.4.1).
void check_set_pairs(const RuleContext& rules, const Element& io) {
  const auto forth = pairs_of(rules.file, io, "inputSet", "outputSetRefs");
  const auto back = pairs_of(rules.file, io, "outputSet", "inputSetRefs");
  const auto report = [&rules](std::size_t from, std::size_t to) {
    const Element set = rules.file.tree().at(from);
    rules.file.violation(
        set, "data-set",
        describe(set) + " names " + describe(rules.file.tree().at(to)) + ", which does not name it");
  };
  for (const auto& [input, output] : forth) {
    if (back.count({output, input}) == 0) report(input, output);
  }
  for (const auto& [output, input] : back) {
    if (forth.count({input, output}) == 0) report(output, input);
  }
}

/// A specification has input and output sets, and each input or output is in one (§10.4.1).
void check_specification(const RuleContext& rules, const Element& io, std::string_view set_tag,
                         std::string_view data_tag, std::string_view reference) {
  const std::vector<Element> sets = children_named(io, set_tag);
  if (sets.empty()) {
    rules.file.violation(io, "data-set",
                         describe(io) + " of " + describe(io.parent()) + " needs an " + std::string(set_tag));
    return;
  }
  std::unordered_set<std::size_t> members;
  for (const Element& set : sets) {
    for (const Element& member : targets_of(rules.file, set, reference)) members.insert(member.index());
  }
  for (const Element& data : children_named(io, data_tag)) {
    if (members.count(data.index()) != 0) continue;
    rules.file.violation(data, "data-set", describe(data) + " must be in an " + std::string(set_tag));
  }
}

bool is_process_level(const Element& item, std::string_view tag) {
  return item.is(tag) && item.parent().is("ioSpecification") && item.parent().parent().is("process");
}

Element item_behind(const FileContext& file, Element element) {
  if (element.is("dataObjectReference")) return file.find(element["dataObjectRef"]);
  return element;
}

void check_association_items(const RuleContext& rules, const Element& association,
                             const std::vector<Element>& sources, const std::vector<Element>& targets) {
  if (association.child("transformation") || association.child("assignment")) return;
  if (sources.size() > 1) {
    rules.file.violation(association, "data-association",
                         describe(association) + " has several sources but no transformation");
  }
  if (sources.size() != 1 || targets.size() != 1) return;
  const Element from = item_behind(rules.file, sources[0]), to = item_behind(rules.file, targets[0]);
  const std::string_view left = from["itemSubjectRef"], right = to["itemSubjectRef"];
  if (left.empty() || right.empty() || same_structure(rules.file, left, right)) return;
  rules.file.violation(association, "item-mismatch",
                       describe(from) + " and " + describe(to) + " have items of different structure");
}

void check_association(const RuleContext& rules, const Element& association) {
  const std::vector<Element> sources = targets_of(rules.file, association, "sourceRef");
  const std::vector<Element> targets = targets_of(rules.file, association, "targetRef");
  for (const Element& source : sources) {
    if (!is_process_level(source, "dataOutput")) continue;
    rules.file.violation(association, "data-association",
                         describe(association) + " reads " + describe(source) + ", an output of the process");
  }
  for (const Element& target : targets) {
    if (!is_process_level(target, "dataInput")) continue;
    rules.file.violation(association, "data-association",
                         describe(association) + " writes " + describe(target) + ", an input of the process");
  }
  check_association_items(rules, association, sources, targets);
}

}  // namespace

void check_data(const RuleContext& rules, const Element& element) {
  if (is_one_of(element, {"dataInput", "dataOutput", "dataObject"})) check_collection(rules, element);
  if (element.is("dataObjectReference")) check_state_name(rules, element);
  if (element.is("ioSpecification")) {
    check_specification(rules, element, "inputSet", "dataInput", "dataInputRefs");
    check_specification(rules, element, "outputSet", "dataOutput", "dataOutputRefs");
    check_set_pairs(rules, element);
  }
  if (element.is("inputSet")) {
    check_set(rules, element, "dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs");
  }
  if (element.is("outputSet")) {
    check_set(rules, element, "dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs");
  }
  if (is_one_of(element, {"dataInputAssociation", "dataOutputAssociation"}))
    check_association(rules, element);
}

}  // namespace rondo::bpmn
