// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace rondo::bpmn {

/// Words of files, tags or values of attributes, with what they mean: one table for reading and writing.
template <typename Meaning, std::size_t kSize>
using Words = std::array<std::pair<std::string_view, Meaning>, kSize>;

/// What a word means; `otherwise` when it is none of them.
template <typename Meaning, std::size_t kSize>
[[nodiscard]] constexpr Meaning meaning_of(const Words<Meaning, kSize>& words, std::string_view word,
                                           Meaning otherwise) noexcept {
  for (const auto& [text, meaning] : words) {
    if (text == word) return meaning;
  }
  return otherwise;
}

/// The word that means it; empty when there is none.
template <typename Meaning, std::size_t kSize>
[[nodiscard]] constexpr std::string_view word_for(const Words<Meaning, kSize>& words,
                                                  Meaning meaning) noexcept {
  for (const auto& [text, known] : words) {
    if (known == meaning) return text;
  }
  return {};
}

}  // namespace rondo::bpmn
