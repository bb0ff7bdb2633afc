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
/// whole table that grows. Chosen by the highest byte of the hash.
inline constexpr std::size_t kTableParts = 256;

[[nodiscard]] inline std::size_t part_of(std::uint64_t hash) noexcept {
  return static_cast<std::size_t>(hash >> 56);
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
/// constant time; a record costs one to four words, since the key is read from the record itself. Records
/// come in no order.
template <typename Pointer>
class RecordTable {
 public:
  /// The record with that id, or nullptr; valid until the table changes.
  [[nodiscard]] const Pointer* find(const model::Handle& id) const noexcept {
    const std::uint64_t hash = hash_of(id);
    const Part& part = parts_[part_of(hash)];
    if (part.cells.empty()) return nullptr;
    const Pointer& cell = part.cells[part.position(id, hash)];
    return cell == nullptr ? nullptr : &cell;
  }

  /// Takes a record in and gives the one that it replaces, or nullptr.
  Pointer put(Pointer record) {
    const std::uint64_t hash = hash_of(id_of(record));
    Part& part = parts_[part_of(hash)];
    if ((part.used + 1) * 4 > part.cells.size() * 3) part.resize(part.cells.size() * 2);
    Pointer& cell = part.cells[part.position(id_of(record), hash)];
    if (cell == nullptr) ++part.used;
    std::swap(cell, record);
    return record;
  }

  /// Gives the record that was removed, or nullptr.
  Pointer erase(const model::Handle& id) {
    const std::uint64_t hash = hash_of(id);
    Part& part = parts_[part_of(hash)];
    if (part.cells.empty()) return nullptr;
    const std::size_t at = part.position(id, hash);
    Pointer removed = std::move(part.cells[at]);
    part.cells[at] = nullptr;
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
        if (!(cell == nullptr)) visit(cell);
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
      while (!(cells[at] == nullptr) && !(id_of(cells[at]) == id)) at = after(at);
      return at;
    }

    /// Moves records back so that each is found again although cell `gap` is empty.
    void close_gap(std::size_t gap) noexcept {
      const std::size_t mask = cells.size() - 1;
      for (std::size_t at = after(gap); !(cells[at] == nullptr); at = after(at)) {
        const std::size_t from = home(hash_of(id_of(cells[at])));
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
        const std::uint64_t hash = hash_of(id_of(cell));
        cells[position(id_of(cell), hash)] = std::move(cell);
      }
    }
  };

  std::array<Part, kTableParts> parts_;
};

}  // namespace rondo::persistence
