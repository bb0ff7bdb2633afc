// SPDX-License-Identifier: Apache-2.0
#include "cli/instant.hpp"

#include <gtest/gtest.h>

namespace rondo::cli {
namespace {

std::string read(std::string_view text) {
  const auto instant = parse_instant(text);
  return instant ? to_iso8601(*instant) : "none";
}

std::string later(std::string_view start, std::string_view duration) {
  const auto instant = add_duration(parse_instant(start).value(), duration);
  return instant ? to_iso8601(*instant) : "none";
}

TEST(Instants, AreReadWithAndWithoutTimeFractionAndZone) {
  EXPECT_EQ(read("2026-05-01"), "2026-05-01T00:00:00Z");
  EXPECT_EQ(read("2026-05-01T12:30"), "2026-05-01T12:30:00Z");
  EXPECT_EQ(read("2026-05-01T12:30:15"), "2026-05-01T12:30:15Z");
  EXPECT_EQ(read("2026-05-01T12:30:15.25Z"), "2026-05-01T12:30:15.250Z");
  EXPECT_EQ(read("2026-05-01T12:30:15+02:00"), "2026-05-01T10:30:15Z");
  EXPECT_EQ(read("2026-05-01T12:30:15-0130"), "2026-05-01T14:00:15Z");
}

TEST(Instants, AreNothingElse) {
  for (const char* text : {"", "today", "2026", "2026-13-01", "2026-02-30", "2026-05-01 12:00",
                           "2026-05-01T12:00:00Zulu", "2026-05-01T12:00:00Z and more"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
}

TEST(Durations, FollowTheCalendar) {
  EXPECT_EQ(later("2026-01-31T08:00:00Z", "P1M"), "2026-02-28T08:00:00Z");
  EXPECT_EQ(later("2024-02-29T00:00:00Z", "P1Y"), "2025-02-28T00:00:00Z");
  EXPECT_EQ(later("2026-01-01T00:00:00Z", "P2W"), "2026-01-15T00:00:00Z");
  EXPECT_EQ(later("2026-01-01T00:00:00Z", "P1DT2H3M4.5S"), "2026-01-02T02:03:04.500Z");
  EXPECT_EQ(later("2026-01-01T00:00:00Z", "PT0S"), "2026-01-01T00:00:00Z");
}

TEST(Durations, AreNothingElse) {
  for (const char* text : {"", "P", "PT", "1D", "P1", "P1H", "PT1D", "P1DT", "PT5X"}) {
    EXPECT_EQ(later("2026-01-01T00:00:00Z", text), "none") << text;
  }
}

}  // namespace
}  // namespace rondo::cli
