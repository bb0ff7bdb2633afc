// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/groovy_fixture.hpp"

namespace rondo::expression {
namespace {

using model::List;
using model::Object;

TEST_F(GroovyTest, HasMethodsThatArrangeElements) {
  check({{"['a', 'b'].withIndex().collect { v, i -> v * (i + 1) }", List{"a", "bb"}},
         {"['a', 'b'].indexed(1)", Object{{"1", "a"}, {"2", "b"}}},
         {"[1, 2, 3].collate(2)", List{List{1, 2}, List{3}}},
         {"[1, 2, 3].collate(2, 1)", List{List{1, 2}, List{2, 3}, List{3}}},
         {"[[1, 2], [3, 4, 5]].transpose()", List{List{1, 3}, List{2, 4}}},
         {"[1, 2, 3].split { it > 1 }", List{List{2, 3}, List{1}}},
         {"[1, 2, 1].dropWhile { it < 2 }", List{2, 1}},
         {"(1..10).step(4)", List{1, 5, 9}},
         {"[a: 1, b: 2].inject('') { all, k, v -> all + k + v }", "a1b2"}});
  EXPECT_EQ(raised("[1].collate(0)"), "IllegalArgumentException: a number above 0 is needed");
}

TEST_F(GroovyTest, HasTheMethodsOfLists) {
  check({{"[3, 1, 2].sort()", List{1, 2, 3}},
         {"[3, 1, 2].sort { a, b -> b <=> a }", List{3, 2, 1}},
         {"['bb', 'a'].sort { it.size() }", List{"a", "bb"}},
         {"[1, 2, 3].collect { it * 2 }", List{2, 4, 6}},
         {"[1, 2, 3].find { it > 1 }", 2},
         {"[1, 2, 3].findAll { it > 1 }", List{2, 3}},
         {"[1, 2].any { it > 1 }", true},
         {"[1, 2].every { it > 1 }", false},
         {"[1, 2, 3].inject(10) { sum, x -> sum + x }", 16},
         {"[1, 2, 3].sum()", 6},
         {"orders.sum { it.price }", 12.5},
         {"[4, 2, 9].max() - [4, 2, 9].min()", 7},
         {"orders.max { it.price }.id", "a"},
         {"[1, 2].join('-')", "1-2"},
         {"[1, 2, 2, 3].unique()", List{1, 2, 3}},
         {"[1, 2, 3].reverse()", List{3, 2, 1}},
         {"[1, 2, 3].take(2) + [1, 2, 3].drop(2)", List{1, 2, 3}},
         {"[1, 2, 3] - [2]", List{1, 3}},
         {"[1, [2, [3]]].flatten()", List{1, 2, 3}},
         {"[1, 2, 3].groupBy { it % 2 }", Object{{"1", List{1, 3}}, {"0", List{2}}}},
         {"['a', 'b'].collectEntries { [it, it * 2] }", Object{{"a", "aa"}, {"b", "bb"}}},
         {"[1, 2, 3].first() + [1, 2, 3].last()", 4},
         {"[1, 2].contains(2) && ![].size() && [].isEmpty()", true},
         {"def l = [1, 2]; l.add(3); l.remove(0); l", List{2, 3}},
         {"def r = []; [5, 6].eachWithIndex { x, i -> r << x * i }; r", List{0, 6}},
         {"(1..3).collect { it }", List{1, 2, 3}},
         {"(1..<3).toList()", List{1, 2}},
         {"(3..1).toList()", List{3, 2, 1}},
         {"(9007199254740993..9007199254740994).size()", 2},
         {"(9223372036854775806..9223372036854775807).size()", 2}});
}

TEST_F(GroovyTest, HasTheMethodsOfMaps) {
  check({{"[a: 1, b: 2].collect { k, v -> k + v }", List{"a1", "b2"}},
         {"[a: 1, b: 2].findAll { k, v -> v > 1 }", Object{{"b", 2}}},
         {"[a: 1].collect { it.key + it.value }", List{"a1"}},
         {"[a: 1, b: 2].keySet().join(',')", "a,b"},
         {"[a: 1, b: 2].values().sum()", 3},
         {"[a: 1].containsKey('a')", true},
         {"[a: 1].get('b', 7)", 7},
         {"def m = [a: 1]; m.put('b', 2); m.remove('a'); m", Object{{"b", 2}}},
         {"[a: 1] + [b: 2]", Object{{"a", 1}, {"b", 2}}},
         {"def s = 0; [a: 1, b: 2].each { k, v -> s += v }; s", 3},
         {"[(name): 1, 'x y': 2, 3: 4]", Object{{"rondo", 1}, {"x y", 2}, {"3", 4}}},
         {"[b: 1, a: 2].sort { it.value }", Object{{"b", 1}, {"a", 2}}}});
}

TEST_F(GroovyTest, HasTheMethodsOfTexts) {
  check({{"' a '.trim().length()", 1},
         {"'状态'.size()", 2},
         {"'äb'.toUpperCase()", "ÄB"},
         {"'a,b,,'.split(',')", List{"a", "b"}},
         {"'a.b:.c'.tokenize('.:')", List{"a", "b", "c"}},
         {"'00'.tokenize('.')", List{"00"}},
         {"'a1b22c'.split(/\\d+/)", List{"a", "b", "c"}},
         {"'a.b'.replace('.', '-')", "a-b"},
         {"'a1b2'.replaceAll(/[0-9]/, '#')", "a#b#"},
         {"'hello'.substring(1, 3)", "el"},
         {"'hello'.indexOf('l')", 2},
         {"'12'.toInteger() + 1", 13},
         {"'1.5'.toDouble()", 1.5},
         {"'7'.padLeft(3, '0')", "007"},
         {"'%s=%05.2f'.format('x', 3.14159)", "x=03.14"},
         {"String.format('%d%%', 5)", "5%"},
         {"'abc'.matches('[a-c]*') && 'abc'.startsWith('a') && 'abc'.endsWith('c')", true},
         {"'ab'.collect { it + '!' }", List{"a!", "b!"}}});
}

TEST_F(GroovyTest, HasMathJsonAndAssert) {
  check({{"Math.max(1, 2) + Math.abs(-3)", 5},
         {"Math.round(2.5)", 3},
         {"JSON.parse('{\"a\": [1]}').a[0]", 1},
         {"JSON.string([a: 1])", R"({"a":1})"},
         {"Integer.parseInt('5') + Integer.MAX_VALUE", 2147483652},
         {"'5' as int", 5},
         {"5 instanceof Integer && !('x' instanceof Number)", true},
         {"println 'x'\nlog.info('y')\n1", 1}});
  EXPECT_EQ(raised("Assert.notNull(null, 'empty')"), "AssertionError: empty");
  EXPECT_EQ(raised("'x'.toInteger()"), "NumberFormatException: 'x' is no number");
  EXPECT_EQ(raised("'a'.matches('(')"), "PatternSyntaxException: '(' is no pattern");
}

// Whatever is cut out of or put into a script, it is refused or runs.
TEST_F(GroovyTest, SurvivesTruncatedAndMutatedScripts) {
  const std::string script =
      "def sum = 0\nfor (o in orders) { sum += o.price ?: 0 }\n"
      "def f = { a, b = [x: 1] -> \"$a ${b.x + n}\" }\n"
      "try { assert sum > 1 : 'low' } catch (AssertionError e) { return e.message } finally { n++ }\n"
      "switch (name) { case ['a', 'rondo']: sum = -sum; break\n default: throw new Exception('no') }\n"
      "while (sum < 3) sum++\nif (input?.skip) { [sum, f(1), 'x'.padLeft(3)] } else input.items*.size()";
  EXPECT_EQ(run(script), model::Value(List{3.5, "1 7", "  x"}));
  const std::string insertions = "(){}[]'\"$\\;:.,?+-*/=<>!|&0aé\n";
  std::size_t refusals = 0, runs = 0;
  const auto attempt = [&](const std::string& text) {
    try {
      (void)run(text);
      ++runs;
    } catch (const Error&) {
      ++refusals;
    }
  };
  for (std::size_t i = 0; i < script.size(); ++i) {
    attempt(script.substr(0, i));
    attempt(script.substr(i));
    std::string without = script;
    attempt(without.erase(i, 1 + i % 3));
    std::string with = script;
    attempt(with.insert(i, 1, insertions[i % insertions.size()]));
  }
  EXPECT_GT(refusals, 800u);
  EXPECT_GT(runs, 50u);
}

}  // namespace
}  // namespace rondo::expression
