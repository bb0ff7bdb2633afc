// SPDX-License-Identifier: Apache-2.0
#include "frontends/apiflow/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo::frontends::apiflow {

namespace {

// A line that ends with one of these goes on in the next.
bool goes_on(const Token& token) {
  constexpr std::string_view kBinary = ",.?:=<>+-*/%|&^!";
  return token.kind == Token::Kind::Sign && kBinary.find(token.text) != std::string_view::npos;
}

std::string described(const Token& token) {
  if (token.kind == Token::Kind::End) return "the end of the file";
  if (token.kind == Token::Kind::Newline) return token.text == ";" ? "';'" : "the end of the line";
  constexpr std::size_t kShown = 30;
  if (token.text.size() <= kShown) return fmt::format("'{}'", token.text);
  return token.kind == Token::Kind::Name ? "a name" : "a text";
}

}  // namespace

Script Parser::run() {
  Script script;
  for (;;) {
    while (peek().kind == Token::Kind::Newline) take();
    if (peek().kind == Token::Kind::End) break;
    const std::size_t before = at_;
    try {
      item(script);
      if (!at_statement_end())
        give_up(peek(), fmt::format("expected the end of the line, but found {}", described(peek())));
    } catch (const GivenUp&) {
      if (at_ == before) take();
      skip_statement();
    }
  }
  if (starts_ == 0)
    diagnostics_.error(places_.at(text_.size()), "start-block", "the script has no 'start { }'");
  return script;
}

void Parser::item(Script& script) {
  const Token& token = peek();
  if (token.is_name("start") && peek(1).is("{")) return start(script);
  if (starts_ > 0) {
    diagnostics_.error(where(token), "start-block", "nothing may come after 'start { }'");
    throw GivenUp{};
  }
  if (token.is_name("init") && peek(1).is("{")) return init(script);
  if (token.is_name("destroy") && peek(1).is("{")) give_up(token, "'destroy { }' is reserved");
  if (token.is_name("def")) return function(script);
  if (token.is_name("import")) return skip_statement();
  if (token.kind == Token::Kind::Name && peek(1).is("=")) return assignment(script);
  const bool instruction =
      token.is_name("run") || token.is_name("when") || token.is_name("async") || token.is_name("exit");
  if (instruction) give_up(token, fmt::format("'{}' can only stand in 'start {{ }}'", token.text));
  give_up(token, fmt::format("expected a task, a template or 'start {{ }}', but found {}", described(token)));
}

void Parser::start(Script& script) {
  const Token& word = take();
  if (starts_++ > 0) {
    diagnostics_.error(where(word), "start-block", "there is a 'start { }' already");
    throw GivenUp{};
  }
  script.where = where(word);
  script.start = instructions();
}

void Parser::init(Script& script) {
  take();
  const std::size_t end = peek().closing;
  expect("{");
  while (at_ < end) {
    while (peek().kind == Token::Kind::Newline) take();
    if (at_ >= end) break;
    const Token& word = take();
    if (!word.is_name("listen")) give_up(word, "only 'listen NAME on VALUE' can stand in 'init { }'");
    Listener listener;
    listener.where = where(word);
    if (peek().kind != Token::Kind::Name) give_up(peek(), "'listen' needs a name");
    listener.name = take().text;
    if (!take().is_name("on")) give_up(peek(), "'listen NAME' needs 'on'");
    listener.value = expression(false);
    script.listeners.push_back(std::move(listener));
  }
  expect("}");
}

void Parser::function(Script& script) {
  take();
  Task made;
  made.where = where(peek());
  made.is_template = true;
  made.type = "CODE";
  if (peek().kind != Token::Kind::Name) give_up(peek(), "'def' needs a name");
  made.name = take().text;
  if (peek().is("=")) give_up(peek(), fmt::format("write data as '{} = value', without 'def'", made.name));
  expect("(", "behind the name of a template");
  while (!peek().is(")")) {
    skip_newlines();
    if (peek().kind != Token::Kind::Name)
      give_up(peek(), fmt::format("expected a parameter, but found {}", described(peek())));
    made.parameters.emplace_back(take().text);
    skip_newlines();
    if (!peek().is(")")) expect(",", "between parameters");
  }
  take();
  skip_newlines();
  made.body = closure(true);
  script.tasks.push_back(std::move(made));
}

