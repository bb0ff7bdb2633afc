// SPDX-License-Identifier: Apache-2.0
#include "rondo/clock.hpp"

#include <utility>

namespace rondo {

std::optional<std::chrono::milliseconds> Clock::time_until(Instant instant) const { return instant - now(); }

// NOLINTNEXTLINE(performance-unnecessary-value-param): clocks that override this keep it
std::shared_ptr<void> Clock::on_move(std::function<void()>) { return nullptr; }

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void ManualClock::set(Instant instant) {
  now_.store(instant);
  std::vector<std::shared_ptr<std::function<void()>>> told;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [](const auto& listener) { return listener.expired(); });
    for (const auto& listener : listeners_) told.push_back(listener.lock());
  }
  for (const auto& listener : told) {
    if (listener != nullptr) (*listener)();
  }
}

std::optional<std::chrono::milliseconds> ManualClock::time_until(Instant) const { return std::nullopt; }

std::shared_ptr<void> ManualClock::on_move(std::function<void()> moved) {
  auto listener = std::make_shared<std::function<void()>>(std::move(moved));
  const std::lock_guard lock(mutex_);
  listeners_.emplace_back(listener);
  return listener;
}

}  // namespace rondo
