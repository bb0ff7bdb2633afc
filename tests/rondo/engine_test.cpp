// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace rondo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

const std::string kTwoTasks = process_text("two", R"(
  <startEvent id="start"/><userTask id="first" name="First"/>
  <serviceTask id="work" activiti:class="com.acme.Work"/><userTask id="second"/><endEvent id="end"/>)" +
                                                      flows("start first work second end"));

template <typename Call>
ErrorKind kind_thrown(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.kind();
  }
  throw std::runtime_error("nothing was thrown");
}

TEST(Engines, RunAProcessFromStartToEnd) {
  TestEngine test;
  test.engine->delegates().add("com.acme.Work",
                               [](DelegateExecution& execution) { execution.set_variable("done", true); });
  test.deploy(kTwoTasks);

  const auto instance = test.start("two", {{"amount", 120}});
  EXPECT_THAT(test.waiting(instance.id), ElementsAre("first"));
  test.complete("first", {{"note", "fine"}});
  EXPECT_THAT(test.waiting(instance.id), ElementsAre("second"));
  test.complete("second");

  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
  EXPECT_THAT(test.path(instance.id), ElementsAre("start", "first", "work", "second", "end"));
  EXPECT_EQ(test.engine->history().variables(instance.id),
            (Variables{{"amount", 120}, {"note", "fine"}, {"done", true}}));
}

TEST(Engines, RollBackTheCommandOfAFailingDelegate) {
  TestEngine test;
  test.engine->delegates().add("com.acme.Work", [](DelegateExecution& execution) {
    execution.set_variable("half", "done");
    throw std::runtime_error("the printer is on fire");
  });
  test.deploy(kTwoTasks);
  const auto instance = test.start("two", {{"amount", 120}});

  try {
    test.complete("first", {{"note", "fine"}});
    FAIL() << "the failure must reach the caller";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::Delegate);
    EXPECT_THAT(error.what(), HasSubstr("the printer is on fire"));
    EXPECT_EQ(error.element_id(), "work");
  }

  EXPECT_THAT(test.waiting(instance.id), ElementsAre("first"));
  EXPECT_EQ(test.engine->runtime().variables(instance.id), (Variables{{"amount", 120}}));
  EXPECT_EQ(test.engine->tasks().list().size(), 1u);
  EXPECT_THAT(test.path(instance.id), ElementsAre("start", "first"));
}

TEST(Engines, LeaveNothingOfAStartThatFails) {
  TestEngine test;
  test.engine->delegates().add("com.acme.Work", [](DelegateExecution&) { throw std::runtime_error("no"); });
  test.deploy(process_text("fails", R"(<startEvent id="start"/><userTask id="wait"/>
    <serviceTask id="work" activiti:class="com.acme.Work"/>)" +
                                        flows("start wait") + flows("start work")));

  EXPECT_EQ(kind_thrown([&] { test.start("fails"); }), ErrorKind::Delegate);

  EXPECT_TRUE(test.engine->tasks().list().empty());
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
  EXPECT_TRUE(test.engine->history().instances().empty());
}

TEST(Engines, NameEveryMissingDelegateAtTheStart) {
  TestEngine test;
  test.deploy(process_text("missing", R"(<startEvent id="start"/>
    <serviceTask id="one" activiti:class="com.acme.One"/><serviceTask id="two" activiti:delegateExpression="${two}"/>)" +
                                          flows("start one two")));

  try {
    test.start("missing");
    FAIL() << "an unregistered delegate must be refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::Delegate);
    EXPECT_THAT(error.what(), HasSubstr("com.acme.One"));
    EXPECT_THAT(error.what(), HasSubstr("${two}"));
  }
}

TEST(Engines, TellWhatIsUnknown) {
  TestEngine test;
  test.deploy(kTwoTasks);

  EXPECT_EQ(kind_thrown([&] { test.start("nowhere"); }), ErrorKind::NotFound);
  EXPECT_EQ(kind_thrown([&] { test.engine->tasks().complete("1.1.w1.1"); }), ErrorKind::NotFound);
  EXPECT_EQ(kind_thrown([&] { test.engine->tasks().complete("nonsense"); }), ErrorKind::NotFound);
  EXPECT_EQ(kind_thrown([&] { test.engine->runtime().trigger("0.9.e0.1"); }), ErrorKind::NotFound);
  EXPECT_EQ(kind_thrown([&] { (void)Engine::open("ftp://somewhere"); }), ErrorKind::Argument);
}

