// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace rondo::persistence {

/// A connection to a SQLite file. Used by one thread at a time. Everything throws Error (Store).
class SqliteConnection {
 public:
  enum class Use : std::uint8_t { Write, Read };

  /// `vfs`: name of the layer through which the file is reached; empty: SQLite's own.
  SqliteConnection(const std::string& path, Use use, const std::string& vfs = {});
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection();

  void execute(const char* sql);
  /// The first column of the first row; 0 when there is none.
  [[nodiscard]] std::int64_t number(const char* sql);
  /// Rows that the last statement has changed.
  [[nodiscard]] int changes() const noexcept;
  [[nodiscard]] bool in_transaction() const noexcept;
  [[nodiscard]] sqlite3* raw() const noexcept { return database_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Throws Error (Store) for a result code of SQLite that is not SQLITE_OK.
  void check(int result, const char* doing) const;

 private:
  std::string path_;
  sqlite3* database_ = nullptr;
};

/// A prepared statement. Positions of parameters count from 1, those of columns from 0.
class SqliteStatement {
 public:
  SqliteStatement(SqliteConnection& connection, const char* sql);
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement();

  /// Texts and blobs must stay as they are until the statement is reset.
  SqliteStatement& bind(int position, std::int64_t number);
  SqliteStatement& bind_text(int position, std::string_view text);
  SqliteStatement& bind_blob(int position, std::string_view bytes);
  SqliteStatement& bind_null(int position);

  /// Goes to the next row; false when there is none, and the statement is reset.
  [[nodiscard]] bool step();
  /// Runs a statement that gives no rows.
  void run();
  void reset() noexcept;
  /// The highest position of a parameter.
  [[nodiscard]] int parameters() const noexcept { return parameters_; }

  [[nodiscard]] std::int64_t number(int column) const noexcept;
  /// Valid until the next step.
  [[nodiscard]] std::string_view bytes(int column) const noexcept;
  [[nodiscard]] bool is_null(int column) const noexcept;

 private:
  SqliteConnection& connection_;
  sqlite3_stmt* statement_ = nullptr;
  int parameters_ = 0;
};

/// Resets a statement at the end of a block, however it is left.
class SqliteReset {
 public:
  explicit SqliteReset(SqliteStatement& statement) noexcept : statement_(statement) {}
  SqliteReset(const SqliteReset&) = delete;
  SqliteReset& operator=(const SqliteReset&) = delete;
  ~SqliteReset() { statement_.reset(); }

 private:
  SqliteStatement& statement_;
};

}  // namespace rondo::persistence
