// SPDX-License-Identifier: Apache-2.0
#include "frontends/notation.hpp"

#include <algorithm>
#include <cstddef>

namespace rondo::frontends {

namespace {

// The length of the longest suffix that the name ends with; 0 when there is none.
std::size_t suffix_length(const Notation& notation, std::string_view file_name) {
  std::size_t longest = 0;
  for (const std::string_view suffix : notation.suffixes) {
    if (file_name.ends_with(suffix)) longest = std::max(longest, suffix.size());
  }
  return longest;
}

}  // namespace

bool has_suffix(const Notation& notation, std::string_view file_name) {
  return suffix_length(notation, file_name) != 0;
}

const Notation* choose(std::span<const Notation* const> notations, std::string_view file_name,
                       std::string_view content) {
  const Notation* chosen = nullptr;
  bool chosen_by_content = false;
  std::size_t chosen_suffix = 0;
  for (const Notation* notation : notations) {
    const bool by_content = notation->recognizes(content);
    const std::size_t suffix = suffix_length(*notation, file_name);
    if (!by_content && suffix == 0) continue;
    const bool better = chosen == nullptr || (by_content && !chosen_by_content) ||
                        (by_content == chosen_by_content && suffix > chosen_suffix);
    if (!better) continue;
    chosen = notation;
    chosen_by_content = by_content;
    chosen_suffix = suffix;
  }
  return chosen;
}

}  // namespace rondo::frontends
