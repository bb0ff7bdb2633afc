// SPDX-License-Identifier: Apache-2.0
// Functions of .NET that workflows call, as far as expressions can say the same.
#include "frontends/activities/basic_translator.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>

namespace rondo::frontends::activities {

namespace {

// A quoted format with its values put in. Nothing when it holds more than their numbers.
std::optional<std::string> format_text(std::string_view format, const std::vector<std::string>& values) {
  std::string result;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (c != '{' && c != '}') {
      result += c;
    } else if (i + 1 < format.size() && format[i + 1] == c) {
      result += format[++i];
    } else {
      const std::size_t end = format.find('}', i);
      std::size_t number = 0;
      if (c == '}' || end == std::string_view::npos || end == i + 1 || end > i + 3) return std::nullopt;
      for (const char digit : format.substr(i + 1, end - i - 1)) {
        if (!is_digit(digit)) return std::nullopt;
        number = 10 * number + static_cast<std::size_t>(digit - '0');
      }
      if (number >= values.size()) return std::nullopt;
      result += fmt::format("', {}, '", values[number]);
      i = end;
    }
  }
  return "(net:join(" + result + "))";
}
}  // namespace

std::string BasicTranslator::span_function() {
  expect(".");
  const std::size_t start = at_;
  const std::string function = name();
  if (function == "Zero") return "'PT0S'";
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kFunctions{
      {{"FromMilliseconds", "0.001"},
       {"FromSeconds", "1"},
       {"FromMinutes", "60"},
       {"FromHours", "3600"},
       {"FromDays", "86400"}}};
  for (const auto& [known, factor] : kFunctions) {
    if (function != known) continue;
    expect("(");
    const std::string amount = whole();
    expect(")");
    return seconds(factor == "1" ? amount : fmt::format("({}) * {}", amount, factor));
  }
  at_ = start;
  refuse(fmt::format("TimeSpan.{} is not understood", function));
}

std::string BasicTranslator::seconds(const std::string& amount) {
  return fmt::format("({0} < 0 ? '-PT' + (-({0})) + 'S' : 'PT' + ({0}) + 'S')", amount);
}

std::string BasicTranslator::span_of_parts() {
  expect("(");
  std::vector<std::string> parts;
  do {
    parts.push_back(whole());
  } while (sign(","));
  expect(")");
  if (parts.size() == 3)
    return seconds(fmt::format("(({}) * 3600 + ({}) * 60 + ({}))", parts[0], parts[1], parts[2]));
  if (parts.size() != 4) refuse("TimeSpan takes hours, minutes and seconds, perhaps behind days");
  return seconds(
      fmt::format("(({}) * 86400 + ({}) * 3600 + ({}) * 60 + ({}))", parts[0], parts[1], parts[2], parts[3]));
}

