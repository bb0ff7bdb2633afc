// SPDX-License-Identifier: Apache-2.0
#include "rondo/root_cache.hpp"

namespace rondo {

RootCache::Use::Use(RootCache& cache, const model::Handle& root) : cache_(cache) {
  const std::uint64_t key = std::uint64_t{root.root_generation} << 32 | root.root;
  Shard& shard = cache.shard_of(key);
  const std::lock_guard lock(shard.mutex);
  CachedRoot& found = shard.roots[key];
  found.key = key;
  if (found.users++ == 0 && found.counted != 0) {
    shard.idle.erase(found.at);
    shard.bytes -= found.counted;
    found.counted = 0;
  }
  root_ = &found;
}

RootCache::Use::~Use() {
  Shard& shard = cache_.shard_of(root_->key);
  const std::lock_guard lock(shard.mutex);
  if (--root_->users > 0) return;
  if (root_->revision == 0) {
    shard.roots.erase(root_->key);
    return;
  }
  root_->counted = sizeof(CachedRoot) + root_->state.capacity();
  shard.bytes += root_->counted;
  shard.idle.push_front(root_);
  root_->at = shard.idle.begin();
  shrink(shard);
}

void RootCache::shrink(Shard& shard) {
  while (shard.idle.size() > kMostIdle || shard.bytes > kMostBytes) {
    CachedRoot* oldest = shard.idle.back();
    shard.idle.pop_back();
    shard.bytes -= oldest->counted;
    shard.roots.erase(oldest->key);
  }
}

}  // namespace rondo
