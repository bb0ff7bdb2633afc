// SPDX-License-Identifier: Apache-2.0
#include "model/iso8601.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace rondo::model {

void PrintTo(const Duration& duration, std::ostream* out) {
  *out << duration.months << " months " << duration.milliseconds << " ms";
}

namespace {

constexpr std::int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

std::string written(const std::optional<Instant>& instant) { return instant ? to_iso8601(*instant) : "none"; }

Instant at(std::string_view text) { return parse_instant(text).value(); }

TEST(Duration, IsReadFromText) {
  const std::vector<std::pair<const char*, Duration>> cases = {
      {"PT0S", {0, 0}},
      {"P0D", {0, 0}},
      {"PT5M", {0, 5 * kMinute}},
      {"P5M", {5, 0}},
      {"P1Y", {12, 0}},
      {"P2W", {0, 14 * kDay}},
      {"P1Y2M3DT4H5M6.5S", {14, 3 * kDay + 4 * kHour + 5 * kMinute + 6500}},
      {"P1W2D", {0, 9 * kDay}},
      {"PT36H", {0, 36 * kHour}},
      {"P0.5D", {0, 12 * kHour}},
      {"PT1.5H", {0, 90 * kMinute}},
      {"PT0,25M", {0, 15 * kSecond}},
      {"PT1.001S", {0, 1001}},
      {"PT0.0019S", {0, 1}},
      {"PT0.1234567890123456789S", {0, 123}},
      {"P0.5W", {0, 84 * kHour}},
      {"-PT1H", {0, -kHour}},
      {"+PT1H", {0, kHour}},
      {"-P1Y1DT0.5S", {-12, -kDay - 500}},
      {"PT-5M", {0, -5 * kMinute}},
      {"-PT-5M", {0, 5 * kMinute}},
      {"P1DT-1H", {0, 23 * kHour}},
      {"pt10s", {0, 10 * kSecond}},
      {" \n\tPT10S \n", {0, 10 * kSecond}},
      {"PT9223372036854775S", {0, 9223372036854775000}},
  };
  for (const auto& [text, duration] : cases) EXPECT_EQ(parse_duration(text), duration) << text;
}

TEST(Duration, IsNotReadFromOtherTexts) {
  for (const char* text : {"",
                           " ",
                           "P",
                           "PT",
                           "-P",
                           "+",
                           "5M",
                           "T5M",
                           "PT5",
                           "P5",
                           "P1DT",
                           "PTS",
                           "PT.5S",
                           "PT5.S",
                           "P1S",
                           "P1H",
                           "PT1D",
                           "PT1Y",
                           "PT1W",
                           "P1M1Y",
                           "P1D1W",
                           "P1D1D",
                           "PT1S1M",
                           "PT1M1H",
                           "PT1.5H1M",
                           "P1.5DT1H",
                           "P0.5Y",
                           "P0.5M",
                           "PT 5M",
                           "PT5M x",
                           "PT1H30",
                           "PTT1H",
                           "P1DT1HT1M",
                           "PT0x1S",
                           "--PT1S",
                           "PT--1S",
                           "P1D/PT1S",
                           "R/PT5M",
                           "2026-01-01",
                           "PT9223372036854776S",
                           "P999999999999999999Y",
                           "P999999999999999999D",
                           "PT9999999999999999999999999S",
                           "P768614336404564650Y9M",
                           "PT9223372036854775S\xC3\xA9"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_duration(std::string_view("PT5M\0", 5)), std::nullopt);
}

TEST(Duration, SaysWhereItLeads) {
  EXPECT_TRUE(Duration().is_zero());
  EXPECT_FALSE((Duration{0, 1}).is_zero());
  EXPECT_FALSE((Duration{1, 0}).is_negative());
  EXPECT_TRUE((Duration{1, -1}).is_negative());
}

TEST(InstantText, IsRead) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"2026-05-01", "2026-05-01T00:00:00Z"},
      {"2026-05-01T12:30", "2026-05-01T12:30:00Z"},
      {"2026-05-01T12:30Z", "2026-05-01T12:30:00Z"},
      {"2026-05-01T12:30:15", "2026-05-01T12:30:15Z"},
      {"2026-05-01T12:30:15Z", "2026-05-01T12:30:15Z"},
      {"2026-05-01t12:30:15z", "2026-05-01T12:30:15Z"},
      {"2026-05-01T12:30:15.5Z", "2026-05-01T12:30:15.500Z"},
      {"2026-05-01T12:30:15,25", "2026-05-01T12:30:15.250Z"},
      {"2026-05-01T12:30:15.123456789Z", "2026-05-01T12:30:15.123Z"},
      {"2026-05-01T12:30:15+02:00", "2026-05-01T10:30:15Z"},
      {"2026-05-01T12:30:15-0530", "2026-05-01T18:00:15Z"},
      {"2026-05-01T12:30+02", "2026-05-01T10:30:00Z"},
      {"2026-05-01T00:30:00+01:00", "2026-04-30T23:30:00Z"},
      {"2016-06-01T12:00:00.000+0000", "2016-06-01T12:00:00Z"},
      {"2019-10-01T12:00:00+02:00[Europe/Berlin]", "2019-10-01T10:00:00Z"},
      {"2019-10-01T12:00:00Z[UTC]", "2019-10-01T12:00:00Z"},
      {"2026-12-31T24:00:00", "2027-01-01T00:00:00Z"},
      {"2024-02-29", "2024-02-29T00:00:00Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"0000-01-01", "0000-01-01T00:00:00Z"},
      {"-0044-03-15", "-0044-03-15T00:00:00Z"},
      {"12026-01-01", "12026-01-01T00:00:00Z"},
      {"  2026-05-01T12:30Z\n", "2026-05-01T12:30:00Z"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(written(parse_instant(text)), expected) << text;
}

TEST(InstantText, IsRefusedWhenItNamesNoInstant) {
  for (const char* text : {"",
                           "2026",
                           "2026-05",
                           "2026-5-1",
                           "226-05-01",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-02-29",
                           "2026-04-31",
                           "2026-05-00",
                           "2026-05-32",
                           "2026-05-01T",
                           "2026-05-01T12",
                           "2026-05-01T1:30",
                           "2026-05-01T25:00",
                           "2026-05-01T12:60",
                           "2026-05-01T12:30:60",
                           "2026-05-01T24:00:01",
                           "2026-05-01T24:01",
                           "2026-05-01T12:30:",
                           "2026-05-01T12:30:15.",
                           "2026-05-01T12:30:15.Z",
                           "2026-05-01T12:30+",
                           "2026-05-01T12:30+2",
                           "2026-05-01T12:30+02:",
                           "2026-05-01T12:30+02:0",
                           "2026-05-01T12:30+02:60",
                           "2026-05-01T12:30+24:00",
                           "2026-05-01Z",
                           "2026-05-01 12:30",
                           "2026-05-01T12:30ZZ",
                           "2026-05-01T12:30[Europe/Berlin]",
                           "2026-05-01T12:30Z[]",
                           "2026-05-01T12:30Z[a]b]",
                           "2026-05-01T12:30Z[a",
                           "2026-05-01T12:30 Z",
                           "PT5M",
                           "99999-01-01",
                           "32768-01-01",
                           "999999999999-01-01",
                           "--2026-05-01",
                           "tomorrow",
                           "20260501T123000Z"}) {
    EXPECT_EQ(written(parse_instant(text)), "none") << text;
  }
}

TEST(InstantText, ComesBackFromWhatIsWritten) {
  for (const std::int64_t count :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{1234567890123},
        std::int64_t{-62135596800001}, std::int64_t{253402300800000}}) {
    const Instant instant{std::chrono::milliseconds(count)};
    EXPECT_EQ(parse_instant(to_iso8601(instant)), instant) << count;
  }
}

TEST(InstantText, ReachesBothEndsOfTheRange) {
  EXPECT_EQ(parse_instant("32767-12-31T23:59:59.999Z"), kLatestInstant);
  EXPECT_EQ(parse_instant("-32767-01-01"), kEarliestInstant);
  EXPECT_EQ(parse_instant("32767-12-31T23:00:00-12:00"), kLatestInstant);
  EXPECT_EQ(parse_instant("-32767-01-01T00:00+12:00"), kEarliestInstant);
}

TEST(AddingADuration, MovesByMonthsAndThenByTime) {
  const std::vector<std::array<const char*, 3>> cases = {
      {"2026-05-01T12:00:00Z", "PT90M", "2026-05-01T13:30:00Z"},
      {"2026-05-01T12:00:00Z", "PT0S", "2026-05-01T12:00:00Z"},
      {"2026-05-01T12:00:00.250Z", "P1M", "2026-06-01T12:00:00.250Z"},
      {"2026-01-31T12:00:00Z", "P1M", "2026-02-28T12:00:00Z"},
      {"2024-01-31T12:00:00Z", "P1M", "2024-02-29T12:00:00Z"},
      {"2024-02-29T00:00:00Z", "P1Y", "2025-02-28T00:00:00Z"},
      {"2024-02-29T00:00:00Z", "P4Y", "2028-02-29T00:00:00Z"},
      {"2026-01-31T12:00:00Z", "P1M1D", "2026-03-01T12:00:00Z"},
      {"2026-11-30T12:00:00Z", "P2M", "2027-01-30T12:00:00Z"},
      {"2026-01-15T12:00:00Z", "-P1M", "2025-12-15T12:00:00Z"},
      {"2026-03-31T12:00:00Z", "-P1M", "2026-02-28T12:00:00Z"},
      {"2026-03-31T12:00:00Z", "-P26Y3M", "1999-12-31T12:00:00Z"},
      {"0000-01-15T00:00:00Z", "-P1M", "-0001-12-15T00:00:00Z"},
      {"1969-12-31T23:59:59.999Z", "P1M", "1970-01-31T23:59:59.999Z"},
  };
  for (const auto& [start, duration, end] : cases) {
    EXPECT_EQ(to_iso8601(add(at(start), parse_duration(duration).value())), end) << start << ' ' << duration;
  }
}

TEST(AddingADuration, StaysInTheRangeOfInstants) {
  constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
  const Instant now = at("2026-05-01");
  EXPECT_EQ(add(now, {kHighest, 0}), kLatestInstant);
  EXPECT_EQ(add(now, {0, kHighest}), kLatestInstant);
  EXPECT_EQ(add(now, {kHighest, kHighest}), kLatestInstant);
  EXPECT_EQ(add(now, {kLowest, 0}), kEarliestInstant);
  EXPECT_EQ(add(now, {0, kLowest}), kEarliestInstant);
  EXPECT_EQ(add(now, {kLowest, kLowest}), kEarliestInstant);
  EXPECT_EQ(add(kLatestInstant, {0, 1}), kLatestInstant);
  EXPECT_EQ(add(kLatestInstant, {1, 0}), kLatestInstant);
  EXPECT_EQ(add(kEarliestInstant, {-1, 0}), kEarliestInstant);
  EXPECT_EQ(add(Instant::max(), {1, 1}), kLatestInstant);
  EXPECT_EQ(add(Instant::min(), {-1, -1}), kEarliestInstant);
}

TEST(Interval, IsReadFromItsThreeForms) {
  const Interval ten_seconds{at("2016-06-01T12:00:00Z"), at("2016-06-01T12:00:10Z")};
  EXPECT_EQ(parse_interval("2016-06-01T12:00:00/PT10S"), ten_seconds);
  EXPECT_EQ(parse_interval("2016-06-01T12:00:00/2016-06-01T12:00:10"), ten_seconds);
  EXPECT_EQ(parse_interval("PT10S/2016-06-01T12:00:10"), ten_seconds);
  EXPECT_EQ(parse_interval(" 2016-06-01T12:00:00 / PT10S "), ten_seconds);
}

TEST(Interval, IsNotReadFromOtherTexts) {
  for (const char* text : {"", "/", "PT10S", "2016-06-01", "PT10S/PT10S", "2016-06-01/", "/PT10S",
                           "2016-06-01/PT1S/PT1S", "R/PT5M", "2016-06-01/R"}) {
    EXPECT_EQ(parse_interval(text), std::nullopt) << text;
  }
}

TEST(Cycle, IsReadFromText) {
  const Instant start = at("2026-01-01T00:00:00Z"), end = at("2026-02-01T00:00:00Z");
  const Duration minutes{0, 10 * kMinute};
  const std::vector<std::pair<const char*, Cycle>> cases = {
      {"R/PT10M", {-1, std::nullopt, std::nullopt, minutes}},
      {"R-1/PT10M", {-1, std::nullopt, std::nullopt, minutes}},
      {"R3/PT10M", {3, std::nullopt, std::nullopt, minutes}},
      {"r3/pt10m", {3, std::nullopt, std::nullopt, minutes}},
      {"R0/PT10M", {0, std::nullopt, std::nullopt, minutes}},
      {"R5/PT0S", {5, std::nullopt, std::nullopt, {}}},
      {"R/P1M", {-1, std::nullopt, std::nullopt, {1, 0}}},
      {"R3/2026-01-01T00:00:00Z/PT10M", {3, start, std::nullopt, minutes}},
      {"R3/PT10M/2026-02-01T00:00:00Z", {3, std::nullopt, end, minutes}},
      {"R3/2026-01-01/PT10M/2026-02-01", {3, start, end, minutes}},
      {"R2/2026-01-01/2026-02-01", {2, start, std::nullopt, {0, 31 * kDay}}},
      {"\n R3 / PT10M \n", {3, std::nullopt, std::nullopt, minutes}},
  };
  for (const auto& [text, cycle] : cases) EXPECT_EQ(parse_cycle(text), cycle) << text;
}

TEST(Cycle, IsNotReadFromOtherTexts) {
  for (const char* text : {"",
                           "R",
                           "R3",
                           "R/",
                           "/PT10M",
                           "PT10M",
                           "3/PT10M",
                           "R-2/PT10M",
                           "R+3/PT10M",
                           "Rx/PT10M",
                           "R3x/PT10M",
                           "R9999999999999999999/PT10M",
                           "R3//PT10M",
                           "R3/PT10M/",
                           "R3/PT10M/PT10M",
                           "R3/2026-01-01",
                           "R3/2026-01-01/",
                           "R3/PT10M/2026-01-01/PT10M",
                           "R3/2026-01-01/2026-02-01/PT10M",
                           "R3/2026-01-01/PT1S/2026-02-01/PT1S",
                           "R/PT0S",
                           "R/-PT5M",
                           "R3/-PT5M",
                           "R3/P1DT-25H",
                           "R3/2026-02-01/2026-01-01",
                           "R/2026-02-01/2026-02-01",
                           "0 0 12 * * ?"}) {
    EXPECT_EQ(parse_cycle(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace rondo::model
