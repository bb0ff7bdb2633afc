// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/lexer.hpp"
#include "expression/node.hpp"
#include "model/names.hpp"

#include <string_view>
#include <vector>

namespace rondo::expression {

/// Which language an expression is written in.
enum class Grammar {
  Uel,  ///< `${…}`: Java's unified expression language.
  Feel  ///< `= …`: the part of FEEL that is also UEL, with `=`, `if … then … else`, and null for the unknown.
};

/// Reads expressions into nodes. Nesting is limited, so that no input exhausts the stack.
class Parser {
 public:
  /// Begins at `offset` in `text`. `embedded`: the expression ends at the `}` that closes it.
  Parser(std::string_view text, std::size_t offset, bool embedded, Grammar grammar, model::NameTable& names,
         std::vector<model::NameId>& reads);

  /// Reads one expression up to the end or the closing `}`. Throws Fault.
  NodePtr expression();
  /// Reads a script: expressions separated by `;` or line breaks. Throws Fault.
  NodePtr script();
  /// Where the expression ended: at the closing `}`, or the end of the text.
  [[nodiscard]] std::size_t end() const noexcept { return token_.offset; }

 private:
  class Nesting;

  NodePtr assignment();
  NodePtr choice();
  NodePtr feel_choice();
  NodePtr binary(int level);
  NodePtr unary();
  NodePtr postfix();
  NodePtr primary();
  NodePtr name();
  NodeList arguments();
  NodePtr list();

  void advance();
  [[nodiscard]] bool is(std::string_view symbol) const;
  [[nodiscard]] bool is_word(std::string_view word) const;
  bool accept(std::string_view symbol);
  bool accept_word(std::string_view word);
  void expect(std::string_view symbol);
  [[noreturn]] void unexpected(std::string_view wanted) const;
  void expect_end() const;

  Lexer lexer_;
  Token token_;
  bool new_line_ = false;
  Grammar grammar_;
  model::NameTable& names_;
  std::vector<model::NameId>& reads_;
  int depth_ = 0;
};

}  // namespace rondo::expression
