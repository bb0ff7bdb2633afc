// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/text_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace rondo::expression::groovy {

namespace {

constexpr std::size_t kMaxPattern = 1000, kMaxMatched = 100'000;
constexpr std::size_t kMaxRepetitions = 2, kMaxRepetitionDigits = 2;
constexpr std::size_t kMaxFlags = 8, kMaxShort = 1000, kBuffer = 1200;

// One conversion such as `%05.2f`; empty when it does not fit the value.
std::string converted(Machine& machine, const std::string& flags, char conversion, const Datum& value) {
  if (conversion == 's') {
    std::string text = machine.text(value);
    if (text.size() > kMaxShort || flags.find('.') != std::string::npos) return text;
    std::array<char, kBuffer> buffer{};
    std::snprintf(buffer.data(), buffer.size(), (flags + "s").c_str(), text.c_str());
    return buffer.data();
  }
  std::array<char, kBuffer> buffer{};
  if ((conversion == 'd' || conversion == 'x') && value.is_integer()) {
    std::snprintf(buffer.data(), buffer.size(), (flags + "ll" + conversion).c_str(),
                  static_cast<long long>(value.scalar().as_integer()));
  } else if (conversion == 'f' && value.is_number()) {
    std::snprintf(buffer.data(), buffer.size(), (flags + "f").c_str(), value.scalar().to_number());
  }
  return buffer.data();
}

}  // namespace

std::regex compiled_pattern(Machine& machine, const std::string& text, const std::string& pattern,
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
  const auto repetitions = static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '{'));
  if (pattern.size() > kMaxPattern || text.size() > kMaxMatched || repetitions > kMaxRepetitions ||
      (repetitions > 0 && longest > kMaxRepetitionDigits)) {
    machine.raise("PatternSyntaxException", "the pattern or the text is too long", offset);
  }
  try {
    return std::regex(pattern, options);
  } catch (const std::regex_error&) {
    machine.raise("PatternSyntaxException", fmt::format("'{}' is no pattern", pattern), offset);
  }
}

std::string formatted(Machine& machine, const std::string& pattern, Arguments arguments, std::size_t offset) {
  std::string result;
  std::size_t next = 0;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '%') {
      result += pattern[at];
      continue;
    }
    const std::size_t end = pattern.find_first_not_of("-+0123456789.,", at + 1);
    if (end == std::string::npos || end - at > kMaxFlags) {
      machine.raise("UnknownFormatConversionException", pattern.substr(at, kMaxFlags), offset);
    }
    std::string flags = pattern.substr(at, end - at);
    flags.erase(std::remove(flags.begin(), flags.end(), ','), flags.end());
    at = end;
    if (pattern[at] == '%' || pattern[at] == 'n') {
      result += pattern[at] == '%' ? '%' : '\n';
      continue;
    }
    if (next >= arguments.size())
      machine.raise("MissingFormatArgumentException", flags + pattern[at], offset);
    const Datum& value = arguments[next++];
    const std::string part = converted(machine, flags, pattern[at], value);
    if (part.empty() && pattern[at] != 's') {
      machine.raise("IllegalFormatConversionException", flags + pattern[at], offset);
    }
    machine.charge(part.size(), offset);
    result += part;
  }
  return result;
}

}  // namespace rondo::expression::groovy
