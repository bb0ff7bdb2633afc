// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/expression_fixture.hpp"

#include <cmath>

namespace rondo::expression {
namespace {

using model::List;
using model::Value;

class Operators : public ExpressionTest {};

TEST_F(Operators, ComputeNumbers) {
  expect_values({{"7 + 5", 12},
                 {"7 - 12", -5},
                 {"6 * 7", 42},
                 {"7 / 2", 3.5},
                 {"6 / 2", 3.0},
                 {"6 div 4", 1.5},
                 {"7 % 3", 1},
                 {"-7 mod 3", -1},
                 {"7.5 % 2", 1.5},
                 {"a + b", 7.5},
                 {"-a", -5},
                 {"--a", 5},
                 {"1.5e2", 150.0},
                 {".5 + 1", 1.5},
                 {"none + 1", 1},
                 {"'2' * '3'", 6},
                 {"'1.5' + 1", 2.5}});
}

TEST_F(Operators, TurnResultsBeyond64BitsIntoDoubles) {
  expect_values({{"9223372036854775807 + 1", 9223372036854775808.0},
                 {"-9223372036854775807 - 2", -9223372036854775809.0},
                 {"9223372036854775807 * 2", 18446744073709551614.0},
                 {"9223372036854775808", 9223372036854775808.0},
                 {"-(-9223372036854775807 - 1)", 9223372036854775808.0},
                 {"(-9223372036854775807 - 1) % -1", 0}});
}

TEST_F(Operators, JoinTextsThatAreNoNumbers) {
  expect_values({{"'a' + 1", "a1"},
                 {"1 + 'a'", "1a"},
                 {"'a' + none", "a"},
                 {"'' + 1", "1"},
                 {"'1' + '2'", 3},
                 {"'x' + 1.0", "x1.0"},
                 {"'x' + yes", "xtrue"},
                 {"'x' + list", "x[1,2,3]"},
                 {"'at ' + date", "at 1970-01-01T00:00:00Z"},
                 {"'n' + 1 + 2", "n12"}});
}

TEST_F(Operators, CompareWithPromotionAndCoercion) {
  expect_values({{"a == 5.0", true},
                 {"'5' == a", true},
                 {"a == 'x'", false},
                 {"'5.0' == '5'", false},
                 {"a lt 6", true},
                 {"a ge 5", true},
                 {"a gt '4.5'", true},
                 {"'10' < '9'", true},
                 {"'b' > 'a'", true},
                 {"yes == 'TRUE'", true},
                 {"yes == 'yes'", false},
                 {"list == [1, 2.0, 3]", true},
                 {"date == '1970-01-01'", true},
                 {"date < '1970-01-02T00:00:00Z'", true},
                 {"now() > date", true},
                 {"9007199254740993 > 9007199254740992.0", true},
                 {"9223372036854775807 < 9223372036854775808.0", true},
                 {"paint == paint", true},
                 {"paint != null", true},
                 {"paint eq 'x'", false}});
}

TEST_F(Operators, OrderNothingByNull) {
  expect_values({{"null == null", true},
                 {"none == null", true},
                 {"none != 0", true},
                 {"none < 1", false},
                 {"none > 1", false},
                 {"1 <= none", false},
                 {"none <= none", true},
                 {"none < none", false}});
}

TEST_F(Operators, CombineConditionsAndStopEarly) {
  expect_values({{"yes && !no", true},
                 {"yes and no or yes", true},
                 {"no || 'true'", true},
                 {"not none", true},
                 {"!''", true},
                 {"no && unknown", false},
                 {"yes || unknown", true},
                 {"yes ? 1 : unknown", 1},
                 {"no ? unknown : 2", 2}});
}

TEST_F(Operators, BindAsInJava) {
  expect_values({{"1 + 2 * 3", 7},
                 {"(1 + 2) * 3", 9},
                 {"10 - 3 - 2", 5},
                 {"100 / 10 / 5", 2.0},
                 {"-a + 1", -4},
                 {"!no == yes", true},
                 {"1 + 1 == 2 && 3 < 2 + 2", true},
                 {"no && no || yes", true},
                 {"no && (no || yes)", false},
                 {"1 < 2 == yes", true},
                 {"no ? 1 : no ? 2 : 3", 3},
                 {"yes ? no ? 1 : 2 : 3", 2},
                 {"empty none && yes", true}});
}

TEST_F(Operators, TellEmptyFromNotEmpty) {
  expect_values({{"empty ''", true},
                 {"empty 'x'", false},
                 {"empty []", true},
                 {"empty {}", true},
                 {"empty list", false},
                 {"empty 0", false},
                 {"empty unknown", true},
                 {"empty unknown.part[1]", true},
                 {"empty order.missing", true},
                 {"not empty order.items", true},
                 {"empty paint", false}});
}

TEST_F(Operators, SayWhichOperandsTheyCannotUse) {
  EXPECT_EQ(failure("${1 / 0}"), "division by zero @4");
  EXPECT_EQ(failure("${a % 0}"), "division by zero @4");
  EXPECT_EQ(failure("${1.5 % 0}"), "division by zero @6");
  EXPECT_EQ(failure("${'abc' * 2}"), "'*' needs numbers, but found string 'abc' @8");
  EXPECT_EQ(failure("${a + yes}"), "'+' needs numbers, but found boolean true @4");
  EXPECT_EQ(failure("${paint + 1}"), "'+' needs numbers, but found bean 'paint' @8");
  EXPECT_EQ(failure("${-list}"), "'-' needs a number, but found list @2");
  EXPECT_EQ(failure("${list < 3}"), "'<' cannot compare list with integer 3 @7");
  EXPECT_EQ(failure("${name > 3}"), "'>' cannot compare string 'Anna' with integer 3 @7");
  EXPECT_EQ(failure("${yes < no}"), "'<' cannot compare boolean true with boolean false @6");
  EXPECT_EQ(failure("${yes && a}"), "expected a boolean, but found integer 5 @9");
  EXPECT_EQ(failure("${name ? 1 : 2}"), "expected a boolean, but found string 'Anna' @2");
  EXPECT_EQ(failure("${!list}"), "expected a boolean, but found list @3");
}

TEST_F(Operators, FailOnlyWhenTheFailingPartIsEvaluated) {
  EXPECT_EQ(value_of("no ? 1 / 0 : 2"), Value(2));
  EXPECT_EQ(value_of("true ? 3 : 1 % 0"), Value(3));
}

TEST_F(Operators, DivideDoublesByZeroAsJavaDoes) { EXPECT_TRUE(std::isinf(value_of("1.0 / 0").as_double())); }

}  // namespace
}  // namespace rondo::expression
