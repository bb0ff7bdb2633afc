// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/activities/basic.hpp"
#include "frontends/activities/expression_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::frontends::activities {

inline constexpr std::size_t kMaxNesting = 140;

struct BasicOperator {
  std::string_view basic, translated;
};
using Levels = std::array<std::array<BasicOperator, 8>, 8>;
// By level, the weakest first. `Not` and the sign bind between the third and the fourth.
inline constexpr Levels kBasicLevels{{
    {{{"orelse", "||"}, {"or", "||"}}},
    {{{"andalso", "&&"}, {"and", "&&"}}},
    {{{"<>", "!="},
      {"<=", "<="},
      {">=", ">="},
      {"=", "=="},
      {"<", "<"},
      {">", ">"},
      {"isnot", "!="},
      {"is", "=="}}},
    {{{"&", "&"}}},
    {{{"+", "+"}, {"-", "-"}}},
    {{{"mod", "%"}}},
    {{{"\\", "\\"}}},
    {{{"*", "*"}, {"/", "/"}}},
}};
inline constexpr Levels kSharpLevels{{
    {{{"||", "||"}}},
    {{{"&&", "&&"}}},
    {{{"==", "=="}, {"!=", "!="}, {"<=", "<="}, {">=", ">="}, {"<", "<"}, {">", ">"}}},
    {},
    {{{"+", "+"}, {"-", "-"}}},
    {},
    {},
    {{{"*", "*"}, {"/", "//"}, {"%", "%"}}},
}};
inline constexpr std::size_t kComparison = 2;
/// Translates one expression of Visual Basic, or of C# (`sharp`). Throws Refusal.
class BasicTranslator : private ExpressionScanner {
 public:
  explicit BasicTranslator(std::string_view text, bool sharp = false)
      : ExpressionScanner(text), sharp_(sharp), levels_(sharp ? kSharpLevels : kBasicLevels) {}

  Argument run() {
    Argument result;
    skip();
    const std::size_t start = at_;
    if (word("new") && !looks_like_array()) {
      result.type = type_name();
      result.expression = message();
    } else {
      at_ = start;
      result.expression = whole();
    }
    skip();
    if (at_ < text_.size()) refuse("an operator is missing here");
    return result;
  }

 private:
  bool take(const BasicOperator& op) {
    if (op.basic.empty()) return false;
    return is_letter(op.basic.front()) ? word(op.basic) : sign(op.basic);
  }

  std::string message() {
    if (!sign("(")) return {};
    if (sign(")")) return {};
    std::string text = whole();
    while (sign(",")) (void)whole();
    expect(")");
    return text;
  }

  // With what C# puts behind: `c ? a : b`, `a ?? b`.
  std::string whole() {
    std::string first = level(0);
    if (!sharp_) return first;
    if (sign("??")) return fmt::format("({0} != null ? {0} : {1})", first, nested_whole());
    if (!sign("?")) return first;
    const std::string second = nested_whole();
    expect(":");
    return fmt::format("({} ? {} : {})", first, second, nested_whole());
  }

  std::string nested_whole() {
    if (++depth_ > kMaxNesting) refuse("the expression is nested too deeply");
    std::string result = whole();
    --depth_;
    return result;
  }

  // `New Integer() {1, 2}` and `New List(Of Integer) From {1, 2}`.
  bool looks_like_array() {
    const std::size_t before = at_;
    const bool array = text_.find('{', at_) != std::string_view::npos;
    at_ = before;
    return array;
  }

  std::string level(std::size_t number) {
    if (++depth_ > kMaxNesting) refuse("the expression is nested too deeply");
    std::string result;
    if (!sharp_ && number == kComparison && word("not")) {
      result = "!(" + level(kComparison) + ")";
    } else {
      result = number + 1 < levels_.size() ? level(number + 1) : unary();
      for (bool more = true; more;) {
        more = false;
        for (const BasicOperator& op : levels_[number]) {
          if (!take(op)) continue;
          const std::string right = number + 1 < levels_.size() ? level(number + 1) : unary();
          result = joined(op.translated, result, right);
          more = true;
          break;
        }
      }
    }
    --depth_;
    return result;
  }

