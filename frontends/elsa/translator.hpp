// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/elsa/expressions.hpp"
#include "frontends/elsa/words.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::elsa {

/// Writes the words of a script as Groovy. Nesting of brackets is followed by recursion, templates in
/// templates too. Throws ExpressionProblem.
class Translator {
 public:
  Translator(std::vector<Word> words, const NameLookup& names, int depth);

  std::string run();

 private:
  [[nodiscard]] const Word& here() const { return words_[at_]; }
  [[nodiscard]] const Word& ahead(std::size_t by) const {
    return words_[std::min(at_ + by, words_.size() - 1)];
  }

  // script.cpp: the language
  void word(std::string& out);
  void name(std::string& out);
  void member(std::string& out);
  void sign(std::string& out);
  std::size_t parameters_of_arrow(std::vector<std::string>& parameters) const;
  void closure(std::string& out, const std::vector<std::string>& parameters, std::size_t length);
  void nested(std::string& out, std::string_view close);
  void object(std::string& out);
  void value_of_member(std::string& out);
  [[nodiscard]] bool gives_value() const;
  [[nodiscard]] std::string interpolated(std::string_view text, std::string_view opening) const;

  // script_types.cpp: what C# says with types
  [[nodiscard]] std::size_t type_at(std::size_t by, std::string& name) const;
  bool cast(std::string& out);
  bool made(std::string& out);
  void operand(std::string& out);
  void item(std::string& out);
  void items(std::string& out);
  void members(std::string& out);

  // script_host.cpp: what Elsa and the two languages have besides
  bool host_name(std::string& out);
  bool holder(std::string& out);
  bool accessor(std::string& out);
  bool host_call(std::string& out);
  bool called_member(std::string& out);
  void assign_to(std::string& out, const std::string& variable, std::size_t length);
  void put(std::string& out, std::string_view text, std::size_t length);
  [[nodiscard]] std::string declared(const std::string& name) const;
  /// The arguments of a call, whose parenthesis is the word at that distance.
  std::vector<std::string> arguments(std::size_t length);

  struct Deeper {
    explicit Deeper(Translator& owner) : owner_(owner) {
      if (++owner_.depth_ > 50) throw ExpressionProblem("it is nested too deeply");
    }
    ~Deeper() { --owner_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    Translator& owner_;
  };

  std::vector<Word> words_;
  const NameLookup& names_;
  int depth_;
  std::size_t at_ = 0;
  int open_ = 0;  // brackets
  Word last_;
};

}  // namespace rondo::frontends::elsa
