// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;
using tests::TestEngine;

EngineOptions without_history() {
  EngineOptions options;
  options.history = HistoryLevel::None;
  return options;
}

// start -> body (so often, parallel or not) -> end, with the inner part of the body given.
std::string repeated(std::string_view tag, std::string_view attributes, std::string_view loop,
                     std::string_view inside = {}) {
  std::string body = "<" + std::string(tag) + " id=\"body\" " + std::string(attributes) + ">";
  body.append(loop).append(inside).append("</").append(tag).append(">");
  return process_text(
      "many", "<startEvent id=\"start\"/>" + body + "<endEvent id=\"end\"/>" + flows("start body end"));
}

constexpr std::string_view kParallel =
    "<multiInstanceLoopCharacteristics><loopCardinality>${count}</loopCardinality>"
    "</multiInstanceLoopCharacteristics>";
constexpr std::string_view kSequential =
    "<multiInstanceLoopCharacteristics isSequential=\"true\"><loopCardinality>${count}</loopCardinality>"
    "</multiInstanceLoopCharacteristics>";

TEST(Limits, AHundredThousandParallelInstancesComplete) {
  TestEngine test(without_history());
  test.deploy(repeated("subProcess", "", kParallel,
                       "<startEvent id=\"s\"/><task id=\"t\"/><endEvent id=\"e\"/>" + flows("s t e")));

  EXPECT_TRUE(test.start("many", {{"count", 100'000}}).ended);
}

TEST(Limits, AHundredThousandSequentialInstancesComplete) {
  TestEngine test(without_history());
  test.deploy(repeated("task", "", kSequential));

  EXPECT_TRUE(test.start("many", {{"count", 100'000}}).ended);
}

TEST(Limits, AHundredThousandInstancesThatWaitForOneMessageAreFoundByTheirKeys) {
  constexpr int kInstances = 100'000;
  TestEngine test(without_history());
  test.deploy(process_text(
      "order", R"(<startEvent id="start"/><receiveTask id="paid" messageRef="m"/>)" + flows("start paid"),
      R"(<message id="m" name="paid" activiti:correlationKey="${number}"/>)"));
  for (int i = 0; i < kInstances; ++i) (void)test.start("order", {{"number", i}});
  RuntimeService& runtime = test.engine->runtime();

  for (int i = 0; i < kInstances; i += 2) {
    MessageCorrelation strict;
    strict.name = "paid";
    strict.key = Value(i);
    (void)runtime.correlate(strict, {});
    PublishedMessage published;
    published.name = "paid";
    published.key = Value(i + 1);
    ASSERT_EQ(runtime.publish(published, {}).outcome, PublishResult::Outcome::Received);
  }

  EXPECT_EQ(runtime.count_running(), 0u);
}

TEST(Limits, TenThousandParallelTasksAreCompletedOneByOne) {
  TestEngine test(without_history());
  test.deploy(repeated("userTask", "", kParallel));
  const auto instance = test.start("many", {{"count", 10'000}});

  const auto tasks = test.engine->tasks().list();
  ASSERT_EQ(tasks.size(), 10'000u);
  for (const TaskInfo& task : tasks) test.engine->tasks().complete(task.id);

  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
  EXPECT_TRUE(test.engine->tasks().list().empty());
}

TEST(Limits, CallsMayNestAHundredThousandDeep) {
  TestEngine test(without_history());
  test.deploy(
      process_text("deep", R"(<startEvent id="start"/><exclusiveGateway id="more" default="more_bottom"/>
    <callActivity id="call" calledElement="deep"><extensionElements>
      <activiti:in sourceExpression="${depth - 1}" target="depth"/><activiti:out source="seen" target="seen"/>
    </extensionElements></callActivity>
    <scriptTask id="bottom" scriptFormat="juel"><script>${seen = 'bottom'}</script></scriptTask>
    <userTask id="wait"/><endEvent id="end"/>
    <sequenceFlow id="deeper" sourceRef="more" targetRef="call"><conditionExpression>${depth > 0}</conditionExpression></sequenceFlow>)" +
                               flows("start more bottom wait end") + flows("call end")));
  const auto instance = test.start("deep", {{"depth", 100'000}});
  ASSERT_EQ(test.engine->runtime().count_running(), 100'001u);

  test.complete("wait");

  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(Limits, DeepCallsAreWithdrawnWithoutRecursion) {
  TestEngine test(without_history());
  test.deploy(
      process_text("deep", R"(<startEvent id="start"/><exclusiveGateway id="more" default="more_wait"/>
    <callActivity id="call" calledElement="deep"><extensionElements>
      <activiti:in sourceExpression="${depth - 1}" target="depth"/></extensionElements></callActivity>
    <userTask id="wait"/>
    <sequenceFlow id="deeper" sourceRef="more" targetRef="call"><conditionExpression>${depth > 0}</conditionExpression></sequenceFlow>)" +
                               flows("start more wait")));
  const auto instance = test.start("deep", {{"depth", 100'000}});

  test.engine->runtime().remove(instance.id);

  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
  EXPECT_TRUE(test.engine->tasks().list().empty());
}

TEST(Limits, ALoopOfAHundredThousandRoundsNeedsNoStack) {
  TestEngine test(without_history());
  test.deploy(process_text("loop", R"(<startEvent id="start"/>
    <scriptTask id="add" scriptFormat="juel" activiti:resultVariable="i"><script>${i + 1}</script></scriptTask>
    <exclusiveGateway id="check" default="check_end"/><endEvent id="end"/>
    <sequenceFlow id="again" sourceRef="check" targetRef="add"><conditionExpression>${i &lt; 100000}</conditionExpression></sequenceFlow>)" +
                                       flows("start add check end")));

  EXPECT_TRUE(test.start("loop", {{"i", 0}}).ended);
}

TEST(Limits, ThousandsOfTokensMeetInOneInclusiveJoin) {
  TestEngine test(without_history());
  test.deploy(process_text("meet", R"(<startEvent id="start"/><parallelGateway id="split"/>
    <task id="many" completionQuantity="5000"/><userTask id="late"/><inclusiveGateway id="join"/><endEvent id="end"/>)" +
                                       flows("start split many join end") + flows("split late join")));
  const auto instance = test.start("meet");
  ASSERT_EQ(test.waiting(instance.id), std::vector<std::string>{"late"});

  test.complete("late");

  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

}  // namespace
}  // namespace rondo
