// SPDX-License-Identifier: Apache-2.0
#include "bpmn/process.hpp"
#include "bpmn/rules.hpp"

#include <array>
#include <string>

namespace rondo::bpmn {
namespace {

/// What a reference may lead to.
enum class Target : std::uint8_t {
  Message,
  Item,
  Interface,
  Operation,
  DataObject,
  DataInput,
  DataOutput,
  InputSet,
  OutputSet,
  ItemAware,
  Collaboration,
  Process,
  CorrelationKey,
  CorrelationProperty,
  Participant,
  Activity,
  DataStore,
  EventDefinition
};

struct Reference {
  std::string_view owner;  ///< Element; empty: any.
  std::string_view name;   ///< Attribute, or child with `is_child`.
  bool is_child;
  Target target;
};

// References that the model does not resolve itself. Those to item definitions may name types of a schema.
constexpr std::array<Reference, 24> kReferences{{
    {"message", "itemRef", false, Target::Item},
    {"operation", "inMessageRef", true, Target::Message},
    {"operation", "outMessageRef", true, Target::Message},
    {"participant", "interfaceRef", true, Target::Interface},
    {"process", "supportedInterfaceRef", true, Target::Interface},
    {"globalTask", "supportedInterfaceRef", true, Target::Interface},
    {"process", "definitionalCollaborationRef", false, Target::Collaboration},
    {"dataObjectReference", "dataObjectRef", false, Target::DataObject},
    {"inputSet", "dataInputRefs", true, Target::DataInput},
    {"inputSet", "optionalInputRefs", true, Target::DataInput},
    {"inputSet", "whileExecutingInputRefs", true, Target::DataInput},
    {"inputSet", "outputSetRefs", true, Target::OutputSet},
    {"outputSet", "dataOutputRefs", true, Target::DataOutput},
    {"outputSet", "optionalOutputRefs", true, Target::DataOutput},
    {"outputSet", "whileExecutingOutputRefs", true, Target::DataOutput},
    {"outputSet", "inputSetRefs", true, Target::InputSet},
    {"multiInstanceLoopCharacteristics", "loopDataOutputRef", true, Target::ItemAware},
    {"compensateEventDefinition", "activityRef", false, Target::Activity},
    {"correlationSubscription", "correlationKeyRef", false, Target::CorrelationKey},
    {"correlationPropertyBinding", "correlationPropertyRef", false, Target::CorrelationProperty},
    {"correlationPropertyRetrievalExpression", "messageRef", false, Target::Message},
    {"participant", "processRef", false, Target::Process},
    {"messageEventDefinition", "operationRef", true, Target::Operation},
    {"choreographyTask", "participantRef", true, Target::Participant},
}};

std::string_view tag_of(Target target) {
  switch (target) {
    case Target::Message:
      return "message";
    case Target::Item:
      return "itemDefinition";
    case Target::Interface:
      return "interface";
    case Target::Operation:
      return "operation";
    case Target::DataObject:
      return "dataObject";
    case Target::DataInput:
      return "dataInput";
    case Target::DataOutput:
      return "dataOutput";
    case Target::InputSet:
      return "inputSet";
    case Target::OutputSet:
      return "outputSet";
    case Target::Collaboration:
      return "collaboration";
    case Target::Process:
      return "process";
    case Target::CorrelationKey:
      return "correlationKey";
    case Target::CorrelationProperty:
      return "correlationProperty";
    case Target::Participant:
      return "participant";
    case Target::DataStore:
      return "dataStore";
    default:
      return {};
  }
}

bool is_item_aware(const Element& element) {
  return is_one_of(element, {"dataObject", "dataObjectReference", "dataStoreReference", "dataStore",
                             "dataInput", "dataOutput", "property", "inputDataItem", "outputDataItem"});
}

bool matches(const Element& found, Target target) {
  if (target == Target::ItemAware) return is_item_aware(found);
  if (target == Target::Activity) return is_activity(found) || found.is("boundaryEvent");
  if (target == Target::Collaboration)
    return is_one_of(found, {"collaboration", "choreography", "globalConversation"});
  return found.is(tag_of(target));
}

void check_one(const RuleContext& rules, const Element& element, std::string_view name,
               std::string_view value, Target target) {
  if (trim(value).empty()) return;
  const Element found = rules.file.find(value);
  if (found && matches(found, target)) return;
  if (!found && target == Target::Activity) return;  // reported where it is read
  // A type of a schema needs no item definition; a process of another file makes a pool a black box.
  if (!found && (target == Target::Process || target == Target::Item)) {
    if (target == Target::Item && value.find(':') == std::string_view::npos &&
        !rules.file.is_classic_engine()) {
      rules.file.violation(element, "dangling-reference",
                           std::string(name) + " of " + describe(element) + " names no item definition");
    }
    return;
  }
  rules.file.violation(element, "dangling-reference",
                       std::string(name) + " of " + describe(element) + " refers to \"" +
                           std::string(trim(value)) + "\", " +
                           (found ? "which is " + describe(found) : std::string("which does not exist")));
}

/// Both ends of a data association are item-aware elements; associations join any two elements.
void check_association(const RuleContext& rules, const Element& element) {
  const bool is_data = is_one_of(element, {"dataInputAssociation", "dataOutputAssociation"});
  for (const std::string_view name : {"sourceRef", "targetRef"}) {
    if (is_data) {
      for (const Element& end : children_named(element, name)) {
        check_one(rules, element, name, end.text(), Target::ItemAware);
      }
    } else if (!rules.file.find(element[name])) {
      rules.file.violation(element, "dangling-reference",
                           std::string(name) + " of " + describe(element) + " refers to nothing");
    }
  }
}

/// The item that a loop runs over; engines let it name a variable.
void check_loop_input(const RuleContext& rules, const Element& loop) {
  const Element input = loop.child("loopDataInputRef");
  if (!input) return;
  const Element found = rules.file.find(input.text());
  if ((found && is_item_aware(found)) || (!found && rules.file.is_classic_engine())) return;
  rules.file.violation(
      input, "dangling-reference",
      "\"" + std::string(input.trimmed_text()) + "\" is no data input of " + describe(loop.parent()));
}

}  // namespace

void check_references(const RuleContext& rules, const Element& element) {
  for (const Reference& reference : kReferences) {
    if (element.name() != reference.owner) continue;
    if (!reference.is_child)
      check_one(rules, element, reference.name, element[reference.name], reference.target);
    if (!reference.is_child) continue;
    for (const Element& child : children_named(element, reference.name)) {
      check_one(rules, element, reference.name, child.text(), reference.target);
    }
  }
  if (is_one_of(element, {"association", "dataInputAssociation", "dataOutputAssociation"})) {
    check_association(rules, element);
  }
  if (element.is("multiInstanceLoopCharacteristics")) check_loop_input(rules, element);
}

}  // namespace rondo::bpmn
