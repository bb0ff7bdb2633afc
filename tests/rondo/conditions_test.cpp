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
using testing::Not;
using testing::SizeIs;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

std::string condition(const std::string& text) {
  return "<conditionalEventDefinition><condition xsi:type=\"tFormalExpression\">" + text +
         "</condition></conditionalEventDefinition>";
}

const std::string kAlarm =
    process_text("alarm", R"(<startEvent id="hot">)" + condition("${degrees &gt; 90}") +
                              R"(</startEvent><startEvent id="wet">)" + condition("${water &gt; 5}") +
                              R"(</startEvent><userTask id="cool"/><userTask id="dry"/>)" +
                              flows("hot cool") + flows("wet dry"));

TEST(Conditions, StartAnInstanceOfTheNewestVersionForEachThatHolds) {
  TestEngine test;
  test.deploy(kAlarm);
  test.deploy(kAlarm);
  auto& runtime = test.engine->runtime();

  EXPECT_THAT(runtime.evaluate_start_conditions({{"degrees", 20}}), IsEmpty());
  const auto started = runtime.evaluate_start_conditions({{"degrees", 99}}, {"order-7", {}, {}, 0});
  ASSERT_THAT(started, SizeIs(1));
  EXPECT_THAT(test.waiting(started.front().id), ElementsAre("cool"));
  EXPECT_EQ(runtime.instance(started.front().id)->business_key, "order-7");
  EXPECT_EQ(runtime.instance(started.front().id)->process_version, 2);
  EXPECT_EQ(runtime.variable(started.front().id, "degrees"), Value(99));
  EXPECT_THAT(runtime.evaluate_start_conditions({{"degrees", 99}, {"water", 6}}), SizeIs(2));
}

TEST(Conditions, OfStartEventsThatFailReachTheCaller) {
  TestEngine test;
  test.deploy(kAlarm);
  EXPECT_THROW((void)test.engine->runtime().evaluate_start_conditions({{"degrees", "many"}}), Error);
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(Conditions, OfStartEventsAreListedWithTheSubscriptions) {
  TestEngine test;
  test.deploy(kAlarm);
  const auto all = test.engine->runtime().subscriptions();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all.front().type, "conditional");
  EXPECT_EQ(all.front().activity_id, "hot");
  EXPECT_EQ(all.front().instance_id, "");
}

TEST(Conditions, AreEvaluatedOnlyWhenAVariableChangesThatTheyRead) {
  TestEngine test;
  test.deploy(process_text("wait", R"(<startEvent id="start"/><intermediateCatchEvent id="ready">)" +
                                       condition("${a &gt; 1 &amp;&amp; b}") +
                                       R"(</intermediateCatchEvent><endEvent id="end"/>)" +
                                       flows("start ready end")));
  const auto instance = test.start("wait", {{"a", 0}, {"b", false}});
  test.record_operations();
  auto& runtime = test.engine->runtime();
  runtime.set_variables(instance.id, {{"c", 1}});
  EXPECT_THAT(test.operations(), IsEmpty());
  runtime.set_variables(instance.id, {{"a", 2}});
  EXPECT_THAT(test.operations(), ElementsAre("evaluate-conditions wait"));
  runtime.remove_variable(instance.id, "b");
  EXPECT_EQ(test.state(instance.id), InstanceState::Active);
  runtime.set_variables(instance.id, {{"b", true}});
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
}

TEST(Conditions, AreEvaluatedOnceForAllVariablesOfACommand) {
  TestEngine test;
  test.deploy(process_text("note", R"(<startEvent id="start"/><userTask id="task"/>
    <boundaryEvent id="changed" attachedToRef="task" cancelActivity="false">)" +
                                       condition("${a + b &gt; 10}") +
                                       R"(</boundaryEvent><userTask id="look"/>)" + flows("start task") +
                                       flows("changed look")));
  const auto instance = test.start("note", {{"a", 1}, {"b", 1}});
  test.engine->runtime().set_variables(instance.id, {{"a", 9}, {"b", 9}});
  EXPECT_THAT(test.waiting(instance.id), ElementsAre("look", "task"));
}

TEST(Conditions, DoNotSeeVariablesThatAreHiddenFromThem) {
  TestEngine test;
  test.deploy(process_text("hide", R"(<startEvent id="start"/><userTask id="task"/>
    <boundaryEvent id="changed" attachedToRef="task" cancelActivity="false">)" +
                                       condition("${a &gt; 10}") +
                                       R"(</boundaryEvent><userTask id="look"/>)" + flows("start task") +
                                       flows("changed look")));
  const auto instance = test.start("hide", {{"a", 1}});
  auto& runtime = test.engine->runtime();
  runtime.set_local_variables(test.execution_at(instance.id, "task"), {{"a", 20}});
  EXPECT_THAT(test.waiting(instance.id), ElementsAre("look", "task"));
  // the task's own variable still holds, but this one is another
  runtime.set_variables(instance.id, {{"a", 30}});
  EXPECT_THAT(test.waiting(instance.id), ElementsAre("look", "task"));
}

std::string refused(const std::string& content, const std::string& definitions = {}) {
  TestEngine test;
  try {
    test.deploy(process_text("refused", content, definitions));
  } catch (const Error& error) {
    return error.what();
  }
  return "deployed";
}

TEST(Elements, ThatHaveNoMeaningAreRefusedByName) {
  EXPECT_THAT(
      refused(R"(<startEvent id="start"/><task id="task"/>
    <boundaryEvent id="both" attachedToRef="task"><signalEventDefinition signalRef="s"/>
    <compensateEventDefinition/></boundaryEvent><endEvent id="end"/>)" +
                  flows("start task end"),
              R"(<signal id="s" name="s"/>)"),
      testing::HasSubstr("multiple boundaryEvent cannot be executed: a compensation event definition has"));
  EXPECT_THAT(
      refused(R"(<startEvent id="start"/><userTask id="task">
    <multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="later">
    <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="end"/>)" +
                  flows("start task end"),
              R"(<timerEventDefinition id="later"><timeDuration>PT1H</timeDuration></timerEventDefinition>)"),
      testing::HasSubstr("userTask cannot be executed: a timer event cannot be thrown when an instance"));
}

}  // namespace
}  // namespace rondo
