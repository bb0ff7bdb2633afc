// SPDX-License-Identifier: Apache-2.0
// Joins with many tokens. A decision that looked at all tokens, flows or nodes would make these tests run out
// of time.
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace rondo::tests {
namespace {

EngineOptions without_history() {
  EngineOptions result;
  result.history = HistoryLevel::None;
  return result;
}

// A split into so many user tasks and a join of them all.
std::string wide(std::size_t branches, const char* join) {
  std::string text = R"(<startEvent id="start"/><parallelGateway id="split"/><)" + std::string(join) +
                     R"( id="join"/><userTask id="after"/>)" + flows("start split") + flows("join after");
  for (std::size_t i = 0; i < branches; ++i) {
    const std::string task = "t" + std::to_string(i);
    text += "<userTask id=\"" + task + "\"/>" + flows("split " + task + " join");
  }
  return process_text("wide", text);
}

class ManyBranches : public testing::TestWithParam<const char*> {};

TEST_P(ManyBranches, AreJoinedOneByOne) {
  constexpr std::size_t kBranches = 10'000;
  TestEngine test(without_history());
  test.deploy(wide(kBranches, GetParam()));
  const std::string instance = test.start("wide").id;
  const auto tasks = test.engine->tasks().list();
  ASSERT_EQ(tasks.size(), kBranches);
  for (std::size_t i = 0; i + 1 < kBranches; ++i) test.engine->tasks().complete(tasks[i].id);
  EXPECT_EQ(test.engine->tasks().list().size(), 1);
  test.engine->tasks().complete(tasks.back().id);
  EXPECT_EQ(test.waiting(instance), std::vector<std::string>{"after"});
}

// All tokens come over the same flow; the other one stays empty while a token can still come over it.
TEST(ManyTokens, WaitForOneThatMayStillCome) {
  constexpr std::size_t kTokens = 10'000;
  TestEngine test(without_history());
  test.deploy(
      process_text("many", R"(<startEvent id="start"/><parallelGateway id="split"/><userTask id="last"/>
    <userTask id="each" completionQuantity="10000"/><inclusiveGateway id="join"/>
    <userTask id="after"/>)" + flows("start split each join after") +
                               flows("split last join")));
  const std::string instance = test.start("many").id;
  test.complete("each");
  EXPECT_EQ(test.engine->runtime().executions(instance).size(), kTokens + 2);
  EXPECT_EQ(test.waiting(instance), std::vector<std::string>{"last"});
  test.complete("last");
  // one token of each flow went on together, and then each of the others alone
  EXPECT_EQ(test.engine->tasks().list().size(), kTokens);
}

// Each instance of a scope has a join of its own.
TEST(ManyScopes, JoinEachForItself) {
  constexpr std::size_t kScopes = 2'000;
  TestEngine test(without_history());
  test.deploy(process_text("scopes", R"(<startEvent id="start"/><subProcess id="sub">
    <multiInstanceLoopCharacteristics><loopCardinality>2000</loopCardinality></multiInstanceLoopCharacteristics>
    <startEvent id="begin"/><parallelGateway id="split"/><userTask id="a"/><userTask id="b"/>
    <inclusiveGateway id="join"/><userTask id="c"/>)" +
                                         flows("begin split a join c") + flows("split b join") +
                                         "</subProcess>" + flows("start sub")));
  const std::string instance = test.start("scopes").id;
  const auto count = [&](const char* key) {
    TaskQuery query;
    query.key = key;
    return test.engine->tasks().list(query).size();
  };
  TaskQuery first;
  first.key = "a";
  for (const TaskInfo& task : test.engine->tasks().list(first)) test.engine->tasks().complete(task.id);
  EXPECT_EQ(count("c"), 0);
  TaskQuery second;
  second.key = "b";
  std::size_t joined = 0;
  for (const TaskInfo& task : test.engine->tasks().list(second)) {
    test.engine->tasks().complete(task.id);
    if (++joined == kScopes / 2) {
      EXPECT_EQ(count("c"), kScopes / 2);
    }
  }
  EXPECT_EQ(count("c"), kScopes);
}

INSTANTIATE_TEST_SUITE_P(Of, ManyBranches, testing::Values("parallelGateway", "inclusiveGateway"));

}  // namespace
}  // namespace rondo::tests
