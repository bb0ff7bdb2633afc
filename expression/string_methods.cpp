// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/lexer.hpp"
#include "expression/methods.hpp"
#include "expression/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rondo::expression {

using model::Value;

namespace {

std::size_t position(std::string_view text, const Arguments& arguments, std::size_t i) {
  const std::int64_t index = arguments.integer(i);
  const auto byte = byte_of(text, index);
  if (!byte) {
    fail(arguments.offset, fmt::format("'{}': position {} lies outside of a text of {} characters",
                                       arguments.name, index, length_of(text)));
  }
  return *byte;
}

std::int64_t characters_before(std::string_view text, std::size_t byte) {
  return byte == std::string_view::npos ? -1 : length_of(text.substr(0, byte));
}

Value substring(const Value& target, const Arguments& arguments) {
  const std::string_view text = target.as_string();
  const std::size_t begin = position(text, arguments, 0);
  const std::size_t end = arguments.size() > 1 ? position(text, arguments, 1) : text.size();
  if (end < begin) fail(arguments.offset, "'substring' must not end before it begins");
  return Value(text.substr(begin, end - begin));
}

Value char_at(const Value& target, const Arguments& arguments) {
  const std::string_view text = target.as_string();
  const std::size_t begin = position(text, arguments, 0);
  if (begin == text.size()) fail(arguments.offset, "'charAt': the position lies outside of the text");
  return Value(text.substr(begin, byte_of(text.substr(begin), 1).value_or(text.size())));
}

Value index_of(const Value& target, const Arguments& arguments) {
  const std::string_view text = target.as_string();
  std::size_t from = 0;
  if (arguments.size() > 1) {
    from = byte_of(text, std::max<std::int64_t>(arguments.integer(1), 0)).value_or(text.size());
  }
  return Value(characters_before(text, text.find(arguments.text(0), from)));
}

Value starts_with(const Value& target, const Arguments& arguments) {
  std::string_view text = target.as_string();
  if (arguments.size() > 1) text.remove_prefix(position(text, arguments, 1));
  return Value(text.starts_with(arguments.text(0)));
}

Value replace(const Value& target, const Arguments& arguments) {
  const std::string_view text = target.as_string();
  const std::string from = arguments.text(0), to = arguments.text(1);
  if (from.empty()) fail(arguments.offset, "'replace' needs a text to look for");
  std::string result;
  std::size_t at = 0;
  for (std::size_t hit = text.find(from); hit != std::string_view::npos; hit = text.find(from, at)) {
    result += text.substr(at, hit - at);
    result += to;
    at = hit + from.size();
  }
  result += text.substr(at);
  return Value(std::move(result));
}

// Java's split takes a pattern. Only patterns that stand for one plain text are understood.
std::string separator_of(const Arguments& arguments) {
  constexpr std::string_view kPatternSigns = "\\[](){}.*+?^$|";
  const std::string pattern = arguments.text(0);
  std::string separator;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool escaped = pattern[i] == '\\' && i + 1 < pattern.size() &&
                         std::ispunct(static_cast<unsigned char>(pattern[i + 1])) != 0;
    if (escaped) {
      ++i;
    } else if (pattern.size() > 1 && kPatternSigns.find(pattern[i]) != std::string_view::npos) {
      fail(arguments.offset, fmt::format("'split' takes a plain separator, not the pattern '{}'", pattern));
    }
    separator += pattern[i];
  }
  if (separator.empty()) fail(arguments.offset, "'split' needs a separator");
  return separator;
}

Value split(const Value& target, const Arguments& arguments) {
  const std::string separator = separator_of(arguments);
  const std::string_view text = target.as_string();
  model::List parts;
  std::size_t at = 0;
  for (std::size_t hit = text.find(separator); hit != std::string_view::npos;
       hit = text.find(separator, at)) {
    parts.emplace_back(text.substr(at, hit - at));
    at = hit + separator.size();
  }
  parts.emplace_back(text.substr(at));
  // As in Java, empty parts at the end are dropped.
  while (parts.size() > 1 && parts.back().as_string().empty()) parts.pop_back();
  return Value(std::move(parts));
}

