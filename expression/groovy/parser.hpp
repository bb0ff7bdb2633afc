// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/syntax.hpp"
#include "expression/groovy/token.hpp"
#include "model/names.hpp"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::expression::groovy {

/// What a script mentions outside of itself.
struct Mentions {
  std::vector<model::NameId> names;  ///< All names that may be variables; with doubles.
  bool execution = false;            ///< `execution` or another object of the host may be used.
};

/// Parses one script. Throws Failure.
class Parser {
 public:
  Parser(std::vector<Token> tokens, model::NameTable& names, Mentions& mentions, std::size_t nesting = 0)
      : tokens_(std::move(tokens)), names_(names), mentions_(mentions), nesting_(nesting) {}

  /// The whole script as a Block.
  [[nodiscard]] SyntaxPtr script();
  /// `( a, b ) { … }` as a Closure: a function without its name.
  [[nodiscard]] SyntaxPtr function();
  /// An expression that is the whole of a computed part of a text; one that begins with `->` is the same.
  [[nodiscard]] SyntaxPtr text_part();

 private:
  using Node = std::unique_ptr<Syntax>;

  // parser.cpp
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const noexcept;
  Token take();
  bool accept(std::string_view sign);
  bool accept_name(std::string_view name);
  void expect(std::string_view sign);
  std::string expect_name(std::string_view what);
  [[noreturn]] void fail_here(std::string_view wanted) const;
  void skip_newlines();
  [[nodiscard]] std::size_t next_line() const noexcept;
  Node make(Form form, std::size_t offset) const;
  SyntaxPtr finish(Node node) const;
  SyntaxPtr finish(Form form, std::size_t offset, std::vector<SyntaxPtr> children, Op op = Op::None) const;
  model::NameId intern(const std::string& name);
  struct Deeper;

  // parser_statements.cpp
  SyntaxPtr statements(std::initializer_list<std::string_view> ends);
  SyntaxPtr statement();
  SyntaxPtr block();
  SyntaxPtr block_or_statement();
  SyntaxPtr if_statement();
  SyntaxPtr for_statement();
  SyntaxPtr while_statement();
  SyntaxPtr do_statement();
  SyntaxPtr switch_statement();
  SyntaxPtr try_statement();
  SyntaxPtr assert_statement();
  SyntaxPtr declaration();
  SyntaxPtr declared();
  SyntaxPtr declared_list();
  SyntaxPtr unpack(Node all, std::vector<SyntaxPtr> places);
  SyntaxPtr simple_statement();
  SyntaxPtr command(SyntaxPtr target);
  [[nodiscard]] bool declares() const noexcept;
  [[nodiscard]] std::size_t type_length(std::size_t from) const noexcept;
  [[nodiscard]] std::size_t generic_end(std::size_t from) const noexcept;
  [[nodiscard]] std::size_t cast_length() const noexcept;
  [[nodiscard]] std::string written(std::size_t from, std::size_t to) const;
  [[nodiscard]] bool begins_command_argument(const SyntaxPtr& target) const noexcept;
  [[nodiscard]] bool ends_statement() const noexcept;
  void end_statement();

  // parser.cpp: operators, from the loosest on
  SyntaxPtr expression();
  SyntaxPtr assignment();
  SyntaxPtr ternary();
  SyntaxPtr binary(std::size_t level);
  SyntaxPtr relation(SyntaxPtr left, bool& more);
  SyntaxPtr unary();
  SyntaxPtr power();

  // parser_operands.cpp
  SyntaxPtr postfix();
  SyntaxPtr member(SyntaxPtr target, bool safe, bool spread);
  SyntaxPtr member_name();
  SyntaxPtr call(SyntaxPtr target);
  void arguments(Syntax& call, std::string_view end);
  void trailing_closures(Syntax& call);
  SyntaxPtr primary();
  SyntaxPtr name();
  void skip_package();
  SyntaxPtr text(Token token);
  SyntaxPtr brackets();
  SyntaxPtr map_key();
  SyntaxPtr spread();
  SyntaxPtr parentheses();
  SyntaxPtr closure();
  SyntaxPtr creation();
  void parameters(Syntax& closure, std::string_view end);
  [[nodiscard]] bool has_parameter_list() const noexcept;
  std::string class_name();

  std::vector<Token> tokens_;
  model::NameTable& names_;
  Mentions& mentions_;
  std::size_t at_ = 0;
  std::size_t nesting_;
};

/// Counts how deep the parser is in itself while it lives.
struct Parser::Deeper {
  explicit Deeper(Parser& parser);
  ~Deeper() { --parser_.nesting_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  Parser& parser_;
};

}  // namespace rondo::expression::groovy
