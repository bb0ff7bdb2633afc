// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace rondo::model {
namespace {

TEST(NameTable, GivesOneNumberToOneName) {
  NameTable names;

  const NameId amount = names.intern("amount");

  EXPECT_EQ(names.intern("amount"), amount);
  EXPECT_NE(names.intern("Amount"), amount);
  EXPECT_EQ(names.text(amount), "amount");
}

TEST(NameTable, FindsOnlyWhatWasInterned) {
  NameTable names;
  const NameId empty = names.intern("");

  EXPECT_EQ(names.find(""), empty);
  EXPECT_EQ(names.find("amount"), kNoName);
}

TEST(NameTable, KeepsTextsInPlaceWhileItGrows) {
  NameTable names;
  const std::string& text = names.text(names.intern("first"));

  for (int i = 0; i < 10'000; ++i) EXPECT_NE(names.intern("name" + std::to_string(i)), kNoName);

  EXPECT_EQ(text, "first");
  EXPECT_EQ(names.text(names.find("name9999")), "name9999");
}

TEST(NameTableConcurrency, GivesManyThreadsTheSameNumbers) {
  constexpr int kNames = 500;
  NameTable names;
  std::vector<std::vector<NameId>> seen(4);
  std::vector<std::thread> threads;
  for (auto& numbers : seen) {
    threads.emplace_back([&names, &numbers] {
      for (int i = 0; i < kNames; ++i) {
        const std::string name = "name" + std::to_string(i);
        numbers.push_back(names.intern(name));
        EXPECT_EQ(names.text(numbers.back()), name);
      }
    });
  }
  for (auto& thread : threads) thread.join();

  for (const auto& numbers : seen) EXPECT_EQ(numbers, seen.front());
}

}  // namespace
}  // namespace rondo::model
