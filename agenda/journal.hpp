// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo::agenda {

/// The undo journal of one command: how to put back, newest first, what the command changed. Rolling
/// back and committing cost in proportion to what was changed. Entries live in blocks that are kept
/// for the next command, so recording does not allocate in the steady state.
class Journal {
 public:
  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal() { commit(); }

  /// Whether changes are recorded; they need not be while the instance is new in this command.
  [[nodiscard]] bool recording() const noexcept { return recording_; }
  /// The number of the running command; slots stamped with it are recorded already.
  [[nodiscard]] std::uint32_t stamp() const noexcept { return stamp_; }

  /// Begins a command. Precondition: the previous one was committed or rolled back.
  void begin(bool recording) noexcept {
    recording_ = recording;
    ++stamp_;
  }

  /// Remembers `entry`, a movable value with `void undo()`.
  template <typename Entry>
  void push(Entry entry) {
    static_assert(sizeof(Entry) + sizeof(Header) <= kBlock && alignof(Entry) <= alignof(Header));
    auto* header = static_cast<Header*>(reserve(sizeof(Header) + padded(sizeof(Entry))));
    new (header) Header{last_, [](void* at, bool undo) {
                          auto* kept = static_cast<Entry*>(at);
                          if (undo) kept->undo();
                          kept->~Entry();
                        }};
    new (header + 1) Entry(std::move(entry));
    last_ = header;
  }

  /// Forgets the entries: what was done stays.
  void commit() noexcept { unwind(false); }
  /// Undoes all entries, newest first.
  void rollback() noexcept { unwind(true); }

 private:
  static constexpr std::size_t kBlock = 4096;
  struct alignas(std::max_align_t) Header {
    Header* previous;
    void (*finish)(void* entry, bool undo);
  };
  struct Block {
    alignas(std::max_align_t) std::byte bytes[kBlock];
  };

  static constexpr std::size_t padded(std::size_t size) noexcept {
    return (size + alignof(Header) - 1) / alignof(Header) * alignof(Header);
  }

  void* reserve(std::size_t size) {
    if (blocks_.empty() || used_ + size > kBlock) {
      if (!blocks_.empty()) ++block_;
      if (block_ >= blocks_.size()) {
        blocks_.push_back(std::make_unique<Block>());
        block_ = blocks_.size() - 1;
      }
      used_ = 0;
    }
    void* place = blocks_[block_]->bytes + used_;
    used_ += size;
    return place;
  }

  void unwind(bool undo) noexcept {
    // Undoing must not record; finishing order is newest first for both.
    recording_ = false;
    for (Header* entry = last_; entry != nullptr;) {
      Header* previous = entry->previous;
      entry->finish(entry + 1, undo);
      entry = previous;
    }
    last_ = nullptr;
    used_ = 0;
    block_ = 0;
    if (blocks_.size() > 1) blocks_.resize(1);
  }

  std::vector<std::unique_ptr<Block>> blocks_;
  std::size_t block_ = 0, used_ = 0;
  Header* last_ = nullptr;
  std::uint32_t stamp_ = 0;
  bool recording_ = false;
};

}  // namespace rondo::agenda
