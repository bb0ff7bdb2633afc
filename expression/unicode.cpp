// SPDX-License-Identifier: Apache-2.0
#include "expression/unicode.hpp"

#include <algorithm>
#include <array>

namespace rondo::expression {

namespace {

constexpr unsigned char kContinuationMask = 0xC0, kContinuation = 0x80;

bool continues(char c) noexcept {
  return (static_cast<unsigned char>(c) & kContinuationMask) == kContinuation;
}

// Capital letters from `first` to `last`, each `distance` before its small letter. Distance 1: every second
// character from `first` on is a capital.
struct CaseRange {
  char32_t first, last, distance;
};
constexpr std::array<CaseRange, 11> kCases{{{'A', 'Z', 32},
                                            {0xC0, 0xD6, 32},
                                            {0xD8, 0xDE, 32},
                                            {0x100, 0x12E, 1},
                                            {0x132, 0x136, 1},
                                            {0x139, 0x147, 1},
                                            {0x14A, 0x176, 1},
                                            {0x391, 0x3A1, 32},
                                            {0x3A3, 0x3A9, 32},
                                            {0x400, 0x40F, 80},
                                            {0x410, 0x42F, 32}}};

char32_t small_of(char32_t c) noexcept {
  for (const CaseRange& range : kCases) {
    if (c < range.first || c > range.last) continue;
    return range.distance != 1 || (c - range.first) % 2 == 0 ? c + range.distance : c;
  }
  return c;
}

char32_t capital_of(char32_t c) noexcept {
  for (const CaseRange& range : kCases) {
    if (c < range.first + range.distance || c > range.last + range.distance) continue;
    const char32_t capital = c - range.distance;
    if (range.distance != 1 || (capital - range.first) % 2 == 0) return capital;
  }
  return c;
}

std::size_t width_at(std::string_view text, std::size_t at) noexcept {
  std::size_t width = 1;
  if (static_cast<unsigned char>(text[at]) < kContinuationMask) return width;
  while (width < 4 && at + width < text.size() && continues(text[at + width])) ++width;
  return width;
}

template <typename Convert>
std::string converted(std::string_view text, Convert convert) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t width = width_at(text, at);
    const auto lead = static_cast<unsigned char>(text[at]);
    // All letters with a counterpart have one or two bytes.
    if (lead < kContinuation) {
      append_utf8(result, convert(static_cast<char32_t>(lead)));
    } else if (width == 2 && lead < 0xE0) {
      const auto low = static_cast<unsigned char>(text[at + 1]) & 0x3Fu;
      append_utf8(result, convert(static_cast<char32_t>(((lead & 0x1Fu) << 6) | low)));
    } else {
      result += text.substr(at, width);
    }
    at += width;
  }
  return result;
}

}  // namespace

void append_utf8(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::int64_t length_of(std::string_view text) noexcept {
  std::int64_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += width_at(text, at)) ++count;
  return count;
}

std::optional<std::size_t> byte_of(std::string_view text, std::int64_t index) noexcept {
  if (index < 0) return std::nullopt;
  std::size_t at = 0;
  for (; index > 0 && at < text.size(); --index) at += width_at(text, at);
  if (index > 0) return std::nullopt;
  return at;
}

std::size_t whole_characters(std::string_view text, std::size_t limit) noexcept {
  if (text.size() <= limit) return text.size();
  while (limit > 0 && continues(text[limit])) --limit;
  return limit;
}

std::string to_lower(std::string_view text) { return converted(text, small_of); }
std::string to_upper(std::string_view text) { return converted(text, capital_of); }

}  // namespace rondo::expression
