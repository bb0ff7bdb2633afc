// SPDX-License-Identifier: Apache-2.0
#include "bench/measure.hpp"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <barrier>
#include <fstream>
#include <mutex>
#include <thread>

namespace rondo::bench {

namespace {

using Seconds = std::chrono::duration<double>;
using Clock = std::chrono::steady_clock;

// Asking for the time costs as much as a few operations: it is asked once for so many calls.
constexpr std::uint64_t kBatch = 64;

}  // namespace

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double seconds(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return Seconds(Clock::now() - start).count();
}

double rate(std::chrono::milliseconds time, const std::function<void(std::uint64_t)>& work) {
  const auto start = Clock::now();
  std::uint64_t calls = 0;
  do {
    for (std::uint64_t i = 0; i < kBatch; ++i) work(calls++);
  } while (Clock::now() - start < time);
  return static_cast<double>(calls) / Seconds(Clock::now() - start).count();
}

double rate_of_threads(int threads, std::chrono::milliseconds time,
                       const std::function<std::function<void(std::uint64_t)>()>& make_work) {
  std::mutex mutex;
  double sum = 0;
  std::barrier ready(threads);
  std::vector<std::jthread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&] {
      const auto work = make_work();
      work(0);
      ready.arrive_and_wait();
      const double own = rate(time, work);
      const std::lock_guard lock(mutex);
      sum += own;
    });
  }
  running.clear();
  return sum;
}

std::size_t resident_bytes() {
  malloc_trim(0);
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace rondo::bench
