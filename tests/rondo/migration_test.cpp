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
using testing::HasSubstr;
using testing::IsEmpty;
using tests::flows;
using tests::process_text;
using tests::TestEngine;
using namespace std::chrono_literals;
using Names = std::vector<std::string>;

// Deploys two versions of `p`, one instance of the first running.
class Migration : public testing::Test {
 protected:
  void versions(std::string_view first, std::string_view second, std::string_view definitions = {}) {
    test_.deploy(process_text("p", first, definitions));
    instance_ = test_.start("p", {{"kept", 1}}).id;
    test_.deploy(process_text("p", second, definitions));
  }

  [[nodiscard]] MigrationPlan plan(bool update = false) const {
    return test_.engine->runtime().plan_migration("p", 1, 2, update);
  }
  [[nodiscard]] Names mapped() const {
    Names sources;
    for (const MigrationInstruction& one : plan().instructions) sources.push_back(one.source);
    return sources;
  }
  MigrationReport migrate(const MigrationPlan& plan, MigrationMode mode = MigrationMode::Execute) {
    return test_.engine->runtime().migrate(plan, {instance_}, mode).front();
  }

  TestEngine test_;
  std::string instance_;
};

TEST_F(Migration, GoesOnInTheOtherVersion) {
  versions("<startEvent id=\"start\"/><userTask id=\"a\"/><userTask id=\"old\"/>" + flows("start a old"),
           "<startEvent id=\"start\"/><userTask id=\"more\"/><userTask id=\"a\"/><userTask id=\"new\"/>" +
               flows("start more a new"));
  EXPECT_THAT(mapped(), ElementsAre("start", "a"));
  const auto tasks = test_.engine->tasks().list();
  const auto report = migrate(plan());
  EXPECT_TRUE(report.migrated);
  EXPECT_EQ(test_.engine->runtime().instance(instance_)->process_version, 2);
  EXPECT_EQ(test_.engine->tasks().list().front().id, tasks.front().id);
  test_.complete("a");
  EXPECT_EQ(test_.waiting(instance_), Names{"new"});
  EXPECT_EQ(test_.engine->runtime().variable(instance_, "kept"), Value(1));
  EXPECT_EQ(test_.path(instance_), (Names{"start", "a", "new"}));
}

TEST_F(Migration, AnInstructionMapsToAnotherElement) {
  versions("<startEvent id=\"start\"/><userTask id=\"a\"/>" + flows("start a"),
           "<startEvent id=\"start\"/><userTask id=\"b\"/><userTask id=\"c\"/>" + flows("start b c"));
  const auto report = migrate(plan(), MigrationMode::DryRun);
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems.front().source, "a");
  EXPECT_FALSE(migrate(plan()).migrated);
  EXPECT_EQ(test_.engine->runtime().instance(instance_)->process_version, 1);

  MigrationPlan changed = plan();
  changed.map("a", "b");
  changed.variables.set("added", 2);
  EXPECT_THAT(migrate(changed, MigrationMode::DryRun).problems, IsEmpty());
  EXPECT_EQ(test_.waiting(instance_), Names{"a"});
  EXPECT_TRUE(migrate(changed).migrated);
  EXPECT_EQ(test_.waiting(instance_), Names{"b"});
  EXPECT_EQ(test_.engine->runtime().variable(instance_, "added"), Value(2));
  test_.complete("b");
  EXPECT_EQ(test_.waiting(instance_), Names{"c"});
}

