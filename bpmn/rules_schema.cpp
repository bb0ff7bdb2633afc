// SPDX-License-Identifier: Apache-2.0
#include "bpmn/rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rondo::bpmn {
namespace {

struct SchemaWords {
  std::string_view elements, attributes, shared;
};

// What all elements of a family have beside the `id` of every element.
constexpr std::string_view kOfActivity = "name isForCompensation startQuantity completionQuantity default";
constexpr std::string_view kOfGateway = "name gatewayDirection";
constexpr std::string_view kOfData = "name itemSubjectRef";

/// The attributes of the XML schema of BPMN 2.0. Elements that are not listed are not checked. `operationRef`
/// of event definitions is an element in the schema; files have it as an attribute like that of tasks.
constexpr std::array<SchemaWords, 54> kSchema{{
    {"definitions", "name targetNamespace expressionLanguage typeLanguage exporter exporterVersion", {}},
    {"import", "namespace location importType", {}},
    {"documentation textAnnotation", "textFormat", {}},
    {"task manualTask", "", kOfActivity},
    {"userTask businessRuleTask", "implementation", kOfActivity},
    {"scriptTask", "scriptFormat", kOfActivity},
    {"serviceTask", "implementation operationRef", kOfActivity},
    {"sendTask", "implementation operationRef messageRef", kOfActivity},
    {"receiveTask", "implementation operationRef messageRef instantiate", kOfActivity},
    {"callActivity", "calledElement", kOfActivity},
    {"subProcess", "triggeredByEvent", kOfActivity},
    {"transaction", "triggeredByEvent method", kOfActivity},
    {"adHocSubProcess", "triggeredByEvent cancelRemainingInstances ordering", kOfActivity},
    {"exclusiveGateway inclusiveGateway complexGateway", "default", kOfGateway},
    {"parallelGateway", "", kOfGateway},
    {"eventBasedGateway", "instantiate eventGatewayType", kOfGateway},
    {"startEvent", "name parallelMultiple isInterrupting", {}},
    {"intermediateCatchEvent", "name parallelMultiple", {}},
    {"boundaryEvent", "name parallelMultiple cancelActivity attachedToRef", {}},
    {"intermediateThrowEvent endEvent event", "name", {}},
    {"messageEventDefinition", "messageRef operationRef", {}},
    {"signalEventDefinition", "signalRef", {}},
    {"errorEventDefinition", "errorRef", {}},
    {"escalationEventDefinition", "escalationRef", {}},
    {"compensateEventDefinition", "activityRef waitForCompletion", {}},
    {"linkEventDefinition", "name", {}},
    {"timerEventDefinition conditionalEventDefinition cancelEventDefinition terminateEventDefinition",
     "",
     {}},
    {"sequenceFlow", "name sourceRef targetRef isImmediate", {}},
    {"standardLoopCharacteristics", "testBefore loopMaximum", {}},
    {"multiInstanceLoopCharacteristics",
     "isSequential behavior oneBehaviorEventRef noneBehaviorEventRef",
     {}},
    {"conditionExpression condition completionCondition activationCondition loopCondition loopCardinality "
     "from to transformation messagePath dataPath formalExpression timeDate timeDuration timeCycle",
     "language evaluatesToTypeRef",
     {}},
    {"dataObject dataInput dataOutput inputDataItem outputDataItem", "isCollection", kOfData},
    {"dataObjectReference", "dataObjectRef", kOfData},
    {"dataStoreReference", "dataStoreRef", kOfData},
    {"dataStore", "capacity isUnlimited", kOfData},
    {"property", "", kOfData},
    {"ioSpecification dataInputAssociation dataOutputAssociation complexBehaviorDefinition", "", {}},
    {"inputSet outputSet dataState laneSet childLaneSet category", "name", {}},
    {"ioBinding", "operationRef inputDataRef outputDataRef", {}},
    {"message", "name itemRef", {}},
    {"signal", "name structureRef", {}},
    {"error", "name structureRef errorCode", {}},
    {"escalation", "name structureRef escalationCode", {}},
    {"itemDefinition", "structureRef isCollection itemKind", {}},
    {"interface operation", "name implementationRef", {}},
    {"process", "name processType isClosed isExecutable definitionalCollaborationRef", {}},
    {"globalTask globalManualTask resource resourceRole performer humanPerformer potentialOwner", "name", {}},
    {"globalUserTask globalBusinessRuleTask", "name implementation", {}},
    {"globalScriptTask", "name scriptLanguage", {}},
    {"collaboration globalConversation choreography", "name isClosed", {}},
    {"participant", "name processRef", {}},
    {"messageFlow", "name sourceRef targetRef messageRef", {}},
    {"lane", "name partitionElementRef", {}},
    {"association", "sourceRef targetRef associationDirection", {}},
}};

/// Children that the XML schema allows once, wherever it allows them.
constexpr std::string_view kOnce =
    " activationCondition auditing childLaneSet completionCondition condition conditionExpression dataPath"
    " dataState extensionElements from inMessageRef inputDataItem ioSpecification loopCardinality"
    " loopCondition loopDataInputRef loopDataOutputRef messagePath monitoring"
    " multiInstanceLoopCharacteristics operationRef outMessageRef outputDataItem participantMultiplicity"
    " partitionElement resourceAssignmentExpression resourceRef script standardLoopCharacteristics targetRef"
    " text to transformation ";

/// What the schema says of one element.
struct Shape {
  std::string_view attributes, shared;  ///< Separated by spaces.
  bool has_attributes = false;          ///< Whether `attributes` is known.
  bool is_once = false;
};

using Shapes = std::unordered_map<std::string_view, Shape>;

template <typename Function>
void for_each_word(std::string_view words, Function function) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (end > at) function(words.substr(at, end - at));
    at = end + 1;
  }
}

