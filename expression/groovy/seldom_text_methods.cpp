// SPDX-License-Identifier: Apache-2.0
// Builders of texts, and methods of texts that are called more seldom.
#include "expression/groovy/seldom_text_methods.hpp"
#include "expression/conversion.hpp"
#include "expression/groovy/methods.hpp"
#include "expression/unicode.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

using Text = const std::string;

Datum count(const Call& call, Text& text) {
  const std::string what = call.text(0);
  std::int64_t found = 0;
  for (std::size_t at = 0; !what.empty() && (at = text.find(what, at)) != std::string::npos;
       at += what.size())
    ++found;
  return Value(found);
}

Datum repeat(const Call& call, Text& text) {
  return call.machine.binary(Op::Multiply, Value(text), call[0], call.offset);
}

// The byte of a character, or the end.
std::size_t byte(const Call& call, Text& text, std::size_t argument) {
  const auto index = static_cast<std::int64_t>(std::min(call.size(argument), text.size()));
  return byte_of(text, index).value_or(text.size());
}

Datum index_from(const Call& call, Text& text) {
  const std::size_t at = text.find(call.text(0), byte(call, text, 1));
  return Value(at == std::string::npos ? -1 : length_of(text.substr(0, at)));
}

Datum starts_at(const Call& call, Text& text) {
  return Value(std::string_view(text).substr(byte(call, text, 1)).starts_with(call.text(0)));
}

Datum compare_ignoring_case(const Call& call, Text& text) {
  return Value(call.machine.compare(Value(to_lower(text)), Value(to_lower(call.text(0))), call.offset));
}

Datum contains_ignoring_case(const Call& call, Text& text) {
  return Value(to_lower(text).find(to_lower(call.text(0))) != std::string::npos);
}

template <bool kBefore>
Datum beside(const Call& call, Text& text) {
  const std::string mark = call.text(0);
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return Value("");
  return Value(kBefore ? text.substr(0, at) : text.substr(at + mark.size()));
}

Datum between(const Call& call, Text& text) {
  const std::string from = call.text(0), to = call.text(call.count() - 1);
  const std::size_t begin = text.find(from);
  if (begin == std::string::npos) return Value("");
  const std::size_t end = text.find(to, begin + from.size());
  return Value(end == std::string::npos ? std::string()
                                        : text.substr(begin + from.size(), end - begin - from.size()));
}

std::vector<std::string> lines_of(Text& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? "\n" : "") + lines[i];
  return text;
}

// Without the blanks that all lines begin with.
Datum strip_indent(const Call&, Text& text) {
  std::vector<std::string> lines = lines_of(text);
  std::size_t indent = text.size();
  for (const std::string& line : lines) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != std::string::npos) indent = std::min(indent, first);
  }
  for (std::string& line : lines) line.erase(0, indent);
  return Value(joined(lines));
}

// Each line without what stands before `|`, and that.
Datum strip_margin(const Call& call, Text& text) {
  const std::string mark = call.count() > 0 ? call.text(0) : "|";
  std::vector<std::string> lines = lines_of(text);
  for (std::string& line : lines) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != std::string::npos && line.compare(first, mark.size(), mark) == 0)
      line.erase(0, first + mark.size());
  }
  return Value(joined(lines));
}

Datum each_line(const Call& call, Text& text) {
  Datum last;
  std::int64_t number = 0;
  const ClosureData* closure = call[0].closure();
  for (const std::string& line : lines_of(text)) {
    const std::array<Datum, 2> both{Value(line), Value(number++)};
    const std::size_t given = closure != nullptr && closure->arity() > 1 ? 2 : 1;
    last = call.machine.call(call[0], {both.data(), given}, call.offset);
  }
  return last;
}

Datum translate(const Call& call, Text& text) {
  const std::vector<Datum> from = call.machine.sequence(call[0]), to = call.machine.sequence(call[1]);
  std::string made;
  for (const Datum& character : call.machine.sequence(Value(text))) {
    const auto found = std::find_if(from.begin(), from.end(),
                                    [&](const Datum& other) { return call.machine.equal(character, other); });
    const auto at = static_cast<std::size_t>(found - from.begin());
    made +=
        call.machine.text(found == from.end() || to.empty() ? character : to[std::min(at, to.size() - 1)]);
  }
  return Value(std::move(made));
}

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Datum encode_base64(const Call&, Text& text) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    std::uint32_t group = 0;
    const std::size_t given = std::min<std::size_t>(3, text.size() - at);
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < given ? static_cast<unsigned char>(text[at + i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) made += i <= given ? kDigits[group >> (18 - 6 * i) & 0x3F] : '=';
  }
  return Value(std::move(made));
}

Datum decode_base64(const Call& call, Text& text) {
  std::string made;
  std::uint32_t group = 0;
  std::size_t bits = 0;
  for (const char c : text) {
    if (c == '=' || c == '\n' || c == '\r') continue;
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos)
      call.machine.raise("IllegalArgumentException", "this is no Base64", call.offset);
    group = group << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    made += static_cast<char>(group >> bits & 0xFF);
  }
  return Value(std::move(made));
}

