// SPDX-License-Identifier: Apache-2.0
#include "bpmn/expressions.hpp"
#include "bpmn/rules.hpp"

#include <string>

namespace rondo::bpmn {
namespace {

Element item_definition_of(const FileContext& file, const Element& data) {
  return file.find(data ? data["itemSubjectRef"] : std::string_view(), "itemDefinition");
}

/// The item that `loopDataInputRef` or `loopDataOutputRef` names is a collection; its members fit the item
/// variable (§10.3.8).
void check_items(const RuleContext& rules, const Element& loop, std::string_view reference_tag,
                 std::string_view item_tag) {
  const Element reference = loop.child(reference_tag);
  const Element data = reference ? rules.file.find(reference.text()) : Element();
  if (!data) return;
  if (!data.flag("isCollection", false) &&
      !item_definition_of(rules.file, data).flag("isCollection", false)) {
    rules.file.violation(
        reference, "loop-data",
        describe(data) + ", which " + std::string(reference_tag) + " names, is no collection");
  }
  const Element item = loop.child(item_tag);
  const Element member = item_definition_of(rules.file, item), whole = item_definition_of(rules.file, data);
  if (!member || !whole) return;
  if (member.flag("isCollection", false) || item.flag("isCollection", false)) {
    rules.file.violation(item, "loop-data",
                         describe(item) + " stands for one member and must not be a collection");
  }
  const std::string_view structure = trim(member["structureRef"]);
  if (member != whole && (structure.empty() || structure != trim(whole["structureRef"]))) {
    rules.file.violation(item, "loop-data",
                         describe(item) + " has another structure than the members of " + describe(data));
  }
}

/// A task loops over its own data, a sub-process over data objects (table 10.31). Engines take variables.
void check_owner(const RuleContext& rules, const Element& loop, std::string_view reference_tag,
                 std::string_view data_tag) {
  const Element reference = loop.child(reference_tag), owner = loop.parent();
  const Element data = reference ? rules.file.find(reference.text()) : Element();
  if (!data || !is_plainly_executable(rules.file, loop)) return;
  const bool is_object = is_one_of(data, {"dataObject", "dataObjectReference"});
  const bool is_own = data.is(data_tag) && data.parent().parent() == owner;
  if (is_sub_process(owner) ? is_object : is_own) return;
  rules.file.violation(
      reference, "loop-data",
      std::string(reference_tag) + " of " + describe(owner) + " must name " +
          (is_sub_process(owner) ? "a data object" : "a " + std::string(data_tag) + " of it") + ", not " +
          describe(data));
}

/// A cardinality that is written as it is must be a whole number (§10.3.8).
void check_cardinality(const RuleContext& rules, const Element& loop) {
  const Element cardinality = loop.child("loopCardinality");
  if (!cardinality) return;
  const std::string_view literal = literal_of(cardinality.trimmed_text());
  if (literal.empty() || whole_number(literal)) return;
  rules.file.violation(cardinality, "loop-cardinality",
                       "<loopCardinality> is no whole number: " + std::string(literal));
}

/// How often the activity is done is said in one way (§10.3.8).
void check_ways(const RuleContext& rules, const Element& loop) {
  if (!loop.child("loopCardinality") || !loop.child("loopDataInputRef")) return;
  rules.file.violation(loop, "loop-cardinality",
                       "loopCardinality and loopDataInputRef exclude each other; remove one of them");
}

/// The events that a multi-instance activity throws for its instances (§10.3.8).
void check_behavior(const RuleContext& rules, const Element& loop) {
  const std::string_view behavior = trim(loop["behavior"]);
  if (behavior == "Complex" && !loop.child("complexBehaviorDefinition")) {
    rules.file.violation(loop, "loop-behavior", "behavior Complex needs a complexBehaviorDefinition");
  }
  const auto check = [&](std::string_view name, std::string_view attribute) {
    if (behavior == name && trim(loop[attribute]).empty()) {
      rules.file.violation(loop, "loop-behavior",
                           "behavior " + std::string(name) + " needs " + std::string(attribute));
    }
  };
  check("One", "oneBehaviorEventRef");
  check("None", "noneBehaviorEventRef");
}

}  // namespace

void check_loops(const RuleContext& rules, const Element& element) {
  if (element.is("multiInstanceLoopCharacteristics")) {
    check_items(rules, element, "loopDataInputRef", "inputDataItem");
    check_items(rules, element, "loopDataOutputRef", "outputDataItem");
    check_owner(rules, element, "loopDataInputRef", "dataInput");
    check_owner(rules, element, "loopDataOutputRef", "dataOutput");
    check_behavior(rules, element);
    check_cardinality(rules, element);
    check_ways(rules, element);
  }
  if (is_activity(element) && element.child("standardLoopCharacteristics") &&
      element.child("multiInstanceLoopCharacteristics")) {
    rules.file.error(element, "two-loops",
                     describe(element) + " must not be both a standard loop and a multi-instance activity");
  }
}

}  // namespace rondo::bpmn
