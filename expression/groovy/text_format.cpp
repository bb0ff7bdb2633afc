// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/text_format.hpp"

#include "expression/date_format.hpp"
#include "expression/unicode.hpp"
#include "model/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace rondo::expression::groovy {

namespace {

constexpr std::size_t kMaxWidth = 1000, kMaxDigits = 40;

// One conversion such as `%2$-05.2f`.
struct Conversion {
  std::string written;
  std::size_t argument = 0;  // from 1; 0: the next one
  bool left = false, zeros = false, plus = false, groups = false, blank = false, parentheses = false;
  std::size_t width = 0;
  std::optional<std::size_t> digits;
  char letter = 0;
  char time = 0;  // behind `t`
};

class Formatter {
 public:
  Formatter(Machine& machine, const std::string& pattern, Arguments arguments, std::size_t offset)
      : machine_(machine), pattern_(pattern), arguments_(arguments), offset_(offset) {}

  std::string run() {
    while (at_ < pattern_.size()) {
      if (pattern_[at_] != '%') {
        result_ += pattern_[at_++];
        continue;
      }
      const std::string part = converted(read());
      machine_.charge(part.size(), offset_);
      result_ += part;
    }
    return std::move(result_);
  }

 private:
  std::size_t number(std::size_t most) {
    std::size_t value = 0;
    for (; at_ < pattern_.size() && model::is_digit(pattern_[at_]); ++at_)
      value = std::min(value * 10 + static_cast<std::size_t>(pattern_[at_] - '0'), most);
    return value;
  }

  void flags(Conversion& conversion) {
    for (; at_ < pattern_.size(); ++at_) {
      switch (pattern_[at_]) {
        case '-':
          conversion.left = true;
          break;
        case '0':
          conversion.zeros = true;
          break;
        case '+':
          conversion.plus = true;
          break;
        case ',':
          conversion.groups = true;
          break;
        case ' ':
          conversion.blank = true;
          break;
        case '(':
          conversion.parentheses = true;
          break;
        default:
          return;
      }
    }
  }

  Conversion read() {
    Conversion made;
    const std::size_t begin = at_++;
    const std::size_t before = at_;
    const std::size_t argument = number(kMaxWidth);
    if (argument > 0 && at_ < pattern_.size() && pattern_[at_] == '$') {
      made.argument = argument;
      ++at_;
    } else {
      at_ = before;
    }
    flags(made);
    made.width = number(kMaxWidth);
    if (at_ < pattern_.size() && pattern_[at_] == '.') {
      ++at_;
      made.digits = number(kMaxDigits);
    }
    if (at_ >= pattern_.size()) fail("UnknownFormatConversionException", pattern_.substr(begin));
    made.letter = pattern_[at_++];
    if ((made.letter == 't' || made.letter == 'T') && at_ < pattern_.size()) made.time = pattern_[at_++];
    made.written = pattern_.substr(begin, at_ - begin);
    return made;
  }

  [[noreturn]] void fail(std::string_view type, std::string_view what) const {
    machine_.raise(type, std::string(what), offset_);
  }

  std::string converted(const Conversion& conversion) {
    if (conversion.letter == '%') return padded("%", conversion);
    if (conversion.letter == 'n') return "\n";
    const std::size_t index = conversion.argument > 0 ? conversion.argument - 1 : next_++;
    if (index >= arguments_.size()) fail("MissingFormatArgumentException", conversion.written);
    const Datum& value = arguments_[index];
    const char small = static_cast<char>(conversion.letter | 0x20);
    std::string text = small == 's' || small == 'b' || small == 'c' || small == 't'
                           ? plain(conversion, small, value)
                           : numeric(conversion, small, value);
    if (small != conversion.letter) text = to_upper(text);
    return padded(text, conversion);
  }

  std::string plain(const Conversion& conversion, char letter, const Datum& value) {
    std::string text;
    if (letter == 't') {
      text = time(conversion, value);
    } else if (letter == 'b') {
      text = !value.is_null() && (!value.is_boolean() || machine_.is_true(value)) ? "true" : "false";
    } else if (letter == 'c' && value.is_integer()) {
      append_utf8(text, static_cast<char32_t>(value.scalar().as_integer()));
    } else {
      text = machine_.text(value);
    }
    if (letter != 't' && conversion.digits)
      text.resize(byte_of(text, static_cast<std::int64_t>(*conversion.digits)).value_or(text.size()));
    return text;
  }

