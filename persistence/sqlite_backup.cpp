// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_backup.hpp"

#include "model/error.hpp"
#include "persistence/sqlite_connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <system_error>

namespace rondo::persistence {

namespace {

constexpr int kPagesAtOnce = 1024;

struct FinishBackup {
  void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
};

// What is not complete goes, however the block is left.
class Unfinished {
 public:
  explicit Unfinished(std::string path) : path_(std::move(path)) {}
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() {
    std::error_code ignored;
    for (const char* part : {"", "-journal", "-wal", "-shm"}) std::filesystem::remove(path_ + part, ignored);
  }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

// One transaction reads all of it, so that nobody who writes meanwhile makes it begin anew.
void copy_pages(SqliteConnection& from, SqliteConnection& to, const BackupProgress& progress) {
  from.execute("BEGIN");
  (void)from.number("SELECT count(*) FROM counter");
  const std::unique_ptr<sqlite3_backup, FinishBackup> backup(
      sqlite3_backup_init(to.raw(), "main", from.raw(), "main"));
  if (backup == nullptr) to.check(sqlite3_errcode(to.raw()), "copying");
  for (;;) {
    const int result = sqlite3_backup_step(backup.get(), kPagesAtOnce);
    const auto all = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup.get()));
    const auto left = static_cast<std::uint64_t>(sqlite3_backup_remaining(backup.get()));
    if (result != SQLITE_OK && result != SQLITE_DONE) {
      throw Error(ErrorKind::Store, fmt::format("the store '{}' cannot be copied to '{}': {}", from.path(),
                                                to.path(), sqlite3_errstr(result)));
    }
    if (progress) progress(all - left, all);
    if (result == SQLITE_DONE) return;
  }
}

}  // namespace

void back_up(const std::string& path, const std::string& vfs, const std::string& copy,
             const BackupProgress& progress) {
  if (std::filesystem::exists(copy)) {
    throw Error(ErrorKind::Argument, fmt::format("'{}' is there already", copy));
  }
  const Unfinished unfinished(copy + ".part");
  {
    std::error_code ignored;
    std::filesystem::remove(unfinished.path(), ignored);
    SqliteConnection to(unfinished.path(), SqliteConnection::Use::Write, vfs);
    SqliteConnection from(path, SqliteConnection::Use::Read, vfs);
    copy_pages(from, to, progress);
  }
  std::error_code failed;
  std::filesystem::rename(unfinished.path(), copy, failed);
  if (failed) {
    throw Error(ErrorKind::Store, fmt::format("'{}' cannot be written: {}", copy, failed.message()));
  }
}

}  // namespace rondo::persistence
