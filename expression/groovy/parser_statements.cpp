// SPDX-License-Identifier: Apache-2.0
#include "expression/failure.hpp"
#include "expression/groovy/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rondo::expression::groovy {

namespace {

constexpr std::array<std::string_view, 10> kTypes{"int",   "long", "double", "float",  "boolean",
                                                  "short", "byte", "char",   "String", "Object"};
constexpr std::array<std::string_view, 13> kUnsupported{
    "class", "interface", "enum",    "trait",     "import", "synchronized", "package",
    "goto",  "static",    "private", "protected", "public", "abstract"};

bool is_operator_word(const Token& token) {
  return token.is_name("in") || token.is_name("instanceof") || token.is_name("as");
}

// Whether it may be between the angle brackets of a type.
bool is_in_brackets(const Token& token) {
  return token.kind == Token::Kind::Name || token.is(",") || token.is(".") || token.is("?");
}

}  // namespace

SyntaxPtr Parser::script() {
  SyntaxPtr all = statements({});
  if (peek().kind != Token::Kind::End) fail_here("the end of the script");
  return all;
}

SyntaxPtr Parser::function() {
  Node node = make(Form::Closure, peek().offset);
  expect("(");
  if (!accept(")")) {
    parameters(*node, ")");
    expect(")");
  }
  skip_newlines();
  node->children.push_back(block());
  while (peek().kind == Token::Kind::Newline) take();
  if (peek().kind != Token::Kind::End) fail_here("the end of the function");
  return finish(std::move(node));
}

SyntaxPtr Parser::text_part() {
  if (accept("->")) skip_newlines();
  while (peek().kind == Token::Kind::Newline) take();
  if (peek().kind == Token::Kind::End) {
    return finish(make(Form::Literal, peek().offset));  // `${}` is null
  }
  SyntaxPtr value = assignment();
  while (peek().kind == Token::Kind::Newline) take();
  if (peek().kind != Token::Kind::End) fail_here("'}'");
  return value;
}

// Statements up to `}`, the end, or a name of `ends`.
SyntaxPtr Parser::statements(std::initializer_list<std::string_view> ends) {
  Node all = make(Form::Block, peek().offset);
  for (;;) {
    while (peek().kind == Token::Kind::Newline) take();
    if (peek().kind == Token::Kind::End || peek().is("}")) break;
    const bool ended =
        std::any_of(ends.begin(), ends.end(), [this](std::string_view end) { return peek().is_name(end); });
    if (ended) break;
    all->children.push_back(statement());
    end_statement();
  }
  return finish(std::move(all));
}

bool Parser::ends_statement() const noexcept {
  return peek().kind == Token::Kind::Newline || peek().kind == Token::Kind::End || peek().is("}");
}

// A block needs no separator behind it.
void Parser::end_statement() {
  if (ends_statement()) return;
  if (at_ > 0 && tokens_[at_ - 1].is("}")) return;
  fail_here("the end of the statement");
}

SyntaxPtr Parser::statement() {
  const Deeper deeper(*this);
  const Token& token = peek();
  if (token.kind != Token::Kind::Name) return simple_statement();
  const bool unsupported =
      std::find(kUnsupported.begin(), kUnsupported.end(), token.text) != kUnsupported.end() &&
      peek(1).kind == Token::Kind::Name;
  if (unsupported) fail(token.offset, fmt::format("'{}' is not supported in scripts", token.text));
  if (token.text == "if") return if_statement();
  if (token.text == "for") return for_statement();
  if (token.text == "while") return while_statement();
  if (token.text == "do" && peek(1).is("{")) return do_statement();
  if (token.text == "switch") return switch_statement();
  if (token.text == "try") return try_statement();
  if (token.text == "assert") return assert_statement();
  const std::size_t offset = token.offset;
  if (token.text == "return") {
    take();
    Node node = make(Form::Return, offset);
    if (!ends_statement()) node->children.push_back(assignment());
    return finish(std::move(node));
  }
  if (token.text == "throw") {
    take();
    Node node = make(Form::Throw, offset);
    node->children.push_back(assignment());
    return finish(std::move(node));
  }
  if (token.text == "break" || token.text == "continue") {
    const Form form = token.text == "break" ? Form::Break : Form::Continue;
    take();
    return finish(make(form, offset));
  }
  return declares() ? declaration() : simple_statement();
}

