// SPDX-License-Identifier: Apache-2.0
#include "model/calendar.hpp"

#include "model/iso8601.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace rondo::model {
namespace {

/// The first `count` times of a pattern after `start`, separated by blanks.
std::string times(std::string_view pattern, std::string_view start, int count) {
  const auto cron = parse_cron(pattern);
  if (!cron) return "no pattern";
  std::string found;
  std::optional<Instant> instant = parse_instant(start);
  for (int i = 0; i < count; ++i) {
    instant = next_after(*cron, *instant);
    found += (i == 0 ? "" : " ") + (instant ? to_iso8601(*instant) : "never");
    if (!instant) break;
  }
  return found;
}

/// The dates of the first three times of a daily pattern in and after May 2026, which begins on a Friday.
std::string dates(std::string_view pattern) {
  std::string found;
  const std::string instants = times(pattern, "2026-05-01T00:00:00Z", 3);
  for (std::size_t at = instants.find("T00:00:00Z"), begin = 0; at != std::string::npos;
       begin = at + 11, at = instants.find("T00:00:00Z", begin)) {
    found += (begin == 0 ? "" : " ") + instants.substr(begin + 2, at - begin - 2);
  }
  return found.empty() ? instants : found;
}

TEST(Cron, FindsTimesOfTheDay) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"* * * * *", "2026-05-01T10:21:00Z 2026-05-01T10:22:00Z"},
      {"* * * * * *", "2026-05-01T10:20:31Z 2026-05-01T10:20:32Z"},
      {"0/5 * * * * ?", "2026-05-01T10:20:35Z 2026-05-01T10:20:40Z"},
      {"*/25 * * * * *", "2026-05-01T10:20:50Z 2026-05-01T10:21:00Z"},
      {"0 0/30 * * * ?", "2026-05-01T10:30:00Z 2026-05-01T11:00:00Z"},
      {"0 0 12 * * ?", "2026-05-01T12:00:00Z 2026-05-02T12:00:00Z"},
      {"30 10 * * *", "2026-05-01T10:30:00Z 2026-05-02T10:30:00Z"},
      {"20 10 * * *", "2026-05-02T10:20:00Z 2026-05-03T10:20:00Z"},
      {"15,45 9-10 * * *", "2026-05-01T10:45:00Z 2026-05-02T09:15:00Z"},
      {"0 22-2 * * *", "2026-05-01T22:00:00Z 2026-05-01T23:00:00Z"},
      {"0 20/3 * * *", "2026-05-01T20:00:00Z 2026-05-01T23:00:00Z"},
      {"10-20/5 10 * * *", "2026-05-02T10:10:00Z 2026-05-02T10:15:00Z"},
      {"31 20 10 * * *", "2026-05-01T10:20:31Z 2026-05-02T10:20:31Z"},
      {"30 20 10 * * *", "2026-05-02T10:20:30Z 2026-05-03T10:20:30Z"},
      {"29 20 10 * * *", "2026-05-02T10:20:29Z 2026-05-03T10:20:29Z"},
      {"10,50 20 10 * * *", "2026-05-01T10:20:50Z 2026-05-02T10:20:10Z"},
      {"5 59 23 31 12 ?", "2026-12-31T23:59:05Z 2027-12-31T23:59:05Z"},
      {"\t0  0 12 * * ?\n", "2026-05-01T12:00:00Z 2026-05-02T12:00:00Z"},
  };
  for (const auto& [pattern, expected] : cases) {
    EXPECT_EQ(times(pattern, "2026-05-01T10:20:30Z", 2), expected) << pattern;
  }
}

TEST(Cron, CountsFractionsOfASecondAsBeforeTheNextSecond) {
  EXPECT_EQ(times("30 20 10 * * *", "2026-05-01T10:20:29.999Z", 1), "2026-05-01T10:20:30Z");
  EXPECT_EQ(times("30 20 10 * * *", "2026-05-01T10:20:30.001Z", 1), "2026-05-02T10:20:30Z");
}