  // `%tY` and its like, of dates.
  std::string time(const Conversion& conversion, const Datum& value) {
    constexpr std::string_view kLetters = "YymdeBbHIMSLpFTRA";
    constexpr std::string_view kPatterns[] = {"yyyy", "yy",         "MM",       "dd",    "d",   "MMMM",
                                              "MMM",  "HH",         "hh",       "mm",    "ss",  "SSS",
                                              "a",    "yyyy-MM-dd", "HH:mm:ss", "HH:mm", "EEEE"};
    const std::size_t at = kLetters.find(conversion.time);
    if (at == std::string_view::npos) fail("UnknownFormatConversionException", conversion.written);
    if (!value.is_date()) fail("IllegalFormatConversionException", conversion.written);
    return format_date(value.scalar().as_date(), kPatterns[at]).value_or("");
  }

  std::string numeric(const Conversion& conversion, char letter, const Datum& value) {
    if (value.is_null()) return "null";
    const bool whole = letter == 'd' || letter == 'x' || letter == 'o';
    const bool fraction = letter == 'f' || letter == 'e' || letter == 'g';
    if (!whole && !fraction) fail("UnknownFormatConversionException", conversion.written);
    if (whole ? !value.is_integer() : !value.is_number())
      fail("IllegalFormatConversionException", conversion.written);
    if (letter == 'x') return fmt::format("{:x}", value.scalar().as_integer());
    if (letter == 'o') return fmt::format("{:o}", value.scalar().as_integer());
    constexpr std::size_t kDigits = 6;
    const double number = value.scalar().to_number();
    if (letter == 'd') return signed_text(std::to_string(value.scalar().as_integer()), conversion);
    const std::size_t digits = conversion.digits.value_or(kDigits);
    if (letter == 'f') return signed_text(fixed(number, digits), conversion);
    const std::string text =
        letter == 'e' ? fmt::format("{:.{}e}", number, digits) : fmt::format("{:.{}g}", number, digits);
    return signed_text(text, conversion);
  }

  // A half is rounded away from zero, of the decimal as it is written.
  static std::string fixed(double number, std::size_t digits) {
    constexpr std::size_t kExact = 15;
    if (digits < kExact) {
      const double scale = std::pow(10.0, static_cast<double>(digits));
      const double rounded = std::round(decimal(number * scale)) / scale;
      if (std::isfinite(rounded)) number = rounded;
    }
    return fmt::format("{:.{}f}", number, digits);
  }

  static std::string signed_text(std::string text, const Conversion& conversion) {
    const bool negative = text.starts_with('-');
    if (negative) text.erase(0, 1);
    if (conversion.groups) {
      for (std::size_t at = std::min(text.find_first_not_of("0123456789"), text.size()); at > 3; at -= 3)
        text.insert(at - 3, ",");
    }
    const std::string_view sign = negative ? (conversion.parentheses ? "(" : "-")
                                           : (conversion.plus ? "+" : (conversion.blank ? " " : ""));
    const std::size_t used = sign.size() + text.size();
    if (conversion.zeros && used < conversion.width) text.insert(0, conversion.width - used, '0');
    return std::string(sign) + text + (negative && conversion.parentheses ? ")" : "");
  }

  static std::string padded(std::string text, const Conversion& conversion) {
    const auto length = static_cast<std::size_t>(length_of(text));
    if (length >= conversion.width) return text;
    const bool zeros = conversion.zeros && (conversion.letter == 'x' || conversion.letter == 'X');
    text.insert(conversion.left ? text.size() : 0, conversion.width - length, zeros ? '0' : ' ');
    return text;
  }

  Machine& machine_;
  const std::string& pattern_;
  Arguments arguments_;
  std::size_t offset_;
  std::size_t at_ = 0, next_ = 0;
  std::string result_;
};

}  // namespace

std::string formatted(Machine& machine, const std::string& pattern, Arguments arguments, std::size_t offset) {
  return Formatter(machine, pattern, arguments, offset).run();
}

}  // namespace rondo::expression::groovy
