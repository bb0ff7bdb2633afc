// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"
#include "expression/groovy/machine.hpp"
#include "expression/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <regex>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

constexpr std::size_t kMaxPattern = 1000, kMaxMatched = 100'000;

// Patterns are matched in polynomial time, without recursion along the text.
std::regex compiled(Machine& machine, const std::string& text, const std::string& pattern,
                    std::size_t offset) {
  auto options = std::regex_constants::ECMAScript;
#ifdef __GLIBCXX__
  options |= std::regex_constants::__polynomial;
#endif
  // A counted repetition is unrolled: `a{1000}{1000}` would need gigabytes.
  std::size_t digits = 0, longest = 0;
  for (const char c : pattern) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    longest = std::max(longest, digits);
  }
  if (pattern.size() > kMaxPattern || text.size() > kMaxMatched || longest > 2 ||
      std::count(pattern.begin(), pattern.end(), '{') > 2) {
    machine.raise("PatternSyntaxException", "the pattern or the text is too long", offset);
  }
  try {
    return std::regex(pattern, options);
  } catch (const std::regex_error&) {
    machine.raise("PatternSyntaxException", fmt::format("'{}' is no pattern", pattern), offset);
  }
}

std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
  std::string result;
  std::size_t at = 0;
  if (from.empty()) return text;
  for (std::size_t found = 0; (found = text.find(from, at)) != std::string::npos; at = found + from.size()) {
    result.append(text, at, found - at).append(to);
  }
  return result.append(text, at);
}

bool is_plain(const std::string& pattern) {
  return pattern.find_first_of("\\^$.|?*+()[]{}") == std::string::npos;
}

std::string pad(Machine& machine, const std::string& text, Arguments arguments, std::size_t offset,
                int side) {
  if (!arguments[0].is_integer()) machine.raise("IllegalArgumentException", "a width is needed", offset);
  const std::string filler = arguments.size() > 1 ? machine.text(arguments[1]) : " ";
  const std::int64_t missing = arguments[0].scalar().as_integer() - length_of(text);
  if (missing <= 0 || filler.empty()) return text;
  machine.charge(static_cast<std::size_t>(missing) * filler.size(), offset);
  const std::int64_t before = side < 0 ? missing : (side > 0 ? 0 : missing / 2);
  std::string result;
  for (std::int64_t i = 0; i < before; ++i) result += filler;
  result += text;
  for (std::int64_t i = before; i < missing; ++i) result += filler;
  return result;
}

std::size_t byte_at(Machine& machine, const std::string& text, const Datum& index, std::size_t offset) {
  const auto byte = index.is_integer() ? byte_of(text, index.scalar().as_integer()) : std::nullopt;
  if (!byte) {
    machine.raise("StringIndexOutOfBoundsException",
                  fmt::format("index {} of {} characters", machine.text(index), length_of(text)), offset);
  }
  return *byte;
}

Datum split(Machine& machine, const std::string& text, Arguments arguments, std::size_t offset) {
  ListData& made = machine.new_list();
  machine.charge(text.size() * sizeof(Datum), offset);
  if (arguments.empty()) {
    std::size_t at = 0;
    while ((at = text.find_first_not_of(" \t\r\n", at)) != std::string::npos) {
      const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
      made.items.emplace_back(Value(text.substr(at, end - at)));
      at = end;
    }
    return made;
  }
  const std::string pattern = machine.text(arguments[0]);
  if (pattern.empty()) {
    made.items = machine.sequence(Value(text));
  } else if (is_plain(pattern)) {
    std::size_t at = 0;
    for (std::size_t found = 0; (found = text.find(pattern, at)) != std::string::npos;
         at = found + pattern.size()) {
      made.items.emplace_back(Value(text.substr(at, found - at)));
    }
    made.items.emplace_back(Value(text.substr(at)));
  } else {
    const std::regex separator = compiled(machine, text, pattern, offset);
    for (std::sregex_token_iterator at(text.begin(), text.end(), separator, -1), end; at != end; ++at) {
      made.items.emplace_back(Value(at->str()));
    }
  }
  // As in Java, empty texts at the end are left out.
  while (made.items.size() > 1 && made.items.back().scalar() == Value("")) made.items.pop_back();
  return made;
}

