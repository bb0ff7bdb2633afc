// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>

namespace rondo::agenda {

/// A set of small numbers. Sets of the same size are compared 64 numbers at a time.
class Bits {
 public:
  using Word = std::uint64_t;
  static constexpr std::size_t kPerWord = 64;

  /// Makes room for the numbers below `size`. What is in it stays.
  void resize(std::size_t size) { words_.resize((size + kPerWord - 1) / kPerWord, 0); }
  void clear() noexcept { words_.clear(); }
  void set(std::size_t number) noexcept { words_[number / kPerWord] |= bit(number); }
  void reset(std::size_t number) noexcept { words_[number / kPerWord] &= ~bit(number); }
  [[nodiscard]] bool test(std::size_t number) const noexcept {
    return (words_[number / kPerWord] & bit(number)) != 0;
  }
  [[nodiscard]] std::size_t words() const noexcept { return words_.size(); }
  [[nodiscard]] Word word(std::size_t at) const noexcept { return words_[at]; }

 private:
  static Word bit(std::size_t number) noexcept { return Word{1} << number % kPerWord; }

  boost::container::small_vector<Word, 1> words_;
};

}  // namespace rondo::agenda