  // What .NET computes in its own way is a function.
  static std::string joined(std::string_view op, const std::string& left, const std::string& right) {
    const bool counts = is_digit(left.front()) || is_digit(right.front());
    if (op == "&") return fmt::format("(net:join({}, {}))", left, right);
    if (op == "+" && !counts) return fmt::format("(net:add({}, {}))", left, right);
    if (op == "//") return fmt::format("(net:divide({}, {}))", left, right);
    if (op == "\\") return fmt::format("(net:divide(net:whole({}), net:whole({})))", left, right);
    return fmt::format("({} {} {})", left, op, right);
  }

  std::string unary() {
    if (sign("-")) return "-" + nested();
    if (sign("+")) return nested();
    if (sharp_ && sign("!")) return "!(" + nested() + ")";
    if (sharp_) skip_cast();
    std::string value = postfix(primary());
    while (!sharp_ && sign("^")) value = fmt::format("(net:power({}, {}))", value, exponent());
    return value;
  }

  std::string exponent() { return sign("-") ? "-" + postfix(primary()) : postfix(primary()); }

  // `(string)value`: what is cast is what it is.
  void skip_cast() {
    constexpr std::array<std::string_view, 7> kTypes{"int",    "long", "double", "decimal",
                                                     "string", "bool", "object"};
    const std::size_t before = at_;
    if (sign("(")) {
      for (const std::string_view type : kTypes) {
        if (word(type) && sign(")")) return skip_cast();
      }
    }
    at_ = before;
  }

  std::string nested() {
    if (++depth_ > kMaxNesting) refuse("the expression is nested too deeply");
    std::string result = unary();
    --depth_;
    return result;
  }

  std::string primary() {
    skip();
    if (at_ >= text_.size()) refuse("the expression ends too early");
    const char c = text_[at_];
    if (c == '"') return sharp_ ? sharp_literal() : text_literal();
    if (sharp_ && sign("$\"")) return interpolated();
    if (is_digit(c)) return number_literal();
    if (sign("(")) {
      std::string inside = "(" + whole() + ")";
      expect(")");
      return inside;
    }
    if (c == '{') return list();
    if (word("true")) return "true";
    if (word("false")) return "false";
    if (word(sharp_ ? "null" : "nothing")) return "null";
    if (!sharp_ && word("if")) return conditional();
    if (word("new")) return made();
    if (word("timespan")) return span_function();
    return name();
  }

  // `If(c, a, b)`, `If(a, b)`.
  std::string conditional() {
    expect("(");
    const std::string first = whole();
    expect(",");
    const std::string second = whole();
    const bool third = sign(",");
    const std::string last = third ? whole() : second;
    expect(")");
    return third ? fmt::format("({} ? {} : {})", first, second, last)
                 : fmt::format("({0} != null ? {0} : {1})", first, second);
  }

  std::string made() {
    if (sharp_ && sign("[")) {
      expect("]");
      return list();
    }
    const std::size_t start = at_;
    const std::string type = type_name();
    if (type == "TimeSpan") return span_of_parts();
    const std::size_t brace = text_.find('{', at_);
    if (brace == std::string_view::npos || type.empty()) {
      at_ = start;
      refuse(fmt::format("a new {} cannot be made here", type));
    }
    at_ = brace;
    return list();
  }

  std::string list() {
    expect("{");
    std::string items;
    if (!sign("}")) {
      do {
        items += (items.empty() ? "" : ", ") + whole();
      } while (sign(","));
      expect("}");
    }
    return "[" + items + "]";
  }

  // Behind `$"`.
  std::string interpolated() {
    std::string result = "(net:join(''", content;
    const auto flush = [&] {
      if (!content.empty()) result += ", " + quoted(std::exchange(content, {}));
    };
    while (at_ < text_.size() && text_[at_] != '"') {
      const std::string_view two = text_.substr(at_, 2);
      if (two == "{{" || two == "}}") {
        content += two.front();
        at_ += 2;
      } else if (text_[at_] == '{') {
        ++at_;
        flush();
        result += ", " + level(0);
        expect("}");
      } else {
        content += sharp_letter();
        ++at_;
      }
    }
    if (at_ >= text_.size()) refuse("a text is not closed");
    ++at_;
    flush();
    return result + "))";
  }

