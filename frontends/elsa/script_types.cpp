// SPDX-License-Identifier: Apache-2.0
// What C# says with the names of types: casts, new collections and objects.
#include "frontends/elsa/translator.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::frontends::elsa {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Casts that change a value; others say only what it is.
constexpr std::array<Pair, 11> kCasts{{{"int", "int"},
                                       {"long", "long"},
                                       {"short", "int"},
                                       {"byte", "int"},
                                       {"Int32", "int"},
                                       {"Int64", "long"},
                                       {"double", "double"},
                                       {"float", "double"},
                                       {"decimal", "double"},
                                       {"Double", "double"},
                                       {"string", "String"}}};
constexpr std::array<std::string_view, 5> kLists{"List", "IList", "HashSet", "ArrayList", "Collection"};
constexpr std::array<std::string_view, 4> kMaps{"Dictionary", "ExpandoObject", "JsonObject", "Hashtable"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

// The words of a type, `System.Collections.Generic.List<int>[]?`, from that word on; 0 when there is none.
// `name` is the last of its names.
std::size_t Translator::type_at(std::size_t by, std::string& name) const {
  const std::size_t begin = by;
  if (ahead(by).kind != Word::Kind::Name) return 0;
  name = ahead(by++).text;
  while (ahead(by).is(".") && ahead(by + 1).kind == Word::Kind::Name) {
    name = ahead(by + 1).text;
    by += 2;
  }
  if (ahead(by).is("<")) {
    int depth = 0;
    do {
      const Word& word = ahead(by++);
      if (word.is("<")) ++depth;
      if (word.is(">")) --depth;
      if (word.is(">>")) depth -= 2;
      const bool belongs = word.kind == Word::Kind::Name || word.is("<") || word.is(">") || word.is(">>") ||
                           word.is(",") || word.is(".") || word.is("?") || word.is("[") || word.is("]");
      if (!belongs) return 0;
    } while (depth > 0);
  }
  if (ahead(by).is("?")) ++by;
  while (ahead(by).is("[") && ahead(by + 1).is("]")) {
    by += 2;
    name = "List";
  }
  return by - begin;
}

// `(int)value`. A parenthesis behind a name calls it, or belongs to an `if`.
bool Translator::cast(std::string& out) {
  if (last_.kind == Word::Kind::Name && !last_.named("return")) return false;
  if (last_.is(")") || last_.is("]")) return false;
  std::string type;
  const std::size_t length = type_at(1, type);
  if (length == 0 || !ahead(length + 1).is(")")) return false;
  const Word& behind = ahead(length + 2);
  const auto known =
      std::find_if(kCasts.begin(), kCasts.end(), [&](const Pair& one) { return one.first == type; });
  const bool value = behind.kind == Word::Kind::Name || behind.kind == Word::Kind::Text ||
                     behind.kind == Word::Kind::Number || behind.kind == Word::Kind::Interpolated;
  if (!value && !(known != kCasts.end() && behind.is("("))) return false;
  at_ += length + 2;
  last_ = {Word::Kind::Sign, "("};
  out += "((";
  operand(out);
  out += ')';
  if (known != kCasts.end()) out += " as " + std::string(known->second);
  out += ')';
  last_ = {Word::Kind::Sign, ")"};
  return true;
}

// A value with its members, calls and items.
void Translator::operand(std::string& out) {
  const Deeper deeper(*this);
  bool first = true;
  while (first || here().is(".") || here().is("?.") || here().is("[") || here().is("(")) {
    const bool member = here().is(".") || here().is("?.");
    const int level = open_;
    do {
      if (here().kind == Word::Kind::End) throw ExpressionProblem("the expression ends too early");
      word(out);
    } while (open_ > level);
    if (member) word(out);
    first = false;
  }
}

// `new List<int> { 1, 2 }`, `new[] { 1 }`, `new Dictionary<string, int> { ["a"] = 1 }`, `new { A = 1 }`.
bool Translator::made(std::string& out) {
  if (!here().named("new")) return false;
  std::string type;
  std::size_t by = 1;
  if (ahead(1).is("[") && ahead(2).is("]")) {
    by = 3;
    type = "List";
  } else if (!ahead(1).is("{")) {
    const std::size_t length = type_at(1, type);
    if (length == 0) return false;
    by += length;
  }
  if (ahead(by).is("(") && ahead(by + 1).is(")")) by += 2;
  const bool list = holds(kLists, type), map = type.empty() || holds(kMaps, type);
  const bool filled = ahead(by).is("{");
  if (!filled && !list && !map) return false;
  if (!filled && ahead(by).is("(")) return false;
  at_ += by;
  last_ = {Word::Kind::Sign, "("};
  if (!filled) {
    out += list ? "[]" : "[:]";
  } else if (list) {
    items(out);
  } else {
    members(out);
  }
  last_ = {Word::Kind::Sign, "]"};
  return true;
}

// Between braces, up to a comma or the closing brace.
void Translator::item(std::string& out) {
  const int level = open_;
  while (here().kind != Word::Kind::End) {
    if (open_ == level && (here().is(",") || here().is("}"))) return;
    word(out);
  }
  throw ExpressionProblem("'}' is missing");
}

void Translator::items(std::string& out) {
  const Deeper deeper(*this);
  ++at_;
  out += '[';
  while (!here().is("}")) {
    last_ = {Word::Kind::Sign, ","};
    item(out);
    if (!here().is(",")) break;
    out += ", ";
    ++at_;
  }
  ++at_;
  out += ']';
}

// `["a"] = 1`, `{ "a", 1 }`, `A = 1`, `A`.
void Translator::members(std::string& out) {
  const Deeper deeper(*this);
  ++at_;
  out += '[';
  if (here().is("}")) out += ':';
  while (!here().is("}")) {
    if (here().is("{") || here().is("[")) {
      const bool pair = here().is("{");
      ++at_;
      last_ = {Word::Kind::Sign, "("};
      out += '(';
      nested(out, pair ? "," : "]");
      out += "): ";
      at_ += pair ? 1 : 2;
      last_ = {Word::Kind::Sign, ":"};
      item(out);
      if (pair) ++at_;
    } else if (here().kind == Word::Kind::Name) {
      const bool given = ahead(1).is("=");
      out += groovy_literal(here().text) + ": ";
      if (given) at_ += 2;
      last_ = {Word::Kind::Sign, ":"};
      item(out);
    } else {
      throw ExpressionProblem("the name of a member is expected");
    }
    if (!here().is(",")) break;
    out += ", ";
    ++at_;
  }
  if (!here().is("}")) throw ExpressionProblem("'}' is missing");
  ++at_;
  out += ']';
}

}  // namespace rondo::frontends::elsa
