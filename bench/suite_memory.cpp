// SPDX-License-Identifier: Apache-2.0
// That memory is bounded: by what is there at a time, not by what there ever was; and on disk by the cache,
// not by what waits there.
#include "bench/scratch_folder.hpp"
#include "bench/suite.hpp"
#include "bench/workload.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cstdint>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace rondo::bench {

namespace {

constexpr double kMegabyte = 1024 * 1024;
constexpr int kCallers = 64;

double resident_megabytes() { return static_cast<double>(resident_bytes()) / kMegabyte; }

// A short measurement is one of few instances.
std::uint64_t scaled(const Effort& effort, std::uint64_t count) {
  constexpr std::uint64_t kShare = 100;
  return effort.time.count() < 100 ? count / kShare : count;
}

template <typename Work>
void by_many_callers(Bench& bench, std::uint64_t count, Work work) {
  std::atomic<std::uint64_t> next{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kCallers; ++i) {
    threads.emplace_back([&] {
      Caller caller(bench);
      for (std::uint64_t k = next++; k < count; k = next++) work(caller, k);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Instances that are started and completed: a tenth of them first.
void measure_run(const Effort& effort, const Reporter& report, const std::string& store,
                 const std::string& where) {
  const std::uint64_t count = scaled(effort, 5'000'000);
  Bench bench(workload("wait"), HistoryLevel::None, store, Durability::Relaxed);
  const auto complete = [](Caller& caller, std::uint64_t k) { caller.run_instance(k); };
  by_many_callers(bench, count / 10, complete);
  report({"memory", fmt::format("{} run {}", count / 10, where), "MB resident", resident_megabytes()});
  by_many_callers(bench, count - count / 10, complete);
  report({"memory", fmt::format("{} run {}", count, where), "MB resident", resident_megabytes()});
}

// Some of those that wait are used, picked at random: more than the cache holds when there are many.
void measure_waiting_on_disk(const Effort& effort, const Reporter& report, std::uint64_t count) {
  constexpr std::uint64_t kUsed = 40'000;
  const ScratchFolder folder;
  const std::string store = "sqlite:" + folder.file("waiting");
  std::vector<std::string> ids(count < kUsed ? count : kUsed);
  {
    Bench bench(workload("wait"), HistoryLevel::None, store, Durability::Relaxed);
    const std::uint64_t step = count / ids.size();
    by_many_callers(bench, count, [&](Caller& caller, std::uint64_t k) {
      std::string id = caller.start(k).id;
      if (k % step == 0 && k / step < ids.size()) ids[k / step] = std::move(id);
    });
  }
  EngineOptions options;
  options.durability = Durability::Relaxed;
  const double before = resident_megabytes();
  const auto engine = Engine::open(store, options);
  std::mt19937_64 random(1);
  for (std::uint64_t use = 0; use < scaled(effort, kUsed); ++use) {
    engine->runtime().set_variables(ids[random() % ids.size()], {{"used", static_cast<std::int64_t>(use)}});
  }
  report({"memory", fmt::format("{} waiting on disk", count), "MB more than without",
          resident_megabytes() - before});
}

}  // namespace

void measure_memory(const Effort& effort, const Reporter& report) {
  constexpr std::uint64_t kFew = 1'000, kMany = 1'000'000, kMost = 10'000'000;
  measure_run(effort, report, "memory:", "in memory");
  {
    const ScratchFolder folder;
    measure_run(effort, report, "sqlite:" + folder.file("run"), "on disk");
  }
  measure_waiting_on_disk(effort, report, kFew);
  measure_waiting_on_disk(effort, report, scaled(effort, kMany));
  if (effort.time.count() >= 1000) measure_waiting_on_disk(effort, report, kMost);
}

}  // namespace rondo::bench
