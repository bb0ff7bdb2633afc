// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_connection.hpp"

#include "model/error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace rondo::persistence {

namespace {

// How long a process waits for another one that writes.
constexpr int kPatienceMs = 30'000;

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, Use use, const std::string& vfs) : path_(path) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (use == Use::Write ? SQLITE_OPEN_CREATE : 0);
  const int opened = sqlite3_open_v2(path.c_str(), &database_, flags, vfs.empty() ? nullptr : vfs.c_str());
  try {
    check(opened, "opening it");
    check(sqlite3_busy_timeout(database_, kPatienceMs), "opening it");
    execute("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY");
    if (use == Use::Read) execute("PRAGMA query_only = ON");
  } catch (...) {
    sqlite3_close_v2(database_);
    throw;
  }
}

SqliteConnection::~SqliteConnection() { sqlite3_close_v2(database_); }

void SqliteConnection::check(int result, const char* doing) const {
  if (result == SQLITE_OK) return;
  const char* why = database_ != nullptr ? sqlite3_errmsg(database_) : sqlite3_errstr(result);
  throw Error(ErrorKind::Store, fmt::format("the store '{}': {} failed: {}", path_, doing, why));
}

void SqliteConnection::execute(const char* sql) {
  check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), sql);
}

std::int64_t SqliteConnection::number(const char* sql) {
  SqliteStatement statement(*this, sql);
  return statement.step() ? statement.number(0) : 0;
}

int SqliteConnection::changes() const noexcept { return sqlite3_changes(database_); }

bool SqliteConnection::in_transaction() const noexcept { return sqlite3_get_autocommit(database_) == 0; }

SqliteStatement::SqliteStatement(SqliteConnection& connection, const char* sql) : connection_(connection) {
  const int prepared =
      sqlite3_prepare_v3(connection.raw(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  connection.check(prepared, sql);
  parameters_ = sqlite3_bind_parameter_count(statement_);
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

SqliteStatement& SqliteStatement::bind(int position, std::int64_t number) {
  connection_.check(sqlite3_bind_int64(statement_, position, number), "binding a number");
  return *this;
}

SqliteStatement& SqliteStatement::bind_text(int position, std::string_view text) {
  const char* begin = text.data() != nullptr ? text.data() : "";
  connection_.check(sqlite3_bind_text64(statement_, position, begin, text.size(), SQLITE_STATIC, SQLITE_UTF8),
                    "binding a text");
  return *this;
}

SqliteStatement& SqliteStatement::bind_blob(int position, std::string_view bytes) {
  const char* begin = bytes.data() != nullptr ? bytes.data() : "";
  connection_.check(sqlite3_bind_blob64(statement_, position, begin, bytes.size(), SQLITE_STATIC),
                    "binding bytes");
  return *this;
}

SqliteStatement& SqliteStatement::bind_null(int position) {
  connection_.check(sqlite3_bind_null(statement_, position), "binding nothing");
  return *this;
}

bool SqliteStatement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  const bool done = result == SQLITE_DONE;
  if (done) {
    reset();
    return false;
  }
  try {
    connection_.check(result, sqlite3_sql(statement_));
  } catch (...) {
    reset();
    throw;
  }
  return false;
}

void SqliteStatement::run() {
  while (step()) {
  }
}

void SqliteStatement::reset() noexcept { sqlite3_reset(statement_); }

std::int64_t SqliteStatement::number(int column) const noexcept {
  return sqlite3_column_int64(statement_, column);
}

std::string_view SqliteStatement::bytes(int column) const noexcept {
  const auto* begin = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return {begin, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool SqliteStatement::is_null(int column) const noexcept {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

}  // namespace rondo::persistence
