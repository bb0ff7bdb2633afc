// SPDX-License-Identifier: Apache-2.0
#include "bench/suite.hpp"
#include "rondo/engine.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rondo::bench {

namespace {

constexpr std::uint64_t kRounds = 500;

constexpr std::string_view kTimer =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
<process id="timer" isExecutable="true"><startEvent id="start"/>
<sequenceFlow id="a" sourceRef="start" targetRef="later"/>
<intermediateCatchEvent id="later"><timerEventDefinition><timeDuration>${pause}</timeDuration>
</timerEventDefinition></intermediateCatchEvent><sequenceFlow id="b" sourceRef="later" targetRef="end"/>
<endEvent id="end"/></process></definitions>)";

}  // namespace

// One timer that is due, found and run among 1,000 to 1,000,000 that are not.
void measure_timers(const Effort& effort, const Reporter& report) {
  const std::uint64_t most = effort.time.count() < 100 ? 100'000 : 1'000'000;
  const auto clock = std::make_shared<ManualClock>(Instant(std::chrono::hours(500'000)));
  EngineOptions options;
  options.clock = clock;
  options.history = HistoryLevel::None;
  const auto engine = Engine::open("memory:", std::move(options));
  engine->repository().deploy({{"timer.bpmn", std::string(kTimer)}});
  std::uint64_t waiting = 0;
  for (std::uint64_t count = 1000; count <= most; count *= 10) {
    for (; waiting < count; ++waiting) {
      (void)engine->runtime().start("timer", {{"pause", "P" + std::to_string(waiting % 365 + 1) + "D"}});
    }
    std::vector<double> times;
    for (std::uint64_t i = 0; i < kRounds; ++i) {
      (void)engine->runtime().start("timer", {{"pause", "PT0.001S"}});
      clock->advance(std::chrono::milliseconds(1));
      times.push_back(seconds([&] { (void)engine->management().run_due(); }));
    }
    report({"timers", std::to_string(count) + " waiting", "ns to run one that is due",
            median(std::move(times)) * kNanoseconds});
  }
}

}  // namespace rondo::bench
