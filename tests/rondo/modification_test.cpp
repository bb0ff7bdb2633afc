// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::flows;
using tests::process_text;
using tests::TestEngine;
using namespace std::chrono_literals;
using Names = std::vector<std::string>;

// start → a → sub(inner_start → b → c) → d → end, with a timer at sub.
std::string nested(std::string_view loop = {}) {
  return process_text(
      "p", R"(<startEvent id="start"/><userTask id="a"/><subProcess id="sub">)" + std::string(loop) +
               R"(<startEvent id="inner_start"/><userTask id="b"/><userTask id="c"/>)" +
               flows("inner_start b c") +
               R"(</subProcess><boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition>
      <timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><userTask id="escalated"/>
      <userTask id="d"/><endEvent id="end"/>)" +
               flows("start a sub d end") + flows("late escalated"));
}

std::string named(std::vector<std::string> names) {
  std::string text;
  for (const std::string& name : names) text += name + " ";
  return text;
}

Modification modify(TestEngine& test, const StartedInstance& instance) {
  return test.engine->runtime().modify(instance.id);
}

TEST(Modification, StartsBeforeAnActivity) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  modify(test, instance).start_before("d", {{{"from", "outside"}}, {{"own", 1}}, {}}).execute();
  EXPECT_EQ(test.waiting(instance.id), (Names{"a", "d"}));
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "from"), Value("outside"));
  EXPECT_EQ(test.engine->runtime().local_variables(test.execution_at(instance.id, "d")),
            (Variables{{"own", 1}}));
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "own"), std::nullopt);
}

TEST(Modification, MakesScopesThatAreMissing) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  modify(test, instance).cancel_all("a").start_before("c").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"c"});
  EXPECT_EQ(test.engine->management().jobs().size(), 1u);

  test.advance(1h);
  EXPECT_EQ(test.waiting(instance.id), Names{"escalated"});
}

TEST(Modification, UsesScopesThatRun) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  test.complete("a");
  modify(test, instance).start_before("c").execute();
  EXPECT_EQ(test.waiting(instance.id), (Names{"b", "c"}));
  EXPECT_EQ(test.engine->management().jobs().size(), 1u);
  test.complete("c");
  EXPECT_EQ(test.waiting(instance.id), Names{"b"});
  test.complete("b");
  test.complete("c");
  EXPECT_EQ(test.waiting(instance.id), Names{"d"});
}

TEST(Modification, StartsAfterAnElementAndOverAFlow) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  modify(test, instance).start_after("sub").start_transition("b_c").execute();
  EXPECT_EQ(test.waiting(instance.id), (Names{"a", "c", "d"}));
  EXPECT_THROW(modify(test, instance).start_after("end").execute(), Error);
  EXPECT_THROW(modify(test, instance).start_transition("a").execute(), Error);
}

TEST(Modification, CancelsScopesWithTheirLastToken) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  test.complete("a");
  modify(test, instance).start_before("d").cancel(test.execution_at(instance.id, "b")).execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"d"});
  EXPECT_THAT(test.engine->management().jobs(), IsEmpty());
}

TEST(Modification, EndsAnInstanceInWhichNothingIsLeft) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  modify(test, instance).cancel_all("a").because("no longer wanted").execute();
  EXPECT_EQ(test.state(instance.id), InstanceState::Terminated);
  EXPECT_EQ(test.engine->runtime().instance(instance.id)->delete_reason, "no longer wanted");
}

TEST(Modification, MovesIntoAndOutOfSubProcesses) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  modify(test, instance).move("a", "c").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"c"});
  modify(test, instance).move("c", "b").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"b"});
  EXPECT_EQ(test.engine->management().jobs().size(), 1u);
  modify(test, instance).move_execution(test.execution_at(instance.id, "b"), "d").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"d"});
  EXPECT_THAT(test.engine->management().jobs(), IsEmpty());
  test.complete("d");
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
}