SyntaxPtr Parser::block() {
  const Deeper deeper(*this);
  expect("{");
  SyntaxPtr inside = statements({});
  expect("}");
  return inside;
}

SyntaxPtr Parser::block_or_statement() {
  skip_newlines();
  return peek().is("{") ? block() : statement();
}

SyntaxPtr Parser::if_statement() {
  Node node = make(Form::If, take().offset);
  expect("(");
  node->children.push_back(assignment());
  expect(")");
  node->children.push_back(block_or_statement());
  std::size_t ahead = 0;
  while (peek(ahead).kind == Token::Kind::Newline) ++ahead;
  if (!peek(ahead).is_name("else")) return finish(std::move(node));
  while (!accept_name("else")) take();
  node->children.push_back(block_or_statement());
  return finish(std::move(node));
}

SyntaxPtr Parser::for_statement() {
  const std::size_t offset = take().offset;
  expect("(");
  const std::size_t type = type_length(0);
  const Token& after = peek(type + 1);
  if (peek(type).kind == Token::Kind::Name && (after.is_name("in") || after.is(":"))) {
    for (std::size_t i = 0; i < type; ++i) take();
    Node node = make(Form::For, offset);
    node->text = take().text;
    node->name = intern(node->text);
    take();
    node->children.push_back(assignment());
    expect(")");
    node->children.push_back(block_or_statement());
    return finish(std::move(node));
  }
  Node node = make(Form::ForSteps, offset);
  const auto part = [&](std::string_view end) {
    const bool empty = end == ";" ? peek().kind == Token::Kind::Newline : peek().is(end);
    node->children.push_back(empty ? finish(make(Form::Block, peek().offset)) : statement());
    if (end == ")") return expect(")");
    if (peek().kind != Token::Kind::Newline || peek().text != ";") fail_here("';'");
    take();
  };
  part(";");
  part(";");
  part(")");
  node->children.push_back(block_or_statement());
  return finish(std::move(node));
}

SyntaxPtr Parser::while_statement() {
  Node node = make(Form::While, take().offset);
  expect("(");
  node->children.push_back(assignment());
  expect(")");
  node->children.push_back(block_or_statement());
  return finish(std::move(node));
}

SyntaxPtr Parser::do_statement() {
  Node node = make(Form::While, take().offset);
  node->prefix = true;
  SyntaxPtr body = block();
  skip_newlines();
  if (!accept_name("while")) fail_here("'while'");
  expect("(");
  node->children.push_back(assignment());
  node->children.push_back(std::move(body));
  expect(")");
  return finish(std::move(node));
}

SyntaxPtr Parser::switch_statement() {
  Node node = make(Form::Switch, take().offset);
  expect("(");
  node->children.push_back(assignment());
  expect(")");
  skip_newlines();
  expect("{");
  for (;;) {
    while (peek().kind == Token::Kind::Newline) take();
    if (accept("}")) return finish(std::move(node));
    const std::size_t offset = peek().offset;
    Node branch = make(Form::Default, offset);
    if (accept_name("case")) {
      branch->form = Form::Case;
      branch->children.push_back(expression());
    } else if (!accept_name("default")) {
      fail_here("'case', 'default' or '}'");
    }
    expect(":");
    branch->children.push_back(statements({"case", "default"}));
    node->children.push_back(finish(std::move(branch)));
  }
}

