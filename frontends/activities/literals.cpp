// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/basic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace rondo::frontends::activities {

namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// At most nine.
bool all_digits(std::string_view part) {
  return !part.empty() && part.size() <= 9 && std::all_of(part.begin(), part.end(), is_digit);
}

// `[-][d.]hh:mm[:ss[.fff]]` as an ISO 8601 duration; empty when it is none.
std::string iso_duration(std::string_view text) {
  std::string result;
  if (text.starts_with("-")) {
    result = "-";
    text.remove_prefix(1);
  }
  result += "P";
  const std::size_t colon = text.find(':');
  const std::size_t dot = text.find('.');
  if (dot != std::string_view::npos && (colon == std::string_view::npos || dot < colon)) {
    if (!all_digits(text.substr(0, dot))) return {};
    result += fmt::format("{}D", text.substr(0, dot));
    text.remove_prefix(dot + 1);
  }
  result += "T";
  constexpr std::array<char, 3> kUnits{'H', 'M', 'S'};
  std::size_t unit = 0;
  for (; unit < kUnits.size(); ++unit) {
    const std::size_t end = text.find(':');
    std::string_view part = text.substr(0, end);
    const std::size_t point = part.find('.');
    const bool fraction = unit == 2 && point != std::string_view::npos;
    if (!all_digits(part.substr(0, fraction ? point : part.size()))) return {};
    if (fraction && !all_digits(part.substr(point + 1))) return {};
    result += fmt::format("{}{}", part, kUnits[unit]);
    if (end == std::string_view::npos) return unit == 0 ? std::string() : result;
    text.remove_prefix(end + 1);
  }
  return {};
}

bool is_number(std::string_view text, bool whole) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return false;
  return !whole || text.find_first_of(".eE") == std::string_view::npos;
}

// As an expression; empty when the text is no literal of the type.
std::string literal_of(std::string_view text, std::string_view type) {
  if (type == "Int32" || type == "Int64") return is_number(text, true) ? std::string(text) : std::string();
  if (type == "Double" || type == "Decimal" || type == "Single")
    return is_number(text, false) ? std::string(text) : std::string();
  if (type == "Boolean") {
    const std::string word = lower(text);
    return word == "true" || word == "false" ? word : std::string();
  }
  if (type != "TimeSpan") return quoted(text);
  const std::string duration = iso_duration(text);
  return duration.empty() ? duration : quoted(duration);
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    switch (c) {
      case '\'':
      case '\\':
        result += '\\';
        result += c;
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      case '$':
      case '#':
        result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        break;
      default:
        result += c;
    }
  }
  return result + "'";
}

std::optional<Argument> translate_literal(std::string_view text, std::string_view type,
                                          model::SourcePosition where, model::Diagnostics& diagnostics) {
  Argument argument;
  argument.where = where;
  argument.constant = true;
  argument.expression = literal_of(text, type);
  if (!argument.expression.empty()) return argument;
  diagnostics.error(where, "literal", fmt::format("'{}' is no {}", text, type));
  return std::nullopt;
}

}  // namespace rondo::frontends::activities
