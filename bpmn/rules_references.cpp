// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/rules.hpp"

#include <array>
#include <string>
#include <string_view>

namespace rondo::bpmn {
namespace {

struct Reference {
  std::string_view element;  ///< Tag of the referring element (of the parent, for an element); empty = any.
  std::string_view name;     ///< Of the attribute or child element.
  std::string_view targets;  ///< Tags between spaces; a group in capitals; empty = any element with an id.
};

/// References that stand in attributes and that the reader does not resolve.
constexpr std::array<Reference, 35> kAttributeReferences{{
    {"association", "sourceRef", ""},
    {"association", "targetRef", ""},
    {"conversationLink", "sourceRef", " NODE participant conversation subConversation callConversation "},
    {"conversationLink", "targetRef", " NODE participant conversation subConversation callConversation "},
    {"process", "definitionalCollaborationRef", " collaboration globalConversation choreography "},
    {"messageFlow", "messageRef", " message "},
    {"correlationPropertyRetrievalExpression", "messageRef", " message "},
    {"correlationPropertyBinding", "correlationPropertyRef", " correlationProperty "},
    {"correlationSubscription", "correlationKeyRef", " correlationKey "},
    {"", "operationRef", " operation "},
    {"message", "itemRef", " itemDefinition "},
    {"signal", "structureRef", " itemDefinition "},
    {"error", "structureRef", " itemDefinition "},
    {"escalation", "structureRef", " itemDefinition "},
    {"", "itemSubjectRef", " itemDefinition "},
    {"", "dataObjectRef", " dataObject "},
    {"", "dataStoreRef", " dataStore "},
    {"", "categoryValueRef", " categoryValue "},
    {"lane", "partitionElementRef", ""},
    {"ioBinding", "inputDataRef", " inputSet dataInput "},
    {"ioBinding", "outputDataRef", " outputSet dataOutput "},
    {"multiInstanceLoopCharacteristics", "oneBehaviorEventRef", " DEFINITION "},
    {"multiInstanceLoopCharacteristics", "noneBehaviorEventRef", " DEFINITION "},
    {"callConversation", "calledCollaborationRef", " collaboration globalConversation choreography "},
    {"choreographyTask", "initiatingParticipantRef", " participant "},
    {"callChoreography", "initiatingParticipantRef", " participant "},
    {"callChoreography", "calledChoreographyRef", " choreography globalChoreographyTask "},
    {"subChoreography", "initiatingParticipantRef", " participant "},
    {"globalChoreographyTask", "initiatingParticipantRef", " participant "},
    {"conversationAssociation", "innerConversationNodeRef",
     " conversation subConversation callConversation "},
    {"conversationAssociation", "outerConversationNodeRef",
     " conversation subConversation callConversation "},
    {"resourceParameterBinding", "parameterRef", " resourceParameter "},
    {"resourceParameter", "type", " itemDefinition "},
    {"partnerRole", "participantRef", " participant "},
    {"", "evaluatesToTypeRef", " itemDefinition "},
}};

/// References of event definitions; the reader resolves those of definitions that some event uses.
constexpr std::array<Reference, 5> kDefinitionReferences{{
    {"messageEventDefinition", "messageRef", " message "},
    {"signalEventDefinition", "signalRef", " signal "},
    {"errorEventDefinition", "errorRef", " error "},
    {"escalationEventDefinition", "escalationRef", " escalation "},
    {"compensateEventDefinition", "activityRef", " ACTIVITY "},
}};

/// References that are the text of an element.
constexpr std::array<Reference, 37> kElementReferences{{
    {"", "flowNodeRef", " NODE "},
    {"", "dataInputRefs", " dataInput "},
    {"", "optionalInputRefs", " dataInput "},
    {"", "whileExecutingInputRefs", " dataInput "},
    {"", "dataOutputRefs", " dataOutput "},
    {"", "optionalOutputRefs", " dataOutput "},
    {"", "whileExecutingOutputRefs", " dataOutput "},
    {"", "inputSetRefs", " inputSet "},
    {"", "outputSetRefs", " outputSet "},
    {"", "supportedInterfaceRef", " interface "},
    {"", "interfaceRef", " interface "},
    {"", "inMessageRef", " message "},
    {"", "outMessageRef", " message "},
    {"", "errorRef", " error "},
    {"", "operationRef", " operation "},
    {"", "participantRef", " participant "},
    {"", "innerParticipantRef", " participant "},
    {"", "outerParticipantRef", " participant "},
    {"", "messageFlowRef", " messageFlow "},
    {"", "innerMessageFlowRef", " messageFlow "},
    {"", "outerMessageFlowRef", " messageFlow "},
    {"", "correlationPropertyRef", " correlationProperty "},
    {"", "choreographyRef", " choreography "},
    {"", "categoryValueRef", " categoryValue "},
    {"", "resourceRef", " resource "},
    {"", "endPointRef", " endPoint "},
    {"linkEventDefinition", "source", " linkEventDefinition "},
    {"linkEventDefinition", "target", " linkEventDefinition "},
    {"process", "supports", " process "},
    {"relationship", "source", ""},
    {"relationship", "target", ""},
    {"dataInputAssociation", "sourceRef",
     " dataObject dataObjectReference dataStoreReference property dataInput "},
    {"dataInputAssociation", "targetRef", " dataInput inputDataItem property "},
    {"dataOutputAssociation", "sourceRef", " dataOutput outputDataItem property "},
    {"dataOutputAssociation", "targetRef",
     " dataObject dataObjectReference dataStoreReference property dataOutput "},
    {"multiInstanceLoopCharacteristics", "loopDataInputRef",
     " dataInput dataObject dataObjectReference property "},
    {"multiInstanceLoopCharacteristics", "loopDataOutputRef",
     " dataOutput dataObject dataObjectReference property "},
}};

bool fits(const Element& target, std::string_view targets) {
  if (!target) return false;
  if (targets.empty()) return true;
  if (targets.find(" NODE ") != std::string_view::npos && is_flow_node(target)) return true;
  if (targets.find(" DEFINITION ") != std::string_view::npos && is_event_definition(target)) return true;
  if (targets.find(" ACTIVITY ") != std::string_view::npos && is_activity(target)) return true;
  return targets.find(" " + std::string(target.name()) + " ") != std::string_view::npos;
}

/// Engines take the names of variables, or ids that other files define, for some references.
bool is_loose(const RuleContext& rules, std::string_view reference, std::string_view name) {
  if (reference.find(':') != std::string_view::npos && rules.flows.has_imports()) return true;
  const bool is_type =
      name == "itemRef" || name == "itemSubjectRef" || name == "structureRef" || name == "evaluatesToTypeRef";
  if (is_type && reference.find(':') != std::string_view::npos) return true;
  if (rules.file.dialect() == model::Dialect::Standard) return false;
  return name == "sourceRef" || name == "targetRef" || name == "loopDataInputRef" ||
         name == "loopDataOutputRef" || name == "operationRef" || is_type;
}

void check(const RuleContext& rules, const Element& element, const Reference& rule,
           std::string_view reference, bool is_attribute) {
  if (reference.empty()) return;
  const Element target = rules.file.find(reference);
  if (fits(target, rule.targets) || is_loose(rules, reference, rule.name)) return;
  const std::string what = std::string(rule.name) + " \"" + std::string(reference) + "\" of " +
                           describe(is_attribute ? element : element.parent());
  rules.file.violation(element, target ? "reference-kind" : "dangling-reference",
                       what + (target ? " refers to " + describe(target) + ", which is of another kind"
                                      : " refers to nothing"));
}

bool applies(const Reference& rule, const Element& owner) {
  return rule.element.empty() || rule.element == owner.name();
}

void check_unused_definition(const RuleContext& rules, const Element& definition) {
  for (const Reference& rule : kDefinitionReferences) {
    if (applies(rule, definition)) check(rules, definition, rule, trim(definition[rule.name]), true);
  }
}

}  // namespace

void check_drawn(const RuleContext& rules, const Element& element) {
  if (element.name() != "BPMNShape" && element.name() != "BPMNEdge" && element.name() != "BPMNPlane") return;
  const Attribute* const drawn = element.find("bpmnElement");
  if (drawn == nullptr || trim(drawn->value).empty() || rules.file.find(drawn->value)) return;
  if (is_loose(rules, drawn->value, drawn->name)) return;
  rules.file.diagnostics().violation(
      element.where(*drawn), "dangling-drawing",
      describe(element) + " draws \"" + std::string(trim(drawn->value)) + "\", which does not exist",
      std::string(element["id"]));
}

void check_references(const RuleContext& rules, const Element& element) {
  if (is_unused_definition(rules, element)) check_unused_definition(rules, element);
  for (const Attribute& attribute : element.attributes()) {
    const bool may_refer = attribute.space == Space::None && attribute.name.size() > 3;
    if (!may_refer || attribute.name == "name") continue;
    for (const Reference& rule : kAttributeReferences) {
      if (rule.name != attribute.name || !applies(rule, element)) continue;
      check(rules, element, rule, trim(attribute.value), true);
    }
  }
  const Element owner = element.parent();
  if (!owner || is_flow_node(element) || element.text().empty()) return;
  for (const Reference& rule : kElementReferences) {
    if (rule.name == element.name() && applies(rule, owner)) {
      check(rules, element, rule, element.trimmed_text(), false);
    }
  }
}

}  // namespace rondo::bpmn
