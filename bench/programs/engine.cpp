// SPDX-License-Identifier: Apache-2.0
// The workloads under Google Benchmark: for its options, its statistics and its comparison tool.
#include "bench/bare_interpreter.hpp"
#include "bench/workload.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

namespace {

using rondo::bench::Bench;
using rondo::bench::Caller;
using rondo::bench::Workload;

void run_workload(benchmark::State& state, Bench& bench) {
  Caller caller(bench);
  std::uint64_t k = 0;
  for (auto _ : state) caller.run_instance(k++);
  state.SetItemsProcessed(state.iterations());
}

void run_bare(benchmark::State& state, const Workload& workload) {
  const auto bare = rondo::bench::make_bare_interpreter(workload.name);
  std::uint64_t k = 0;
  for (auto _ : state) bare->run_instance(k++);
  state.SetItemsProcessed(state.iterations());
}

void register_all() {
  for (const Workload& workload : rondo::bench::workloads()) {
    const std::string name(workload.name);
    const auto bench = std::make_shared<Bench>(workload);
    benchmark::RegisterBenchmark(name.c_str(),
                                 [bench](benchmark::State& state) { run_workload(state, *bench); })
        ->ThreadRange(1, 2)
        ->UseRealTime();
    benchmark::RegisterBenchmark(("bare/" + name).c_str(),
                                 [&workload](benchmark::State& state) { run_bare(state, workload); });
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  register_all();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
