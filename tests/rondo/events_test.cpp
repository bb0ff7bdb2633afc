// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

constexpr std::string_view kSignals =
    "<signal id=\"ping\" name=\"ping\"/><signal id=\"pong\" name=\"pong\"/>";

// Waits for one signal, then throws the other, over and over.
std::string player(std::string_view key, std::string_view waits_for, std::string_view throws) {
  const auto event = [](std::string_view tag, std::string_view id, std::string_view signal) {
    std::string text =
        "<" + std::string(tag) + " id=\"" + std::string(id) + "\"><signalEventDefinition signalRef=\"";
    return text.append(signal).append("\"/></").append(tag).append(">");
  };
  return process_text(key,
                      "<startEvent id=\"start\"/><exclusiveGateway id=\"again\"/>" +
                          event("intermediateCatchEvent", "catch", waits_for) +
                          event("intermediateThrowEvent", "throw", throws) +
                          flows("start again catch throw again"),
                      kSignals);
}

TEST(Signals, ThatCauseEachOtherEndAtTheStepLimitWithoutRecursion) {
  EngineOptions options;
  options.step_limit = 20'000;
  options.history = HistoryLevel::None;
  TestEngine test(options);
  test.deploy(player("one", "ping", "pong"), "one.bpmn");
  test.deploy(player("two", "pong", "ping"), "two.bpmn");
  const auto one = test.start("one");
  const auto two = test.start("two");

  EXPECT_EQ(test.engine->runtime().signal("ping"), 1u);

  EXPECT_THAT(test.waiting(one.id), ElementsAre("catch"));
  EXPECT_THAT(test.waiting(two.id), ElementsAre("catch"));
}

TEST(EventSubscribers, AreToldOfCommittedCommandsOnly) {
  TestEngine test;
  test.engine->delegates().add("fail", [](DelegateExecution&) { throw std::runtime_error("no"); });
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="task"/>
    <serviceTask id="fails" activiti:delegateExpression="${fail}"/>)" +
                                    flows("start task fails")));
  std::vector<std::string> seen;
  const auto subscription = test.engine->events().subscribe([&](const EngineEvent& event) {
    if (!event.activity_id.empty()) seen.push_back(event.activity_id);
  });

  test.start("p");
  EXPECT_THROW(test.complete("task"), Error);

  EXPECT_THAT(seen, ElementsAre("start", "start", "task", "task"));
}

TEST(Jobs, OfSuspendedInstancesWait) {
  TestEngine test;
  test.deploy(
      process_text("p", R"(<startEvent id="start"/><intermediateCatchEvent id="later"><timerEventDefinition>
    <timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent><userTask id="after"/>)" +
                            flows("start later after")));
  const auto instance = test.start("p");
  const auto other = test.start("p");
  test.engine->runtime().suspend(instance.id);

  EXPECT_EQ(test.advance(std::chrono::hours(2)), 1u);
  EXPECT_THAT(test.waiting(instance.id), ElementsAre("later"));
  EXPECT_THAT(test.waiting(other.id), ElementsAre("after"));
  test.engine->runtime().resume(instance.id);
  EXPECT_EQ(test.engine->management().run_due(), 1u);
}

TEST(Jobs, ThatFailCostARetryAndLeaveAnIncidentInTheEnd) {
  TestEngine test;
  test.engine->delegates().add("fail", [](DelegateExecution&) { throw std::runtime_error("no"); });
  test.deploy(process_text("p", R"(<startEvent id="start"/>
    <serviceTask id="fails" activiti:async="true" activiti:delegateExpression="${fail}"/>)" +
                                    flows("start fails")));
  test.start("p");

  EXPECT_EQ(test.engine->management().run_due(), 1u);
  EXPECT_EQ(test.engine->management().jobs().front().retries, 2);
  EXPECT_EQ(test.engine->management().run_due(), 0u) << "the next attempt waits";
  test.advance(std::chrono::minutes(1));
  test.advance(std::chrono::minutes(1));
  test.advance(std::chrono::minutes(1));

  ASSERT_EQ(test.engine->management().incidents().size(), 1u);
  EXPECT_THAT(test.engine->management().incidents().front().message, testing::HasSubstr("no"));
  EXPECT_EQ(test.engine->management().jobs().front().retries, 0);
  EXPECT_FALSE(test.engine->management().next_due());
}

}  // namespace
}  // namespace rondo
