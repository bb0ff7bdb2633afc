// SPDX-License-Identifier: Apache-2.0
// Instances that wait, small ones in packed form and large ones as they are.
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

// So many user tasks one after the other in each of so many instances of a multi-instance sub-process.
std::string cases_text() {
  return process_text("cases",
                      R"(<startEvent id="start"/><endEvent id="end"/>
         <subProcess id="each"><multiInstanceLoopCharacteristics><loopCardinality>${count}</loopCardinality>
           </multiInstanceLoopCharacteristics>
           <startEvent id="s"/><userTask id="first"/><userTask id="second"/><endEvent id="e"/>
           <sequenceFlow id="i1" sourceRef="s" targetRef="first"/>
           <sequenceFlow id="i2" sourceRef="first" targetRef="second"/>
           <sequenceFlow id="i3" sourceRef="second" targetRef="e"/></subProcess>)" +
                          flows("start each end"));
}

void complete_all(TestEngine& test, const char* key, int count) {
  for (int i = 0; i < count; ++i) test.complete(key);
}

class Resting : public testing::TestWithParam<int> {};

TEST_P(Resting, InstancesGoOnWhereTheyWere) {
  TestEngine test;
  test.deploy(cases_text());
  const std::string text(40, 'x');
  const std::string id =
      test.start("cases", {{"count", GetParam()}, {"text", text}, {"list", List{1, 2}}}).id;
  complete_all(test, "first", GetParam());
  EXPECT_EQ(test.engine->runtime().variable(id, "text"), Value(text));
  EXPECT_EQ(test.engine->runtime().variable(id, "list"), Value(List{1, 2}));
  complete_all(test, "second", GetParam());
  EXPECT_EQ(test.state(id), InstanceState::Completed);
}

TEST_P(Resting, AFailingCommandLeavesTheInstanceAsItWas) {
  TestEngine test;
  test.engine->delegates().add("fails", [](DelegateExecution&) { throw std::runtime_error("no"); });
  test.deploy(process_text("p", R"(<startEvent id="start"/><parallelGateway id="fork"/>
      <userTask id="many"><multiInstanceLoopCharacteristics><loopCardinality>${count}</loopCardinality>
      </multiInstanceLoopCharacteristics></userTask>
      <userTask id="once"/><serviceTask id="code" activiti:class="fails"/>)" +
                                    flows("start fork many") + R"(
      <sequenceFlow id="x1" sourceRef="fork" targetRef="once"/>
      <sequenceFlow id="x2" sourceRef="once" targetRef="code"/>)"));
  const std::string id = test.start("p", {{"count", GetParam()}}).id;
  const auto before = test.engine->runtime().executions(id);
  EXPECT_THROW(test.complete("once", {{"changed", true}}), Error);
  const auto after = test.engine->runtime().executions(id);
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].id, before[i].id);
  EXPECT_FALSE(test.engine->runtime().variable(id, "changed").has_value());
}

INSTANTIATE_TEST_SUITE_P(OfEverySize, Resting, testing::Values(1, 3, 20, 500));

TEST(RestingTimers, FireInInstancesThatWereRestingMeanwhile) {
  TestEngine test;
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="work"/><userTask id="late"/>
      <boundaryEvent id="timer" attachedToRef="work"><timerEventDefinition><timeDuration>PT1H</timeDuration>
      </timerEventDefinition></boundaryEvent><sequenceFlow id="t" sourceRef="timer" targetRef="late"/>)" +
                                    flows("start work")));
  std::vector<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.push_back(test.start("p", {{"n", i}}).id);
  test.advance(std::chrono::hours(1));
  for (int i = 0; i < 100; ++i) {
    const std::string& id = ids[static_cast<std::size_t>(i)];
    EXPECT_THAT(test.waiting(id), ElementsAre("late"));
    EXPECT_EQ(test.engine->runtime().variable(id, "n"), Value(i));
  }
}

TEST(RestingJoins, RememberTheTokensThatHaveArrived) {
  TestEngine test;
  test.deploy(process_text("p", R"(<startEvent id="start"/><inclusiveGateway id="split"/><userTask id="a"/>
      <userTask id="b"/><inclusiveGateway id="join"/><userTask id="after"/>)" +
                                    flows("start split a join after") + R"(
      <sequenceFlow id="x1" sourceRef="split" targetRef="b"/>
      <sequenceFlow id="x2" sourceRef="b" targetRef="join"/>)"));
  const std::string id = test.start("p").id;
  test.complete("a");
  EXPECT_THAT(test.waiting(id), ElementsAre("b"));
  test.complete("b");
  EXPECT_THAT(test.waiting(id), ElementsAre("after"));
}

TEST(RestingConcurrency, CommandsOnOneInstanceFollowEachOther) {
  TestEngine test;
  constexpr int kThreads = 4, kTasks = 50;
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="vote">
      <multiInstanceLoopCharacteristics><loopCardinality>${count}</loopCardinality>
      </multiInstanceLoopCharacteristics></userTask>)" +
                                    flows("start vote")));
  const std::string id = test.start("p", {{"count", kThreads * kTasks}}).id;
  TaskQuery query;
  query.instance_id = id;
  const auto tasks = test.engine->tasks().list(query);
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kTasks; ++i) {
        test.engine->tasks().complete(tasks[static_cast<std::size_t>(thread * kTasks + i)].id);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(test.state(id), InstanceState::Completed);
}

// What one thread has started, and may still hold ready for its next command, others complete.
TEST(RestingConcurrency, ThreadsGoOnWithInstancesOfEachOther) {
  TestEngine test;
  constexpr std::size_t kThreads = 4, kInstances = 200;
  test.deploy(process_text(
      "p", "<startEvent id=\"start\"/><userTask id=\"a\"/><userTask id=\"b\"/>" + flows("start a b")));
  std::vector<std::string> ids(kThreads * kInstances);
  const auto in_threads = [&](auto work) {
    std::vector<std::jthread> threads;
    for (std::size_t thread = 0; thread < kThreads; ++thread) threads.emplace_back([=] { work(thread); });
  };
  const auto complete = [&](const std::string& id) {
    TaskQuery query;
    query.instance_id = id;
    test.engine->tasks().complete(test.engine->tasks().list(query).at(0).id);
  };
  in_threads([&](std::size_t thread) {
    for (std::size_t i = 0; i < kInstances; ++i) ids[thread * kInstances + i] = test.start("p").id;
  });
  for (std::size_t shift = 1; shift <= 2; ++shift) {
    in_threads([&, shift](std::size_t thread) {
      const std::size_t other = (thread + shift) % kThreads;
      for (std::size_t i = kInstances; i-- > 0;) complete(ids[other * kInstances + i]);
    });
  }
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

}  // namespace
}  // namespace rondo
