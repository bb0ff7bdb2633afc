// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution_tree.hpp"
#include "model/byte_stream.hpp"

#include <cstdint>
#include <memory>
#include <utility>

namespace rondo {

/// Where the tree of a root instance rests between its commands: packed into few bytes when it is small, as
/// it is when packing it for each command would take longer than the command. One word. Not thread-safe.
class RestingTree {
 public:
  RestingTree() noexcept = default;
  RestingTree(RestingTree&& other) noexcept : word_(std::exchange(other.word_, 0)) {}
  RestingTree& operator=(RestingTree&& other) noexcept {
    std::swap(word_, other.word_);
    return *this;
  }
  RestingTree(const RestingTree&) = delete;
  RestingTree& operator=(const RestingTree&) = delete;
  ~RestingTree() { clear(); }

  /// Packs a tree; `writer` lends its memory.
  [[nodiscard]] static RestingTree pack(const agenda::ExecutionTree& tree, model::ByteWriter& writer);
  [[nodiscard]] static RestingTree keep(std::unique_ptr<agenda::ExecutionTree> tree) noexcept;
  /// Whether a tree is small enough to be packed.
  [[nodiscard]] static bool packs(const agenda::ExecutionTree& tree) noexcept;

  [[nodiscard]] bool empty() const noexcept { return word_ == 0; }
  /// The tree as it is, or nullptr when it is packed.
  [[nodiscard]] agenda::ExecutionTree* tree() const noexcept;
  /// Gives the tree, which is not packed, and leaves this empty.
  [[nodiscard]] std::unique_ptr<agenda::ExecutionTree> take_tree() noexcept;
  /// Precondition: it is packed, and `tree` is empty.
  void unpack(agenda::ExecutionTree& tree) const;
  void clear() noexcept;

 private:
  struct Packed;
  static constexpr std::uintptr_t kTree = 1;  // the lowest bit tells a tree from a packed one

  // NOLINTNEXTLINE(performance-no-int-to-ptr): the word is tagged
  [[nodiscard]] Packed* packed() const noexcept { return reinterpret_cast<Packed*>(word_); }

  std::uintptr_t word_ = 0;
};

}  // namespace rondo
