// SPDX-License-Identifier: Apache-2.0
#include "bench/suite.hpp"
#include "bench/workload.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace rondo::bench {

namespace {

constexpr std::uint64_t kCompleted = 500;

// Of random instances, since the cost is that of what lies far away in memory.
double completion_time(Caller& caller, std::vector<std::string>& waiting, std::mt19937_64& random) {
  std::vector<double> times;
  for (std::uint64_t i = 0; i < kCompleted; ++i) {
    std::swap(waiting[random() % waiting.size()], waiting.back());
    times.push_back(seconds([&] { caller.complete(waiting.back()); }));
    waiting.back() = caller.start(i).id;
  }
  return median(std::move(times)) * kNanoseconds;
}

}  // namespace

// Instances of `wait` that wait for their user task, 1,000 to 10,000,000 at a time.
void measure_waiting(const Effort& effort, const Reporter& report) {
  constexpr std::uint64_t kFewest = 1000, kLittle = 100;
  const std::uint64_t most = effort.time.count() < 100 ? 1'000'000 : 10'000'000;
  Bench bench(workload("wait"));
  Caller caller(bench);
  std::mt19937_64 random(1);
  std::vector<std::string> waiting;
  waiting.reserve(most);  // the ids are the caller's memory, not the engine's
  for (std::uint64_t i = 0; i < kLittle; ++i) waiting.push_back(caller.start(i).id);
  const auto before = static_cast<double>(resident_bytes());
  for (std::uint64_t count = kFewest; count <= most; count *= 10) {
    while (waiting.size() < count) waiting.push_back(caller.start(waiting.size()).id);
    const auto more = static_cast<double>(count - kLittle);
    const double grown = static_cast<double>(resident_bytes()) - before - more * sizeof(std::string);
    const std::string name = std::to_string(count) + " waiting";
    report({"waiting", name, "bytes/instance", grown / more});
    report({"waiting", name, "ns to complete one", completion_time(caller, waiting, random)});
  }
}

}  // namespace rondo::bench
