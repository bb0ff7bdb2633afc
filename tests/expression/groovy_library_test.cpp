// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/groovy_fixture.hpp"

namespace rondo::expression {
namespace {

using model::List;
using model::Object;

TEST_F(GroovyTest, MakesClosuresOfOthers) {
  check({{"def add = { a, b -> a + b }; add.curry(1)(2)", 3},
         {"def sub = { a, b -> a - b }; sub.rcurry(1)(5)", 4},
         {"def f = { a, b, c -> \"$a$b$c\" }; f.ncurry(1, 'x')('a', 'c')", "axc"},
         {"def twice = { it * 2 }; def next = { it + 1 }; [(twice >> next)(5), (twice << next)(5)]",
          List{11, 12}},
         {"def size = 'hello'.&size; size()", 5},
         {"['a', 'b'].collect('x'.&plus)", List{"xa", "xb"}},
         {"[3, 1].collect(Math.&abs)", List{3, 1}},
         {"def f = { int... all -> all.sum() }; f(1, 2, 3)", 6},
         {"def f = { first, Object... more -> first + more.size() }; f(1, 'a', 'b') + f(1)", 4},
         {"def f = { a, b -> a + b }; f(*[1, 2])", 3},
         {"def f = { Map m, x -> m.k + x }; f(k: 1, 2)", 3},
         {"def f = { it * 2 }.memoize(); f(4)", 8},
         {"{ a, b -> a }.maximumNumberOfParameters", 2},
         {"[a: 1, b: 2].with { a + b }", 3},
         {"[3, 1, 2].with { sort(); first() + it.size() }", 4},
         {"[:].tap { x = 1; put('y', 2) }", Object{{"x", 1}, {"y", 2}}},
         {"[].tap { add(1); add(2) }", List{1, 2}},
         {"def limit = 3; [n: 9].with { n > limit }", true}});
}

TEST_F(GroovyTest, ComputesWithDatesOfTheEnginesClock) {
  check({{"new Date().format('yyyy-MM-dd HH:mm:ss')", "2026-05-01 12:04:05"},
         {"(new Date() + 1).format('dd.MM.yyyy')", "02.05.2026"},
         {"new Date() - (new Date() - 7)", 7},
         {"Date.parse('yyyy-MM-dd', '2026-02-28').plus(1).format('yyyyMMdd')", "20260301"},
         {"Date.parse('dd/MM/yy HH:mm', '01/02/24 13:05').time", 1706792700000},
         {"new Date().time == System.currentTimeMillis()", true},
         {"new Date(0).format(\"yyyy-MM-dd'T'HH:mm\")", "1970-01-01T00:00"},
         {"LocalDate.now().plusMonths(1).toString()", "2026-06-01"},
         {"\"${LocalDate.of(2026, 1, 5)}\".toString()", "2026-01-05"},
         {"'' + (LocalDate.parse('2026-01-05') + 1)", "2026-01-06"},
         {"[LocalDate.of(2026, 1, 5)].toString()", "[2026-01-05]"},
         {"LocalDateTime.parse('2026-01-05T10:15:00').toString()", "2026-01-05T10:15"},
         {"'' + LocalDateTime.parse('2026-01-05T10:15:30.5').plusMinutes(1)", "2026-01-05T10:16:30.500"},
         {"LocalDate.of(2026, 1, 5).atStartOfDay().toString()", "2026-01-05T00:00"},
         {"LocalDateTime.parse('2026-01-05T10:15').toLocalDate().toString()", "2026-01-05"},
         {"Instant.parse('2026-01-05T10:15:00Z').toString()", "2026-01-05T10:15:00Z"},
         {"LocalDate.of(2026, 1, 5).class.toString()", "LocalDate"},
         {"LocalDate.of(2024, 2, 29).plusYears(1).format('yyyy-MM-dd')", "2025-02-28"},
         {"LocalDate.parse('2026-12-24').isAfter(LocalDate.now())", true},
         {"LocalDateTime.now().format(DateTimeFormatter.ofPattern('HH:mm'))", "12:04"},
         {"new Date().before(new Date() + 1) && new Date() < new Date() + 1", true},
         {"new Date().clearTime().format('HH:mm')", "00:00"},
         {"new Date() instanceof Date", true}});
  EXPECT_EQ(raised("Date.parse('yyyy-MM-dd', 'x')"), "ParseException: 'x' is no date as yyyy-MM-dd");
  EXPECT_EQ(raised("new Date().format('yyyy-QQ')"),
            "IllegalArgumentException: 'yyyy-QQ' is no pattern of a date");
}

TEST_F(GroovyTest, FormatsAsJavaDoes) {
  check({{"sprintf('%s is %d', 'x', 5)", "x is 5"},
         {"sprintf('%s-%s', ['a', 'b'])", "a-b"},
         {"String.format('%,d %+d %(d', 1234567, 5, -3)", "1,234,567 +5 (3)"},
         {"String.format('%2$s %1$s', 'a', 'b')", "b a"},
         {"String.format('[%-5s][%5s][%.2s]', 'ab', 'ä', 'xyz')", "[ab   ][    ä][xy]"},
         {"String.format('%.2f %08.3f %,.1f', 2.675, 3.14159, 12345.67)", "2.68 0003.142 12,345.7"},
         {"String.format('%x %X %04x %b %c %S', 255, 255, 10, true, 'c', 'up')", "ff FF 000a true c UP"},
         {"String.format('%e', 12345.678)", "1.234568e+04"},
         {"String.format('%tY-%<tm'.replace('%<', '%1$'), new Date())", "2026-05"},
         {"'%d%%'.format(5)", "5%"}});
  EXPECT_EQ(raised("sprintf('%d', 'x')"), "IllegalFormatConversionException: %d");
  EXPECT_EQ(raised("sprintf('%d')"), "MissingFormatArgumentException: %d");
  EXPECT_EQ(raised("sprintf('%q', 1)"), "UnknownFormatConversionException: %q");
}

TEST_F(GroovyTest, HasFurtherMethodsOfLists) {
  check(
      {{"[1, 2, 3].indices", List{0, 1, 2}},
       {"def l = [3, 1, 2]; l.sort(); l", List{1, 2, 3}},
       {"def l = [3, 1, 2]; l.sort(false); l", List{3, 1, 2}},
       {"def l = [3, 1, 2]; l.toSorted { -it } + l", List{3, 2, 1, 3, 1, 2}},
       {"['a', 'bb', 'cc'].countBy { it.size() }.collect { k, v -> k * v }", List{1, 4}},
       {"[1, 2, 3, 4].groupBy { it % 2 }.keySet().sum()", 1},
       {"[1, 2, 3, 4].groupBy({ it % 2 }, { it > 2 })",
        Object{{"1", Object{{"false", List{1}}, {"true", List{3}}}},
               {"0", Object{{"false", List{2}}, {"true", List{4}}}}}},
       {"[1, 2, 3].findIndexOf { it > 1 }", 1},
       {"[1, 2, 3].findIndexValues { it > 1 }", List{1, 2}},
       {"[1, 2].findResult { it > 1 ? 'yes' : null }", "yes"},
       {"[1, 2, 3].findResults { it > 1 ? it * 2 : null }", List{4, 6}},
       {"[1, 2, 3, 4].takeRight(2) + [1, 2, 3].dropRight(2) + [1, 2].init()", List{3, 4, 1, 1}},
       {"[1, 2, 3].intersect([2, 3, 4])", List{2, 3}},
       {"[1, 2].disjoint([3])", true},
       {"[1, 2, 1].lastIndexOf(1)", 2},
       {"[1, 2].sum(10)", 13},
       {"[1, 2].sum(10) { it * 2 }", 16},
       {"[1, 2, 3, 4].average()", 2.5},
       {"[[1, 2], ['a', 'b']].combinations()", List{List{1, "a"}, List{2, "a"}, List{1, "b"}, List{2, "b"}}},
       {"[1, [2, [3]]].collectNested { it * 2 }", List{2, List{4, List{6}}}},
       {"def r = []; [1, 2].reverseEach { r << it }; r", List{2, 1}},
       {"['b', 'a', 'c'].max() + ['b', 'a'].min { it }", "ca"},
       {"[1, 2, 3, 4].unique { a, b -> a % 2 <=> b % 2 }", List{1, 2}},
       {"def l = [1, 2, 3]; l.retainAll { it > 1 }; l.swap(0, 1)", List{3, 2}},
       {"[1, 'a', 2.5, null].grep(Number)", List{1, 2.5}},
       {"[1, 5, 9].grep(4..9)", List{5, 9}},
       {"def s = [1, 2, 2] as Set; s << 2 << 3; s.size()", 3},
       {"([1, 2] as Set) == ([2, 1] as Set)", true},
       {"[3, 1].collect([0]) { it + 1 }", List{0, 4, 2}},
       {"def l = [1, 2]; l.reverse(true); l", List{2, 1}},
       {"[1, 2, 3].stream().filter { it > 1 }.map { it * 2 }.toList()", List{4, 6}},
       {"\"${1..3}\"", "1..3"},
       {"def r = 1..3; [r.from, r.to, r instanceof Range]", List{1, 3, true}}});
}

TEST_F(GroovyTest, HasFurtherMethodsOfMaps) {
  check({{"def m = [:].withDefault { 0 }; 'hello'.each { m[it]++ }; m",
          Object{{"h", 1}, {"e", 1}, {"l", 2}, {"o", 1}}},
         {"def m = [:].withDefault { [] }; m.a << 1; m.a << 2; m", Object{{"a", List{1, 2}}}},
         {"def m = [:]; m.computeIfAbsent('a') { [] } << 1; m.computeIfAbsent('a') { [] } << 2; m",
          Object{{"a", List{1, 2}}}},
         {"def m = [a: 1]; m.merge('a', 5) { x, y -> x + y }; m.merge('b', 2) { x, y -> x }; m",
          Object{{"a", 6}, {"b", 2}}},
         {"[b: 1, a: 2].sort()", Object{{"a", 2}, {"b", 1}}},
         {"[b: 1, a: 2].sort { a, b -> a.value <=> b.value }.keySet().first()", "b"},
         {"[a: 1, b: 2].max { it.value }.key", "b"},
         {"[a: 1, b: 2].collectEntries { k, v -> [(v): k] }[2]", "b"},
         {"[1: 'a', 2: 'b'].collect { k, v -> k + 1 }", List{2, 3}},
         {"[a: 1, b: 2, c: 3].subMap(['a', 'c'])", Object{{"a", 1}, {"c", 3}}},
         {"[a: 1, b: 2].take(1) + [c: 3].drop(1)", Object{{"a", 1}}},
         {"def m = [a: 1, b: 2]; m.removeAll { k, v -> v > 1 }; m", Object{{"a", 1}}},
         {"def m = [a: 1, b: 2]; m.retainAll { k, v -> v > 1 }; m", Object{{"b", 2}}},
         {"def s = ''; [a: 1].eachWithIndex { k, v, i -> s += k + v + i }; s", "a10"},
         {"def s = ''; [a: 1].eachWithIndex { e, i -> s += e.key + i }; s", "a0"},
         {"[a: 1, b: 2].groupBy { it.value > 1 }[true]", Object{{"b", 2}}},
         {"[a: 1, b: 2].count { k, v -> v > 1 }", 1},
         {"[a: [b: [c: 1]]].a?.b?.c", 1},
         {"def m = new TreeMap([b: 1]); m.a = 2; m.keySet().join()", "ab"},
         {"def m = [a: 1]; m.each { it.value = 5 }; m.each { e -> e.setValue(e.value + 1) }; m",
          Object{{"a", 6}}},
         {"def m = [a: 1]; m.get('x', 5); m", Object{{"a", 1}, {"x", 5}}}});
}

TEST_F(GroovyTest, HasFurtherMethodsOfTextsAndNumbers) {
  check({{"'banana'.count('an')", 2},
         {"'abc'.takeRight(2) + 'abc'.dropRight(2)", "bca"},
         {"'a-b'.takeBefore('-') + 'a-b'.takeAfter('-')", "ab"},
         {"'''  a\n    b'''.stripIndent()", "a\n  b"},
         {"'''|a\n   |b'''.stripMargin()", "a\nb"},
         {"'hello'.tr('el', 'ip')", "hippo"},
         {"'user:pässword'.bytes.encodeBase64().toString()", "dXNlcjpww6Rzc3dvcmQ="},
         {"new String('aGk='.decodeBase64())", "hi"},
         {"URLEncoder.encode('a b&ä', 'UTF-8')", "a+b%26%C3%A4"},
         {"'hello'.toList().unique().size()", 4},
         {"def b = new StringBuilder(); b << 'a'; b.append('b').append(1); b.insert(0, '<'); b.toString()",
          "<ab1"},
         {"def b = new StringBuilder('abc'); \"${b.reverse()}\" + b.length()", "cba3"},
         {"def s = ''; 1.upto(3) { s += it }; 3.downto(1) { s += it }; 0.step(6, 2) { s += it }; s",
          "123321024"},
         {"10 / 3", 3.3333333333},
         {"2 / 3", 0.6666666667},
         {"1 / 1024", 0.0009765625},
         {"7.5.setScale(0, RoundingMode.HALF_EVEN)", 8.0},
         {"2.345.setScale(2, BigDecimal.ROUND_DOWN)", 2.34},
         {"10.divide(3, 2, RoundingMode.HALF_UP)", 3.33},
         {"3.7.trunc() + 5.power(2) + -3.signum()", 27.0},
         {"16 >> 2", 4},
         {"~5", -6},
         {"(int) 3.7 + (String) 5", "35"},
         {"Integer.parseInt('ff', 16) + Integer.toString(255, 2)", "25511111111"},
         {"groovy.json.JsonOutput.toJson([java.util.Objects.isNull(null)])", "[true]"},
         {"Objects.requireNonNull('x') + String.join('-', 'a', 'b')", "xa-b"},
         {"Collections.max([1, 3, 2]) + Arrays.asList(1, 2).size()", 5},
         {"Map<String, List<Integer>> m = [:]; m.a = [1]; m", Object{{"a", List{1}}}},
         {"List<Integer> l = new ArrayList<>(); l << 1; l", List{1}}});
}

TEST_F(GroovyTest, TellsIndexesThatAreOutside) {
  EXPECT_EQ(raised("[1, 2].get(9)"), "IndexOutOfBoundsException: index 9 of 2 elements");
  EXPECT_EQ(raised("[1, 2].get(-1)"), "IndexOutOfBoundsException: index -1 of 2 elements");
  EXPECT_EQ(run("[1, 2].getAt(-1)"), model::Value(2));
}

TEST_F(GroovyTest, ThrowsAndCatchesByFamilies) {
  check(
      {{"try { 'x' as Integer } catch (IllegalArgumentException e) { e.class.simpleName }",
        "NumberFormatException"},
       {"try { nothing } catch (GroovyRuntimeException e) { 'missing' }", "missing"},
       {"try { throw new FileNotFoundException('f') } catch (IOException e) { e.message }", "f"},
       {"try { try { throw new IOException('f') } catch (RuntimeException e) { 1 } } catch (Exception e) { 2 "
        "}",
        2},
       {"try { throw new RuntimeException('outer', new IOException('inner')) } catch (e) { e.cause.message }",
        "inner"},
       {"try { throw new RuntimeException(new IOException('inner')) } catch (e) { [e.message, "
        "e.cause.message] }",
        List{"IOException: inner", "inner"}},
       {"try { (1..3) << 4 } catch (UnsupportedOperationException e) { 'fixed' }", "fixed"},
       {"try { assert n == 6 } catch (AssertionError e) { e.message }", "assertion failed: n == 6"},
       {"def f = { try { return 'tried' } finally { n = 7 } }; f() + n", "tried7"}});
}

TEST_F(GroovyTest, RefusesWhatItDoesNotKnowWithItsPlace) {
  EXPECT_EQ(refused("def a = 1\nnew File('x')"), "5:5 unknown class 'File'");
  EXPECT_EQ(refused("public int f() { 1 }"), "4:10 'public' is not supported in scripts");
  EXPECT_EQ(refused("import java.util.regex.Pattern"), "4:10 'import' is not supported in scripts");
  EXPECT_EQ(refused("a === b"), "4:14 expected a value, but found '='");
  EXPECT_EQ(refused("try (x) { }"), "4:14 expected '{', but found '('");
  EXPECT_EQ(refused("x > 1", "groovy.cases"), "4:12 a case is written as NAME = condition");
  EXPECT_EQ(refused("", "groovy.cases"), "4:10 there is no case: NAME = condition");
  EXPECT_THAT(refused("from 1..3\nmapp { it }", "groovy.pipeline"),
              testing::StartsWith("5:1 a pipeline has no step 'mapp'; there are from, filter, map"));
  EXPECT_EQ(refused("filter { it }", "groovy.pipeline"), "4:10 a pipeline begins with 'from'");
  EXPECT_EQ(refused("@Field x"), "4:10 unexpected character '@'");
}

}  // namespace
}  // namespace rondo::expression
