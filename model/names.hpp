// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::model {

/// A variable name, interned in one engine's NameTable.
enum class NameId : std::uint32_t {};
inline constexpr NameId kNoName{0xFFFFFFFFu};

/// Interns variable names, so that running processes compare numbers instead of texts. Thread-safe; finding
/// a known name takes no lock. Names are never forgotten.
class NameTable {
 public:
  NameTable();
  NameTable(const NameTable&) = delete;
  NameTable& operator=(const NameTable&) = delete;
  ~NameTable();

  /// The number of `name`, new or known.
  [[nodiscard]] NameId intern(std::string_view name);
  /// The number of `name`, or kNoName when it was never interned.
  [[nodiscard]] NameId find(std::string_view name) const noexcept;
  /// The text of a name; valid as long as the table. Throws std::out_of_range.
  [[nodiscard]] const std::string& text(NameId id) const;

 private:
  struct Entry {
    std::string text;
    NameId id{};
  };
  // What readers see: a hash table with linear probing that is never full. Writers fill empty cells, and
  // publish a larger one when it becomes too full; former ones stay for readers that still look at them.
  struct Cells;

  static void put(Cells& cells, const Entry& entry) noexcept;
  void grow();

  std::atomic<const Cells*> current_;
  mutable std::mutex mutex_;  // of writers
  std::deque<Entry> entries_;
  std::vector<std::unique_ptr<Cells>> cells_;
};

}  // namespace rondo::model
