// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/history_store.hpp"
#include "persistence/memory_history.hpp"
#include "persistence/memory_indexes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace rondo::persistence {

/// What belongs to some of the root instances, under a lock of its own.
struct alignas(64) MemoryShard {
  explicit MemoryShard(bool keep_ended) : instances(keep_ended) {}

  mutable std::mutex mutex;
  TaskIndex tasks;
  InstanceIndex instances;
  MemoryHistory history;
};

/// All shards of a store, and the queries of history over them. A query locks one shard at a time, so that it
/// holds up few commits and none for long.
class MemoryShards {
 public:
  explicit MemoryShards(bool keep_ended) {
    for (auto& shard : shards_) shard = std::make_unique<MemoryShard>(keep_ended);
  }

  // A thread takes the numbers of its root instances in runs and uses the last ones most: whole runs share a
  // shard, so that threads seldom meet.
  [[nodiscard]] MemoryShard& of(const model::Handle& id) const noexcept {
    constexpr std::uint32_t kRun = 32;
    return *shards_[id.root / kRun % kShards];
  }
  [[nodiscard]] auto begin() const noexcept { return shards_.begin(); }
  [[nodiscard]] auto end() const noexcept { return shards_.end(); }

  [[nodiscard]] std::vector<InstancePtr> find(const model::HistoricInstanceQuery& query) const;
  template <typename Record, typename Query>
  [[nodiscard]] std::vector<Record> find(const Query& query) const;
  template <typename Record, typename Query>
  [[nodiscard]] std::size_t count(const Query& query) const;
  [[nodiscard]] std::size_t count(const model::HistoricInstanceQuery& query) const;
  [[nodiscard]] std::vector<model::Handle> removable(model::Instant now, std::size_t limit) const;
  void forget(const std::vector<model::Handle>& instances);

 private:
  static constexpr std::size_t kShards = 64;
  using Numbered = std::pair<std::uint64_t, model::Handle>;  // the instance's sequence

  [[nodiscard]] std::vector<Numbered> in_scope(const model::HistoryScope& scope) const;

  std::array<std::unique_ptr<MemoryShard>, kShards> shards_;
};

}  // namespace rondo::persistence