  // Members as .NET names them, as far as values have them.
  std::string postfix(std::string value) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kMembers{
        {{"Message", ".message"},
         {"Length", ".length()"},
         {"Count", ".size()"},
         {"Contains", ".contains"},
         {"StartsWith", ".startsWith"},
         {"EndsWith", ".endsWith"},
         {"ToUpper", ".toUpperCase"},
         {"ToLower", ".toLowerCase"},
         {"Trim", ".trim"},
         {"Replace", ".replace"},
         {"Substring", ".substring"},
         {"IndexOf", ".indexOf"},
         {"LastIndexOf", ".lastIndexOf"},
         {"Split", ".split"}}};
    if (std::string known = function(value); !known.empty()) return postfix(std::move(known));
    for (;;) {
      if (sharp_ && sign("[")) {
        value = fmt::format("{}[{}]", value, whole());
        expect("]");
      } else if (sign(".")) {
        const std::string member = name();
        if (member == "ToString") {
          if (sign("(")) expect(")");
          value = fmt::format("(net:toString({}))", value);
          continue;
        }
        if (member == "GetType") {
          value += exception_type();
          continue;
        }
        const auto known = std::find_if(kMembers.begin(), kMembers.end(),
                                        [&](const auto& one) { return one.first == member; });
        value += known != kMembers.end() ? std::string(known->second) : "." + member;
        // Basic calls a method without brackets, too.
        skip();
        const bool called = at_ < text_.size() && text_[at_] == '(';
        const bool complete = called || member == "Message" || value.ends_with(')');
        if (!sharp_ && known != kMembers.end() && !complete) value += "()";
      } else if (sign("(")) {
        value = call(std::move(value));
      } else {
        return value;
      }
    }
  }

  // Behind the bracket that follows a value.
  std::string call(std::string value) {
    const std::size_t start = at_ - 1;
    const bool plain =
        std::all_of(value.begin(), value.end(), [](char c) { return is_letter(c) || is_digit(c); });
    if (value.ends_with(".substring")) {
      const std::string begin = whole();
      const bool cut = sign(",");
      const std::string length = cut ? whole() : std::string();
      expect(")");
      return cut ? fmt::format("{0}({1}, ({1}) + ({2}))", value, begin, length)
                 : fmt::format("{}({})", value, begin);
    }
    const std::size_t commas = commas_;
    const std::string given = arguments();
    if (plain && (sharp_ || given.empty() || commas_ > commas)) {
      at_ = start - std::min(start, value.size());
      refuse(fmt::format("there is no function '{}'", value));
    }
    return apply(std::move(value), given);
  }

  // Behind the opening bracket.
  std::string arguments() {
    if (sign(")")) return {};
    std::string result = whole();
    while (sign(",")) {
      ++commas_;
      result += ", " + whole();
    }
    expect(")");
    return result;
  }

  // Brackets behind a method call it; behind a value they take an item.
  static std::string apply(std::string value, const std::string& arguments) {
    if (value.ends_with("()")) return value;
    const std::size_t dot = value.rfind('.');
    if (dot != std::string::npos && value.find(')', dot) == std::string::npos)
      return fmt::format("{}({})", value, arguments);
    return fmt::format("{}[{}]", value, arguments);
  }

  // What .NET has functions for (basic_functions.cpp).
  std::string span_function();
  static std::string seconds(const std::string& amount);
  std::string span_of_parts();
  std::string function(const std::string& name);
  std::string of_texts(std::size_t before);
  std::string converted_by(std::string_view known);
  std::vector<std::string> values();
  std::string formatted();
  std::string calculated(std::size_t start);
  std::string exception_type();
  std::string converted();

  bool sharp_;
  const Levels& levels_;
  std::size_t depth_ = 0, commas_ = 0;
};

}  // namespace rondo::frontends::activities
