// SPDX-License-Identifier: Apache-2.0
#include "expression/methods.hpp"
#include "expression/node.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>

namespace rondo::expression {

namespace {

using model::Value;

// Positions count characters, as in Java, not bytes.
std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::size_t byte_of(std::string_view text, std::size_t character) {
  std::size_t at = 0;
  while (at < text.size() && character > 0) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    --character;
  }
  return at;
}

Value position(std::string_view text, std::size_t byte) {
  if (byte == std::string_view::npos) return -1;
  return character_count(text.substr(0, byte));
}

std::string with_case(std::string_view text, bool upper) {
  std::string changed(text);
  for (char& c : changed) {
    const auto byte = static_cast<unsigned char>(c);
    c = static_cast<char>(upper ? std::toupper(byte) : std::tolower(byte));
  }
  return changed;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string result;
  for (;;) {
    const std::size_t found = what.empty() ? std::string_view::npos : text.find(what);
    if (found == std::string_view::npos) return result.append(text);
    result.append(text.substr(0, found)).append(with);
    text.remove_prefix(found + what.size());
  }
}

Value split(std::string_view text, std::string_view separator) {
  // In Java the separator is a pattern; the usual escaped single characters are meant literally.
  if (separator.size() == 2 && separator[0] == '\\') separator.remove_prefix(1);
  model::List parts;
  for (;;) {
    const std::size_t found = separator.empty() ? std::string_view::npos : text.find(separator);
    parts.emplace_back(text.substr(0, found));
    if (found == std::string_view::npos) break;
    text.remove_prefix(found + separator.size());
  }
  while (parts.size() > 1 && parts.back().as_string().empty()) parts.pop_back();
  return parts;
}

bool call_without_arguments(std::string_view text, std::string_view name, Operand& result) {
  if (name == "length" || name == "size") {
    result = Value(character_count(text));
  } else if (name == "isEmpty") {
    result = Value(text.empty());
  } else if (name == "isBlank") {
    result = Value(trimmed(text).empty());
  } else if (name == "toLowerCase") {
    result = Value(with_case(text, false));
  } else if (name == "toUpperCase") {
    result = Value(with_case(text, true));
  } else if (name == "trim" || name == "strip") {
    result = Value(trimmed(text));
  } else if (name == "numberValue") {
    result = apply(BinaryOperator::Add, Value(text), Value(0), 0);
  } else {
    return false;
  }
  return true;
}

bool call_with_text(std::string_view text, std::string_view name, std::string_view other, Operand& result) {
  if (name == "contains") {
    result = Value(text.find(other) != std::string_view::npos);
  } else if (name == "startsWith") {
    result = Value(text.starts_with(other));
  } else if (name == "endsWith") {
    result = Value(text.ends_with(other));
  } else if (name == "equalsIgnoreCase") {
    result = Value(with_case(text, false) == with_case(other, false));
  } else if (name == "indexOf") {
    result = position(text, text.find(other));
  } else if (name == "lastIndexOf") {
    result = position(text, text.rfind(other));
  } else if (name == "concat") {
    result = Value(std::string(text).append(other));
  } else if (name == "split") {
    result = split(text, other);
  } else if (name == "matches") {
    return false;
  } else {
    return false;
  }
  return true;
}

Value substring(std::string_view text, std::span<const Operand> arguments, std::size_t offset) {
  const std::size_t length = character_count(text);
  const auto bound = [&](std::size_t i) {
    const Value& value = arguments[i].value;
    if (!value.is_integer() || value.as_integer() < 0 ||
        static_cast<std::size_t>(value.as_integer()) > length) {
      throw Fault(offset, fmt::format("position {} lies outside a text of {} characters",
                                      model::to_json(value), length));
    }
    return byte_of(text, static_cast<std::size_t>(value.as_integer()));
  };
  const std::size_t begin = bound(0);
  const std::size_t end = arguments.size() > 1 ? bound(1) : text.size();
  if (end < begin) throw Fault(offset, "the end of a substring lies before its beginning");
  return text.substr(begin, end - begin);
}

}  // namespace

bool call_text_method(const Value& value, std::string_view name, std::span<const Operand> arguments,
                      Operand& result, std::size_t offset) {
  const std::string_view text = value.as_string();
  if (arguments.empty()) return call_without_arguments(text, name, result);
  if (name == "substring" && arguments.size() <= 2) {
    result = substring(text, arguments, offset);
    return true;
  }
  if (arguments.size() == 1 && arguments[0].value.is_integer() && name == "charAt") {
    const std::int64_t at = arguments[0].value.as_integer();
    const Operand bounds[] = {Value(at), Value(at + 1)};
    result = substring(text, bounds, offset);
    return true;
  }
  if (arguments.size() == 1 && arguments[0].value.is_string()) {
    return call_with_text(text, name, arguments[0].value.as_string(), result);
  }
  const bool replaces = name == "replace" || name == "replaceAll";
  if (replaces && arguments.size() == 2 && arguments[0].value.is_string() && arguments[1].value.is_string()) {
    result = Value(replaced(text, arguments[0].value.as_string(), arguments[1].value.as_string()));
    return true;
  }
  return false;
}

}  // namespace rondo::expression
