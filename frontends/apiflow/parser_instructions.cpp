// SPDX-License-Identifier: Apache-2.0
#include "frontends/apiflow/parser.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace rondo::frontends::apiflow {

namespace {

struct NamedTest {
  std::string_view name;
  Test test;
};
constexpr std::array<NamedTest, 6> kTests{{{"isTrue", Test::IsTrue},
                                           {"isFalse", Test::IsFalse},
                                           {"isNull", Test::IsNull},
                                           {"notNull", Test::NotNull},
                                           {"isError", Test::IsError},
                                           {"to", Test::To}}};

std::optional<Test> test_of(const Token& token) {
  if (token.kind != Token::Kind::Name) return std::nullopt;
  for (const NamedTest& row : kTests) {
    if (row.name == token.text) return row.test;
  }
  return std::nullopt;
}

}  // namespace

// `{ … }`: what stands in it is reported line by line.
std::vector<Instruction> Parser::instructions() {
  const std::size_t end = peek().closing;
  expect("{");
  std::vector<Instruction> made;
  while (at_ < end) {
    while (peek().kind == Token::Kind::Newline) take();
    if (at_ >= end) break;
    const std::size_t before = at_;
    try {
      made.push_back(instruction());
      const bool has_list = made.back().verb == Verb::When || made.back().verb == Verb::Async;
      if (!at_statement_end()) {
        give_up(peek(), fmt::format("expected {}the end of the instruction, but found '{}'",
                                    has_list ? "',' or " : "", peek().text));
      }
    } catch (const GivenUp&) {
      if (at_ == before) take();
      skip_statement();
      if (at_ > end) at_ = end;
    }
  }
  at_ = end;
  take();
  return made;
}

Instruction Parser::instruction() {
  const Token& word = take();
  Instruction made;
  made.where = where(word);
  if (word.is_name("run")) {
    const bool call = accept("(");
    made.subject = reference();
    if (call) expect(")");
    return made;
  }
  if (word.is_name("when")) {
    made.verb = Verb::When;
    return when(std::move(made));
  }
  if (word.is_name("async")) {
    made.verb = Verb::Async;
    made.branches = references();
    return made;
  }
  if (word.is_name("exit")) {
    made.verb = Verb::Exit;
    return exit(std::move(made));
  }
  if (word.kind == Token::Kind::Name && test_of(word).has_value()) {
    give_up(word, fmt::format("'{}' belongs behind 'when', on the same line", word.text));
  }
  give_up(word, fmt::format("only run, when, async and exit can stand here, not '{}'", word.text));
}

// `when a isTrue b, c`, `when a, b, c`, and both as calls.
Instruction Parser::when(Instruction made) {
  const bool call = accept("(");
  made.subject = reference();
  if (call && accept(",")) {
    skip_newlines();
    made.branches.push_back(reference());
    while (accept(",")) {
      skip_newlines();
      made.branches.push_back(reference());
    }
    expect(")");
    return made;
  }
  if (call) expect(")");
  if (!call && accept(",")) {
    skip_newlines();
    made.branches = references();
    return made;
  }
  accept(".");
  made.test = test();
  made.branches = references();
  return made;
}

Test Parser::test() {
  const auto found = test_of(peek());
  if (!found) {
    give_up(peek(),
            "'when' needs isTrue, isFalse, isNull, notNull, isError or to on the same line, or a comma");
  }
  take();
  return *found;
}

Instruction Parser::exit(Instruction made) {
  if (at_statement_end()) give_up(peek(), "'exit' needs a value; for none write 'exit null'");
  if (peek().is("[")) give_up(peek(), "a list or map needs parentheses: exit ([…])");
  made.value = expression(false);
  return made;
}

std::vector<Reference> Parser::references() {
  const bool call = accept("(");
  std::vector<Reference> made;
  if (call) skip_newlines();
  made.push_back(reference());
  while (accept(",")) {
    skip_newlines();
    made.push_back(reference());
  }
  if (call) {
    skip_newlines();
    expect(")");
  }
  return made;
}

Reference Parser::reference() {
  Reference made;
  const Token& token = peek();
  made.where = where(token);
  if (token.is("{")) {
    made.group = instructions();
    return made;
  }
  if (token.kind != Token::Kind::Name) {
    give_up(token, token.kind == Token::Kind::Newline || token.kind == Token::Kind::End || token.is("}")
                       ? std::string("a task or a group is missing")
                       : fmt::format("expected a task or a group, but found '{}'", token.text.substr(0, 30)));
  }
  made.name = take().text;
  if (peek().is("(") && !peek().spaced) {
    made.called = true;
    made.arguments = arguments();
  }
  return made;
}

std::vector<Code> Parser::arguments() {
  expect("(");
  std::vector<Code> values;
  while (!peek().is(")")) {
    while (peek().kind == Token::Kind::Newline) take();
    values.push_back(expression(true));
    while (peek().kind == Token::Kind::Newline) take();
    if (!peek().is(")")) expect(",", "between arguments");
  }
  take();
  return values;
}

}  // namespace rondo::frontends::apiflow
