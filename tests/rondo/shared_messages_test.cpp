// SPDX-License-Identifier: Apache-2.0
// Messages that are kept, with several engines on one file at the same time.
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

using Outcome = PublishResult::Outcome;

class SharedMessages : public testing::Test {
 protected:
  SharedMessages() : here(open()), there(open()) {
    const std::string text = tests::process_text("order",
                                                 R"(<startEvent id="start"/><intermediateCatchEvent id="paid">
      <messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="end"/>)" +
                                                     tests::flows("start paid end"),
                                                 R"(<message id="m" name="paid"/>)");
    here->repository().deploy({{"order.bpmn", text}});
  }
  [[nodiscard]] std::unique_ptr<Engine> open() const {
    EngineOptions options;
    options.durability = Durability::Relaxed;
    return Engine::open("sqlite:" + folder_.file("store"), options);
  }
  static Outcome publish(Engine& engine, const std::string& message_id = {}) {
    PublishedMessage message;
    message.name = "paid";
    message.message_id = message_id;
    message.time_to_live = std::chrono::hours(1);
    return engine.runtime().publish(message, {{"by", message_id}}).outcome;
  }

  tests::TemporaryFolder folder_;
  std::unique_ptr<Engine> here, there;
};

TEST_F(SharedMessages, WhatOneEngineKeepsReachesAReceiverOfTheOther) {
  EXPECT_EQ(publish(*here, "a"), Outcome::Kept);
  EXPECT_EQ(there->runtime().messages().size(), 1U);
  const std::string id = there->runtime().start("order").id;
  EXPECT_EQ(there->runtime().instance(id)->state, InstanceState::Completed);
  EXPECT_EQ(there->history().variables(id), (Variables{{"by", "a"}}));
  EXPECT_TRUE(here->runtime().messages().empty());
  EXPECT_EQ(here->runtime().instance(here->runtime().start("order").id)->state, InstanceState::Active);
}

TEST_F(SharedMessages, ARepeatIsKnownToTheOther) {
  EXPECT_EQ(publish(*here, "a"), Outcome::Kept);
  EXPECT_EQ(publish(*there, "a"), Outcome::Repeated);
  (void)there->runtime().start("order");
  EXPECT_EQ(publish(*here, "a"), Outcome::Repeated);
}

TEST_F(SharedMessages, EachIsReceivedOnceWhateverTheOthersDo) {
  constexpr int kEach = 60;
  const auto work = [&](Engine& engine, bool publishes) {
    for (int number = 0; number < kEach; ++number) {
      if (publishes) {
        (void)publish(engine);
      } else {
        (void)engine.runtime().start("order");
      }
    }
  };
  std::vector<std::thread> threads;
  threads.emplace_back([&] { work(*here, true); });
  threads.emplace_back([&] { work(*there, true); });
  threads.emplace_back([&] { work(*here, false); });
  threads.emplace_back([&] { work(*there, false); });
  for (std::thread& thread : threads) thread.join();
  here->runtime().deliver_messages();
  there->runtime().deliver_messages();
  EXPECT_EQ(here->runtime().count_running(), here->runtime().messages().size());
  EXPECT_EQ(here->runtime().count_running(), 0U);
  EXPECT_TRUE(there->runtime().messages().empty());
}

}  // namespace
}  // namespace rondo
