// SPDX-License-Identifier: Apache-2.0
#include "bench/plain_program.hpp"

#include <linux/futex.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <stdexcept>
#include <utility>

namespace rondo::bench {

PlainProgram::PlainProgram(const std::string& file, std::size_t bytes) : row_(bytes, 'x') {
  check(sqlite3_open(file.c_str(), &database_));
  run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "CREATE TABLE state(root INTEGER PRIMARY KEY, revision INTEGER NOT NULL, data BLOB NOT NULL)");
  check(sqlite3_prepare_v2(database_, "INSERT INTO state VALUES(?1, 1, ?2)", -1, &insert_, nullptr));
  check(sqlite3_prepare_v2(database_, "DELETE FROM state WHERE root = ?1", -1, &remove_, nullptr));
}

PlainProgram::~PlainProgram() {
  sqlite3_finalize(insert_);
  sqlite3_finalize(remove_);
  sqlite3_close(database_);
}

std::size_t PlainProgram::transact(std::size_t batch) {
  begin();
  for (std::size_t i = 0; i < batch; ++i) insert(++last_);
  commit();
  begin();
  for (std::size_t i = 0; i < batch; ++i) remove(last_ - static_cast<std::int64_t>(i));
  commit();
  return batch;
}

void PlainProgram::begin() { run("BEGIN IMMEDIATE"); }

void PlainProgram::commit() { run("COMMIT"); }

void PlainProgram::insert(std::int64_t row) {
  sqlite3_bind_int64(insert_, 1, row);
  sqlite3_bind_blob(insert_, 2, row_.data(), static_cast<int>(row_.size()), SQLITE_STATIC);
  step(insert_);
}

void PlainProgram::remove(std::int64_t row) {
  sqlite3_bind_int64(remove_, 1, row);
  step(remove_);
}

void PlainProgram::check(int result) const {
  if (result != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
}

void PlainProgram::run(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }

void PlainProgram::step(sqlite3_stmt* statement) const {
  if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
  sqlite3_reset(statement);
}

namespace {

// std::atomic::wait yields the processor several times first, which costs hundreds of threads more than the
// sleep.
void futex(std::atomic<std::uint32_t>& word, int operation, std::uint32_t value) {
  ::syscall(SYS_futex, reinterpret_cast<std::uint32_t*>(&word), operation | FUTEX_PRIVATE_FLAG, value,
            nullptr, nullptr, 0);
}

}  // namespace

void PlainCallers::run_instance() {
  const std::int64_t row = ++last_row_;
  commit({row, false});
  commit({row, true});
}

void PlainCallers::commit(const Change& change) {
  std::uint32_t group = 0;
  bool leads = false;
  {
    const std::lock_guard lock(queue_mutex_);
    queue_.push_back(change);
    group = open_;
    leads = !std::exchange(is_led_, true);
  }
  if (leads) return write_group();
  for (;;) {
    const std::uint32_t written = written_.load(std::memory_order_acquire);
    if (static_cast<std::int32_t>(written - group) >= 0) return;
    futex(written_, FUTEX_WAIT, written);
  }
}

void PlainCallers::write_group() {
  const std::lock_guard writing(program_mutex_);
  std::vector<Change> changes;
  std::uint32_t group = 0;
  {
    const std::lock_guard lock(queue_mutex_);
    changes.swap(queue_);
    group = open_++;
    is_led_ = false;
  }
  program_.begin();
  for (const Change& change : changes) {
    change.removes ? program_.remove(change.row) : program_.insert(change.row);
  }
  program_.commit();
  written_.store(group, std::memory_order_release);
  futex(written_, FUTEX_WAKE, INT_MAX);
}

}  // namespace rondo::bench
