// SPDX-License-Identifier: Apache-2.0
#include "render/text.hpp"

#include "model/xml_text.hpp"

#include <algorithm>
#include <cstdint>

namespace rondo::render {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// One character of UTF-8 text; `code` is 0 for what is no valid UTF-8 or is not allowed in XML 1.0.
struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};

bool is_allowed(std::uint32_t code) noexcept {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code < 0xD800 || (code > 0xDFFF && code < 0xFFFE) || (code > 0xFFFF && code <= 0x10FFFF);
}

Character first_of(std::string_view text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {is_allowed(lead) ? std::uint32_t{lead} : 0u, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0u) != 0x80) return {};
    code = code << 6 | (next & 0x3Fu);
  }
  const bool shortest = code >= (bytes == 4 ? 0x10000u : bytes == 3 ? 0x800u : 0x80u);
  return shortest && is_allowed(code) ? Character{code, bytes} : Character{};
}

// In thousandths of the font size, by groups of characters of about the same width in Arial.
double width_of(std::uint32_t code) noexcept {
  if (code >= 0x1100) return 1000;  // East Asian scripts, symbols
  if (code >= 0x80) return 600;
  const char character = static_cast<char>(code);
  constexpr std::string_view kNarrow = "ijl|!'.,:;I[]()/\\ tf`";
  constexpr std::string_view kWide = "mMW@%";
  if (kNarrow.find(character) != std::string_view::npos) return 290;
  if (kWide.find(character) != std::string_view::npos) return 880;
  if (character == 'w' || (character >= 'A' && character <= 'Z')) return 710;
  if (character == 'r' || character == '-') return 340;
  return 545;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char character : text) {
    const bool space = static_cast<unsigned char>(character) <= 0x20;
    if (!space) words.back() += character;
    if ((space && !words.back().empty()) || character == '-') words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// How many bytes of `word` fit, at least one character.
std::size_t fitting(std::string_view word, double width) noexcept {
  std::size_t end = 0;
  double used = 0;
  while (end < word.size()) {
    const Character next = first_of(word.substr(end));
    used += width_of(next.code) * kFontSize / 1000;
    if (used > width && end > 0) break;
    end += next.bytes;
  }
  return end;
}

void add_word(std::vector<std::string>& lines, std::string_view word, double width) {
  const bool joined = !lines.empty() && lines.back().ends_with('-');
  if (!lines.empty()) {
    const std::string longer = lines.back() + (joined ? "" : " ") + std::string(word);
    if (text_width(longer) <= width) {
      lines.back() = longer;
      return;
    }
  }
  while (text_width(word) > width) {
    const std::size_t end = fitting(word, width);
    lines.emplace_back(word.substr(0, end));
    word.remove_prefix(end);
    if (word.empty()) return;
  }
  lines.emplace_back(word);
}

}  // namespace

double text_width(std::string_view text) noexcept {
  double width = 0;
  while (!text.empty()) {
    const Character next = first_of(text);
    width += width_of(next.code);
    text.remove_prefix(next.bytes);
  }
  return width * kFontSize / 1000;
}

std::vector<std::string> wrap(std::string_view text, double width, std::size_t max_lines) {
  std::vector<std::string> lines;
  for (const std::string& word : words_of(text)) {
    if (lines.size() > max_lines) break;
    add_word(lines, word, std::max(width, kFontSize));
  }
  if (lines.size() > max_lines && max_lines > 0) {
    lines.resize(max_lines);
    std::string& last = lines.back();
    last.resize(std::min(last.size(), fitting(last, std::max(width - kFontSize, kFontSize))));
    last += "\xE2\x80\xA6";
  }
  return lines;
}

std::string escaped(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Character next = first_of(text);
    if (next.code == 0) {
      result += kReplacement;
    } else if (next.code == '\'') {
      result += "&#39;";
    } else {
      const std::string_view entity = model::markup_entity(next.code);
      result += entity.empty() ? text.substr(0, next.bytes) : entity;
    }
    text.remove_prefix(next.bytes);
  }
  return result;
}

}  // namespace rondo::render
