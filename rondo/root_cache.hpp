// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution_tree.hpp"
#include "model/records.hpp"
#include "rondo/root_instances.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rondo {

/// A root instance of a durable store, as far as this engine has it in memory.
struct CachedRoot {
  RootInstance lock;           ///< Guards the rest; nothing rests in it.
  std::uint64_t revision = 0;  ///< 0: the state is not in memory.
  std::uint64_t looked = 0;    ///< DurableStore::changes_by_others() when the revision was the newest one.
  std::string state;           ///< In the form for disk.

  CachedRoot() = default;
  CachedRoot(const CachedRoot&) = delete;
  CachedRoot& operator=(const CachedRoot&) = delete;
  ~CachedRoot() = default;

  /// Forgets the state.
  void drop() noexcept {
    revision = 0;
    state.clear();
    forget_tree();
  }
  /// Forgets the tree that was read from the state, not the state.
  void forget_tree() noexcept;

 private:
  friend class RootCache;
  std::uint64_t key_ = 0;
  std::size_t users_ = 0;
  std::size_t counted_ = 0;                      // bytes of the state, while nobody uses it
  std::unique_ptr<agenda::ExecutionTree> tree_;  // empty, or read from the state
  std::list<CachedRoot*> as_idle_{this};         // its place among those that nobody uses,
  std::list<CachedRoot*> as_read_{this};         // and among those of them that have a tree
  std::list<CachedRoot*>::iterator idle_ = as_idle_.begin(), read_ = as_read_.begin();
};

/// The root instances that are in use and those that were used last; as many as fit in a bounded amount of
/// memory, however many the store has. Of the last few of them the trees are kept, too. Thread-safe.
class RootCache {
 public:
  /// Keeps a root instance in memory; lock its CachedRoot to look at it.
  class Use {
   public:
    Use(RootCache& cache, const model::Handle& root);
    Use(Use&& other) noexcept : cache_(other.cache_), root_(std::exchange(other.root_, nullptr)) {}
    Use& operator=(Use&&) = delete;
    ~Use();
    CachedRoot& operator*() noexcept { return *root_; }
    CachedRoot* operator->() noexcept { return root_; }
    /// Its tree; empty when it is to be read from the state. Precondition: the root instance is locked.
    [[nodiscard]] agenda::ExecutionTree& tree();

   private:
    RootCache& cache_;
    CachedRoot* root_;  // nullptr: another one keeps it
  };

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kMostIdle = 1024;                           // of one shard
  static constexpr std::size_t kMostBytes = std::size_t{4} * 1024 * 1024;  // of the idle ones of one shard
  static constexpr std::size_t kMostTrees = 32;                            // of the idle ones of one shard
  static constexpr std::size_t kMostSpare = 64;                            // of one shard
  using Roots = std::list<CachedRoot*>;
  using RootsByKey = std::unordered_map<std::uint64_t, CachedRoot>;
  using Trees = std::vector<std::unique_ptr<agenda::ExecutionTree>>;
  struct Shard {
    std::mutex mutex;
    RootsByKey roots;
    Roots idle, read;                          // used last in front
    std::size_t bytes = 0;                     // of the idle ones
    Trees trees;                               // empty ones
    std::vector<RootsByKey::node_type> spare;  // of instances that are gone, for new ones
  };

  [[nodiscard]] Shard& shard_of(std::uint64_t key) noexcept { return shards_[key % kShards]; }
  [[nodiscard]] static CachedRoot& find(Shard& shard, std::uint64_t key);
  static void occupy(Shard& shard, CachedRoot& root);
  static void leave(Shard& shard, CachedRoot& root);
  static void keep_tree(Shard& shard, CachedRoot& root);
  static void take_tree(Shard& shard, CachedRoot& root);
  static void erase(Shard& shard, CachedRoot& root);

  std::array<Shard, kShards> shards_;
};

}  // namespace rondo