Shapes read_shapes() {
  Shapes shapes;
  for (const SchemaWords& entry : kSchema) {
    for_each_word(entry.elements, [&](std::string_view name) {
      Shape& shape = shapes[name];
      shape.attributes = entry.attributes;
      shape.shared = entry.shared;
      shape.has_attributes = true;
    });
  }
  shapes["target"];  // once in a link event definition only
  for_each_word(kOnce, [&](std::string_view name) { shapes[name].is_once = true; });
  return shapes;
}

bool has_word(std::string_view words, std::string_view word) {
  bool found = false;
  for_each_word(words, [&](std::string_view candidate) { found = found || candidate == word; });
  return found;
}

void check_known(const RuleContext& rules, const Element& element, const Shape& shape) {
  for (const Attribute& attribute : element.attributes()) {
    if (attribute.space != Space::None || attribute.name == "id") continue;
    if (has_word(shape.shared, attribute.name) || has_word(shape.attributes, attribute.name)) continue;
    rules.file.violation(element, "unknown-attribute",
                         describe(element) + " has no attribute \"" + std::string(attribute.name) +
                             "\" in BPMN 2.0, so that it has no effect; correct or remove it");
  }
}

/// Only the first of such elements is read.
void check_once(const RuleContext& rules, const Element& element) {
  const Element owner = element.parent();
  const Element first = owner.child(element.name());
  if (first == element || !first) return;
  rules.file.violation(
      element, "repeated-element",
      describe(owner) + " has a second " + describe(element) + ", which has no effect; keep one of them");
}

bool is_name_byte(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  const bool is_letter = (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || value >= 0x80;
  return is_letter || (value >= '0' && value <= '9') || byte == '_' || byte == '-' || byte == '.';
}

/// Ids are names of XML: they begin with a letter or `_`, and hold no spaces or colons. In files with rondo's
/// extensions `#` tells the places of one task of another notation.
void check_id_form(const RuleContext& rules, const Element& element) {
  const std::string_view id = trim(element["id"]);
  if (id.empty()) return;
  const bool begins = is_name_byte(id.front()) && id.front() != '-' && id.front() != '.' &&
                      (id.front() < '0' || id.front() > '9');
  const bool may_count = rules.file.tree().declares(Space::Rondo);
  const auto fits = [may_count](char byte) { return is_name_byte(byte) || (may_count && byte == '#'); };
  if (begins && std::all_of(id.begin(), id.end(), fits)) return;
  rules.file.violation(
      element, "id-form",
      "the id \"" + std::string(id) + "\" of " + describe(element) +
          " is no name of XML: let it begin with a letter or _, followed by letters, digits, "
          "\"_\", \"-\" and \".\"");
}

}  // namespace

void check_schema(const RuleContext& rules, const Element& element) {
  static const Shapes kShapes = read_shapes();
  const Element owner = element.parent();
  if (owner && is_in_extension(owner)) return;
  const auto found = kShapes.find(element.name());
  if (found != kShapes.end()) {
    if (found->second.has_attributes) check_known(rules, element, found->second);
    const bool is_once = found->second.is_once || (element.is("target") && owner.is("linkEventDefinition"));
    if (is_once) check_once(rules, element);
  }
  check_id_form(rules, element);
}

}  // namespace rondo::bpmn
