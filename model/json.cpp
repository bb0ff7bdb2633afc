// SPDX-License-Identifier: Apache-2.0
#include "model/base64.hpp"
#include "model/value.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <ostream>

namespace rondo::model {
namespace {

void append_control(std::string& out, char c) {
  constexpr char kHex[] = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  out += "\\u00";
  out += kHex[code >> 4];
  out += kHex[code & 15];
}

/// What a first byte says about its UTF-8 character (RFC 3629): its length, 0 for no such character, and the
/// range of the second byte, which leaves out overlong forms, surrogates and what lies beyond U+10FFFF.
struct Lead {
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Lead lead_of(unsigned char first) {
  if (first < 0x80) return {1};
  if (first < 0xC2) return {};
  if (first < 0xE0) return {2};
  if (first == 0xE0) return {3, 0xA0};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first < 0xF0) return {3};
  if (first == 0xF0) return {4, 0x90};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return first < 0xF4 ? Lead{4} : Lead{};
}

/// Length of the well-formed UTF-8 character at the start of `text`, or 0.
std::size_t character_length(std::string_view text) {
  Lead lead = lead_of(static_cast<unsigned char>(text.front()));
  if (lead.length > text.size()) return 0;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < lead.low || byte > lead.high) return 0;
    lead.low = 0x80;
    lead.high = 0xBF;
  }
  return lead.length;
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      if (static_cast<unsigned char>(c) < 0x20) {
        append_control(out, c);
      } else {
        out += c;
      }
  }
}

/// Bytes that are no UTF-8, such as one half of a cut character, become U+FFFD: the result is always JSON.
void append_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 1) {
      append_ascii(out, text.front());
    } else if (length == 0) {
      out += "\\ufffd";
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

void append_double(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";  // JSON has no word for infinity and not-a-number
    return;
  }
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  out += text;
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

/// Writes JSON without recursion: the lists and objects that are open lie on a stack of its own.
class Writer {
 public:
  std::string write(const Value& value) {
    append(value);
    while (!open_.empty()) step();
    return std::move(out_);
  }

 private:
  struct Frame {
    const Value* container;
    std::size_t next;
  };

  /// Appends a value, of a list or object only the opening.
  void append(const Value& value) {
    switch (value.type()) {
      case ValueType::Null:
        out_ += "null";
        break;
      case ValueType::Boolean:
        out_ += value.as_boolean() ? "true" : "false";
        break;
      case ValueType::Integer:
        out_ += std::to_string(value.as_integer());
        break;
      case ValueType::Double:
        append_double(out_, value.as_double());
        break;
      case ValueType::String:
        append_text(out_, value.as_string());
        break;
      case ValueType::Date:
        append_text(out_, to_iso8601(value.as_date()));
        break;
      case ValueType::Bytes:
        out_ += '"';
        append_base64(out_, value.as_string());
        out_ += '"';
        break;
      case ValueType::List:
      case ValueType::Object:
        out_ += value.is_list() ? '[' : '{';
        open_.push_back({&value, 0});
        break;
    }
  }

  /// Appends the next part of the innermost open list or object, or closes it.
  void step() {
    Frame& frame = open_.back();
    const Value& container = *frame.container;
    const std::size_t size = container.is_list() ? container.as_list().size() : container.as_object().size();
    if (frame.next == size) {
      out_ += container.is_list() ? ']' : '}';
      open_.pop_back();
      return;
    }
    const std::size_t at = frame.next++;
    if (at > 0) out_ += ',';
    if (container.is_list()) {
      append(container.as_list()[at]);
    } else {
      const auto& [name, part] = *(container.as_object().begin() + static_cast<std::ptrdiff_t>(at));
      append_text(out_, name);
      out_ += ':';
      append(part);
    }
  }

  std::string out_;
  std::vector<Frame> open_;
};

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number < 0 ? -number : number);
  if (number < 0) out += '-';
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

}  // namespace

std::string to_json(const Value& value) { return Writer().write(value); }

std::ostream& operator<<(std::ostream& out, const Value& value) { return out << to_json(value); }

std::string to_iso8601(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  std::string text;
  append_padded(text, static_cast<int>(date.year()), 4);
  text += '-';
  append_padded(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append_padded(text, static_cast<unsigned>(date.day()), 2);
  text += 'T';
  append_padded(text, time.hours().count(), 2);
  text += ':';
  append_padded(text, time.minutes().count(), 2);
  text += ':';
  append_padded(text, time.seconds().count(), 2);
  if (time.subseconds().count() != 0) {
    text += '.';
    append_padded(text, time.subseconds().count(), 3);
  }
  return text + 'Z';
}

}  // namespace rondo::model