Datum same(const Call&, Text& text) { return Value(text); }
Datum characters(const Call& call, Text& text) {
  ListData& made = call.machine.new_list();
  made.items = call.machine.sequence(Value(text));
  return made;
}

constexpr auto kMethods = std::to_array<Method<Text>>(
    {{"count", 1, 1, count},
     {"repeat", 1, 1, repeat},
     {"indexOf", 2, 2, index_from},
     {"startsWith", 2, 2, starts_at},
     {"compareToIgnoreCase", 1, 1, compare_ignoring_case},
     {"containsIgnoreCase", 1, 1, contains_ignoring_case},
     {"takeBefore", 1, 1, beside<true>},
     {"takeAfter", 1, 1, beside<false>},
     {"takeBetween", 1, 2, between},
     {"stripIndent", 0, 0, strip_indent},
     {"stripMargin", 0, 1, strip_margin},
     {"eachLine", 1, 1, each_line},
     {"tr", 2, 2, translate},
     {"encodeBase64", 0, 0, encode_base64},
     {"decodeBase64", 0, 0, decode_base64},
     {"getBytes", 0, 1, same},
     {"normalize", 0, 0, same},
     {"intern", 0, 0, same},
     {"getChars", 0, 0, characters},
     {"chars", 0, 0, characters},
     {"toCharArray", 0, 0, characters},
     {"toList", 0, 0, characters},
     {"isBigDecimal", 0, 0,
      [](const Call&, Text& text) { return Datum(Value(number_in(text).has_value())); }},
     {"stripLeading", 0, 0,
      [](const Call&, Text& text) {
        const std::size_t at = text.find_first_not_of(" \t\r\n");
        return Datum(Value(at == std::string::npos ? "" : text.substr(at)));
      }},
     {"stripTrailing", 0, 0,
      [](const Call&, Text& text) {
        return Datum(Value(text.substr(0, text.find_last_not_of(" \t\r\n") + 1)));
      }},
     {"subSequence", 2, 2,
      [](const Call& call, Text& text) {
        return call.machine.call_method(Value(text), "substring", call.arguments, call.offset);
      }},
     {"lines", 0, 0,
      [](const Call& call, Text& text) {
        return call.machine.call_method(Value(text), "readLines", {}, call.offset);
      }},
     {"isCase", 1, 1, [](const Call& call, Text& text) { return Datum(Value(call.text(0) == text)); }}});

// --- builders

std::string content(const ListData& builder) {
  return std::string(builder.items.front().scalar().as_string());
}

Datum changed(const Call& call, ListData& builder, std::string text) {
  call.machine.charge(text.size(), call.offset);
  builder.items.front() = Value(std::move(text));
  return builder;
}

Datum append(const Call& call, ListData& builder) {
  return changed(call, builder, content(builder) + call.text(0));
}
Datum insert(const Call& call, ListData& builder) {
  std::string text = content(builder);
  text.insert(byte(call, text, 0), call.text(1));
  return changed(call, builder, std::move(text));
}
Datum erase(const Call& call, ListData& builder) {
  std::string text = content(builder);
  const std::size_t begin = byte(call, text, 0);
  const std::size_t end =
      call.count() > 1 ? byte(call, text, 1) : byte_of(text.substr(begin), 1).value_or(0) + begin;
  text.erase(begin, end > begin ? end - begin : 0);
  return changed(call, builder, std::move(text));
}
Datum set_length(const Call& call, ListData& builder) {
  std::string text = content(builder);
  text.resize(byte(call, text, 0));
  return changed(call, builder, std::move(text));
}
Datum reverse(const Call& call, ListData& builder) {
  return changed(
      call, builder,
      call.machine.text(call.machine.call_method(Value(content(builder)), "reverse", {}, call.offset)));
}

constexpr auto kOfBuilders = std::to_array<Method<ListData>>({{"append", 1, 1, append},
                                                              {"leftShift", 1, 1, append},
                                                              {"insert", 2, 2, insert},
                                                              {"delete", 2, 2, erase},
                                                              {"deleteCharAt", 1, 1, erase},
                                                              {"setLength", 1, 1, set_length},
                                                              {"reverse", 0, 0, reverse}});

}  // namespace

bool seldom_text_method(Machine& machine, const std::string& text, std::string_view name, Arguments arguments,
                        std::size_t offset, Datum& result) {
  // `count { … }` is asked of the characters.
  const bool asks = !arguments.empty() && arguments[0].closure() != nullptr && name != "eachLine";
  return !asks && run_method(kMethods, name, Call{machine, arguments, offset}, text, result);
}

bool builder_method(Machine& machine, ListData& builder, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result) {
  if (run_method(kOfBuilders, name, Call{machine, arguments, offset}, builder, result)) return true;
  return text_method(machine, content(builder), name, arguments, offset, result);
}

}  // namespace rondo::expression::groovy
