// SPDX-License-Identifier: Apache-2.0
#include "rondo/root_cache.hpp"

#include "model/brief_lock.hpp"
#include "persistence/deferral.hpp"

#include <utility>

namespace rondo {

void CachedRoot::forget_tree() noexcept {
  if (tree_ != nullptr) tree_->clear();
}

RootCache::Use::Use(RootCache& cache, const model::Handle& root) : cache_(cache) {
  persistence::Deferral::settle();
  const std::uint64_t key = std::uint64_t{root.root_generation} << 32 | root.root;
  Shard& shard = cache.shard_of(key);
  const auto lock = model::lock_briefly(shard.mutex);
  CachedRoot& found = find(shard, key);
  if (found.users_++ == 0) occupy(shard, found);
  root_ = &found;
}

RootCache::Use::~Use() {
  if (root_ == nullptr) return;
  Shard& shard = cache_.shard_of(root_->key_);
  const auto lock = model::lock_briefly(shard.mutex);
  if (--root_->users_ == 0) leave(shard, *root_);
}

agenda::ExecutionTree& RootCache::Use::tree() {
  if (root_->tree_ == nullptr) {
    Shard& shard = cache_.shard_of(root_->key_);
    const auto lock = model::lock_briefly(shard.mutex);
    if (!shard.trees.empty()) {
      root_->tree_ = std::move(shard.trees.back());
      shard.trees.pop_back();
    }
  }
  if (root_->tree_ == nullptr) root_->tree_ = std::make_unique<agenda::ExecutionTree>();
  return *root_->tree_;
}

CachedRoot& RootCache::find(Shard& shard, std::uint64_t key) {
  if (shard.spare.empty()) {
    const auto [place, is_new] = shard.roots.try_emplace(key);
    if (is_new) place->second.key_ = key;  // others read it without the lock
    return place->second;
  }
  const auto known = shard.roots.find(key);
  if (known != shard.roots.end()) return known->second;
  auto node = std::move(shard.spare.back());
  shard.spare.pop_back();
  node.key() = key;
  node.mapped().key_ = key;
  return shard.roots.insert(std::move(node)).position->second;
}

void RootCache::occupy(Shard& shard, CachedRoot& root) {
  if (root.counted_ == 0) return;
  root.as_idle_.splice(root.as_idle_.end(), shard.idle, root.idle_);
  if (root.tree_ != nullptr) root.as_read_.splice(root.as_read_.end(), shard.read, root.read_);
  shard.bytes -= std::exchange(root.counted_, 0);
}

void RootCache::leave(Shard& shard, CachedRoot& root) {
  if (root.revision == 0) return erase(shard, root);
  root.counted_ = sizeof(CachedRoot) + root.state.capacity();
  shard.bytes += root.counted_;
  shard.idle.splice(shard.idle.begin(), root.as_idle_);
  keep_tree(shard, root);
  while (shard.idle.size() > kMostIdle || shard.bytes > kMostBytes) {
    CachedRoot& oldest = *shard.idle.back();
    occupy(shard, oldest);
    erase(shard, oldest);
  }
}

// A large one may have much memory; it is read again when it is needed.
void RootCache::keep_tree(Shard& shard, CachedRoot& root) {
  if (root.tree_ == nullptr) return;
  if (root.tree_->empty() || !RestingTree::packs(*root.tree_)) return take_tree(shard, root);
  shard.read.splice(shard.read.begin(), root.as_read_);
  if (shard.read.size() <= kMostTrees) return;
  CachedRoot& oldest = *shard.read.back();
  oldest.as_read_.splice(oldest.as_read_.end(), shard.read, oldest.read_);
  take_tree(shard, oldest);
}

void RootCache::take_tree(Shard& shard, CachedRoot& root) {
  if (root.tree_ == nullptr) return;
  root.tree_->clear();
  if (shard.trees.size() < kMostTrees) shard.trees.push_back(std::move(root.tree_));
  root.tree_ = nullptr;
}

void RootCache::erase(Shard& shard, CachedRoot& root) {
  take_tree(shard, root);
  auto node = shard.roots.extract(root.key_);
  if (shard.spare.size() == kMostSpare) return;
  root.revision = 0;
  root.looked = 0;
  root.state = {};
  shard.spare.push_back(std::move(node));
}

}  // namespace rondo
