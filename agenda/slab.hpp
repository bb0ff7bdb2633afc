// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/journal.hpp"
#include "model/byte_stream.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace rondo::agenda {

/// Number of a slot that does not exist.
inline constexpr std::uint32_t kNone = 0xFFFFFFFFu;

/// Records of one kind, addressed by slot number. Addresses are stable; free slots are used again, each
/// time under another generation. Every change of a slot that the running command did not make itself
/// is recorded in the journal, so that a failed command leaves no trace. The first kFirst records lie in the
/// slab itself: most instances need no others.
template <typename T, std::uint32_t kFirst = 4>
class Slab {
  static constexpr std::uint32_t kChunk = kFirst < 4 ? 16 : kFirst * 4;
  static_assert(std::has_single_bit(kChunk));

 public:
  explicit Slab(Journal& journal) : journal_(&journal) {}
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;

  /// Takes a slot and gives its number; the record in it is as default constructed.
  std::uint32_t allocate() {
    std::uint32_t slot = free_;
    if (slot != kNone) {
      free_ = cell(slot).next_free;
    } else {
      slot = size_++;
      if (slot >= kFirst && (slot - kFirst) / kChunk == chunks_.size()) add_chunk();
    }
    Cell& taken = cell(slot);
    ++taken.generation;
    taken.live = true;
    ++live_;
    if (journal_->recording()) [[unlikely]]
      record_allocation(taken, slot);
    return slot;
  }

  /// Gives a slot back. Its record is destroyed, or kept in the journal until the command commits.
  void release(std::uint32_t slot) {
    Cell& cell = this->cell(slot);
    if (journal_->recording()) [[unlikely]]
      record_release(cell, slot);
    reset(cell.record);
    put_free(cell, slot);
  }

  [[nodiscard]] const T& operator[](std::uint32_t slot) const noexcept { return cell(slot).record; }

  /// The record for writing; its state before this command is recorded at the first call.
  [[nodiscard, gnu::always_inline]] T& edit(std::uint32_t slot) {
    Cell& cell = this->cell(slot);
    if (journal_->recording()) [[unlikely]]
      record_edit(cell, slot);
    return cell.record;
  }

  /// The record for writing by a caller that records the change in the journal itself.
  [[nodiscard]] T& edit_unrecorded(std::uint32_t slot) noexcept { return cell(slot).record; }

  [[nodiscard]] std::uint32_t generation(std::uint32_t slot) const noexcept { return cell(slot).generation; }
  /// Whether the slot is in use under that generation.
  [[nodiscard]] bool holds(std::uint32_t slot, std::uint32_t generation) const noexcept {
    return slot < size_ && cell(slot).live && cell(slot).generation == generation;
  }
  [[nodiscard]] bool live(std::uint32_t slot) const noexcept { return slot < size_ && cell(slot).live; }
  /// Slots ever used; records are at the live ones below it.
  [[nodiscard]] std::uint32_t bound() const noexcept { return size_; }
  [[nodiscard]] std::uint32_t live_count() const noexcept { return live_; }

  /// Writes all slots, free ones too, so that handles and the order of re-use stay as they are. The form is
  /// part of what is stored on disk.
  template <typename WriteRecord>
  void write(model::ByteWriter& out, WriteRecord write_record) const {
    out.number(size_);
    if (size_ == 0) return;
    out.slot(free_);
    for (std::uint32_t slot = 0; slot < size_; ++slot) {
      const Cell& cell = this->cell(slot);
      out.number(std::uint64_t{cell.generation} << 1 | (cell.live ? 1u : 0u));
      if (cell.live) {
        write_record(cell.record);
      } else {
        out.slot(cell.next_free);
      }
    }
  }