TEST_F(Migration, ReportsWhatIsWrongWithAPlan) {
  versions(
      "<startEvent id=\"start\"/><userTask id=\"a\"/><subProcess id=\"sub\"><userTask id=\"b\"/></subProcess>"
      "<receiveTask id=\"r\"/><task id=\"t\"/>" +
          flows("start a sub r t"),
      "<startEvent id=\"start\"/><receiveTask id=\"a\"/><userTask id=\"b\"/><receiveTask id=\"r\"/>"
      "<task id=\"t\"/>" +
          flows("start a b r t"));
  MigrationPlan wrong = plan();
  EXPECT_THAT(test_.engine->runtime().validate(wrong), IsEmpty());
  wrong.map("a", "a").map("b", "b").map("nothing", "a").map("r", "gone").map("t", "t", true);
  std::string text;
  for (const auto& [source, message] : test_.engine->runtime().validate(wrong))
    text += source + ": " + message + "\n";
  EXPECT_THAT(text, HasSubstr("a: 'a' is a receiveTask, not a userTask"));
  EXPECT_THAT(text, HasSubstr("b: 'sub' around it is not mapped"));
  EXPECT_THAT(text, HasSubstr("nothing: the source has no such element"));
  EXPECT_THAT(text, HasSubstr("r: the target has no 'gone'"));
  EXPECT_THAT(text, HasSubstr("t: it is no event"));
  EXPECT_THROW(migrate(wrong), Error);
  EXPECT_THROW((void)test_.engine->runtime().plan_migration("p", 1, 3), Error);
}

constexpr std::string_view kTimed =
    R"(<startEvent id="start"/><userTask id="a"/><boundaryEvent id="late" attachedToRef="a" cancelActivity="false">
    <timerEventDefinition><timeDuration>PT%H</timeDuration></timerEventDefinition></boundaryEvent>
    <userTask id="remind"/>)";

std::string timed(char hours) {
  std::string text(kTimed);
  text[text.find('%')] = hours;
  return text + flows("start a") + flows("late remind");
}

TEST_F(Migration, KeepsTimersUnlessTheyAreToBeUpdated) {
  versions(timed('1'), timed('5'));
  const auto due = test_.engine->management().jobs().front().due;
  EXPECT_TRUE(migrate(plan()).migrated);
  ASSERT_EQ(test_.engine->management().jobs().size(), 1u);
  EXPECT_EQ(test_.engine->management().jobs().front().due, due);
  test_.advance(1h);
  EXPECT_EQ(test_.waiting(instance_), (Names{"a", "remind"}));
}

TEST_F(Migration, UpdatesTimers) {
  versions(timed('1'), timed('5'));
  EXPECT_TRUE(migrate(plan(true)).migrated);
  ASSERT_EQ(test_.engine->management().jobs().size(), 1u);
  EXPECT_EQ(test_.engine->management().jobs().front().due, test_.clock->now() + 5h);
}

TEST_F(Migration, ATimerThatHasFiredDoesNotBeginAgain) {
  versions(timed('1'), timed('5'));
  test_.advance(1h);
  EXPECT_TRUE(migrate(plan()).migrated);
  EXPECT_THAT(test_.engine->management().jobs(), IsEmpty());
}

TEST_F(Migration, BoundaryEventsAndEventSubProcessesComeAndGo) {
  const std::string handler = R"(<subProcess id="on_stop" triggeredByEvent="true"><startEvent id="stop">
      <signalEventDefinition signalRef="s"/></startEvent><userTask id="fix"/>)" +
                              flows("stop fix") + "</subProcess>";
  versions(timed('1'), "<startEvent id=\"start\"/><userTask id=\"a\"/>" + flows("start a") + handler,
           R"(<signal id="s" name="stop"/>)");
  EXPECT_TRUE(migrate(plan()).migrated);
  EXPECT_THAT(test_.engine->management().jobs(), IsEmpty());
  EXPECT_EQ(test_.engine->runtime().signal("stop"), 1u);
  EXPECT_EQ(test_.waiting(instance_), Names{"fix"});
}

