// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>

namespace rondo::model {

/// Locks a mutex that everybody holds for a moment only: tries some times before it lets its thread sleep,
/// which takes longer than most have it.
[[nodiscard]] inline std::unique_lock<std::mutex> lock_briefly(std::mutex& mutex) {
  constexpr int kTries = 64;
  for (int left = kTries; left > 0; --left) {
    std::unique_lock lock(mutex, std::try_to_lock);
    if (lock.owns_lock()) return lock;
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
  }
  return std::unique_lock(mutex);
}

}  // namespace rondo::model