// Functions, by their names; empty when it is none.
std::string BasicTranslator::function(const std::string& name) {
  const std::string known = lower(name);
  const std::size_t before = at_;
  if (known == "string" && sign(".")) return of_texts(before);
  if (known == "environment" && sign(".")) {
    if (this->name() == "NewLine") return quoted("\r\n");
    at_ = before;
  }
  if (known == "math" && sign(".")) return calculated(before);
  // What belongs to a type of .NET, of which nothing is known here.
  constexpr std::array<std::string_view, 11> kTypes{"Console", "Convert", "Date",       "DateTime",
                                                    "Decimal", "Double",  "Enumerable", "Environment",
                                                    "Guid",    "Integer", "Regex"};
  if (std::find(kTypes.begin(), kTypes.end(), name) != kTypes.end() && sign(".")) {
    const std::string member = this->name();
    at_ = before;
    refuse(fmt::format("{}.{} is not understood", name, member));
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTexts{
      {{"vbcrlf", "\r\n"}, {"vbnewline", "\r\n"}, {"vblf", "\n"}, {"vbcr", "\r"}, {"vbtab", "\t"}}};
  for (const auto& [constant, text] : kTexts) {
    if (!sharp_ && known == constant) return quoted(text);
  }
  if (!sharp_ && (known == "ctype" || known == "directcast") && sign("(")) return converted();
  return converted_by(known);
}

// Members of String, behind the dot; `before`: the place behind the name.
std::string BasicTranslator::of_texts(std::size_t before) {
  const std::string method = name();
  const bool null = method == "IsNullOrEmpty", blank = method == "IsNullOrWhiteSpace";
  if ((null || blank) && sign("(")) {
    const std::string value = whole();
    expect(")");
    return fmt::format("({0} == null || {0}{1} == '')", value, blank ? ".trim()" : "");
  }
  if (method == "Empty") return "''";
  if (method == "Format" && sign("(")) return formatted();
  if (method == "Concat" && sign("(")) return fmt::format("(net:join({}))", fmt::join(values(), ", "));
  at_ = before;
  refuse(fmt::format("String.{} is not understood", method));
}

// `CStr(value)` and the like, in Visual Basic; empty when `known` is none of them.
std::string BasicTranslator::converted_by(std::string_view known) {
  if ((known != "cstr" && known != "isnothing" && known != "cint" && known != "cdbl" && known != "cbool") ||
      sharp_ || !sign("("))
    return {};
  const std::string value = whole();
  expect(")");
  if (known == "cstr") return fmt::format("(net:text({}))", value);
  if (known == "cint") return fmt::format("(net:whole({}))", value);
  return known == "isnothing" ? fmt::format("({} == null)", value) : fmt::format("({})", value);
}

// `CType(value, Integer)`, behind the opening bracket.
std::string BasicTranslator::converted() {
  const std::string value = whole();
  expect(",");
  const std::string type = lower(type_name());
  expect(")");
  constexpr std::array<std::string_view, 5> kWhole{"integer", "long", "short", "int32", "int64"};
  if (type == "string") return fmt::format("(net:text({}))", value);
  const bool whole = std::find(kWhole.begin(), kWhole.end(), type) != kWhole.end();
  return whole ? fmt::format("(net:whole({}))", value) : fmt::format("({})", value);
}

// `e.GetType().Name`, behind the name of the method: exceptions know their type.
std::string BasicTranslator::exception_type() {
  const std::size_t start = at_;
  if (sign("(")) expect(")");
  if (sign(".") && name() == "Name") return ".type";
  at_ = start;
  refuse("GetType is understood as GetType().Name of an exception");
}

// Behind the opening bracket.
std::vector<std::string> BasicTranslator::values() {
  std::vector<std::string> found;
  do {
    found.push_back("(" + whole() + ")");
  } while (sign(","));
  expect(")");
  return found;
}

// `String.Format("{0} of {1}", a, b)`, behind the opening bracket.
std::string BasicTranslator::formatted() {
  skip();
  const std::size_t start = at_;
  if (at_ >= text_.size() || text_[at_] != '"') refuse("the format must be a text");
  const std::string format = sharp_ ? sharp_literal() : text_literal();
  const auto result = format_text(format, sign(",") ? values() : (expect(")"), std::vector<std::string>()));
  if (!result) {
    at_ = start;
    refuse("the format may hold {0}, {1} … as far as there are values");
  }
  return *result;
}

std::string BasicTranslator::calculated(std::size_t start) {
  const std::string method = name();
  if (sign("(")) {
    const std::vector<std::string> given = values();
    if (method == "Abs" && given.size() == 1) return fmt::format("({0} < 0 ? -{0} : {0})", given[0]);
    if (given.size() == 2 && (method == "Max" || method == "Min")) {
      return fmt::format("({0} {2} {1} ? {0} : {1})", given[0], given[1], method == "Max" ? '>' : '<');
    }
  }
  at_ = start;
  refuse(fmt::format("Math.{} is not understood", method));
}

}  // namespace rondo::frontends::activities
