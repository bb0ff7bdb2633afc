// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/sqlite_connection.hpp"
#include "persistence/sqlite_rows.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rondo::persistence {

/// The state that a root instance gets, in the form for disk.
struct SqliteState {
  std::int64_t root = 0;
  std::uint64_t expected = 0;  ///< 0: the instance is new.
  std::string_view data;       ///< Empty: it is over.
};

/// What becomes of young root instances, as one row for each group of commits, before it is carried over into
/// the tables where it can be found. Many instances are over by then and never get there. It is kept only of
/// instances that are new since it was carried over last: the tables know nothing of them. While most of
/// them are still there when it is carried over, it pauses. Used by the thread that writes, in a transaction,
/// unless something else is said.
class SqliteDaybook {
 public:
  /// `from`: so many commits at a time make it worth while; 1: always. Both connections must outlive it.
  SqliteDaybook(SqliteConnection& connection, SqliteRowWriter& row_writer, std::size_t from);

  /// Whether the tables may not have all of that root instance. By any thread.
  [[nodiscard]] bool may_hold(std::int64_t root) const noexcept { return root >= first_.load(); }
  /// Whether the tables have everything of instances that are remembered. By any thread.
  [[nodiscard]] bool is_empty() const noexcept { return first_.load() == kNone; }
  /// Whether it is worth while to make entries. By any thread.
  [[nodiscard]] bool takes_entries() const noexcept { return open_.load(std::memory_order_relaxed); }
  /// Makes an entry of what a commit does; empty when it cannot be one. By any thread.
  static void make_entry(model::ByteWriter& out, const SqliteState& state, const SqliteRows& rows);

  /// At the beginning of a transaction. `by_others`: others have written since the last one; `crowd`: how
  /// many commits the last group had.
  void begin(bool by_others, std::size_t crowd);
  /// Takes a commit, if it is of an instance that is held, or of a new one. Gives whether it has taken it.
  /// Otherwise the tables have all that they need for the commit. `is_stale`: the instance is not as
  /// expected.
  [[nodiscard]] bool take(const SqliteState& state, std::string_view entry, bool& is_stale);
  /// Makes the tables know the root instances of these rows.
  void release(const SqliteRows& rows);
  /// Puts everything into the tables.
  void carry_over();
  /// Before the end of a transaction: writes what it has taken in it.
  void write();
  /// The transaction is on disk.
  void committed() noexcept;
  /// The transaction was rolled back: what there was before it is to be read again.
  void forget() noexcept;

 private:
  struct Young {
    std::uint64_t revision = 0;
    bool is_over = false;
    bool lasts = false;   // something of it is remembered when it is over
    std::string entries;  // each with its length before it
  };
  static constexpr std::int64_t kNone = INT64_MAX;
  static constexpr std::size_t kMostBytes = std::size_t{4} * 1024 * 1024;
  static constexpr std::size_t kMostYoung = 1024;

  void read();
  void note(std::string_view entry);
  void put(std::int64_t root, const Young& young);
  void judge() noexcept;
  void pause(std::uint64_t instances) noexcept { pause_ = from_ > 1 ? instances : 0; }
  [[nodiscard]] bool is_open() const noexcept { return pause_ == 0 && crowd_ >= from_; }

  SqliteConnection& connection_;
  SqliteRowWriter& row_writer_;
  const std::size_t from_;
  SqliteStatement insert_, erase_, read_, insert_state_;
  std::atomic<std::int64_t> first_{INT64_MIN};  // no instance before it is held; at first that is not known
  std::atomic<bool> open_;
  bool is_known_ = false, was_empty_ = false;  // was: when the transaction began
  std::size_t crowd_ = 0;                      // of the larger ones of the last groups
  std::unordered_map<std::int64_t, Young> young_;
  model::ByteWriter group_;                   // what this transaction has taken
  std::size_t bytes_ = 0;                     // what there is since it was carried over last,
  std::uint64_t taken_ = 0;                   // and how many new instances
  std::uint64_t pause_ = 0, last_pause_ = 0;  // how many new instances go past it
  SqliteRows rows_;                           // of one instance
};

}  // namespace rondo::persistence
