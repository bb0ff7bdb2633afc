// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using model::EventKind;
using TimerKind = model::EventDefinition::TimerKind;

class Events : public ReadingTest {
 protected:
  /// The only event definition of the node "e".
  const model::EventDefinition& definition(const std::string& content) {
    return node(read_file(content), "e").events.at(0);
  }

  const model::ProcessDefinition& process() const { return *result_.document.processes.at(0); }
};

std::string engine_event(const std::string& engine, const std::string& definition,
                         const std::string& root = {}) {
  return engine_file(
      engine, "<bpmn:intermediateCatchEvent id=\"e\">" + definition + "</bpmn:intermediateCatchEvent>", root);
}

TEST_F(Events, NameTheirMessageByNameElseById) {
  EXPECT_EQ(definition(engine_event("activiti", "<bpmn:messageEventDefinition messageRef=\"m\"/>",
                                    "<bpmn:message id=\"m\" name=\"order placed\"/>"))
                .name,
            "order placed");
  const auto& by_id = definition(engine_event("activiti", "<bpmn:messageEventDefinition messageRef=\"m\"/>",
                                              "<bpmn:message id=\"m\"/>"));
  EXPECT_EQ(by_id.name, "m");
  EXPECT_EQ(by_id.reference, "m");
}

TEST_F(Events, ComputeNamesWithExpressions) {
  const auto& message = definition(engine_event("camunda", "<bpmn:messageEventDefinition messageRef=\"m\"/>",
                                                "<bpmn:message id=\"m\" name=\"order-${id}\"/>"));
  EXPECT_EQ(text(process(), message.name_expression), "order-${id}");
  const auto& signal = definition(
      engine_event("flowable", "<bpmn:signalEventDefinition flowable:signalExpression=\"${s}\"/>"));
  EXPECT_EQ(text(process(), signal.name_expression), "${s}");
  const auto& expression = definition(
      engine_event("flowable", "<bpmn:messageEventDefinition flowable:messageExpression=\"${m}\"/>"));
  EXPECT_EQ(text(process(), expression.name_expression), "${m}");
}

TEST_F(Events, ResolveReferencesWithPrefix) {
  EXPECT_EQ(definition(engine_event("camunda", "<bpmn:signalEventDefinition signalRef=\"tns:s\"/>",
                                    "<bpmn:signal id=\"s\" name=\"go\"/>"))
                .name,
            "go");
}

TEST_F(Events, KeepCorrelationKeysAndScopes) {
  const auto& message =
      definition(engine_event("zeebe", "<bpmn:messageEventDefinition messageRef=\"m\"/>",
                              "<bpmn:message id=\"m\" name=\"n\"><bpmn:extensionElements><zeebe:subscription "
                              "correlationKey=\"=key\"/></bpmn:extensionElements></bpmn:message>"));
  EXPECT_EQ(text(process(), message.correlation_key), "=key");
  const auto& keyed = definition(engine_event(
      "activiti", "<bpmn:messageEventDefinition messageRef=\"m\" activiti:correlationKey=\"${k}\"/>",
      "<bpmn:message id=\"m\" name=\"n\"/>"));
  EXPECT_EQ(text(process(), keyed.correlation_key), "${k}");
  EXPECT_TRUE(
      definition(engine_event("activiti", "<bpmn:signalEventDefinition signalRef=\"s\"/>",
                              "<bpmn:signal id=\"s\" name=\"n\" activiti:scope=\"processInstance\"/>"))
          .instance_scope);
}

TEST_F(Events, ReadEveryKindOfTimer) {
  for (const auto& [tag, value, kind] : {std::tuple{"timeDate", "2026-03-01T10:00:00Z", TimerKind::Date},
                                         std::tuple{"timeDuration", "PT5M", TimerKind::Duration},
                                         std::tuple{"timeCycle", "R3/PT10H", TimerKind::Cycle},
                                         std::tuple{"timeCycle", "0 0/5 * * * ?", TimerKind::Cycle}}) {
    const std::string inner = "<bpmn:" + std::string(tag) + "> " + value + " </bpmn:" + tag + ">";
    const auto& timer = definition(
        engine_event("activiti", "<bpmn:timerEventDefinition>" + inner + "</bpmn:timerEventDefinition>"));
    EXPECT_EQ(timer.timer, kind);
    EXPECT_EQ(text(process(), timer.timer_value), value);
  }
}

TEST_F(Events, EndCycles) {
  const auto& timer = definition(
      engine_event("activiti",
                   "<bpmn:timerEventDefinition><bpmn:timeCycle "
                   "activiti:endDate=\"${end}\">R/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>"));
  EXPECT_EQ(text(process(), timer.timer_end), "${end}");
}

TEST_F(Events, FilterTheVariablesOfConditions) {
  const auto& condition = definition(engine_event(
      "camunda",
      "<bpmn:conditionalEventDefinition camunda:variableName=\"x\" camunda:variableEvents=\"create, update\">"
      "<bpmn:condition>${x &gt; 1}</bpmn:condition></bpmn:conditionalEventDefinition>"));
  EXPECT_EQ(text(process(), condition.condition), "${x > 1}");
  EXPECT_EQ(condition.variable_name, "x");
  EXPECT_EQ(condition.variable_events, (std::vector<std::string>{"create", "update"}));
}

