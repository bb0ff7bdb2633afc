// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/stored_form.hpp"
#include "model/stored_records.hpp"
#include "persistence/durable_store.hpp"
#include "persistence/history_codec.hpp"
#include "persistence/sqlite_connection.hpp"
#include "persistence/sqlite_indexes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace rondo::persistence {

/// The key of a root instance: numbers of new ones grow.
[[nodiscard]] inline std::int64_t root_key(const model::Handle& handle) noexcept {
  return static_cast<std::int64_t>(std::uint64_t{handle.root_generation - 1} << 32 | handle.root);
}
/// The key of a thing within its root instance; small for those that come first.
[[nodiscard]] inline std::int64_t local_key(const model::Handle& handle) noexcept {
  return static_cast<std::int64_t>(std::uint64_t{handle.generation - 1} << 32 | handle.slot);
}
/// Times as columns hold them.
[[nodiscard]] inline std::int64_t millis(model::Instant instant) noexcept {
  return instant.time_since_epoch().count();
}

[[nodiscard]] inline model::Handle handle_of(std::int64_t root, std::int64_t local) noexcept {
  const auto low = [](std::int64_t key) { return static_cast<std::uint32_t>(key); };
  const auto high = [](std::int64_t key) {
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(key) >> 32) + 1;
  };
  return {low(root), high(root), low(local), high(local)};
}

/// The rows that a change set becomes, made in the thread of the command, so that the one that writes has
/// nothing to do but to write them.
class SqliteRows {
 public:
  /// `keep_history`: whether ended instances, visits and final variables are kept. `revision`: of the root
  /// instance after the command; 0: not known. `plan`: which indexes there are.
  void make(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers, bool keep_history,
            std::uint64_t revision, const IndexPlan& plan = {});

  enum class Kind : std::uint8_t {
    PutInstance,
    EraseInstance,
    PutTask,
    EraseTask,
    PutSubscription,
    EraseSubscription,
    PutJob,
    EraseJob,
    PutIncident,
    EraseIncident,
    PutMessage,
    ReceiveMessage,
    EraseMessage,
    PutDataStore,
    AddHistory,
    AdvanceTimer,
    EraseTimer
  };
  static constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::EraseTimer) + 1;

  /// Views lie in the rows' own memory; without data: nothing.
  struct Row {
    Kind kind{};
    std::int64_t root = 0, local = 0;
    std::array<std::int64_t, 6> numbers{};
    std::array<std::uint32_t, 2> text_at{}, text_size{};  // of texts and blobs; size 0 of a text: NULL
    std::uint32_t blob_at = 0, blob_size = 0;
  };
  void clear();

  /// Whether they can be an entry of the daybook: few rows of what a new instance consists of.
  [[nodiscard]] bool fit_entry(std::int64_t root) const noexcept;
  /// Whether something of it is remembered when the instance is over.
  [[nodiscard]] bool leave_something() const noexcept;
  void write_entry(model::ByteWriter& out) const;
  /// Adds the rows of an entry; they replace what was put before, and take away what they erase: nothing of
  /// the instance is in the tables yet.
  void read_entry(model::StoredReader& in, std::int64_t root);

  [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }
  [[nodiscard]] const IndexRows& indexed() const noexcept { return indexed_; }
  [[nodiscard]] std::string_view text(const Row& row, std::size_t which) const noexcept {
    return bytes_.bytes().substr(row.text_at[which], row.text_size[which]);
  }
  [[nodiscard]] std::string_view blob(const Row& row) const noexcept {
    return bytes_.bytes().substr(row.blob_at, row.blob_size);
  }

 private:
  Row& add(Kind kind, const model::Handle& id);
  void drop(Kind kind, std::int64_t local);
  void set_text(Row& row, std::size_t which, std::string_view text);
  template <typename Write>
  void set_blob(Row& row, Write write);
  void add_instances(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers,
                     bool keep_history);
  void add_waits(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers);
  void add_history(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers,
                   std::uint64_t revision);
  void add_messages(const model::ChangeSet& changes);
  void add_timers(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers);

  std::vector<Row> rows_;
  model::ByteWriter bytes_;
  HistoryPages pages_;
  IndexRows indexed_;
};

/// Writes rows through one connection.
class SqliteRowWriter {
 public:
  explicit SqliteRowWriter(SqliteConnection& connection);
  /// Throws Error (OptimisticLock) when a timer has been fired or, if they are `received`, a message has been
  /// received by others; the transaction must be rolled back then.
  void write(const SqliteRows& rows, bool received);

 private:
  void bind(SqliteStatement& statement, const SqliteRows& rows, const SqliteRows::Row& row);

  SqliteConnection& connection_;
  std::array<std::unique_ptr<SqliteStatement>, SqliteRows::kKinds> statements_;
};

}  // namespace rondo::persistence
