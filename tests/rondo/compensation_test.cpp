// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;
using tests::TestEngine;

constexpr std::string_view kThrow =
    "<intermediateThrowEvent id=\"undo\"><compensateEventDefinition/></intermediateThrowEvent>";

// A task with a handler that counts its calls in `undone`.
std::string compensable(std::string_view loop = {}) {
  return "<task id=\"book\">" + std::string(loop) +
         "</task><boundaryEvent id=\"booked\" attachedToRef=\"book\"><compensateEventDefinition/>"
         "</boundaryEvent><association id=\"a\" associationDirection=\"One\" sourceRef=\"booked\""
         " targetRef=\"unbook\"/><scriptTask id=\"unbook\" isForCompensation=\"true\" scriptFormat=\"juel\">"
         "<script>${execution.setVariable('undone', undone + 1)}</script></scriptTask>";
}

std::int64_t undone(TestEngine& test, const std::string& instance) {
  return test.engine->runtime().variable(instance, "undone")->as_integer();
}

TEST(Compensation, AHundredThousandInstancesAreUndone) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  TestEngine test(options);
  test.deploy(process_text(
      "many", "<startEvent id=\"start\"/>" +
                  compensable("<multiInstanceLoopCharacteristics isSequential=\"true\"><loopCardinality>"
                              "${count}</loopCardinality></multiInstanceLoopCharacteristics>") +
                  std::string(kThrow) + "<userTask id=\"after\"/>" + flows("start book undo after")));

  const auto instance = test.start("many", {{"count", 100'000}, {"undone", 0}});

  EXPECT_EQ(undone(test, instance.id), 100'000);
  EXPECT_TRUE(test.engine->runtime().subscriptions(instance.id).empty());
}

TEST(Compensation, ScopesMayBeNestedDeeply) {
  constexpr int kDepth = 60;
  std::string inside = "<startEvent id=\"s\"/>" + compensable() + flows("s book");
  for (int i = 0; i < kDepth; ++i) {
    inside = "<subProcess id=\"sub" + std::to_string(i) + "\">" + inside + "</subProcess>";
  }
  TestEngine test;
  test.deploy(process_text("deep", "<startEvent id=\"start\"/>" + inside + std::string(kThrow) +
                                       "<userTask id=\"after\"/>" +
                                       flows("start sub" + std::to_string(kDepth - 1) + " undo after")));

  EXPECT_EQ(undone(test, test.start("deep", {{"undone", 0}}).id), 1);
}

// Each called instance calls the next, and then does something that can be undone.
TEST(Compensation, CalledInstancesMayBeNestedTenThousandDeep) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  TestEngine test(options);
  int handled = 0;
  test.engine->delegates().add("Unbook", [&handled](DelegateExecution&) { ++handled; });
  test.deploy(
      process_text("down", R"(<startEvent id="start"/><exclusiveGateway id="deeper" default="deeper_book"/>
<callActivity id="call" calledElement="down"><extensionElements>
<activiti:in sourceExpression="${n - 1}" target="n"/></extensionElements></callActivity>
<sequenceFlow id="go" sourceRef="deeper" targetRef="call"><conditionExpression
xsi:type="tFormalExpression">${n > 1}</conditionExpression></sequenceFlow>
<task id="book"/><boundaryEvent id="booked" attachedToRef="book"><compensateEventDefinition/></boundaryEvent>
<serviceTask id="unbook" isForCompensation="true" activiti:class="Unbook"/>
<association id="a" associationDirection="One" sourceRef="booked" targetRef="unbook"/>)" +
                               flows("start deeper book") + flows("call book")));
  test.deploy(process_text("top", R"(<startEvent id="start"/><callActivity id="call" calledElement="down">
<extensionElements><activiti:in source="n" target="n"/></extensionElements></callActivity>)" +
                                      std::string(kThrow) + "<userTask id=\"after\"/>" +
                                      flows("start call undo after")));

  const auto instance = test.start("top", {{"n", 10'000}});

  EXPECT_EQ(handled, 10'000);
  EXPECT_EQ(test.waiting(instance.id), std::vector<std::string>{"after"});
  EXPECT_EQ(test.engine->runtime().count_running(), 1u);
}

TEST(Compensation, EventScopesGoWithTheirInstance) {
  TestEngine test;
  test.deploy(process_text("kept", "<startEvent id=\"start\"/><subProcess id=\"sub\"><startEvent id=\"s\"/>" +
                                       compensable() + flows("s book") +
                                       "</subProcess><userTask id=\"after\"/>" + flows("start sub after")));
  const auto instance = test.start("kept", {{"undone", 0}});
  EXPECT_EQ(test.engine->runtime().subscriptions(instance.id).size(), 1u);

  test.engine->runtime().remove(instance.id);

  EXPECT_TRUE(test.engine->runtime().subscriptions().empty());
}

TEST(Compensation, ACanceledInstanceIsUndoneAndEndsAsCanceled) {
  TestEngine test;
  test.deploy(process_text("order", "<startEvent id=\"start\"/>" + compensable() +
                                        "<userTask id=\"after\"/>" + flows("start book after")));
  const auto instance = test.start("order", {{"undone", 0}});

  test.engine->runtime().cancel(instance.id);

  const auto info = test.engine->runtime().instance(instance.id);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->state, InstanceState::Canceled);
  EXPECT_TRUE(test.engine->tasks().list().empty());
}

TEST(Compensation, ACalledInstanceIsNotCanceledByItself) {
  TestEngine test;
  test.deploy(process_text("caller",
                           "<startEvent id=\"start\"/><callActivity id=\"call\" "
                           "calledElement=\"called\"/>" +
                               flows("start call")));
  test.deploy(
      process_text("called", "<startEvent id=\"start\"/><userTask id=\"work\"/>" + flows("start work")));
  const auto caller = test.start("caller");
  const std::string called = test.engine->tasks().list().front().instance_id;

  EXPECT_THROW(test.engine->runtime().cancel(called), Error);
  EXPECT_EQ(test.engine->tasks().list().size(), 1u);

  test.engine->runtime().cancel(caller.id);
  EXPECT_TRUE(test.engine->tasks().list().empty());
}

}  // namespace
}  // namespace rondo
