// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"
#include "expression/groovy/methods.hpp"
#include "expression/groovy/seldom_text_methods.hpp"
#include "expression/groovy/text_format.hpp"
#include "expression/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

using Text = const std::string;

std::string replaced(const Call& call, Text& text) {
  const std::string from = call.text(0), to = call.text(1);
  std::string result;
  std::size_t at = 0;
  if (from.empty()) return text;
  for (std::size_t found = 0; (found = text.find(from, at)) != std::string::npos; at = found + from.size()) {
    call.machine.charge(to.size(), call.offset);
    result.append(text, at, found - at).append(to);
  }
  return result.append(text, at);
}

bool is_plain(const std::string& pattern) {
  return pattern.find_first_of("\\^$.|?*+()[]{}") == std::string::npos;
}

std::string trimmed(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n\f";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string padded(const Call& call, Text& text, bool before, bool after) {
  const std::string filler = call.count() > 1 ? call.text(1) : " ";
  const auto width = static_cast<std::int64_t>(std::min<std::size_t>(call.size(0), std::size_t{1} << 40));
  const std::int64_t missing = width - length_of(text);
  if (missing <= 0 || filler.empty()) return text;
  call.machine.charge(static_cast<std::size_t>(missing) * filler.size(), call.offset);
  const std::int64_t in_front = before && after ? missing / 2 : (before ? missing : 0);
  std::string result;
  for (std::int64_t i = 0; i < in_front; ++i) result += filler;
  result += text;
  for (std::int64_t i = in_front; i < missing; ++i) result += filler;
  return result;
}

std::size_t byte_at(const Call& call, Text& text, std::size_t argument) {
  const Datum& index = call[argument];
  const auto byte = index.is_integer() ? byte_of(text, index.scalar().as_integer()) : std::nullopt;
  if (!byte) {
    call.machine.raise("StringIndexOutOfBoundsException",
                       fmt::format("index {} of {} characters", call.text(argument), length_of(text)),
                       call.offset);
  }
  return *byte;
}

ListData& words(const Call& call, Text& text) {
  constexpr const char* kBlanks = " \t\r\n";
  ListData& made = call.machine.new_list();
  std::size_t at = 0;
  while ((at = text.find_first_not_of(kBlanks, at)) != std::string::npos) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    made.items.emplace_back(Value(text.substr(at, end - at)));
    at = end;
  }
  return made;
}

ListData& pieces(const Call& call, Text& text, const std::string& separator) {
  ListData& made = call.machine.new_list();
  std::size_t at = 0;
  for (std::size_t found = 0; (found = text.find(separator, at)) != std::string::npos;
       at = found + separator.size()) {
    made.items.emplace_back(Value(text.substr(at, found - at)));
  }
  made.items.emplace_back(Value(text.substr(at)));
  return made;
}

Datum split(const Call& call, Text& text) {
  call.machine.charge(text.size() * sizeof(Datum), call.offset);
  if (call.count() == 0) return words(call, text);
  const std::string pattern = call.text(0);
  if (!pattern.empty() && is_plain(pattern)) {
    ListData& made = pieces(call, text, pattern);
    // As in Java, empty texts at the end are left out.
    while (made.items.size() > 1 && made.items.back().scalar() == Value("")) made.items.pop_back();
    return made;
  }
  if (!pattern.empty()) {
    Datum parts;
    (void)text_search_method(call.machine, text, "split", call.arguments, call.offset, parts);
    return parts;
  }
  ListData& made = call.machine.new_list();
  made.items = call.machine.sequence(Value(text));
  return made;
}

