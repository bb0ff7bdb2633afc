// SPDX-License-Identifier: Apache-2.0
#include "expression/parser.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace rondo::expression {

namespace {

constexpr int kDeepest = 200;

struct Level {
  std::string_view symbol, word;
  std::optional<BinaryOperator> operation;  // none: logical
  int level;
};

// From loosest to tightest.
constexpr std::array<Level, 13> kLevels = {{
    {"||", "or", std::nullopt, 0},
    {"&&", "and", std::nullopt, 1},
    {"==", "eq", BinaryOperator::Equal, 2},
    {"!=", "ne", BinaryOperator::NotEqual, 2},
    {"<", "lt", BinaryOperator::Less, 3},
    {"<=", "le", BinaryOperator::LessEqual, 3},
    {">", "gt", BinaryOperator::Greater, 3},
    {">=", "ge", BinaryOperator::GreaterEqual, 3},
    {"+", "", BinaryOperator::Add, 4},
    {"-", "", BinaryOperator::Subtract, 4},
    {"*", "", BinaryOperator::Multiply, 5},
    {"/", "div", BinaryOperator::Divide, 5},
    {"%", "mod", BinaryOperator::Modulo, 5},
}};
constexpr int kTightest = 5;

}  // namespace

// Counts how deep the reader is nested.
class Parser::Nesting {
 public:
  explicit Nesting(Parser& parser) : parser_(parser) {
    if (++parser.depth_ > kDeepest) {
      throw Fault(parser.token_.offset,
                  fmt::format("the expression is nested deeper than {} levels", kDeepest));
    }
  }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  ~Nesting() { --parser_.depth_; }

 private:
  Parser& parser_;
};

Parser::Parser(std::string_view text, std::size_t offset, bool embedded, Grammar grammar,
               model::NameTable& names, std::vector<model::NameId>& reads)
    : lexer_(text, offset, embedded), grammar_(grammar), names_(names), reads_(reads) {
  advance();
}

void Parser::advance() {
  token_ = lexer_.next();
  new_line_ = lexer_.at_new_line();
}

bool Parser::is(std::string_view symbol) const {
  return token_.kind == Token::Kind::Symbol && token_.text == symbol;
}

bool Parser::is_word(std::string_view word) const {
  return token_.kind == Token::Kind::Name && token_.text == word;
}

bool Parser::accept(std::string_view symbol) {
  if (!is(symbol)) return false;
  advance();
  return true;
}

bool Parser::accept_word(std::string_view word) {
  if (!is_word(word)) return false;
  advance();
  return true;
}

void Parser::expect(std::string_view symbol) {
  if (!accept(symbol)) unexpected(fmt::format("'{}'", symbol));
}

void Parser::unexpected(std::string_view wanted) const {
  const std::string found =
      token_.kind == Token::Kind::End ? std::string("the end") : fmt::format("'{}'", token_.text);
  throw Fault(token_.offset, fmt::format("expected {} but found {}", wanted, found));
}

void Parser::expect_end() const {
  if (token_.kind != Token::Kind::End) unexpected("an operator or the end");
}

NodePtr Parser::expression() {
  NodePtr node = assignment();
  if (is(";")) {
    NodeList parts;
    parts.push_back(std::move(node));
    while (accept(";")) {
      if (token_.kind != Token::Kind::End) parts.push_back(assignment());
    }
    const std::size_t offset = parts.front()->offset();
    node = make_sequence(offset, std::move(parts));
  }
  expect_end();
  return node;
}

NodePtr Parser::script() {
  NodeList parts;
  while (token_.kind != Token::Kind::End) {
    parts.push_back(assignment());
    if (token_.kind == Token::Kind::End) break;
    if (!accept(";") && !new_line_) unexpected("';', a new line or the end");
    while (accept(";")) {
    }
  }
  if (parts.empty()) return make_constant(0, {});
  const std::size_t offset = parts.front()->offset();
  return make_sequence(offset, std::move(parts));
}

NodePtr Parser::assignment() {
  const Nesting nesting(*this);
  NodePtr target = grammar_ == Grammar::Feel && is_word("if") ? feel_choice() : choice();
  if (grammar_ == Grammar::Feel || !is("=")) return target;
  const std::size_t offset = token_.offset;
  advance();
  return make_assignment(offset, std::move(target), assignment());
}

NodePtr Parser::choice() {
  NodePtr condition = binary(0);
  if (!is("?")) return condition;
  const std::size_t offset = token_.offset;
  advance();
  const Nesting nesting(*this);
  NodePtr yes = choice();
  expect(":");
  NodePtr no = choice();
  return make_choice(offset, std::move(condition), std::move(yes), std::move(no));
}

