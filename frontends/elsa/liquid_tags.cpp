// SPDX-License-Identifier: Apache-2.0
// Templates with tags: `{% if %}`, `{% for %}`, `{% assign %}` and the like.
#include "frontends/elsa/liquid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <utility>

namespace rondo::frontends::elsa {

namespace {

constexpr int kMaxNesting = 50;

// A piece of a template: text as it is, what is put out, or a tag.
struct Piece {
  enum class Kind { Text, Output, Tag, End };
  Kind kind = Kind::End;
  std::string_view text;
};

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// The first word of a text, which loses it.
std::string_view take_word(std::string_view& text) {
  text = without_blanks(text);
  std::size_t end = 0;
  while (end < text.size() && !is_blank(text[end])) ++end;
  const std::string_view word = text.substr(0, end);
  text = without_blanks(text.substr(end));
  return word;
}

// Where the tag that ends raw text begins, and what comes behind it.
std::pair<std::size_t, std::size_t> end_of_raw(std::string_view text) {
  for (std::size_t at = text.find("{%"); at != std::string_view::npos; at = text.find("{%", at + 2)) {
    const std::size_t end = text.find("%}", at);
    if (end == std::string_view::npos) break;
    std::string_view inside = text.substr(at + 2, end - at - 2);
    if (inside.starts_with('-')) inside.remove_prefix(1);
    if (inside.ends_with('-')) inside.remove_suffix(1);
    if (without_blanks(inside) == "endraw") return {at, end + 2};
  }
  throw ExpressionProblem("'endraw' is missing");
}

// The text before what begins at `hole`, without the blanks that hyphens take away; `strips`: in front.
std::string_view text_before(std::string_view text, std::size_t hole, bool strips) {
  std::string_view before = text.substr(0, hole);
  while (strips && !before.empty() && is_blank(before.front())) before.remove_prefix(1);
  if (text.substr(hole).size() > 2 && text[hole + 2] == '-') {
    while (!before.empty() && is_blank(before.back())) before.remove_suffix(1);
  }
  return before;
}

// What stands in the braces that `text` begins with, which are taken; `strips`: a hyphen ends it.
Piece take_hole(std::string_view& text, bool& strips) {
  const bool tag = text[1] == '%';
  const std::size_t end = text.find(tag ? "%}" : "}}", 2);
  if (end == std::string_view::npos)
    throw ExpressionProblem(tag ? "'{%' is never closed" : "'{{' is never closed");
  std::string_view inside = text.substr(2, end - 2);
  if (inside.starts_with('-')) inside.remove_prefix(1);
  strips = inside.ends_with('-');
  if (strips) inside.remove_suffix(1);
  text.remove_prefix(end + 2);
  return {tag ? Piece::Kind::Tag : Piece::Kind::Output, without_blanks(inside)};
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  bool strips = false;
  while (!text.empty()) {
    const std::size_t hole = std::min({text.find("{{"), text.find("{%"), text.size()});
    const std::string_view before = text_before(text, hole, strips);
    if (!before.empty()) pieces.push_back({Piece::Kind::Text, before});
    if (hole == text.size()) break;
    text.remove_prefix(hole);
    const Piece piece = take_hole(text, strips);
    if (piece.kind == Piece::Kind::Tag && piece.text == "raw") {
      const auto [close, behind] = end_of_raw(text);
      pieces.push_back({Piece::Kind::Text, text.substr(0, close)});
      text.remove_prefix(behind);
      continue;
    }
    pieces.push_back(piece);
  }
  pieces.emplace_back();
  return pieces;
}

class TagTranslator {
 public:
  TagTranslator(std::string_view text, const NameLookup& names)
      : pieces_(pieces_of(text)), names_([this, &names](std::string_view name) {
          const auto own = locals_.find(name);
          return own == locals_.end() ? names(name) : own->second;
        }) {}

  std::string run() {
    block({});
    std::string variables;
    for (const std::string& name : assigned_) variables += "def " + name + " = null; ";
    return "({ -> def _text = ''; " + variables + body_ + "return _text }).call()";
  }

