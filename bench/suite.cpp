// SPDX-License-Identifier: Apache-2.0
#include "bench/suite.hpp"

#include <array>

namespace rondo::bench {

std::span<const Group> groups() noexcept {
  static constexpr std::array kGroups{
      Group{"workloads", "the eight workloads, with 1 and 2 threads, beside the bare interpreter",
            measure_workloads},
  };
  return kGroups;
}

}  // namespace rondo::bench
