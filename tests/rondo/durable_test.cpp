// SPDX-License-Identifier: Apache-2.0
// Engines on a file: what survives them, and several of them at a time.
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;

constexpr const char* kTwoUserTasks =
    R"(<startEvent id="start"/><userTask id="first"/><userTask id="second"/><endEvent id="end"/>)";

class Durable : public testing::Test {
 protected:
  Durable() : clock(std::make_shared<ManualClock>(Instant(std::chrono::hours(500'000)))) { engine = open(); }

  [[nodiscard]] std::unique_ptr<Engine> open() const {
    EngineOptions options;
    options.clock = clock;
    return Engine::open("sqlite:" + file(), options);
  }
  void reopen() {
    engine.reset();
    engine = open();
  }
  [[nodiscard]] std::string file() const { return folder_.file("store.rondo"); }
  [[nodiscard]] std::uintmax_t bytes_written() const {
    std::error_code none;
    const auto log = std::filesystem::file_size(file() + "-wal", none);
    return std::filesystem::file_size(file()) + (none ? 0 : log);
  }
  static void deploy(Engine& to, const std::string& text) { to.repository().deploy({{"test.bpmn", text}}); }
  static std::vector<TaskInfo> tasks_of(Engine& with, const std::string& instance) {
    TaskQuery query;
    query.instance_id = instance;
    return with.tasks().list(query);
  }
  static void complete(Engine& with, const std::string& instance, const Variables& variables = {}) {
    const auto tasks = tasks_of(with, instance);
    ASSERT_EQ(tasks.size(), 1U);
    with.tasks().complete(tasks.front().id, variables);
  }
  static InstanceState state(Engine& with, const std::string& instance) {
    return with.runtime().instance(instance)->state;
  }

  std::shared_ptr<ManualClock> clock;

 private:
  tests::TemporaryFolder folder_;

 protected:
  std::unique_ptr<Engine> engine;
};

TEST_F(Durable, AnInstanceGoesOnInTheNextEngine) {
  deploy(*engine, process_text("order", kTwoUserTasks + flows("start first second end")));
  StartOptions options;
  options.business_key = "A-1";
  const std::string id = engine->runtime().start("order", {{"amount", 120}}, options).id;
  complete(*engine, id, {{"seen", true}});
  reopen();
  EXPECT_EQ(state(*engine, id), InstanceState::Active);
  EXPECT_EQ(engine->runtime().instance(id)->business_key, "A-1");
  EXPECT_EQ(tasks_of(*engine, id).front().key, "second");
  complete(*engine, id);
  reopen();
  EXPECT_EQ(state(*engine, id), InstanceState::Completed);
  EXPECT_EQ(engine->history().variables(id), (Variables{{"amount", 120}, {"seen", true}}));
  EXPECT_EQ(engine->history().activities(id).size(), 4U);
}

TEST_F(Durable, ValuesOfAllTypesAreKept) {
  deploy(*engine, process_text("order", kTwoUserTasks + flows("start first second end")));
  Value deep = List{};
  for (int i = 0; i < 100'000; ++i) deep = List{std::move(deep)};
  const Variables variables{{"null", Value()},
                            {"yes", true},
                            {"no", false},
                            {"small", 7},
                            {"negative", -7},
                            {"large", std::int64_t{1} << 62},
                            {"number", 0.1},
                            {"short", "text"},
                            {"empty", ""},
                            {"long", std::string(5000, 'x')},
                            {"bytes", Value::bytes(std::string("\0\1", 2))},
                            {"date", Instant(std::chrono::milliseconds(-5))},
                            {"list", List{1, "two", List{3.0}}},
                            {"object", Object{{"a", Object{{"b", List{}}}}, {"c", Object{}}}},
                            {"deep", deep}};
  const std::string id = engine->runtime().start("order", variables).id;
  reopen();
  EXPECT_EQ(engine->runtime().variables(id), variables);
  engine->runtime().remove(id);
  reopen();
  EXPECT_EQ(engine->history().variables(id), variables);
}

TEST_F(Durable, DeploymentsAndTheirVersionsAreKept) {
  deploy(*engine, process_text("order", kTwoUserTasks + flows("start first second end")));
  const std::string id = engine->runtime().start("order").id;
  deploy(*engine,
         process_text("order", R"(<startEvent id="start"/><endEvent id="end"/>)" + flows("start end")));
  reopen();
  EXPECT_EQ(engine->repository().latest("order")->version, 2);
  EXPECT_EQ(engine->repository().processes().size(), 2U);
  EXPECT_TRUE(engine->runtime().start("order").ended);
  EXPECT_EQ(engine->runtime().instance(id)->process_version, 1);
  deploy(*engine, process_text("order", kTwoUserTasks + flows("start first end")));
  EXPECT_EQ(engine->repository().latest("order")->version, 3);
}

TEST_F(Durable, AStartTimerFiresInTheNextEngineAndNotTwice) {
  deploy(*engine, process_text("nightly", R"(<startEvent id="start"><timerEventDefinition>
      <timeCycle>R3/PT1H</timeCycle></timerEventDefinition></startEvent><userTask id="work"/>)" +
                                              flows("start work")));
  clock->set(clock->now() + std::chrono::minutes(61));
  reopen();
  EXPECT_EQ(engine->management().run_due(), 1U);
  reopen();
  EXPECT_EQ(engine->management().run_due(), 0U);
  EXPECT_EQ(engine->runtime().count_running("nightly"), 1U);
  EXPECT_TRUE(engine->management().next_due().has_value());
}

TEST_F(Durable, MessagesAndTimersFindInstancesOfAnEarlierEngine) {
  deploy(*engine, process_text("order",
                               R"(<startEvent id="start"/>
      <intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
      <intermediateCatchEvent id="later"><timerEventDefinition><timeDuration>PT1H</timeDuration>
      </timerEventDefinition></intermediateCatchEvent><endEvent id="end"/>)" +
                                   flows("start paid later end"),
                               R"(<message id="m" name="paid"/>)"));
  const std::string id = engine->runtime().start("order").id;
  reopen();
  MessageCorrelation paid;
  paid.name = "paid";
  EXPECT_EQ(engine->runtime().correlate(paid).instance_id, id);
  clock->set(clock->now() + std::chrono::hours(2));
  reopen();
  EXPECT_EQ(engine->management().run_due(), 1U);
  EXPECT_EQ(state(*engine, id), InstanceState::Completed);
}

TEST_F(Durable, WhatChangesNothingWritesNothing) {
  deploy(*engine, process_text("order", kTwoUserTasks + flows("start first second end")));
  const std::string id = engine->runtime().start("order", {{"amount", 120}}).id;
  const auto before = bytes_written();
  EXPECT_THROW(engine->tasks().complete(id + ".w7.1"), Error);
  EXPECT_EQ(engine->runtime().variable(id, "amount"), Value(120));
  EXPECT_EQ(bytes_written(), before);
  engine->runtime().set_variables(id, {{"amount", 121}});
  EXPECT_GT(bytes_written(), before);
}

TEST_F(Durable, AFailedCommandLeavesNothing) {
  deploy(*engine, process_text("order", R"(<startEvent id="start"/><userTask id="first"/>
      <serviceTask id="code" activiti:class="fails"/><endEvent id="end"/>)" +
                                            flows("start first code end")));
  engine->delegates().add("fails", [](DelegateExecution&) { throw std::runtime_error("no"); });
  const std::string id = engine->runtime().start("order").id;
  EXPECT_THROW(complete(*engine, id, {{"seen", true}}), Error);
  EXPECT_EQ(tasks_of(*engine, id).size(), 1U);
  EXPECT_EQ(engine->runtime().variable(id, "seen"), std::nullopt);
}

TEST_F(Durable, TwoEnginesShareAFile) {
  deploy(*engine, process_text("order", kTwoUserTasks + flows("start first second end")));
  const auto other = open();
  const std::string mine = engine->runtime().start("order").id;
  const std::string others = other->runtime().start("order").id;
  EXPECT_NE(mine, others);
  complete(*other, mine);
  complete(*engine, others);
  complete(*engine, mine);
  EXPECT_EQ(state(*other, mine), InstanceState::Completed);
  EXPECT_EQ(tasks_of(*other, others).front().key, "second");
}

TEST_F(Durable, WhatAnotherEngineDeploysIsNoticed) {
  const auto other = open();
  deploy(*other, process_text("order", kTwoUserTasks + flows("start first second end")));
  const std::string id = engine->runtime().start("order").id;
  deploy(*engine, process_text("order", kTwoUserTasks + flows("start second end")));
  EXPECT_EQ(other->repository().latest("order")->version, 2);
  EXPECT_EQ(tasks_of(*other, id).front().key, "first");
}

TEST_F(Durable, OtherFilesAreRefused) {
  engine.reset();
  std::ofstream(file(), std::ios::trunc) << std::string(5000, 'x');
  try {
    (void)open();
    ADD_FAILURE() << "was opened";
  } catch (const Error& refused) {
    EXPECT_EQ(refused.kind(), ErrorKind::Store);
  }
}

}  // namespace
}  // namespace rondo
