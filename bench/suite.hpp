// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/measure.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::bench {

/// One measured figure.
struct Figure {
  std::string group;  ///< "workloads", "waiting" …
  std::string name;   ///< What was measured: "seq", "10000 tokens" …
  std::string what;   ///< Which of its figures: "instances/s", "bytes/instance" …
  double value = 0;
};

/// Told of each figure as soon as there is one.
using Reporter = std::function<void(const Figure&)>;

/// A group of measurements.
struct Group {
  std::string_view name, about;
  void (*run)(const Effort& effort, const Reporter& report);
};

/// All groups, in the order in which they are run.
[[nodiscard]] std::span<const Group> groups() noexcept;

// The groups; each is documented where it is listed.
void measure_workloads(const Effort& effort, const Reporter& report);
void measure_multi_instance(const Effort& effort, const Reporter& report);
void measure_waiting(const Effort& effort, const Reporter& report);
void measure_timers(const Effort& effort, const Reporter& report);
void measure_joins(const Effort& effort, const Reporter& report);
void measure_deployment(const Effort& effort, const Reporter& report);
void measure_expressions(const Effort& effort, const Reporter& report);
void measure_durable(const Effort& effort, const Reporter& report);
void measure_memory(const Effort& effort, const Reporter& report);
void measure_cold_start(const Effort& effort, const Reporter& report);

}  // namespace rondo::bench
