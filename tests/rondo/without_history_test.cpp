// SPDX-License-Identifier: Apache-2.0
// Where nothing is recorded the engine takes shorter ways: they must lead to the same places.
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;
using tests::TestEngine;

struct Case {
  const char* name;
  std::string content;
};

// A task that sets n.
std::string script(const std::string& id, const std::string& value) {
  return "<scriptTask id=\"" + id + "\" scriptFormat=\"juel\"><script>${execution.setVariable('n', " + value +
         ")}</script></scriptTask>";
}

std::vector<Case> cases() {
  return {
      {"chain", "<startEvent id=\"start\"/><task id=\"a\"/><task id=\"b\"/><userTask id=\"u\"/>" +
                    flows("start a b u")},
      {"fork",
       "<startEvent id=\"start\"/><task id=\"a\"/><parallelGateway id=\"fork\"/><task id=\"b\"/><task "
       "id=\"c\"/>"
       "<parallelGateway id=\"join\"/><userTask id=\"u\"/>" +
           flows("start a fork b join u") + flows("fork c") + flows("c join")},
      {"inclusive",
       "<startEvent id=\"start\"/><inclusiveGateway id=\"split\"/><task id=\"a\"/><task id=\"b\"/>"
       "<task id=\"c\"/><inclusiveGateway id=\"join\"/><userTask id=\"u\"/>" +
           flows("start split a b join u") + flows("split c") + flows("c join")},
      {"loop",
       "<startEvent id=\"start\"/><scriptTask id=\"count\" scriptFormat=\"juel\"><script>"
       "${execution.setVariable('n', n + 1)}</script></scriptTask><task id=\"t\"/>"
       "<exclusiveGateway id=\"again\" default=\"again_u\"/><userTask id=\"u\"/>"
       "<sequenceFlow id=\"back\" sourceRef=\"again\" targetRef=\"count\"><conditionExpression>"
       "${n &lt; 5}</conditionExpression></sequenceFlow>" +
           flows("start count t again u")},
      {"code", "<startEvent id=\"start\"/>" + script("one", "n + 1") + "<task id=\"t\"/>" +
                   script("two", "n * 10") + script("three", "n + 2") + "<userTask id=\"u\"/>" +
                   flows("start one t two three u")},
      {"code and conditions",
       "<subProcess id=\"handler\" triggeredByEvent=\"true\"><startEvent id=\"grown\" "
       "isInterrupting=\"false\"><conditionalEventDefinition><condition>${n == 2}</condition>"
       "</conditionalEventDefinition></startEvent>" +
           script("seen", "n + 10") + "<userTask id=\"v\"/>" + flows("grown seen v") +
           "</subProcess><startEvent id=\"start\"/>" + script("one", "n + 1") + script("two", "n + 1") +
           script("three", "n + 1") + "<userTask id=\"u\"/>" + flows("start one two three u")},
      {"code that raises an error",
       "<subProcess id=\"handler\" triggeredByEvent=\"true\"><startEvent "
       "id=\"caught\"><errorEventDefinition/>"
       "</startEvent><userTask id=\"v\"/>" +
           flows("caught v") + "</subProcess><startEvent id=\"start\"/>" + script("one", "n + 1") +
           "<serviceTask id=\"raising\" activiti:class=\"Raising\"/>" + script("two", "n + 1") +
           "<userTask id=\"u\"/>" + flows("start one raising two u")},
      {"code of several tokens",
       "<startEvent id=\"start\"/>" + script("one", "n + 1") + "<parallelGateway id=\"fork\"/>" +
           script("two", "n * 3") + script("three", "n + 5") + "<parallelGateway id=\"join\"/>" +
           script("four", "n + 1") + "<userTask id=\"u\"/>" + flows("start one fork two join four u") +
           flows("fork three") + flows("three join")},
      {"listener",
       "<startEvent id=\"start\"/><task id=\"a\"><extensionElements><activiti:executionListener "
       "event=\"start\" expression=\"${execution.setVariable('n', 7)}\"/></extensionElements></task>"
       "<task id=\"b\"/><userTask id=\"u\"/>" +
           flows("start a b u")},
      {"scopes",
       "<startEvent id=\"start\"/><subProcess id=\"sub\"><startEvent id=\"s\"/><task id=\"i\"/>"
       "<endEvent id=\"e\"/>" +
           flows("s i e") + "</subProcess><task id=\"t\"/><userTask id=\"u\"/>" + flows("start sub t u")},
      {"ends",
       "<startEvent id=\"start\"/><task id=\"a\"/><parallelGateway id=\"fork\"/><task id=\"b\"/>"
       "<endEvent id=\"end\"/><userTask id=\"u\"/>" +
           flows("start a fork b end") + flows("fork u")},
      {"implicit fork",
       "<startEvent id=\"start\"/><task id=\"a\"/><task id=\"b\"/><userTask id=\"u\"/>"
       "<userTask id=\"v\"/>" +
           flows("start a b u") + flows("b v")},
  };
}

