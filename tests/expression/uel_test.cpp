// SPDX-License-Identifier: Apache-2.0
#include "expression/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace rondo::expression {
namespace {

using model::ExpressionSource;
using model::List;
using model::Object;
using model::Value;

// A bean that counts its calls and gives back what it is asked.
class EchoBean final : public HostObject {
 public:
  bool property(std::string_view name, Operand& result) override {
    if (name != "color") return false;
    result = Value("red");
    return true;
  }
  bool call(std::string_view method, std::span<const Operand> arguments, Operand& result) override {
    if (method != "echo" || arguments.size() != 1) return false;
    result = arguments[0];
    return true;
  }
  [[nodiscard]] std::string describe() const override { return "bean 'echo'"; }
};

class FakeEnvironment final : public Environment {
 public:
  explicit FakeEnvironment(model::NameTable& table) : names(table) {}

  bool variable(model::NameId name, Value& result) override {
    return variable_named(names.text(name), result);
  }
  bool variable_named(std::string_view name, Value& result) override {
    const auto found = variables.find(std::string(name));
    if (found == variables.end()) return false;
    result = found->second;
    return true;
  }
  HostObject* object(std::string_view name) override { return name == "echo" ? &bean : nullptr; }
  bool call(std::string_view prefix, std::string_view name, std::span<const Operand> arguments,
            Operand& result) override {
    if (prefix != "host" || name != "twice") return false;
    result = Value(arguments[0].value.as_integer() * 2);
    return true;
  }
  void assign(model::NameId name, Value value) override { variables[names.text(name)] = std::move(value); }
  model::Instant now() override { return model::Instant(std::chrono::milliseconds(1'000)); }

  model::NameTable& names;
  std::map<std::string, Value> variables;
  EchoBean bean;
};

class Expressions : public testing::Test {
 protected:
  Expressions() : environment(names) {
    environment.variables = {{"a", 5},
                             {"b", 2.5},
                             {"name", "Anna"},
                             {"yes", true},
                             {"nothing", nullptr},
                             {"list", List{1, 2, 3}},
                             {"order", Object{{"total", 120}, {"items", List{Object{{"sku", "x1"}}}}}}};
  }

  Value evaluate(std::string text, ExpressionSource::Kind kind = ExpressionSource::Kind::Text) {
    ExpressionSource source;
    source.kind = kind;
    source.text = std::move(text);
    return compile(source, names)->evaluate(environment);
  }

  // The message and offset of the error that evaluating (or compiling) the text gives.
  std::pair<std::string, std::size_t> failure(const std::string& text,
                                              ExpressionSource::Kind kind = ExpressionSource::Kind::Text) {
    try {
      (void)evaluate(text, kind);
    } catch (const ExpressionError& error) {
      return {error.what(), error.offset()};
    }
    return {"no error", 0};
  }

  model::NameTable names;
  FakeEnvironment environment;
};

TEST_F(Expressions, GiveTheValuesThatJavaGives) {
  const std::vector<std::pair<std::string, Value>> cases = {
      {"${a}", 5},
      {"#{a}", 5},
      {"${a + 1}", 6},
      {"${a - 7}", -2},
      {"${a * 2 + 3 * 2}", 16},
      {"${(a + 1) * 2}", 12},
      {"${7 / 2}", 3.5},
      {"${6 div 2}", 3.0},
      {"${7 % 4}", 3},
      {"${7 mod 4}", 3},
      {"${-a}", -5},
      {"${a + b}", 7.5},
      {"${'1' + 1}", 2},
      {"${'a' + 1}", "a1"},
      {"${name + ' B.'}", "Anna B."},
      {"${9223372036854775807 + 1}", 9223372036854775808.0},
      {"${1.5e2}", 150.0},
      {"${a == 5.0}", true},
      {"${'5' == a}", true},
      {"${a != 5}", false},
      {"${a lt 6 and a ge 5}", true},
      {"${a gt 6 or not yes}", false},
      {"${!yes || a <= 5}", true},
      {"${nothing == null}", true},
      {"${nothing > 3}", false},
      {"${name eq 'Anna'}", true},
      {"${'abc' < 'abd'}", true},
      {"${empty nothing}", true},
      {"${empty unknown}", true},
      {"${empty list}", false},
      {"${not empty name}", true},
      {"${a > 3 ? 'big' : 'small'}", "big"},
      {"${a > 9 ? 'big' : a > 4 ? 'medium' : 'small'}", "medium"},
      {"${yes ? name : vars:get(a)}", "Anna"},
      {"${list[1]}", 2},
      {"${order.total}", 120},
      {"${order['total']}", 120},
      {"${order.items[0].sku}", "x1"},
      {"${echo.color}", "red"},
      {"${echo.echo(a)}", 5},
      {"${host:twice(a)}", 10},
      {"${list.size()}", 3},
      {"${list.contains(2)}", true},
      {"${list.isEmpty()}", false},
      {"${order.containsKey('total')}", true},
      {"${name.length()}", 4},
      {"${name.substring(1, 3)}", "nn"},
      {"${name.toUpperCase()}", "ANNA"},
      {"${name.equals('Anna')}", true},
      {"${name.equalsIgnoreCase('anna')}", true},
      {"${' x '.trim()}", "x"},
      {"${'a,b'.split(',')[1]}", "b"},
      {"${name.startsWith('An')}", true},
      {"${'\\'quoted\\''}", "'quoted'"},
      {"${\"double\"}", "double"},
      {"Hello ${name}, ${a}!", "Hello Anna, 5!"},
      {"no expression", "no expression"},
      {"\\${a}", "${a}"},
      {"${'}'}", "}"},
      {"", ""},
      {"${vars:getOrDefault(unknown, 7)}", 7},
      {"${variables:get('a')}", 5},
      {"${var:exists(unknown)}", false},
      {"${vars:gte(a, 5)}", true},
      {"${vars:contains(list, 1, 2)}", true},
      {"${vars:containsAny(list, 9, 2)}", true},
      {"${vars:base64(name)}", "QW5uYQ=="},
      {"${date:format('yyyy-MM-dd HH:mm:ss', now())}", "1970-01-01 00:00:01"},
      {"${now().plusDays(1).toDate() > now()}", true},
      {"${list('x', 2)[0]}", "x"},
      {"${JSON('{\"k\": [1, 2]}').prop('k').elements().get(1).numberValue()}", 2},
      {"${[1, 2, 3][2]}", 3},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(evaluate(text), expected) << text;
  }
}

TEST_F(Expressions, ReadConditionsWithoutBracesAsAWhole) {
  const auto kind = ExpressionSource::Kind::Condition;
  EXPECT_EQ(evaluate("a < 6", kind), Value(true));
  EXPECT_EQ(evaluate("name.contains(\"nn\")", kind), Value(true));
  EXPECT_EQ(evaluate(" true ", kind), Value(true));
  EXPECT_EQ(evaluate("\n  ${a == 5}\n", kind), Value(true));
}

TEST_F(Expressions, UnderstandSimpleFeel) {
  const auto kind = ExpressionSource::Kind::Condition;
  EXPECT_EQ(evaluate("= a > 3 and name = \"Anna\"", kind), Value(true));
  EXPECT_EQ(evaluate("=if a > 9 then \"big\" else \"small\"", kind), Value("small"));
  EXPECT_EQ(evaluate("=unknown = null", kind), Value(true));
}

TEST_F(Expressions, RunScriptsLineByLine) {
  EXPECT_EQ(evaluate("sum = a + 1\nsum * 2", ExpressionSource::Kind::Script), Value(12));
  EXPECT_EQ(environment.variables["sum"], Value(6));
  EXPECT_EQ(evaluate("${sum = 1}", ExpressionSource::Kind::Script), Value(1));
}

TEST_F(Expressions, AssignMembersOfVariables) {
  (void)evaluate("${order.total = 99}");
  (void)evaluate("${list[0] = 'first'}");
  (void)evaluate("${list.add(4)}");
  EXPECT_EQ(*environment.variables["order"].as_object().find("total"), Value(99));
  EXPECT_EQ(environment.variables["list"], Value(List{"first", 2, 3, 4}));
}

TEST_F(Expressions, EvaluateOnlyTheSideThatMatters) {
  EXPECT_EQ(evaluate("${false && unknown}"), Value(false));
  EXPECT_EQ(evaluate("${true || unknown}"), Value(true));
  EXPECT_EQ(evaluate("${true ? 1 : unknown}"), Value(1));
}

TEST_F(Expressions, SurviveHostileNesting) {
  for (const char* part : {"(", "!", "-", "[", "a[", "empty ", "a ? ", "f("}) {
    std::string text = "${";
    for (int i = 0; i < 100'000; ++i) text += part;
    EXPECT_THAT(failure(text).first, testing::Not("no error")) << part;
  }
}

TEST_F(Expressions, SurviveTruncationAndMutation) {
  const std::string text =
      "Total ${order.items[0].sku == 'x' ? vars:get(a) + 1.5e3 : list.size() % (2 - -b)} {} end";
  for (std::size_t length = 0; length < text.size(); ++length) (void)failure(text.substr(0, length));
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char c : {'(', ')', '{', '}', '\'', '.', '\\', '\xC3', '\0'}) {
      std::string mutated = text;
      mutated[at] = c;
      (void)failure(mutated);
    }
  }
}

TEST_F(Expressions, ListTheVariablesTheyRead) {
  ExpressionSource source;
  source.text = "${a + order.total > a ? name : 1}";
  const auto compiled = compile(source, names);
  std::vector<std::string> read;
  for (const model::NameId id : compiled->reads()) read.push_back(names.text(id));
  EXPECT_THAT(read, testing::UnorderedElementsAre("a", "order", "name"));
  EXPECT_FALSE(compiled->is_constant());
}

}  // namespace
}  // namespace rondo::expression
