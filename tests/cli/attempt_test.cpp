// SPDX-License-Identifier: Apache-2.0
#include "cli/attempt.hpp"

#include <gtest/gtest.h>

namespace rondo::cli {
namespace {

void tell(Attempt& attempt, std::uint64_t command, std::string_view operation, std::string_view element,
          std::string_view execution = "e1") {
  attempt.observe({operation, element, "i1", execution, command});
}

TEST(Attempts, KnowWhereATokenWentOnTo) {
  Attempt attempt;
  tell(attempt, 1, "continue", "choice");
  tell(attempt, 1, "take-outgoing", "choice");
  tell(attempt, 1, "continue", "elsewhere", "e2");
  tell(attempt, 1, "continue", "yes");

  EXPECT_EQ(attempt.take_next("i1", "choice"), "yes");
  EXPECT_EQ(attempt.take_next("i1", "choice"), "");
  EXPECT_EQ(attempt.take_next("i1", "yes"), "");
}

TEST(Attempts, AnswerLoopsInTheirOrder) {
  Attempt attempt;
  for (const char* next : {"again", "again", "done"}) {
    tell(attempt, 1, "take-outgoing", "choice");
    tell(attempt, 1, "continue", next);
  }

  EXPECT_EQ(attempt.take_next("i1", "choice"), "again");
  EXPECT_EQ(attempt.take_next("i1", "choice"), "again");
  EXPECT_EQ(attempt.take_next("i1", "choice"), "done");
}

TEST(Attempts, EndWithTheirCommand) {
  Attempt attempt;
  tell(attempt, 1, "take-outgoing", "choice");
  tell(attempt, 1, "continue", "failed");
  tell(attempt, 2, "continue", "choice");

  EXPECT_EQ(attempt.take_next("i1", "choice"), "");
  EXPECT_EQ(attempt.last_elements(), "choice");
}

TEST(Attempts, KeepOnlyTheLastElementsOfALoop) {
  Attempt attempt;
  for (int i = 0; i < 100; ++i) tell(attempt, 1, "continue", i < 99 ? "early" : "last");

  const std::string elements = attempt.last_elements();

  EXPECT_TRUE(elements.starts_with("… "));
  EXPECT_TRUE(elements.ends_with(" last"));
  EXPECT_LT(elements.size(), 200u);
}

}  // namespace
}  // namespace rondo::cli