// At any character of the argument, without empty texts; unlike `split` it knows no patterns.
Datum tokenize(const Call& call, Text& text) {
  call.machine.charge(text.size() * sizeof(Datum), call.offset);
  if (call.count() == 0) return words(call, text);
  const std::string separators = call.text(0);
  ListData& made = call.machine.new_list();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    if (end > begin) made.items.emplace_back(Value(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return made;
}

Datum lines(const Call& call, Text& text) {
  call.machine.charge(text.size() * sizeof(Datum), call.offset);
  return pieces(call, text, "\n");
}

Value number(const Call& call, Text& text, bool whole) {
  const auto found = number_in(trimmed(text));
  if (!found || (whole && !found->is_integer())) {
    call.machine.raise("NumberFormatException", fmt::format("'{}' is no number", text), call.offset);
  }
  return whole ? *found : Value(found->to_number());
}

Datum to_whole(const Call& call, Text& text) { return number(call, text, true); }
Datum to_decimal(const Call& call, Text& text) { return number(call, text, false); }

Datum is_number(const Call&, Text& text) { return Value(number_in(trimmed(text)).has_value()); }
Datum is_whole(const Call&, Text& text) {
  const auto found = number_in(trimmed(text));
  return Value(found.has_value() && found->is_integer());
}

Datum to_boolean(const Call&, Text& text) {
  const std::string word = to_lower(trimmed(text));
  return Value(word == "true" || word == "y" || word == "1");
}

Datum with_first(Text& text, bool capital) {
  const std::size_t first = byte_of(text, 1).value_or(text.size());
  return Value((capital ? to_upper(text.substr(0, first)) : to_lower(text.substr(0, first))) +
               text.substr(first));
}
Datum capitalize(const Call&, Text& text) { return with_first(text, true); }
Datum uncapitalize(const Call&, Text& text) { return with_first(text, false); }

Datum reverse(const Call& call, Text& text) {
  std::string reversed;
  std::vector<Datum> characters = call.machine.sequence(Value(text));
  std::reverse(characters.begin(), characters.end());
  for (const Datum& character : characters) reversed += character.scalar().as_string();
  return Value(std::move(reversed));
}

Datum index_of(const Call& call, Text& text) {
  const std::size_t at = text.find(call.text(0));
  return Value(at == std::string::npos ? -1 : length_of(text.substr(0, at)));
}
Datum last_index_of(const Call& call, Text& text) {
  const std::size_t at = text.rfind(call.text(0));
  return Value(at == std::string::npos ? -1 : length_of(text.substr(0, at)));
}

Datum substring(const Call& call, Text& text) {
  const std::size_t begin = byte_at(call, text, 0);
  const std::size_t end = call.count() > 1 ? byte_at(call, text, 1) : text.size();
  if (end < begin) {
    call.machine.raise("StringIndexOutOfBoundsException", "the part ends before it begins", call.offset);
  }
  return Value(text.substr(begin, end - begin));
}

std::size_t byte_up_to(const Call& call, Text& text) {
  const auto count = static_cast<std::int64_t>(std::min(call.size(0), text.size()));
  return byte_of(text, count).value_or(text.size());
}
Datum take(const Call& call, Text& text) { return Value(text.substr(0, byte_up_to(call, text))); }
Datum drop(const Call& call, Text& text) { return Value(text.substr(byte_up_to(call, text))); }

Datum replace(const Call& call, Text& text) { return Value(replaced(call, text)); }
template <Op kOp>
Datum operation(const Call& call, Text& text) {
  return call.machine.binary(kOp, Value(text), call[0], call.offset);
}

Datum length(const Call&, Text& text) { return Value(length_of(text)); }

constexpr auto kMethods = std::to_array<Method<Text>>(
    {{"length", 0, 0, length},
     {"size", 0, 0, length},
     {"isEmpty", 0, 0, [](const Call&, Text& text) { return Datum(Value(text.empty())); }},
     {"isBlank", 0, 0, [](const Call&, Text& text) { return Datum(Value(trimmed(text).empty())); }},
     {"isAllWhitespace", 0, 0, [](const Call&, Text& text) { return Datum(Value(trimmed(text).empty())); }},
     {"trim", 0, 0, [](const Call&, Text& text) { return Datum(Value(trimmed(text))); }},
     {"strip", 0, 0, [](const Call&, Text& text) { return Datum(Value(trimmed(text))); }},
     {"toUpperCase", 0, 0, [](const Call&, Text& text) { return Datum(Value(to_upper(text))); }},
     {"toLowerCase", 0, 0, [](const Call&, Text& text) { return Datum(Value(to_lower(text))); }},
     {"capitalize", 0, 0, capitalize},
     {"uncapitalize", 0, 0, uncapitalize},
     {"reverse", 0, 0, reverse},
     {"toInteger", 0, 0, to_whole},
     {"toLong", 0, 0, to_whole},
     {"toBigInteger", 0, 0, to_whole},
     {"toDouble", 0, 0, to_decimal},
     {"toFloat", 0, 0, to_decimal},
     {"toBigDecimal", 0, 0, to_decimal},
     {"toBoolean", 0, 0, to_boolean},
     {"isNumber", 0, 0, is_number},
     {"isDouble", 0, 0, is_number},
     {"isInteger", 0, 0, is_whole},
     {"isLong", 0, 0, is_whole},
     {"readLines", 0, 0, lines},
     {"split", 0, 1, split},
     {"tokenize", 0, 1, tokenize},
     {"contains", 1, 1,
      [](const Call& call,
         Text& text) { return Datum(Value(text.find(call.text(0)) != std::string::npos)); }},
     {"startsWith", 1, 1,
      [](const Call& call, Text& text) { return Datum(Value(text.starts_with(call.text(0)))); }},
     {"endsWith", 1, 1,
      [](const Call& call, Text& text) { return Datum(Value(text.ends_with(call.text(0)))); }},
     {"indexOf", 1, 1, index_of},
     {"lastIndexOf", 1, 1, last_index_of},
     {"equalsIgnoreCase", 1, 1,
      [](const Call& call, Text& text) { return Datum(Value(to_lower(text) == to_lower(call.text(0)))); }},
     {"concat", 1, 1, [](const Call& call, Text& text) { return Datum(Value(text + call.text(0))); }},
     {"replace", 2, 2, replace},
     {"substring", 1, 2, substring},
     {"take", 1, 1, take},
     {"drop", 1, 1, drop},
     {"charAt", 1, 1,
      [](const Call& call, Text& text) { return call.machine.element(Value(text), call[0], call.offset); }},
     {"getAt", 1, 1,
      [](const Call& call, Text& text) { return call.machine.element(Value(text), call[0], call.offset); }},
     {"padLeft", 1, 2,
      [](const Call& call, Text& text) { return Datum(Value(padded(call, text, true, false))); }},
     {"padRight", 1, 2,
      [](const Call& call, Text& text) { return Datum(Value(padded(call, text, false, true))); }},
     {"center", 1, 2,
      [](const Call& call, Text& text) { return Datum(Value(padded(call, text, true, true))); }},
     {"plus", 1, 1, operation<Op::Add>},
     {"minus", 1, 1, operation<Op::Subtract>},
     {"multiply", 1, 1, operation<Op::Multiply>}});

}  // namespace

bool text_method(Machine& machine, const std::string& text, std::string_view name, Arguments arguments,
                 std::size_t offset, Datum& result) {
  machine.charge(text.size(), offset);
  if (name == "formatted" || name == "format") {
    result = Value(formatted(machine, text, arguments, offset));
    return true;
  }
  const Call call{machine, arguments, offset};
  const bool known = run_method(kMethods, name, call, text, result) ||
                     seldom_text_method(machine, text, name, arguments, offset, result) ||
                     text_search_method(machine, text, name, arguments, offset, result);
  if (!known) return false;
  if (result.is_text()) machine.charge(result.scalar().as_string().size(), offset);
  return true;
}

}  // namespace rondo::expression::groovy