TEST_F(Events, BindWhatTheyCatch) {
  const auto& caught = read_file(
      engine_file("camunda", R"(<bpmn:task id="t"/><bpmn:boundaryEvent id="e" attachedToRef="t">
      <bpmn:errorEventDefinition errorRef="x" camunda:errorCodeVariable="code" camunda:errorMessageVariable="text"/></bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="a" attachedToRef="t"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="s" attachedToRef="t" cancelActivity="false"><bpmn:escalationEventDefinition escalationRef="y"
      camunda:escalationCodeVariable="esc"/></bpmn:boundaryEvent>)",
                  R"(<bpmn:error id="x" errorCode="404"/><bpmn:escalation id="y" escalationCode="late"/>)"));
  const auto& error = node(caught, "e").events.at(0);
  EXPECT_EQ(error.name, "404");
  EXPECT_EQ(error.code_variable, "code");
  EXPECT_EQ(error.message_variable, "text");
  EXPECT_EQ(node(caught, "a").events.at(0).name, "");
  EXPECT_FALSE(node(caught, "s").interrupting);
  EXPECT_EQ(node(caught, "s").events.at(0).name, "late");
  EXPECT_EQ(node(caught, "s").events.at(0).code_variable, "esc");
  EXPECT_EQ(node(caught, "e").attached_to, caught.find("t"));
}

TEST_F(Events, TerminateMoreThanTheirScope) {
  const auto& process = read_file(engine_file(
      "flowable",
      R"(<bpmn:endEvent id="a"><bpmn:terminateEventDefinition flowable:terminateAll="true"/></bpmn:endEvent>
      <bpmn:endEvent id="b"><bpmn:terminateEventDefinition flowable:terminateMultiInstance="true"/></bpmn:endEvent>)"));
  EXPECT_TRUE(node(process, "a").events.at(0).terminate_all);
  EXPECT_TRUE(node(process, "b").events.at(0).terminate_multi_instance);
}

TEST_F(Events, CompensateOneActivityWithoutWaiting) {
  const auto& process = read_file(plain_file(R"(<task id="t"/><intermediateThrowEvent id="e">
      <compensateEventDefinition activityRef="t" waitForCompletion="false"/></intermediateThrowEvent>)"));
  EXPECT_EQ(node(process, "e").events.at(0).activity_ref, "t");
  EXPECT_FALSE(node(process, "e").events.at(0).wait_for_completion);
}

TEST_F(Events, JoinLinksByNameOrReference) {
  const auto& process = read_file(plain_file(
      R"(<intermediateThrowEvent id="a"><linkEventDefinition id="la" name="x"><target>lb</target></linkEventDefinition></intermediateThrowEvent>
      <intermediateCatchEvent id="e"><linkEventDefinition id="lb" name="y"><source>la</source></linkEventDefinition></intermediateCatchEvent>)"));
  EXPECT_EQ(node(process, "a").event, EventKind::Link);
  EXPECT_EQ(node(process, "a").events.at(0).link_target, "y");
  EXPECT_EQ(node(process, "e").events.at(0).name, "y");
}

TEST_F(Events, WithSeveralDefinitionsAreMultiple) {
  const std::string two =
      R"(<signalEventDefinition signalRef="s"/><timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1S</timeDuration></timerEventDefinition>)";
  const auto& process = read_file(
      plain_file("<intermediateCatchEvent id=\"a\">" + two +
                     "</intermediateCatchEvent><intermediateCatchEvent id=\"b\" parallelMultiple=\"true\">" +
                     two + "</intermediateCatchEvent>",
                 "<signal id=\"s\" name=\"s\"/>"));
  EXPECT_EQ(node(process, "a").event, EventKind::Multiple);
  EXPECT_EQ(node(process, "b").event, EventKind::ParallelMultiple);
  EXPECT_EQ(node(process, "b").events.size(), 2u);
}

TEST_F(Events, SendMessagesAsTheEnginesDo) {
  const auto& process = read_file(engine_file(
      "camunda",
      R"(<bpmn:endEvent id="e"><bpmn:messageEventDefinition messageRef="m" camunda:type="external" camunda:topic="out"/></bpmn:endEvent>)",
      "<bpmn:message id=\"m\" name=\"m\"/>"));
  ASSERT_NE(node(process, "e").events.at(0).implementation, nullptr);
  EXPECT_EQ(node(process, "e").events.at(0).implementation->name, "out");
}

TEST_F(Events, CarrySignalPayloads) {
  const auto& process = read_file(engine_file(
      "camunda",
      R"(<bpmn:intermediateThrowEvent id="e"><bpmn:signalEventDefinition signalRef="s"><bpmn:extensionElements>
      <camunda:in source="a" target="b"/></bpmn:extensionElements></bpmn:signalEventDefinition></bpmn:intermediateThrowEvent>)",
      "<bpmn:signal id=\"s\" name=\"s\"/>"));
  ASSERT_EQ(node(process, "e").events.at(0).payload.size(), 1u);
  EXPECT_EQ(node(process, "e").events.at(0).payload[0].target, "b");
}

TEST_F(Events, OfEventSubProcessesMayRunBeside) {
  const auto& process = read_file(
      plain_file(R"(<subProcess id="u" triggeredByEvent="true"><startEvent id="e" isInterrupting="false">
      <signalEventDefinition signalRef="s"/></startEvent></subProcess><task id="t"/>)",
                 "<signal id=\"s\" name=\"s\"/>"));
  EXPECT_TRUE(node(process, "u").triggered_by_event);
  EXPECT_FALSE(node(process, "e").interrupting);
  EXPECT_EQ(process.root().event_subprocesses.size(), 1u);
}

}  // namespace
}  // namespace rondo::bpmn
