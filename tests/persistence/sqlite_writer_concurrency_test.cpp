// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_writer.hpp"
#include "tests/support/temporary_file.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace rondo::persistence {
namespace {

constexpr int kCallers = 16, kCallerRounds = 100;

bool fails(int caller, int round) { return (caller + round) % 7 == 0; }

void write_row(SqliteConnection& connection, int caller, int round) {
  SqliteStatement insert(connection, "INSERT INTO written(caller, round) VALUES(?1, ?2)");
  insert.bind(1, std::int64_t{caller}).bind(2, std::int64_t{round}).run();
  if (fails(caller, round)) throw std::runtime_error("on purpose");
}

class SqliteWriterConcurrency : public testing::Test {
 protected:
  SqliteWriterConcurrency() {
    writer_.run([](SqliteConnection& connection) {
      connection.execute("CREATE TABLE written(caller INTEGER, round INTEGER)");
    });
  }

  /// Rows that are there and should not be, or the other way round.
  [[nodiscard]] int wrong_rows() {
    int wrong = 0;
    writer_.run([&](SqliteConnection& connection) {
      SqliteStatement count(connection, "SELECT count(*) FROM written WHERE caller = ?1 AND round = ?2");
      for (int caller = 0; caller < kCallers; ++caller) {
        for (int round = 0; round < kCallerRounds; ++round) {
          const SqliteReset reset(count.bind(1, std::int64_t{caller}).bind(2, std::int64_t{round}));
          if (!count.step() || count.number(0) != (fails(caller, round) ? 0 : 1)) ++wrong;
        }
      }
    });
    return wrong;
  }

  tests::TemporaryFolder folder_;
  std::string path_ = folder_.file("writer.db");
  ChangeCounter changes_{path_};
  SqliteWriter writer_{path_, "", true, changes_};
};

TEST_F(SqliteWriterConcurrency, OfCallersThatShareTransactionsOnlyThoseFailWhoseOwnRowsCannotBeWritten) {
  std::atomic<int> wrong = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (int round = 0; round < kCallerRounds; ++round) {
        bool failed = false;
        try {
          writer_.run([&](SqliteConnection& connection) { write_row(connection, caller, round); });
        } catch (const std::runtime_error&) {
          failed = true;
        }
        if (failed != fails(caller, round)) ++wrong;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();

  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(wrong_rows(), 0);
}

TEST_F(SqliteWriterConcurrency, EveryCallerReturnsThoughOthersComeAndGo) {
  std::atomic<int> written = 0;
  for (int round = 0; round < kCallerRounds / 4; ++round) {
    std::vector<std::thread> callers;
    for (int caller = 0; caller <= round % kCallers; ++caller) {
      callers.emplace_back([&] {
        writer_.run([](SqliteConnection& connection) {
          connection.execute("INSERT INTO written(caller, round) VALUES(-1, -1)");
        });
        ++written;
      });
    }
    for (std::thread& caller : callers) caller.join();
  }

  std::int64_t rows = 0;
  writer_.run([&](SqliteConnection& connection) {
    SqliteStatement count(connection, "SELECT count(*) FROM written");
    if (count.step()) rows = count.number(0);
  });
  EXPECT_EQ(rows, written);
}

}  // namespace
}  // namespace rondo::persistence
