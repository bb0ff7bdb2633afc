// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/expression_fixture.hpp"

#include <thread>

namespace rondo::expression {
namespace {

using model::List;
using model::Object;
using model::Value;
using testing::ElementsAre;
using testing::HasSubstr;

class Texts : public ExpressionTest {};

TEST_F(Texts, AreConstantWithoutExpressions) {
  EXPECT_EQ(evaluate("no expression"), Value("no expression"));
  EXPECT_EQ(evaluate(""), Value(""));
  EXPECT_EQ(evaluate("costs $5 {net} # 3"), Value("costs $5 {net} # 3"));
  EXPECT_TRUE(compile({Kind::Text, "x", {}, {}, {}}, names)->is_constant());
  EXPECT_TRUE(compile({Kind::Text, "${1 + 2 * 3}", {}, {}, {}}, names)->is_constant());
  EXPECT_FALSE(compile({Kind::Text, "${a}", {}, {}, {}}, names)->is_constant());
}

TEST_F(Texts, KeepTheTypeOfASingleExpression) {
  EXPECT_EQ(evaluate("${a}"), Value(5));
  EXPECT_EQ(evaluate("#{list}"), Value(List{1, 2, 3}));
  EXPECT_EQ(evaluate(" ${a}"), Value(" 5"));
}

TEST_F(Texts, JoinTheirParts) {
  EXPECT_EQ(evaluate("abc${a}def"), Value("abc5def"));
  EXPECT_EQ(evaluate("${a}#{b}${none}${yes}"), Value("52.5true"));
  EXPECT_EQ(evaluate("${list} ${order.items}"), Value("[1,2,3] [{\"sku\":\"x1\"}]"));
  EXPECT_EQ(evaluate("R3/${date}/PT1H"), Value("R3/1970-01-01T00:00:00Z/PT1H"));
  EXPECT_EQ(evaluate("${1}${2}"), Value("12"));
}

TEST_F(Texts, FindTheEndOfAnExpressionBehindBracesAndQuotes) {
  EXPECT_EQ(evaluate("<${'}'}>"), Value("<}>"));
  EXPECT_EQ(evaluate("${{a: {b: '}'}}.a.b}!"), Value("}!"));
  EXPECT_EQ(evaluate("${\"it's\"} ${'say \\'hi\\''}"), Value("it's say 'hi'"));
  EXPECT_EQ(evaluate("${'${'}"), Value("${"));
}

TEST_F(Texts, WriteTheSignItselfBehindABackslash) {
  EXPECT_EQ(evaluate("\\${a}"), Value("${a}"));
  EXPECT_EQ(evaluate("\\#{a} ${a}"), Value("#{a} 5"));
  EXPECT_EQ(evaluate("\\\\${a}"), Value("\\5"));
  EXPECT_EQ(evaluate("C:\\dir\\"), Value("C:\\dir\\"));
}

TEST_F(Texts, UnderstandEscapesInLiterals) {
  EXPECT_EQ(evaluate("${'\\u00e9\\n\\t\\\\\\u0041'}"), Value("é\n\t\\A"));
  EXPECT_EQ(evaluate("${'\\uD83D\\uDE00'}"), Value("\xF0\x9F\x98\x80"));
  EXPECT_THAT(failure("${'\\d'}"), HasSubstr("unknown escape in a text literal"));
  EXPECT_THAT(failure("${'\\u12'}"), HasSubstr("four hexadecimal digits"));
  EXPECT_THAT(failure("${'\\uD83D'}"), HasSubstr("half a character"));
}

TEST_F(Texts, SayWhatWasExpected) {
  EXPECT_EQ(failure("${(a + 1}"), "expected ')' but found '}' @8");
  EXPECT_EQ(failure("(a + 1", Kind::Value), "expected ')' but found end of text @6");
  EXPECT_EQ(failure("${a +}"), "expected an expression but found '}' @5");
  EXPECT_EQ(failure("${}"), "expected an expression but found '}' @2");
  EXPECT_EQ(failure("", Kind::Condition), "expected an expression but found end of text @0");
  EXPECT_EQ(failure("x ${a"), "'${' without '}' @2");
  EXPECT_EQ(failure("${'abc}"), "a text literal without closing quote @2");
  EXPECT_EQ(failure("${a ~ b}"), "unexpected character '~' @4");
  EXPECT_EQ(failure("${a b}"), "expected '}' but found 'b' @4");
  EXPECT_EQ(failure("a b", Kind::Value), "expected end of text but found 'b' @2");
  EXPECT_EQ(failure("${a ? 1}"), "expected ':' but found '}' @7");
  EXPECT_EQ(failure("${f(1 2)}"), "expected ',' or ')' but found '2' @6");
  EXPECT_EQ(failure("${a.}"), "expected the name of a property but found '}' @4");
  EXPECT_EQ(failure("${eq}"), "expected an expression but found 'eq' @2");
  EXPECT_EQ(failure("${1e999}"), "'1e999' is too large a number @2");
}

TEST_F(Texts, TellTheElementAndPlaceOfAnError) {
  const model::ExpressionSource source{Kind::Condition, "${amount > 1}", {}, {12, 3}, "flow_1"};
  const auto compiled = compile(source, names);
  try {
    (void)compiled->evaluate(environment);
    FAIL();
  } catch (const ExpressionError& error) {
    EXPECT_EQ(error.text(), "${amount > 1}");
    EXPECT_EQ(error.offset(), 2u);
    EXPECT_EQ(error.element_id(), "flow_1");
    EXPECT_EQ(error.where(), (model::SourcePosition{12, 3}));
    EXPECT_EQ(error.message(), "unknown variable 'amount'");
  }
}

TEST_F(Texts, OfConditionsAndValuesNeedNoBraces) {
  EXPECT_EQ(evaluate("a < 6", Kind::Condition), Value(true));
  EXPECT_EQ(evaluate("name.contains(\"nn\")", Kind::Condition), Value(true));
  EXPECT_EQ(evaluate(" true\n", Kind::Condition), Value(true));
  EXPECT_EQ(evaluate("\n  ${a == 5}\n", Kind::Condition), Value(true));
  EXPECT_EQ(evaluate("5", Kind::Value), Value(5));
  EXPECT_EQ(evaluate("a ${a}", Kind::Value), Value("a 5"));
}

TEST_F(Texts, GiveHostObjectsToWhoAsksForThem) {
  const auto compiled = compile({Kind::Text, "${paint.self}", {}, {}, {}}, names);
  EXPECT_EQ(compiled->evaluate_operand(environment).object, &environment.bean);
}

TEST_F(Texts, ListTheVariablesTheyRead) {
  const auto read = [this](const std::string& text) {
    std::vector<std::string> result;
    const auto compiled = compile({Kind::Text, text, {}, {}, {}}, names);
    for (const model::NameId id : compiled->reads()) result.push_back(names.text(id));
    std::sort(result.begin(), result.end());
    if (compiled->reads_more()) result.emplace_back("...");
    return result;
  };
  EXPECT_THAT(read("${a + order.total > a ? name : 1}"), ElementsAre("a", "name", "order"));
  EXPECT_THAT(read("${x = y}"), ElementsAre("y"));
  EXPECT_THAT(read("${vars:get(z)} ${vars:exists('q')}"), ElementsAre("q", "z"));
  EXPECT_THAT(read("${execution.getVariable('v') > 1}"), ElementsAre("execution", "v"));
  EXPECT_THAT(read("${bean.check(execution)}"), ElementsAre("bean", "execution", "..."));
}

class Scripts : public ExpressionTest {};

TEST_F(Scripts, RunStatementByStatement) {
  EXPECT_EQ(evaluate("sum = a + 1\nsum * 2", Kind::Script), Value(12));
  EXPECT_EQ(evaluate("x = 1; y = x + 1;\n\n x + y;", Kind::Script), Value(3));
  EXPECT_EQ(evaluate("x = a\n(x + 1) * 2", Kind::Script), Value(12));
  EXPECT_EQ(evaluate("a +\n1", Kind::Script), Value(6));
  EXPECT_EQ(evaluate(" ;\n", Kind::Script), Value());
  EXPECT_EQ(evaluate("${x = 1; x + 1}", Kind::Script), Value(2));
}

TEST_F(Scripts, AreTextsWhenTheyHaveExpressionsInThem) {
  EXPECT_EQ(evaluate("Hello ${name}, that makes ${a}.", Kind::Script), Value("Hello Anna, that makes 5."));
  EXPECT_EQ(evaluate("\n${a + 1}\n", Kind::Script), Value(6));
  EXPECT_EQ(evaluate("${x = 1}\n${x + 1}", Kind::Script), Value(2));
  EXPECT_EQ(evaluate("${a} ${b}", Kind::Script), Value("5 2.5"));
}

class Feel : public ExpressionTest {
 protected:
  void expect(const Cases& cases) {
    for (const auto& [text, expected] : cases) EXPECT_EQ(evaluate(text, Kind::Value), expected) << text;
  }
};

TEST_F(Feel, IsUnderstoodWhereItIsLikeUel) {
  expect({{"= a > 3 and name = \"Anna\"", true},
          {"=x", nullptr},
          {"=if a > 9 then \"big\" else \"small\"", "small"},
          {"=if unknown then 1 else 2", 2},
          {"= not(a = 5)", false},
          {"=[1, a]", List{1, 5}},
          {"={id: a, \"n\": name}", Object{{"id", 5}, {"n", "Anna"}}},
          {"=list[1]", 1},
          {"=list[-1]", 3},
          {"=order.items[1].sku", "x1"},
          {"=\"n\" + string(a)", "n5"},
          {"=count(list) = 3", true},
          {"=contains(name, \"nn\")", true},
          {"=sum(list)", 6},
          {"=max(1, 7, 3)", 7},
          {"=append(list, 4)", List{1, 2, 3, 4}}});
  EXPECT_TRUE(is_native_language("feel"));
  EXPECT_EQ(compile({Kind::Text, "a + 1", "feel", {}, {}}, names)->evaluate(environment), Value(6));
}

TEST_F(Feel, GivesNullForWhatIsMissingOrDoesNotFit) {
  expect({{"=unknown.part", nullptr},
          {"=unknown = null", true},
          {"=unknown > 3", nullptr},
          {"=unknown > 3 or true", true},
          {"=unknown > 3 and false", false},
          {"=unknown and true", nullptr},
          {"=a + \"x\"", nullptr},
          {"=a / 0", nullptr},
          {"=a = \"5\"", nullptr},
          {"=-name", nullptr},
          {"=not(unknown)", nullptr},
          {"=list[9]", nullptr},
          {"=list[0]", nullptr},
          {"=order.none", nullptr}});
}

TEST_F(Feel, RefusesWhatItWouldGetWrong) {
  EXPECT_THAT(failure("=list[item > 2]", Kind::Value), HasSubstr("filters of FEEL are not supported"));
  EXPECT_THAT(failure("=for x in list return x", Kind::Value), HasSubstr("FEEL's 'for' is not supported"));
  EXPECT_THAT(failure("=some x in list satisfies x > 1", Kind::Value), HasSubstr("FEEL's 'some'"));
}

class Hostile : public ExpressionTest {};

TEST_F(Hostile, NestingIsRefused) {
  for (const char* part : {"(", "!", "-", "[", "a[", "empty ", "a ? ", "f(", "a = ", "{k:", "not ", "1 + (",
                           "a ? 1 : ", "vars:get((", "a.b("}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += part;
    EXPECT_THAT(failure(text, Kind::Value), HasSubstr("nested more than 200 deep")) << part;
    EXPECT_NE(failure("${" + text), "") << part;
  }
  EXPECT_EQ(value_of(std::string(150, '(') + "a" + std::string(150, ')')), Value(5));
}

TEST_F(Hostile, LongChainsAreRefusedOrComputed) {
  for (const char* part : {" + a", ".b", "[0]", " && yes", " == a", ".trim()"}) {
    std::string text = "a";
    for (int i = 0; i < 100'000; ++i) text += part;
    EXPECT_THAT(failure(text, Kind::Value), HasSubstr("more than 1000 operators in a row")) << part;
  }
  std::string sum = "1";
  for (int i = 0; i < 100'000; ++i) sum += "+1";
  EXPECT_EQ(value_of(sum), Value(100'001));
}

TEST_F(Hostile, ManyPartsTakeLinearTime) {
  std::string text, arguments = "list(0";
  for (int i = 0; i < 20'000; ++i) {
    text += "${a}";
    arguments += ",yes?a:twice(1)";
  }
  EXPECT_EQ(evaluate(text), Value(std::string(20'000, '5')));
  EXPECT_EQ(value_of(arguments + ")").as_list().size(), 20'001u);
}

TEST_F(Hostile, TruncatedAndMutatedTextsFailCleanlyOrGiveAValue) {
  const std::vector<std::string> seeds{
      "Total ${order.items[0].sku == 'x\\u0041' ? vars:get(a) + 1.5e3 : list.size() % (2 - -b)} {} \\${end}",
      "#{list.add({k: [1, 'z']}); a = list[0]; !empty vars:contains(execution, list, a) && yes or no}",
      "=if a > 3 and not(name = \"x\") then [a, {b: 1}] else list[-1] + count(list)",
      "${now().plusDays(1).toDate() > date && date:format(date, 'yyyy''x') eq "
      "name.split(',')[0].substring(1)}"};
  const std::string signs = std::string(
                                "(){}[]'\".\\,;:?=!+-*/%<>&|$# \n\xC3\x7F"
                                "9eu") +
                            '\0';
  int failures = 0;
  for (const std::string& seed : seeds) {
    for (std::size_t at = 0; at < seed.size(); ++at) {
      for (const Kind kind : {Kind::Text, Kind::Condition, Kind::Value, Kind::Script}) {
        if (!failure(seed.substr(0, at), kind).empty()) ++failures;
        for (const char sign : signs) {
          std::string mutated = seed;
          mutated[at] = sign;
          if (!failure(mutated, kind).empty()) ++failures;
          if (kind == Kind::Value && !failure(seed.substr(0, at) + sign + seed.substr(at), kind).empty())
            ++failures;
        }
      }
    }
  }
  EXPECT_GT(failures, 0);
}

TEST_F(Hostile, RandomTokensFailCleanlyOrGiveAValue) {
  const std::vector<std::string> words{
      "a",         "list",    "order", "(",    ")",  "[",    "]",    "{",  "}",     ".",     ",", ";",
      ":",         "?",       "=",     "==",   "+",  "-",    "!",    "&&", "not",   "empty", "1", "'x'",
      "vars:get(", ".size()", ".add(", "null", "if", "then", "else", "\n", "paint", "f"};
  std::uint32_t state = 12345;
  const auto next = [&state](std::size_t limit) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
  };
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 3 == 0 ? "=" : "";
    for (std::size_t count = 1 + next(12); count > 0; --count) text += words[next(words.size())] + " ";
    (void)failure(text, round % 2 == 0 ? Kind::Value : Kind::Script);
  }
}

TEST_F(Hostile, ThreadsShareACompiledExpression) {
  const auto compiled =
      compile({Kind::Text, "${a + list.size() > 7 ? 'n' + name.toUpperCase() : 0}", {}, {}, {}}, names);
  std::vector<std::thread> threads;
  std::vector<Value> results(4);
  for (Value& result : results) {
    threads.emplace_back([&] {
      FakeEnvironment own(names);
      own.variables = {{"a", 5}, {"name", "Anna"}, {"list", List{1, 2, 3}}};
      for (int i = 0; i < 1000; ++i) result = compiled->evaluate(own);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(results, testing::Each(Value("nANNA")));
}

}  // namespace
}  // namespace rondo::expression
