// SPDX-License-Identifier: Apache-2.0
#include "bench/generated.hpp"
#include "bench/suite.hpp"
#include "rondo/engine.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rondo::bench {

namespace {

constexpr double kMilliseconds = 1e3;

std::unique_ptr<Engine> engine_with(const std::string& text) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  auto engine = Engine::open("memory:", options);
  engine->repository().deploy({{"generated.bpmn", text}});
  return engine;
}

double median_seconds(int repetitions, const std::function<void()>& work) {
  std::vector<double> samples;
  samples.reserve(static_cast<std::size_t>(repetitions));
  for (int i = 0; i < repetitions; ++i) samples.push_back(seconds(work));
  return median(std::move(samples));
}

}  // namespace

// A parallel multi-instance sub-process with one task, for 1,000 to 1,000,000 items.
void measure_multi_instance(const Effort& effort, const Reporter& report) {
  constexpr std::uint64_t kFewest = 1000, kMost = 1'000'000;
  const auto engine = engine_with(multi_instance_text());
  for (std::uint64_t items = kFewest; items <= kMost; items *= 10) {
    const double time = median_seconds(effort.repetitions, [&] {
      (void)engine->runtime().start("items", {{"count", items}});
    });
    report({"multi-instance", std::to_string(items) + " items", "ns/item",
            time * kNanoseconds / static_cast<double>(items)});
  }
}

// An inclusive gateway that splits into 10 to 10,000 tokens and joins them again.
void measure_joins(const Effort& effort, const Reporter& report) {
  constexpr std::uint64_t kFewest = 10, kMost = 10'000;
  for (std::uint64_t tokens = kFewest; tokens <= kMost; tokens *= 10) {
    const auto engine = engine_with(inclusive_join_text(tokens));
    const double time = median_seconds(effort.repetitions, [&] { (void)engine->runtime().start("joined"); });
    report({"joins", std::to_string(tokens) + " tokens", "ns/token",
            time * kNanoseconds / static_cast<double>(tokens)});
  }
}

// Reading, checking and compiling a model of 10,000 nodes.
void measure_deployment(const Effort& effort, const Reporter& report) {
  constexpr std::uint64_t kNodes = 10'000;
  const std::string text = large_model_text(kNodes);
  const auto engine = Engine::open("memory:");
  const double time = median_seconds(effort.repetitions, [&] {
    engine->repository().deploy({{"large.bpmn", text}});
  });
  report({"deployment", std::to_string(kNodes) + " nodes", "ms", time * kMilliseconds});
}

}  // namespace rondo::bench
