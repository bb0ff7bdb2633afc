// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/byte_stream.hpp"
#include "model/record_codec.hpp"
#include "model/records.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
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
/// whole table that grows. Chosen by the highest bits of the hash.
inline constexpr std::size_t kTableParts = 16;

[[nodiscard]] inline std::size_t part_of(std::uint64_t hash) noexcept {
  static_assert(kTableParts == 16);
  return static_cast<std::size_t>(hash >> 60);
}

/// A record in its compact form, to which it is turned when it is put away: one block of memory.
template <typename Record>
class PackedRecord {
 public:
  PackedRecord() noexcept = default;
  PackedRecord(std::nullptr_t) noexcept {}  // NOLINT(google-explicit-constructor): as pointers have it
  explicit PackedRecord(const Record& record) {
    thread_local model::ByteWriter writer;
    writer.clear();
    write_record(writer, record);
    const std::string_view bytes = writer.bytes();
    bytes_ = std::make_unique_for_overwrite<char[]>(bytes.size());
    bytes.copy(bytes_.get(), bytes.size());
  }

  [[nodiscard]] std::shared_ptr<const Record> unpack() const {
    auto record = std::make_shared<Record>();
    model::ByteReader reader(bytes_.get(), nullptr);
    read_record(reader, *record);
    return record;
  }
  /// Precondition: not empty.
  [[nodiscard]] model::Handle id() const noexcept {
    return model::ByteReader(bytes_.get(), nullptr).plain<model::Handle>();
  }

  friend bool operator==(const PackedRecord& record, std::nullptr_t) noexcept {
    return record.bytes_ == nullptr;
  }

 private:
  std::unique_ptr<char[]> bytes_;
};

template <typename Record>
[[nodiscard]] const model::Handle& id_of(const std::shared_ptr<const Record>& record) noexcept {
  return record->id;
}
template <typename Record>
[[nodiscard]] model::Handle id_of(const PackedRecord<Record>& record) noexcept {
  return record.id();
}

/// Records by their id. `Pointer`: a shared record, or a packed one. Adding, replacing and removing take
/// constant time, and look into no record but the one that is meant: half of the hash stands beside each.
/// Records come in no order.
template <typename Pointer>
class RecordTable {
 public:
  /// The record with that id, or nullptr; valid until the table changes.
  [[nodiscard]] const Pointer* find(const model::Handle& id) const noexcept {
    const std::uint64_t hash = hash_of(id);
    const Part& part = parts_[part_of(hash)];
    if (part.cells.empty()) return nullptr;
    const Cell& cell = part.cells[part.position(id, mark_of(hash))];
    return cell.mark == kEmpty ? nullptr : &cell.record;
  }

  /// Takes a record in and gives the one that it replaces, or nullptr.
  Pointer put(Pointer record) {
    const model::Handle id = id_of(record);
    const std::uint64_t hash = hash_of(id);
    Part& part = parts_[part_of(hash)];
    if ((part.used + 1) * 4 > part.cells.size() * 3) part.resize(part.cells.size() * 2);
    Cell& cell = part.cells[part.position(id, mark_of(hash))];
    if (cell.mark == kEmpty) ++part.used;
    cell.mark = mark_of(hash);
    std::swap(cell.record, record);
    return record;
  }

  /// Gives the record that was removed, or nullptr.
  Pointer erase(const model::Handle& id) {
    const std::uint64_t hash = hash_of(id);
    Part& part = parts_[part_of(hash)];
    if (part.cells.empty()) return nullptr;
    const std::size_t at = part.position(id, mark_of(hash));
    if (part.cells[at].mark == kEmpty) return nullptr;
    Pointer removed = std::exchange(part.cells[at].record, nullptr);
    --part.used;
    part.close_gap(at);
    if (part.cells.size() > kFewest && part.used * 8 < part.cells.size()) part.resize(part.cells.size() / 4);
    return removed;
  }

  template <typename Visit>
  void for_each(Visit visit) const {
    for (const Part& part : parts_) {
      for (const Cell& cell : part.cells) {
        if (cell.mark != kEmpty) visit(cell.record);
      }
    }
  }

 private:
  static constexpr std::size_t kFewest = 4;
  static constexpr std::uint32_t kEmpty = 0;

  /// The part of a hash that is kept; it tells where the record belongs. Never kEmpty.
  [[nodiscard]] static std::uint32_t mark_of(std::uint64_t hash) noexcept {
    constexpr std::uint32_t kUsed = 1u << 31;
    return static_cast<std::uint32_t>(hash) | kUsed;
  }

  struct Cell {
    Pointer record = nullptr;
    std::uint32_t mark = kEmpty;
  };

  /// A hash table with linear probing; its size is a power of two and some cells are always empty.
  struct Part {
    std::vector<Cell> cells;
    std::size_t used = 0;

    [[nodiscard]] std::size_t home(std::uint32_t mark) const noexcept { return mark & (cells.size() - 1); }
    [[nodiscard]] std::size_t after(std::size_t at) const noexcept { return (at + 1) & (cells.size() - 1); }

    /// Where the record is, or the empty cell where it would be.
    [[nodiscard]] std::size_t position(const model::Handle& id, std::uint32_t mark) const noexcept {
      std::size_t at = home(mark);
      while (cells[at].mark != kEmpty && !(cells[at].mark == mark && id_of(cells[at].record) == id)) {
        at = after(at);
      }
      return at;
    }

    /// Moves records back so that each is found again although cell `gap`, whose record is gone, is empty.
    void close_gap(std::size_t gap) noexcept {
      const std::size_t mask = cells.size() - 1;
      for (std::size_t at = after(gap); cells[at].mark != kEmpty; at = after(at)) {
        const std::size_t from = home(cells[at].mark);
        if (((at - from) & mask) < ((at - gap) & mask)) continue;
        cells[gap] = std::move(cells[at]);
        gap = at;
      }
      cells[gap].mark = kEmpty;
    }

    void resize(std::size_t size) {
      std::vector<Cell> former(size < kFewest ? kFewest : size);
      former.swap(cells);
      for (Cell& cell : former) {
        if (cell.mark == kEmpty) continue;
        std::size_t at = home(cell.mark);
        while (cells[at].mark != kEmpty) at = after(at);
        cells[at] = std::move(cell);
      }
    }
  };

  std::array<Part, kTableParts> parts_;
};

}  // namespace rondo::persistence
