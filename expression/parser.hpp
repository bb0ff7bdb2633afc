// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/node.hpp"
#include "expression/operators.hpp"
#include "expression/token.hpp"
#include "model/names.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::expression {

/// The variables that an expression may read, collected while it is compiled.
struct Reads {
  std::vector<model::NameId> names;
  bool more = false;  ///< Others, too, whose names are not known.
};

/// How an expression is read.
struct Grammar {
  Style style = Style::Uel;
  bool may_assign = true;
};

/// Reads the tokens of one expression into nodes. Nesting is limited, so that no input exhausts the stack.
class Parser {
 public:
  Parser(std::vector<Token> tokens, Grammar grammar, model::NameTable& names, Reads& reads)
      : tokens_(std::move(tokens)), grammar_(grammar), names_(names), reads_(reads) {}

  /// The expression that all tokens make, or several with `;` between them. Throws Failure.
  [[nodiscard]] NodePtr expression() { return statements(false); }
  /// A script: expressions, each ended by `;` or the line. Throws Failure.
  [[nodiscard]] NodePtr script() { return statements(true); }

 private:
  class Level;

  NodePtr statements(bool lines);
  NodePtr assignment();
  NodePtr choice();
  NodePtr feel_choice();
  NodePtr binary(int level);
  NodePtr unary();

  // parser_operands.cpp
  NodePtr operand();
  NodePtr member(NodePtr base);
  NodePtr index(NodePtr base);
  NodePtr primary();
  NodePtr number();
  NodePtr word();
  NodePtr variable(const Token& name);
  NodePtr list();
  NodePtr object();
  NodePtr call(const Token* prefix, const Token& name);
  NodePtr variable_call(const Token& name);
  Nodes arguments();
  Nodes items(std::string_view end);
  void skip_container(std::size_t fewest, std::size_t most);
  [[nodiscard]] bool is_prefixed_call() const;
  [[nodiscard]] std::size_t count_arguments() const;
  void note_call(std::string_view method, const Token* first, bool one_token, bool hands_over);

  [[nodiscard]] const Token& token(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] bool is(std::string_view sign) const { return token().is_sign(sign); }
  Token take() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_[at_]; }
  bool accept(std::string_view sign);
  bool accept_word(std::string_view word);
  void expect(std::string_view sign);
  void expect_word(std::string_view word);
  [[noreturn]] void fail_expected(std::string_view wanted) const;
  [[nodiscard]] bool is_feel() const noexcept { return grammar_.style == Style::Feel; }
  [[nodiscard]] NodePtr checked(NodePtr node) const;

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Grammar grammar_;
  model::NameTable& names_;
  Reads& reads_;
  int depth_ = 0;
  std::size_t open_choices_ = 0;  // `?` of this bracket whose `:` is to come
  bool lines_ = false;
};

/// Counts nesting while one part is read.
class Parser::Level {
 public:
  explicit Level(Parser& parser);
  ~Level() { --parser_.depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  Parser& parser_;
};

/// `node`, or its value when that is known already: `parts_constant` says that no part of it reads anything.
[[nodiscard]] NodePtr folded(NodePtr node, bool parts_constant);

}  // namespace rondo::expression