SyntaxPtr Parser::try_statement() {
  Node node = make(Form::Try, take().offset);
  skip_newlines();
  node->children.push_back(block());
  const auto follows = [this](std::string_view word) {
    std::size_t ahead = 0;
    while (peek(ahead).kind == Token::Kind::Newline) ++ahead;
    if (!peek(ahead).is_name(word)) return false;
    while (!accept_name(word)) take();
    return true;
  };
  while (follows("catch")) {
    Node handler = make(Form::Catch, peek().offset);
    expect("(");
    const bool typed = peek(1).kind == Token::Kind::Name || peek(1).is("|") || peek(1).is(".");
    if (typed) {
      do {
        handler->parameters.push_back({model::kNoName, class_name(), nullptr});
      } while (accept("|"));
    }
    handler->text = expect_name("a name for the exception");
    handler->name = intern(handler->text);
    expect(")");
    skip_newlines();
    handler->children.push_back(block());
    node->children.push_back(finish(std::move(handler)));
  }
  if (follows("finally")) {
    Node last = make(Form::Finally, peek().offset);
    skip_newlines();
    last->children.push_back(block());
    node->children.push_back(finish(std::move(last)));
  }
  if (node->children.size() == 1) fail_here("'catch' or 'finally'");
  return finish(std::move(node));
}

SyntaxPtr Parser::assert_statement() {
  Node node = make(Form::Assert, take().offset);
  const std::size_t begin = at_;
  node->children.push_back(expression());
  node->text = written(begin, at_);
  if (accept(":") || accept(",")) node->children.push_back(expression());
  return finish(std::move(node));
}

// The number of tokens that a type before a name takes: `def`, `final String`, `List<String>`, `int[]`,
// `a.b.C`.
std::size_t Parser::type_length(std::size_t from) const noexcept {
  std::size_t at = from;
  while (peek(at).is_name("def") || peek(at).is_name("final") || peek(at).is_name("var")) ++at;
  const std::size_t marks = at - from;
  const Token& type = peek(at);
  if (type.kind != Token::Kind::Name) return 0;
  const bool known = std::find(kTypes.begin(), kTypes.end(), type.text) != kTypes.end();
  const bool capital = type.text.front() >= 'A' && type.text.front() <= 'Z';
  std::size_t end = at + 1;
  while (peek(end).is(".") && peek(end + 1).kind == Token::Kind::Name) end += 2;
  if (!known && !capital && end == at + 1) return marks;
  end = generic_end(end);
  if (end == std::string_view::npos) return marks;
  while (peek(end).is("[") && peek(end + 1).is("]")) end += 2;
  if (peek(end).is("...")) ++end;
  const bool named = peek(end).kind == Token::Kind::Name && !is_operator_word(peek(end));
  if (named) return end - from;
  return marks;
}

// Where `<String, List<Integer>>` ends, when it begins there; npos when it is none.
std::size_t Parser::generic_end(std::size_t from) const noexcept {
  if (!peek(from).is("<")) return from;
  std::size_t depth = 0, at = from;
  do {
    const Token& part = peek(at);
    const std::size_t closes = part.is(">") ? 1 : (part.is(">>") ? 2 : (part.is(">>>") ? 3 : 0));
    if (closes > depth) return std::string_view::npos;
    if (part.is("<")) {
      ++depth;
    } else if (closes == 0 && !is_in_brackets(part)) {
      return std::string_view::npos;
    }
    depth -= closes;
    ++at;
  } while (depth > 0);
  return at;
}

// How many tokens `(int)` before a value takes; 0 when there is none.
std::size_t Parser::cast_length() const noexcept {
  if (!peek().is("(") || peek(1).kind != Token::Kind::Name) return 0;
  const bool primitive = std::find(kTypes.begin(), kTypes.end(), peek(1).text) != kTypes.end();
  const bool capital = peek(1).text.front() >= 'A' && peek(1).text.front() <= 'Z';
  if (!primitive && !capital) return 0;
  std::size_t end = generic_end(2);
  if (end == std::string_view::npos) return 0;
  while (peek(end).is("[") && peek(end + 1).is("]")) end += 2;
  if (!peek(end).is(")")) return 0;
  const Token& value = peek(end + 1);
  const bool is_value = value.kind == Token::Kind::Number || value.kind == Token::Kind::Text ||
                        (value.kind == Token::Kind::Name && !is_operator_word(value)) || value.is("(") ||
                        (value.is("[") && value.spaced) || (primitive && value.is("-"));
  return is_value ? end + 1 : 0;
}

