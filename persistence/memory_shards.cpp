// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_shards.hpp"

#include "persistence/history_matching.hpp"

#include <algorithm>
#include <map>
#include <type_traits>

namespace rondo::persistence {

namespace {

// Keeps the oldest so many of what is found, in no order.
void shrink(std::vector<InstancePtr>& found, std::size_t limit) {
  if (found.size() / 2 < limit) return;
  const auto middle = found.begin() + static_cast<std::ptrdiff_t>(limit);
  std::nth_element(found.begin(), middle, found.end(), [](const InstancePtr& left, const InstancePtr& right) {
    return left->sequence < right->sequence;
  });
  found.erase(middle, found.end());
}

}  // namespace

std::vector<InstancePtr> MemoryShards::find(const model::HistoricInstanceQuery& query) const {
  std::vector<InstancePtr> found;
  const std::size_t limit = std::max<std::size_t>(enough(query), 1);
  for (const auto& shard : shards_) {
    const std::lock_guard held(shard->mutex);
    shard->instances.visit(query, [&](InstancePtr instance) {
      if (fits(query, *instance) && shard->history.fits(query, *instance))
        found.push_back(std::move(instance));
      shrink(found, limit);
    });
  }
  sort_by_sequence(found);
  order_and_cut(query, found);
  return found;
}

std::size_t MemoryShards::count(const model::HistoricInstanceQuery& query) const {
  std::size_t count = 0;
  for (const auto& shard : shards_) {
    const std::lock_guard held(shard->mutex);
    shard->instances.visit(query, [&](const InstancePtr& instance) {
      if (fits(query, *instance) && shard->history.fits(query, *instance)) ++count;
    });
  }
  return count;
}

std::vector<MemoryShards::Numbered> MemoryShards::in_scope(const model::HistoryScope& scope) const {
  std::vector<Numbered> found;
  model::HistoricInstanceQuery instances;
  instances.of = scope;
  const auto add = [&](const InstancePtr& instance) {
    if (fits(scope, *instance)) found.emplace_back(instance->sequence, instance->id);
  };
  for (const auto& shard : shards_) {
    const std::lock_guard held(shard->mutex);
    shard->instances.visit(instances, add);
  }
  std::sort(found.begin(), found.end(),
            [](const Numbered& left, const Numbered& right) { return left.first < right.first; });
  return found;
}

template <typename Record, typename Query>
std::vector<Record> MemoryShards::find(const Query& query) const {
  std::vector<Record> found;
  const std::size_t limit = enough(query);
  for (const auto& [sequence, instance] : in_scope(query.of)) {
    if (found.size() >= limit) break;
    const MemoryShard& shard = of(instance);
    const std::lock_guard held(shard.mutex);
    shard.history.append(found, instance, query);
  }
  order_and_cut(query, found);
  return found;
}

template <typename Record, typename Query>
std::size_t MemoryShards::count(const Query& query) const {
  std::size_t count = 0;
  std::vector<Record> found;
  for (const auto& [sequence, instance] : in_scope(query.of)) {
    const MemoryShard& shard = of(instance);
    const std::lock_guard held(shard.mutex);
    found.clear();
    shard.history.append(found, instance, query);
    count += found.size();
  }
  return count;
}

template std::vector<Visit> MemoryShards::find(const model::HistoricActivityQuery&) const;
template std::vector<HistoricVariableRecord> MemoryShards::find(const model::HistoricVariableQuery&) const;
template std::vector<HistoricUpdateRecord> MemoryShards::find(const model::HistoricUpdateQuery&) const;
template std::vector<HistoricTaskRecord> MemoryShards::find(const model::HistoricTaskQuery&) const;
template std::vector<HistoricIncidentRecord> MemoryShards::find(const model::HistoricIncidentQuery&) const;
template std::vector<HistoricOperationRecord> MemoryShards::find(const model::HistoricOperationQuery&) const;
template std::size_t MemoryShards::count<Visit>(const model::HistoricActivityQuery&) const;
template std::size_t MemoryShards::count<HistoricVariableRecord>(const model::HistoricVariableQuery&) const;
template std::size_t MemoryShards::count<HistoricUpdateRecord>(const model::HistoricUpdateQuery&) const;
template std::size_t MemoryShards::count<HistoricTaskRecord>(const model::HistoricTaskQuery&) const;
template std::size_t MemoryShards::count<HistoricIncidentRecord>(const model::HistoricIncidentQuery&) const;
template std::size_t MemoryShards::count<HistoricOperationRecord>(const model::HistoricOperationQuery&) const;

std::vector<model::Handle> MemoryShards::removable(model::Instant now, std::size_t limit) const {
  std::multimap<model::Instant, model::Handle> due;
  for (const auto& shard : shards_) {
    const std::lock_guard held(shard->mutex);
    shard->history.append_removable(due, now, limit);
  }
  std::vector<model::Handle> found;
  for (const auto& [time, instance] : due) {
    if (found.size() == limit) break;
    found.push_back(instance);
  }
  return found;
}

void MemoryShards::forget(const std::vector<model::Handle>& instances) {
  for (const model::Handle& id : instances) {
    MemoryShard& shard = of(id);
    const std::lock_guard held(shard.mutex);
    const InstancePtr instance = shard.instances.find(id);
    if (instance == nullptr || !instance->end) continue;
    shard.history.forget(*instance);
    shard.instances.erase(*instance);
  }
}

}  // namespace rondo::persistence
