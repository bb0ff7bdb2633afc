// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

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

// Neither keeping, compensating nor dropping recurses along the nesting.
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