TEST(Modification, IsDoneAsAWholeOrNotAtAll) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  const auto change = [&] {
    modify(test, instance).cancel_all("a").start_before("c").start_before("nowhere").execute();
  };
  EXPECT_THROW(change(), Error);
  EXPECT_EQ(test.waiting(instance.id), Names{"a"});
  EXPECT_THAT(test.engine->management().jobs(), IsEmpty());
  EXPECT_EQ(test.engine->tasks().list().size(), 1u);
  test.engine->runtime().suspend(instance.id);
  EXPECT_THROW(modify(test, instance).start_before("d").execute(), Error);
}

TEST(Modification, NeedsTheAncestorWhereSeveralScopesRun) {
  TestEngine test;
  test.deploy(
      nested("<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
             "</multiInstanceLoopCharacteristics>"));
  const auto instance = test.start("p");
  test.complete("a");
  ASSERT_EQ(test.waiting(instance.id), (Names{"b", "b"}));
  EXPECT_THROW(modify(test, instance).start_before("c").execute(), Error);

  std::string first, root;
  for (const ExecutionInfo& execution : test.engine->runtime().executions(instance.id)) {
    if (execution.kind == "scope" && execution.loop_counter == 0) first = execution.id;
    if (execution.kind == "multi-instance root") root = execution.id;
  }
  modify(test, instance).start_before("c", {{}, {}, first}).execute();
  EXPECT_EQ(test.waiting(instance.id), (Names{"b", "b", "c"}));
  modify(test, instance).start_before("c", {{}, {}, root}).execute();
  EXPECT_EQ(test.waiting(instance.id), (Names{"b", "b", "c", "c"}));
  modify(test, instance).move("b", "c").execute();
  EXPECT_EQ(test.waiting(instance.id), (Names{"c", "c", "c", "c"}));
  for (int i = 0; i < 4; ++i) test.complete("c");
  EXPECT_EQ(test.waiting(instance.id), Names{"d"});
}

TEST(Modification, AddsAndRemovesInstancesOfALoop) {
  TestEngine test;
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="a"><multiInstanceLoopCharacteristics>
      <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask><userTask id="b"/>)" +
                                    flows("start a b")));
  const auto instance = test.start("p");
  modify(test, instance).start_before("a", {{}, {{"who", "eve"}}, {}}).execute();
  ASSERT_EQ(test.waiting(instance.id), (Names{"a", "a", "a"}));
  const std::string one = test.execution_at(instance.id, "a");
  EXPECT_EQ(test.engine->runtime().variable(one, "nrOfInstances"), Value(3));
  modify(test, instance).cancel(one).execute();
  test.complete("a");
  EXPECT_EQ(test.waiting(instance.id), Names{"a"});
  test.complete("a");
  EXPECT_EQ(test.waiting(instance.id), Names{"b"});
  modify(test, instance).move("b", "a#multiInstanceBody").execute();
  EXPECT_EQ(test.waiting(instance.id), (Names{"a", "a"}));
  modify(test, instance).move("a", "b").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"b"});
}

TEST(Modification, TakesTokensOutOfAJoin) {
  TestEngine test;
  test.deploy(process_text("p", R"(<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/>
      <userTask id="b"/><parallelGateway id="join"/><userTask id="c"/>)" +
                                    flows("start fork a join c") + flows("fork b join")));
  const auto instance = test.start("p");
  test.complete("a");
  modify(test, instance).move("join", "a").execute();
  EXPECT_EQ(test.waiting(instance.id), (Names{"a", "b"}));
  test.complete("b");
  EXPECT_EQ(test.waiting(instance.id), Names{"a"});
  test.complete("a");
  EXPECT_EQ(test.waiting(instance.id), Names{"c"});
}

TEST(Modification, AnInterruptingBoundaryEventTakesTheActivitysPlace) {
  TestEngine test;
  test.deploy(nested());
  const auto instance = test.start("p");
  test.complete("a");
  modify(test, instance).start_before("late").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"escalated"});
}

