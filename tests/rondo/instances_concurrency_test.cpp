// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;
using tests::TestEngine;

void in_threads(int count, const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

TEST(InstancesConcurrency, OfDifferentRootsRunInParallel) {
  TestEngine test;
  test.deploy(process_text("p", "<startEvent id=\"start\"/><userTask id=\"task\"/><endEvent id=\"end\"/>" +
                                    flows("start task end")));

  in_threads(4, [&](int thread) {
    for (int i = 0; i < 100; ++i) {
      const auto instance = test.start("p", {{"thread", thread}, {"round", i}});
      TaskQuery query;
      query.instance_id = instance.id;
      const auto tasks = test.engine->tasks().list(query);
      ASSERT_EQ(tasks.size(), 1u);
      test.engine->tasks().complete(tasks.front().id, {{"done", true}});
    }
  });

  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
  EXPECT_EQ(test.engine->history().instances("p").size(), 400u);
}

TEST(InstancesConcurrency, CommandsOnOneInstanceAreSerialized) {
  TestEngine test;
  test.engine->delegates().add("count", [](DelegateExecution& execution) {
    execution.set_variable("count", Value(execution.variable("count")->as_integer() + 1));
  });
  test.deploy(
      process_text("p", R"(<startEvent id="start"/><userTask id="task"><multiInstanceLoopCharacteristics>
      <loopCardinality>200</loopCardinality></multiInstanceLoopCharacteristics><extensionElements>
      <activiti:taskListener event="complete" delegateExpression="${count}"/></extensionElements></userTask><userTask id="after"/>)" +
                            flows("start task after")));
  const auto instance = test.start("p", {{"count", 0}});
  const auto tasks = test.engine->tasks().list();
  ASSERT_EQ(tasks.size(), 200u);

  in_threads(4, [&](int thread) {
    for (std::size_t i = static_cast<std::size_t>(thread); i < tasks.size(); i += 4) {
      test.engine->tasks().complete(tasks[i].id);
    }
  });

  EXPECT_EQ(test.waiting(instance.id), std::vector<std::string>{"after"});
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "count"), Value(200));
}

TEST(InstancesConcurrency, ATaskIsCompletedByOneCallerOnly) {
  TestEngine test;
  test.deploy(process_text("p", "<startEvent id=\"start\"/><userTask id=\"task\"/>" + flows("start task")));
  for (int round = 0; round < 50; ++round) {
    test.start("p");
    const auto task = test.engine->tasks().list().front().id;
    std::atomic<int> completed{0};
    in_threads(4, [&](int) {
      try {
        test.engine->tasks().complete(task);
        ++completed;
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::NotFound);
      }
    });
    ASSERT_EQ(completed, 1);
  }
}

TEST(InstancesConcurrency, ReadersSeeCommittedStateOnly) {
  TestEngine test;
  test.deploy(
      process_text("p", R"(<startEvent id="start"/><userTask id="task"/><exclusiveGateway id="back"/>)" +
                            flows("start task back task")));
  const auto instance = test.start("p", {{"a", 0}, {"b", 0}});
  std::atomic<bool> stop{false};

  std::thread writer([&] {
    for (int i = 1; i <= 300; ++i) test.complete("task", {{"a", i}, {"b", i}});
    stop = true;
  });
  while (!stop) {
    const Variables variables = test.engine->runtime().variables(instance.id);
    ASSERT_EQ(*variables.find("a"), *variables.find("b"));
    ASSERT_EQ(test.waiting(instance.id), std::vector<std::string>{"task"});
  }
  writer.join();
}

}  // namespace
}  // namespace rondo
