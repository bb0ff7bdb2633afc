// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/groovy_fixture.hpp"

namespace rondo::expression {
namespace {

using model::List;
using model::Object;
using testing::HasSubstr;

TEST_F(GroovyTest, FindsPatternsAndTheirGroups) {
  check({{"def m = 'abc-12 de-34' =~ /(\\w+)-(\\d+)/; [m[0][1], m[1][2], m.size(), m.count]",
          List{"abc", "34", 2, 2}},
         {"def m = 'a1b22' =~ /\\d+/; m[1]", "22"},
         {"def m = 'k=v' =~ /(\\w)=(\\w)/; m.find() ? m.group(1) + m.group(2) : 'none'", "kv"},
         {"def m = 'k=v' =~ /(\\w)=(\\w)/; if (m.matches()) m.group(2)", "v"},
         {"def m = 'k=v' =~ /(\\w)=(\\w)/; m ? m.group(0) : ''", "k=v"},
         {"def m = 'a1b2' =~ /[a-z](\\d)/; def s = ''; while (m.find()) s += m.group(1); s", "12"},
         {"def (all, key, value) = ('k=v' =~ /(\\w)=(\\w)/)[0]; all + key + value", "k=vkv"},
         {"('a1b2' =~ /([a-z])(\\d)/).collect { whole, a, b -> b + a }", List{"1a", "2b"}},
         {"def m = 'id: 7' =~ /(?<name>\\w+): (?<number>\\d)/; m.find(); m.group('number')", "7"},
         {"'x' =~ /y/", false},
         {"'xyx' =~ /y/", true},
         {"('x' =~ /y/) ? 1 : 2", 2},
         {"def m = 'ab' =~ /b/; [m.start(), m.end(), m.groupCount()]", List{1, 2, 0}}});
  EXPECT_EQ(raised("('x' =~ /y/).group()"), "IllegalStateException: No match found");
}

TEST_F(GroovyTest, MatchesAsJavaDoes) {
  check({{"'abc' ==~ /[a-c]+/", true},
         {"'abcd' ==~ /[a-c]+/", false},
         {"'HELLO' ==~ /(?i)hello/", true},
         {"'a\\nb' ==~ /(?s)a.b/", true},
         {"'状态码' ==~ /.{3}/", true},
         {"'状态1' =~ /[一-龥]+/ ? 'han' : ''", "han"},
         {"('状态1' =~ /\\d/).start()", 2},
         {"'a.b' ==~ /\\Qa.b\\E/", true},
         {"'a-b_c' ==~ /[\\w-]+/", true},
         {"'état' ==~ /\\p{L}+/", true},
         {"def p = ~/a+/; [p.matcher('aa').matches(), 'xaa' ==~ p, 'aa' ==~ p]", List{true, false, true}},
         {"['apple', 'bee', 'axe'].grep(~/a.*/)", List{"apple", "axe"}},
         {"def n = 'b'; 'abc' ==~ /a${n}c/", true}});
}

TEST_F(GroovyTest, LooksBehindAndRefersBackwards) {
  check({{"'aa' ==~ /(a)\\1/", true},
         {"'ab' ==~ /(a)\\1/", false},
         {"'a' ==~ /\\1(a)/", false},
         {"'Aa' ==~ /(?i)(a)\\1/", true},
         {"('a \"b\" c' =~ /(['\"])(.*?)\\1/)[0][2]", "b"},
         {"'the the end'.replaceAll(/\\b(\\w+) \\1\\b/, '$1')", "the end"},
         {"'2026-01-01' ==~ /(?<n>\\d\\d)26-(\\d+)-\\2/", true},
         {"'xyxy' ==~ /(?<pair>xy)\\k<pair>/", true},
         {"'aa0' ==~ /(a)\\10/", true},
         {"'price: 12 EUR, 7 USD'.find(/(?<=, )\\d+/)", "7"},
         {"'1234567'.replaceAll(/(?<=\\d)(?=(\\d{3})+$)/, ',')", "1,234,567"},
         {"'a1b2'.findAll(/(?<!a)\\d/)", List{"2"}},
         {"'状态1 码2'.findAll(/(?<=码)\\d/)", List{"2"}},
         {"'aaa' ==~ /a++a/", false},
         {"'aaab' ==~ /(?>a+)b/", true},
         {"'aaa' ==~ /(?>a+)a/", false},
         {"'\"a\"' ==~ /\"[^\"]*+\"/", true},
         {"'' ==~ /(a*)*\\1/", true},
         {"'ab12'.split(/(?<=[a-z])(?=\\d)/)", List{"ab", "12"}},
         {"'a{2}' ==~ /a\\{2\\}(?<!x)/", true},
         {"'xaaay' ==~ /x(a){2,3}?\\1*+y/", true}});
  EXPECT_THAT(raised("'a' ==~ /(a)\\2/"), HasSubstr("PatternSyntaxException"));
  EXPECT_THAT(raised("'a' ==~ /(?<=a/"), HasSubstr("PatternSyntaxException"));
  EXPECT_THAT(raised("('a' * 40) ==~ /((a+)+)+\\1b/"), HasSubstr("takes too long"));
}

TEST_F(GroovyTest, ReplacesWhatPatternsFind) {
  check({{"'a1b22'.replaceAll(/\\d+/) { '<' + it + '>' }", "a<1>b<22>"},
         {"'k=v'.replaceAll(/(\\w)=(\\w)/) { all, k, v -> v + k }", "vk"},
         {"'John Smith'.replaceAll(/(\\w+) (\\w+)/, '$2, $1')", "Smith, John"},
         {"'ab'.replaceAll(/(?<x>a)/, '${x}${x}')", "aab"},
         {"'a1b2'.replaceFirst(/\\d/, '#')", "a#b2"},
         {"'a$b'.replaceAll(/\\$/, '\\\\$\\\\$')", "a$$b"},
         {"'a1b2'.find(/\\d/)", "1"},
         {"'a1b2'.find(/([a-z])(\\d)/) { all, a, n -> n }", "1"},
         {"'a1b2'.findAll(/\\d/)", List{"1", "2"}},
         {"'a1b2'.findAll(/([a-z])(\\d)/) { all, a, n -> a * n.toInteger() }", List{"a", "bb"}},
         {"def s = []; 'a1b2'.eachMatch(/\\d/) { s << it }; s", List{"1", "2"}},
         {"'a1b22c'.split(/\\d+/)", List{"a", "b", "c"}},
         {"'a,b,c'.split(',', 2)", List{"a", "b,c"}},
         {"'abc'.split('')", List{"a", "b", "c"}}});
  EXPECT_EQ(raised("'a'.replaceAll(/a/, '$1')"), "IndexOutOfBoundsException: there is no group 1");
}

TEST_F(GroovyTest, ChoosesByRangesClassesPatternsAndClosures) {
  const auto chosen = [&](const char* subject) {
    return run(
        std::string("switch (") + subject +
        ") { case 1..5: return 'few'; case ~/a.*/: return 'a'; case { it instanceof Number && it > 90 }: "
        "return 'many'; case [7, 'x']: return 'listed'; case Integer: return 'whole'; case null: return "
        "'nothing'; case [k: true]: return 'key'; case List: return 'list'; default: return 'other' }");
  };
  EXPECT_EQ(chosen("3"), model::Value("few"));
  EXPECT_EQ(chosen("'abc'"), model::Value("a"));
  EXPECT_EQ(chosen("95"), model::Value("many"));
  EXPECT_EQ(chosen("7"), model::Value("listed"));
  EXPECT_EQ(chosen("8"), model::Value("whole"));
  EXPECT_EQ(chosen("null"), model::Value("nothing"));
  EXPECT_EQ(chosen("'k'"), model::Value("key"));
  EXPECT_EQ(chosen("[1]"), model::Value("list"));
  EXPECT_EQ(chosen("'b'"), model::Value("other"));
}

}  // namespace
}  // namespace rondo::expression
