// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/json.hpp"

#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>

namespace rondo::frontends::elsa {

namespace {

// Recursion follows the nesting of the file.
constexpr int kMaxDepth = 200;

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 63));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 63));
    out += static_cast<char>(0x80 | (code & 63));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 63));
    out += static_cast<char>(0x80 | (code >> 6 & 63));
    out += static_cast<char>(0x80 | (code & 63));
  }
}

// Of the character that a text begins with (RFC 3629); 0 when it is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool no_character = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || no_character ? 0 : length;
}

class Parser {
 public:
  Parser(std::string_view text, model::Diagnostics& diagnostics) : text_(text), diagnostics_(diagnostics) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = line_begin_ = 3;
  }

  bool run(Json& result) {
    if (!skip() || !value(result, 0) || !skip()) return false;
    return at_ == text_.size() || fail("nothing may come after the document");
  }

 private:
  [[nodiscard]] model::SourcePosition here() {
    for (; counted_ < at_; ++counted_) {
      if ((static_cast<unsigned char>(text_[counted_]) & 0xC0) != 0x80) ++column_;
    }
    return {line_, column_};
  }

  void next_line() {
    ++line_;
    line_begin_ = counted_ = at_;
    column_ = 1;
  }

  bool fail(const char* message) {
    diagnostics_.error(here(), "json-syntax", message);
    return false;
  }

  [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  // Spaces, line ends and comments.
  bool skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        ++at_;
        next_line();
      } else if (c == ' ' || c == '\t' || c == '\r') {
        ++at_;
      } else if (c == '/' && peek(1) == '/') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (c == '/' && peek(1) == '*') {
        if (!skip_block()) return false;
      } else {
        return true;
      }
    }
    return true;
  }

  bool skip_block() {
    const std::size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) return fail("the comment is never closed");
    while (at_ < end + 2) {
      if (text_[at_++] == '\n') next_line();
    }
    return true;
  }

  bool value(Json& out, int depth) {
    out.where = here();
    switch (peek()) {
      case '{':
        return object(out, depth);
      case '[':
        return list(out, depth);
      case '"':
        out.kind = Json::Kind::Text;
        return string(out);
      case 't':
        return word(out, "true", Json::Kind::Boolean, true);
      case 'f':
        return word(out, "false", Json::Kind::Boolean, false);
      case 'n':
        return word(out, "null", Json::Kind::Null, {});
      default:
        return number(out);
    }
  }

  bool word(Json& out, std::string_view expected, Json::Kind kind, model::Value value) {
    if (text_.substr(at_, expected.size()) != expected) return fail("a value is expected");
    at_ += expected.size();
    out.kind = kind;
    out.scalar = std::move(value);
    return true;
  }

  bool number(Json& out) {
    std::size_t end = at_;
    bool real = false;
    while (end < text_.size()) {
      const char c = text_[end];
      if (c == '.' || c == 'e' || c == 'E') real = true;
      if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') break;
      ++end;
    }
    if (end == at_) return fail(at_ == text_.size() ? "the file ends too early" : "a value is expected");
    const char* first = text_.data() + at_;
    const char* last = text_.data() + end;
    std::int64_t whole = 0;
    double fraction = 0;
    out.kind = Json::Kind::Number;
    if (!real) {
      const auto [behind, failure] = std::from_chars(first, last, whole);
      if (failure == std::errc() && behind == last) {
        out.scalar = whole;
        at_ = end;
        return true;
      }
    }
    const auto [behind, failure] = std::from_chars(first, last, fraction);
    if (failure != std::errc() || behind != last) return fail("this is no number");
    out.scalar = fraction;
    at_ = end;
    return true;
  }

  std::optional<std::uint32_t> hex() {
    std::uint32_t code = 0;
    if (at_ + 4 > text_.size()) return std::nullopt;
    const char* first = text_.data() + at_;
    const auto [behind, failure] = std::from_chars(first, first + 4, code, 16);
    if (failure != std::errc() || behind != first + 4) return std::nullopt;
    at_ += 4;
    return code;
  }

  bool escape(std::string& out) {
    static constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
    ++at_;
    if (peek() == 'u') {
      ++at_;
      auto code = hex();
      if (!code) return fail("four hexadecimal digits are expected");
      if (*code >= 0xD800 && *code < 0xDC00 && peek() == '\\' && peek(1) == 'u') {
        at_ += 2;
        const auto low = hex();
        if (!low || *low < 0xDC00 || *low > 0xDFFF) return fail("half of a character is missing");
        code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
      }
      append_utf8(out, *code >= 0xD800 && *code < 0xE000 ? 0xFFFD : *code);
      return true;
    }
    const std::size_t which = peek() == '\0' ? std::string_view::npos : kLetters.find(peek());
    if (which == std::string_view::npos) return fail("there is no such escape");
    out += kMeanings[which];
    ++at_;
    return true;
  }

  bool string(Json& out) {
    std::string text;
    ++at_;
    for (;;) {
      if (at_ == text_.size() || text_[at_] == '\n') {
        diagnostics_.error(out.where, "json-syntax", "the text has no end");
        return false;
      }
      if (text_[at_] == '"') break;
      if (text_[at_] == '\\') {
        if (!escape(text)) return false;
      } else {
        const std::size_t length = utf8_length(text_.substr(at_, 4));
        if (length == 0) return fail("the text is not valid UTF-8");
        text += text_.substr(at_, length);
        at_ += length;
      }
    }
    ++at_;
    out.scalar = std::move(text);
    return true;
  }

  bool list(Json& out, int depth) {
    out.kind = Json::Kind::List;
    if (depth >= kMaxDepth) return fail("the file is nested too deeply");
    ++at_;
    for (;;) {
      if (!skip()) return false;
      if (peek() == ']') break;
      Json item;
      if (!value(item, depth + 1) || !skip()) return false;
      out.items.push_back(std::move(item));
      if (peek() == ']') break;
      if (peek() != ',') return fail("',' or ']' is expected");
      ++at_;
    }
    ++at_;
    return true;
  }

  bool object(Json& out, int depth) {
    out.kind = Json::Kind::Object;
    if (depth >= kMaxDepth) return fail("the file is nested too deeply");
    ++at_;
    for (;;) {
      if (!skip()) return false;
      if (peek() == '}') break;
      if (peek() != '"') return fail("a name in quotes is expected");
      Json name, member;
      name.where = here();
      if (!string(name) || !skip()) return false;
      if (peek() != ':') return fail("':' is expected");
      ++at_;
      if (!skip() || !value(member, depth + 1) || !skip()) return false;
      out.names.emplace_back(name.scalar.as_string());
      out.items.push_back(std::move(member));
      if (peek() == '}') break;
      if (peek() != ',') return fail("',' or '}' is expected");
      ++at_;
    }
    ++at_;
    return true;
  }

  std::string_view text_;
  model::Diagnostics& diagnostics_;
  std::size_t at_ = 0, line_begin_ = 0;
  std::size_t counted_ = line_begin_;  // characters before it are in column_
  std::uint32_t line_ = 1, column_ = 1;
};

}  // namespace

