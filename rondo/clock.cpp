// SPDX-License-Identifier: Apache-2.0
#include "rondo/clock.hpp"

namespace rondo {

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace rondo
