// SPDX-License-Identifier: Apache-2.0
#include "expression/failure.hpp"
#include "expression/groovy/machine.hpp"
#include "expression/groovy/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rondo::expression::groovy {

namespace {

constexpr std::array<std::string_view, 13> kReserved{"if",      "else",    "for",   "while",  "switch",
                                                     "case",    "default", "throw", "return", "catch",
                                                     "finally", "try",     "class"};

}  // namespace

SyntaxPtr Parser::postfix() {
  SyntaxPtr value = primary();
  for (;;) {
    const std::size_t line = next_line();
    const Token& sign = peek(line);
    const bool dot = sign.is(".") || sign.is("?.") || sign.is("*.");
    if (sign.is(".&") || sign.is("::")) {
      skip_newlines();
      Node node = make(Form::Method, take().offset);
      node->children.push_back(std::move(value));
      node->children.push_back(member_name());
      value = finish(std::move(node));
    } else if (dot) {
      skip_newlines();
      const Token taken = take();
      value = member(std::move(value), taken.text == "?.", taken.text == "*.");
    } else if (peek().is("[") || (peek().is("?") && peek(1).is("[") && !peek(1).spaced && !peek().spaced)) {
      Node node = make(Form::Index, peek().offset);
      node->safe = accept("?");
      const bool spaced = take().spaced;
      node->children.push_back(std::move(value));
      node->children.push_back(assignment());
      // `from [1, 2]` was meant to be a call.
      if (spaced && (peek().is(",") || peek().is(":")))
        fail(node->offset, "a list or map behind a name needs parentheses: name([…])");
      // `list[0, 2]`: several elements.
      if (peek().is(",")) {
        Node positions = make(Form::List, node->offset);
        positions->children.push_back(std::move(node->children.back()));
        while (accept(",")) positions->children.push_back(expression());
        node->children.back() = finish(std::move(positions));
      }
      expect("]");
      value = finish(std::move(node));
    } else if (peek().is("(")) {
      value = call(std::move(value));
    } else if (peek().is("{") && (value->form == Form::Name)) {
      value = call(std::move(value));
    } else if (peek().is("++") || peek().is("--")) {
      if (value->form != Form::Name && value->form != Form::Index && value->form != Form::Property)
        return value;
      Node node = make(Form::Step, peek().offset);
      node->op = take().text == "++" ? Op::Add : Op::Subtract;
      node->children.push_back(std::move(value));
      value = finish(std::move(node));
    } else {
      return value;
    }
  }
}

SyntaxPtr Parser::member(SyntaxPtr target, bool safe, bool spread) {
  skip_newlines();
  Node node = make(Form::Property, peek().offset);
  node->safe = safe;
  node->spread = spread;
  node->children.push_back(std::move(target));
  node->children.push_back(member_name());
  if (!peek().is("(") && !peek().is("{")) return finish(std::move(node));
  node->form = Form::MethodCall;
  if (accept("(")) {
    arguments(*node, ")");
    expect(")");
  }
  trailing_closures(*node);
  return finish(std::move(node));
}

SyntaxPtr Parser::member_name() {
  if (peek().kind == Token::Kind::Text) return text(take());
  Node node = make(Form::Literal, peek().offset);
  node->value = model::Value(expect_name("a member's name"));
  return finish(std::move(node));
}

SyntaxPtr Parser::call(SyntaxPtr target) {
  Node node = make(Form::Call, target->offset);
  node->children.push_back(std::move(target));
  if (accept("(")) {
    arguments(*node, ")");
    expect(")");
  }
  trailing_closures(*node);
  return finish(std::move(node));
}

// Up to `end`, which stays, or to the end of a command.
void Parser::arguments(Syntax& call, std::string_view end) {
  const Deeper deeper(*this);
  if (!end.empty() && peek().is(end)) return;
  Node named = make(Form::Map, peek().offset);
  std::vector<SyntaxPtr> values;
  do {
    skip_newlines();
    const bool is_named =
        (peek().kind == Token::Kind::Name || peek().kind == Token::Kind::Text) && peek(1).is(":");
    if (is_named) {
      named->children.push_back(member_name());
      take();
      skip_newlines();
      named->children.push_back(expression());
    } else {
      values.push_back(peek().is("*") && !end.empty() ? spread() : expression());
    }
    if (!end.empty()) skip_newlines();
  } while (accept(","));
  if (!named->children.empty()) {
    call.named = true;
    call.children.push_back(finish(std::move(named)));
  }
  for (SyntaxPtr& value : values) call.children.push_back(std::move(value));
}

