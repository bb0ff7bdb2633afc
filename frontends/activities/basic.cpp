// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/basic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>
#include <vector>

namespace rondo::frontends::activities {

namespace {

constexpr std::size_t kMaxNesting = 100;

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
}
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// What stops a translation.
struct Refusal {
  std::size_t offset;
  std::string message;
};

struct BasicOperator {
  std::string_view basic, translated;
};
// By level, the weakest first. `Not` and the sign bind between the third and the fourth.
constexpr std::array<std::array<BasicOperator, 6>, 5> kLevels{{
    {{{"orelse", "||"}, {"or", "||"}}},
    {{{"andalso", "&&"}, {"and", "&&"}}},
    {{{"<>", "!="}, {"<=", "<="}, {">=", ">="}, {"=", "=="}, {"<", "<"}, {">", ">"}}},
    {{{"&", "+"}, {"+", "+"}, {"-", "-"}}},
    {{{"*", "*"}, {"/", "/"}, {"mod", "%"}}},
}};
constexpr std::size_t kComparison = 2;

class BasicTranslator {
 public:
  explicit BasicTranslator(std::string_view text) : text_(text) {}

  Argument run() {
    Argument result;
    skip();
    const std::size_t start = at_;
    if (word("new") && !looks_like_array()) {
      result.type = type_name();
      result.expression = message();
    } else {
      at_ = start;
      result.expression = level(0);
    }
    skip();
    if (at_ < text_.size()) refuse("an operator is missing here");
    return result;
  }

 private:
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
  bool take(const BasicOperator& op) {
    if (op.basic.empty()) return false;
    return is_letter(op.basic.front()) ? word(op.basic) : sign(op.basic);
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

  std::string message() {
    if (!sign("(")) return {};
    if (sign(")")) return {};
    std::string text = level(0);
    while (sign(",")) (void)level(0);
    expect(")");
    return text;
  }

  // `New Integer() {1, 2}` and `New List(Of Integer) From {1, 2}`.
  bool looks_like_array() {
    const std::size_t before = at_;
    const bool array = text_.find('{', at_) != std::string_view::npos;
    at_ = before;
    return array;
  }

  std::string level(std::size_t number) {
    if (++depth_ > kMaxNesting) refuse("the expression is nested too deeply");
    std::string result;
    if (number == kComparison && word("not")) {
      result = "!(" + level(kComparison) + ")";
    } else {
      result = number + 1 < kLevels.size() ? level(number + 1) : unary();
      for (bool more = true; more;) {
        more = false;
        for (const BasicOperator& op : kLevels[number]) {
          if (!take(op)) continue;
          const std::string right = number + 1 < kLevels.size() ? level(number + 1) : unary();
          result = fmt::format("({} {} {})", result, op.translated, right);
          more = true;
          break;
        }
      }
    }
    --depth_;
    return result;
  }

  std::string unary() {
    if (sign("-")) return "-" + nested();
    if (sign("+")) return nested();
    return postfix(primary());
  }

  std::string nested() {
    if (++depth_ > kMaxNesting) refuse("the expression is nested too deeply");
    std::string result = unary();
    --depth_;
    return result;
  }

  std::string primary() {
    skip();
    if (at_ >= text_.size()) refuse("the expression ends too early");
    const char c = text_[at_];
    if (c == '"') return text_literal();
    if (is_digit(c)) return number_literal();
    if (sign("(")) {
      std::string inside = "(" + level(0) + ")";
      expect(")");
      return inside;
    }
    if (c == '{') return list();
    if (word("true")) return "true";
    if (word("false")) return "false";
    if (word("nothing")) return "null";
    if (word("new")) return made();
    if (word("timespan")) return span_function();
    return name();
  }

  std::string made() {
    const std::size_t start = at_;
    const std::string type = type_name();
    if (type == "TimeSpan") return span_of_parts();
    const std::size_t brace = text_.find('{', at_);
    if (brace == std::string_view::npos) {
      at_ = start;
      refuse(fmt::format("a new {} cannot be made here", type));
    }
    at_ = brace;
    return list();
  }

  std::string list() {
    expect("{");
    std::string items;
    if (!sign("}")) {
      do {
        items += (items.empty() ? "" : ", ") + level(0);
      } while (sign(","));
      expect("}");
    }
    return "[" + items + "]";
  }

  std::string span_function() {
    expect(".");
    const std::size_t start = at_;
    const std::string function = name();
    if (function == "Zero") return "'PT0S'";
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kFunctions{
        {{"FromMilliseconds", "0.001"},
         {"FromSeconds", "1"},
         {"FromMinutes", "60"},
         {"FromHours", "3600"},
         {"FromDays", "86400"}}};
    for (const auto& [known, factor] : kFunctions) {
      if (function != known) continue;
      expect("(");
      const std::string amount = level(0);
      expect(")");
      return seconds(factor == "1" ? amount : fmt::format("({}) * {}", amount, factor));
    }
    at_ = start;
    refuse(fmt::format("TimeSpan.{} is not understood", function));
  }

  static std::string seconds(const std::string& amount) {
    return fmt::format("({0} < 0 ? '-PT' + (-({0})) + 'S' : 'PT' + ({0}) + 'S')", amount);
  }

  std::string span_of_parts() {
    expect("(");
    std::vector<std::string> parts;
    do {
      parts.push_back(level(0));
    } while (sign(","));
    expect(")");
    if (parts.size() == 3)
      return seconds(fmt::format("(({}) * 3600 + ({}) * 60 + ({}))", parts[0], parts[1], parts[2]));
    if (parts.size() != 4) refuse("TimeSpan takes hours, minutes and seconds, perhaps behind days");
    return seconds(fmt::format("(({}) * 86400 + ({}) * 3600 + ({}) * 60 + ({}))", parts[0], parts[1],
                               parts[2], parts[3]));
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

  std::string number_literal() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) ||
                                  (text_[at_] == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))))
      ++at_;
    std::string number(text_.substr(begin, at_ - begin));
    if (at_ < text_.size() && is_letter(text_[at_])) refuse("a number ends with a letter");
    return number;
  }

  // Members as .NET names them, as far as values have them.
  std::string postfix(std::string value) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kMembers{
        {{"Message", ".message"},
         {"Length", ".length()"},
         {"Count", ".size()"},
         {"ToString", ".toString"},
         {"Contains", ".contains"},
         {"StartsWith", ".startsWith"},
         {"EndsWith", ".endsWith"},
         {"ToUpper", ".toUpperCase"},
         {"ToLower", ".toLowerCase"}}};
    for (;;) {
      if (sign(".")) {
        const std::string member = name();
        const auto known = std::find_if(kMembers.begin(), kMembers.end(),
                                        [&](const auto& one) { return one.first == member; });
        value += known != kMembers.end() ? std::string(known->second) : "." + member;
      } else if (sign("(")) {
        value = apply(std::move(value), arguments());
      } else {
        return value;
      }
    }
  }

  // Behind the opening bracket.
  std::string arguments() {
    if (sign(")")) return {};
    std::string result = level(0);
    while (sign(",")) result += ", " + level(0);
    expect(")");
    return result;
  }

  // Brackets behind a method call it; behind a value they take an item.
  static std::string apply(std::string value, const std::string& arguments) {
    if (value.ends_with("()")) return value;
    const std::size_t dot = value.rfind('.');
    if (dot != std::string::npos && value.find(')', dot) == std::string::npos)
      return fmt::format("{}({})", value, arguments);
    return fmt::format("{}[{}]", value, arguments);
  }

  std::string_view text_;
  std::size_t at_ = 0, depth_ = 0;
};