TEST(Modification, OpensEventSubProcesses) {
  TestEngine test;
  test.deploy(process_text("p",
                           R"(<startEvent id="start"/><userTask id="a"/><subProcess id="on_alarm"
      triggeredByEvent="true"><startEvent id="alarm"><signalEventDefinition signalRef="s"/></startEvent>
      <userTask id="fix"/>)" + flows("alarm fix") +
                               "</subProcess>" + flows("start a"),
                           R"(<signal id="s" name="alarm"/>)"));
  const auto instance = test.start("p");
  modify(test, instance).start_before("fix").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"fix"});
  EXPECT_THAT(test.engine->runtime().subscriptions(instance.id), IsEmpty());
  test.complete("fix");
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
}

TEST(Modification, MovesBetweenCallingAndCalledInstances) {
  TestEngine test;
  test.deploy(
      process_text("q", "<startEvent id=\"s\"/><userTask id=\"x\"/><userTask id=\"y\"/>" + flows("s x y")),
      "q.bpmn");
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="a"/><callActivity id="call"
      calledElement="q"/><userTask id="b"/>)" +
                                    flows("start a call b")));
  const auto instance = test.start("p");
  modify(test, instance).move_to_called("a", "call", "y").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"call"});
  InstanceQuery query;
  query.caller_instance_id = instance.id;
  const auto called = test.engine->runtime().instances(query);
  ASSERT_EQ(called.size(), 1u);
  EXPECT_EQ(test.waiting(called.front().id), Names{"y"});

  test.engine->runtime().modify(called.front().id).move_to_caller("b").execute();
  EXPECT_EQ(test.waiting(instance.id), Names{"b"});
  EXPECT_EQ(test.engine->runtime().count_running(), 1u);
  EXPECT_THROW(modify(test, instance).move_to_caller("b").execute(), Error);
}

TEST(Modification, ACalledInstanceWithoutTokensTakesItsCallerAlong) {
  TestEngine test;
  test.deploy(process_text("q", "<startEvent id=\"s\"/><userTask id=\"x\"/>" + flows("s x")), "q.bpmn");
  test.deploy(process_text(
      "p", R"(<startEvent id="start"/><callActivity id="call" calledElement="q"/>)" + flows("start call")));
  const auto instance = test.start("p");
  InstanceQuery query;
  query.caller_instance_id = instance.id;
  const auto called = test.engine->runtime().instances(query);
  ASSERT_EQ(called.size(), 1u);
  test.engine->runtime().modify(called.front().id).cancel_all("x").execute();
  EXPECT_EQ(test.state(instance.id), InstanceState::Terminated);
}

TEST(Modification, LeavesOutListenersAndMappingsIfAsked) {
  TestEngine test;
  std::vector<std::string> heard;
  test.engine->delegates().add("hear", [&](DelegateExecution& e) { heard.push_back(e.event_name()); });
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="a"><extensionElements>
      <activiti:executionListener event="start" delegateExpression="${hear}"/>
      <activiti:executionListener event="end" delegateExpression="${hear}"/>
      <camunda:inputOutput><camunda:inputParameter name="in">1</camunda:inputParameter></camunda:inputOutput>
      </extensionElements></userTask>)" +
                                    flows("start a")));
  const auto instance = test.start("p");
  EXPECT_EQ(named(heard), "start ");
  modify(test, instance).move("a", "a").skip_listeners().skip_io_mappings().execute();
  EXPECT_EQ(named(heard), "start ");
  EXPECT_EQ(test.engine->runtime().variable(test.execution_at(instance.id, "a"), "in"), std::nullopt);
  modify(test, instance).move("a", "a").execute();
  EXPECT_EQ(named(heard), "start end start ");
  EXPECT_NE(test.engine->runtime().variable(test.execution_at(instance.id, "a"), "in"), std::nullopt);
}

}  // namespace
}  // namespace rondo
