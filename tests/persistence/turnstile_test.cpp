// SPDX-License-Identifier: Apache-2.0
#include "persistence/turnstile.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

namespace rondo::persistence {
namespace {

TEST(TurnstileConcurrency, LetsEverybodyPassWhoseNumberHasBeenReached) {
  constexpr int kThreads = 8;
  constexpr std::uint32_t kRounds = 200;
  Turnstile turnstile, back;
  std::atomic<int> passed{0};
  std::uint32_t written = 0;  // before the number is reached, so that who passes may read it
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (std::uint32_t round = 1; round <= kRounds; ++round) {
        turnstile.wait_for(round);
        EXPECT_EQ(written, round);
        if (++passed == kThreads * static_cast<int>(round)) back.reach(round);
      }
    });
  }
  for (std::uint32_t round = 1; round <= kRounds; ++round) {
    written = round;
    turnstile.reach(round);
    back.wait_for(round);
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(passed, kThreads * static_cast<int>(kRounds));
}

TEST(Turnstile, IsPassedAtOnceWhenTheNumberIsBehind) {
  Turnstile turnstile;
  turnstile.reach(7);
  turnstile.wait_for(5);
  turnstile.wait_for(7);
}

TEST(Turnstile, GoesOnWhereNumbersWrapAround) {
  Turnstile turnstile;
  turnstile.reach(0x7FFFFFFFu);
  turnstile.reach(0xFFFFFFFFu);
  turnstile.reach(1);
  turnstile.wait_for(0xFFFFFFFFu);
}

TEST(Doorbell, ARingBetweenLookingAndWaitingIsNotMissed) {
  Doorbell bell;
  const std::uint32_t rings = bell.rings();
  bell.ring();
  bell.wait(rings, std::chrono::hours(1));
  EXPECT_NE(bell.rings(), rings);
}

TEST(Doorbell, WhoSleepsIsWokenByARingOfAnotherThread) {
  Doorbell bell;
  std::uint32_t rings = bell.rings();
  constexpr int kTimes = 100;
  std::atomic<int> heard{0};
  std::thread sleeper([&] {
    for (int i = 0; i < kTimes; ++i) {
      while (bell.rings() == rings) bell.wait(rings, std::chrono::hours(1));
      ++rings;
      ++heard;
    }
  });
  for (int i = 0; i < kTimes; ++i) {
    bell.ring();
    while (heard.load() <= i) std::this_thread::yield();
  }
  sleeper.join();
  EXPECT_EQ(heard, kTimes);
}

TEST(Doorbell, WhoHearsNothingGoesOnWhenItsTimeIsOver) {
  Doorbell bell;
  const auto begin = std::chrono::steady_clock::now();
  bell.wait(bell.rings(), std::chrono::milliseconds(1));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes(1));
  EXPECT_EQ(bell.rings(), 0U);
}

}  // namespace
}  // namespace rondo::persistence
