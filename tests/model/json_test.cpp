// SPDX-License-Identifier: Apache-2.0
#include "model/value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace rondo::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Value parsed(std::string_view text) {
  std::string error = "left over";
  Value value = parse_json(text, error);
  EXPECT_EQ(error, "") << text;
  return value;
}

std::string refusal(std::string_view text) {
  std::string error;
  EXPECT_TRUE(parse_json(text, error).is_null());
  return error;
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, WritesEveryKindOfValue) {
  const Value value = Object{{"null", nullptr},
                             {"yes", true},
                             {"whole", -42},
                             {"real", 0.1},
                             {"text", "Ärger"},
                             {"list", List{1, List{}, Object{}}},
                             {"bytes", Value::bytes("light work")},
                             {"date", Instant{std::chrono::milliseconds{0}}}};

  EXPECT_EQ(to_json(value),
            R"({"null":null,"yes":true,"whole":-42,"real":0.1,"text":"Ärger","list":[1,[],{}],)"
            R"("bytes":"bGlnaHQgd29yaw==","date":"1970-01-01T00:00:00Z"})");
}

TEST(Json, EscapesWhatTextsMayNotHold) {
  EXPECT_EQ(to_json("a\"b\\c\nd\te\r\x01"), R"("a\"b\\c\nd\te\r\u0001")");
}

TEST(Json, ReplacesBytesThatAreNoCharacters) {
  EXPECT_EQ(to_json("a\xff"), R"("a\ufffd")");
  EXPECT_EQ(to_json("\xc3"), R"("\ufffd")");
  EXPECT_EQ(to_json("\xed\xa0\x80"), R"("\ufffd\ufffd\ufffd")");
  EXPECT_EQ(to_json("\xc0\xaf"), R"("\ufffd\ufffd")");
  EXPECT_EQ(to_json("\xf4\x90\x80\x80"), R"("\ufffd\ufffd\ufffd\ufffd")");
  EXPECT_EQ(to_json("é€😀"), "\"é€😀\"");
}

TEST(Json, FillsBase64ToWholeGroups) {
  EXPECT_EQ(to_json(Value::bytes("")), R"("")");
  EXPECT_EQ(to_json(Value::bytes("M")), R"("TQ==")");
  EXPECT_EQ(to_json(Value::bytes("Ma")), R"("TWE=")");
  EXPECT_EQ(to_json(Value::bytes("Man")), R"("TWFu")");
  EXPECT_EQ(to_json(Value::bytes("\xff\xfe\xfd")), R"("//79")");
}

TEST(Json, KeepsWholeDoublesApartFromIntegers) {
  EXPECT_EQ(to_json(3.0), "3.0");
  EXPECT_EQ(to_json(-0.0), "-0.0");
  EXPECT_EQ(to_json(1e300), "1e+300");
  EXPECT_TRUE(parsed("3.0").is_double());
  EXPECT_TRUE(parsed("1e2").is_double());
  EXPECT_TRUE(parsed("3").is_integer());
}

TEST(Json, WritesNullForWhatIsNoNumber) {
  EXPECT_EQ(to_json(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(to_json(std::numeric_limits<double>::quiet_NaN()), "null");
}

TEST(Json, ReadsBackEveryNumberAsItWas) {
  for (const double number : {0.1, 1.0 / 3, 5e-324, 2.2250738585072011e-308, 1.7976931348623157e308,
                              123456789012345.67, 9007199254740993.0, -2.5e-7}) {
    EXPECT_EQ(parsed(to_json(number)).as_double(), number);
  }
  for (const std::int64_t number :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_EQ(parsed(to_json(number)).as_integer(), number);
  }
}

TEST(Json, ReadsIntegersThatDoNotFitAsDoubles) {
  EXPECT_DOUBLE_EQ(parsed("9223372036854775808").as_double(), 9223372036854775808.0);
  EXPECT_DOUBLE_EQ(parsed("-123456789012345678901234567890").as_double(), -123456789012345678901234567890.0);
}

TEST(Json, ReadsNumbersOutOfRangeAsZeroOrInfinity) {
  EXPECT_DOUBLE_EQ(parsed("1e-999").as_double(), 0.0);
  EXPECT_EQ(parsed("[1e999]").as_list()[0].as_double(), std::numeric_limits<double>::infinity());
}

TEST(Json, ReadsListsAndObjectsInOrder) {
  const Value value = parsed(R"( {"b": [1, "two", null], "a": {"c": {}}, "b2": true} )");

  EXPECT_EQ(to_json(value), R"({"b":[1,"two",null],"a":{"c":{}},"b2":true})");
}

TEST(Json, ReadsEscapesInTextsAndNames) {
  const Value value = parsed(R"({"n\u0061me": "\u00e4\ud83d\ude00\n\/", "": 1})");

  EXPECT_EQ(value.as_object().find("name")->as_string(), "ä😀\n/");
  EXPECT_EQ(*value.as_object().find(""), Value(1));
}

TEST(Json, LetsTheLastOfTwoMembersOfOneNameCount) {
  EXPECT_EQ(to_json(parsed(R"({"a":1,"b":2,"a":3})")), R"({"a":3,"b":2})");
}

TEST(Json, TellsWhereADocumentGoesWrong) {
  EXPECT_THAT(refusal("[1, 2"), HasSubstr("incomplete"));
  EXPECT_THAT(refusal("[1, x]"), HasSubstr("at offset 4"));
  EXPECT_THAT(refusal("{} {}"), HasSubstr("after the end of the document at offset 3"));
  EXPECT_NE(refusal(""), "");
  EXPECT_NE(refusal("  "), "");
  EXPECT_NE(refusal("\"\xff\""), "");
  EXPECT_NE(refusal("[1,]"), "");
  EXPECT_NE(refusal("01"), "");
  EXPECT_NE(refusal("NaN"), "");
}

TEST(Json, RefusesDocumentsNestedMoreThan500Deep) {
  EXPECT_TRUE(parsed(nested(500)).is_list());
  EXPECT_THAT(refusal(nested(501)), HasSubstr("nested more than 500 deep"));
  EXPECT_THAT(refusal(nested(100'000)), HasSubstr("nested more than 500 deep"));
  EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("nested more than 500 deep"));
}

TEST(Iso8601, WritesInstantsInUtc) {
  using std::chrono::milliseconds;

  EXPECT_EQ(to_iso8601(Instant{milliseconds{1777636800000}}), "2026-05-01T12:00:00Z");
  EXPECT_EQ(to_iso8601(Instant{milliseconds{1777636800007}}), "2026-05-01T12:00:00.007Z");
  EXPECT_EQ(to_iso8601(Instant{milliseconds{-1}}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_iso8601(Instant{milliseconds{253402300800000}}), "10000-01-01T00:00:00Z");
}

}  // namespace
}  // namespace rondo::model