void Parser::trailing_closures(Syntax& call) {
  while (peek().is("{")) call.children.push_back(closure());
}

SyntaxPtr Parser::primary() {
  const Token& token = peek();
  switch (token.kind) {
    case Token::Kind::Number: {
      Node node = make(Form::Literal, token.offset);
      node->value = take().value;
      return finish(std::move(node));
    }
    case Token::Kind::Text:
      return text(take());
    case Token::Kind::Name:
      return name();
    default:
      break;
  }
  if (token.is("[")) return brackets();
  if (token.is("{")) return closure();
  if (!token.is("(")) fail_here("a value");
  return parentheses();
}

// Calls and indexes of what stands in parentheses are no commands. `(a, b) = …` assigns to several places.
SyntaxPtr Parser::parentheses() {
  const std::size_t offset = take().offset;
  SyntaxPtr inside = assignment();
  if (!peek().is(",")) {
    expect(")");
    return inside;
  }
  std::vector<SyntaxPtr> places;
  places.push_back(std::move(inside));
  while (accept(",")) places.push_back(postfix());
  expect(")");
  expect("=");
  for (const SyntaxPtr& place : places) {
    const bool fits = place->form == Form::Name || place->form == Form::Index ||
                      (place->form == Form::Property && !place->spread);
    if (!fits) fail(place->offset, "only a variable, a member or an element can be assigned to");
  }
  return unpack(make(Form::Unpack, offset), std::move(places));
}

// `*list`, whose elements stand in its place.
SyntaxPtr Parser::spread() {
  Node node = make(Form::Spread, take().offset);
  node->children.push_back(expression());
  return finish(std::move(node));
}

// `java.time.LocalDate` is the class `LocalDate`.
void Parser::skip_package() {
  if (!peek().is_name("java") && !peek().is_name("javax") && !peek().is_name("groovy")) return;
  std::size_t ahead = 0;
  while (peek(ahead).kind == Token::Kind::Name && peek(ahead + 1).is(".") &&
         peek(ahead + 2).kind == Token::Kind::Name) {
    const char first = peek(ahead).text.front();
    if (first >= 'A' && first <= 'Z') break;
    ahead += 2;
  }
  const std::string& last = peek(ahead).text;
  const bool is_class = ahead > 0 && !last.empty() && last.front() >= 'A' && last.front() <= 'Z';
  for (; is_class && ahead > 0; --ahead) take();
}

SyntaxPtr Parser::name() {
  skip_package();
  const Token token = take();
  if (token.text == "new") return creation();
  Node node = make(Form::Literal, token.offset);
  if (token.text == "null") return finish(std::move(node));
  if (token.text == "true" || token.text == "false") {
    node->value = model::Value(token.text == "true");
    return finish(std::move(node));
  }
  if (std::find(kReserved.begin(), kReserved.end(), token.text) != kReserved.end()) {
    fail(token.offset, fmt::format("'{}' cannot stand here", token.text));
  }
  node->form = Form::Name;
  node->text = token.text;
  node->name = intern(token.text);
  mentions_.names.push_back(node->name);
  if (token.text == "execution" || token.text == "task") mentions_.execution = true;
  return finish(std::move(node));
}

SyntaxPtr Parser::text(Token token) {
  if (token.parts.empty()) {
    Node node = make(Form::Literal, token.offset);
    node->value = model::Value(std::move(token.text));
    return finish(std::move(node));
  }
  const Deeper deeper(*this);
  Node node = make(Form::Text, token.offset);
  for (TextPart& part : token.parts) {
    if (!part.code.empty()) {
      node->children.push_back(Parser(std::move(part.code), names_, mentions_, nesting_).text_part());
    } else if (!part.literal.empty()) {
      Node literal = make(Form::Literal, token.offset);
      literal->value = model::Value(std::move(part.literal));
      node->children.push_back(finish(std::move(literal)));
    }
  }
  return finish(std::move(node));
}

