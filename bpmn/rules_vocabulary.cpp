// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/process.hpp"
#include "bpmn/rules.hpp"

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rondo::bpmn {
namespace {

// Groups of elements in which others may stand.
constexpr unsigned kRoot = 1u << 0;           // definitions
constexpr unsigned kProcess = 1u << 1;        // process
constexpr unsigned kSubProcess = 1u << 2;     // subProcess, transaction, adHocSubProcess
constexpr unsigned kChoreography = 1u << 3;   // choreographies and their parts
constexpr unsigned kCollaboration = 1u << 4;  // collaborations and conversations
constexpr unsigned kActivity = 1u << 5;       // tasks and call activities
constexpr unsigned kEvent = 1u << 6;          // events, also that of a complexBehaviorDefinition
constexpr unsigned kGateway = 1u << 7;
constexpr unsigned kGlobalTask = 1u << 8;
constexpr unsigned kLoop = 1u << 9;  // loop characteristics and their parts
constexpr unsigned kIo = 1u << 10;   // ioSpecification, inputSet, outputSet
constexpr unsigned kDataAssociation = 1u << 11;
constexpr unsigned kFlow = 1u << 12;  // sequenceFlow
constexpr unsigned kOther = 1u << 13;
constexpr unsigned kAny = ~0u;

constexpr unsigned kScopes = kProcess | kSubProcess;
constexpr unsigned kFlowScopes = kScopes | kChoreography;
constexpr unsigned kActivities = kActivity | kSubProcess;

struct Words {
  unsigned places;
  std::string_view words;
};

/// The elements of the XML schema of BPMN 2.0 by the groups in which they may stand. Those with a place of
/// their own that matters to nobody, such as `documentation`, are allowed anywhere.
constexpr std::array<Words, 21> kWords{{
    {kRoot,
     "callableElement category choreography collaboration correlationProperty dataStore endPoint error "
     "escalation globalBusinessRuleTask globalChoreographyTask globalConversation globalManualTask "
     "globalScriptTask globalTask globalUserTask import interface itemDefinition message partnerEntity "
     "partnerRole process relationship resource signal"},
    {kScopes,
     "adHocSubProcess boundaryEvent businessRuleTask callActivity laneSet manualTask receiveTask scriptTask "
     "sendTask serviceTask subProcess task transaction userTask"},
    {kFlowScopes,
     "complexGateway dataObject dataObjectReference dataStoreReference endEvent eventBasedGateway "
     "exclusiveGateway inclusiveGateway intermediateCatchEvent intermediateThrowEvent parallelGateway "
     "sequenceFlow startEvent"},
    {kFlowScopes | kCollaboration, "association group textAnnotation"},
    {kChoreography, "callChoreography choreographyTask subChoreography"},
    {kCollaboration, "callConversation choreographyRef conversation conversationLink subConversation"},
    {kCollaboration | kChoreography,
     "conversationAssociation correlationKey messageFlow messageFlowAssociation participant"},
    {kEvent | kRoot,
     "cancelEventDefinition compensateEventDefinition conditionalEventDefinition errorEventDefinition "
     "escalationEventDefinition linkEventDefinition messageEventDefinition signalEventDefinition "
     "terminateEventDefinition timerEventDefinition"},
    {kEvent, "eventDefinitionRef"},
    {kEvent | kIo, "dataInput dataOutput inputSet outputSet"},
    {kIo,
     "dataInputRefs dataOutputRefs inputSetRefs optionalInputRefs optionalOutputRefs outputSetRefs "
     "whileExecutingInputRefs whileExecutingOutputRefs"},
    {kActivities | kEvent, "dataInputAssociation dataOutputAssociation"},
    {kActivities, "multiInstanceLoopCharacteristics standardLoopCharacteristics"},
    {kLoop,
     "complexBehaviorDefinition event inputDataItem loopCardinality loopCondition loopDataInputRef "
     "loopDataOutputRef outputDataItem"},
    {kProcess, "correlationSubscription supports"},
    {kProcess | kGlobalTask | kActivities,
     "humanPerformer ioBinding ioSpecification performer potentialOwner resourceRole supportedInterfaceRef"},
    {kScopes | kActivity | kEvent, "property"},
    {kDataAssociation, "assignment transformation"},
    {kGateway | kLoop | kSubProcess, "activationCondition completionCondition"},
    {kActivities | kEvent | kGateway | kChoreography, "incoming outgoing"},
    {kAny,
     "artifactRef auditing categoryValue categoryValueRef childLaneSet condition conditionExpression "
     "correlationPropertyBinding correlationPropertyRef correlationPropertyRetrievalExpression dataPath "
     "dataState definitions documentation endPointRef errorRef expression extension extensionElements "
     "flowNodeRef formalExpression from inMessageRef inlineExpression innerConversationNodeRef "
     "innerMessageFlowRef innerParticipantRef interfaceRef lane messageFlowRef messagePath monitoring "
     "operation operationRef outMessageRef outerConversationNodeRef outerMessageFlowRef outerParticipantRef "
     "participantAssociation participantMultiplicity participantRef partitionElement rendering "
     "resourceAssignmentExpression resourceParameter resourceParameterBinding resourceRef script source "
     "sourceRef target targetRef text timeCycle timeDate timeDuration to type value"},
}};

using Places = std::unordered_map<std::string_view, unsigned>;

Places read_words() {
  Places places;
  for (const Words& entry : kWords) {
    std::string_view rest = entry.words;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      places.emplace(rest.substr(0, end), entry.places);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return places;
}

unsigned group_of(const Element& element) {
  if (element.is("definitions")) return kRoot;
  if (element.is("process")) return kProcess;
  if (is_sub_process(element)) return kSubProcess;
  if (is_activity(element)) return kActivity;
  if (is_event(element) || element.is("event")) return kEvent;
  if (is_gateway(element)) return kGateway;
  if (!task_of_global(element).empty()) return kGlobalTask;
  if (element.is("sequenceFlow")) return kFlow;
  if (is_one_of(element, {"choreography", "subChoreography", "globalChoreographyTask", "choreographyTask",
                          "callChoreography"})) {
    return kChoreography;
  }
  if (is_one_of(element, {"collaboration", "globalConversation", "conversation", "subConversation",
                          "callConversation"})) {
    return kCollaboration;
  }
  if (is_one_of(element, {"standardLoopCharacteristics", "multiInstanceLoopCharacteristics",
                          "complexBehaviorDefinition"})) {
    return kLoop;
  }
  if (is_one_of(element, {"ioSpecification", "inputSet", "outputSet"})) return kIo;
  if (is_one_of(element, {"dataInputAssociation", "dataOutputAssociation"})) return kDataAssociation;
  return kOther;
}

/// What concerns a process leaves it without clear meaning.
void report(const RuleContext& rules, const Element& element, std::string rule, std::string message) {
  const bool matters = process_of(element) || is_event_definition(element);
  if (matters) {
    rules.file.error(element, std::move(rule), std::move(message));
  } else {
    rules.file.violation(element, std::move(rule), std::move(message));
  }
}

}  // namespace

bool is_in_extension(Element element) {
  while (element) {
    if (element.is("extensionElements") || (element.space() != Space::Bpmn)) return true;
    element = element.parent();
  }
  return false;
}

void check_vocabulary(const RuleContext& rules, const Element& element) {
  static const Places kPlaces = read_words();
  const Element parent = element.parent();
  if (!parent || is_in_extension(parent)) return;
  const auto known = kPlaces.find(element.name());
  if (known == kPlaces.end()) {
    report(rules, element, "unknown-element",
           describe(element) + " is no element of BPMN 2.0; remove it or correct its name");
  } else if ((known->second & group_of(parent)) == 0) {
    report(rules, element, "misplaced-element", describe(element) + " must not stand in " + describe(parent));
  }
}

}  // namespace rondo::bpmn
