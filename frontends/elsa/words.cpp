// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/words.hpp"

#include "frontends/elsa/expressions.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace rondo::frontends::elsa {

namespace {

bool begins_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }
bool continues_name(char c) { return begins_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Word> run() {
    std::vector<Word> words;
    for (;;) {
      const bool line = skip();
      Word word = next();
      word.line = line;
      const bool end = word.kind == Word::Kind::End;
      words.push_back(std::move(word));
      if (end) return words;
    }
  }

 private:
  bool skip() {
    bool line = false;
    while (at_ < text_.size()) {
      if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) throw ExpressionProblem("a comment is never closed");
        at_ = end + 2;
      } else if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        line = line || text_[at_] == '\n';
        ++at_;
      } else {
        return line;
      }
    }
    return line;
  }

  Word next() {
    if (at_ == text_.size()) return {};
    const char c = text_[at_];
    const std::size_t begin = at_;
    if (c == '"' || c == '\'') return quoted(c);
    if (c == '`') return back_quoted();
    if (text_.substr(at_, 2) == "$\"") return interpolated();
    if (begins_name(c)) {
      while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
      return {Word::Kind::Name, std::string(text_.substr(begin, at_ - begin))};
    }
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      while (at_ < text_.size() && (continues_name(text_[at_]) || text_[at_] == '.')) ++at_;
      return {Word::Kind::Number, std::string(text_.substr(begin, at_ - begin))};
    }
    static constexpr std::array<std::string_view, 19> kSigns{
        "===", "!==", "=>", "==", "!=", "<=", ">=", "&&", "||", "??",
        "?.",  "++",  "--", "+=", "-=", "*=", "/=", "**", "%="};
    for (const std::string_view sign : kSigns) {
      if (text_.substr(at_, sign.size()) != sign) continue;
      at_ += sign.size();
      return {Word::Kind::Sign, std::string(sign)};
    }
    if (std::string_view("()[]{}.,;:?+-*/%<>=!&|^").find(c) == std::string_view::npos) {
      throw ExpressionProblem(std::string("'") + c + "' has no meaning here");
    }
    ++at_;
    return {Word::Kind::Sign, std::string(1, c)};
  }

  Word quoted(char quote) {
    std::string content;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] != '\\') {
        content += text_[at_];
        continue;
      }
      if (++at_ == text_.size()) break;
      content += unescaped(text_[at_]);
    }
    if (at_ == text_.size()) throw ExpressionProblem("a text has no end");
    ++at_;
    return {Word::Kind::Text, std::move(content)};
  }

  Word back_quoted() {
    const std::size_t begin = ++at_;
    for (int depth = 0; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\' && depth == 0) {
        ++at_;
        continue;
      }
      if (text_[at_] == '`' && depth == 0) break;
      if (text_.substr(at_, 2) == "${") ++depth;
      if (text_[at_] == '}' && depth > 0) --depth;
    }
    if (at_ >= text_.size()) throw ExpressionProblem("a template has no end");
    return {Word::Kind::Template, std::string(text_.substr(begin, at_++ - begin))};
  }

  // Of C#: $"…{value}…"; what a backslash says outside of the holes is resolved here.
  Word interpolated() {
    std::string content;
    int depth = 0;
    for (at_ += 2; at_ < text_.size() && (text_[at_] != '"' || depth > 0); ++at_) {
      if (text_[at_] == '{') ++depth;
      if (text_[at_] == '}') --depth;
      const bool escapes = text_[at_] == '\\' && depth == 0 && at_ + 1 < text_.size();
      content += escapes ? unescaped(text_[++at_]) : text_[at_];
    }
    if (at_ >= text_.size()) throw ExpressionProblem("a text has no end");
    ++at_;
    return {Word::Kind::Interpolated, std::move(content)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

char unescaped(char letter) noexcept {
  return letter == 'n' ? '\n' : letter == 't' ? '\t' : letter == 'r' ? '\r' : letter;
}

std::vector<Word> words_of(std::string_view script) { return Scanner(script).run(); }

}  // namespace rondo::frontends::elsa
