// SPDX-License-Identifier: Apache-2.0
#include "bench/bare_interpreter.hpp"
#include "bench/suite.hpp"
#include "bench/workload.hpp"

#include <memory>

namespace rondo::bench {

namespace {

struct Samples {
  std::vector<double> bare, one, two;
  std::vector<double>
      as_seq;  // how many times as long as `seq` it takes, of pairs measured one after the other
};

// The yardsticks are measured in between, so that all see the same moods of the machine.
Samples sample(Bench& bench, const Effort& effort) {
  constexpr int kPairs = 3;
  Samples samples;
  const auto bare = make_bare_interpreter(bench.workload().name);
  const auto caller_of = [](Bench& of) -> std::function<std::function<void(std::uint64_t)>()> {
    return [&of]() -> std::function<void(std::uint64_t)> {
      return [caller = std::make_shared<Caller>(of)](std::uint64_t k) { caller->run_instance(k); };
    };
  };
  std::unique_ptr<Bench> seq;
  if (bench.workload().is_seq_elsewhere()) seq = std::make_unique<Bench>(workload("seq"));
  for (int i = 0; i < effort.repetitions; ++i) {
    samples.bare.push_back(rate(effort.time / 3, [&](std::uint64_t k) { bare->run_instance(k); }));
    samples.one.push_back(rate_of_threads(1, effort.time, caller_of(bench)));
    for (int pair = 0; seq != nullptr && pair < kPairs; ++pair) {
      const double rate = rate_of_threads(1, effort.time / kPairs, caller_of(bench));
      samples.as_seq.push_back(rate_of_threads(1, effort.time / kPairs, caller_of(*seq)) / rate);
    }
    samples.two.push_back(rate_of_threads(2, effort.time, caller_of(bench)));
  }
  return samples;
}

}  // namespace

void measure_workloads(const Effort& effort, const Reporter& report) {
  for (const Workload& workload : workloads()) {
    Bench bench(workload);
    const auto operations = static_cast<double>(bench.operations_per_instance());
    const Samples samples = sample(bench, effort);
    const double one = median(samples.one), two = median(samples.two), bare = median(samples.bare);
    const auto put = [&](std::string_view what, double value) {
      report({"workloads", std::string(workload.name), std::string(what), value});
    };
    put("instances/s", one);
    put("instances/s, 2 threads", two);
    put("2 threads / 1", two / one);
    put("operations/instance", operations);
    put("ns/operation", kNanoseconds / one / operations);
    put("bare interpreter, instances/s", bare);
    put("time / bare interpreter", bare / one);
    if (!samples.as_seq.empty()) put("time / seq", median(samples.as_seq));
  }
}

}  // namespace rondo::bench
