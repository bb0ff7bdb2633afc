// SPDX-License-Identifier: Apache-2.0
// How instances of other engines are taken in.
#include "rondo/borrowed_worker.hpp"
#include "rondo/durable_core.hpp"
#include "rondo/engine_core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo {

namespace {

struct Cleared {
  agenda::ExecutionTree& tree;
  ~Cleared() { tree.clear(); }
};

[[noreturn]] void refuse(const model::Handle& kept) {
  throw Error(ErrorKind::InvalidState, fmt::format("the id '{}' has been taken in between",
                                                   to_text(kept, model::HandleKind::Instance)));
}

}  // namespace

std::vector<Resource> EngineCore::sources(std::uint64_t deployment) {
  std::vector<Resource> files;
  if (durable_ == nullptr) {
    const std::lock_guard lock(sources_mutex_);
    const auto found = sources_.find(deployment);
    return found == sources_.end() ? files : found->second;
  }
  for (auto& stored : durable_->store().deployments(deployment - 1)) {
    if (stored.number != deployment) continue;
    for (auto& file : stored.resources) files.push_back({std::move(file.name), std::move(file.content)});
  }
  return files;
}

model::Handle EngineCore::take_in(const std::optional<model::Handle>& kept, bool was_here, Fill fill) {
  if (durable_ != nullptr) return take_in_stored(kept, was_here, fill);
  if (kept) refuse(*kept);
  BorrowedWorker worker(*this);
  if (worker->tree == nullptr) take_tree_back(*worker);
  if (worker->free_roots.empty()) roots_.take_free(worker->free_roots);
  const std::uint32_t index = worker->free_roots.back();
  RootInstance& root = *roots_.find(index);
  const model::Handle handle{index, ++root.generation, 0, 1};
  const RootLock lock(root);
  agenda::ExecutionTree& tree = *worker->tree;
  std::vector<model::ChangeSet> changes;
  RestingTree packed;
  try {
    fill(handle, tree, changes);
    if (!tree.empty() && RestingTree::packs(tree)) packed = RestingTree::pack(tree, worker->writer);
  } catch (...) {
    tree.clear();
    throw;
  }
  for (model::ChangeSet& each : changes) commit(each);
  if (!tree.empty()) worker->free_roots.pop_back();
  rest(root, tree, *worker, std::move(packed));
  return handle;
}

model::Handle EngineCore::take_in_stored(const std::optional<model::Handle>& kept, bool was_here, Fill fill) {
  BorrowedWorker worker(*this);
  const model::Handle handle = kept ? *kept : durable_->new_root();
  RootCache::Use root(durable_->roots(), handle);
  const RootLock lock(root->lock);
  agenda::ExecutionTree& tree = *worker->tree;
  const Cleared cleared{tree};
  std::vector<model::ChangeSet> changes;
  fill(handle, tree, changes);
  worker->writer.clear();
  const model::Handle base{handle.root, handle.root_generation, 0, 0};
  if (!tree.empty()) tree.store(worker->writer, base, durable_->book());
  // A number that was just reserved is this engine's own.
  if (!durable_->store().take_in(changes, handle, worker->writer.bytes(), was_here || !kept)) {
    refuse(handle);
  }
  root->drop();
  Instant due = Instant::max();
  for (const model::ChangeSet& each : changes) due = std::min(due, first_due(each));
  if (due != Instant::max()) alarm_.job_due(due);
  return handle;
}

}  // namespace rondo
