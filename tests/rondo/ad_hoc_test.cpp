// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace rondo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

std::string ad_hoc(const std::string& ordering, const std::string& condition) {
  return process_text(
      "prepare", R"(<startEvent id="start"/><adHocSubProcess id="any" ordering=")" + ordering +
                     R"("><userTask id="a"/><userTask id="b"/><userTask id="c"/>)" + flows("b c") +
                     condition + R"(</adHocSubProcess><userTask id="after"/>)" + flows("start any after"));
}

const std::string kUntilReady =
    R"(<completionCondition xsi:type="tFormalExpression">${ready}</completionCondition>)";

// The execution of the sub-process.
std::string scope(const TestEngine& test, const std::string& instance) {
  for (const ExecutionInfo& execution : test.engine->runtime().executions(instance)) {
    if (execution.activity_id == "any") return execution.id;
  }
  return {};
}

TEST(AdHocSubProcesses, ListWhatCanBeStarted) {
  TestEngine test;
  test.deploy(ad_hoc("Sequential", kUntilReady));
  const auto instance = test.start("prepare", {{"ready", false}});
  auto& runtime = test.engine->runtime();
  const std::string any = scope(test, instance.id);
  EXPECT_THAT(runtime.adhoc_activities(any), ElementsAre("a", "b"));
  runtime.start_adhoc_activity(any, "b", {{"n", 1}});
  EXPECT_THAT(runtime.adhoc_activities(any), IsEmpty());
  EXPECT_THAT(test.waiting(instance.id), ElementsAre("b"));
  EXPECT_EQ(runtime.variable(instance.id, "n"), Value(1));
}

TEST(AdHocSubProcesses, AreNoPlaceForOtherActivities) {
  TestEngine test;
  test.deploy(ad_hoc("Parallel", kUntilReady));
  const auto instance = test.start("prepare", {{"ready", false}});
  auto& runtime = test.engine->runtime();
  const auto kind_of = [&](const std::string& execution, const std::string& activity) {
    try {
      runtime.start_adhoc_activity(execution, activity);
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::Execution;
  };
  EXPECT_EQ(kind_of(scope(test, instance.id), "c"), ErrorKind::InvalidState);
  EXPECT_EQ(kind_of(scope(test, instance.id), "after"), ErrorKind::InvalidState);
  EXPECT_EQ(kind_of(scope(test, instance.id), "nowhere"), ErrorKind::NotFound);
  EXPECT_EQ(kind_of(instance.id, "a"), ErrorKind::InvalidState);
  EXPECT_THAT(test.waiting(instance.id), IsEmpty());
}

TEST(AdHocSubProcesses, OfActivitiWithoutConditionAreEndedByACall) {
  TestEngine test;
  test.deploy(ad_hoc("Parallel", R"(<userTask id="d" activiti:assignee="kermit"/>)"));
  const auto instance = test.start("prepare");
  auto& runtime = test.engine->runtime();
  EXPECT_THAT(test.waiting(instance.id), IsEmpty());
  runtime.start_adhoc_activity(scope(test, instance.id), "a");
  test.complete("a");
  EXPECT_EQ(test.state(instance.id), InstanceState::Active);
  runtime.complete_adhoc(scope(test, instance.id));
  EXPECT_THAT(test.waiting(instance.id), ElementsAre("after"));
}

}  // namespace
}  // namespace rondo
