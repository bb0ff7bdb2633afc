// SPDX-License-Identifier: Apache-2.0
#include "bpmn/encoding.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <utility>

namespace rondo::bpmn {
namespace {

enum class Encoding : std::uint8_t { Utf8, Utf16Little, Utf16Big, Latin1, Windows1252, Ascii, Unknown };

// What Windows-1252 has in 0x80 to 0x9F, where Latin-1 has control characters; 0 is unassigned.
constexpr std::array<char16_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append(std::string& out, char32_t point) {
  const auto byte = [&out](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | (point >> 6));
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | (point >> 12));
    byte(0x80 | ((point >> 6) & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | (point >> 18));
    byte(0x80 | ((point >> 12) & 0x3F));
    byte(0x80 | ((point >> 6) & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// The encoding name of an XML declaration in ASCII-compatible bytes, in lower case; empty when none.
std::string declared_name(std::string_view content) {
  if (content.substr(0, 5) != "<?xml") return {};
  const std::string_view head = content.substr(0, content.find("?>")).substr(0, 400);
  const std::size_t at = head.find("encoding");
  if (at == std::string_view::npos) return {};
  const std::size_t open = head.find_first_of("\"'", at);
  if (open == std::string_view::npos) return {};
  const std::size_t close = head.find(head[open], open + 1);
  if (close == std::string_view::npos) return {};
  return lower(head.substr(open + 1, close - open - 1));
}

Encoding encoding_named(const std::string& name) {
  if (name.empty() || name == "utf-8" || name == "utf8") return Encoding::Utf8;
  if (name == "iso-8859-1" || name == "latin1" || name == "iso_8859-1" || name == "latin-1") {
    return Encoding::Latin1;
  }
  if (name == "windows-1252" || name == "cp1252") return Encoding::Windows1252;
  if (name == "us-ascii" || name == "ascii") return Encoding::Ascii;
  return Encoding::Unknown;
}

struct Detected {
  Encoding encoding;
  std::size_t skip;  // bytes of the byte order mark
};

Detected detect(std::string_view content) {
  const auto begins = [&](std::string_view bytes) { return content.substr(0, bytes.size()) == bytes; };
  if (begins("\xEF\xBB\xBF")) return {Encoding::Utf8, 3};
  if (begins("\xFF\xFE")) return {Encoding::Utf16Little, 2};
  if (begins("\xFE\xFF")) return {Encoding::Utf16Big, 2};
  if (begins(std::string_view("<\0", 2))) return {Encoding::Utf16Little, 0};
  if (begins(std::string_view("\0<", 2))) return {Encoding::Utf16Big, 0};
  return {encoding_named(declared_name(content)), 0};
}

/// Length of the well-formed UTF-8 sequence at `at` (Unicode table 3-7), or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool beyond = first == 0xF4 && byte(1) > 0x8F;
    return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

DecodedText decode_utf8(std::string_view content) {
  std::size_t at = 0;
  while (at < content.size()) {
    const std::size_t length = sequence_length(content, at);
    if (length == 0) return {std::string(content.substr(0, at)), "the text is not valid UTF-8", true};
    at += length;
  }
  return {std::string(content), {}, false};
}

DecodedText decode_utf16(std::string_view content, bool big) {
  DecodedText result;
  result.text.reserve(content.size() / 2 + content.size() / 8);
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(content[at]);
    const auto second = static_cast<unsigned char>(content[at + 1]);
    return static_cast<char32_t>(big ? first * 256u + second : second * 256u + first);
  };
  for (std::size_t at = 0; at < content.size(); at += 2) {
    if (at + 1 >= content.size())
      return {std::move(result.text), "the UTF-16 text ends within a character", true};
    char32_t point = unit(at);
    if (point >= 0xD800 && point <= 0xDFFF) {
      const bool paired = point < 0xDC00 && at + 3 < content.size();
      const char32_t second = paired ? unit(at + 2) : 0;
      if (second < 0xDC00 || second > 0xDFFF) {
        return {std::move(result.text), "the text is not valid UTF-16", true};
      }
      point = 0x10000 + ((point - 0xD800) << 10) + (second - 0xDC00);
      at += 2;
    }
    append(result.text, point);
  }
  return result;
}

DecodedText decode_bytes(std::string_view content, Encoding encoding) {
  DecodedText result;
  result.text.reserve(content.size() + content.size() / 8);
  for (const char c : content) {
    char32_t point = static_cast<unsigned char>(c);
    if (point >= 0x80 && encoding == Encoding::Ascii) {
      return {std::move(result.text), "a character that US-ASCII does not have", true};
    }
    if (encoding == Encoding::Windows1252 && point >= 0x80 && point < 0xA0) {
      point = kWindows1252[point - 0x80];
      if (point == 0) return {std::move(result.text), "a character that Windows-1252 does not have", true};
    }
    append(result.text, point);
  }
  return result;
}

void normalize_line_ends(std::string& text) {
  if (text.find('\r') == std::string::npos) return;
  std::size_t to = 0;
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (text[from] == '\r') {
      text[to++] = '\n';
      if (from + 1 < text.size() && text[from + 1] == '\n') ++from;
    } else {
      text[to++] = text[from];
    }
  }
  text.resize(to);
}

}  // namespace

DecodedText decode_xml(std::string_view content) {
  const Detected detected = detect(content);
  const std::string_view body = content.substr(detected.skip);
  DecodedText result;
  switch (detected.encoding) {
    case Encoding::Utf8:
      result = decode_utf8(body);
      break;
    case Encoding::Utf16Little:
      result = decode_utf16(body, false);
      break;
    case Encoding::Utf16Big:
      result = decode_utf16(body, true);
      break;
    case Encoding::Latin1:
    case Encoding::Windows1252:
    case Encoding::Ascii:
      result = decode_bytes(body, detected.encoding);
      break;
    case Encoding::Unknown:
      result.error = "the encoding \"" + declared_name(content) + "\" is not supported";
      break;
  }
  normalize_line_ends(result.text);
  return result;
}

}  // namespace rondo::bpmn
