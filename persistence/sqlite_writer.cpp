// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_writer.hpp"

#include "persistence/sqlite_schema.hpp"

#include <utility>

namespace rondo::persistence {

namespace {

// Makes the tables before statements on them are prepared.
SqliteConnection& prepared(SqliteConnection& connection, bool relaxed) {
  prepare_schema(connection);
  // Relaxed: the log is synced only when it is copied to the file.
  connection.execute(relaxed ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
  return connection;
}

}  // namespace

SqliteWriter::SqliteWriter(const std::string& path, const std::string& vfs, bool relaxed,
                           ChangeCounter& changes)
    : connection_(path, SqliteConnection::Use::Write, vfs),
      row_writer_(prepared(connection_, relaxed)),
      changes_(changes),
      begin_(connection_, "BEGIN IMMEDIATE"),
      commit_(connection_, "COMMIT"),
      data_version_(connection_, "PRAGMA data_version"),
      insert_state_(connection_, "INSERT INTO state(root, revision, data) VALUES(?1, 1, ?2)"),
      update_state_(connection_,
                    "UPDATE state SET revision = ?3 + 1, data = ?2 WHERE root = ?1 AND revision = ?3"),
      erase_state_(connection_, "DELETE FROM state WHERE root = ?1 AND revision = ?2"),
      thread_([this] { work(); }) {}

SqliteWriter::~SqliteWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  handed_in_.notify_one();
  thread_.join();
}

bool SqliteWriter::write(const SqliteRows& rows, const SqliteState* state) {
  Order order;
  order.rows = &rows;
  order.state = state;
  hand_in(order);
  return order.applied;
}

void SqliteWriter::run(const Task& task) {
  Order order;
  order.task = &task;
  hand_in(order);
}

void SqliteWriter::hand_in(Order& order) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = queue_.empty();
    queue_.push_back(&order);
  }
  if (first) handed_in_.notify_one();
  order.done.wait(0, std::memory_order_acquire);
  if (order.failure) std::rethrow_exception(order.failure);
}

void SqliteWriter::work() {
  Group group;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      handed_in_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      group.clear();
      group.swap(queue_);
    }
    write_group(group);
  }
}

// One caller's mistake must not fail the others: they are written again without it.
void SqliteWriter::write_group(Group& group) {
  while (!group.empty()) {
    Order* at_fault = nullptr;
    try {
      begin();
      for (Order* order : group) {
        at_fault = order;
        apply(*order);
      }
      at_fault = nullptr;
      changes_.changing();
      commit_.run();
      changes_.changing();
      return finish(group);
    } catch (...) {
      roll_back();
      Group failed;
      if (at_fault == nullptr) {
        failed.swap(group);
      } else {
        failed.push_back(at_fault);
        std::erase(group, at_fault);
      }
      for (Order* order : failed) order->failure = std::current_exception();
      finish(failed);
    }
  }
}

// Whoever has written since was perhaps killed before it could say so.
void SqliteWriter::begin() {
  begin_.run();
  const SqliteReset reset(data_version_);
  const std::int64_t version = data_version_.step() ? data_version_.number(0) : 0;
  if (std::exchange(version_, version) != version) changes_.others_changed();
}

void SqliteWriter::finish(const Group& group) {
  for (Order* order : group) {
    order->done.store(1, std::memory_order_release);
    order->done.notify_one();
  }
}

void SqliteWriter::apply(Order& order) {
  order.applied = false;
  if (order.task != nullptr) {
    (*order.task)(connection_);
    order.applied = true;
    return;
  }
  if (order.state != nullptr && !apply_state(*order.state)) return;
  row_writer_.write(*order.rows, order.state != nullptr);
  order.applied = true;
}

bool SqliteWriter::apply_state(const SqliteState& state) {
  const auto expected = static_cast<std::int64_t>(state.expected);
  if (state.expected == 0) {
    if (!state.data.empty()) insert_state_.bind(1, state.root).bind_blob(2, state.data).run();
    return true;
  }
  if (state.data.empty()) {
    erase_state_.bind(1, state.root).bind(2, expected).run();
  } else {
    update_state_.bind(1, state.root).bind_blob(2, state.data).bind(3, expected).run();
  }
  return connection_.changes() == 1;
}

void SqliteWriter::roll_back() noexcept {
  try {
    begin_.reset();
    commit_.reset();
    data_version_.reset();
    if (connection_.in_transaction()) connection_.execute("ROLLBACK");
  } catch (const std::exception&) {
    // A disk that fails now fails the next transaction, too, whose callers are told.
  }
}

}  // namespace rondo::persistence
