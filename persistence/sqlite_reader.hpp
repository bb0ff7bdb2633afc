// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/deferral.hpp"
#include "persistence/sqlite_connection.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rondo::persistence {

/// A connection that reads, with the statements that were used on it so far.
class SqliteReader {
 public:
  SqliteReader(const std::string& path, const std::string& vfs)
      : connection_(path, SqliteConnection::Use::Read, vfs) {}

  /// `sql`: a literal, told from others by its address.
  [[nodiscard]] SqliteStatement& statement(const char* sql) {
    auto& known = statements_[sql];
    if (known == nullptr) known = std::make_unique<SqliteStatement>(connection_, sql);
    return *known;
  }
  [[nodiscard]] SqliteConnection& connection() noexcept { return connection_; }

 private:
  SqliteConnection connection_;
  std::unordered_map<const char*, std::unique_ptr<SqliteStatement>> statements_;
};

/// What is looked at: whatever there is, or only tables that always have everything, those of instances,
/// their states, tasks and history not among them.
enum class SqliteReads : std::uint8_t { All, Apart };

/// Readers for threads that read at the same time; as many as ever did. Thread-safe.
class SqliteReaders {
 public:
  /// `settle`: makes all tables have everything.
  SqliteReaders(std::string path, std::string vfs, std::function<void()> settle)
      : path_(std::move(path)), vfs_(std::move(vfs)), settle_(std::move(settle)) {}

  /// One reader, lent to a thread.
  class Borrowed {
   public:
    explicit Borrowed(SqliteReaders& from, SqliteReads reads = SqliteReads::All)
        : from_(from), reader_(from.take(reads)) {}
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    ~Borrowed() { from_.give_back(std::move(reader_)); }
    SqliteReader& operator*() noexcept { return *reader_; }
    SqliteReader* operator->() noexcept { return reader_.get(); }

   private:
    SqliteReaders& from_;
    std::unique_ptr<SqliteReader> reader_;
  };

 private:
  std::unique_ptr<SqliteReader> take(SqliteReads reads) {
    Deferral::settle();
    if (reads == SqliteReads::All) settle_();
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto reader = std::move(free_.back());
        free_.pop_back();
        return reader;
      }
    }
    return std::make_unique<SqliteReader>(path_, vfs_);
  }
  void give_back(std::unique_ptr<SqliteReader> reader) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(reader));
  }

  std::string path_, vfs_;
  std::function<void()> settle_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<SqliteReader>> free_;
};

}  // namespace rondo::persistence