TEST(Engines, RefuseBadFilesAsAWhole) {
  TestEngine test;
  const std::string bad = process_text("bad", "<startEvent id=\"start\"/>" + flows("start nowhere"));

  try {
    test.engine->repository().deploy({{"good.bpmn", kTwoTasks}, {"bad.bpmn", bad}});
    FAIL() << "a dangling reference must be refused";
  } catch (const DeploymentError& error) {
    ASSERT_FALSE(error.findings().empty());
    EXPECT_EQ(error.findings().front().file, "bad.bpmn");
    EXPECT_GT(error.findings().front().where.line, 0u);
  }
  EXPECT_FALSE(test.engine->repository().latest("two"));
}

TEST(Engines, StartTheNewestVersionUnlessToldOtherwise) {
  TestEngine test;
  test.deploy(process_text("p", "<startEvent id=\"start\"/><userTask id=\"old\"/>" + flows("start old")));
  test.deploy(process_text("p", "<startEvent id=\"start\"/><userTask id=\"new\"/>" + flows("start new")));
  StartOptions first;
  first.version = 1;

  EXPECT_THAT(test.waiting(test.start("p").id), ElementsAre("new"));
  EXPECT_THAT(test.waiting(test.engine->runtime().start("p", {}, first).id), ElementsAre("old"));
  EXPECT_EQ(test.engine->repository().latest("p")->version, 2);
}

TEST(Engines, KeepSuspendedInstancesStill) {
  TestEngine test;
  test.engine->delegates().add("com.acme.Work", [](DelegateExecution&) {});
  test.deploy(kTwoTasks);
  const auto instance = test.start("two");

  test.engine->runtime().suspend(instance.id);
  EXPECT_EQ(kind_thrown([&] { test.complete("first"); }), ErrorKind::InvalidState);
  EXPECT_EQ(test.state(instance.id), InstanceState::Suspended);
  test.engine->runtime().resume(instance.id);
  test.complete("first");

  EXPECT_THAT(test.waiting(instance.id), ElementsAre("second"));
}

TEST(Engines, WithdrawADeletedInstance) {
  TestEngine test;
  test.deploy(process_text("p", "<startEvent id=\"start\"/><userTask id=\"task\"/>" + flows("start task")));
  const auto instance = test.start("p");

  test.engine->runtime().remove(instance.id, "no longer wanted");

  EXPECT_TRUE(test.engine->tasks().list().empty());
  const auto info = test.engine->runtime().instance(instance.id);
  EXPECT_EQ(info->state, InstanceState::Deleted);
  EXPECT_EQ(info->delete_reason, "no longer wanted");
  EXPECT_TRUE(test.engine->history().activities(instance.id).back().canceled);
}

TEST(Engines, ForgetEndedInstancesWithoutHistory) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  TestEngine test(options);
  test.deploy(process_text("p", "<startEvent id=\"start\"/><userTask id=\"task\"/>" + flows("start task")));
  const auto instance = test.start("p");
  test.complete("task");

  EXPECT_FALSE(test.engine->runtime().instance(instance.id));
  EXPECT_TRUE(test.engine->history().activities(instance.id).empty());
}

TEST(Engines, StopEndlessLoopsAtTheirStepLimit) {
  EngineOptions options;
  options.step_limit = 1'000;
  TestEngine test(options);
  test.deploy(process_text("loop", "<startEvent id=\"start\"/><task id=\"a\"/><task id=\"b\"/>" +
                                       flows("start a b") + flows("b a")));

  EXPECT_EQ(kind_thrown([&] { test.start("loop"); }), ErrorKind::Execution);
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(Deployment, LeavesNothingWhenAStartTimerIsUnusable) {
  TestEngine test;
  const std::string timer =
      "<startEvent "
      "id=\"start\"><timerEventDefinition><timeDuration>${'soon'}</timeDuration></timerEventDefinition>"
      "</startEvent>";
  EXPECT_THROW(
      test.engine->repository().deploy({{"first.bpmn", process_text("first", "<startEvent id=\"start\"/>")},
                                        {"second.bpmn", process_text("second", timer)}}),
      Error);
  EXPECT_TRUE(test.engine->repository().processes().empty());
}

TEST(Deployment, OfANewVersionIsWhatStartsFromThenOn) {
  TestEngine test;
  for (const char* task : {"one", "two"}) {
    const std::string id(task);
    test.deploy(
        process_text("p", "<startEvent id=\"start\"/><userTask id=\"" + id + "\"/>" + flows("start " + id)));
    EXPECT_EQ(test.waiting(test.start("p").id), std::vector<std::string>{id});
  }
}

}  // namespace
}  // namespace rondo
