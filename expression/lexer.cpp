// SPDX-License-Identifier: Apache-2.0
#include "expression/lexer.hpp"

#include "expression/node.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>

namespace rondo::expression {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) { return begins_name(c) || is_digit(c); }

}  // namespace

void Lexer::skip_space() {
  new_line_ = false;
  while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
    new_line_ = new_line_ || text_[at_] == '\n';
    ++at_;
  }
}

Token Lexer::next() {
  skip_space();
  Token token;
  token.offset = at_;
  if (at_ >= text_.size() || (embedded_ && text_[at_] == '}')) return token;
  const char c = text_[at_];
  if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return number();
  if (c == '\'' || c == '"') return quoted(c);
  if (!begins_name(c)) return symbol();
  token.kind = Token::Kind::Name;
  const std::size_t begin = at_;
  while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
  token.text = text_.substr(begin, at_ - begin);
  return token;
}

Token Lexer::number() {
  const std::size_t begin = at_;
  bool whole = true;
  while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
    whole = false;
    ++at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    std::size_t digits = at_ + 1;
    if (digits < text_.size() && (text_[digits] == '+' || text_[digits] == '-')) ++digits;
    if (digits < text_.size() && is_digit(text_[digits])) {
      whole = false;
      at_ = digits;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    }
  }
  Token token;
  token.kind = Token::Kind::Number;
  token.offset = begin;
  token.text = text_.substr(begin, at_ - begin);
  const char* end = token.text.data() + token.text.size();
  std::int64_t integer = 0;
  if (whole && std::from_chars(token.text.data(), end, integer).ec == std::errc{}) {
    token.number = integer;
    return token;
  }
  double decimal = 0;
  (void)std::from_chars(token.text.data(), end, decimal);
  token.number = decimal;
  return token;
}

Token Lexer::quoted(char quote) {
  Token token;
  token.kind = Token::Kind::Text;
  token.offset = at_++;
  while (at_ < text_.size() && text_[at_] != quote) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
      ++at_;
      switch (text_[at_]) {
        case 'n':
          token.text += '\n';
          break;
        case 't':
          token.text += '\t';
          break;
        case 'r':
          token.text += '\r';
          break;
        default:
          token.text += text_[at_];
          break;
      }
      ++at_;
    } else {
      token.text += text_[at_++];
    }
  }
  if (at_ >= text_.size()) throw Fault(token.offset, "this text is not closed");
  ++at_;
  return token;
}

Token Lexer::symbol() {
  static constexpr std::array<std::string_view, 6> kLong = {"==", "!=", "<=", ">=", "&&", "||"};
  static constexpr std::string_view kShort = "+-*/%<>!?:.,()[]{}=;";
  Token token;
  token.kind = Token::Kind::Symbol;
  token.offset = at_;
  for (const std::string_view candidate : kLong) {
    if (text_.substr(at_, 2) == candidate) {
      at_ += 2;
      token.text = candidate;
      return token;
    }
  }
  if (kShort.find(text_[at_]) == std::string_view::npos) {
    throw Fault(at_, fmt::format("unexpected character '{}'", text_[at_]));
  }
  token.text = text_[at_++];
  return token;
}

}  // namespace rondo::expression
