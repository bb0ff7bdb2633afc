// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace rondo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

TaskInfo only_task(const TestEngine& test) { return test.engine->tasks().list().at(0); }

ErrorKind kind_of_failure(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.kind();
  }
  return ErrorKind::Store;
}

TEST(Tasks, AreClaimedGivenBackAndClaimedByAnother) {
  TestEngine test;
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="work"/>)" + flows("start work")));
  (void)test.start("p");
  TaskService& tasks = test.engine->tasks();
  const std::string id = only_task(test).id;

  tasks.claim(id, "kermit");
  tasks.claim(id, "kermit");
  EXPECT_EQ(kind_of_failure([&] { tasks.claim(id, "gonzo"); }), ErrorKind::InvalidState);
  EXPECT_EQ(only_task(test).assignee, "kermit");
  tasks.unclaim(id);
  EXPECT_EQ(only_task(test).assignee, "");
  tasks.claim(id, "gonzo");

  EXPECT_EQ(only_task(test).assignee, "gonzo");
}

TEST(Tasks, AreDelegatedAndComeBackToTheirOwner) {
  TestEngine test;
  test.deploy(process_text(
      "p",
      R"(<startEvent id="start"/><userTask id="work" activiti:assignee="kermit"/>)" + flows("start work")));
  const auto instance = test.start("p");
  TaskService& tasks = test.engine->tasks();
  const std::string id = only_task(test).id;

  tasks.delegate_to(id, "gonzo");
  EXPECT_EQ(only_task(test).assignee, "gonzo");
  EXPECT_EQ(only_task(test).owner, "kermit");
  EXPECT_TRUE(only_task(test).delegated);
  EXPECT_EQ(kind_of_failure([&] { tasks.complete(id); }), ErrorKind::InvalidState);
  tasks.resolve(id, {{"found", 3}});

  EXPECT_EQ(only_task(test).assignee, "kermit");
  EXPECT_FALSE(only_task(test).delegated);
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "found"), Value(3));
  tasks.complete(id);
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
}

TEST(Tasks, TellTheLanesThatTheyLieIn) {
  TestEngine test;
  test.deploy(process_text("p", R"(
    <laneSet id="set">
      <lane id="sales" name="Sales"><flowNodeRef>start</flowNodeRef>
        <childLaneSet id="inner"><lane id="desk" name="Desk"><flowNodeRef>offer</flowNodeRef></lane></childLaneSet></lane>
      <lane id="stock"><flowNodeRef>pack</flowNodeRef></lane>
    </laneSet>
    <startEvent id="start"/><userTask id="offer"/>
    <subProcess id="pack"><userTask id="wrap"/></subProcess><userTask id="outside"/>)" +
                                    flows("start offer") + flows("start pack") + flows("start outside")));
  (void)test.start("p");
  const auto lanes_of = [&](const std::string& key) {
    TaskQuery query;
    query.key = key;
    return test.engine->tasks().list(query).at(0).lanes;
  };
  const auto keys_in = [&](const std::string& lane) {
    TaskQuery query;
    query.lane = lane;
    std::vector<std::string> keys;
    for (const TaskInfo& task : test.engine->tasks().list(query)) keys.push_back(task.key);
    return keys;
  };

  EXPECT_THAT(lanes_of("offer"), ElementsAre("Sales", "Desk"));
  EXPECT_THAT(lanes_of("wrap"), ElementsAre("stock"));
  EXPECT_THAT(lanes_of("outside"), IsEmpty());
  EXPECT_THAT(keys_in("Sales"), ElementsAre("offer"));
  EXPECT_THAT(keys_in("stock"), ElementsAre("wrap"));
}

}  // namespace
}  // namespace rondo
