// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/expression_fixture.hpp"

namespace rondo::expression {
namespace {

using model::List;
using model::Object;
using model::Value;

class Access : public ExpressionTest {};

TEST_F(Access, ReadsPropertiesAndElements) {
  expect_values({{"order.total", 120},
                 {"order['total']", 120},
                 {"order.items[0].sku", "x1"},
                 {"order.items['0'].sku", "x1"},
                 {"order['missing']", nullptr},
                 {"list[a - 4]", 2},
                 {"list[1.0]", 2},
                 {"none.any.more", nullptr},
                 {"none['x'][0]", nullptr},
                 {"{k: {'in ner': [7]}}.k['in ner'][0]", 7},
                 {"date.time", 0},
                 {"date.year", 1970},
                 {"name.empty", false},
                 {"paint.color", "red"},
                 {"paint['color']", "red"},
                 {"paint.self.self.color", "red"},
                 {"paint.echo(a)", 5},
                 {"paint.echo(paint).color", "red"}});
}

TEST_F(Access, NamesWhatIsMissing) {
  EXPECT_EQ(failure("${unknown}"), "unknown variable 'unknown' @2");
  EXPECT_EQ(failure("${unknown == null}"), "unknown variable 'unknown' @2");
  EXPECT_EQ(failure("x ${a + unknown.b}"), "unknown variable 'unknown' @8");
  EXPECT_EQ(failure("${order.price}"), "object has no property 'price' @8");
  EXPECT_EQ(failure("${name.color}"), "string has no property 'color' @7");
  EXPECT_EQ(failure("${list.color}"), "list has no property 'color' @7");
  EXPECT_EQ(failure("${paint.size}"), "bean 'paint' has no property 'size' @8");
  EXPECT_EQ(failure("${paint.wash(1, 2)}"), "bean 'paint' has no method 'wash' with 2 arguments @8");
  EXPECT_EQ(failure("${name.fly()}"), "string has no method 'fly' @7");
  EXPECT_EQ(failure("${name.length(1)}"), "string has no method 'length' with 1 argument @7");
  EXPECT_EQ(failure("${none.length()}"), "cannot call 'length' on null @7");
  EXPECT_EQ(failure("${list[9]}"), "position 9 lies outside of a list of 3 elements @7");
  EXPECT_EQ(failure("${list['x']}"), "expected a position in a list, but found string 'x' @7");
  EXPECT_EQ(failure("${a[0]}"), "integer 5 cannot be indexed @2");
  EXPECT_EQ(failure("${paint}"), "expected process data, but found bean 'paint' @2");
  EXPECT_EQ(failure("is ${paint}"), "expected process data, but found bean 'paint' @5");
}

TEST_F(Access, RefusesJavaClasses) {
  EXPECT_THAT(failure("${java.util.UUID.randomUUID()}"),
              testing::HasSubstr("Java classes are not available"));
  EXPECT_THAT(failure("${System.exit(1)}"), testing::HasSubstr("unknown variable 'System'"));
  EXPECT_THAT(failure("${name.getClass()}"), testing::HasSubstr("Java classes are not available"));
  EXPECT_THAT(failure("${name.class}"), testing::HasSubstr("Java classes are not available"));
}

TEST_F(Access, AssignsVariablesAndTheirParts) {
  EXPECT_EQ(value_of("a = b = 7"), Value(7));
  EXPECT_EQ(environment.variables["b"], Value(7));
  (void)value_of("fresh = 'x'");
  EXPECT_EQ(environment.variables["fresh"], Value("x"));
  (void)value_of("order.total = 99");
  (void)value_of("order['note'] = 'hi'");
  (void)value_of("order.items[0].sku = 'y2'");
  EXPECT_EQ(environment.variables["order"],
            Value(Object{{"total", 99}, {"items", List{Object{{"sku", "y2"}}}}, {"note", "hi"}}));
  (void)value_of("list[2] = list");
  EXPECT_EQ(environment.variables["list"], Value(List{1, 2, List{1, 2, 3}}));
  (void)value_of("paint.color = 'blue'");
  EXPECT_EQ(environment.bean.color, Value("blue"));
}

TEST_F(Access, RefusesToAssignWhatIsNoPlace) {
  EXPECT_EQ(failure("${1 = 2}"), "only a variable or a part of one can be assigned to @4");
  EXPECT_EQ(failure("${name.trim() = 2}"), "only a variable or a part of one can be assigned to @14");
  EXPECT_EQ(failure("${unknown.x = 2}"), "unknown variable 'unknown' @2");
  EXPECT_EQ(failure("${list[3] = 2}"), "position 3 lies outside of a list of 3 elements @7");
  EXPECT_EQ(failure("${name.x = 2}"), "cannot set 'x' of string @7");
  EXPECT_EQ(failure("${paint.fixed = 2}"), "property 'fixed' of bean 'paint' cannot be set @8");
  EXPECT_EQ(failure("${a = paint}"), "expected process data, but found bean 'paint' @6");
  EXPECT_EQ(failure("a = 3", Kind::Condition),
            "'=' assigns, which a condition must not do; '==' compares @2");
}

TEST_F(Access, ChangesListsAndObjectsInTheirVariable) {
  EXPECT_EQ(value_of("list.add(4)"), Value(true));
  EXPECT_EQ(value_of("list.remove(0)"), Value(1));
  EXPECT_EQ(value_of("order.items.add('z')"), Value(true));
  EXPECT_EQ(value_of("order.put('total', 1)"), Value(120));
  EXPECT_EQ(value_of("order.remove('total')"), Value(1));
  EXPECT_EQ(environment.variables["list"], Value(List{2, 3, 4}));
  EXPECT_EQ(environment.variables["order"], Value(Object{{"items", List{Object{{"sku", "x1"}}, "z"}}}));
  environment.bean.color = List{1};
  EXPECT_EQ(value_of("paint.color.add(2)"), Value(true));
  EXPECT_EQ(environment.bean.color, Value(List{1, 2}));
}

TEST_F(Access, RefusesToChangeAComputedValue) {
  EXPECT_THAT(failure("${[1].add(2)}"), testing::HasSubstr("this one is a computed value"));
  EXPECT_EQ(value_of("JSON('{}').prop('a', 1)"), Value(Object{{"a", 1}}));
}

TEST_F(Access, LeavesCopiesOfAChangedValueAlone) {
  (void)value_of("copy = list");
  (void)value_of("copy.add(4)");
  EXPECT_EQ(environment.variables["list"], Value(List{1, 2, 3}));
}

}  // namespace
}  // namespace rondo::expression