// The tokens from one to another as they may have been written.
std::string Parser::written(std::size_t from, std::size_t to) const {
  std::string text;
  for (std::size_t i = from; i < to; ++i) {
    const Token& token = tokens_[i];
    if (token.spaced && !text.empty()) text += ' ';
    if (token.kind == Token::Kind::Number) {
      text += model::to_json(token.value);
    } else if (token.kind != Token::Kind::Text) {
      text += token.text;
    } else {
      text += token.parts.empty() ? '\'' + token.text + '\'' : "\"…\"";
    }
  }
  return text;
}

// A declaration is a type or `def` before a name that a value or the end of the statement follows.
bool Parser::declares() const noexcept {
  if (peek().is_name("def") && peek(1).is("(")) return true;
  const std::size_t type = type_length(0);
  if (type == 0 || peek(type).kind != Token::Kind::Name) return false;
  if (peek().is_name("def") || peek().is_name("final") || peek().is_name("var")) return true;
  const Token& after = peek(type + 1);
  return after.is("=") || after.is(",") || after.kind == Token::Kind::Newline ||
         after.kind == Token::Kind::End || after.is("}");
}

SyntaxPtr Parser::declaration() {
  if (peek(1).is("(")) {
    take();
    return declared_list();
  }
  for (std::size_t left = type_length(0); left > 0; --left) take();
  SyntaxPtr first = declared();
  if (!peek().is(",")) return first;
  Node all = make(Form::Declares, first->offset);
  all->children.push_back(std::move(first));
  while (accept(",")) {
    skip_newlines();
    all->children.push_back(declared());
  }
  return finish(std::move(all));
}

SyntaxPtr Parser::declared() {
  Node node = make(Form::Declare, peek().offset);
  node->text = expect_name("a name");
  if (peek().is("(")) fail(node->offset, "functions are not supported in scripts; declare a closure");
  node->name = intern(node->text);
  if (accept("=")) {
    skip_newlines();
    node->children.push_back(assignment());
  }
  return finish(std::move(node));
}

// `def (a, b) = …`
SyntaxPtr Parser::declared_list() {
  Node all = make(Form::Unpack, peek().offset);
  all->declares = true;
  expect("(");
  std::vector<SyntaxPtr> places;
  do {
    skip_newlines();
    for (std::size_t left = type_length(0); left > 0; --left) take();
    Node place = make(Form::Name, peek().offset);
    place->text = expect_name("a name");
    place->name = intern(place->text);
    places.push_back(finish(std::move(place)));
  } while (accept(","));
  expect(")");
  expect("=");
  return unpack(std::move(all), std::move(places));
}

SyntaxPtr Parser::unpack(Node all, std::vector<SyntaxPtr> places) {
  skip_newlines();
  all->children.push_back(assignment());
  for (SyntaxPtr& place : places) all->children.push_back(std::move(place));
  return finish(std::move(all));
}

SyntaxPtr Parser::simple_statement() {
  SyntaxPtr value = assignment();
  return begins_command_argument(value) ? command(std::move(value)) : std::move(value);
}

// `println x`: a call whose arguments stand without parentheses.
bool Parser::begins_command_argument(const SyntaxPtr& target) const noexcept {
  if (target->form != Form::Name && target->form != Form::Property) return false;
  const Token& token = peek();
  if (!token.spaced || is_operator_word(token)) return false;
  return token.kind == Token::Kind::Name || token.kind == Token::Kind::Number ||
         token.kind == Token::Kind::Text;
}

SyntaxPtr Parser::command(SyntaxPtr target) {
  Node node = make(target->form == Form::Name ? Form::Call : Form::MethodCall, target->offset);
  if (target->form == Form::Name) {
    node->children.push_back(std::move(target));
  } else {
    // Parsed as a property: the same target and name make the call.
    auto* property = const_cast<Syntax*>(target.get());  // NOLINT: it is owned here alone
    node->safe = property->safe;
    for (SyntaxPtr& child : property->children) node->children.push_back(std::move(child));
  }
  arguments(*node, {});
  return finish(std::move(node));
}

}  // namespace rondo::expression::groovy
