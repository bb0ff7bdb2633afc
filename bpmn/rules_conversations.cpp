// SPDX-License-Identifier: Apache-2.0
#include "bpmn/rules.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::bpmn {
namespace {

bool is_conversation_node(const Element& element) {
  return is_one_of(element, {"conversation", "subConversation", "callConversation"});
}

/// The elements that the children `tag` of an element name.
std::vector<Element> named_by(const FileContext& file, const Element& element, std::string_view tag) {
  std::vector<Element> named;
  for (const Element& child : children_named(element, tag)) {
    if (const Element target = file.find(child.text())) named.push_back(target);
  }
  return named;
}

bool holds(const std::vector<Element>& list, const Element& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

/// A conversation is one of several participants, and links join it to them (§9.5).
void check_conversation(const RuleContext& rules, const Element& element) {
  if (is_conversation_node(element) && children_named(element, "participantRef").size() < 2) {
    rules.file.violation(element, "conversation",
                         describe(element) + " needs two or more participantRefs: who converses");
  }
  if (!element.is("conversationLink")) return;
  const Element source = rules.file.find(element["sourceRef"]);
  const Element target = rules.file.find(element["targetRef"]);
  if (!source || !target || is_conversation_node(source) != is_conversation_node(target)) return;
  rules.file.violation(element, "conversation",
                       describe(element) + " must join a conversation to one of its participants, not " +
                           describe(source) + " to " + describe(target));
}

/// Message flows of a choreography task go between its two participants (§11.5.1).
void check_task_messages(const RuleContext& rules, const Element& task,
                         const std::vector<Element>& participants) {
  const std::size_t count = children_named(task, "messageFlowRef").size();
  if (count > 2) {
    rules.file.violation(task, "choreography-task",
                         describe(task) + " has " + std::to_string(count) +
                             " message flows instead of one, or one there and one back");
  }
  for (const Element& flow : named_by(rules.file, task, "messageFlowRef")) {
    if (!flow.is("messageFlow")) continue;
    for (const std::string_view attribute : {"sourceRef", "targetRef"}) {
      const Element end = rules.file.find(flow[attribute]);
      if (!end.is("participant") || holds(participants, end)) continue;
      rules.file.violation(task, "choreography-task",
                           describe(flow) + " of " + describe(task) + " touches " + describe(end) +
                               ", which takes no part in it");
    }
  }
}

/// A choreography activity has participants, one of whom begins (§11.5).
void check_choreography(const RuleContext& rules, const Element& element) {
  const bool is_task = element.is("choreographyTask");
  if (!is_task && !is_one_of(element, {"subChoreography", "callChoreography"})) return;
  const std::vector<Element> participants = named_by(rules.file, element, "participantRef");
  const std::size_t count = children_named(element, "participantRef").size();
  if (count < 2 || (is_task && count > 2)) {
    rules.file.violation(element, "choreography-task",
                         describe(element) + " has " + std::to_string(count) + " participants instead of " +
                             (is_task ? "two" : "two or more"));
  }
  const Element first = rules.file.find(element["initiatingParticipantRef"], "participant");
  if (first && !holds(participants, first)) {
    rules.file.violation(element, "choreography-task",
                         describe(first) + " initiates " + describe(element) + " and takes no part in it");
  }
  if (is_task) check_task_messages(rules, element, participants);
}

/// A subscription binds properties of its key (§8.4.2).
void check_subscription(const RuleContext& rules, const Element& subscription) {
  const Element key = rules.file.find(subscription["correlationKeyRef"], "correlationKey");
  if (!key) return;
  const std::vector<Element> properties = named_by(rules.file, key, "correlationPropertyRef");
  for (const Element& binding : children_named(subscription, "correlationPropertyBinding")) {
    const Element property = rules.file.find(binding["correlationPropertyRef"], "correlationProperty");
    if (!property || holds(properties, property)) continue;
    rules.file.violation(binding, "correlation-binding",
                         describe(subscription) + " binds " + describe(property) + ", which " +
                             describe(key) + " does not have");
  }
}

/// A message flow of a called or nested collaboration stands for one of the outer (§9.4.1).
void check_flow_association(const RuleContext& rules, const Element& association) {
  for (const std::string_view name : {"innerMessageFlowRef", "outerMessageFlowRef"}) {
    const std::string_view reference =
        association[name].empty() ? association.child(name).trimmed_text() : trim(association[name]);
    if (reference.empty()) {
      rules.file.violation(association, "missing-attribute",
                           describe(association) + " needs the attribute \"" + std::string(name) + "\"");
    } else if (!association[name].empty() && !rules.file.find(reference, "messageFlow")) {
      rules.file.violation(association, "dangling-reference",
                           std::string(name) + " \"" + std::string(reference) + "\" of " +
                               describe(association) + " refers to no message flow");
    }
  }
}

}  // namespace

void check_conversations(const RuleContext& rules, const Element& element) {
  check_conversation(rules, element);
  check_choreography(rules, element);
  if (element.is("correlationSubscription")) check_subscription(rules, element);
  if (element.is("messageFlowAssociation")) check_flow_association(rules, element);
}

}  // namespace rondo::bpmn
