// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/activities/basic.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace rondo::frontends::activities {

inline bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
}
inline bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// What stops a translation.
struct Refusal {
  std::size_t offset;
  std::string message;
};

/// Reads words, signs and literals of an expression, one after the other. Throws Refusal.
class ExpressionScanner {
 public:
  explicit ExpressionScanner(std::string_view text) : text_(text) {}

  [[noreturn]] void refuse(std::string message) const { throw Refusal{at_, std::move(message)}; }

  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool sign(std::string_view expected) {
    skip();
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }
  void expect(std::string_view expected) {
    if (!sign(expected)) refuse(fmt::format("'{}' is missing here", expected));
  }
  bool word(std::string_view expected) {
    skip();
    if (lower(text_.substr(at_, expected.size())) != expected) return false;
    const std::size_t behind = at_ + expected.size();
    if (behind < text_.size() && (is_letter(text_[behind]) || is_digit(text_[behind]))) return false;
    at_ = behind;
    return true;
  }

  std::string name() {
    skip();
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || (at_ > begin && is_digit(text_[at_])))) ++at_;
    if (at_ == begin)
      refuse(begin < text_.size() ? "a value is missing here" : "the expression ends too early");
    return std::string(text_.substr(begin, at_ - begin));
  }

  // The last name of a path: namespaces of types say nothing here.
  std::string type_name() {
    std::string type = name();
    while (sign(".")) type = name();
    return type;
  }

  std::string text_literal() {
    std::string content;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      content += text_[at_];
    }
    if (at_ >= text_.size()) refuse("a text is not closed");
    ++at_;
    return quoted(content);
  }

  std::string sharp_literal() {
    std::string content;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) content += sharp_letter();
    if (at_ >= text_.size()) refuse("a text is not closed");
    ++at_;
    return quoted(content);
  }

  char sharp_letter() {
    if (text_[at_] != '\\' || at_ + 1 >= text_.size()) return text_[at_];
    switch (text_[++at_]) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      default:
        return text_[at_];
    }
  }

  std::string number_literal() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) ||
                                  (text_[at_] == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))))
      ++at_;
    std::string number(text_.substr(begin, at_ - begin));
    if (at_ < text_.size() && is_letter(text_[at_])) refuse("a number ends with a letter");
    return number;
  }

 protected:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace rondo::frontends::activities
