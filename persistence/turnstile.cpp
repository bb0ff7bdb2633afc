// SPDX-License-Identifier: Apache-2.0
#include "persistence/turnstile.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>

namespace rondo::persistence {

namespace {

void futex(std::atomic<std::uint32_t>& word, int operation, std::uint32_t value) noexcept {
  ::syscall(SYS_futex, reinterpret_cast<std::uint32_t*>(&word), operation | FUTEX_PRIVATE_FLAG, value,
            nullptr, nullptr, 0);
}

}  // namespace

void Turnstile::wait_for(std::uint32_t wanted) noexcept {
  for (;;) {
    const std::uint32_t number = number_.load(std::memory_order_acquire);
    if (static_cast<std::int32_t>(number - wanted) >= 0) return;
    futex(number_, FUTEX_WAIT, number);  // returns at once when it is another one by now
  }
}

void Turnstile::reach(std::uint32_t number) noexcept {
  number_.store(number, std::memory_order_release);
  futex(number_, FUTEX_WAKE, INT_MAX);
}

}  // namespace rondo::persistence
