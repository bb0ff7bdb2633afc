// SPDX-License-Identifier: Apache-2.0
// What a durable engine reaches of what the disk and SQLite allow: a plain program that writes rows of the
// same size to a file of its own, as many per transaction, runs beside.
#include "bench/scratch_folder.hpp"
#include "bench/suite.hpp"
#include "bench/workload.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace rondo::bench {

namespace {

// Inserts rows, so many per transaction, then deletes them: what starting and completing an instance is to
// the disk.
class PlainProgram {
 public:
  explicit PlainProgram(const std::string& file, std::size_t bytes) : row_(bytes, 'x') {
    check(sqlite3_open(file.c_str(), &database_));
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE state(root INTEGER PRIMARY KEY, revision INTEGER NOT NULL, data BLOB NOT NULL)");
    check(sqlite3_prepare_v2(database_, "INSERT INTO state VALUES(?1, 1, ?2)", -1, &insert_, nullptr));
    check(sqlite3_prepare_v2(database_, "DELETE FROM state WHERE root = ?1", -1, &remove_, nullptr));
  }
  PlainProgram(const PlainProgram&) = delete;
  PlainProgram& operator=(const PlainProgram&) = delete;
  ~PlainProgram() {
    sqlite3_finalize(insert_);
    sqlite3_finalize(remove_);
    sqlite3_close(database_);
  }

  /// One transaction of inserts and one of removals; gives the instances that it stands for.
  std::size_t transact(std::size_t batch) {
    run("BEGIN IMMEDIATE");
    for (std::size_t i = 0; i < batch; ++i) {
      sqlite3_bind_int64(insert_, 1, ++last_);
      sqlite3_bind_blob(insert_, 2, row_.data(), static_cast<int>(row_.size()), SQLITE_STATIC);
      step(insert_);
    }
    run("COMMIT; BEGIN IMMEDIATE");
    for (std::size_t i = 0; i < batch; ++i) {
      sqlite3_bind_int64(remove_, 1, last_ - static_cast<std::int64_t>(i));
      step(remove_);
    }
    run("COMMIT");
    return batch;
  }

 private:
  void check(int result) const {
    if (result != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
  }
  void run(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }
  void step(sqlite3_stmt* statement) const {
    if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
    sqlite3_reset(statement);
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* remove_ = nullptr;
  std::string row_;
  std::int64_t last_ = 0;
};

double plain_rate(const ScratchFolder& folder, const Effort& effort, std::size_t batch) {
  constexpr std::size_t kBytes = 300;
  PlainProgram plain(folder.file(fmt::format("plain-{}", batch)), kBytes);
  std::size_t instances = 0;
  const double transactions = rate(effort.time, [&](std::uint64_t) { instances += plain.transact(batch); });
  return transactions * static_cast<double>(batch);
}

double engine_rate(const ScratchFolder& folder, const Effort& effort, int callers) {
  Bench bench(workload("wait"), HistoryLevel::None,
              "sqlite:" + folder.file(fmt::format("engine-{}", callers)));
  return rate_of_threads(callers, effort.time, [&] {
    auto caller = std::make_shared<Caller>(bench);
    return [caller](std::uint64_t k) { caller->run_instance(k); };
  });
}

// One caller that does not wait for each of its commands.
double submitting_rate(const ScratchFolder& folder, const Effort& effort) {
  constexpr std::size_t kMostUnderWay = 256;
  const std::uint64_t count = effort.time.count() < 100 ? 500 : 10'000;
  Bench bench(workload("wait"), HistoryLevel::None, "sqlite:" + folder.file("submitting"));
  const double time = seconds([&] {
    std::deque<Submission> under_way;
    for (std::uint64_t k = 0; k < count; ++k) {
      if (under_way.size() == kMostUnderWay) {
        under_way.front().get();
        under_way.pop_front();
      }
      under_way.push_back(bench.engine().submit([&bench, k](Engine&) { Caller(bench).run_instance(k); }));
    }
    for (const Submission& each : under_way) each.get();
  });
  return static_cast<double>(count) / time;
}

void measure_callers(const ScratchFolder& folder, const Effort& effort, const Reporter& report) {
  for (const int callers : {1, 16, 256}) {
    const double plain = plain_rate(folder, effort, static_cast<std::size_t>(callers));
    const double engine = engine_rate(folder, effort, callers);
    const std::string name = fmt::format("{} callers", callers);
    report({"durable", name, "instances/s", engine});
    report({"durable", name, "instances/s of the plain program", plain});
    report({"durable", name, "% of the plain program", 100 * engine / plain});
  }
}

// Many waiting instances: their room, and how long it takes until the first of them goes on.
void measure_file(const ScratchFolder& folder, const Effort& effort, const Reporter& report) {
  const std::uint64_t count = effort.time.count() < 100 ? 20'000 : 1'000'000;
  const std::string file = folder.file("waiting");
  std::string first;
  {
    constexpr int kThreads = 64;
    Bench bench(workload("wait"), HistoryLevel::None, "sqlite:" + file, Durability::Relaxed);
    first = Caller(bench).start(0).id;
    std::atomic<std::uint64_t> next{1};
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        Caller caller(bench);
        while (next.fetch_add(1) < count) (void)caller.start(0);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  const std::string name = fmt::format("{} waiting", count);
  report({"durable", name, "bytes/instance",
          static_cast<double>(std::filesystem::file_size(file)) / static_cast<double>(count)});
  const double opening = seconds([&] {
    const auto engine = Engine::open("sqlite:" + file);
    engine->runtime().set_variables(first, {{"amount", 43}});
  });
  report({"durable", name, "ms to open and run a command", opening * 1000});
}

}  // namespace

void measure_durable(const Effort& effort, const Reporter& report) {
  const ScratchFolder folder;
  measure_callers(folder, effort, report);
  report({"durable", "1 caller that submits", "instances/s", submitting_rate(folder, effort)});
  measure_file(folder, effort, report);
}

}  // namespace rondo::bench
