// SPDX-License-Identifier: Apache-2.0
#include "agenda/timer.hpp"

#include "model/iso8601.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rondo::agenda {
namespace {

using Kind = model::EventDefinition::TimerKind;

model::Instant at(const char* text) { return *model::parse_instant(text); }

const model::Instant kNow = at("2026-05-01T12:00:00Z");

std::string due(Kind kind, const model::Value& value) {
  const auto planned = schedule(kind, value, kNow);
  return planned ? model::to_iso8601(planned->due) : "none";
}

TEST(Timers, FireAtTheTimeThatTheirTextGives) {
  EXPECT_EQ(due(Kind::Duration, "PT10S"), "2026-05-01T12:00:10Z");
  EXPECT_EQ(due(Kind::Duration, " P1M "), "2026-06-01T12:00:00Z");
  EXPECT_EQ(due(Kind::Duration, "2026-06-01T12:00:00/PT10S"), "2026-06-01T12:00:10Z");
  EXPECT_EQ(due(Kind::Date, "2027-01-01T00:00:00Z"), "2027-01-01T00:00:00Z");
  EXPECT_EQ(due(Kind::Date, at("2027-01-01")), "2027-01-01T00:00:00Z");
  EXPECT_EQ(due(Kind::Cycle, "R3/PT10M"), "2026-05-01T12:10:00Z");
  EXPECT_EQ(due(Kind::Cycle, "R/2026-05-02T00:00:00Z/PT10M"), "2026-05-02T00:00:00Z");
  EXPECT_EQ(due(Kind::Cycle, "0 0/5 * * * ?"), "2026-05-01T12:05:00Z");
  EXPECT_EQ(due(Kind::Duration, "soon"), "none");
  EXPECT_EQ(due(Kind::Duration, 5), "none");
}

TEST(Timers, FireOnceAtTheFirstTimeOfACycleThatIsWrittenAsADuration) {
  EXPECT_EQ(due(Kind::Duration, "R3/PT10S"), "2026-05-01T12:00:10Z");
  EXPECT_EQ(due(Kind::Duration, "R/PT10S"), "2026-05-01T12:00:10Z");
  EXPECT_EQ(due(Kind::Duration, "R2/2026-05-02T00:00:00Z/PT1H"), "2026-05-02T00:00:00Z");
  EXPECT_EQ(due(Kind::Duration, "R0/PT10S"), "none");
  EXPECT_EQ(due(Kind::Duration, "0 0/5 * * * ?"), "none");
  EXPECT_FALSE(next_firing(*schedule(Kind::Duration, "R3/PT10S", kNow), kNow));
}

TEST(Timers, TakeTheOneTimeInThePlaceOfTheOther) {
  EXPECT_EQ(due(Kind::Duration, "2026-05-02T00:00:00Z"), "2026-05-02T00:00:00Z");
  EXPECT_EQ(due(Kind::Duration, "PT1H/2026-05-02T00:00:00Z"), "2026-05-02T00:00:00Z");
  EXPECT_EQ(due(Kind::Date, "PT10S"), "2026-05-01T12:00:10Z");
  EXPECT_EQ(due(Kind::Date, "R3/PT10S"), "none");
}

TEST(Timers, RepeatABoundedCycleAsOftenAsItSays) {
  auto firing = schedule(Kind::Cycle, "R3/PT10M", kNow);
  int count = 0;
  for (; firing; firing = next_firing(*firing, kNow)) ++count;

  EXPECT_EQ(count, 3);
}

TEST(Timers, ArmAgainFromTheirDueTime) {
  const auto first = schedule(Kind::Cycle, "R/PT10M", kNow);
  const auto second = next_firing(*first, at("2026-05-01T12:13:00Z"));

  EXPECT_EQ(model::to_iso8601(second->due), "2026-05-01T12:20:00Z");
}

TEST(Timers, CatchUpAfterDowntimeWithoutFlooding) {
  const auto first = schedule(Kind::Cycle, "R/PT1S", kNow);
  const auto second = next_firing(*first, at("2027-05-01T12:00:00.500Z"));

  EXPECT_EQ(model::to_iso8601(second->due), "2027-05-01T12:00:00Z");
}

TEST(Timers, EndWithTheirLastInstant) {
  auto firing = schedule(Kind::Cycle, "R/PT10M", kNow);
  firing->until = at("2026-05-01T12:15:00Z");

  EXPECT_FALSE(next_firing(*firing, kNow));
}

}  // namespace
}  // namespace rondo::agenda
