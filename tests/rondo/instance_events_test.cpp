// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

const std::string kStraight =
    process_text("p", "<startEvent id=\"start\"/><endEvent id=\"end\"/>" + flows("start end"));
const std::string kWaiting =
    process_text("p", "<startEvent id=\"start\"/><userTask id=\"task\"/>" + flows("start task"));

// What subscribers hear of, in words.
class Told {
 public:
  explicit Told(Engine& engine) {
    subscription_ = engine.events().subscribe([this](const EngineEvent& event) {
      using Kind = EngineEvent::Kind;
      if (event.kind == Kind::InstanceStarted) words.emplace_back("started");
      if (event.kind == Kind::InstanceEnded) words.emplace_back("ended");
      if (event.kind == Kind::ActivityStarted) words.push_back(event.activity_id);
    });
  }
  std::vector<std::string> words;

 private:
  Subscription subscription_;
};

TEST(InstanceEvents, TellOfTheStartOfAnInstanceThatEndsInTheSameCommand) {
  TestEngine test;
  test.deploy(kStraight);
  Told told(*test.engine);
  test.start("p");
  EXPECT_THAT(told.words, ElementsAre("started", "start", "end", "ended"));
}

TEST(InstanceEvents, TellOfAStartOnceHoweverOftenTheInstanceChanges) {
  TestEngine test;
  test.deploy(kWaiting);
  Told told(*test.engine);
  const std::string id = test.start("p").id;
  test.engine->runtime().suspend(id);
  test.engine->runtime().resume(id);
  test.complete("task");
  EXPECT_THAT(told.words, ElementsAre("started", "start", "task", "ended"));
}

TEST(InstanceEvents, AreToldWhereNothingIsRemembered) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  TestEngine test(options);
  test.deploy(kStraight);
  Told told(*test.engine);
  const std::string id = test.start("p").id;
  EXPECT_THAT(told.words, ElementsAre("started", "start", "end", "ended"));
  EXPECT_FALSE(test.engine->history().instance(id));
  EXPECT_TRUE(test.engine->history().activities(id).empty());
}

TEST(ActingUser, IsTheInitiatorAndKnownToExpressions) {
  TestEngine test;
  test.deploy(process_text(
      "p",
      "<startEvent id=\"start\" activiti:initiator=\"who\"/><scriptTask id=\"script\" scriptFormat=\"juel\">"
      "<script>${execution.setVariable('seen', authenticatedUserId)}</script></scriptTask>"
      "<userTask id=\"task\"/>" +
          flows("start script task")));
  std::string id;
  {
    const ActingUser user("kermit");
    id = test.start("p").id;
  }
  EXPECT_EQ(test.engine->runtime().variable(id, "who"), Value("kermit"));
  EXPECT_EQ(test.engine->runtime().variable(id, "seen"), Value("kermit"));
  EXPECT_EQ(test.engine->runtime().instance(id)->starter, "kermit");

  StartOptions options;
  options.user = "gonzo";
  const std::string other = test.engine->runtime().start("p", {}, options).id;
  EXPECT_EQ(test.engine->runtime().variable(other, "who"), Value("gonzo"));
  EXPECT_EQ(test.engine->runtime().variable(other, "seen"), Value()) << "nobody acts any more";
}

TEST(ActingUser, InAnInnerScopeTakesThePlaceOfTheOuterOne) {
  const ActingUser outer("kermit");
  {
    const ActingUser inner("gonzo");
    EXPECT_EQ(ActingUser::current(), "gonzo");
  }
  EXPECT_EQ(ActingUser::current(), "kermit");
}

TEST(HistoryLevels, OfTheFileApplyBeforeTheOneOfTheEngine) {
  TestEngine test;
  test.deploy(process_text("none",
                           "<extensionElements><activiti:historyLevel>none</activiti:historyLevel>"
                           "</extensionElements><startEvent id=\"start\"/>"));
  test.deploy(process_text("p", "<startEvent id=\"start\"/>"));
  EXPECT_FALSE(test.engine->history().instance(test.start("none").id));
  EXPECT_TRUE(test.engine->history().instance(test.start("p").id));
}

TEST(HistoryLevels, OfADeploymentApplyBeforeThoseOfItsFiles) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  TestEngine test(options);
  const auto deployed = test.engine->repository().deploy(
      {{"p.bpmn", process_text("p", "<startEvent id=\"start\"/>")}}, false, HistoryLevel::Activity);
  EXPECT_EQ(deployed.processes.front().history, HistoryLevel::Activity);
  EXPECT_THAT(test.path(test.start("p").id), ElementsAre("start"));
}

TEST(HistoryLevels, ThatDoNotExistAreFound) {
  TestEngine test;
  const auto findings = test.engine->repository().validate(
      {{"p.bpmn", process_text("p",
                               "<extensionElements><activiti:historyLevel>much</activiti:historyLevel>"
                               "</extensionElements><startEvent id=\"start\"/>")}});
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(),
                          [](const Diagnostic& finding) { return finding.rule == "history-level"; }));
}

}  // namespace
}  // namespace rondo