Value trim(const Value& target, const Arguments&) {
  std::string_view text = target.as_string();
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return Value(text);
}

Value number(const Value& target, const Arguments& arguments) {
  const auto number = number_in(target.as_string());
  if (!number) fail(arguments.offset, fmt::format("{} is no number", describe(target)));
  return *number;
}

Value compare(const Value& target, const Arguments& arguments) {
  const int order = target.as_string().compare(arguments.text(0));
  return Value(order < 0 ? -1 : (order > 0 ? 1 : 0));
}

Value equals_ignoring_case(const Value& target, const Arguments& arguments) {
  const Value& other = arguments.value(0);
  return Value(other.is_string() && to_lower(target.as_string()) == to_lower(other.as_string()));
}

Value blank(const Value& target, const Arguments&) {
  const std::string_view text = target.as_string();
  return Value(std::all_of(text.begin(), text.end(), is_blank));
}

template <auto Test>
Value ask(const Value& target, const Arguments& arguments) {
  return Value(Test(target.as_string(), arguments.text(0)));
}

bool has(std::string_view text, const std::string& part) { return text.find(part) != std::string_view::npos; }
bool ends(std::string_view text, const std::string& part) { return text.ends_with(part); }

Value same(const Value& target, const Arguments&) { return target; }

constexpr std::array<Method, 27> kMethods{
    {{"length", 0, 0, [](const Value& t, const Arguments&) { return Value(length_of(t.as_string())); }},
     {"isEmpty", 0, 0, [](const Value& t, const Arguments&) { return Value(t.as_string().empty()); }},
     {"isBlank", 0, 0, blank},
     {"equalsIgnoreCase", 1, 1, equals_ignoring_case},
     {"compareTo", 1, 1, compare},
     {"contains", 1, 1, ask<has>},
     {"startsWith", 1, 2, starts_with},
     {"endsWith", 1, 1, ask<ends>},
     {"indexOf", 1, 2, index_of},
     {"lastIndexOf", 1, 1,
      [](const Value& t, const Arguments& a) {
        return Value(characters_before(t.as_string(), t.as_string().rfind(a.text(0))));
      }},
     {"substring", 1, 2, substring},
     {"charAt", 1, 1, char_at},
     {"replace", 2, 2, replace},
     {"split", 1, 1, split},
     {"toLowerCase", 0, 0, [](const Value& t, const Arguments&) { return Value(to_lower(t.as_string())); }},
     {"toUpperCase", 0, 0, [](const Value& t, const Arguments&) { return Value(to_upper(t.as_string())); }},
     {"trim", 0, 0, trim},
     {"strip", 0, 0, trim},
     {"concat", 1, 1, [](const Value& t, const Arguments& a) { return Value(text_of(t) + a.text(0)); }},
     {"stringValue", 0, 0, same},
     {"textValue", 0, 0, same},
     {"asInt", 0, 0, number},
     {"asLong", 0, 0, number},
     {"asDouble", 0, 0, number},
     {"asBoolean", 0, 0,
      [](const Value& t, const Arguments&) { return Value(boolean_in(t.as_string()).value_or(false)); }},
     {"compareToIgnoreCase", 1, 1,
      [](const Value& t, const Arguments& a) {
        const int order = to_lower(t.as_string()).compare(to_lower(a.text(0)));
        return Value(order < 0 ? -1 : (order > 0 ? 1 : 0));
      }},
     {"repeat", 1, 1, [](const Value& t, const Arguments& a) {
        constexpr std::int64_t kLongest = 10'000'000;
        const std::int64_t times = a.integer(0);
        const auto size = static_cast<std::int64_t>(t.as_string().size());
        if (times < 0 || times > kLongest / std::max<std::int64_t>(size, 1)) {
          fail(a.offset, "'repeat' cannot repeat a text that often");
        }
        std::string result;
        for (std::int64_t i = 0; i < times; ++i) result += t.as_string();
        return Value(std::move(result));
      }}}};

}  // namespace

std::span<const Method> string_methods() noexcept { return kMethods; }

}  // namespace rondo::expression