TEST_F(Migration, ASubProcessBeginsAroundWhatRuns) {
  versions(
      "<startEvent id=\"start\"/><parallelGateway id=\"fork\"/><userTask id=\"a\"/><userTask id=\"b\"/>" +
          flows("start fork a") + flows("fork b"),
      "<startEvent id=\"start\"/><subProcess id=\"sub\"><startEvent id=\"s\"/><parallelGateway id=\"fork\"/>"
      "<userTask id=\"a\"/><userTask id=\"b\"/>" +
          flows("s fork a") + flows("fork b") +
          "</subProcess><boundaryEvent id=\"late\" attachedToRef=\"sub\"><timerEventDefinition><timeDuration>"
          "PT1H</timeDuration></timerEventDefinition></boundaryEvent><userTask id=\"c\"/>"
          "<userTask id=\"escalated\"/>" +
          flows("start sub c") + flows("late escalated"));
  EXPECT_TRUE(migrate(plan()).migrated);
  ASSERT_EQ(test_.waiting(instance_), (Names{"a", "b"}));
  EXPECT_EQ(test_.engine->management().jobs().size(), 1u);
  test_.complete("a");
  test_.complete("b");
  EXPECT_EQ(test_.waiting(instance_), Names{"c"});
  EXPECT_THAT(test_.engine->management().jobs(), IsEmpty());
}

TEST_F(Migration, TokensStayInTheirJoin) {
  const auto fork = [](std::string_view into_join) {
    return R"(<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>
      <parallelGateway id="join"/><userTask id="c"/>)" +
           flows("start fork a") + flows("fork b") + std::string(into_join) + flows("join c");
  };
  versions(fork(flows("a join") + flows("b join")), fork(flows("b join") + flows("a join")));
  test_.complete("a");
  EXPECT_TRUE(migrate(plan()).migrated);
  test_.complete("b");
  EXPECT_EQ(test_.waiting(instance_), Names{"c"});
}

TEST_F(Migration, InclusiveJoinsAreDecidedAnew) {
  const auto fork = [](std::string_view extra) {
    return R"(<startEvent id="start"/><inclusiveGateway id="fork"/><userTask id="a"/><userTask id="b"/>
      <inclusiveGateway id="join"/><userTask id="c"/>)" +
           std::string(extra) + flows("start fork a join c") + flows("fork b join");
  };
  versions(fork({}), fork("<task id=\"unused\"/>"));
  test_.complete("a");
  EXPECT_TRUE(migrate(plan()).migrated);
  EXPECT_EQ(test_.waiting(instance_), Names{"b"});
  test_.complete("b");
  EXPECT_EQ(test_.waiting(instance_), Names{"c"});
}

TEST_F(Migration, LoopsAndCalledInstancesGoOn) {
  test_.deploy(process_text("q", "<startEvent id=\"s\"/><userTask id=\"x\"/>" + flows("s x")), "q.bpmn");
  const std::string loop = R"(<callActivity id="call" calledElement="q"><multiInstanceLoopCharacteristics>
      <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></callActivity>)";
  versions("<startEvent id=\"start\"/>" + loop + flows("start call"),
           "<startEvent id=\"start\"/>" + loop + "<userTask id=\"b\"/>" + flows("start call b"));
  EXPECT_TRUE(migrate(plan()).migrated);
  InstanceQuery query;
  query.caller_instance_id = instance_;
  for (const InstanceInfo& called : test_.engine->runtime().instances(query)) {
    EXPECT_EQ(called.process_version, 1);
    EXPECT_EQ(called.caller_activity_id, "call");
  }
  test_.complete("x");
  test_.complete("x");
  EXPECT_EQ(test_.waiting(instance_), Names{"b"});
}

TEST_F(Migration, MigratesAllInstancesOfTheSource) {
  versions("<startEvent id=\"start\"/><userTask id=\"a\"/>" + flows("start a"),
           "<startEvent id=\"start\"/><userTask id=\"a\"/><task id=\"t\"/>" + flows("start a t"));
  const auto newer = test_.start("p");
  const auto reports = test_.engine->runtime().migrate(plan());
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports.front().instance_id, instance_);
  const auto no_more = test_.engine->runtime().migrate(plan(), {newer.id, "9999.1"});
  EXPECT_THAT(no_more.at(0).problems.front().message, HasSubstr("source version"));
  EXPECT_FALSE(no_more.at(1).migrated);
  EXPECT_EQ(test_.engine->runtime().count_running("p"), 2u);
}

}  // namespace
}  // namespace rondo
