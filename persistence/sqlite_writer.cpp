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
      erase_state_(connection_, "DELETE FROM state WHERE root = ?1 AND revision = ?2") {}

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
  std::uint32_t group = 0;
  bool is_first = false, may_write = false;
  {
    const std::lock_guard lock(mutex_);
    group = collected_;
    is_first = queue_.empty();
    queue_.push_back(&order);
    may_write = !std::exchange(writing_, true);
  }
  if (is_first) {
    if (!may_write) rest_of(group).turn.wait_for(group);
    write_next();
  } else {
    rest_of(group).done.wait_for(group);
  }
  if (order.failure) std::rethrow_exception(order.failure);
}

// Writes for all that wait, the caller among them. Who has come meanwhile goes on before these return.
void SqliteWriter::write_next() {
  Group group;
  std::uint32_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    group.swap(queue_);
    queue_.reserve(group.size());
    number = collected_++;
  }
  const bool is_alone = group.size() == 1;
  write_group(std::move(group));
  bool others_wait = false;
  {
    const std::lock_guard lock(mutex_);
    writing_ = others_wait = !queue_.empty();
  }
  if (others_wait) rest_of(number + 1).turn.reach(number + 1);
  if (!is_alone) rest_of(number).done.reach(number);
}

// One caller's mistake must not fail the others: they are written again without it.
void SqliteWriter::write_group(Group group) {
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
      return;
    } catch (...) {
      roll_back();
      for (Order* order : group) {
        if (at_fault == nullptr || order == at_fault) order->failure = std::current_exception();
      }
      std::erase_if(group, [](const Order* order) { return order->failure != nullptr; });
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