// A list or a map.
SyntaxPtr Parser::brackets() {
  const Deeper deeper(*this);
  const std::size_t offset = take().offset;
  Node node = make(Form::List, offset);
  if (accept(":")) {
    node->form = Form::Map;
    expect("]");
    return finish(std::move(node));
  }
  bool first = true;
  while (!accept("]")) {
    if (!first) {
      expect(",");
      if (accept("]")) break;
    }
    if (peek().is("*") && peek(1).is(":")) {
      if (first) node->form = Form::Map;
      if (node->form != Form::Map) fail_here("elements of one kind");
      take();
      node->children.push_back(spread());
      node->children.push_back(finish(make(Form::Literal, offset)));
      first = false;
      continue;
    }
    SyntaxPtr key = map_key();
    if (first && key != nullptr) node->form = Form::Map;
    if (!first && (key != nullptr) != (node->form == Form::Map)) fail_here("elements of one kind");
    const bool element = key == nullptr;
    if (!element) node->children.push_back(std::move(key));
    node->children.push_back(element && peek().is("*") ? spread() : expression());
    first = false;
  }
  return finish(std::move(node));
}

// `name:`, `'text':` or `(expression):`; nullptr when no key stands here.
SyntaxPtr Parser::map_key() {
  const Token& token = peek();
  const bool plain =
      token.kind == Token::Kind::Name || token.kind == Token::Kind::Text || token.kind == Token::Kind::Number;
  if (plain && peek(1).is(":")) {
    if (token.kind == Token::Kind::Number) {
      Node node = make(Form::Literal, token.offset);
      node->value = take().value;
      take();
      return finish(std::move(node));
    }
    SyntaxPtr key = member_name();
    take();
    return key;
  }
  if (!token.is("(")) return nullptr;
  const std::size_t begin = at_;
  std::size_t depth = 0;
  std::size_t ahead = 0;
  do {
    if (peek(ahead).is("(")) ++depth;
    if (peek(ahead).is(")")) --depth;
    if (peek(ahead).kind == Token::Kind::End) return nullptr;
    ++ahead;
  } while (depth > 0);
  if (!peek(ahead).is(":")) return nullptr;
  at_ = begin + 1;
  SyntaxPtr key = assignment();
  expect(")");
  expect(":");
  return key;
}

bool Parser::has_parameter_list() const noexcept {
  std::size_t depth = 0;
  for (std::size_t ahead = 0;; ++ahead) {
    const Token& token = peek(ahead);
    if (depth == 0 && token.is("->")) return true;
    if (token.is("[") || token.is("(") || token.is("<")) ++depth;
    if ((token.is("]") || token.is(")") || token.is(">")) && depth > 0) --depth;
    const bool may_be = token.kind == Token::Kind::Name || token.kind == Token::Kind::Number ||
                        token.kind == Token::Kind::Text || token.is(",") || token.is("=") || token.is("[") ||
                        token.is("]") || token.is(".") || token.is("...") || token.is("<") || token.is(">") ||
                        token.is("-") || (depth > 0 && token.is(":"));
    if (!may_be && !(token.kind == Token::Kind::Newline && ahead == 0)) return false;
  }
}

SyntaxPtr Parser::closure() {
  const Deeper deeper(*this);
  Node node = make(Form::Closure, peek().offset);
  expect("{");
  node->implicit = !has_parameter_list();
  if (node->implicit) {
    node->name = intern("it");
  } else {
    skip_newlines();
    if (!peek().is("->")) parameters(*node, "->");
    expect("->");
  }
  node->children.push_back(statements({}));
  expect("}");
  return finish(std::move(node));
}

void Parser::parameters(Syntax& closure, std::string_view end) {
  do {
    skip_newlines();
    for (std::size_t left = type_length(0); left > 0; --left) take();
    Parameter parameter;
    parameter.rest = at_ > 0 && tokens_[at_ - 1].is("...");
    parameter.text = expect_name("a parameter's name");
    parameter.name = intern(parameter.text);
    if (accept("=")) parameter.otherwise = expression();
    closure.parameters.push_back(std::move(parameter));
    skip_newlines();
  } while (accept(","));
  if (!peek().is(end)) fail_here(fmt::format("',' or '{}'", end));
}

std::string Parser::class_name() {
  std::string last = expect_name("a class");
  while (accept(".")) last = expect_name("a class");
  // `new HashMap<>()` has an empty one.
  const std::size_t end = generic_end(0);
  if (end == std::string_view::npos) fail_here("the classes between '<' and '>'");
  for (std::size_t left = end; left > 0; --left) take();
  while (peek().is("[") && peek(1).is("]")) {
    take();
    take();
  }
  return last;
}

SyntaxPtr Parser::creation() {
  Node node = make(Form::New, peek().offset);
  const std::size_t where = peek().offset;
  node->text = class_name();
  if (!can_be_made(node->text)) fail(where, fmt::format("unknown class '{}'", node->text));
  expect("(");
  arguments(*node, ")");
  expect(")");
  return finish(std::move(node));
}

}  // namespace rondo::expression::groovy
