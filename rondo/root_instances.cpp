// SPDX-License-Identifier: Apache-2.0
#include "rondo/root_instances.hpp"

#include "model/error.hpp"

#include <algorithm>
#include <bit>

namespace rondo {

namespace {

// An address that no other living thread has.
std::uintptr_t this_thread() noexcept {
  static thread_local char tag;
  return reinterpret_cast<std::uintptr_t>(&tag);
}

}  // namespace

RootLock::RootLock(RootInstance& root) : root_(root) {
  const std::uintptr_t self = this_thread();
  for (;;) {
    std::uintptr_t holder = 0;
    if (root.owner.compare_exchange_strong(holder, self, std::memory_order_acquire)) return;
    if (holder == self) {
      throw Error(
          ErrorKind::InvalidState,
          "a command on this process instance is running in this thread; use the execution it was given");
    }
    root.owner.wait(holder, std::memory_order_relaxed);
  }
}

RootLock::RootLock(RootInstance& root, std::try_to_lock_t) noexcept : root_(root) {
  std::uintptr_t holder = 0;
  holds_ = root.owner.compare_exchange_strong(holder, this_thread(), std::memory_order_acquire);
}

RootLock::~RootLock() {
  if (holds_) let_go(root_);
}

void RootLock::leave_held() noexcept {
  constexpr std::uintptr_t kNobodysThread = 1;
  root_.owner.store(kNobodysThread, std::memory_order_relaxed);
  holds_ = false;
}

void RootLock::let_go(RootInstance& root) noexcept {
  root.owner.store(0, std::memory_order_release);
  root.owner.notify_one();
}

RootInstances::~RootInstances() {
  for (const auto& chunk : chunks_) delete[] chunk.load();
}

std::size_t RootInstances::chunk_of(std::uint32_t index) noexcept {
  return static_cast<std::size_t>(std::bit_width(index + kFirst) - std::bit_width(kFirst));
}

std::uint32_t RootInstances::new_slot() {
  const std::uint32_t index = size_.load(std::memory_order_relaxed);
  const std::size_t chunk = chunk_of(index);
  if (chunk >= kChunks) throw Error(ErrorKind::Execution, "too many process instances at a time");
  if (chunks_[chunk].load(std::memory_order_relaxed) == nullptr) {
    chunks_[chunk].store(new RootInstance[std::size_t{kFirst} << chunk], std::memory_order_release);
  }
  size_.store(index + 1, std::memory_order_release);
  return index;
}

void RootInstances::take_free(std::vector<std::uint32_t>& free) {
  const std::lock_guard lock(mutex_);
  while (!free_.empty() && free.size() < kBatch) {
    free.push_back(free_.back());
    free_.pop_back();
  }
  if (!free.empty()) return;
  // Several at a time, so that threads do not write to neighbors in one line of the cache.
  while (free.size() < kBatch) free.push_back(new_slot());
  std::reverse(free.begin(), free.end());
}

void RootInstances::give_back(std::vector<std::uint32_t>& free) {
  if (free.size() < 2 * kBatch) return;
  const std::lock_guard lock(mutex_);
  free_.insert(free_.end(), free.begin() + kBatch, free.end());
  free.resize(kBatch);
}

RootInstance* RootInstances::find(std::uint32_t index) const noexcept {
  if (index >= size_.load(std::memory_order_acquire)) return nullptr;
  const std::size_t chunk = chunk_of(index);
  return &chunks_[chunk].load(std::memory_order_acquire)[index + kFirst - (kFirst << chunk)];
}

}  // namespace rondo
