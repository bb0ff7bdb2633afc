// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using tests::flows;
using tests::process_text;
using tests::TestEngine;
using Outcome = PublishResult::Outcome;

const std::string kPaid = "<message id=\"paid\" name=\"paid\"/>";

std::string receiving(const std::string& behind) {
  return process_text("receiver",
                      "<startEvent id=\"start\"/><receiveTask id=\"receive\" messageRef=\"paid\"/>" + behind +
                          flows("start receive next"),
                      kPaid);
}

PublishedMessage paid() {
  PublishedMessage message;
  message.name = "paid";
  return message;
}

TEST(Messages, ShowWhatIsKept) {
  TestEngine test;
  PublishedMessage message = paid();
  message.key = Value("A-1");
  message.message_id = "m-1";
  message.time_to_live = std::chrono::hours(2);
  test.engine->runtime().publish(message, {{"sum", 7}});

  const auto kept = test.engine->runtime().messages("paid");

  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(kept[0].key, Value("A-1"));
  EXPECT_EQ(kept[0].message_id, "m-1");
  EXPECT_EQ(kept[0].variables, Variables({{"sum", 7}}));
  EXPECT_EQ(kept[0].sent_time, test.clock->now());
  EXPECT_EQ(kept[0].drop_time, test.clock->now() + std::chrono::hours(2));
  EXPECT_THAT(test.engine->runtime().messages("other"), IsEmpty());
}

TEST(Messages, PublishingTellsWhereTheyWent) {
  TestEngine test;
  test.deploy(receiving("<userTask id=\"next\"/>"));
  const auto receiver = test.start("receiver");

  const auto result = test.engine->runtime().publish(paid());

  EXPECT_EQ(result.outcome, Outcome::Received);
  EXPECT_EQ(result.instance_id, receiver.id);
  EXPECT_FALSE(result.started);
}

TEST(Messages, WhoseReceiverFailsAreNotKeptWhenTheyArePublished) {
  TestEngine test;
  test.engine->delegates().add("fail", [](DelegateExecution&) { throw std::runtime_error("no connection"); });
  test.deploy(receiving("<serviceTask id=\"next\" activiti:class=\"fail\"/>"));
  const auto receiver = test.start("receiver");
  PublishedMessage named = paid();
  named.message_id = "m-1";

  EXPECT_THROW(test.engine->runtime().publish(paid()), Error);
  EXPECT_THROW(test.engine->runtime().publish(named), Error);

  EXPECT_THAT(test.waiting(receiver.id), ElementsAre("receive"));
  EXPECT_THAT(test.engine->runtime().messages(), IsEmpty());
}

TEST(Messages, WhoseReceiverFailsAreKeptWhenTheyWereThereBefore) {
  TestEngine test;
  bool fails = true;
  test.engine->delegates().add("work", [&](DelegateExecution&) {
    if (fails) throw std::runtime_error("no connection");
  });
  test.deploy(receiving("<serviceTask id=\"next\" activiti:class=\"work\"/>"));
  test.engine->runtime().publish(paid());

  const auto first = test.start("receiver");

  EXPECT_THAT(test.waiting(first.id), ElementsAre("receive"));
  EXPECT_THAT(test.engine->runtime().messages(), SizeIs(1));
  fails = false;
  const auto second = test.start("receiver");
  EXPECT_EQ(test.state(first.id), InstanceState::Completed);
  EXPECT_THAT(test.waiting(second.id), ElementsAre("receive"));
  EXPECT_THAT(test.engine->runtime().messages(), IsEmpty());
}

TEST(Messages, ThrownOnesAreNotKeptWhenTheEngineIsToldSo) {
  EngineOptions options;
  options.message_life = std::chrono::milliseconds(0);
  TestEngine test(options);
  test.deploy(receiving("<task id=\"next\"/>"));
  test.deploy(process_text("sender",
                           "<startEvent id=\"start\"/><sendTask id=\"send\" messageRef=\"paid\"/>" +
                               flows("start send"),
                           kPaid),
              "sender.bpmn");

  test.start("sender");

  EXPECT_THAT(test.engine->runtime().messages(), IsEmpty());
  const auto receiver = test.start("receiver");
  test.start("sender");
  EXPECT_EQ(test.state(receiver.id), InstanceState::Completed);
}

TEST(Messages, OfACommandThatFailsAreNotSent) {
  TestEngine test;
  test.engine->delegates().add("fail", [](DelegateExecution&) { throw std::runtime_error("no connection"); });
  test.deploy(receiving("<userTask id=\"next\"/>"));
  test.deploy(process_text("sender",
                           "<startEvent id=\"start\"/><sendTask id=\"send\" messageRef=\"paid\"/>"
                           "<serviceTask id=\"fails\" activiti:class=\"fail\"/>" +
                               flows("start send fails"),
                           kPaid),
              "sender.bpmn");
  const auto receiver = test.start("receiver");

  EXPECT_THROW(test.start("sender"), Error);

  EXPECT_THAT(test.waiting(receiver.id), ElementsAre("receive"));
  EXPECT_THAT(test.engine->runtime().messages(), IsEmpty());
}

TEST(Messages, AreReceivedOnceHoweverManyThreadsSendAndWait) {
  constexpr int kEach = 300;
  TestEngine test;
  std::atomic<int> received{0};
  test.engine->delegates().add("count", [&](DelegateExecution&) { ++received; });
  test.deploy(receiving("<serviceTask id=\"next\" activiti:class=\"count\"/>"));
  const auto send = [&] {
    for (int i = 0; i < kEach; ++i) test.engine->runtime().publish(paid());
  };
  const auto wait = [&] {
    for (int i = 0; i < kEach; ++i) test.engine->runtime().start("receiver");
  };

  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back(send);
    threads.emplace_back(wait);
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(received, 2 * kEach);
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
  EXPECT_THAT(test.engine->runtime().messages(), IsEmpty());
}

TEST(Messages, WithOneIdAreKeptOnceHoweverManyThreadsSendThem) {
  TestEngine test;
  std::atomic<int> kept{0}, repeated{0};
  PublishedMessage message = paid();
  message.message_id = "m-1";
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const auto outcome = test.engine->runtime().publish(message).outcome;
      ++(outcome == Outcome::Kept ? kept : repeated);
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(kept, 1);
  EXPECT_EQ(repeated, 3);
}

TEST(Messages, ManyThatAreKeptAreTakenInOrderWithoutDeepRecursion) {
  constexpr std::int64_t kMany = 20000;
  TestEngine test;
  test.deploy(process_text("loop",
                           "<startEvent id=\"start\"/><receiveTask id=\"receive\" messageRef=\"paid\"/>"
                           "<sequenceFlow id=\"first\" sourceRef=\"start\" targetRef=\"receive\"/>"
                           "<sequenceFlow id=\"again\" sourceRef=\"receive\" targetRef=\"receive\"/>",
                           kPaid));
  for (std::int64_t i = 0; i < kMany; ++i) test.engine->runtime().publish(paid(), {{"number", i}});

  const auto instance = test.start("loop");

  EXPECT_EQ(test.engine->runtime().variable(instance.id, "number"), Value(kMany - 1));
  EXPECT_THAT(test.engine->runtime().messages(), IsEmpty());
}

}  // namespace
}  // namespace rondo
