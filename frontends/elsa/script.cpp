// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/expressions.hpp"
#include "frontends/elsa/words.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace rondo::frontends::elsa {

namespace {

using Renaming = std::pair<std::string_view, std::string_view>;

constexpr std::array<Renaming, 12> kMembers{{{"includes", "contains"},
                                             {"push", "add"},
                                             {"map", "collect"},
                                             {"filter", "findAll"},
                                             {"some", "any"},
                                             {"flatMap", "collectMany"},
                                             {"forEach", "each"},
                                             {"ToUpper", "toUpperCase"},
                                             {"ToLower", "toLowerCase"},
                                             {"Contains", "contains"},
                                             {"stringify", "string"},
                                             {"ToString", "toString"}}};
constexpr std::array<Renaming, 8> kWords{{{"const", "def"},
                                          {"let", "def"},
                                          {"var", "def"},
                                          {"undefined", "null"},
                                          {"of", "in"},
                                          {"===", "=="},
                                          {"!==", "!="},
                                          {"??", "?:"}}};
constexpr std::array<std::string_view, 9> kRefused{"function", "async",  "await",  "class", "typeof",
                                                   "yield",    "delete", "import", "export"};

template <std::size_t N>
std::string renamed(const std::array<Renaming, N>& table, const std::string& word) {
  for (const auto& [from, to] : table) {
    if (word == from) return std::string(to);
  }
  return word;
}

// Writes the words of a script as Groovy. Nesting of brackets is followed by recursion, templates in
// templates too.
class Translator {
 public:
  Translator(std::vector<Word> words, const NameLookup& names, int depth)
      : words_(std::move(words)), names_(names), depth_(depth) {
    if (depth_ > 50) throw ExpressionProblem("it is nested too deeply");
  }

  std::string run() {
    std::string out;
    while (here().kind != Word::Kind::End) word(out);
    return out;
  }

 private:
  [[nodiscard]] const Word& here() const { return words_[at_]; }
  [[nodiscard]] const Word& ahead(std::size_t by) const {
    return words_[std::min(at_ + by, words_.size() - 1)];
  }

  void word(std::string& out) {
    const Word word = here();
    if (word.line && !out.empty()) out += '\n';
    switch (word.kind) {
      case Word::Kind::Text:
        out += groovy_literal(word.text);
        break;
      case Word::Kind::Template:
        out += interpolated(word.text);
        break;
      case Word::Kind::Number:
        out += word.text;
        break;
      case Word::Kind::Name:
        return name(out);
      default:
        return sign(out);
    }
    last_ = word;
    ++at_;
  }

  void name(std::string& out) {
    const Word word = here();
    if (std::find(kRefused.begin(), kRefused.end(), word.text) != kRefused.end()) {
      throw ExpressionProblem("'" + word.text + "' is not understood");
    }
    if (ahead(1).is("=>")) return closure(out, {word.text}, 2);
    if (!last_.is(".") && !last_.is("?.") && host_name(out)) return;
    ++at_;
    const bool member = last_.is(".") || last_.is("?.");
    last_ = word;
    if (member) {
      const bool size = word.text == "length" || word.text == "Length" || word.text == "Count";
      out += size && !here().is("(") ? "size()" : renamed(kMembers, word.text);
      return;
    }
    out += renamed(kWords, word.text);
    if (here().kind == Word::Kind::Name || here().kind == Word::Kind::Number ||
        here().kind == Word::Kind::Text || word.text == "return" || word.text == "in" || word.text == "of") {
      out += ' ';
    }
  }

  // What Elsa puts into scripts: variables, inputs, and functions about them. False when it is none of them.
  bool host_name(std::string& out) {
    const std::string& text = here().text;
    const bool holder = text == "variables" || text == "Variables" || text == "input" || text == "Input";
    if (holder && ahead(1).is(".") && ahead(2).kind == Word::Kind::Name) {
      out += declared(ahead(2).text);
      last_ = ahead(2);
      at_ += 3;
      return true;
    }
    if (text == "console" && ahead(1).is(".") && ahead(2).named("log")) {
      out += "println";
      at_ += 3;
      last_ = {};
      return true;
    }
    if (text == "parseInt" || text == "parseFloat") {
      out += text == "parseInt" ? "Integer.parseInt" : "Double.parseDouble";
      last_ = here();
      ++at_;
      return true;
    }
    return ahead(1).is("(") && host_call(out);
  }

  bool host_call(std::string& out) {
    const std::string text = here().text;
    const bool named = ahead(2).kind == Word::Kind::Text;
    if ((text == "getVariable" || text == "getInput") && named && ahead(3).is(")")) {
      out += declared(ahead(2).text);
      at_ += 4;
      last_ = {Word::Kind::Name, text};
      return true;
    }
    if (text == "setVariable" && named && ahead(3).is(",")) {
      out += '(' + declared(ahead(2).text) + " = ";
      at_ += 4;
      ++open_;
      last_ = {Word::Kind::Sign, "="};
      return true;  // its closing parenthesis closes ours
    }
    if (text == "setOutcome" || text == "setOutcomes") {
      out += "(outcomes = ";
      at_ += 2;
      ++open_;
      last_ = {Word::Kind::Sign, "="};
      return true;
    }
    if (text.size() <= 3) return false;
    const std::string rest = names_(std::string_view(text).substr(3));
    if (text.starts_with("get") && ahead(2).is(")") && !rest.empty()) {
      out += rest;
      at_ += 3;
      last_ = {Word::Kind::Name, text};
      return true;
    }
    if (text.starts_with("set") && !rest.empty()) {
      out += '(' + rest + " = ";
      at_ += 2;
      ++open_;
      last_ = {Word::Kind::Sign, "="};
      return true;
    }
    return false;
  }

