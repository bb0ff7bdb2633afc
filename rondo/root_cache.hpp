// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"
#include "rondo/root_instances.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

namespace rondo {

/// A root instance of a durable store, as far as this engine has it in memory.
struct CachedRoot {
  RootInstance lock;           ///< Guards the rest; nothing rests in it.
  std::uint64_t revision = 0;  ///< 0: the state is not in memory.
  std::uint64_t looked = 0;    ///< DurableStore::changes_by_others() when the revision was the newest one.
  std::string state;           ///< In the form for disk.

  /// Forgets the state.
  void drop() noexcept {
    revision = 0;
    state.clear();
  }

 private:
  friend class RootCache;
  std::uint64_t key = 0;
  std::size_t users = 0;
  std::size_t counted = 0;              // bytes of the state, while nobody uses it
  std::list<CachedRoot*>::iterator at;  // among those that nobody uses
};

/// The root instances that are in use and those that were used last; as many as fit in a bounded amount of
/// memory, however many the store has. Thread-safe.
class RootCache {
 public:
  /// Keeps a root instance in memory; lock its CachedRoot to look at it.
  class Use {
   public:
    Use(RootCache& cache, const model::Handle& root);
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use();
    CachedRoot& operator*() noexcept { return *root_; }
    CachedRoot* operator->() noexcept { return root_; }

   private:
    RootCache& cache_;
    CachedRoot* root_;
  };

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kMostIdle = 1024;              // of one shard
  static constexpr std::size_t kMostBytes = 4 * 1024 * 1024;  // of the idle ones of one shard
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::uint64_t, CachedRoot> roots;
    std::list<CachedRoot*> idle;  // used last in front
    std::size_t bytes = 0;        // of the idle ones
  };

  [[nodiscard]] Shard& shard_of(std::uint64_t key) noexcept { return shards_[key % kShards]; }
  static void shrink(Shard& shard);

  std::array<Shard, kShards> shards_;
};

}  // namespace rondo
