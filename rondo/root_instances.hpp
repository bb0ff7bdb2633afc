// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/resting_tree.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace rondo {

/// One root process instance in memory, with everything called from it. Small, since there may be millions.
struct RootInstance {
  std::atomic<std::uintptr_t> owner{0};      ///< The thread that holds it; 0: nobody.
  std::atomic<std::uint32_t> generation{0};  ///< Raised while somebody with an old handle may look.
  RestingTree rest;                          ///< Guarded by the lock; empty: not live.
};

/// Holds a root instance for one command: commands on one are serialized. Taking it twice in one thread
/// is an error, since the command that runs there has not reached its wait state.
class RootLock {
 public:
  /// Throws Error (InvalidState) when this thread holds it already.
  explicit RootLock(RootInstance& root);
  /// Does not wait: see holds(). Throws nothing.
  RootLock(RootInstance& root, std::try_to_lock_t) noexcept;
  RootLock(const RootLock&) = delete;
  RootLock& operator=(const RootLock&) = delete;
  ~RootLock();

  [[nodiscard]] bool holds() const noexcept { return holds_; }
  /// From now on the root instance is held by nobody's thread, until let_go() is called, by any thread.
  void leave_held() noexcept;
  static void let_go(RootInstance& root) noexcept;

 private:
  RootInstance& root_;
  bool holds_ = true;
};

/// All root instances of an engine, found by number without a hash look-up. Thread-safe. Slots of
/// ended instances are used again under another generation.
class RootInstances {
 public:
  RootInstances() = default;
  RootInstances(const RootInstances&) = delete;
  RootInstances& operator=(const RootInstances&) = delete;
  ~RootInstances();

  /// Puts some free slots into `free`, which is empty. Throws Error (Execution) when there are none left.
  void take_free(std::vector<std::uint32_t>& free);
  /// Takes free slots back, all but a few. Precondition: nobody holds them, and nothing rests in them.
  void give_back(std::vector<std::uint32_t>& free);
  /// The slot of that number, or nullptr. Whether it still holds the instance is checked under its lock.
  [[nodiscard]] RootInstance* find(std::uint32_t index) const noexcept;

 private:
  // Chunk k holds kFirst << k slots.
  static constexpr std::uint32_t kFirst = 256;
  static constexpr std::size_t kChunks = 24;
  static constexpr std::size_t kBatch = 32;

  [[nodiscard]] static std::size_t chunk_of(std::uint32_t index) noexcept;
  std::uint32_t new_slot();

  std::mutex mutex_;
  std::vector<std::uint32_t> free_;
  std::atomic<std::uint32_t> size_{0};
  std::atomic<RootInstance*> chunks_[kChunks] = {};
};

}  // namespace rondo
