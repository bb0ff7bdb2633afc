// SPDX-License-Identifier: Apache-2.0
#include "bench/suite.hpp"

#include <array>

namespace rondo::bench {

std::span<const Group> groups() noexcept {
  static constexpr std::array kGroups{
      Group{"workloads", "the workloads, with 1 and 2 threads, beside the bare interpreter",
            measure_workloads},
      Group{"waiting", "instances that wait for a user task: memory, and completing one of them",
            measure_waiting},
      Group{"multi-instance", "a multi-instance sub-process of 1,000 to 1,000,000 items",
            measure_multi_instance},
      Group{"timers", "running a timer that is due among 1,000 to 1,000,000 that are not", measure_timers},
      Group{"joins", "an inclusive join of 10 to 10,000 tokens", measure_joins},
      Group{"deployment", "reading and compiling a model of 10,000 nodes", measure_deployment},
      Group{"expressions", "evaluating compiled expressions", measure_expressions},
      Group{"durable", "instances in a SQLite file, beside a plain program; a file of a million of them",
            measure_durable},
      Group{"memory",
            "what the program has resident after 5,000,000 instances, and with many waiting on disk",
            measure_memory},
      Group{"start", "`rondo run` of a small file, from start to end", measure_cold_start},
  };
  return kGroups;
}

}  // namespace rondo::bench
