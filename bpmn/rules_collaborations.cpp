// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/message_flows.hpp"
#include "bpmn/rules.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo::bpmn {
namespace {

/// The process that a message flow's end belongs to; a pool's is the one that it refers to.
Element pool_of(const FileContext& file, const Element& end) {
  return end.is("participant") ? file.find(end["processRef"], "process") : process_of(end);
}

bool has_message(FileContext& file, const Element& event) {
  for (const Element& definition : event_definitions_of(file, event)) {
    if (definition.is("messageEventDefinition")) return true;
  }
  return false;
}

/// What may send: pools, activities, throwing message events (§9.4). What may receive: pools, activities,
/// catching message events.
bool fits(FileContext& file, const Element& end, bool sends) {
  if (end.is("participant") || is_activity(end) || end.is("conversationNode")) return true;
  if (is_one_of(end, {"conversation", "subConversation", "callConversation"})) return true;
  if (!is_event(end)) return false;
  const bool throws = end.is("endEvent") || end.is("intermediateThrowEvent");
  return throws == sends && has_message(file, end);
}

void check_message_flow(const RuleContext& rules, const Element& flow) {
  const Element source = rules.file.find(flow["sourceRef"]);
  const Element target = rules.file.find(flow["targetRef"]);
  if (!source || !target) return;
  if (!fits(rules.file, source, true)) {
    rules.file.violation(flow, "message-flow-end", "a message flow must not begin at " + describe(source));
  }
  if (!fits(rules.file, target, false)) {
    rules.file.violation(flow, "message-flow-end", "a message flow must not end at " + describe(target));
  }
  const Element sender = pool_of(rules.file, source), receiver = pool_of(rules.file, target);
  if (source == target || (sender && sender == receiver)) {
    rules.file.violation(flow, "message-flow-pool", describe(flow) + " stays within one pool");
  }
}

/// Both ends of a message flow and the flow itself carry one message (§9.4).
void check_flow_message(const RuleContext& rules, const Element& flow) {
  std::vector<std::string_view> names;
  if (const std::string_view name = message_name(rules.file, flow); !name.empty()) names.push_back(name);
  for (const std::string_view end : {"sourceRef", "targetRef"}) {
    const auto own = own_messages(rules.file, rules.file.find(flow[end]));
    if (own.size() == 1) names.push_back(own.front());
  }
  for (const std::string_view name : names) {
    if (name == names.front()) continue;
    rules.file.violation(flow, "message-flow-message",
                         "the message \"" + std::string(names.front()) + "\" arrives over " + describe(flow) +
                             " as \"" + std::string(name) + "\"");
    return;
  }
}

/// A pool stands for `minimum` to `maximum` participants (§9.3.1).
void check_multiplicity(const RuleContext& rules, const Element& multiplicity) {
  const auto minimum = whole_number(multiplicity["minimum"]).value_or(0);
  const auto maximum = whole_number(multiplicity["maximum"]).value_or(1);
  if (minimum >= 0 && maximum >= 1 && maximum >= minimum) return;
  rules.file.violation(multiplicity, "multiplicity",
                       "the maximum of " + describe(multiplicity) +
                           " must be 1 or more and not be less than the minimum, which must not be negative");
}

/// A global conversation is an empty collaboration: nothing but participants, message flows and
/// conversations (§9.5.4).
void check_global_conversation(const RuleContext& rules, const Element& conversation) {
  for (const Element child : conversation.children()) {
    if (!is_one_of(child, {"choreographyRef", "association", "group", "textAnnotation",
                           "messageFlowAssociation", "participantAssociation", "conversationAssociation"})) {
      continue;
    }
    rules.file.violation(
        child, "global-conversation",
        describe(child) + " must not stand in the global conversation " + describe(conversation));
  }
}

/// A pool refers to a process (§9.3.1).
void check_participant(const RuleContext& rules, const Element& participant) {
  const Element process = rules.file.find(participant["processRef"]);
  if (process && !process.is("process")) {
    rules.file.violation(participant, "reference-kind",
                         "processRef of " + describe(participant) + " refers to " + describe(process) +
                             ", which is no process");
  }
}

}  // namespace

void check_collaborations(const RuleContext& rules, const Element& element) {
  if (element.is("messageFlow")) {
    check_message_flow(rules, element);
    check_flow_message(rules, element);
  }
  if (element.is("participantMultiplicity")) check_multiplicity(rules, element);
  if (element.is("globalConversation")) check_global_conversation(rules, element);
  if (element.is("participant")) check_participant(rules, element);
}

}  // namespace rondo::bpmn
