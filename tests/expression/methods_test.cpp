// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/expression_fixture.hpp"

namespace rondo::expression {
namespace {

using model::List;
using model::Object;
using model::Value;
using testing::HasSubstr;

class Methods : public ExpressionTest {};

TEST_F(Methods, OfStrings) {
  expect_values({{"name.equals('Anna')", true},
                 {"name.equals(paint)", false},
                 {"'1'.equals(1)", false},
                 {"name.equalsIgnoreCase('aNNA')", true},
                 {"name.length()", 4},
                 {"'Zoë'.length()", 3},
                 {"name.substring(1)", "nna"},
                 {"'Zoë!'.substring(2, 3)", "ë"},
                 {"name.substring(4)", ""},
                 {"name.contains('nn')", true},
                 {"name.startsWith('An')", true},
                 {"name.startsWith('nn', 1)", true},
                 {"name.endsWith('na')", true},
                 {"'ëab'.indexOf('b')", 2},
                 {"name.indexOf('n', 2)", 2},
                 {"name.indexOf('x')", -1},
                 {"name.lastIndexOf('n')", 2},
                 {"name.charAt(0)", "A"},
                 {"'a-b-c'.replace('-', '')", "abc"},
                 {"'a,b,,'.split(',')", List{"a", "b"}},
                 {"'a|b'.split('\\\\|')", List{"a", "b"}},
                 {"'a.b'.split('.')", List{"a", "b"}},
                 {"'ÄÖ Γ Ж ÿ'.toLowerCase()", "äö γ ж ÿ"},
                 {"'straße éя'.toUpperCase()", "STRAßE ÉЯ"},
                 {"' x '.trim()", "x"},
                 {"name.concat('!')", "Anna!"},
                 {"''.isEmpty()", true},
                 {"' '.isBlank()", true},
                 {"name.toString()", "Anna"},
                 {"'a'.compareTo('b')", -1},
                 {"'ab'.repeat(2)", "abab"}});
}

TEST_F(Methods, OfStringsRefusePositionsOutside) {
  EXPECT_THAT(failure("${name.substring(5)}"),
              HasSubstr("position 5 lies outside of a text of 4 characters"));
  EXPECT_THAT(failure("${name.substring(3, 1)}"), HasSubstr("must not end before it begins"));
  EXPECT_THAT(failure("${name.charAt(4)}"), HasSubstr("outside"));
  EXPECT_THAT(failure("${name.substring('x')}"), HasSubstr("must be a whole number, not string 'x'"));
  EXPECT_THAT(failure("${name.split('[a-z]')}"), HasSubstr("plain separator"));
  EXPECT_THAT(failure("${'xxxxxxxx'.repeat(2000000000)}"), HasSubstr("cannot repeat"));
}

TEST_F(Methods, OfLists) {
  expect_values({{"list.size()", 3},
                 {"list.isEmpty()", false},
                 {"list.get(1)", 2},
                 {"list.first()", 1},
                 {"list.getLast()", 3},
                 {"list.contains(2.0)", true},
                 {"list.contains('2')", false},
                 {"list.containsAll([1, 3])", true},
                 {"list.indexOf(3)", 2},
                 {"list.lastIndexOf(9)", -1},
                 {"list.subList(1, 3)", List{2, 3}},
                 {"list.join('-')", "1-2-3"},
                 {"list.toString()", "[1,2,3]"},
                 {"list.equals([1, 2, 3])", true}});
  EXPECT_THAT(failure("${list.get(3)}"), HasSubstr("position 3 lies outside of a list of 3 elements"));
  EXPECT_THAT(failure("${[].first()}"), HasSubstr("'first' of an empty list"));
}

TEST_F(Methods, OfListsThatChangeThem) {
  (void)value_of("list.add(0, 9)");
  (void)value_of("list.set(1, 8)");
  (void)value_of("list.addAll(list)");
  (void)value_of("list.remove(5)");
  EXPECT_EQ(environment.variables["list"], Value(List{9, 8, 2, 3, 9, 2, 3}));
  EXPECT_EQ(value_of("list.remove('8')"), Value(false));
  (void)value_of("list.clear()");
  EXPECT_EQ(environment.variables["list"], Value(List{}));
}

TEST_F(Methods, OfObjects) {
  expect_values({{"order.size()", 2},
                 {"order.isEmpty()", false},
                 {"order.get('total')", 120},
                 {"order.get('x')", nullptr},
                 {"order.getOrDefault('x', 1)", 1},
                 {"order.containsKey('total')", true},
                 {"order.containsValue(120)", true},
                 {"order.keySet()", List{"total", "items"}},
                 {"order.values()[0]", 120},
                 {"order.entrySet()[0].key", "total"},
                 {"{a: 1}.toString()", "{\"a\":1}"}});
}

TEST_F(Methods, OfJsonAsSpinAndJacksonNameThem) {
  environment.variables["text"] = Value(R"({"s": "x", "n": 2, "t": true, "l": [1, {"k": null}]})");
  expect_values({{"S(text).prop('s').stringValue()", "x"},
                 {"JSON(text).prop('n').numberValue()", 2},
                 {"S(text).prop('t').boolValue()", true},
                 {"S(text).prop('l').elements().size()", 2},
                 {"S(text).hasProp('z')", false},
                 {"S(text).prop('l').elements().get(1).prop('k').isNull()", true},
                 {"S(text).prop('l').isArray()", true},
                 {"S(order).prop('total')", 120},
                 {"S(text).get('n').asText()", "2"},
                 {"S(text).fieldNames()[1]", "n"}});
  EXPECT_THAT(failure("${S(text).prop('z')}"), HasSubstr("object has no property 'z'"));
  EXPECT_THAT(failure("${S(text).prop('n').stringValue()}"),
              HasSubstr("integer has no method 'stringValue'"));
  EXPECT_THAT(failure("${S('{')}"), HasSubstr("'S' needs JSON text"));
  EXPECT_THAT(failure("${XML('<a/>')}"), HasSubstr("XML data is not available"));
}

TEST_F(Methods, OfNumbersAndBooleans) {
  expect_values({{"b.intValue()", 2},
                 {"a.doubleValue()", 5.0},
                 {"a.equals(5)", true},
                 {"a.compareTo(7)", -1},
                 {"a.add(2).multiply(3)", 21},
                 {"(-a).abs()", 5},
                 {"yes.booleanValue()", true},
                 {"a.toString()", "5"}});
  EXPECT_THAT(failure("${1e300.longValue()}"), HasSubstr("does not fit"));
}

TEST_F(Methods, OfDates) {
  expect_values(
      {{"date.plusDays(1).plusHours(2).plusMinutes(3).plusSeconds(4).toString()", "1970-01-02T02:03:04Z"},
       {"date.plusMonths(1).minusWeeks(1).toString()", "1970-01-25T00:00:00Z"},
       {"date.minusYears(1).getYear()", 1969},
       {"date.before(now())", true},
       {"now().isAfter('2030-01-01')", false},
       {"dateTime().plusDays(1).toDate() > now()", true},
       {"now().getTime()", 1'777'637'045'006},
       {"now().getHour()", 12},
       {"now().getMinute()", 4},
       {"date.minusSeconds(1).getSecond()", 59}});
  EXPECT_THAT(failure("${date.plusYears(9223372036854775807)}"), HasSubstr("too long"));
  EXPECT_EQ(failure("${date.minusWeeks(9000000000)}"), "");
}

class Functions : public ExpressionTest {};

TEST_F(Functions, LookAtVariablesThatNeedNotExist) {
  expect_values({{"vars:get(a)", 5},
                 {"variables:get('a')", 5},
                 {"var:get(unknown)", nullptr},
                 {"vars:get('na' + 'me')", "Anna"},
                 {"vars:get(execution, 'a')", 5},
                 {"vars:getOrDefault(unknown, 7)", 7},
                 {"vars:exists(a)", true},
                 {"vars:exists(unknown)", false},
                 {"vars:isEmpty(unknown)", true},
                 {"vars:notEmpty(list)", true},
                 {"vars:equals(a, 5)", true},
                 {"vars:equals(execution, a, 5)", true},
                 {"vars:eq(unknown, null)", true},
                 {"vars:ne(unknown, 1)", true},
                 {"vars:lt(a, 6)", true},
                 {"vars:lte(unknown, 6)", false},
                 {"vars:greaterThan(a, 5)", false},
                 {"vars:gte(a, b)", true},
                 {"vars:contains(list, 1, 2)", true},
                 {"vars:contains(list, [1, 9])", false},
                 {"vars:contains(name, 'nn')", true},
                 {"vars:contains(unknown, 1)", false},
                 {"vars:containsAny(list, 9, 2)", true},
                 {"vars:base64(name)", "QW5uYQ=="}});
  EXPECT_THAT(failure("${vars:fly(a)}"), HasSubstr("unknown function 'fly' of variables @7"));
  EXPECT_THAT(failure("${vars:equals(a)}"), HasSubstr("does not take 1 arguments"));
}

TEST_F(Functions, WriteDatesByAPattern) {
  expect_values(
      {{"date:format(now(), 'yyyy-MM-dd HH:mm:ss.SSS')", "2026-05-01 12:04:05.006"},
       {"date:format('dd.MM.yy', now())", "01.05.26"},
       {"date:format(date, \"EEE d MMMM ''yy h a 'o''clock' Z\")", "Thu 1 January '70 12 AM o'clock +0000"},
       {"date:format('2026-05-01', 'EEEE MMM')", "Friday May"},
       {"date:format(none, 'yyyy')", nullptr}});
  EXPECT_THAT(failure("${date:format(date, 'QQ')}"), HasSubstr("'QQ' is no pattern of a date"));
  EXPECT_THAT(failure("${date:format(date, \"yyyy 'x\")}"), HasSubstr("is no pattern"));
}

TEST_F(Functions, OfTheHostAreCalledByPrefixAndName) {
  expect_values({{"host:twice(a)", 10},
                 {"twice(4)", 8},
                 {"yes ? host:twice(1) : 0", 2},
                 {"yes?host:twice(1):0", 2},
                 {"no?a:twice(3)", 6},
                 {"list('x', 2)", List{"x", 2}},
                 {"list()", List{}}});
  EXPECT_EQ(failure("${fly(1)}"), "unknown function 'fly' with 1 argument @2");
  EXPECT_EQ(failure("${my:fly()}"), "unknown function 'my:fly' with 0 arguments @2");
  EXPECT_EQ(failure("${now(1)}"), "function 'now' does not take 1 arguments @2");
}

}  // namespace
}  // namespace rondo::expression