 private:
  // Up to a tag that is one of these, or the end; gives that tag, which is taken.
  std::string_view block(std::initializer_list<std::string_view> ends) {
    if (++depth_ > kMaxNesting) throw ExpressionProblem("it is nested too deeply");
    for (;;) {
      const Piece& piece = pieces_[at_];
      if (piece.kind == Piece::Kind::End) {
        if (ends.size() > 0) throw ExpressionProblem("'" + std::string(*(ends.end() - 1)) + "' is missing");
        break;
      }
      ++at_;
      if (piece.kind == Piece::Kind::Text) {
        put(groovy_literal(std::string(piece.text)));
      } else if (piece.kind == Piece::Kind::Output) {
        const std::string value = liquid_output(piece.text, names_);
        put(fmt::format("(({0}) == null ? '' : ({0}))", value));
      } else {
        std::string_view rest = piece.text;
        const std::string_view name = take_word(rest);
        for (const std::string_view end : ends) {
          if (name != end) continue;
          --depth_;
          return piece.text;
        }
        tag(name, rest);
      }
    }
    --depth_;
    return {};
  }

  void put(const std::string& value) { body_ += "_text = _text + (" + value + "); "; }

  void tag(std::string_view name, std::string_view rest) {
    if (name == "if" || name == "unless") return choice(name == "unless", rest);
    if (name == "case") return cases(rest);
    if (name == "for") return loop(rest);
    if (name == "assign") return assign(rest);
    if (name == "capture") return capture(rest);
    if (name == "comment") return comment();
    if (name == "break" || name == "continue") {
      if (loops_ == 0) throw ExpressionProblem("'" + std::string(name) + "' can only stand in a 'for'");
      body_ += std::string(name) + "; ";
      return;
    }
    const bool closes = name.starts_with("end") || name == "else" || name == "elsif" || name == "when";
    throw ExpressionProblem("the tag '" + std::string(name) +
                            (closes ? "' belongs to none" : "' is not understood"));
  }

  void choice(bool negated, std::string_view condition) {
    body_ += std::string(negated ? "if (!" : "if (") + test(condition) + ") { ";
    const std::string_view close = negated ? "endunless" : "endif";
    for (;;) {
      std::string_view end = block({"elsif", "else", close});
      const std::string_view name = take_word(end);
      if (name == close) break;
      body_ += name == "else" ? std::string("} else { ") : "} else if (" + test(end) + ") { ";
    }
    body_ += "} ";
  }

  void cases(std::string_view subject) {
    const std::string value = liquid_output(subject, names_);
    std::string kept = std::exchange(body_, {});
    std::string_view end = block({"when", "else", "endcase"});
    body_ = std::move(kept);  // what stands before the first 'when' counts for nothing
    bool first = true;
    for (std::string_view name = take_word(end); name != "endcase"; name = take_word(end)) {
      if (name == "else") {
        body_ += first ? "if (true) { " : "} else { ";
      } else {
        std::string any;
        for (const std::string_view one : split_outside_quotes(end, ','))
          any += (any.empty() ? "(" : " || (") + value + ") == (" + liquid_operand(one, names_) + ")";
        body_ += (first ? "if (" : "} else if (") + any + ") { ";
      }
      first = false;
      end = block({"when", "else", "endcase"});
    }
    if (!first) body_ += "} ";
  }

  // `item in list reversed limit:2 offset:1`
  void loop(std::string_view rest) {
    const std::string_view item = take_word(rest);
    if (!is_plain_name(item) || take_word(rest) != "in")
      throw ExpressionProblem("'for NAME in LIST' is expected");
    std::string list = list_of(take_word(rest));
    bool reversed = false;
    std::string offset, limit;
    while (!rest.empty()) {
      std::string option(take_word(rest));
      if (option.ends_with(':')) option += take_word(rest);
      if (option == "reversed") {
        reversed = true;
      } else if (option.starts_with("limit:")) {
        limit = liquid_operand(option.substr(6), names_);
      } else if (option.starts_with("offset:")) {
        offset = liquid_operand(option.substr(7), names_);
      } else {
        throw ExpressionProblem("'" + option + "' is not understood in a 'for'");
      }
    }
    if (!offset.empty()) list = list + ".drop(" + offset + ')';
    if (!limit.empty()) list = list + ".take(" + limit + ')';
    if (reversed) list += ".reverse()";
    const std::string number = std::to_string(++made_);
    const std::string items = "_items" + number, at = "_at" + number, name = "_item" + number;
    body_ += "def " + items + " = " + list + "; def " + at + " = -1; for (" + name + " in " + items + ") { " +
             at + " = " + at + " + 1; ";
    const auto outer = locals_;
    locals_.insert_or_assign(std::string(item), name);
    locals_.insert_or_assign(
        "forloop", "[index: " + at + " + 1, index0: " + at + ", first: " + at + " == 0, last: " + at +
                       " == " + items + ".size() - 1, length: " + items + ".size(), rindex: " + items +
                       ".size() - " + at + ", rindex0: " + items + ".size() - " + at + " - 1]");
    ++loops_;
    std::string_view end = block({"else", "endfor"});
    --loops_;
    locals_ = outer;
    body_ += "} ";
    if (take_word(end) != "else") return;
    body_ += "if (" + items + ".isEmpty()) { ";
    (void)block({"endfor"});
    body_ += "} ";
  }

