// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/lexer.hpp"

#include "expression/failure.hpp"
#include "expression/unicode.hpp"
#include "model/ascii.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace rondo::expression::groovy {

namespace {

constexpr std::size_t kMaxTextNesting = 100;
constexpr int kHexadecimal = 16;

// Longer signs first.
constexpr std::array<std::string_view, 55> kSigns{
    "<=>", "==~", "**=", "..<", "...", ">>>", "<<=", ".&", "~",  "?.", "*.", "?:", "?=", "->",
    "..",  "<<",  ">>",  "<=",  ">=",  "==",  "!=",  "=~", "&&", "||", "**", "++", "--", "+=",
    "-=",  "*=",  "/=",  "%=",  "::",  "{",   "}",   "(",  ")",  "[",  "]",  ",",  ".",  ":",
    "?",   "=",   "<",   ">",   "!",   "+",   "-",   "*",  "/",  "%",  "|",  "&",  "^"};

// Letters beyond ASCII count as letters of names.
bool begins_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool goes_on_name(char c) noexcept { return begins_name(c) || model::is_digit(c); }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() { return tokens(false); }

 private:
  [[nodiscard]] char at(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool sees(std::string_view sign) const noexcept {
    return text_.substr(at_, sign.size()) == sign;
  }

  // Up to the end, or in a computed part of a text up to its closing brace.
  std::vector<Token> tokens(bool in_text) {
    if (++nesting_ > kMaxTextNesting) fail(at_, "texts are nested too deep");
    std::vector<Token> result;
    std::string open;  // brackets
    for (;;) {
      const bool spaced = skip_blanks();
      Token token;
      token.offset = at_;
      token.spaced = spaced;
      if (at_ >= text_.size()) {
        if (in_text) fail(at_, "'}' is missing in a text");
        result.push_back(std::move(token));
        break;
      }
      if (in_text && open.empty() && at() == '}') {
        ++at_;
        result.push_back(std::move(token));
        break;
      }
      if (read_line_end(token)) {
        const bool inside = !open.empty() && open.back() != '{';
        if (!inside || token.text == ";") result.push_back(std::move(token));
        continue;
      }
      read(token, result);
      track(token, open);
      result.push_back(std::move(token));
    }
    --nesting_;
    return result;
  }

  static void track(const Token& token, std::string& open) {
    if (token.kind != Token::Kind::Sign || token.text.size() != 1) return;
    const char sign = token.text.front();
    if (sign == '(' || sign == '[' || sign == '{') open += sign;
    if ((sign == ')' || sign == ']' || sign == '}') && !open.empty()) open.pop_back();
  }

  bool skip_blanks() {
    const std::size_t before = at_;
    for (;;) {
      if (at() == ' ' || at() == '\t' || at() == '\r' || at() == '\f') {
        ++at_;
      } else if (sees("\\\n")) {
        at_ += 2;
      } else if (sees("//")) {
        while (at_ < text_.size() && at() != '\n') ++at_;
      } else if (sees("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) fail(at_, "the comment has no end");
        at_ = end + 2;
      } else {
        return at_ != before || at_ == 0;
      }
    }
  }

  bool read_line_end(Token& token) {
    if (at() != '\n' && at() != ';') return false;
    token.kind = Token::Kind::Newline;
    token.text = text_.substr(at_, 1);
    ++at_;
    return true;
  }

  void read(Token& token, const std::vector<Token>& before) {
    const char c = at();
    if (model::is_digit(c)) return read_number(token);
    if (begins_name(c)) return read_name(token);
    if (c == '\'' || c == '"') return read_quoted(token);
    if (c == '/' && !follows_operand(before)) return read_slashy(token);
    for (const std::string_view sign : kSigns) {
      if (!sees(sign)) continue;
      token.kind = Token::Kind::Sign;
      token.text = sign;
      at_ += sign.size();
      return;
    }
    fail(at_, fmt::format("unexpected character '{}'", c));
  }

  static bool follows_operand(const std::vector<Token>& before) {
    if (before.empty()) return false;
    const Token& last = before.back();
    if (last.is_name("return") || last.is_name("in") || last.is_name("assert")) return false;
    return last.kind == Token::Kind::Name || last.kind == Token::Kind::Number ||
           last.kind == Token::Kind::Text || last.is(")") || last.is("]") || last.is("}");
  }

  void read_name(Token& token) {
    token.kind = Token::Kind::Name;
    const std::size_t begin = at_;
    while (goes_on_name(at())) ++at_;
    token.text = text_.substr(begin, at_ - begin);
  }

  void read_number(Token& token) {
    token.kind = Token::Kind::Number;
    const std::size_t begin = at_;
    if (at() == '0' && (at(1) == 'x' || at(1) == 'X')) return read_hexadecimal(token);
    bool decimal = false;
    std::string digits;
    take_digits(digits);
    if (at() == '.' && model::is_digit(at(1))) {
      decimal = true;
      digits += text_[at_++];
      take_digits(digits);
    }
    const std::size_t sign = at(1) == '+' || at(1) == '-' ? 2 : 1;
    if ((at() == 'e' || at() == 'E') && model::is_digit(at(sign))) {
      decimal = true;
      digits += text_.substr(at_, sign);
      at_ += sign;
      take_digits(digits);
    }
    const bool as_decimal =
        at() == 'd' || at() == 'D' || at() == 'f' || at() == 'F' || at() == 'g' || at() == 'G';
    if (as_decimal || at() == 'l' || at() == 'L' || at() == 'i' || at() == 'I') ++at_;
    if (goes_on_name(at())) fail(begin, "a number must not go on as a name");
    if (!decimal) {
      std::int64_t integer = 0;
      const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), integer);
      if (problem == std::errc()) {
        token.value = as_decimal && text_[at_ - 1] != 'g' && text_[at_ - 1] != 'G'
                          ? model::Value(static_cast<double>(integer))
                          : model::Value(integer);
        return;
      }
    }
    token.value = model::Value(std::strtod(digits.c_str(), nullptr));
  }

