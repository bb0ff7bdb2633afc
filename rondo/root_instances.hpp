// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution_tree.hpp"
#include "model/records.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace rondo {

/// One root process instance in memory, with everything called from it.
struct RootInstance {
  std::mutex mutex;
  std::atomic<std::thread::id> owner{};
  std::uint32_t index = 0;
  std::atomic<std::uint32_t> generation{0};  // raised while somebody with an old handle may look
  bool live = false;                         // guarded by mutex
  agenda::ExecutionTree tree;
};

/// Holds a root instance for one command: commands on one are serialized. Taking it twice in one thread
/// is an error, since the command that runs there has not reached its wait state.
class RootLock {
 public:
  /// Throws Error (InvalidState) when this thread holds it already.
  explicit RootLock(RootInstance& root);
  RootLock(const RootLock&) = delete;
  RootLock& operator=(const RootLock&) = delete;
  ~RootLock();

 private:
  RootInstance& root_;
};

/// All root instances of an engine, found by number without a hash look-up. Thread-safe. Slots of
/// ended instances are used again under another generation, with the memory they had.
class RootInstances {
 public:
  RootInstances() = default;
  RootInstances(const RootInstances&) = delete;
  RootInstances& operator=(const RootInstances&) = delete;
  ~RootInstances();

  /// Takes a slot for a new instance; not live until its first command is committed.
  RootInstance& allocate();
  /// Gives a slot back. Precondition: nobody holds it, its tree is cleared.
  void release(RootInstance& root);
  /// The slot of that number, or nullptr. Whether it still holds the instance is checked under its lock.
  [[nodiscard]] RootInstance* find(std::uint32_t index) const noexcept;

 private:
  static constexpr std::uint32_t kChunk = 256;
  static constexpr std::uint32_t kChunks = 1u << 18;

  std::mutex mutex_;
  std::vector<std::uint32_t> free_;
  std::atomic<std::uint32_t> size_{0};
  std::unique_ptr<std::atomic<RootInstance*>[]> chunks_ =
      std::make_unique<std::atomic<RootInstance*>[]>(kChunks);
};

}  // namespace rondo
