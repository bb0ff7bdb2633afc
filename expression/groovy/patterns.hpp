// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/backtracking.hpp"
#include "expression/groovy/machine.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::expression::groovy {

/// What a pattern has found in a text: where, in bytes, and its groups, the whole first; those that took no
/// part are nullopt.
struct PatternMatch {
  std::size_t begin = 0, end = 0;
  std::vector<std::optional<std::string>> groups;
};

/// A regular expression as Java writes it, over characters. Matching takes polynomial time and no recursion
/// along the text; with backward references, look behind, atomic groups or possessive quantifiers it takes a
/// limited number of steps. Texts and patterns have a greatest length.
class Pattern {
 public:
  /// Throws Thrown (PatternSyntaxException).
  Pattern(const Machine& machine, std::string_view pattern, std::size_t offset);

  [[nodiscard]] bool matches(const std::string& text) const;
  [[nodiscard]] std::optional<PatternMatch> whole(const std::string& text) const;
  /// From left to right; at most `limit`.
  [[nodiscard]] std::vector<PatternMatch> all(const std::string& text, std::size_t limit) const;
  [[nodiscard]] std::optional<PatternMatch> first(const std::string& text) const;
  /// Number of groups, without the whole.
  [[nodiscard]] std::size_t groups() const noexcept {
    return backtracking_ != nullptr ? backtracking_->groups() : expression_.mark_count();
  }
  /// The number of a named group; nullopt when there is none.
  [[nodiscard]] std::optional<std::size_t> group(std::string_view name) const;
  /// What `replacement` stands for: `$1`, `${name}` and `\` before any character. Throws Thrown.
  [[nodiscard]] std::string expanded(const std::string& replacement, const PatternMatch& match) const;

 private:
  class Translation;
  struct Characters;

  [[nodiscard]] Characters characters(const std::string& text) const;

  [[nodiscard]] std::optional<Backtracking::Places> find(const std::wstring& text, std::size_t from,
                                                         bool whole) const;

  const Machine& machine_;
  std::size_t offset_;
  std::wregex expression_;
  std::shared_ptr<const Backtracking> backtracking_;  // in its place, for what that cannot
  std::map<std::string, std::size_t, std::less<>> names_;
};

/// The compiled patterns of one evaluation.
struct PatternBook {
  std::map<std::string, Pattern, std::less<>> patterns;
};

/// The text with what the pattern finds replaced by what `replace` makes of it; only the first one when
/// `once`.
template <typename Replace>
[[nodiscard]] std::string replaced_matches(const std::string& text, const std::vector<PatternMatch>& matches,
                                           const Replace& replace) {
  std::string result;
  std::size_t at = 0;
  for (const PatternMatch& match : matches) {
    result.append(text, at, match.begin - at).append(replace(match));
    at = match.end;
  }
  return result.append(text, at);
}

}  // namespace rondo::expression::groovy
