// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;
using tests::TestEngine;

constexpr auto kDay = std::chrono::hours(24);

std::string living(std::string_view key, std::string_view life) {
  std::string text = process_text(key, "<startEvent id=\"start\"/>");
  const std::string attribute = " camunda:historyTimeToLive=\"" + std::string(life) + "\"";
  return text.insert(text.find(" isExecutable"), attribute);
}

TEST(CleaningOfHistory, ForgetsWhatEndedLongerAgoThanTheProcessSays) {
  TestEngine test;
  test.deploy(living("days", "5"));
  test.deploy(living("duration", "P10D"));
  test.deploy(process_text("forever", "<startEvent id=\"start\"/>"));
  const std::string days = test.start("days").id;
  const std::string duration = test.start("duration").id;
  const std::string forever = test.start("forever").id;
  EXPECT_EQ(test.engine->management().clean_history(), 0u);

  test.clock->advance(5 * kDay);
  EXPECT_EQ(test.engine->management().clean_history(), 1u);
  EXPECT_FALSE(test.engine->history().instance(days));
  EXPECT_TRUE(test.engine->history().activities(days).empty());
  EXPECT_TRUE(test.engine->history().instance(duration));

  test.clock->advance(500 * kDay);
  EXPECT_EQ(test.engine->management().clean_history(), 1u);
  EXPECT_FALSE(test.engine->history().instance(duration));
  EXPECT_TRUE(test.engine->history().instance(forever));
}

TEST(CleaningOfHistory, FollowsTheEngineWhereTheProcessSaysNothing) {
  EngineOptions options;
  options.history_time_to_live = "P1D";
  TestEngine test(options);
  test.deploy(process_text("p", "<startEvent id=\"start\"/>"));
  test.start("p");
  test.clock->advance(kDay);
  EXPECT_EQ(test.engine->management().clean_history(), 1u);

  options.history_time_to_live = "for a while";
  EXPECT_THROW(TestEngine{options}, Error);
}

TEST(CleaningOfHistory, StopsAtItsLimit) {
  TestEngine test;
  test.deploy(living("p", "1"));
  for (int number = 0; number < 150; ++number) test.start("p");
  test.clock->advance(2 * kDay);
  EXPECT_EQ(test.engine->management().clean_history(100), 100u);
  EXPECT_EQ(test.engine->history().instances().size(), 50u);
  EXPECT_EQ(test.engine->management().clean_history(), 50u);
}

TEST(CleaningOfHistory, TakesCalledInstancesWithTheirCaller) {
  TestEngine test;
  test.deploy(living("inner", "0"), "inner.bpmn");
  std::string outer =
      process_text("outer",
                   "<startEvent id=\"start\"/><callActivity id=\"call\" calledElement=\"inner\"/>"
                   "<userTask id=\"task\"/>" +
                       flows("start call task"));
  test.deploy(outer, "outer.bpmn");
  const std::string id = test.start("outer").id;
  EXPECT_EQ(test.engine->management().clean_history(), 0u) << "the caller still runs";
  test.complete("task");
  EXPECT_EQ(test.engine->history().instances().size(), 2u);
  test.engine->history().remove(id);
  EXPECT_EQ(test.engine->history().instances().size(), 0u);
}

TEST(CleaningOfHistory, RefusesARunningInstance) {
  TestEngine test;
  test.deploy(process_text("p", "<startEvent id=\"start\"/><userTask id=\"task\"/>" + flows("start task")));
  const std::string id = test.start("p").id;
  EXPECT_THROW(test.engine->history().remove(id), Error);
  EXPECT_THROW(test.engine->history().remove("99.1"), Error);
}

TEST(CleaningOfHistory, ForgetsByQueryWhatHasEnded) {
  TestEngine test;
  test.deploy(process_text("p", "<startEvent id=\"start\"/><userTask id=\"task\"/>" + flows("start task")));
  StartOptions options;
  options.business_key = "old";
  for (int number = 0; number < 3; ++number) (void)test.engine->runtime().start("p", {}, options);
  test.start("p");
  test.complete("task");
  test.complete("task");

  HistoricInstanceQuery query;
  query.of.business_key = "old";
  EXPECT_EQ(test.engine->history().remove(query), 2u);
  EXPECT_EQ(test.engine->history().instances().size(), 2u);
  EXPECT_EQ(test.engine->history().count(query), 1u);
}

}  // namespace
}  // namespace rondo
