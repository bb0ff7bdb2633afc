// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/process.hpp"
#include "bpmn/rules.hpp"
#include "bpmn/structures.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace rondo::bpmn {
namespace {

/// What stands for the structure of data: that of its item definition, or the reference as it is.
std::string_view structure_of(const FileContext& file, const Element& data) {
  const std::string_view reference = trim(data["itemSubjectRef"]);
  const Element item = file.find(reference, "itemDefinition");
  return !item || item["structureRef"].empty() ? reference : item["structureRef"];
}

/// Whether the data of one name have the same structures in two specifications, in any order.
bool is_same_data(const FileContext& file, const Element& one, const Element& other, std::string_view name) {
  const auto structures = [&](const Element& specification) {
    std::vector<std::string_view> list;
    for (const Element& data : children_named(specification, name)) list.push_back(structure_of(file, data));
    std::sort(list.begin(), list.end());
    return list;
  };
  return structures(one) == structures(other);
}

/// A call passes the data that the called element declares (§10.3.6).
void check_call_data(const RuleContext& rules, const Element& call, const Element& called) {
  const Element own = call.child("ioSpecification"), declared = called.child("ioSpecification");
  if (!own && !declared) return;
  for (const std::string_view name : {"dataInput", "dataOutput"}) {
    if (is_same_data(rules.file, own, declared, name)) continue;
    rules.file.violation(call, "call-data",
                         "the " + std::string(name) + "s of " + describe(call) + " are not those that " +
                             describe(called) + " declares");
  }
}

/// A call needs a way in (§10.5.2): a none start event, or a node without incoming flow.
void check_start(const RuleContext& rules, const Element& call, const Element& process) {
  const std::vector<Element> starts = children_named(process, "startEvent");
  const bool has_none = std::any_of(starts.begin(), starts.end(), [&](const Element& start) {
    return event_definitions_of(rules.file, start).empty() && !start.child("eventDefinitionRef");
  });
  if (starts.empty() || has_none) return;
  rules.file.violation(call, "call-start",
                       describe(process) + ", which " + describe(call) + " calls, has no none start event");
}

/// Engines name what is called in other ways, too.
bool calls_nothing(const Element& call) {
  return trim(call["calledElement"]).empty() && !call.ext_child("calledElement") &&
         call.find_own("calledElement") == nullptr && call.find_ext("caseRef") == nullptr &&
         call.find_ext("decisionRef") == nullptr;
}

void check_call(const RuleContext& rules, const Element& call) {
  if (calls_nothing(call) && process_of(call).flag("isExecutable", true)) {
    rules.file.error(call, "missing-attribute", describe(call) + " calls nothing: it needs calledElement");
  }
  const std::string_view reference = trim(call["calledElement"]);
  const Element called = reference.empty() ? Element() : rules.file.find(reference);
  if (!called) return;  // lies in another file, or is computed
  const bool is_process = called.is("process");
  if (!is_process && task_of_global(called).empty()) {
    // The key may be that of a process in another file, too.
    rules.file.violation(call, "called-element",
                         "calledElement of " + describe(call) + " is " + describe(called) +
                             ", which is neither a process nor a global task");
    return;
  }
  if (is_plainly_executable(rules.file, call)) check_call_data(rules, call, called);
  if (is_process) check_start(rules, call, called);
}

/// The data bound to an operation have the structure of its messages (§10.4.1).
void check_binding(const RuleContext& rules, const Element& binding) {
  const Element operation = rules.file.find(binding["operationRef"], "operation");
  if (!operation) return;
  const auto check = [&](std::string_view data_name, std::string_view message_name) {
    const Element data = rules.file.find(binding[data_name]);
    const Element message = rules.file.find(operation.child(message_name).text(), "message");
    if (!is_one_of(data, {"dataInput", "dataOutput"}) || !message) return;
    if (same_structure(rules.file, data["itemSubjectRef"], message["itemRef"])) return;
    rules.file.violation(
        binding, "io-binding",
        describe(data) + " has not the structure of " + describe(message) + " of " + describe(operation));
  };
  check("inputDataRef", "inMessageRef");
  check("outputDataRef", "outMessageRef");
}

/// A callable element binds each operation of the interfaces that it supports (§10.4.1).
void check_interfaces(const RuleContext& rules, const Element& callable) {
  std::unordered_set<std::size_t> bound, seen;
  const std::vector<Element> references = children_named(callable, "supportedInterfaceRef");
  if (references.empty()) return;
  for (const Element& binding : children_named(callable, "ioBinding")) {
    if (const Element operation = rules.file.find(binding["operationRef"])) bound.insert(operation.index());
  }
  for (const Element& reference : references) {
    const Element interface = rules.file.find(reference.text(), "interface");
    if (!interface || !seen.insert(interface.index()).second) continue;
    for (const Element& operation : children_named(interface, "operation")) {
      if (bound.count(operation.index()) != 0) continue;
      rules.file.violation(callable, "io-binding",
                           describe(callable) + " needs an ioBinding for " + describe(operation) +
                               " of the interface that it supports");
    }
  }
}

}  // namespace

void check_calls(const RuleContext& rules, const Element& element) {
  if (element.is("callActivity")) check_call(rules, element);
  if (element.is("ioBinding")) check_binding(rules, element);
  if (element.is("process") || !task_of_global(element).empty()) check_interfaces(rules, element);
}

}  // namespace rondo::bpmn
