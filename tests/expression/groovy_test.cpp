// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/groovy_fixture.hpp"

namespace rondo::expression {
namespace {

using model::List;
using model::Object;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(GroovyTest, ComputesWithExactDecimalsAndWholeNumbers) {
  check({{"1 + 2 * 3 - 4 % 3", 6},
         {"7 / 2", 3.5},
         {"6 / 2", 3},
         {"0.1 + 0.2 == 0.3", true},
         {"0.1 + 0.2", 0.3},
         {"2 ** 10", 1024},
         {"-2 ** 2", -4},
         {"1_000 + 0x1F", 1031},
         {"2147483647 + 1", 2147483648},
         {"7.intdiv(2)", 3},
         {"-7.5.abs()", -7.5},
         {"(-7.5).abs()", 7.5},
         {"3.14159.round(2)", 3.14},
         {"2.5.round()", 3},
         {"1 <=> 2", -1},
         {"5 & 3 | 8", 9},
         {"1 << 4", 16}});
}

TEST_F(GroovyTest, ComparesByValueAndWithoutFearOfNull) {
  check({{"null == 1", false},
         {"null == null", true},
         {"[1, [2]] == [1, [2]]", true},
         {"[a: 1, b: 2] == [b: 2, a: 1]", true},
         {"\"a${1}\" == 'a1'", true},
         {"1 == 1.0", true},
         {"'b' > 'a' && 2 >= 2", true},
         {"3 in [1, 2, 3]", true},
         {"4 !in [1, 2, 3]", true},
         {"'ell' in 'hello'", true},
         {"'abc' ==~ /[a-c]+/", true},
         {"'xabcx' =~ 'b' ? 1 : 2", 1}});
}

TEST_F(GroovyTest, HoldsEmptyThingsForFalse) {
  check({{"!0", true},
         {"!''", true},
         {"![]", true},
         {"![:]", true},
         {"!null", true},
         {"!'a'", false},
         {"![0]", false},
         {"0 ?: 'none'", "none"},
         {"'x' ?: 1", "x"},
         {"[] ? 'y' : 'n'", "n"}});
}

TEST_F(GroovyTest, ReadsVariablesMembersAndElements) {
  check({{"n + 1", 6},
         {"input.skip == true", true},
         {"input.missing", nullptr},
         {"input.missing?.deeper", nullptr},
         {"input?.items[0]", 3},
         {"input['items'][-1]", 2},
         {"orders*.id", List{"a", "b"}},
         {"orders.price", List{10, 2.5}},
         {"orders[1].id.toUpperCase()", "B"},
         {"[1, 2, 3, 4][1..2]", List{2, 3}},
         {"'hello'[1..3]", "ell"},
         {"'hello'[-1]", "o"},
         {"[1][7]", nullptr}});
}

TEST_F(GroovyTest, PutsTextsTogether) {
  check({{"\"$name has ${n + 1} of ${[1, 2]}\"", "rondo has 6 of [1, 2]"},
         {"\"${-> n}\"", "5"},
         {"\"${input.skip ? \"yes ${n}\" : 'no'}\"", "yes 5"},
         {"'$name ${n}'", "$name ${n}"},
         {"\"\\$n \\u00e4\\n\"", "$n ä\n"},
         {"'''a\nb'''", "a\nb"},
         {"\"\"\"<$n>\"\"\"", "<5>"},
         {"'a' + 1 + null", "a1null"},
         {"'abc' - 'b'", "ac"},
         {"'ab' * 2", "abab"},
         {"\"${[a: 1]}\"", "[a:1]"},
         {"\"$input.skip!\"", "true!"}});
}

TEST_F(GroovyTest, RunsStatements) {
  check({{"def x = 1\nx += 2; x", 3},
         {"int x = 5\nif (x > 3) { 'big' } else { 'small' }", "big"},
         {"if (n == 1) 'one'\nelse if (n == 5) 'five'\nelse 'other'", "five"},
         {"def s = 0\nfor (i in 1..4) { if (i == 3) continue; s += i }\ns", 7},
         {"def s = 0\nfor (int i = 0; i < 4; i++) s += i\ns", 6},
         {"def s = 0\nwhile (true) { s++; if (s > 9) break }\nreturn s", 10},
         {"def r = ''\nswitch (n) { case 1: r = 'a'; break\n case [4, 5]: r = 'b'; break\n default: r = 'c' "
          "}\nr",
          "b"},
         {"switch ('x') { case String: return 'text'; default: return 'no' }", "text"},
         {"def x = 1; x++; ++x; x--", 3},
         {"def a = [1]; a[2] = 9; a", List{1, nullptr, 9}},
         {"def m = [:]; m.a = 1; m['b'] = m.a + 1; m", Object{{"a", 1}, {"b", 2}}},
         {"def list = []\nlist << 1 << 2\nlist", List{1, 2}},
         {"def a = [1]; def b = a; b << 2; a.size()", 2},
         {"// nothing\n/* at all */", nullptr},
         {"def x", nullptr},
         {"return", nullptr}});
}

TEST_F(GroovyTest, AssignsToSeveralVariables) {
  check({{"def (a, b) = [1, 2]; a + b", 3},
         {"def (int a, b, c) = [1, 2]; [a, b, c]", List{1, 2, nullptr}},
         {"def a = 1, b = 2; (a, b) = [b, a]; [a, b]", List{2, 1}},
         {"int i = 5, j; j = i + 1; j", 6},
         {"def m = [:]; (m.x, m['y']) = [1, 2]; m", Object{{"x", 1}, {"y", 2}}},
         {"def f = { def (p, q) = it; p - q }; f([5, 3])", 2}});
  EXPECT_EQ(refused("(a + 1, b) = [1, 2]"),
            "4:13 only a variable, a member or an element can be assigned to");
  EXPECT_EQ(raised("def (a, b) = null"), "NullPointerException: null has no elements to be assigned");
}

TEST_F(GroovyTest, SpreadsListsAndMaps) {
  check({{"[0, *[1, 2], *input.items]", List{0, 1, 2, 3, 1, 2}},
         {"def more = [b: 3]; [a: 1, b: 2, *: more]", Object{{"a", 1}, {"b", 3}}},
         {"def f = { a, b -> a - b }; f(*[5, 3])", 2},
         {"Math.max(*[1, 7])", 7}});
}

TEST_F(GroovyTest, CountsSlicesFromTheEnd) {
  check({{"'hello'[1..-2]", "ell"},
         {"[1, 2, 3, 4][1..-1]", List{2, 3, 4}},
         {"[1, 2, 3][-1..0]", List{3, 2, 1}},
         {"[1, 2, 3][0..<2]", List{1, 2}},
         {"[1, 2, 3][0, 2]", List{1, 3}},
         {"('a'..'d').join()", "abcd"},
         {"('c'..<'a').toList()", List{"c", "b"}}});
}

TEST_F(GroovyTest, TellsClassesOfValuesAndExceptions) {
  check({{"try { throw new IOException('x') } catch (e) { e.class.simpleName }", "IOException"},
         {"try { throw new IOException('x') } catch (e) { e.getClass().getName() + e.getMessage() }",
          "IOExceptionx"},
         {"[1.class.name, 'a'.class.simpleName, true.class.name, [].class.name]",
          List{"Integer", "String", "Boolean", "ArrayList"}},
         {"def i = 0; do { i++ } while (i < 3); i", 3},
         {"new groovy.json.JsonSlurper().parseText('{\"a\": [1]}').a[0]", 1}});
}

TEST_F(GroovyTest, CatchesExceptionsByTheirClass) {
  check({{"try { throw new Exception('bad') } catch (e) { e.message }", "bad"},
         {"try { null.x } catch (NullPointerException e) { 'null!' }", "null!"},
         {"try { 1 / 0 } catch (IllegalStateException | ArithmeticException e) { e.class }",
          "ArithmeticException"},
         {"def log = []\ntry { throw new RuntimeException('a') } catch (Exception e) { log << e.getMessage() "
          "} finally { "
          "log << 'end' }\nlog",
          List{"a", "end"}},
         {"try { try { throw new Exception('in') } finally { n = 1 } } catch (e) { \"$e\" + n }",
          "Exception: in1"},
         {"try { assert 1 == 2 : 'wrong' } catch (AssertionError e) { e.message }", "wrong"}});
}

TEST_F(GroovyTest, RunsClosures) {
  check({{"def f = { it * 2 }; f(4)", 8},
         {"def f = { a, b = 10 -> a + b }; f(1) + f(1, 2)", 14},
         {"def count = 0; def up = { -> count++ }; up(); up(); count", 2},
         {"def make = { x -> { y -> x + y } }; make(3)(4)", 7},
         {"def fib; fib = { k -> k < 2 ? k : fib(k - 1) + fib(k - 2) }; fib(12)", 144},
         {"[a: { it + 1 }].a(4)", 5},
         {"def f = { if (it) return 'yes'; 'no' }; f(false) + f(true)", "noyes"}});
}

TEST_F(GroovyTest, WritesVariables) {
  EXPECT_EQ(run("total = n * 2; total + 1"), model::Value(11));
  EXPECT_EQ(environment.variables["total"], model::Value(10));
  (void)run("def mine = 1; mine = 2");
  EXPECT_FALSE(environment.variables.contains("mine"));
}

TEST_F(GroovyTest, WritesBackWhatItChangesInsideOfVariables) {
  (void)run("input.items << 9; input.put('seen', true); orders[0].price = 11");
  EXPECT_EQ(environment.variables["input"],
            model::Value(Object{{"skip", true}, {"items", List{3, 1, 2, 9}}, {"seen", true}}));
  EXPECT_EQ(environment.variables["orders"].as_list()[0], model::Value(Object{{"id", "a"}, {"price", 11}}));
}

TEST_F(GroovyTest, UsesObjectsAndFunctionsOfTheHost) {
  check({{"paint.echo('x')", "x"},
         {"paint.color = 'blue'; paint.color", "blue"},
         {"twice(21)", 42},
         {"twice 4", 8},
         {"System.currentTimeMillis()", 1'777'637'045'006}});
}

TEST_F(GroovyTest, LetsExceptionsOutWithClassMessageAndPlace) {
  EXPECT_EQ(raised("throw new Exception('error occurred')"), "Exception: error occurred");
  EXPECT_EQ(raised("missing + 1"), "MissingPropertyException: there is no variable 'missing'");
  EXPECT_EQ(raised("null.size()"), "NullPointerException: cannot call 'size' of null");
  EXPECT_EQ(raised("1 / 0"), "ArithmeticException: division by zero");
  EXPECT_EQ(raised("'a'.launch()"), "MissingMethodException: a has no method 'launch' for 0 arguments");
  EXPECT_EQ(raised("{ -> 1 }"), "NotSerializableException: a closure is no process data");
  try {
    (void)run("def x = 1\n  throw new IllegalStateException('here')");
    FAIL();
  } catch (const ScriptError& error) {
    EXPECT_EQ(error.where(), (model::SourcePosition{5, 3}));
    EXPECT_STREQ(error.what(), "IllegalStateException: here (element task, line 5:3)");
  }
}

TEST_F(GroovyTest, TurnsItsBpmnErrorsIntoThoseOfTheProcess) {
  try {
    (void)run("throw new org.acme.delegate.BpmnError('late', 'too late')");
    FAIL();
  } catch (const BpmnError& error) {
    EXPECT_EQ(error.code(), "late");
    EXPECT_EQ(error.message(), "too late");
  }
}

TEST_F(GroovyTest, EndsWhatDoesNotEnd) {
  EXPECT_THAT(raised("while (true) {}"), StartsWith("ScriptLimitError: the script does not end"));
  EXPECT_THAT(raised("def f; f = { f() }; f()"), StartsWith("StackOverflowError"));
  EXPECT_THAT(raised("def s = 'x'; while (true) s += s"), StartsWith("ScriptLimitError"));
  EXPECT_THAT(raised("(1..2000000000).size()"), StartsWith("ScriptLimitError"));
  EXPECT_THAT(raised("def a = []; a << a; a"), StartsWith("NotSerializableException"));
  EXPECT_THAT(raised("def a = [1]; 60.times { a = [a, a] }; a"), StartsWith("ScriptLimitError"));
  EXPECT_THAT(raised("try { while (true) {} } catch (Throwable e) { 1 }"), StartsWith("ScriptLimitError"));
}

TEST_F(GroovyTest, RefusesWhatIsNotWellFormedWithItsPlace) {
  EXPECT_EQ(refused("def x = "), "4:18 expected a value, but found the end");
  EXPECT_EQ(refused("a\n  + * 2"), "5:5 expected a value, but found '*'");
  EXPECT_EQ(refused("'open"), "4:10 the text has no end");
  EXPECT_EQ(refused("\"${1\""), "4:14 the text has no end");
  EXPECT_EQ(refused("f(1"), "4:13 expected ')', but found the end");
  EXPECT_EQ(refused("1 = 2"), "4:12 only a variable, a member or an element can be assigned to");
  EXPECT_EQ(refused("class A {}"), "4:10 'class' is not supported in scripts");
  EXPECT_EQ(refused("def f(x) { x }"), "4:14 functions are not supported in scripts; declare a closure");
  EXPECT_THAT(refused(std::string(5000, '(') + "1"), HasSubstr("nested too deep"));
  EXPECT_THAT(refused(std::string(5000, '[')), HasSubstr("nested too deep"));
  EXPECT_THAT(refused(std::string(5000, '{')), HasSubstr("nested too deep"));
  EXPECT_THAT(refused(std::string(5000, '-') + "1"), HasSubstr("nested too deep"));
  std::string sum = "1";
  for (int i = 0; i < 5000; ++i) sum += "+1";
  EXPECT_THAT(refused(sum), HasSubstr("nested too deep"));
  std::string text = "1";
  for (int i = 0; i < 300; ++i) text = "\"${" + text + "}\"";
  EXPECT_THAT(refused(text), HasSubstr("nested too deep"));
}

TEST_F(GroovyTest, ReadsCasesPipelinesAndSettings) {
  EXPECT_EQ(run("状态A = false\n状态B = n == 5\n状态C = true", "groovy.cases"), model::Value(1));
  EXPECT_EQ(raised("a = false; b = null", "groovy.cases"),
            "IllegalStateException: no case: none of the conditions is true");
  EXPECT_EQ(run("from 1..6\nfilter { it % 2 == 0 }\nmap { it * 10 }\nlist", "groovy.pipeline"),
            model::Value(List{20, 40, 60}));
  EXPECT_EQ(run("from 3, 1, 3\ndelay 100\ndistinct\nsorted\nlimit 2", "groovy.pipeline"),
            model::Value(List{1, 3}));
  EXPECT_EQ(run("from input.items\nallMatch { it > 0 }", "groovy.pipeline"), model::Value(true));
  EXPECT_EQ(run("from orders; count", "groovy.pipeline"), model::Value(2));
  EXPECT_EQ(run("from 1..4; groupBy { it % 2 ? 'odd' : 'even' }", "groovy.pipeline"),
            model::Value(Object{{"odd", List{1, 3}}, {"even", List{2, 4}}}));
  EXPECT_EQ(run("url = \"http://$name\"\nmethod 'POST'\nbody([a: n])", "groovy.settings"),
            model::Value(Object{{"url", "http://rondo"}, {"method", "POST"}, {"body", Object{{"a", 5}}}}));
  EXPECT_EQ(raised("1", "groovy.boolean"), "IllegalArgumentException: a boolean is needed, not 1");
  EXPECT_EQ(run("n > 1", "groovy.boolean"), model::Value(true));
  EXPECT_EQ(raised("1.0", "groovy.integer"), "IllegalArgumentException: a whole number is needed, not 1.0");
}

}  // namespace
}  // namespace rondo::expression
