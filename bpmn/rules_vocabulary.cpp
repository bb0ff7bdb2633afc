// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace rondo::bpmn {
namespace {

// All elements of the BPMN 2.0 schemas, sorted, that are neither flow nodes nor event definitions.
constexpr auto kNames = std::to_array<std::string_view>({"activationCondition",
                                                         "artifact",
                                                         "assignment",
                                                         "association",
                                                         "auditing",
                                                         "baseElement",
                                                         "callChoreography",
                                                         "callConversation",
                                                         "callableElement",
                                                         "catchEvent",
                                                         "category",
                                                         "categoryValue",
                                                         "childLaneSet",
                                                         "choreography",
                                                         "choreographyActivity",
                                                         "choreographyTask",
                                                         "collaboration",
                                                         "completionCondition",
                                                         "complexBehaviorDefinition",
                                                         "condition",
                                                         "conditionExpression",
                                                         "conversation",
                                                         "conversationAssociation",
                                                         "conversationLink",
                                                         "conversationNode",
                                                         "correlationKey",
                                                         "correlationProperty",
                                                         "correlationPropertyBinding",
                                                         "correlationPropertyRef",
                                                         "correlationPropertyRetrievalExpression",
                                                         "correlationSubscription",
                                                         "dataAssociation",
                                                         "dataInput",
                                                         "dataInputAssociation",
                                                         "dataInputRefs",
                                                         "dataObject",
                                                         "dataObjectReference",
                                                         "dataOutput",
                                                         "dataOutputAssociation",
                                                         "dataOutputRefs",
                                                         "dataPath",
                                                         "dataState",
                                                         "dataStore",
                                                         "dataStoreReference",
                                                         "definitions",
                                                         "documentation",
                                                         "endPoint",
                                                         "endPointRef",
                                                         "error",
                                                         "errorRef",
                                                         "escalation",
                                                         "event",
                                                         "eventDefinition",
                                                         "eventDefinitionRef",
                                                         "expression",
                                                         "extension",
                                                         "extensionElements",
                                                         "flowElement",
                                                         "flowElementRef",
                                                         "flowNodeRef",
                                                         "formalExpression",
                                                         "from",
                                                         "globalBusinessRuleTask",
                                                         "globalChoreographyTask",
                                                         "globalConversation",
                                                         "globalManualTask",
                                                         "globalScriptTask",
                                                         "globalTask",
                                                         "globalUserTask",
                                                         "group",
                                                         "humanPerformer",
                                                         "import",
                                                         "inMessageRef",
                                                         "incoming",
                                                         "inputDataItem",
                                                         "inputSet",
                                                         "inputSetRefs",
                                                         "interface",
                                                         "interfaceRef",
                                                         "ioBinding",
                                                         "ioSpecification",
                                                         "itemDefinition",
                                                         "lane",
                                                         "laneSet",
                                                         "loopCardinality",
                                                         "loopCharacteristics",
                                                         "loopCondition",
                                                         "loopDataInputRef",
                                                         "loopDataOutputRef",
                                                         "message",
                                                         "messageFlow",
                                                         "messageFlowAssociation",
                                                         "messageFlowRef",
                                                         "messagePath",
                                                         "monitoring",
                                                         "multiInstanceLoopCharacteristics",
                                                         "operation",
                                                         "operationRef",
                                                         "optionalInputRefs",
                                                         "optionalOutputRefs",
                                                         "outMessageRef",
                                                         "outgoing",
                                                         "outputDataItem",
                                                         "outputSet",
                                                         "outputSetRefs",
                                                         "participant",
                                                         "participantAssociation",
                                                         "participantMultiplicity",
                                                         "participantRef",
                                                         "partitionElement",
                                                         "performer",
                                                         "potentialOwner",
                                                         "process",
                                                         "property",
                                                         "relationship",
                                                         "rendering",
                                                         "resource",
                                                         "resourceAssignmentExpression",
                                                         "resourceParameter",
                                                         "resourceParameterBinding",
                                                         "resourceRef",
                                                         "resourceRole",
                                                         "rootElement",
                                                         "script",
                                                         "sequenceFlow",
                                                         "signal",
                                                         "source",
                                                         "sourceRef",
                                                         "standardLoopCharacteristics"});

constexpr auto kMoreNames = std::to_array<std::string_view>(
    {"subChoreography", "subConversation", "supportedInterfaceRef", "supports", "target", "targetRef", "text",
     "textAnnotation", "throwEvent", "timeCycle", "timeDate", "timeDuration", "to", "transformation", "value",
     "whileExecutingInputRefs", "whileExecutingOutputRefs"});
// Parts of participant and correlation elements that share a rare form.
constexpr auto kRareNames = std::to_array<std::string_view>(
    {"choreographyRef", "innerParticipantRef", "outerParticipantRef", "innerConversationNodeRef",
     "outerConversationNodeRef", "innerMessageFlowRef", "outerMessageFlowRef"});

template <typename Names>
bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_known(const Element& element) {
  const std::string_view name = element.name();
  return is_event(element) || is_activity(element) || is_gateway(element) || is_event_definition(element) ||
         std::binary_search(kNames.begin(), kNames.end(), name) || has(kMoreNames, name) ||
         has(kRareNames, name);
}

/// Choreographies have flow elements, too.
bool is_choreography(const Element& element) {
  return is_one_of(element, {"choreography", "subChoreography", "globalChoreographyTask"});
}

void misplaced(const RuleContext& rules, const Element& element) {
  rules.file.error(element, "misplaced-element",
                   describe(element) + " must not stand in " + describe(element.parent()));
}

void check_place(const RuleContext& rules, const Element& element) {
  const Element parent = element.parent();
  const bool is_node = is_event(element) || is_gateway(element) || is_activity(element);
  if (is_node || element.is("sequenceFlow")) {
    const bool fits = is_scope(parent) || (is_choreography(parent) && !is_activity(element));
    if (!fits) misplaced(rules, element);
  }
  if (is_one_of(element, {"choreographyTask", "callChoreography", "subChoreography"}) &&
      !is_choreography(parent)) {
    misplaced(rules, element);
  }
  if (is_one_of(element, {"process", "message", "signal", "error", "escalation", "itemDefinition",
                          "interface", "collaboration"}) &&
      !parent.is("definitions")) {
    misplaced(rules, element);
  }
  if (is_event_definition(element) && !is_event(parent) && !parent.is("definitions") && !parent.is("event")) {
    misplaced(rules, element);
  }
  if (is_node && element["id"].empty()) {
    rules.file.violation(element, "missing-id", describe(element) + " needs an id");
  }
}

// Attributes of the vendors that are read or that need not be.
constexpr auto kAttributes = std::to_array<std::string_view>({"assignee",
                                                              "async",
                                                              "asyncAfter",
                                                              "asyncBefore",
                                                              "asyncLeave",
                                                              "autoStoreVariables",
                                                              "businessCalendarName",
                                                              "businessKey",
                                                              "calledElementBinding",
                                                              "calledElementTenantId",
                                                              "calledElementType",
                                                              "calledElementVersion",
                                                              "calledElementVersionTag",
                                                              "candidateGroups",
                                                              "candidateStarterGroups",
                                                              "candidateStarterUsers",
                                                              "candidateUsers",
                                                              "caseBinding",
                                                              "caseRef",
                                                              "caseTenantId",
                                                              "caseVersion",
                                                              "category",
                                                              "class",
                                                              "collection",
                                                              "completeAsync",
                                                              "correlationKey",
                                                              "decisionRef",
                                                              "decisionRefBinding",
                                                              "decisionRefVersion",
                                                              "delegateExpression",
                                                              "diagramRelationId",
                                                              "dueDate",
                                                              "elementIndexVariable",
                                                              "elementVariable",
                                                              "endDate",
                                                              "errorCodeVariable",
                                                              "errorMessage",
                                                              "errorMessageVariable",
                                                              "errorVariableName",
                                                              "escalationCodeVariable",
                                                              "exclusive",
                                                              "expression",
                                                              "extensionId",
                                                              "failedJobRetryTimeCycle",
                                                              "fallbackToDefaultTenant",
                                                              "followUpDate",
                                                              "formFieldValidation",
                                                              "formHandlerClass",
                                                              "formKey",
                                                              "formRef",
                                                              "formRefBinding",
                                                              "formRefVersion",
                                                              "historyTimeToLive",
                                                              "inheritBusinessKey",
                                                              "inheritVariables",
                                                              "initiator",
                                                              "isEagerExecutionFetching",
                                                              "isStartableInTasklist",
                                                              "jobPriority",
                                                              "local",
                                                              "mapDecisionResult",
                                                              "messageExpression",
                                                              "modelerTemplate",
                                                              "modelerTemplateVersion",
                                                              "modelerTemplateIcon",
                                                              "name",
                                                              "noWaitStatesAsyncLeave",
                                                              "owner",
                                                              "parallelInSameTransaction",
                                                              "priority",
                                                              "processInstanceIdVariableName",
                                                              "processInstanceName",
                                                              "resource",
                                                              "resultVariable",
                                                              "resultVariableName",
                                                              "rules",
                                                              "ruleVariablesInput",
                                                              "sameDeployment",
                                                              "scope",
                                                              "signalExpression",
                                                              "skipExpression",
                                                              "storeResultVariableAsTransient",
                                                              "taskIdVariableName",
                                                              "taskPriority",
                                                              "terminateAll",
                                                              "terminateMultiInstance",
                                                              "topic",
                                                              "triggerable",
                                                              "type",
                                                              "useLocalScopeForOutParameters",
                                                              "useLocalScopeForResultVariable",
                                                              "variableEvents",
                                                              "variableName",
                                                              "versionTag"});

void check_extensions(const RuleContext& rules, const Element& element) {
  for (const Attribute& attribute : element.attributes()) {
    const bool is_extension = is_vendor(attribute.space) && element.space() == Space::Bpmn;
    if (!is_extension || has(kAttributes, attribute.name) ||
        attribute.name.find("Docker") != std::string_view::npos) {
      continue;
    }
    rules.file.warning(
        element, "unknown-extension",
        "the attribute " + std::string(attribute.name) + " of " + describe(element) + " is not known");
  }
}

}  // namespace

void check_vocabulary(const RuleContext& rules, const Element& element) {
  check_extensions(rules, element);
  if (element.space() != Space::Bpmn) return;
  if (const Element parent = element.parent(); parent && parent.space() != Space::Bpmn) return;
  if (!is_known(element)) {
    rules.file.error(element, "unknown-element", "BPMN 2.0 has no element " + describe(element));
    return;
  }
  check_place(rules, element);
}

}  // namespace rondo::bpmn