NodePtr Parser::feel_choice() {
  const std::size_t offset = token_.offset;
  advance();
  NodePtr condition = assignment();
  if (!accept_word("then")) unexpected("'then'");
  NodePtr yes = assignment();
  if (!accept_word("else")) unexpected("'else'");
  NodePtr no = assignment();
  return make_choice(offset, std::move(condition), std::move(yes), std::move(no));
}

NodePtr Parser::binary(int level) {
  if (level > kTightest) return unary();
  NodePtr left = binary(level + 1);
  for (;;) {
    const Level* found = nullptr;
    for (const Level& candidate : kLevels) {
      if (candidate.level != level) continue;
      const bool feel_equals =
          grammar_ == Grammar::Feel && candidate.operation == BinaryOperator::Equal && is("=");
      if (is(candidate.symbol) || (!candidate.word.empty() && is_word(candidate.word)) || feel_equals) {
        found = &candidate;
      }
    }
    if (found == nullptr) return left;
    const std::size_t offset = token_.offset;
    advance();
    NodePtr right = binary(level + 1);
    left = found->operation ? make_binary(offset, *found->operation, std::move(left), std::move(right))
                            : make_logical(offset, level == 1, std::move(left), std::move(right));
  }
}

NodePtr Parser::unary() {
  const Nesting nesting(*this);
  const std::size_t offset = token_.offset;
  if (accept("!") || accept_word("not")) return make_unary(offset, UnaryOperator::Not, unary());
  if (accept("-")) return make_unary(offset, UnaryOperator::Minus, unary());
  if (accept("+")) return unary();
  if (accept_word("empty")) return make_unary(offset, UnaryOperator::Empty, unary());
  return postfix();
}

NodePtr Parser::postfix() {
  NodePtr node = primary();
  for (;;) {
    const std::size_t offset = token_.offset;
    if (accept(".")) {
      if (token_.kind != Token::Kind::Name) unexpected("a name");
      std::string member = token_.text;
      const std::size_t at = token_.offset;
      advance();
      node = is("(") ? make_method_call(at, std::move(node), std::move(member), arguments())
                     : make_property(at, std::move(node), std::move(member), grammar_ == Grammar::Feel);
    } else if (is("[") && !new_line_) {
      advance();
      NodePtr index = assignment();
      expect("]");
      node = make_index(offset, std::move(node), std::move(index));
    } else {
      return node;
    }
  }
}

NodeList Parser::arguments() {
  expect("(");
  NodeList result;
  if (accept(")")) return result;
  do {
    result.push_back(assignment());
  } while (accept(","));
  expect(")");
  return result;
}

NodePtr Parser::primary() {
  const Token token = token_;
  switch (token.kind) {
    case Token::Kind::Number:
      advance();
      return make_constant(token.offset, token.number);
    case Token::Kind::Text:
      advance();
      return make_constant(token.offset, model::Value(token.text));
    case Token::Kind::Name:
      return name();
    case Token::Kind::Symbol:
      if (accept("(")) {
        NodePtr inner = assignment();
        expect(")");
        return inner;
      }
      if (is("[")) return list();
      break;
    case Token::Kind::End:
      break;
  }
  unexpected("a value");
}

// `[a, b]` makes a list.
NodePtr Parser::list() {
  const std::size_t offset = token_.offset;
  expect("[");
  NodeList items;
  if (!accept("]")) {
    do {
      items.push_back(assignment());
    } while (accept(","));
    expect("]");
  }
  return make_function_call(offset, "", "list", std::move(items));
}

NodePtr Parser::name() {
  const std::size_t offset = token_.offset;
  std::string text = token_.text;
  advance();
  if (text == "true" || text == "false") return make_constant(offset, model::Value(text == "true"));
  if (text == "null") return make_constant(offset, {});
  if (is("(")) return make_function_call(offset, "", std::move(text), arguments());
  if (is(":") && grammar_ == Grammar::Uel) {
    // `prefix:name(…)`; otherwise the colon belongs to a choice around.
    Lexer ahead = lexer_;
    const Token function = ahead.next();
    if (function.kind == Token::Kind::Name && ahead.next().text == "(") {
      advance();
      advance();
      return make_function_call(offset, std::move(text), function.text, arguments());
    }
  }
  const model::NameId id = names_.intern(text);
  reads_.push_back(id);
  return make_variable(offset, std::move(text), id, grammar_ == Grammar::Feel);
}

}  // namespace rondo::expression
