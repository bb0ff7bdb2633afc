// SPDX-License-Identifier: Apache-2.0
#include "bpmn/expressions.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::bpmn {
namespace {

struct Required {
  std::string_view element, attribute;
};

/// What the XML schema demands and the reader does not. `processRef` and the like are optional there.
constexpr std::array<Required, 31> kRequired{{
    {"callChoreography", "initiatingParticipantRef"},
    {"callConversation", "id"},
    {"choreographyTask", "initiatingParticipantRef"},
    {"conversationAssociation", "innerConversationNodeRef"},
    {"conversationAssociation", "outerConversationNodeRef"},
    {"conversationLink", "sourceRef"},
    {"conversationLink", "targetRef"},
    {"association", "sourceRef"},
    {"association", "targetRef"},
    {"correlationPropertyBinding", "correlationPropertyRef"},
    {"correlationPropertyRetrievalExpression", "messageRef"},
    {"correlationSubscription", "correlationKeyRef"},
    {"dataState", "name"},
    {"dataObject", "id"},
    {"dataObjectReference", "dataObjectRef"},
    {"dataObjectReference", "id"},
    {"definitions", "targetNamespace"},
    {"import", "importType"},
    {"import", "location"},
    {"import", "namespace"},
    {"interface", "name"},
    {"ioBinding", "inputDataRef"},
    {"ioBinding", "operationRef"},
    {"ioBinding", "outputDataRef"},
    {"messageFlow", "sourceRef"},
    {"messageFlow", "targetRef"},
    {"operation", "name"},
    {"relationship", "type"},
    {"resource", "name"},
    {"resourceParameterBinding", "parameterRef"},
    {"subChoreography", "initiatingParticipantRef"},
}};

/// Children that the XML schema demands.
constexpr std::array<Required, 19> kRequiredChildren{{
    {"assignment", "from"},
    {"assignment", "to"},
    {"choreographyTask", "messageFlowRef"},
    {"choreographyTask", "participantRef"},
    {"complexBehaviorDefinition", "condition"},
    {"complexBehaviorDefinition", "event"},
    {"correlationProperty", "correlationPropertyRetrievalExpression"},
    {"correlationPropertyBinding", "dataPath"},
    {"correlationPropertyRetrievalExpression", "messagePath"},
    {"dataInputAssociation", "targetRef"},
    {"dataOutputAssociation", "targetRef"},
    {"interface", "operation"},
    {"operation", "inMessageRef"},
    {"participantAssociation", "innerParticipantRef"},
    {"participantAssociation", "outerParticipantRef"},
    {"relationship", "source"},
    {"relationship", "target"},
    {"resourceAssignmentExpression", "expression"},
    {"resourceParameterBinding", "expression"},
}};

struct Choice {
  std::string_view attribute, values;  // values between spaces
};

/// Attributes with a closed list of values in the XML schema.
constexpr std::array<Choice, 24> kChoices{{
    {"associationDirection", " None One Both "},
    {"behavior", " None One All Complex "},
    {"cancelActivity", " true false 1 0 "},
    {"cancelRemainingInstances", " true false 1 0 "},
    {"eventGatewayType", " Parallel Exclusive "},
    {"gatewayDirection", " Unspecified Converging Diverging Mixed "},
    {"instantiate", " true false 1 0 "},
    {"isClosed", " true false 1 0 "},
    {"isCollection", " true false 1 0 "},
    {"isExecutable", " true false 1 0 "},
    {"isForCompensation", " true false 1 0 "},
    {"isImmediate", " true false 1 0 "},
    {"isInterrupting", " true false 1 0 "},
    {"isRequired", " true false 1 0 "},
    {"isSequential", " true false 1 0 "},
    {"isUnlimited", " true false 1 0 "},
    {"itemKind", " Information Physical "},
    {"loopType", " None Standard MultiInstanceSequential MultiInstanceParallel "},
    {"ordering", " Parallel Sequential "},
    {"parallelMultiple", " true false 1 0 "},
    {"processType", " None Public Private "},
    {"testBefore", " true false 1 0 "},
    {"triggeredByEvent", " true false 1 0 "},
    {"waitForCompletion", " true false 1 0 "},
}};

void check_required(const RuleContext& rules, const Element& element) {
  for (const Required& rule : kRequired) {
    if (rule.element != element.name() || !trim(element[rule.attribute]).empty()) continue;
    rules.file.violation(element, "missing-attribute",
                         describe(element) + " needs the attribute \"" + std::string(rule.attribute) + "\"");
  }
}

void check_children(const RuleContext& rules, const Element& element) {
  for (const Required& rule : kRequiredChildren) {
    if (rule.element != element.name() || element.child(rule.attribute)) continue;
    const bool is_expression = rule.attribute == "expression" && element.child("formalExpression");
    if (is_expression) continue;
    rules.file.violation(element, "missing-element",
                         describe(element) + " needs a <" + std::string(rule.attribute) + ">");
  }
}

/// A role gives values to parameters of its resource, to the required ones at least (§8.4.12).
void check_parameters(const RuleContext& rules, const Element& role, const Element& resource) {
  if (!resource) return;
  std::vector<Element> bound;
  for (const Element& binding : children_named(role, "resourceParameterBinding")) {
    const Element parameter = rules.file.find(binding["parameterRef"], "resourceParameter");
    bound.push_back(parameter);
    if (!parameter || parameter.parent() == resource) continue;
    rules.file.violation(
        binding, "resource-role",
        describe(role) + " binds " + describe(parameter) + ", which is none of " + describe(resource));
  }
  for (const Element& parameter : children_named(resource, "resourceParameter")) {
    const bool is_bound = std::find(bound.begin(), bound.end(), parameter) != bound.end();
    if (is_bound || !parameter.flag("isRequired", false)) continue;
    rules.file.violation(role, "resource-role",
                         describe(role) + " gives no value to " + describe(parameter) + " of " +
                             describe(resource) + ", which is required");
  }
}

/// A role names a resource or computes one, not both; bindings are for a named one (§8.4.12, §10.3.1).
void check_role(const RuleContext& rules, const Element& role) {
  if (!is_one_of(role, {"resourceRole", "performer", "humanPerformer", "potentialOwner"})) return;
  const bool is_named = static_cast<bool>(role.child("resourceRef"));
  if (is_named && role.child("resourceAssignmentExpression")) {
    rules.file.violation(role, "resource-role",
                         describe(role) + " must not have both resourceRef and resourceAssignmentExpression");
  }
  if (!is_named && role.child("resourceParameterBinding")) {
    rules.file.violation(role, "resource-role",
                         describe(role) + " binds parameters and needs the resourceRef that has them");
  }
  check_parameters(rules, role, rules.file.find(role.child("resourceRef").trimmed_text(), "resource"));
}

void check_choices(const RuleContext& rules, const Element& element) {
  for (const Attribute& attribute : element.attributes()) {
    if (attribute.space != Space::None) continue;
    const auto* const choice = std::find_if(kChoices.begin(), kChoices.end(), [&](const Choice& entry) {
      return entry.attribute == attribute.name;
    });
    if (choice == kChoices.end()) continue;
    const std::string value(trim(attribute.value));
    if (!value.empty() && choice->values.find(" " + value + " ") != std::string_view::npos) continue;
    rules.file.violation(element, "attribute-value",
                         std::string(attribute.name) + " of " + describe(element) + " must be one of" +
                             std::string(choice->values.substr(0, choice->values.size() - 1)) + ", not \"" +
                             value + "\"");
  }
}

/// Attributes that are whole numbers. Quantities of tokens have a rule of their own.
void check_numbers(const RuleContext& rules, const Element& element) {
  for (const auto& [name, attribute] :
       {std::pair<std::string_view, std::string_view>{"dataStore", "capacity"},
        {"participantMultiplicity", "minimum"},
        {"participantMultiplicity", "maximum"},
        {"standardLoopCharacteristics", "loopMaximum"}}) {
    if (!element.is(name) || element.find(attribute) == nullptr) continue;
    if (whole_number(element[attribute]) || has_expression(element[attribute])) continue;
    rules.file.violation(element, "attribute-value",
                         std::string(attribute) + " of " + describe(element) +
                             " must be a whole number, not \"" + std::string(element[attribute]) + "\"");
  }
}

/// What others refer to needs an id: nodes, root elements, and flows where nodes list them (§8.2.1).
void check_id(const RuleContext& rules, const Element& element) {
  const bool is_plain_flow = element.is("sequenceFlow") && rules.file.dialect() == model::Dialect::Standard &&
                             rules.flows.is_repeated_in_nodes();
  const bool needs_id = is_flow_node(element) || is_plain_flow ||
                        is_one_of(element, {"participant", "message", "signal", "error", "escalation",
                                            "itemDefinition", "process"});
  if (needs_id && trim(element["id"]).empty()) {
    rules.file.violation(element, "missing-id", describe(element) + " needs an id");
  }
}

/// An executable process is a private one (§10.2.1).
void check_process_type(const RuleContext& rules, const Element& element) {
  if (!element.is("process") || element["processType"] != "Public") return;
  if (element.flag("isExecutable", false)) {
    rules.file.violation(element, "public-process",
                         describe(element) + " is executable, so that it must not be of the type Public");
  }
}

}  // namespace

void check_attributes(const RuleContext& rules, const Element& element) {
  if (!is_flow_node(element) && !element.is("sequenceFlow")) {
    check_required(rules, element);
    check_children(rules, element);
    check_role(rules, element);
  }
  check_choices(rules, element);
  check_numbers(rules, element);
  check_id(rules, element);
  check_process_type(rules, element);
}

}  // namespace rondo::bpmn