  void take_digits(std::string& digits) {
    for (; model::is_digit(at()) || (at() == '_' && goes_on_name(at(1))); ++at_) {
      if (at() != '_') digits += at();
    }
  }

  void read_hexadecimal(Token& token) {
    const std::size_t begin = at_;
    at_ += 2;
    std::int64_t integer = 0;
    const char* const first = text_.data() + at_;
    const auto [end, problem] = std::from_chars(first, text_.data() + text_.size(), integer, kHexadecimal);
    if (problem != std::errc()) fail(begin, "unusable hexadecimal number");
    at_ += static_cast<std::size_t>(end - first);
    if (at() == 'l' || at() == 'L') ++at_;
    if (goes_on_name(at())) fail(begin, "a number must not go on as a name");
    token.value = model::Value(integer);
  }

  // '…', "…", '''…''' and """…"""; those in double quotes may have computed parts.
  void read_quoted(Token& token) {
    token.kind = Token::Kind::Text;
    const std::size_t begin = at_;
    const char quote = at();
    const std::string three(3, quote);
    const bool long_text = sees(three);
    const std::string end = long_text ? three : std::string(1, quote);
    at_ += end.size();
    std::string literal;
    while (!sees(end)) {
      if (at_ >= text_.size() || (!long_text && at() == '\n')) fail(begin, "the text has no end");
      if (at() == '\\') {
        read_escape(literal);
      } else if (quote == '"' && at() == '$' && (at(1) == '{' || begins_name(at(1)))) {
        token.parts.push_back({std::exchange(literal, {}), {}});
        token.parts.push_back({{}, at(1) == '{' ? braced_code() : name_code()});
      } else {
        literal += text_[at_++];
      }
    }
    at_ += end.size();
    if (token.parts.empty()) {
      token.text = std::move(literal);
    } else {
      token.parts.push_back({std::move(literal), {}});
    }
  }

  std::vector<Token> braced_code() {
    at_ += 2;
    return tokens(true);
  }

  // `$name` and `$name.member`.
  std::vector<Token> name_code() {
    ++at_;
    std::vector<Token> code;
    for (;;) {
      Token& name = code.emplace_back();
      name.offset = at_;
      name.kind = Token::Kind::Name;
      while (goes_on_name(at()) && at() != '$') name.text += text_[at_++];
      if (at() != '.' || !begins_name(at(1)) || at(1) == '$') break;
      Token& dot = code.emplace_back();
      dot.offset = at_++;
      dot.kind = Token::Kind::Sign;
      dot.text = ".";
    }
    code.emplace_back().offset = at_;
    return code;
  }

  void read_escape(std::string& literal) {
    const std::size_t begin = at_++;
    const char c = at();
    if (at_ >= text_.size()) fail(begin, "the text has no end");
    ++at_;
    switch (c) {
      case 'n':
        literal += '\n';
        return;
      case 't':
        literal += '\t';
        return;
      case 'r':
        literal += '\r';
        return;
      case 'b':
        literal += '\b';
        return;
      case 'f':
        literal += '\f';
        return;
      case '\n':
        return;
      case 'u':
        return read_unicode_escape(begin, literal);
      case '\\':
      case '\'':
      case '"':
      case '$':
        literal += c;
        return;
      default:
        fail(begin, fmt::format("'\\{}' is no escape", c));
    }
  }

  void read_unicode_escape(std::size_t begin, std::string& literal) {
    constexpr std::size_t kDigits = 4;
    std::uint32_t code = 0;
    if (at_ + kDigits > text_.size()) fail(begin, "\\u needs four hexadecimal digits");
    const char* const first = text_.data() + at_;
    const auto [end, problem] = std::from_chars(first, first + kDigits, code, kHexadecimal);
    if (problem != std::errc() || end != first + kDigits) fail(begin, "\\u needs four hexadecimal digits");
    if (code >= 0xD800 && code < 0xE000) fail(begin, "\\u gives half a character");
    at_ += kDigits;
    append_utf8(literal, code);
  }

  // /…/: backslashes stand for themselves, except before a slash. Parts may be computed.
  void read_slashy(Token& token) {
    token.kind = Token::Kind::Text;
    const std::size_t begin = at_++;
    std::string literal;
    while (at() != '/') {
      if (at_ >= text_.size() || at() == '\n') fail(begin, "the text between slashes has no end");
      const bool escapes = at() == '\\' && at_ + 1 < text_.size();
      if (escapes) {
        if (at(1) != '/') literal += at();
        literal += at(1);
        at_ += 2;
      } else if (at() == '$' && (at(1) == '{' || (begins_name(at(1)) && at(1) != '$'))) {
        token.parts.push_back({std::exchange(literal, {}), {}});
        token.parts.push_back({{}, at(1) == '{' ? braced_code() : name_code()});
      } else {
        literal += text_[at_++];
      }
    }
    ++at_;
    if (token.parts.empty()) {
      token.text = std::move(literal);
    } else {
      token.parts.push_back({std::move(literal), {}});
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t nesting_ = 0;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Lexer(text).run(); }

}  // namespace rondo::expression::groovy