TEST(Cron, FindsDays) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      // Day of the month.
      {"0 0 15 * *", "26-05-15 26-06-15 26-07-15"},
      {"0 0 31 * *", "26-05-31 26-07-31 26-08-31"},
      {"0 0 1,15-16 * *", "26-05-15 26-05-16 26-06-01"},
      {"0 0 30-2 * *", "26-05-02 26-05-30 26-05-31"},
      {"0 0 */10 * *", "26-05-11 26-05-21 26-05-31"},
      {"0 0 L * *", "26-05-31 26-06-30 26-07-31"},
      {"0 0 0 L-2 * ?", "26-05-29 26-06-28 26-07-29"},
      {"0 0 0 L-30 * ?", "26-07-01 26-08-01 26-10-01"},
      {"0 0 0 10,L * ?", "26-05-10 26-05-31 26-06-10"},
      {"0 0 0 LW * ?", "26-05-29 26-06-30 26-07-31"},
      {"0 0 0 16W * ?", "26-05-15 26-06-16 26-07-16"},
      {"0 0 0 1W 8 ?", "26-08-03 27-08-02 28-08-01"},
      {"0 0 0 31w 5 ?", "26-05-29 27-05-31 28-05-31"},
      // Month.
      {"0 0 1 JAN,JUL *", "26-07-01 27-01-01 27-07-01"},
      {"0 0 1 nov-feb *", "26-11-01 26-12-01 27-01-01"},
      {"0 0 1 */6 *", "26-07-01 27-01-01 27-07-01"},
      // Day of the week: 4 May 2026 is a Monday.
      {"0 0 * * MON", "26-05-04 26-05-11 26-05-18"},
      {"0 0 * * 1", "26-05-04 26-05-11 26-05-18"},
      {"0 0 * * 0", "26-05-03 26-05-10 26-05-17"},
      {"0 0 * * 7", "26-05-03 26-05-10 26-05-17"},
      {"0 0 * * 5-7", "26-05-02 26-05-03 26-05-08"},
      {"0 0 * * fri-MON", "26-05-02 26-05-03 26-05-04"},
      {"0 0 * * 7-1", "26-05-03 26-05-04 26-05-10"},
      {"0 0 * * */3", "26-05-02 26-05-03 26-05-06"},
      {"0 0 * * 4/2", "26-05-02 26-05-07 26-05-09"},
      {"0 0 * * 0-7", "26-05-02 26-05-03 26-05-04"},
      {"0 0 0 ? * 2", "26-05-04 26-05-11 26-05-18"},
      {"0 0 0 ? * 1", "26-05-03 26-05-10 26-05-17"},
      {"0 0 0 ? * 2-6", "26-05-04 26-05-05 26-05-06"},
      {"0 0 0 * * 2", "26-05-05 26-05-12 26-05-19"},
      {"0 0 0 ? * L", "26-05-02 26-05-09 26-05-16"},
      {"0 0 0 ? * 6L", "26-05-29 26-06-26 26-07-31"},
      {"0 0 0 * * FRIL", "26-05-29 26-06-26 26-07-31"},
      {"0 0 0 ? * MON#1", "26-05-04 26-06-01 26-07-06"},
      {"0 0 0 ? * 6#3", "26-05-15 26-06-19 26-07-17"},
      {"0 0 * * 5#5", "26-05-29 26-07-31 26-10-30"},
      {"0 0 0 ? * MON#1,WED#2", "26-05-04 26-05-13 26-06-01"},
      // Both.
      {"0 0 13 * FRI", "26-05-08 26-05-13 26-05-15"},
      {"0 0 */2 * FRI", "26-05-15 26-05-29 26-06-05"},
      {"0 0 0 13 * FRI", "26-11-13 27-08-13 28-10-13"},
      {"0 0 0 ? * ?", "26-05-02 26-05-03 26-05-04"},
      // Rare days and years.
      {"0 0 29 2 *", "28-02-29 32-02-29 36-02-29"},
      {"0 0 0 29 2 SUN", "32-02-29 60-02-29 88-02-29"},
      {"0 0 0 1 1 ? 2030-2032", "30-01-01 31-01-01 32-01-01"},
      {"0 0 0 1 1 ? 2028/2", "28-01-01 30-01-01 32-01-01"},
      {"0 0 0 1 1 ? *", "27-01-01 28-01-01 29-01-01"},
      {"@monthly", "26-06-01 26-07-01 26-08-01"},
      {"@Weekly", "26-05-03 26-05-10 26-05-17"},
      {"@yearly", "27-01-01 28-01-01 29-01-01"},
      {"@annually", "27-01-01 28-01-01 29-01-01"},
      {"@daily", "26-05-02 26-05-03 26-05-04"},
      {"@midnight", "26-05-02 26-05-03 26-05-04"},
  };
  for (const auto& [pattern, expected] : cases) EXPECT_EQ(dates(pattern), expected) << pattern;
}

