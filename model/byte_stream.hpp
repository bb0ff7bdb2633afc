// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rondo::model {

/// Writes numbers and texts one after the other, small numbers in few bytes. Values whose payload is shared
/// are not written out but kept beside the bytes: the form is for memory, where it is cheap to make.
class ByteWriter {
 public:
  /// A number in 1 to 10 bytes, 7 bits each, lowest first.
  void number(std::uint64_t number) {
    constexpr std::uint64_t kMore = 0x80;
    constexpr std::size_t kLongest = 10;
    char* to = room_for(kLongest);
    while (number >= kMore) {
      *to++ = static_cast<char>(number | kMore);
      number >>= 7;
    }
    *to++ = static_cast<char>(number);
    size_ = static_cast<std::size_t>(to - buffer_.data());
  }
  /// A number that is often -1, such as the number of a slot that may not be there.
  void slot(std::uint32_t slot) { number(static_cast<std::uint32_t>(slot + 1)); }
  /// A number of either sign; small amounts take few bytes.
  void signed_number(std::int64_t amount) {
    number(static_cast<std::uint64_t>(amount) << 1 ^ static_cast<std::uint64_t>(amount >> 63));
  }
  void text(std::string_view text) {
    number(text.size());
    copy(text.data(), text.size());
  }
  /// The object representation, e.g. of an address.
  template <typename Plain>
  void plain(const Plain& plain) {
    static_assert(std::is_trivially_copyable_v<Plain>);
    const auto bytes = std::as_bytes(std::span<const Plain, 1>(&plain, 1));
    copy(bytes.data(), bytes.size());
  }
  void value(const Value& value);
  /// Bytes whose number the reader knows.
  void raw(std::string_view bytes) { copy(bytes.data(), bytes.size()); }

  [[nodiscard]] std::string_view bytes() const noexcept { return {buffer_.data(), size_}; }
  /// The values beside the bytes, in the order in which they were written.
  [[nodiscard]] std::vector<Value>& shared_values() noexcept { return shared_; }
  /// Forgets everything; keeps its memory.
  void clear() noexcept {
    size_ = 0;
    shared_.clear();
  }

 private:
  char* room_for(std::size_t more) {
    if (buffer_.size() - size_ < more) grow(more);
    return buffer_.data() + size_;
  }
  void copy(const void* from, std::size_t size) {
    char* to = room_for(size);
    if (size != 0) std::memcpy(to, from, size);
    size_ += size;
  }
  void grow(std::size_t more);

  std::vector<char> buffer_;  // larger than what is written
  std::size_t size_ = 0;
  std::vector<Value> shared_;
};

/// Reads what a ByteWriter wrote, in the same order. The bytes are trusted.
class ByteReader {
 public:
  /// Both must outlive the reader and what it gives as views.
  ByteReader(const char* bytes, const Value* shared) noexcept : at_(bytes), shared_(shared) {}

  [[nodiscard]] std::uint64_t number() noexcept {
    constexpr unsigned kMore = 0x80;
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      number |= static_cast<std::uint64_t>(byte & (kMore - 1)) << shift;
      if (byte < kMore) return number;
    }
  }
  template <typename Small>
  [[nodiscard]] Small small() noexcept {
    return static_cast<Small>(number());
  }
  [[nodiscard]] std::uint32_t slot() noexcept { return static_cast<std::uint32_t>(number()) - 1; }
  [[nodiscard]] std::int64_t signed_number() noexcept {
    const std::uint64_t folded = number();
    return static_cast<std::int64_t>(folded >> 1 ^ (~(folded & 1) + 1));
  }
  [[nodiscard]] std::string_view text() noexcept {
    const auto size = static_cast<std::size_t>(number());
    const std::string_view text(at_, size);
    at_ += size;
    return text;
  }
  template <typename Plain>
  [[nodiscard]] Plain plain() noexcept {
    Plain plain;
    const auto bytes = std::as_writable_bytes(std::span<Plain, 1>(&plain, 1));
    std::memcpy(bytes.data(), at_, bytes.size());
    at_ += bytes.size();
    return plain;
  }
  [[nodiscard]] Value value();

 private:
  const char* at_;
  const Value* shared_;
};

}  // namespace rondo::model
