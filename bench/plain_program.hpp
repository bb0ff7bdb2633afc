// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace rondo::bench {

/// A program that writes rows to a SQLite file of its own and deletes them again: what starting and
/// completing an instance is to the disk, and nothing else. Used by one thread at a time. Throws
/// std::runtime_error.
class PlainProgram {
 public:
  PlainProgram(const std::string& file, std::size_t bytes);
  PlainProgram(const PlainProgram&) = delete;
  PlainProgram& operator=(const PlainProgram&) = delete;
  ~PlainProgram();

  /// One transaction of inserts and one of removals; gives the instances that it stands for.
  std::size_t transact(std::size_t batch);

  void begin();
  void commit();
  void insert(std::int64_t row);
  void remove(std::int64_t row);

 private:
  void check(int result) const;
  void run(const char* sql);
  void step(sqlite3_stmt* statement) const;

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* remove_ = nullptr;
  std::string row_;
  std::int64_t last_ = 0;
};

/// The plain program for callers that each wait for their own row to be on disk: those who come while others
/// are written share the next transaction. Thread-safe.
class PlainCallers {
 public:
  PlainCallers(const std::string& file, std::size_t bytes) : program_(file, bytes) {}

  /// Writes a row and deletes it, each time waiting for the disk.
  void run_instance();

 private:
  struct Change {
    std::int64_t row = 0;
    bool removes = false;
  };

  void commit(const Change& change);
  void write_group();

  PlainProgram program_;
  std::atomic<std::int64_t> last_row_{0};
  std::mutex queue_mutex_, program_mutex_;
  std::vector<Change> queue_;
  std::uint32_t open_ = 1;  // number of the group that can still be joined
  bool is_led_ = false;
  std::atomic<std::uint32_t> written_{0};
};

}  // namespace rondo::bench
