// SPDX-License-Identifier: Apache-2.0
#include "frontends/apiflow/token.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rondo::frontends::apiflow {

namespace {

constexpr std::size_t kMaxNesting = 100;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool begins_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Scanner {
 public:
  Scanner(std::string_view text, const Places& places, std::vector<Token>& tokens,
          model::Diagnostics& diagnostics)
      : text_(text), places_(places), tokens_(tokens), diagnostics_(diagnostics) {}

  bool run() {
    while (sound_ && at_ < text_.size()) {
      skip_blanks();
      if (!sound_ || at_ >= text_.size()) break;
      read();
    }
    if (sound_) {
      // More of them tell nothing more.
      constexpr std::size_t kMostTold = 3;
      if (open_.size() > kMostTold) open_.resize(kMostTold);
      for (const std::size_t open : open_) {
        fail(tokens_[open].begin, std::string("'") + std::string(tokens_[open].text) + "' is never closed");
      }
    }
    add(Token::Kind::End, at_);
    return sound_;
  }

 private:
  [[nodiscard]] char at(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool sees(std::string_view sign) const noexcept {
    return text_.substr(at_, sign.size()) == sign;
  }

  void fail(std::size_t byte, std::string message) {
    diagnostics_.error(places_.at(byte), "script-syntax", std::move(message));
    sound_ = false;
  }

  void add(Token::Kind kind, std::size_t begin) {
    Token token;
    token.kind = kind;
    token.begin = begin;
    token.end = at_;
    token.text = text_.substr(begin, at_ - begin);
    token.spaced = std::exchange(spaced_, false);
    tokens_.push_back(token);
  }

  void skip_blanks() {
    for (;;) {
      const std::size_t before = at_;
      if (at() == ' ' || at() == '\t' || at() == '\r' || at() == '\f') {
        ++at_;
      } else if (sees("//") || (at_ == 0 && sees("#!"))) {
        while (at_ < text_.size() && at() != '\n') ++at_;
      } else if (sees("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return fail(at_, "the comment has no end");
        at_ = end + 2;
      } else if (at_ == 0 && sees("\xEF\xBB\xBF")) {
        at_ += 3;
      }
      if (at_ == before) return;
      spaced_ = true;
    }
  }

  void read() {
    const std::size_t begin = at_;
    const char c = at();
    if (c == '\n' || c == ';') {
      ++at_;
      return add(Token::Kind::Newline, begin);
    }
    if (begins_name(c)) {
      while (begins_name(at()) || is_digit(at())) ++at_;
      return add(Token::Kind::Name, begin);
    }
    if (is_digit(c)) {
      while (begins_name(at()) || is_digit(at()) || (at() == '.' && is_digit(at(1)))) ++at_;
      return add(Token::Kind::Literal, begin);
    }
    if (c == '\'' || c == '"') {
      if (skip_quoted()) add(Token::Kind::Literal, begin);
      return;
    }
    if (c == '/' && !follows_operand() && skip_slashy()) return add(Token::Kind::Literal, begin);
    constexpr std::string_view kSigns = "{}()[],.:?=<>!+-*/%|&^~@#\\`";
    if (kSigns.find(c) == std::string_view::npos) return fail(begin, "this character cannot stand here");
    ++at_;
    add(Token::Kind::Sign, begin);
    match(c);
  }

  [[nodiscard]] bool follows_operand() const {
    if (tokens_.empty()) return false;
    const Token& last = tokens_.back();
    return last.kind == Token::Kind::Literal || (last.kind == Token::Kind::Name && !last.is_name("return")) ||
           last.is(")") || last.is("]") || last.is("}");
  }

  bool skip_slashy() {
    for (std::size_t end = at_ + 1; end < text_.size() && text_[end] != '\n'; ++end) {
      if (text_[end] == '\\') {
        ++end;
      } else if (text_[end] == '/') {
        at_ = end + 1;
        return true;
      }
    }
    return false;
  }

  // Up to behind the end of a text; computed parts may hold further texts.
  bool skip_quoted() {
    const std::size_t begin = at_;
    const char quote = at();
    const std::string three(3, quote);
    const bool long_text = sees(three);
    const std::string end = long_text ? three : std::string(1, quote);
    if (++nesting_ > kMaxNesting) {
      fail(begin, "texts are nested too deep");
      return false;
    }
    at_ += end.size();
    while (!sees(end)) {
      if (at_ >= text_.size() || (!long_text && at() == '\n')) {
        fail(begin, "the text has no end");
        return false;
      }
      if (at() == '\\') {
        at_ = std::min(at_ + 2, text_.size());
      } else if (quote == '"' && sees("${")) {
        if (!skip_computed()) return false;
      } else {
        ++at_;
      }
    }
    at_ += end.size();
    --nesting_;
    return true;
  }

  bool skip_computed() {
    const std::size_t begin = at_;
    at_ += 2;
    for (std::size_t depth = 1; depth > 0;) {
      if (at_ >= text_.size()) {
        fail(begin, "'${' is never closed");
        return false;
      }
      if (at() == '\'' || at() == '"') {
        if (!skip_quoted()) return false;
        continue;
      }
      if (at() == '{') ++depth;
      if (at() == '}') --depth;
      ++at_;
    }
    return true;
  }

  void match(char sign) {
    if (sign == '{' || sign == '(' || sign == '[') {
      open_.push_back(tokens_.size() - 1);
      if (open_.size() > kMaxNesting) fail(tokens_.back().begin, "brackets are nested too deep");
      return;
    }
    if (sign != '}' && sign != ')' && sign != ']') return;
    const char wanted = sign == '}' ? '{' : (sign == ')' ? '(' : '[');
    if (open_.empty() || tokens_[open_.back()].text.front() != wanted) {
      const std::string_view open = open_.empty() ? std::string_view() : tokens_[open_.back()].text;
      fail(tokens_.back().begin, open.empty()
                                     ? std::string("'") + sign + "' closes nothing"
                                     : std::string("'") + sign + "' does not close '" + open.front() + "'");
      open_.clear();
      return;
    }
    tokens_[open_.back()].closing = tokens_.size() - 1;
    open_.pop_back();
  }

  std::string_view text_;
  const Places& places_;
  std::vector<Token>& tokens_;
  model::Diagnostics& diagnostics_;
  std::vector<std::size_t> open_;
  std::size_t at_ = 0, nesting_ = 0;
  bool spaced_ = false, sound_ = true;
};

}  // namespace

Places::Places(std::string_view text) : text_(text), lines_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') lines_.push_back(i + 1);
  }
}

model::SourcePosition Places::at(std::size_t byte) const noexcept {
  const auto line = std::upper_bound(lines_.begin(), lines_.end(), byte) - 1;
  const std::string_view before = text_.substr(*line, byte - *line);
  const auto characters = std::count_if(
      before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return {static_cast<std::uint32_t>(line - lines_.begin()) + 1, static_cast<std::uint32_t>(characters) + 1};
}

bool scan(std::string_view text, const Places& places, std::vector<Token>& tokens,
          model::Diagnostics& diagnostics) {
  return Scanner(text, places, tokens, diagnostics).run();
}

}  // namespace rondo::frontends::apiflow