// At most nine.
bool all_digits(std::string_view part) {
  return !part.empty() && part.size() <= 9 && std::all_of(part.begin(), part.end(), is_digit);
}

// `[-][d.]hh:mm[:ss[.fff]]` as an ISO 8601 duration; empty when it is none.
std::string iso_duration(std::string_view text) {
  std::string result;
  if (text.starts_with("-")) {
    result = "-";
    text.remove_prefix(1);
  }
  result += "P";
  const std::size_t colon = text.find(':');
  const std::size_t dot = text.find('.');
  if (dot != std::string_view::npos && (colon == std::string_view::npos || dot < colon)) {
    if (!all_digits(text.substr(0, dot))) return {};
    result += fmt::format("{}D", text.substr(0, dot));
    text.remove_prefix(dot + 1);
  }
  result += "T";
  constexpr std::array<char, 3> kUnits{'H', 'M', 'S'};
  std::size_t unit = 0;
  for (; unit < kUnits.size(); ++unit) {
    const std::size_t end = text.find(':');
    std::string_view part = text.substr(0, end);
    const std::size_t point = part.find('.');
    const bool fraction = unit == 2 && point != std::string_view::npos;
    if (!all_digits(part.substr(0, fraction ? point : part.size()))) return {};
    if (fraction && !all_digits(part.substr(point + 1))) return {};
    result += fmt::format("{}{}", part, kUnits[unit]);
    if (end == std::string_view::npos) return unit == 0 ? std::string() : result;
    text.remove_prefix(end + 1);
  }
  return {};
}

bool is_number(std::string_view text, bool whole) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return false;
  return !whole || text.find_first_of(".eE") == std::string_view::npos;
}

// As an expression; empty when the text is no literal of the type.
std::string literal_of(std::string_view text, std::string_view type) {
  if (type == "Int32" || type == "Int64") return is_number(text, true) ? std::string(text) : std::string();
  if (type == "Double" || type == "Decimal" || type == "Single")
    return is_number(text, false) ? std::string(text) : std::string();
  if (type == "Boolean") {
    const std::string word = lower(text);
    return word == "true" || word == "false" ? word : std::string();
  }
  if (type != "TimeSpan") return quoted(text);
  const std::string duration = iso_duration(text);
  return duration.empty() ? duration : quoted(duration);
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    switch (c) {
      case '\'':
      case '\\':
        result += '\\';
        result += c;
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      case '$':
      case '#':
        result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        break;
      default:
        result += c;
    }
  }
  return result + "'";
}

std::optional<Argument> translate_basic(std::string_view text, model::SourcePosition where,
                                        model::Diagnostics& diagnostics) {
  try {
    Argument argument = BasicTranslator(text).run();
    argument.where = where;
    return argument;
  } catch (const Refusal& refusal) {
    diagnostics.error(model::position_in(where, text, refusal.offset), "expression", refusal.message);
    return std::nullopt;
  }
}

std::optional<Argument> translate_literal(std::string_view text, std::string_view type,
                                          model::SourcePosition where, model::Diagnostics& diagnostics) {
  Argument argument;
  argument.where = where;
  argument.constant = true;
  argument.expression = literal_of(text, type);
  if (!argument.expression.empty()) return argument;
  diagnostics.error(where, "literal", fmt::format("'{}' is no {}", text, type));
  return std::nullopt;
}

}  // namespace rondo::frontends::activities
