// SPDX-License-Identifier: Apache-2.0
#include "rondo/root_instances.hpp"

#include "model/error.hpp"

namespace rondo {

RootLock::RootLock(RootInstance& root) : root_(root) {
  if (root.owner.load(std::memory_order_relaxed) == std::this_thread::get_id()) {
    throw Error(
        ErrorKind::InvalidState,
        "a command on this process instance is running in this thread; use the execution it was given");
  }
  root.mutex.lock();
  root.owner.store(std::this_thread::get_id(), std::memory_order_relaxed);
}

RootLock::~RootLock() {
  root_.owner.store({}, std::memory_order_relaxed);
  root_.mutex.unlock();
}

RootInstances::~RootInstances() {
  for (std::uint32_t chunk = 0; chunk < kChunks; ++chunk) {
    RootInstance* roots = chunks_[chunk].load();
    if (roots == nullptr) break;
    delete[] roots;
  }
}

RootInstance& RootInstances::allocate() {
  const std::lock_guard lock(mutex_);
  std::uint32_t index = 0;
  if (!free_.empty()) {
    index = free_.back();
    free_.pop_back();
  } else {
    index = size_.load(std::memory_order_relaxed);
    if (index / kChunk >= kChunks) throw Error(ErrorKind::Execution, "too many process instances at a time");
    if (index % kChunk == 0) {
      auto* roots = new RootInstance[kChunk];
      for (std::uint32_t i = 0; i < kChunk; ++i) roots[i].index = index + i;
      chunks_[index / kChunk].store(roots, std::memory_order_release);
    }
    size_.store(index + 1, std::memory_order_release);
  }
  RootInstance& root = *find(index);
  ++root.generation;
  return root;
}

void RootInstances::release(RootInstance& root) {
  const std::lock_guard lock(mutex_);
  free_.push_back(root.index);
}

RootInstance* RootInstances::find(std::uint32_t index) const noexcept {
  if (index >= size_.load(std::memory_order_acquire)) return nullptr;
  return &chunks_[index / kChunk].load(std::memory_order_acquire)[index % kChunk];
}

}  // namespace rondo
