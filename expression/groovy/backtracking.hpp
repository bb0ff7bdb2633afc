// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::expression::groovy {

/// Matches what the standard library cannot: look behind, backward references, atomic groups and possessive
/// quantifiers. It backtracks with a stack of its own and a greatest number of steps. Written in the grammar
/// of ECMAScript, with `(?<=…)`, `(?<!…)`, `(?>…)` and a `+` behind quantifiers.
class Backtracking {
 public:
  /// The pattern is none.
  struct BadPattern {};
  /// Matching takes too many steps.
  struct TooLong {};
  /// Of the whole and of each group where it begins and ends; -1 for one that takes no part.
  using Places = std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>>;

  /// Throws BadPattern.
  Backtracking(std::wstring_view pattern, bool ignores_case, bool multiline);

  /// The first match at or behind `from`; `whole`: only of the whole text. Throws TooLong.
  [[nodiscard]] std::optional<Places> find(std::wstring_view text, std::size_t from, bool whole) const;
  [[nodiscard]] std::size_t groups() const noexcept { return groups_; }

 private:
  class Compiler;
  class Run;
  enum class Op : std::uint8_t {
    Letter,
    Any,
    Class,
    Split,   // first to `a`, then to `b`
    Jump,    // to `a`
    Save,    // the place into slot `a`
    Repeat,  // to `a`, unless nothing was taken since the place in slot `b`
    Begin,
    End,
    Border,
    NoBorder,
    Same,  // as group `a`
    Look,  // `a`: 0 ahead, 1 behind, 2 atomic; `b` steps of its own; `negated`
    Match,
  };
  // Jumps are relative, so that a piece can be put anywhere.
  struct Step {
    Op op = Op::Match;
    std::ptrdiff_t a = 0, b = 0;
    wchar_t letter = 0;
    bool negated = false;
  };
  using Piece = std::vector<Step>;
  // Those of the first characters are looked up.
  struct Class {
    std::array<bool, 128> known{};
    std::wregex others;
  };

  [[nodiscard]] wchar_t folded(wchar_t letter) const noexcept;
  [[nodiscard]] bool holds(std::size_t number, wchar_t letter) const;

  bool ignores_case_, multiline_;
  std::size_t groups_ = 0, slots_ = 0;
  Piece program_;
  std::vector<std::shared_ptr<const Class>> classes_;
};

}  // namespace rondo::expression::groovy