  /// Reads what write() wrote. Precondition: the slab is empty.
  template <typename Reader, typename ReadRecord>
  void read(Reader& in, ReadRecord read_record) {
    const auto size = in.template small<std::uint32_t>();
    if (size == 0) return;
    free_ = in.slot();
    while (size_ < size) {
      const std::uint32_t slot = size_++;
      if (slot >= kFirst && (slot - kFirst) / kChunk == chunks_.size()) add_chunk();
      Cell& cell = this->cell(slot);
      const std::uint64_t state = in.number();
      cell.generation = static_cast<std::uint32_t>(state >> 1);
      cell.live = (state & 1) != 0;
      if (cell.live) {
        ++live_;
        read_record(cell.record);
      } else {
        cell.next_free = in.slot();
      }
    }
  }

  /// Drops all records and the memory of all but the first. Precondition: the journal holds nothing of this
  /// slab.
  void clear() {
    if (size_ == 0) return;
    const std::uint32_t kept = size_ < kFirst ? size_ : kFirst;
    for (std::uint32_t slot = 0; slot < kept; ++slot) {
      Cell& cell = first_[slot];
      if (cell.live) reset(cell.record);
      cell.live = false;
      cell.generation = cell.stamp = 0;
    }
    chunks_.clear();
    size_ = live_ = 0;
    free_ = kNone;
  }

 private:
  struct Cell {
    T record{};
    std::uint32_t generation = 0;
    std::uint32_t stamp = 0;
    std::uint32_t next_free = kNone;
    bool live = false;
  };
  struct Allocated {
    Slab* slab;
    std::uint32_t slot;
    void undo() noexcept {
      Cell& cell = slab->cell(slot);
      cell.record = T{};
      --cell.generation;
      slab->put_free(cell, slot);
    }
  };
  struct Released {
    Slab* slab;
    std::uint32_t slot;
    T record;
    void undo() noexcept {
      Cell& cell = slab->cell(slot);
      slab->free_ = cell.next_free;  // the newest free slot is this one: undoing runs backwards
      cell.record = std::move(record);
      cell.live = true;
      ++slab->live_;
    }
  };
  struct Edited {
    Slab* slab;
    std::uint32_t slot;
    T record;
    void undo() noexcept { slab->cell(slot).record = std::move(record); }
  };

  // Apart from the functions above, so that these are short where nothing is recorded.
  [[gnu::noinline]] void record_allocation(Cell& cell, std::uint32_t slot) {
    cell.stamp = journal_->stamp();
    journal_->push(Allocated{this, slot});
  }
  [[gnu::noinline]] void record_edit(Cell& cell, std::uint32_t slot) {
    if (cell.stamp == journal_->stamp()) return;
    cell.stamp = journal_->stamp();
    journal_->push(Edited{this, slot, cell.record});
  }
  [[gnu::noinline]] void record_release(Cell& cell, std::uint32_t slot) {
    journal_->push(Released{this, slot, std::move(cell.record)});
  }

  // A record may keep its memory for the next one.
  static void reset(T& record) {
    if constexpr (requires { record.reset(); }) {
      record.reset();
    } else {
      record = T{};
    }
  }

  void put_free(Cell& cell, std::uint32_t slot) noexcept {
    cell.live = false;
    cell.next_free = free_;
    free_ = slot;
    --live_;
  }

  // Found with few instructions: this is done several times in each operation.
  [[nodiscard]] const Cell& cell(std::uint32_t slot) const noexcept {
    if (slot < kFirst) [[likely]]
      return first_[slot];
    const std::uint32_t beyond = slot - kFirst;
    return chunks_[beyond / kChunk][beyond % kChunk];
  }
  [[nodiscard]] Cell& cell(std::uint32_t slot) noexcept {
    return const_cast<Cell&>(std::as_const(*this).cell(slot));
  }
  void add_chunk() { chunks_.push_back(std::make_unique<Cell[]>(kChunk)); }

  Journal* journal_;
  std::array<Cell, kFirst> first_;
  std::vector<std::unique_ptr<Cell[]>> chunks_;
  std::uint32_t size_ = 0, live_ = 0;
  std::uint32_t free_ = kNone;
};

}  // namespace rondo::agenda