Datum number(Machine& machine, const std::string& text, std::string_view method, std::size_t offset) {
  std::string trimmed = text;
  trimmed.erase(0, std::min(trimmed.find_first_not_of(' '), trimmed.size()));
  while (!trimmed.empty() && trimmed.back() == ' ') trimmed.pop_back();
  const auto found = number_in(trimmed);
  const bool whole = method == "toInteger" || method == "toLong" || method == "toBigInteger";
  if (!found || (whole && !found->is_integer())) {
    machine.raise("NumberFormatException", fmt::format("'{}' is no number", text), offset);
  }
  return whole ? *found : Value(found->to_number());
}

Datum capitalized(const std::string& text, bool up) {
  const std::size_t first = byte_of(text, 1).value_or(text.size());
  return Value((up ? to_upper(text.substr(0, first)) : to_lower(text.substr(0, first))) + text.substr(first));
}

// `'%s has %05.2f'.format(...)`, `String.format`: the conversions s, d, f, x, %, with flags and widths.
std::string formatted(Machine& machine, const std::string& pattern, Arguments arguments, std::size_t offset) {
  std::string result;
  std::size_t next = 0;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '%') {
      result += pattern[at];
      continue;
    }
    const std::size_t end = pattern.find_first_not_of("-+0123456789.,", at + 1);
    if (end == std::string::npos || end - at > 8)
      machine.raise("UnknownFormatConversionException", "%", offset);
    std::string flags = pattern.substr(at, end - at);
    at = end;
    flags.erase(std::remove(flags.begin(), flags.end(), ','), flags.end());
    if (pattern[at] == '%' || pattern[at] == 'n') {
      result += pattern[at] == '%' ? '%' : '\n';
      continue;
    }
    if (next >= arguments.size())
      machine.raise("MissingFormatArgumentException", flags + pattern[at], offset);
    const Datum& value = arguments[next++];
    std::array<char, 1200> buffer{};
    int length = -1;
    if (pattern[at] == 's') {
      const std::string text = machine.text(value);
      if (text.size() > 1000 || flags.find('.') != std::string::npos) {
        result += text;
        continue;
      }
      length = std::snprintf(buffer.data(), buffer.size(), (flags + "s").c_str(), text.c_str());
    } else if (pattern[at] == 'd' && value.is_integer()) {
      length = std::snprintf(buffer.data(), buffer.size(), (flags + "lld").c_str(),
                             static_cast<long long>(value.scalar().as_integer()));
    } else if (pattern[at] == 'x' && value.is_integer()) {
      length = std::snprintf(buffer.data(), buffer.size(), (flags + "llx").c_str(),
                             static_cast<long long>(value.scalar().as_integer()));
    } else if (pattern[at] == 'f' && value.is_number()) {
      length = std::snprintf(buffer.data(), buffer.size(), (flags + "f").c_str(), value.scalar().to_number());
    }
    if (length < 0) machine.raise("IllegalFormatConversionException", flags + pattern[at], offset);
    result.append(buffer.data(), std::min(static_cast<std::size_t>(length), buffer.size() - 1));
  }
  machine.charge(result.size(), offset);
  return result;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\f");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\f") - first + 1);
}