bool same_name(std::string_view one, std::string_view other) noexcept {
  if (one.size() != other.size()) return false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (lower(one[i]) != lower(other[i])) return false;
  }
  return true;
}

const Json* Json::find(std::string_view name) const noexcept {
  for (std::size_t i = names.size(); i > 0; --i) {
    if (same_name(names[i - 1], name)) return items[i - 1].is(Kind::Null) ? nullptr : &items[i - 1];
  }
  return nullptr;
}

std::string Json::text(std::string_view name) const {
  const Json* member = find(name);
  return member == nullptr ? std::string() : member->as_text();
}

std::string Json::as_text() const {
  if (is(Kind::Text)) return std::string(scalar.as_string());
  if (is(Kind::Number) || is(Kind::Boolean)) return model::to_json(scalar);
  return {};
}

model::Value Json::value() const {
  if (is(Kind::List)) {
    model::List list;
    for (const Json& item : items) list.push_back(item.value());
    return list;
  }
  if (is(Kind::Object)) {
    model::Object object;
    for (std::size_t i = 0; i < items.size(); ++i) object.set(names[i], items[i].value());
    return object;
  }
  return scalar;
}

const std::vector<Json>* Json::list() const noexcept {
  if (is(Kind::List)) return &items;
  const Json* values = is(Kind::Object) ? find("$values") : nullptr;
  return values != nullptr && values->is(Kind::List) ? &values->items : nullptr;
}

bool parse_json(std::string_view text, Json& result, model::Diagnostics& diagnostics) {
  return Parser(text, diagnostics).run(result);
}

}  // namespace rondo::frontends::elsa
