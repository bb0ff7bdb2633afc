// SPDX-License-Identifier: Apache-2.0
#include "expression/lexer.hpp"

#include "expression/failure.hpp"
#include "expression/unicode.hpp"
#include "model/ascii.hpp"

#include <fmt/format.h>

#include <array>

namespace rondo::expression {

namespace {

constexpr std::size_t kLongestQuote = 40;
constexpr std::array<std::string_view, 6> kDoubleSigns{"==", "!=", "<=", ">=", "&&", "||"};
constexpr std::string_view kSigns = "+-*/%<>=!?:.,;()[]{}";
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr unsigned char kFirstBeyondAscii = 0x80;

bool starts_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= kFirstBeyondAscii;
}

class Lexer {
 public:
  Lexer(std::string_view text, std::size_t start, std::size_t end, bool in_braces)
      : text_(text.substr(0, end)), at_(start), start_(start), in_braces_(in_braces) {}

  std::vector<Token> run() {
    while (true) {
      Token token = next();
      tokens_.push_back(token);
      if (token.kind == Token::Kind::End) return std::move(tokens_);
    }
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void skip_blanks(Token& token) {
    while (at_ < text_.size()) {
      std::size_t width = is_blank(text_[at_]) ? 1 : 0;
      if (text_.substr(at_).starts_with(kNoBreakSpace)) width = kNoBreakSpace.size();
      if (width == 0) return;
      token.space_before = true;
      if (text_[at_] == '\n') token.line_before = true;
      at_ += width;
    }
  }

  Token next() {
    Token token;
    skip_blanks(token);
    token.offset = at_;
    if (at_ == text_.size()) {
      if (in_braces_) fail(start_ - 2, fmt::format("'{}' without '}}'", text_.substr(start_ - 2, 2)));
      return token;
    }
    const char c = peek();
    if (c == '}' && in_braces_ && open_braces_ == 0) {
      token.text = text_.substr(at_, 1);
      return token;
    }
    std::size_t length = 0;
    if (starts_name(c) && !(c == '$' && peek(1) == '{')) {
      token.kind = Token::Kind::Name;
      length = name_length();
    } else if (model::is_digit(c) || (c == '.' && model::is_digit(peek(1)))) {
      length = number_length(token.kind);
    } else if (c == '\'' || c == '"') {
      token.kind = Token::Kind::Text;
      length = literal_length();
    } else {
      token.kind = Token::Kind::Sign;
      length = sign_length();
    }
    token.text = text_.substr(at_, length);
    at_ += length;
    return token;
  }

  [[nodiscard]] std::size_t name_length() const noexcept {
    std::size_t length = 0;
    while (starts_name(peek(length)) || model::is_digit(peek(length))) {
      if (text_.substr(at_ + length).starts_with(kNoBreakSpace)) break;
      ++length;
    }
    return length;
  }

  std::size_t number_length(Token::Kind& kind) const noexcept {
    kind = Token::Kind::Integer;
    std::size_t length = 0;
    while (model::is_digit(peek(length))) ++length;
    if (peek(length) == '.' && model::is_digit(peek(length + 1))) {
      kind = Token::Kind::Decimal;
      ++length;
      while (model::is_digit(peek(length))) ++length;
    }
    if (peek(length) != 'e' && peek(length) != 'E') return length;
    const std::size_t sign = peek(length + 1) == '+' || peek(length + 1) == '-' ? 1 : 0;
    if (!model::is_digit(peek(length + 1 + sign))) return length;
    kind = Token::Kind::Decimal;
    length += 1 + sign;
    while (model::is_digit(peek(length))) ++length;
    return length;
  }

  [[nodiscard]] std::size_t literal_length() const {
    const char quote = peek();
    for (std::size_t length = 1; at_ + length < text_.size(); ++length) {
      if (peek(length) == quote) return length + 1;
      if (peek(length) == '\\') ++length;
    }
    fail(at_, "a text literal without closing quote");
  }

  std::size_t sign_length() {
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view sign : kDoubleSigns) {
      if (rest.starts_with(sign)) return sign.size();
    }
    const char c = rest.front();
    if (kSigns.find(c) == std::string_view::npos) fail(at_, unexpected(c));
    if (c == '{') ++open_braces_;
    if (c == '}' && open_braces_ > 0) --open_braces_;
    return 1;
  }

  static std::string unexpected(char c) {
    if (c > ' ' && static_cast<unsigned char>(c) < 0x7F) return fmt::format("unexpected character '{}'", c);
    return fmt::format("unexpected character with code {}", static_cast<unsigned>(c));
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t start_;
  bool in_braces_;
  std::size_t open_braces_ = 0;
  std::vector<Token> tokens_;
};

int hex_value(char c) noexcept {
  if (model::is_digit(c)) return c - '0';
  const char small = static_cast<char>(c | 0x20);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// The four digits behind `\u`.
char32_t code_unit(const Token& literal, std::size_t at) {
  constexpr std::size_t kDigits = 4;
  char32_t code = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const int digit = at + i < literal.text.size() ? hex_value(literal.text[at + i]) : -1;
    if (digit < 0) fail(literal.offset + at - 2, "'\\u' needs four hexadecimal digits");
    code = code * 16 + static_cast<char32_t>(digit);
  }
  return code;
}

// Appends the character of a `\u` escape at `at`, two escapes when it is a surrogate pair. Gives the number
// of bytes read behind the `\u`.
std::size_t append_escaped(std::string& result, const Token& literal, std::size_t at) {
  const char32_t first = code_unit(literal, at);
  if (first < 0xD800 || first > 0xDFFF) {
    append_utf8(result, first);
    return 4;
  }
  if (first > 0xDBFF || literal.text.substr(at + 4, 2) != "\\u")
    fail(literal.offset + at - 2, "half a character");
  const char32_t second = code_unit(literal, at + 6);
  if (second < 0xDC00 || second > 0xDFFF) fail(literal.offset + at - 2, "half a character");
  append_utf8(result, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
  return 10;
}

}  // namespace

bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string describe(const Token& token) {
  if (token.text.empty()) return "end of text";
  if (token.text.size() <= kLongestQuote) return fmt::format("'{}'", token.text);
  return fmt::format("'{}…'", token.text.substr(0, whole_characters(token.text, kLongestQuote)));
}

std::vector<Token> tokens_of(std::string_view text, std::size_t start, std::size_t end, bool in_braces) {
  return Lexer(text, start, end, in_braces).run();
}

std::string unquoted(const Token& literal) {
  constexpr std::string_view kEscapes = "\\'\"ntrbf/";
  constexpr std::string_view kMeanings = "\\'\"\n\t\r\b\f/";
  std::string result;
  for (std::size_t i = 1; i + 1 < literal.text.size(); ++i) {
    const char c = literal.text[i];
    if (c != '\\') {
      result += c;
      continue;
    }
    const char escape = literal.text[++i];
    if (escape == 'u') {
      i += append_escaped(result, literal, i + 1);
      continue;
    }
    const auto known = kEscapes.find(escape);
    if (known == std::string_view::npos) {
      fail(literal.offset + i - 1, "unknown escape in a text literal; a backslash is written '\\\\'");
    }
    result += kMeanings[known];
  }
  return result;
}

}  // namespace rondo::expression