TEST(WithoutHistory, InstancesComeToTheSamePlaces) {
  for (const Case& each : cases()) {
    SCOPED_TRACE(each.name);
    const auto outcome = [&](HistoryLevel level) {
      EngineOptions options;
      options.history = level;
      TestEngine test(options);
      test.engine->delegates().add("Raising", [](DelegateExecution&) { throw BpmnError("E"); });
      test.deploy(process_text("p", each.content));
      const std::string id = test.start("p", {{"n", 0}}).id;
      return std::pair(test.waiting(id), to_json(test.engine->runtime().variables(id)));
    };
    EXPECT_EQ(outcome(HistoryLevel::None), outcome(HistoryLevel::Audit));
  }
}

// What tasks give that are nothing but a constant, what others make of it, and code in the place of a
// constant.
TEST(WithoutHistory, ResultsOfTasksAreTheSame) {
  const auto results = [](HistoryLevel level) {
    EngineOptions options;
    options.history = level;
    TestEngine test(options);
    test.deploy(
        "a = CODE { 5 }\nb = CODE { [a.result, b?.result] }\nc = CODE { null }\nd = CODE { 'text' }\n"
        "start { run a\n run c\n run b\n run d\n run c\n async { run d } }\n",
        "flow.apiflow");
    test.deploy(process_text(
        "p",
        "<startEvent id=\"start\"/><callActivity id=\"call\" calledElement=\"flow\"><extensionElements>"
        "<camunda:out variables=\"all\" xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\"/>"
        "</extensionElements></callActivity><userTask id=\"u\"/>" +
            flows("start call u")));
    const auto once = [&] { return to_json(test.engine->runtime().variables(test.start("p").id)); };
    const std::string by_itself = once();
    test.engine->delegates().add("script:a",
                                 [](DelegateExecution& execution) { execution.set_variable("result", 6); });
    return std::pair(by_itself, once());
  };
  const auto without = results(HistoryLevel::None);
  EXPECT_EQ(without, results(HistoryLevel::Audit));
  EXPECT_THAT(without.first, testing::HasSubstr("[5,"));
  EXPECT_THAT(without.second, testing::HasSubstr("[6,"));
}

// The flow that is called has too much input, for a step that only passes.
TEST(WithoutHistory, DataLimitsHold) {
  for (const HistoryLevel level : {HistoryLevel::None, HistoryLevel::Audit}) {
    EngineOptions options;
    options.history = level;
    options.step_data_limit = 60;
    TestEngine test(options);
    int caught = 0;
    test.engine->delegates().add("caught", [&](DelegateExecution&) { ++caught; });
    test.deploy("version: v1\ntype: flow\nsteps:\n  - {type: pass, name: only}\n", "child.flow.yml");
    test.deploy(
        "version: v1\ntype: flow\nsteps:\n"
        "  - {type: task, name: call, resourceArn: 'acs:fnf:::flow/child', pattern: sync, serviceParams: "
        "{Input: {x: " +
            std::string(80, 'a') +
            "}}, catch: [{errors: [FnF.ALL, FnF.DataLimitExceeded], goto: caught}]}\n"
            "  - {type: pass, name: fine, end: true}\n"
            "  - {type: task, name: caught, resourceArn: 'acs:fc:::services/s/functions/caught'}\n",
        "parent.flow.yml");
    test.start("parent");
    EXPECT_EQ(caught, 1);
  }
}

// Short ways are taken there too; what history is to show must not be on them.
TEST(WithHistory, ElementsBehindThoseThatItDoesNotShowAreRecorded) {
  TestEngine test;
  test.deploy(
      process_text("p",
                   "<startEvent id=\"start\" xmlns:r=\"urn:rondo:bpmn\" r:implicit=\"true\"/><task id=\"a\"/>"
                   "<task id=\"hidden\" xmlns:r=\"urn:rondo:bpmn\" r:implicit=\"true\"/><task id=\"b\"/>"
                   "<userTask id=\"u\"/>" +
                       flows("start a hidden b u")));
  EXPECT_EQ(test.path(test.start("p").id), (std::vector<std::string>{"a", "b", "u"}));
}

TEST(Traces, FailTheCommandWithWhatTheyThrow) {
  TestEngine test;
  test.deploy(process_text(
      "p",
      "<subProcess id=\"handler\" triggeredByEvent=\"true\"><startEvent id=\"caught\"><errorEventDefinition/>"
      "</startEvent><userTask id=\"v\"/>" +
          flows("caught v") + "</subProcess><startEvent id=\"start\"/><userTask id=\"u\"/>" +
          flows("start u")));
  bool fails = true;
  const Subscription trace = test.engine->events().trace([&](const TraceEvent&) {
    if (std::exchange(fails, false)) throw BpmnError("E");
  });
  EXPECT_THROW(test.start("p"), BpmnError);
}

TEST(WithoutHistory, TracesShowEveryOperationAllTheSame) {
  const auto operations = [](HistoryLevel level) {
    EngineOptions options;
    options.history = level;
    TestEngine test(options);
    test.deploy(process_text(
        "p", "<startEvent id=\"start\"/><task id=\"a\"/><endEvent id=\"end\"/>" + flows("start a end")));
    test.record_operations();
    test.start("p");
    return test.operations();
  };
  EXPECT_EQ(operations(HistoryLevel::None), operations(HistoryLevel::Audit));
  EXPECT_EQ(operations(HistoryLevel::None).size(), 7u);
}

}  // namespace
}  // namespace rondo
