// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/translator.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::frontends::elsa {

namespace {

using Renaming = std::pair<std::string_view, std::string_view>;

constexpr std::array<Renaming, 35> kMembers{{{"includes", "contains"},
                                             {"push", "add"},
                                             {"map", "collect"},
                                             {"filter", "findAll"},
                                             {"some", "any"},
                                             {"flatMap", "collectMany"},
                                             {"forEach", "each"},
                                             {"replaceAll", "replace"},
                                             {"Replace", "replace"},
                                             {"ToUpper", "toUpperCase"},
                                             {"ToLower", "toLowerCase"},
                                             {"ToUpperInvariant", "toUpperCase"},
                                             {"ToLowerInvariant", "toLowerCase"},
                                             {"Contains", "contains"},
                                             {"ContainsKey", "containsKey"},
                                             {"StartsWith", "startsWith"},
                                             {"EndsWith", "endsWith"},
                                             {"IndexOf", "indexOf"},
                                             {"Split", "split"},
                                             {"Trim", "trim"},
                                             {"Add", "add"},
                                             {"Where", "findAll"},
                                             {"Select", "collect"},
                                             {"SelectMany", "collectMany"},
                                             {"Any", "any"},
                                             {"All", "every"},
                                             {"Count", "count"},
                                             {"First", "find"},
                                             {"FirstOrDefault", "find"},
                                             {"Last", "last"},
                                             {"Sum", "sum"},
                                             {"OrderBy", "toSorted"},
                                             {"Distinct", "toUnique"},
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

}  // namespace

Translator::Translator(std::vector<Word> words, const NameLookup& names, int depth)
    : words_(std::move(words)), names_(names), depth_(depth) {
  if (depth_ > 50) throw ExpressionProblem("it is nested too deeply");
}

std::string Translator::run() {
  std::string out;
  while (here().kind != Word::Kind::End) word(out);
  return out;
}

void Translator::word(std::string& out) {
  const Word word = here();
  if (word.line && !out.empty()) out += '\n';
  switch (word.kind) {
    case Word::Kind::Text:
      out += groovy_literal(word.text);
      break;
    case Word::Kind::Template:
      out += interpolated(word.text, "${");
      break;
    case Word::Kind::Interpolated:
      out += interpolated(word.text, "{");
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

void Translator::name(std::string& out) {
  const Word word = here();
  if (std::find(kRefused.begin(), kRefused.end(), word.text) != kRefused.end()) {
    throw ExpressionProblem("'" + word.text + "' is not understood");
  }
  if (ahead(1).is("=>")) return closure(out, {word.text}, 2);
  if (last_.is(".") || last_.is("?.")) return member(out);
  if (last_.kind == Word::Kind::Name && !out.empty() && out.back() != ' ') out += ' ';
  if (made(out) || host_name(out)) return;
  ++at_;
  last_ = word;
  out += renamed(kWords, word.text);
  if (here().kind == Word::Kind::Name || here().kind == Word::Kind::Number ||
      here().kind == Word::Kind::Text || word.text == "return" || word.text == "in" || word.text == "of") {
    out += ' ';
  }
}

void Translator::member(std::string& out) {
  const Word word = here();
  const bool called = ahead(1).is("(");
  if (called && called_member(out)) return;
  ++at_;
  last_ = word;
  const bool size = word.text == "length" || word.text == "Length" || word.text == "Count";
  out += size && !called ? "size()" : renamed(kMembers, word.text);
}

void Translator::sign(std::string& out) {
  const Word word = here();
  if (word.is("(")) {
    std::vector<std::string> parameters;
    if (const std::size_t length = parameters_of_arrow(parameters); length > 0) {
      return closure(out, parameters, length + 1);
    }
    if (cast(out)) return;
  }
  if (word.is("{") && gives_value()) return object(out);
  ++at_;
  last_ = word;
  if (word.is("(") || word.is("[") || word.is("{")) ++open_;
  if (word.is(")") || word.is("]") || word.is("}")) --open_;
  const std::string text = renamed(kWords, word.text);
  const bool tight = text.size() == 1 && std::string_view("()[].;!").find(text[0]) != std::string_view::npos;
  if (tight || text == "?." || text == "++" || text == "--") {
    out += text;
  } else {
    out += ' ' + text + ' ';
  }
}

// The words up to `=>` when a list of parameters begins here; 0 when none does.
std::size_t Translator::parameters_of_arrow(std::vector<std::string>& parameters) const {
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

void Translator::closure(std::string& out, const std::vector<std::string>& parameters, std::size_t length) {
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
void Translator::nested(std::string& out, std::string_view close) {
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

void Translator::object(std::string& out) {
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
      value_of_member(out);
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

void Translator::value_of_member(std::string& out) {
  const int level = open_;
  while (here().kind != Word::Kind::End) {
    if (open_ == level && (here().is(",") || here().is("}"))) return;
    word(out);
  }
}

// Whether a brace that stands here begins an object, not a block.
bool Translator::gives_value() const {
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

// Texts with holes: `${…}` in JavaScript, `{…}` in C#.
std::string Translator::interpolated(std::string_view text, std::string_view opening) const {
  std::string out = "(''", literal;
  const auto flush = [&] {
    if (!literal.empty()) out += " + " + groovy_literal(std::exchange(literal, {}));
  };
  const bool doubles = opening == "{";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = doubles ? text.substr(i, 2) == "{{" || text.substr(i, 2) == "}}" : text[i] == '\\';
    if (escaped && i + 1 < text.size()) {
      literal += doubles ? text[i + 1] : unescaped(text[i + 1]);
      ++i;
    } else if (text.substr(i, opening.size()) == opening) {
      const std::size_t begin = i + opening.size();
      std::size_t end = begin;
      for (int depth = 1; end < text.size(); ++end) {
        if (text[end] == '{') ++depth;
        if (text[end] == '}' && --depth == 0) break;
      }
      if (end >= text.size()) throw ExpressionProblem("a template has no end");
      flush();
      Translator inner(words_of(text.substr(begin, end - begin)), names_, depth_ + 1);
      out += " + (" + inner.run() + ')';
      i = end;
    } else {
      literal += text[i];
    }
  }
  flush();
  return out + ')';
}

std::string groovy_of_script(std::string_view script, const NameLookup& names) {
  return Translator(words_of(script), names, 0).run();
}

}  // namespace rondo::frontends::elsa