void Parser::assignment(Script& script) {
  const Token& name = take();
  take();
  skip_newlines();
  const bool task = peek().kind == Token::Kind::Name && peek(1).is("{");
  if (!task) {
    if (peek().is("{"))
      give_up(peek(),
              fmt::format("the type of the task '{}' is missing: {} = CODE {{ … }}", name.text, name.text));
    script.data.push_back({std::string(name.text), expression(false), where(name)});
    return;
  }
  Task made;
  made.name = name.text;
  made.where = where(name);
  made.type = take().text;
  if (!is_closure(made.type)) retry(made);
  made.body = closure(is_closure(made.type));
  script.tasks.push_back(std::move(made));
}

// To the end of the line, over whatever brackets open in it.
void Parser::skip_statement() {
  while (!at_statement_end()) {
    if (peek().closing > at_) at_ = peek().closing;
    take();
  }
}

// --- what instructions need, too

const Token& Parser::peek(std::size_t ahead) const noexcept {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

const Token& Parser::take() noexcept {
  const Token& token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool Parser::accept(std::string_view sign) {
  if (!peek().is(sign)) return false;
  take();
  return true;
}

void Parser::expect(std::string_view sign, std::string_view why) {
  if (accept(sign)) return;
  give_up(peek(), fmt::format("expected '{}'{}{}, but found {}", sign, why.empty() ? "" : " ", why,
                              described(peek())));
}

void Parser::skip_newlines() {
  while (peek().kind == Token::Kind::Newline && peek().text != ";") take();
}

bool Parser::at_statement_end() const noexcept {
  return peek().kind == Token::Kind::Newline || peek().kind == Token::Kind::End || peek().is("}");
}

Code Parser::code(std::size_t begin, std::size_t end) const {
  return {std::string(text_.substr(begin, end - begin)), places_.at(begin)};
}

// What only `start { }` may hold: `exit 1`, `run task`, `when a isTrue b`, `async { … }`.
void Parser::reject_instructions(std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end; ++at) {
    const Token& word = tokens_[at];
    const bool named =
        word.is_name("run") || word.is_name("when") || word.is_name("async") || word.is_name("exit");
    const Token& before = tokens_[at - 1];
    if (!named || (before.kind != Token::Kind::Newline && !before.is("{"))) continue;
    const Token& behind = tokens_[at + 1];
    const bool is_value =
        behind.kind == Token::Kind::Name || behind.kind == Token::Kind::Literal || behind.is("{");
    if (behind.spaced && is_value && !behind.is_name("in") && !behind.is_name("as"))
      report(word, fmt::format("'{}' can only stand in 'start {{ }}'", word.text));
  }
}

Code Parser::closure(bool is_code) {
  const Token& open = peek();
  expect("{");
  if (is_code) reject_instructions(at_, open.closing);
  const Token& close = tokens_[open.closing];
  at_ = open.closing;
  take();
  return code(open.end, close.begin);
}

// To the end of the line, which goes on behind an operator; in a list to the next comma, too.
Code Parser::expression(bool in_list) {
  const Token& first = peek();
  if (at_statement_end()) give_up(first, fmt::format("expected a value, but found {}", described(first)));
  const Token* last = &first;
  for (;;) {
    const Token& token = peek();
    if (token.kind == Token::Kind::End || token.is("}") || token.is(")") || token.is("]")) break;
    if (in_list && token.is(",")) break;
    if (token.kind == Token::Kind::Newline && (token.text == ";" || !goes_on(*last))) break;
    if (token.closing > at_) at_ = token.closing;
    if (token.kind != Token::Kind::Newline) last = &peek();
    take();
  }
  if (last->end <= first.begin)
    give_up(first, fmt::format("expected a value, but found {}", described(first)));
  return code(first.begin, last->end);
}

void Parser::report(const Token& at, std::string message) {
  diagnostics_.error(where(at), "script-syntax", std::move(message));
}

void Parser::give_up(const Token& at, std::string message) {
  report(at, std::move(message));
  throw GivenUp{};
}

}  // namespace rondo::frontends::apiflow
