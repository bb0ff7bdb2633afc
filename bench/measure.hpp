// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace rondo::bench {

/// How long and how often to measure.
struct Effort {
  std::chrono::milliseconds time{300};  ///< Of one measurement.
  int repetitions = 5;                  ///< The median of so many is reported.
};

/// In a second.
inline constexpr double kNanoseconds = 1e9;

/// The middle one; of an even number the lower of the two. Precondition: not empty.
[[nodiscard]] double median(std::vector<double> values);

/// Wall seconds that `work` takes.
[[nodiscard]] double seconds(const std::function<void()>& work);

/// Calls of `work` per second in one thread, called for about that time. `work` is given 0, 1, 2 …
[[nodiscard]] double rate(std::chrono::milliseconds time, const std::function<void(std::uint64_t)>& work);

/// Calls per second of several threads together; `make_work` makes each thread's work.
[[nodiscard]] double rate_of_threads(int threads, std::chrono::milliseconds time,
                                     const std::function<std::function<void(std::uint64_t)>()>& make_work);

/// Memory that the program has resident, in bytes, after the allocator gave back what it does not need.
[[nodiscard]] std::size_t resident_bytes();

}  // namespace rondo::bench
