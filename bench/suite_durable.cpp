// SPDX-License-Identifier: Apache-2.0
// What a durable engine reaches of what the disk and SQLite allow: a plain program that writes rows of the
// same size to a file of its own, as many per transaction, runs beside; and the same program with as many
// callers that each wait for their own rows.
#include "bench/plain_program.hpp"
#include "bench/scratch_folder.hpp"
#include "bench/suite.hpp"
#include "bench/workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace rondo::bench {

namespace {

// What an instance takes in the file.
constexpr std::size_t kBytes = 300;

double plain_rate(const ScratchFolder& folder, const Effort& effort, std::size_t batch) {
  PlainProgram plain(folder.file(fmt::format("plain-{}", batch)), kBytes);
  std::size_t instances = 0;
  const double transactions = rate(effort.time, [&](std::uint64_t) { instances += plain.transact(batch); });
  return transactions * static_cast<double>(batch);
}

double plain_callers_rate(const ScratchFolder& folder, const Effort& effort, int callers) {
  PlainCallers plain(folder.file(fmt::format("plain-callers-{}", callers)), kBytes);
  return rate_of_threads(callers, effort.time,
                         [&plain] { return [&plain](std::uint64_t) { plain.run_instance(); }; });
}

double engine_rate(const ScratchFolder& folder, const Effort& effort, int callers) {
  Bench bench(workload("wait"), HistoryLevel::None,
              "sqlite:" + folder.file(fmt::format("engine-{}", callers)));
  return rate_of_threads(callers, effort.time, [&] {
    auto caller = std::make_shared<Caller>(bench);
    return [caller](std::uint64_t k) { caller->run_instance(k); };
  });
}

// One caller that does not wait for its commands: what it submits is under way, so many at a time.
class Submitter {
 public:
  Submitter(Bench& bench, std::uint64_t count, std::uint64_t under_way)
      : bench_(bench), count_(count), under_way_(under_way) {}

  /// Runs all instances.
  void run() {
    for (std::uint64_t k = 0; k < std::min(count_, under_way_); ++k) start_next();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return ended_ == count_; });
  }

 private:
  void start_next() {
    const std::uint64_t k = begun_.fetch_add(1);
    if (k >= count_) return;
    const auto started = bench_.engine().submit([this, k](Engine&) { return Caller(bench_).start(k).id; });
    started.then([this, started](const Submission&) { complete(started.get()); });
  }
  void complete(const std::string& instance) {
    bench_.engine()
        .submit([this, instance](Engine&) { Caller(bench_).complete(instance); })
        .then([this](const Submission& completed) {
          completed.get();
          note_end();
          start_next();
        });
  }
  void note_end() {
    const std::lock_guard lock(mutex_);
    if (++ended_ == count_) done_.notify_one();
  }

  Bench& bench_;
  const std::uint64_t count_, under_way_;
  std::atomic<std::uint64_t> begun_{0};
  std::mutex mutex_;
  std::condition_variable done_;
  std::uint64_t ended_ = 0;
};

double submitting_rate(const ScratchFolder& folder, const Effort& effort, std::uint64_t under_way) {
  const std::uint64_t count = effort.time.count() < 100 ? 500 : 100'000;
  Bench bench(workload("wait"), HistoryLevel::None, "sqlite:" + folder.file("submitting"));
  const double time = seconds([&] { Submitter(bench, count, under_way).run(); });
  return static_cast<double>(count) / time;
}

constexpr int kMostCallers = 256;

void measure_callers(const ScratchFolder& folder, const Effort& effort, const Reporter& report) {
  for (const int callers : {1, 16, kMostCallers}) {
    const double plain = plain_rate(folder, effort, static_cast<std::size_t>(callers));
    const double engine = engine_rate(folder, effort, callers);
    const std::string name = fmt::format("{} callers", callers);
    report({"durable", name, "instances/s", engine});
    report({"durable", name, "instances/s of the plain program", plain});
    report({"durable", name, "% of the plain program", 100 * engine / plain});
    const double waiting = plain_callers_rate(folder, effort, callers);
    report({"durable", name, "instances/s of the plain program, callers waiting", waiting});
    report({"durable", name, "% of the plain program, callers waiting", 100 * engine / waiting});
    if (callers != kMostCallers) continue;
    const double submitting = submitting_rate(folder, effort, kMostCallers);
    const std::string submitted = fmt::format("1 caller, {} submitted", kMostCallers);
    report({"durable", submitted, "instances/s", submitting});
    report({"durable", submitted, "% of the plain program", 100 * submitting / plain});
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
  measure_file(folder, effort, report);
}

}  // namespace rondo::bench