  // `(1..3)`, or a value; nothing counts as empty.
  std::string list_of(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (text.starts_with('(') && text.ends_with(')') && dots != std::string_view::npos) {
      return "((" + liquid_operand(without_blanks(text.substr(1, dots - 1)), names_) + ")..(" +
             liquid_operand(without_blanks(text.substr(dots + 2, text.size() - dots - 3)), names_) + "))";
    }
    return '(' + liquid_operand(text, names_) + " ?: [])";
  }

  std::string variable(std::string_view name) {
    if (!is_plain_name(name)) throw ExpressionProblem("'" + std::string(name) + "' is no name");
    std::string own = "_own_" + std::string(name);
    if (std::find(assigned_.begin(), assigned_.end(), own) == assigned_.end()) assigned_.push_back(own);
    return own;
  }

  void assign(std::string_view rest) {
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) throw ExpressionProblem("'assign NAME = VALUE' is expected");
    const std::string_view name = without_blanks(rest.substr(0, equals));
    const std::string value = liquid_output(without_blanks(rest.substr(equals + 1)), names_);
    const std::string own = variable(name);
    body_ += own + " = " + value + "; ";
    locals_.insert_or_assign(std::string(name), own);
  }

  void capture(std::string_view rest) {
    const std::string own = variable(rest), kept = "_kept" + std::to_string(++made_);
    body_ += "def " + kept + " = _text; _text = ''; ";
    (void)block({"endcapture"});
    body_ += own + " = _text; _text = " + kept + "; ";
    locals_.insert_or_assign(std::string(rest), own);
  }

  void comment() {
    for (; pieces_[at_].kind != Piece::Kind::End; ++at_) {
      if (pieces_[at_].kind == Piece::Kind::Tag && pieces_[at_].text == "endcomment") {
        ++at_;
        return;
      }
    }
    throw ExpressionProblem("'endcomment' is missing");
  }

  // `a == b and c or d`: from right to left, without brackets.
  std::string test(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (const char c = text[i]; c == '\'' || c == '"') {
        i = std::min(text.find(c, i + 1), text.size());
        continue;
      }
      for (const std::string_view word : {" and ", " or "}) {
        if (text.substr(i, word.size()) != word) continue;
        return '(' + comparison(text.substr(0, i)) + (word == " and " ? " && " : " || ") +
               test(text.substr(i + word.size())) + ')';
      }
    }
    return comparison(text);
  }

  std::string comparison(std::string_view text) {
    constexpr std::array<std::string_view, 7> kOperators{"==", "!=", "<>", ">=", "<=", ">", "<"};
    text = without_blanks(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (const char c = text[i]; c == '\'' || c == '"') {
        i = std::min(text.find(c, i + 1), text.size());
        continue;
      }
      const auto sides = [&](std::size_t length) {
        return std::pair(side(text.substr(0, i)), side(text.substr(i + length)));
      };
      if (text.substr(i, 10) == " contains ") {
        const auto [left, right] = sides(10);
        return fmt::format("(({0}) != null && ({0}).contains({1}))", left, right);
      }
      for (const std::string_view sign : kOperators) {
        if (text.substr(i, sign.size()) != sign) continue;
        const auto [left, right] = sides(sign.size());
        if (right == "''" || right == "_empty") return emptiness(left, sign == "==");
        return fmt::format("(({}) {} ({}))", left, sign == "<>" ? "!=" : sign, right);
      }
    }
    const std::string value = side(text);
    return fmt::format("(({0}) != null && ({0}) != false)", value);
  }

  std::string side(std::string_view text) {
    text = without_blanks(text);
    return text == "empty" || text == "blank" ? std::string("_empty") : liquid_operand(text, names_);
  }

  static std::string emptiness(const std::string& value, bool wanted) {
    return std::string(wanted ? "(" : "!(") + '(' + value + ") == null || (" + value + ").isEmpty())";
  }

  std::vector<Piece> pieces_;
  std::map<std::string, std::string, std::less<>> locals_;
  NameLookup names_;
  std::vector<std::string> assigned_;
  std::string body_;
  std::size_t at_ = 0, made_ = 0;
  int depth_ = 0, loops_ = 0;
};

}  // namespace

std::string liquid_template(std::string_view text, const NameLookup& names) {
  return TagTranslator(text, names).run();
}

}  // namespace rondo::frontends::elsa
