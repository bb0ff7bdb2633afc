// SPDX-License-Identifier: Apache-2.0
#include "rondo/snapshot_sequences.hpp"

#include <memory>
#include <utility>

namespace rondo {

void SnapshotSequences::collect(const agenda::ExecutionTree& tree,
                                const std::vector<model::ChangeSet>& changes) {
  for (std::uint32_t id = 0; id < tree.processes().bound(); ++id) {
    if (tree.processes().live(id)) note(tree.process(id).sequence);
  }
  for (std::uint32_t id = 0; id < tree.waits().bound(); ++id) {
    if (!tree.waits().live(id)) continue;
    const agenda::Wait& wait = tree.wait(id);
    if (wait.task != nullptr) note(wait.task->sequence);
    if (wait.subscription != nullptr) note(wait.subscription->sequence);
    if (wait.job != nullptr) note(wait.job->sequence);
  }
  for (const model::ChangeSet& each : changes) {
    for (const auto& instance : each.instances) note(instance->sequence);
    for (const auto& event : each.task_events) note(event.task->sequence);
  }
}

template <typename Record>
std::shared_ptr<const Record> SnapshotSequences::renumbered(
    const std::shared_ptr<const Record>& record) const {
  if (record == nullptr) return nullptr;
  auto copy = std::make_shared<Record>(*record);
  copy->sequence = of(record->sequence);
  if constexpr (requires { copy->conversation; }) copy->conversation = of(record->conversation);
  return copy;
}

void SnapshotSequences::replace(agenda::ExecutionTree& tree) const {
  for (std::uint32_t id = 0; id < tree.processes().bound(); ++id) {
    if (!tree.processes().live(id)) continue;
    agenda::ProcessInstance& instance = tree.edit_process(id);
    instance.sequence = of(instance.sequence);
    instance.conversation = of(instance.conversation);
  }
  for (std::uint32_t id = 0; id < tree.waits().bound(); ++id) {
    if (!tree.waits().live(id)) continue;
    agenda::Wait& wait = tree.edit_wait(id);
    wait.task = renumbered(wait.task);
    wait.subscription = renumbered(wait.subscription);
    wait.job = renumbered(wait.job);
  }
}

void SnapshotSequences::replace(agenda::ExecutionTree& tree, std::vector<model::ChangeSet>& changes,
                                const std::function<std::uint64_t()>& next) {
  for (auto& [old, number] : numbers_) number = next();
  replace(tree);
  for (model::ChangeSet& each : changes) {
    for (auto& instance : each.instances) instance = renumbered(instance);
    for (model::TaskEvent& event : each.task_events) event.task = renumbered(event.task);
  }
}

}  // namespace rondo