bool plain_method(Machine& machine, const std::string& text, std::string_view name, std::size_t offset,
                  Datum& result) {
  if (name == "length" || name == "size") {
    result = Value(length_of(text));
  } else if (name == "isEmpty") {
    result = Value(text.empty());
  } else if (name == "isBlank" || name == "isAllWhitespace") {
    result = Value(trimmed(text).empty());
  } else if (name == "trim" || name == "strip") {
    result = Value(trimmed(text));
  } else if (name == "toUpperCase") {
    result = Value(to_upper(text));
  } else if (name == "toLowerCase") {
    result = Value(to_lower(text));
  } else if (name == "capitalize" || name == "uncapitalize") {
    result = capitalized(text, name == "capitalize");
  } else if (name == "reverse") {
    std::string reversed;
    for (const Datum& character : machine.sequence(Value(text))) {
      reversed.insert(0, character.scalar().as_string());
    }
    result = Value(std::move(reversed));
  } else if (name == "toInteger" || name == "toLong" || name == "toDouble" || name == "toBigDecimal" ||
             name == "toFloat" || name == "toBigInteger") {
    result = number(machine, text, name, offset);
  } else if (name == "isNumber" || name == "isInteger" || name == "isLong" || name == "isDouble") {
    const auto found = number_in(trimmed(text));
    result = Value(found.has_value() && (found->is_integer() || name == "isNumber" || name == "isDouble"));
  } else if (name == "toBoolean") {
    const std::string word = to_lower(trimmed(text));
    result = Value(word == "true" || word == "y" || word == "1");
  } else if (name == "readLines" || name == "tokenize") {
    const Datum separator = Value(name == "readLines" ? "\n" : " ");
    result = name == "readLines" ? split(machine, text, {&separator, 1}, offset)
                                 : split(machine, text, {}, offset);
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool matches_whole(Machine& machine, const std::string& text, const std::string& pattern,
                   std::size_t offset) {
  return std::regex_match(text, compiled(machine, text, pattern, offset));
}

bool matches_part(Machine& machine, const std::string& text, const std::string& pattern, std::size_t offset) {
  return std::regex_search(text, compiled(machine, text, pattern, offset));
}

bool text_method(Machine& machine, const std::string& text, std::string_view name, Arguments arguments,
                 std::size_t offset, Datum& result) {
  machine.charge(text.size(), offset);
  if (name == "formatted" || name == "format") {
    result = Value(formatted(machine, text, arguments, offset));
    return true;
  }
  if (name == "split" && arguments.size() <= 1) {
    result = split(machine, text, arguments, offset);
    return true;
  }
  if (arguments.empty() && plain_method(machine, text, name, offset, result)) return true;
  if (arguments.empty()) return false;
  const std::string first = machine.text(arguments[0]);
  const bool one = arguments.size() == 1, two = arguments.size() == 2;
  if (one && name == "contains") {
    result = Value(text.find(first) != std::string::npos);
  } else if (one && name == "startsWith") {
    result = Value(text.starts_with(first));
  } else if (one && name == "endsWith") {
    result = Value(text.ends_with(first));
  } else if (one && (name == "indexOf" || name == "lastIndexOf")) {
    const std::size_t at = name == "indexOf" ? text.find(first) : text.rfind(first);
    result = Value(at == std::string::npos ? -1 : length_of(text.substr(0, at)));
  } else if (one && name == "matches") {
    result = Value(matches_whole(machine, text, first, offset));
  } else if (one && name == "equalsIgnoreCase") {
    result = Value(to_lower(text) == to_lower(first));
  } else if (one && name == "concat") {
    result = Value(text + first);
  } else if (two && name == "replace") {
    result = Value(replaced(text, first, machine.text(arguments[1])));
  } else if (two && (name == "replaceAll" || name == "replaceFirst")) {
    const auto flags =
        name == "replaceAll" ? std::regex_constants::format_default : std::regex_constants::format_first_only;
    result = Value(
        std::regex_replace(text, compiled(machine, text, first, offset), machine.text(arguments[1]), flags));
  } else if ((one || two) && name == "substring") {
    const std::size_t begin = byte_at(machine, text, arguments[0], offset);
    const std::size_t end = two ? byte_at(machine, text, arguments[1], offset) : text.size();
    if (end < begin)
      machine.raise("StringIndexOutOfBoundsException", "the part ends before it begins", offset);
    result = Value(text.substr(begin, end - begin));
  } else if (one && (name == "take" || name == "drop") && arguments[0].is_integer()) {
    const std::int64_t count = std::max<std::int64_t>(arguments[0].scalar().as_integer(), 0);
    const std::size_t at = byte_of(text, count).value_or(text.size());
    result = Value(name == "take" ? text.substr(0, at) : text.substr(at));
  } else if (one && (name == "charAt" || name == "getAt")) {
    result = machine.element(Value(text), arguments[0], offset);
  } else if ((one || two) && (name == "padLeft" || name == "padRight" || name == "center")) {
    result =
        Value(pad(machine, text, arguments, offset, name == "padLeft" ? -1 : (name == "padRight" ? 1 : 0)));
  } else if (one && (name == "plus" || name == "minus" || name == "multiply")) {
    const Op op = name == "plus" ? Op::Add : (name == "minus" ? Op::Subtract : Op::Multiply);
    result = machine.binary(op, Value(text), arguments[0], offset);
  } else if (one && name == "tokenize") {
    result = split(machine, text, arguments, offset);
  } else {
    return false;
  }
  if (result.is_text()) machine.charge(result.scalar().as_string().size(), offset);
  return true;
}

}  // namespace rondo::expression::groovy
