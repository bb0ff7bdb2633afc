// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/change_counter.hpp"
#include "persistence/sqlite_connection.hpp"
#include "persistence/sqlite_daybook.hpp"
#include "persistence/sqlite_rows.hpp"
#include "persistence/turnstile.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::persistence {

/// What writes to a file. Of the threads that want to write one does so at a time, for all: what is handed in
/// meanwhile is written next, as one transaction with one sync, after which all these callers return. While a
/// group is written, more may join it until the sync begins; where others have come lately, it is left open
/// for them a little longer, which costs less than the sync that it saves. A thread that is alone writes
/// without waiting for anybody. Thread-safe.
class SqliteWriter {
 public:
  /// So many commits at a time make a daybook worth while.
  static constexpr std::size_t kDaybookFrom = 8;

  /// `relaxed`: a commit does not wait until the disk has it.
  /// `changes` is told of what is written, and of what others have written.
  SqliteWriter(const std::string& path, const std::string& vfs, bool relaxed, ChangeCounter& changes,
               std::size_t daybook_from = kDaybookFrom);
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;
  ~SqliteWriter();

  /// Writes rows and a state, if there is one, and returns when they are on disk. False, and nothing is
  /// written, when the state is not as expected. Throws Error: Store, or OptimisticLock when others have
  /// fired a timer or received a message that is concerned; then nothing is written.
  /// `entry`: the same for the daybook; empty: it cannot be that, or there was no need to make it.
  [[nodiscard]] bool write(const SqliteRows& rows, const SqliteState* state, std::string_view entry = {});
  /// What nobody waits for; owns what is written.
  struct UnawaitedOrder;
  /// An order to be filled in, for write_later().
  [[nodiscard]] std::unique_ptr<UnawaitedOrder> new_order();
  /// The same, but returns before it is written, unless the caller is the one to write it.
  void write_later(std::unique_ptr<UnawaitedOrder> order);
  /// Runs `task` in a transaction that it shares with others, and returns when it is on disk. Throws what it
  /// throws; nothing is written then.
  using Task = std::function<void(SqliteConnection&)>;
  void run(const Task& task);
  /// The same for a task that looks into all tables.
  void run_on_all(const Task& task);
  /// Puts all that has been committed into the tables.
  void carry_over();
  /// What becomes of young instances before the tables have it.
  [[nodiscard]] const SqliteDaybook& daybook() const noexcept { return daybook_; }

 private:
  // One call of a caller, who owns it and waits until it is done, unless it is unawaited.
  struct Order {
    UnawaitedOrder* unawaited = nullptr;
    const SqliteRows* rows = nullptr;
    const SqliteState* state = nullptr;
    const Task* task = nullptr;
    std::string_view entry{};
    bool carries_over = false;
    bool applied = false;
    std::exception_ptr failure;
  };
  using Group = std::vector<Order*>;
  // Where the callers of a group wait: the first one until it is to write, the others until that is done.
  struct alignas(64) Rest {
    Turnstile turn, done;
  };

  // How a caller finds itself when its order has been handed in.
  struct Place {
    std::uint32_t group = 0;
    bool leads = false;  ///< It writes the group,
    bool waits = false;  ///< after the group before.
  };
  [[nodiscard]] Place join(Order& order);
  void tell(const Group& unawaited);
  void lead(const Place& place);
  void hand_in(Order& order);
  void hand_in_task(const Task& task, bool carries_over);
  void write_next();
  void write_group();
  [[nodiscard]] bool close_group();
  [[nodiscard]] bool others_come();
  [[nodiscard]] bool sleep_for_others();
  void fail(const Order* at_fault);
  void commit();
  [[nodiscard]] Rest& rest_of(std::uint32_t group) noexcept { return rests_[group % rests_.size()]; }
  void begin();
  void apply(Order& order);
  [[nodiscard]] bool is_entered(Order& order);
  bool apply_state(const SqliteState& state);
  void roll_back() noexcept;

  SqliteConnection connection_;
  SqliteRowWriter row_writer_;
  SqliteDaybook daybook_;
  ChangeCounter& changes_;
  std::int64_t version_ = 0;  // of the file, as SQLite counts changes by others
  SqliteStatement begin_, commit_, data_version_, insert_state_, update_state_, erase_state_;
  std::array<Rest, 4> rests_;  // groups use them in turn
  Doorbell come_;              // where the one that writes sleeps until others have come
  // Used by the one that writes.
  Group group_;                           // what is written now
  Group unawaited_;                       // what of it has been done and nobody waits for
  std::size_t members_ = 0;               // callers of that group
  std::size_t crowd_ = 1;                 // callers of the group before
  std::chrono::nanoseconds patience_{0};  // how long a group stays open after somebody has come
  std::mutex mutex_;                      // for what follows
  Group queue_;                           // those that have come since
  std::atomic<std::size_t> queued_{0};    // their number
  std::uint32_t open_ = 1;                // number of the group that may be joined
  std::size_t wake_at_ = 0;               // so many of them wake the one that writes; 0: it does not sleep
  bool is_led_ = false;                   // somebody is to write it
  bool writing_ = false;
  std::vector<std::unique_ptr<UnawaitedOrder>> spare_;  // have memory already
};

struct SqliteWriter::UnawaitedOrder {
  SqliteRows rows;
  std::string sealed;  ///< The memory of the state.
  SqliteState state;
  model::ByteWriter entry;
  std::shared_ptr<WriteWatcher> watcher;
  Order order;  ///< For the writer.
};

}  // namespace rondo::persistence
