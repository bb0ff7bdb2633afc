// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo::expression::groovy {

/// Matches what the standard library cannot: look behind of a fixed length, backward references, atomic
/// groups and possessive quantifiers, as Perl writes them. The number of steps is limited.
class Backtracking {
 public:
  /// The pattern is none.
  struct BadPattern {};
  /// Matching takes too many steps.
  struct TooLong {};
  /// Of the whole and of each group where it begins and ends; -1 for one that takes no part.
  using Places = std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>>;

  /// Throws BadPattern.
  Backtracking(const std::wstring& pattern, bool ignores_case, bool multiline);

  /// The first match at or behind `from`; `whole`: only of the whole text. Throws TooLong.
  [[nodiscard]] std::optional<Places> find(const std::wstring& text, std::size_t from, bool whole) const;
  [[nodiscard]] std::size_t groups() const noexcept;

 private:
  struct Expression;
  std::shared_ptr<const Expression> expression_;
};

}  // namespace rondo::expression::groovy
