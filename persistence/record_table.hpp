// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace rondo::persistence {

/// Spreads handles evenly: consecutive roots and slots differ in all bits of the result.
[[nodiscard]] inline std::uint64_t hash_of(const model::Handle& handle) noexcept {
  const auto mix = [](std::uint64_t bits) {
    bits = (bits ^ (bits >> 32)) * 0xD6E8FEB86659FD93ULL;
    bits = (bits ^ (bits >> 32)) * 0xD6E8FEB86659FD93ULL;
    return bits ^ (bits >> 32);
  };
  const std::uint64_t root = std::uint64_t{handle.root_generation} << 32 | handle.root;
  const std::uint64_t own = std::uint64_t{handle.generation} << 32 | handle.slot;
  return mix(mix(root) + own);
}

/// hash_of for the standard containers.
struct HandleHash {
  [[nodiscard]] std::size_t operator()(const model::Handle& handle) const noexcept {
    return static_cast<std::size_t>(hash_of(handle));
  }
};

/// How many parts the tables of a store have, each growing on its own, so that a commit never pays for a
/// whole table that grows. Chosen by the highest byte of the hash.
inline constexpr std::size_t kTableParts = 256;

[[nodiscard]] inline std::size_t part_of(std::uint64_t hash) noexcept {
  return static_cast<std::size_t>(hash >> 56);
}

/// Shared records by their `id`. Adding, replacing and removing take constant time; a record costs two to
/// four words, since the key is read from the record itself. Records come in no order.
template <typename Record>
class RecordTable {
 public:
  using Pointer = std::shared_ptr<const Record>;

  /// The record with that id, or nullptr.
  [[nodiscard]] Pointer find(const model::Handle& id) const noexcept {
    const std::uint64_t hash = hash_of(id);
    const Part& part = parts_[part_of(hash)];
    if (part.cells.empty()) return nullptr;
    return part.cells[part.position(id, hash)];
  }

  /// Takes a record in and gives the one that it replaces, or nullptr.
  Pointer put(Pointer record) {
    const std::uint64_t hash = hash_of(record->id);
    Part& part = parts_[part_of(hash)];
    if ((part.used + 1) * 4 > part.cells.size() * 3) part.resize(part.cells.size() * 2);
    Pointer& cell = part.cells[part.position(record->id, hash)];
    if (cell == nullptr) ++part.used;
    cell.swap(record);
    return record;
  }

  /// Gives the record that was removed, or nullptr.
  Pointer erase(const model::Handle& id) {
    const std::uint64_t hash = hash_of(id);
    Part& part = parts_[part_of(hash)];
    if (part.cells.empty()) return nullptr;
    const std::size_t at = part.position(id, hash);
    Pointer removed = std::move(part.cells[at]);
    if (removed == nullptr) return nullptr;
    --part.used;
    part.close_gap(at);
    if (part.cells.size() > kFewest && part.used * 8 < part.cells.size()) part.resize(part.cells.size() / 4);
    return removed;
  }

  template <typename Visit>
  void for_each(Visit visit) const {
    for (const Part& part : parts_) {
      for (const Pointer& cell : part.cells) {
        if (cell != nullptr) visit(cell);
      }
    }
  }

 private:
  static constexpr std::size_t kFewest = 4;

  /// A hash table with linear probing; its size is a power of two and some cells are always empty.
  struct Part {
    std::vector<Pointer> cells;
    std::size_t used = 0;

    [[nodiscard]] std::size_t home(std::uint64_t hash) const noexcept {
      return static_cast<std::size_t>(hash) & (cells.size() - 1);
    }
    [[nodiscard]] std::size_t after(std::size_t at) const noexcept { return (at + 1) & (cells.size() - 1); }

    /// Where the record is, or the empty cell where it would be.
    [[nodiscard]] std::size_t position(const model::Handle& id, std::uint64_t hash) const noexcept {
      std::size_t at = home(hash);
      while (cells[at] != nullptr && !(cells[at]->id == id)) at = after(at);
      return at;
    }

    /// Moves records back so that each is found again although cell `gap` is empty.
    void close_gap(std::size_t gap) noexcept {
      const std::size_t mask = cells.size() - 1;
      for (std::size_t at = after(gap); cells[at] != nullptr; at = after(at)) {
        const std::size_t from = home(hash_of(cells[at]->id));
        if (((at - from) & mask) < ((at - gap) & mask)) continue;
        cells[gap] = std::move(cells[at]);
        gap = at;
      }
    }

    void resize(std::size_t size) {
      std::vector<Pointer> former(size < kFewest ? kFewest : size);
      former.swap(cells);
      for (Pointer& cell : former) {
        if (cell == nullptr) continue;
        const std::uint64_t hash = hash_of(cell->id);
        cells[position(cell->id, hash)] = std::move(cell);
      }
    }
  };

  std::array<Part, kTableParts> parts_;
};

}  // namespace rondo::persistence
