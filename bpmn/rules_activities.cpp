// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/process.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <string>

namespace rondo::bpmn {
namespace {

/// An event sub-process has exactly one start event (§10.3.5).
void check_event_sub_process(const RuleContext& rules, const Element& element) {
  const std::size_t starts = children_named(element, "startEvent").size();
  if (starts == 1) return;
  rules.file.error(element, "event-sub-process",
                   "the event sub-process " + describe(element) + " has " + std::to_string(starts) +
                       " start events instead of one");
}

/// An ad-hoc sub-process has activities, but no start or end and no choreography (§10.3.5).
void check_ad_hoc(const RuleContext& rules, const Element& element) {
  bool has_activity = false;
  for (const Element child : element.children()) {
    if (is_activity(child)) has_activity = true;
    if (is_one_of(child, {"startEvent", "endEvent"})) {
      rules.file.violation(child, "ad-hoc-content",
                           "an ad-hoc sub-process must not contain " + describe(child));
    }
  }
  if (!has_activity) {
    rules.file.violation(element, "ad-hoc-content", describe(element) + " contains no activity");
  }
}

bool has_plain_start(FileContext& file, const Element& process) {
  const std::vector<Element> starts = children_named(process, "startEvent");
  return starts.empty() || std::any_of(starts.begin(), starts.end(), [&](const Element& start) {
           return event_definitions_of(file, start).empty();
         });
}

/// The numbers of inputs and outputs of a call are those of what is called (§10.3.6).
void check_call_data(const RuleContext& rules, const Element& call, const Element& called) {
  const Element own = call.child("ioSpecification"), other = called.child("ioSpecification");
  if (!own && !other) return;
  for (const std::string_view kind : {"dataInput", "dataOutput"}) {
    if (children_named(own, kind).size() == children_named(other, kind).size()) continue;
    rules.file.violation(
        call, "call-data",
        "the " + std::string(kind) + "s of " + describe(call) + " are not those of " + describe(called));
  }
}

void check_call(const RuleContext& rules, const Element& call) {
  const std::string_view reference = call["calledElement"];
  const Element called = rules.file.find(reference);
  if (!called || reference.empty()) return;
  if (!called.is("process") && task_of_global(called).empty()) {
    rules.file.violation(
        call, "called-element",
        describe(call) + " calls " + describe(called) + ", which is neither a process nor a global task");
    return;
  }
  if (called.is("process") && !has_plain_start(rules.file, called)) {
    rules.file.violation(
        called, "called-start",
        describe(called) + " is called by " + describe(call) + " but has no plain start event");
  }
  check_call_data(rules, call, called);
}

/// What can be called and supports interfaces binds its data to their operations (§10.3.6, table 10.23).
void check_callable(const RuleContext& rules, const Element& element) {
  if (element.child("supportedInterfaceRef") && !element.child("ioBinding")) {
    rules.file.violation(element, "io-binding",
                         describe(element) + " supports an interface but binds no data to its operations");
  }
}

void check_process(const RuleContext& rules, const Element& process) {
  if (process["processType"] == "Public" && process.flag("isExecutable", false)) {
    rules.file.violation(process, "process-type", "a public process must not be executable");
  }
}

}  // namespace

void check_activities(const RuleContext& rules, const Element& element) {
  if (element.is("process")) check_process(rules, element);
  if (element.is("process") || !task_of_global(element).empty()) check_callable(rules, element);
  if (!is_activity(element)) return;
  if (is_event_sub_process(element)) check_event_sub_process(rules, element);
  if (element.is("adHocSubProcess")) check_ad_hoc(rules, element);
  if (element.is("callActivity")) check_call(rules, element);
  const bool starts = element.is("receiveTask") && element.flag("instantiate", false);
  if (starts && !rules.flows.incoming(element).empty()) {
    rules.file.violation(element, "instantiate-flow",
                         describe(element) + " starts instances and must not have incoming flows");
  }
  if (element.child("standardLoopCharacteristics") && element.child("multiInstanceLoopCharacteristics")) {
    rules.file.violation(element, "loop-markers",
                         describe(element) + " has two kinds of loop characteristics");
  }
}

}  // namespace rondo::bpmn
