// SPDX-License-Identifier: Apache-2.0
#include "persistence/turnstile.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <ctime>

namespace rondo::persistence {

namespace {

void futex(std::atomic<std::uint32_t>& word, int operation, std::uint32_t value,
           const timespec* time = nullptr) noexcept {
  ::syscall(SYS_futex, reinterpret_cast<std::uint32_t*>(&word), operation | FUTEX_PRIVATE_FLAG, value, time,
            nullptr, 0);
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

void Doorbell::wait(std::uint32_t rings, std::chrono::nanoseconds time) noexcept {
  constexpr std::int64_t kSecond = 1'000'000'000;
  timespec until{};
  until.tv_sec = time.count() / kSecond;
  until.tv_nsec = time.count() % kSecond;
  futex(rings_, FUTEX_WAIT, rings, &until);  // returns at once when there are more by now
}

void Doorbell::ring() noexcept {
  rings_.fetch_add(1, std::memory_order_release);
  futex(rings_, FUTEX_WAKE, 1);
}

}  // namespace rondo::persistence