  std::string declared(const std::string& name) const {
    std::string found = names_(name);
    if (found.empty()) throw ExpressionProblem("there is no variable '" + name + "'");
    return found;
  }

  void sign(std::string& out) {
    const Word word = here();
    if (word.is("(")) {
      std::vector<std::string> parameters;
      if (const std::size_t length = parameters_of_arrow(parameters); length > 0) {
        return closure(out, parameters, length + 1);
      }
    }
    if (word.is("{") && gives_value()) return object(out);
    ++at_;
    last_ = word;
    if (word.is("(") || word.is("[") || word.is("{")) ++open_;
    if (word.is(")") || word.is("]") || word.is("}")) --open_;
    const std::string text = renamed(kWords, word.text);
    const bool tight =
        text.size() == 1 && std::string_view("()[].;!").find(text[0]) != std::string_view::npos;
    if (tight || text == "?." || text == "++" || text == "--") {
      out += text;
    } else {
      out += ' ' + text + ' ';
    }
  }

  // The words up to `=>` when a list of parameters begins here; 0 when none does.
  std::size_t parameters_of_arrow(std::vector<std::string>& parameters) const {
    std::size_t by = 1;
    for (; ahead(by).kind == Word::Kind::Name; ++by) {
      parameters.push_back(ahead(by).text);
      if (!ahead(by + 1).is(",")) {
        ++by;
        break;
      }
      ++by;
    }
    return ahead(by).is(")") && ahead(by + 1).is("=>") ? by + 1 : 0;
  }

  void closure(std::string& out, const std::vector<std::string>& parameters, std::size_t length) {
    at_ += length;
    out += "{ ";
    for (std::size_t i = 0; i < parameters.size(); ++i) out += (i > 0 ? ", " : "") + parameters[i];
    out += parameters.empty() ? "-> " : " -> ";
    last_ = {Word::Kind::Sign, "=>"};
    const bool block = here().is("{");
    if (block) ++at_;
    nested(out, block ? "}" : std::string_view());
    if (block) ++at_;
    out += " }";
    last_ = {Word::Kind::Sign, ")"};
  }

  // Up to a closing sign, or without one to the end of the argument.
  void nested(std::string& out, std::string_view close) {
    const Deeper deeper(*this);
    const int level = open_;
    while (here().kind != Word::Kind::End) {
      const Word& next = here();
      const bool ends =
          close.empty() ? next.is(",") || next.is(")") || next.is("]") || next.is(";") : next.is(close);
      if (open_ == level && ends) return;
      word(out);
    }
    if (!close.empty()) throw ExpressionProblem("'" + std::string(close) + "' is missing");
  }

  void object(std::string& out) {
    const Deeper deeper(*this);
    ++at_;
    out += '[';
    if (here().is("}")) out += ':';
    while (!here().is("}")) {
      if (here().kind != Word::Kind::Name && here().kind != Word::Kind::Text) {
        throw ExpressionProblem("the name of a member is expected");
      }
      const std::string key = here().text;
      out += groovy_literal(key) + ": ";
      ++at_;
      if (here().is(":")) {
        ++at_;
        last_ = {Word::Kind::Sign, ":"};
        member(out);
      } else {
        out += key;
      }
      if (!here().is(",")) break;
      out += ", ";
      ++at_;
    }
    if (!here().is("}")) throw ExpressionProblem("'}' is missing");
    out += ']';
    ++at_;
    last_ = {Word::Kind::Sign, "]"};
  }

  void member(std::string& out) {
    const int level = open_;
    while (here().kind != Word::Kind::End) {
      if (open_ == level && (here().is(",") || here().is("}"))) return;
      word(out);
    }
  }

  // Whether a brace that stands here begins an object, not a block.
  [[nodiscard]] bool gives_value() const {
    static constexpr std::array<std::string_view, 12> kBefore{"(", "[",  ",",  "=",  ":",  "?",
                                                              "+", "??", "||", "&&", "==", "==="};
    if (last_.named("return")) return true;
    if (last_.kind == Word::Kind::End) {
      const bool named = ahead(1).kind == Word::Kind::Name || ahead(1).kind == Word::Kind::Text;
      return ahead(1).is("}") || (named && ahead(2).is(":"));
    }
    return last_.kind == Word::Kind::Sign &&
           std::find(kBefore.begin(), kBefore.end(), last_.text) != kBefore.end();
  }

  std::string interpolated(std::string_view text) const {
    std::string out = "(''";
    while (!text.empty()) {
      const std::size_t hole = text.find("${");
      if (hole != 0) out += " + " + groovy_literal(std::string(text.substr(0, hole)));
      if (hole == std::string_view::npos) break;
      std::size_t end = hole + 2;
      for (int depth = 1; end < text.size(); ++end) {
        if (text[end] == '{') ++depth;
        if (text[end] == '}' && --depth == 0) break;
      }
      if (end >= text.size()) throw ExpressionProblem("a template has no end");
      Translator inner(words_of(text.substr(hole + 2, end - hole - 2)), names_, depth_ + 1);
      out += " + (" + inner.run() + ')';
      text.remove_prefix(end + 1);
    }
    return out + ')';
  }

  struct Deeper {
    explicit Deeper(Translator& owner) : owner_(owner) {
      if (++owner_.depth_ > 50) throw ExpressionProblem("it is nested too deeply");
    }
    ~Deeper() { --owner_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    Translator& owner_;
  };

  std::vector<Word> words_;
  const NameLookup& names_;
  int depth_;
  std::size_t at_ = 0;
  int open_ = 0;  // brackets
  Word last_;
};

}  // namespace

std::string groovy_of_script(std::string_view script, const NameLookup& names) {
  return Translator(words_of(script), names, 0).run();
}

}  // namespace rondo::frontends::elsa
