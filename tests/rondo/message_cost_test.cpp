// SPDX-License-Identifier: Apache-2.0
// What sending a message costs does not depend on how many others wait, or on how many messages are kept.
#include "tests/rondo/counting_allocator.hpp"
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;
using tests::TestEngine;

const std::string kPaidMessage = "<message id=\"paid\" name=\"paid\"/>";

void start_receivers(TestEngine& test, int count) {
  test.deploy(process_text(
      "receiver",
      "<startEvent id=\"start\"/><receiveTask id=\"receive\" messageRef=\"paid\"/>" + flows("start receive"),
      kPaidMessage));
  for (int i = 0; i < count; ++i) {
    StartOptions options;
    options.business_key = "order-" + std::to_string(i);
    (void)test.engine->runtime().start("receiver", {}, options);
  }
}

// Allocations of the last of a few calls of `send` for different business keys, while so many others wait.
template <typename Send>
long allocations_of_sending(int others, Send send) {
  TestEngine test;
  start_receivers(test, others + 8);
  long before = 0;
  for (int i = 0; i < 8; ++i) {
    before = tests::allocations();
    send(test.engine->runtime(), "order-" + std::to_string(others / 2 + i));
  }
  return tests::allocations() - before;
}

TEST(MessageCost, OfCorrelationByBusinessKeyDoesNotGrowWithWhatWaits) {
  const auto correlate = [](RuntimeService& runtime, const std::string& key) {
    MessageCorrelation message;
    message.name = "paid";
    message.business_key = key;
    (void)runtime.correlate(message);
  };

  EXPECT_LE(allocations_of_sending(2000, correlate), allocations_of_sending(20, correlate) + 5);
}

TEST(MessageCost, OfPublishingForABusinessKeyDoesNotGrowWithWhatWaits) {
  const auto publish = [](RuntimeService& runtime, const std::string& key) {
    PublishedMessage message;
    message.name = "paid";
    message.business_key = key;
    ASSERT_EQ(runtime.publish(message).outcome, PublishResult::Outcome::Received);
  };

  EXPECT_LE(allocations_of_sending(2000, publish), allocations_of_sending(20, publish) + 5);
}

// Allocations for each message that an instance takes, which waits again and again, when so many are kept.
double allocations_of_taking(std::int64_t kept) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  TestEngine test(options);
  test.deploy(process_text("loop",
                           "<startEvent id=\"start\"/><receiveTask id=\"receive\" messageRef=\"paid\"/>"
                           "<sequenceFlow id=\"first\" sourceRef=\"start\" targetRef=\"receive\"/>"
                           "<sequenceFlow id=\"again\" sourceRef=\"receive\" targetRef=\"receive\"/>",
                           kPaidMessage));
  PublishedMessage message;
  message.name = "paid";
  for (std::int64_t i = 0; i < kept; ++i) (void)test.engine->runtime().publish(message);
  const long before = tests::allocations();
  (void)test.start("loop");
  EXPECT_TRUE(test.engine->runtime().messages().empty());
  return static_cast<double>(tests::allocations() - before) / static_cast<double>(kept);
}

TEST(MessageCost, OfTakingAKeptMessageDoesNotGrowWithWhatIsKept) {
  EXPECT_LE(allocations_of_taking(2000), allocations_of_taking(200) + 1);
}

}  // namespace
}  // namespace rondo
