// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/apiflow/script.hpp"
#include "frontends/apiflow/token.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::apiflow {

/// Parses the tokens of a file. Reports everything that is not well formed and goes on behind it.
class Parser {
 public:
  Parser(std::string_view text, const Places& places, const std::vector<Token>& tokens,
         model::Diagnostics& diagnostics)
      : text_(text), places_(places), tokens_(tokens), diagnostics_(diagnostics) {}

  [[nodiscard]] Script run();

 private:
  /// Thrown where an item or instruction is given up; it has been reported.
  struct GivenUp {};

  // parser.cpp
  void item(Script& script);
  void init(Script& script);
  void start(Script& script);
  void function(Script& script);
  void assignment(Script& script);
  void skip_statement();

  // parser_retry.cpp
  void retry(Task& task);
  void read_retry(const Token& word, model::RetryRule& rule);
  void end_retry();
  void retry_errors(model::RetryRule& rule);
  void retry_member(const Token& name, model::RetryRule& rule);

  // parser_instructions.cpp
  std::vector<Instruction> instructions();
  Instruction instruction();
  Instruction when(Instruction made);
  Instruction exit(Instruction made);
  Test test();
  Reference reference();
  std::vector<Reference> references();
  std::vector<Code> arguments();

  // both
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const noexcept;
  const Token& take() noexcept;
  bool accept(std::string_view sign);
  void expect(std::string_view sign, std::string_view why = {});
  void skip_newlines();
  [[nodiscard]] bool at_statement_end() const noexcept;
  [[nodiscard]] model::SourcePosition where(const Token& token) const { return places_.at(token.begin); }
  [[nodiscard]] Code code(std::size_t begin, std::size_t end) const;
  Code closure(bool is_code);
  void reject_instructions(std::size_t begin, std::size_t end);
  Code expression(bool in_list);
  [[noreturn]] void give_up(const Token& at, std::string message);
  void report(const Token& at, std::string message);

  std::string_view text_;
  const Places& places_;
  const std::vector<Token>& tokens_;
  model::Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::size_t starts_ = 0;
};

}  // namespace rondo::frontends::apiflow
