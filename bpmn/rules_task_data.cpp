// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/rules.hpp"
#include "bpmn/structures.hpp"

#include <algorithm>
#include <string>

namespace rondo::bpmn {
namespace {

/// Data inputs or outputs of a task beside a message: one set of one item, of the message's structure.
void check_message_data(const RuleContext& rules, const Element& task, const Element& message, bool input) {
  const Element specification = task.child("ioSpecification");
  if (!specification) return;
  const std::string_view item_tag = input ? "dataInput" : "dataOutput";
  const std::vector<Element> sets = children_named(specification, input ? "inputSet" : "outputSet");
  const std::vector<Element> items = children_named(specification, item_tag);
  if (sets.size() > 1 || items.size() > 1) {
    rules.file.violation(task, "message-data",
                         describe(task) + " must have at most one " + std::string(item_tag) + ", in one set");
  }
  if (!message || items.empty() || same_structure(rules.file, message["itemRef"], items[0]["itemSubjectRef"]))
    return;
  rules.file.violation(items[0], "item-mismatch",
                       "the item of " + describe(items[0]) + " is not that of " + describe(message));
}

Element operation_of(const FileContext& file, const Element& element) {
  const std::string_view reference = element["operationRef"];
  return file.find(reference.empty() ? element.child("operationRef").text() : reference, "operation");
}

/// A service task has the data that its operation's messages carry (§10.3.3).
void check_operation_data(const RuleContext& rules, const Element& task, const Element& operation,
                          bool input) {
  const Element message =
      rules.file.find(operation.child(input ? "inMessageRef" : "outMessageRef").text(), "message");
  check_message_data(rules, task, message, input);
  const std::string tag = input ? "dataInput" : "dataOutput";
  const Element specification = task.child("ioSpecification");
  const bool has_data = specification && specification.child(tag);
  if (!message || message.find("itemRef") == nullptr || has_data) return;
  if (rules.file.dialect() != model::Dialect::Standard || (!input && !specification)) return;
  rules.file.violation(task, "operation-data",
                       describe(task) + " has no " + tag + " for the message of " + describe(operation));
}

void check_service_task(const RuleContext& rules, const Element& task) {
  const Element operation = operation_of(rules.file, task);
  if (!operation) return;
  check_operation_data(rules, task, operation, true);
  check_operation_data(rules, task, operation, false);
}

/// The item that an event definition's message, signal, error or escalation carries.
std::string_view carried_item(const FileContext& file, const Element& definition) {
  for (const auto& [reference, item] :
       {std::pair<std::string_view, std::string_view>{"messageRef", "itemRef"},
        {"signalRef", "structureRef"},
        {"errorRef", "structureRef"},
        {"escalationRef", "structureRef"}}) {
    if (const Element target = file.find(definition[reference]); target && definition.find(reference))
      return target[item];
  }
  return {};
}

/// An event with data has one item for each definition that carries one, in the same order (§10.4.1).
void check_event_data(const RuleContext& rules, const Element& event) {
  const bool throws = event.is("endEvent") || event.is("intermediateThrowEvent");
  const std::vector<Element> items = children_named(event, throws ? "dataInput" : "dataOutput");
  if (items.empty()) return;
  std::vector<std::string_view> carried;
  for (const Element& definition : event_definitions_of(rules.file, event)) {
    if (const std::string_view item = carried_item(rules.file, definition); !item.empty())
      carried.push_back(item);
  }
  if (items.size() != carried.size()) {
    rules.file.violation(event, "event-data",
                         describe(event) + " has " + std::to_string(items.size()) + " data items for " +
                             std::to_string(carried.size()) + " event definitions with data");
    return;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (same_structure(rules.file, items[i]["itemSubjectRef"], carried[i])) continue;
    rules.file.violation(items[i], "item-mismatch",
                         "the item of " + describe(items[i]) + " is not that of its event definition");
  }
}

}  // namespace

bool same_structure(const FileContext& file, std::string_view left, std::string_view right) {
  const Element first = file.find(left), second = file.find(right);
  if (trim(left) == trim(right) || (first && first == second)) return true;
  if (!first || !second) return false;
  const std::string_view structure = trim(first["structureRef"]);
  return !structure.empty() && structure == trim(second["structureRef"]);
}

void check_task_data(const RuleContext& rules, const Element& element) {
  if (element.is("serviceTask")) check_service_task(rules, element);
  if (element.is("sendTask") || element.is("receiveTask")) {
    check_message_data(rules, element, rules.file.find(element["messageRef"], "message"),
                       element.is("sendTask"));
  }
  if (is_event(element)) check_event_data(rules, element);
}

}  // namespace rondo::bpmn
