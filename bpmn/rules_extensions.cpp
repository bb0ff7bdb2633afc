// SPDX-License-Identifier: Apache-2.0
#include "bpmn/rules.hpp"

#include <array>
#include <string>
#include <string_view>
#include <unordered_set>

namespace rondo::bpmn {
namespace {

/// Attributes of the engines that are read, or that change nothing here.
constexpr std::string_view kExtensionAttributes =
    "assignee async asyncAfter asyncBefore asyncLeave autoStoreVariables businessCalendarName businessKey "
    "calledElementBinding calledElementTenantId calledElementType calledElementVersion "
    "calledElementVersionTag candidateGroups candidateStarterGroups candidateStarterUsers candidateUsers "
    "caseRef category class collection completeAsync correlationKey decisionRef decisionRefBinding "
    "decisionRefTenantId decisionRefVersion decisionRefVersionTag delegateExpression diagramRelationId "
    "doNotIncludeVariables dueDate elementIndexVariable elementVariable endDate errorCodeVariable "
    "errorMessageVariable errorVariableName errorVariableTransient errorVariableLocalScope "
    "escalationCodeVariable exclusive expression failedJobRetryTimeCycle fallbackToDefaultTenant "
    "fallbackToDefaultTenantCallActivity followUpDate formFieldValidation formHandlerClass formKey formRef "
    "formRefBinding formRefVersion historyLevel historyTimeToLive idVariableName inheritBusinessKey "
    "inheritVariables "
    "initiator isEagerExecutionFetching isEagerExecutionFetch isStartableInTasklist jobCategory jobPriority "
    "jobTopic mapDecisionResult messageExpression modelerTemplate modelerTemplateIcon modelerTemplateVersion "
    "noWaitStatesAsyncLeave owner parallelInSameTransaction priority processInstanceIdVariableName "
    "processInstanceName resource resultVariable resultVariableName rules ruleVariablesInput sameDeployment "
    "sameDeploymentCallActivity scope signalExpression skipExpression startFormKey "
    "storeResultVariableAsTransient storeResultVariableTransient taskIdVariableName taskPriority "
    "taskCompleterVariableName terminateAll terminateMultiInstance topic triggerable type "
    "useLocalScopeForOutParameters "
    "useLocalScopeForResultVariable validateFormFields variableEvents variableMappingClass "
    "variableMappingDelegateExpression variableName versionTag errorMessage "
    "detached endsThread exceptionsAreErrors implicit inputVariable outcomeVariable setsThreadResult "
    "threadResult graceful depthFirst cancellationHandler finally compensable compensationHandler "
    "confirmationHandler "
    "token "
    "completionCondition";

/// Elements of the engines that are read, or that change nothing here; also what stands inside them.
constexpr std::string_view kExtensionElements =
    "adHoc assignmentDefinition calledDecision calledElement collection conditionalFilter connector "
    "connectorId "
    "constraint "
    "customProperty entry errorEventDefinition eventCorrelationParameter eventInParameter eventListener "
    "eventOutParameter eventType executionListener executionListeners expression externalWorkerInParameter "
    "externalWorkerOutParameter failedJobRetryTimeCycle field formData formDefinition formField formProperty "
    "historyLevel httpRequestHandler httpResponseHandler in input inputOutput inputParameter ioMapping "
    "list localization loopCharacteristics map mapException modelerTemplate options out output "
    "outputParameter potentialStarter priorityDefinition properties property resourceAssignmentExpression "
    "script string subscription taskDefinition taskHeaders taskListener taskListeners taskSchedule header "
    "userProperties userTask userTaskForm validation value variable variableAggregation "
    "variableListenerEventDefinition versionTag systemEvent customResource formalExpression "
    "activitiResource startInParameter triggerEventType channelKey "
    "detach result sendSynchronously linkedResources linkedResource bindingType catch";

/// What rondo's own namespace has besides.
/// @{
constexpr std::string_view kOwnAttributes =
    "atOnce calledElement completedScope completesScope conductor confirms dropsPlanned failsInstance "
    "failures "
    "firstOutcome fromStore ignoresCancel joins key merge merging message otherwise outcome passesWhenDue "
    "race raises "
    "rethrows start timesOut toStore uniqueBusinessKey";
constexpr std::string_view kOwnElements = "conducted errorType failureNames outcome retry step";
/// @}

using Names = std::unordered_set<std::string_view>;

Names split(std::string_view words) {
  Names names;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    names.insert(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return names;
}

std::string_view engine_of(Space space) {
  switch (space) {
    case Space::Activiti:
      return "Activiti";
    case Space::Flowable:
      return "Flowable";
    case Space::Camunda:
      return "Camunda";
    case Space::Rondo:
      return "rondo";
    default:
      return "Zeebe";
  }
}

}  // namespace

void check_extensions(const RuleContext& rules, const Element& element) {
  static const Names kKnownAttributes = split(kExtensionAttributes);
  static const Names kKnownElements = split(kExtensionElements);
  static const Names kOurAttributes = split(kOwnAttributes);
  static const Names kOurElements = split(kOwnElements);
  const auto is_known = [](Space space, std::string_view name, const Names& all, const Names& ours) {
    return all.contains(name) || (space == Space::Rondo && ours.contains(name));
  };
  if (element.space() == Space::Bpmn) {
    for (const Attribute& attribute : element.attributes()) {
      if (!is_vendor(attribute.space) ||
          is_known(attribute.space, attribute.name, kKnownAttributes, kOurAttributes)) {
        continue;
      }
      rules.file.warning(element, "unknown-extension",
                         "the attribute " + std::string(attribute.name) + " of " +
                             std::string(engine_of(attribute.space)) + " on " + describe(element) +
                             " is not known and has no effect");
    }
  } else if (is_vendor(element.space()) && element.parent().is("extensionElements") &&
             !is_known(element.space(), element.name(), kKnownElements, kOurElements)) {
    rules.file.warning(element, "unknown-extension",
                       describe(element) + " of " + std::string(engine_of(element.space())) +
                           " is not known and has no effect");
  }
}

}  // namespace rondo::bpmn