TEST(Cron, KnowsTheWordForEachHour) {
  EXPECT_EQ(times("@hourly", "2026-05-01T10:20:30Z", 2), "2026-05-01T11:00:00Z 2026-05-01T12:00:00Z");
}

TEST(Cron, MayNeverComeAgain) {
  EXPECT_EQ(times("0 0 0 30 2 ?", "2026-05-01", 1), "never");
  EXPECT_EQ(times("0 0 0 31W 4 ?", "2026-05-01", 1), "never");
  EXPECT_EQ(times("0 0 0 1 1 ? 2020", "2026-05-01", 1), "never");
  EXPECT_EQ(times("0 0 0 1 1 ? 2027", "2026-05-01", 2), "2027-01-01T00:00:00Z never");
  EXPECT_EQ(next_after(CronExpression{}, *parse_instant("2026-05-01")), std::nullopt);
}

TEST(Cron, CountsFromAnyInstant) {
  const CronExpression daily = parse_cron("0 0 0 * * *").value();
  EXPECT_EQ(next_after(daily, *parse_instant("1969-12-31T12:00:00.001Z")), parse_instant("1970-01-01"));
  EXPECT_EQ(next_after(daily, *parse_instant("-0044-03-14T12:00:00Z")), parse_instant("-0044-03-15"));
  EXPECT_EQ(next_after(daily, *parse_instant("9999-12-31T00:00:00Z")), parse_instant("10000-01-01"));
  EXPECT_EQ(next_after(daily, Instant::max()), std::nullopt);
  EXPECT_EQ(next_after(daily, Instant::min()), std::nullopt);
  EXPECT_EQ(next_after(daily, kLatestInstant), std::nullopt);
  EXPECT_TRUE(next_after(daily, kEarliestInstant));
}

TEST(Cron, IsNotReadFromOtherTexts) {
  for (const char* text : {"",
                           " ",
                           "*",
                           "* * * *",
                           "* * * * * * * *",
                           "60 * * * *",
                           "* 24 * * *",
                           "* * 0 * *",
                           "* * 32 * *",
                           "* * * 0 *",
                           "* * * 13 *",
                           "* * * * 8",
                           "60 * * * * *",
                           "* * * * * * 1969",
                           "* * * * * * 2200",
                           "* * * * * * 2030-2020",
                           "-1 * * * *",
                           "1- * * * *",
                           "-  * * * *",
                           "1,,2 * * * *",
                           ",1 * * * *",
                           "1, * * * *",
                           "*/0 * * * *",
                           "*/ * * * *",
                           "/5 * * * *",
                           "1/2/3 * * * *",
                           "1-2-3 * * * *",
                           "*-5 * * * *",
                           "5-* * * * *",
                           "99999999999 * * * *",
                           "*/99999999999 * * * *",
                           "? * * * *",
                           "* ? * * *",
                           "* * * ? *",
                           "? * * * * *",
                           "* * ?,1 * *",
                           "L * * * *",
                           "* * L-31 * *",
                           "* * L- * *",
                           "* * LL * *",
                           "* * W * *",
                           "* * 32W * *",
                           "* * 1-5W * *",
                           "* * * * MON#0",
                           "* * * * MON#6",
                           "* * * * #1",
                           "* * * * MON#",
                           "* * * * 1#1#1",
                           "* * * * L",
                           "* * * * 8L",
                           "0 0 0 ? * 0",
                           "0 0 0 ? * 8",
                           "* * * XYZ *",
                           "* * * JANUARY *",
                           "* * * * MONDAY",
                           "* * * MON *",
                           "* * * * JAN",
                           "a b c d e",
                           "@never",
                           "@daily *",
                           "R/PT5M",
                           "1.5 * * * *",
                           "+1 * * * *",
                           "0 0 12 * * ? \xC3\xA9"}) {
    EXPECT_FALSE(parse_cron(text)) << text;
  }
}

}  // namespace
}  // namespace rondo::model
