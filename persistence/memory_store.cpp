// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_store.hpp"

#include "persistence/memory_jobs.hpp"
#include "persistence/memory_shards.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rondo::persistence {

namespace {

/// Incidents in the order in which they were added.
class IncidentIndex {
 public:
  void put(model::IncidentRecord incident) {
    const auto [number, is_new] = numbers_.try_emplace(incident.id, next_);
    if (is_new) ++next_;
    incidents_.insert_or_assign(number->second, std::move(incident));
  }

  void erase(const model::Handle& id) {
    const auto number = numbers_.find(id);
    if (number == numbers_.end()) return;
    incidents_.erase(number->second);
    numbers_.erase(number);
  }

  [[nodiscard]] std::vector<model::IncidentRecord> list() const {
    std::vector<model::IncidentRecord> found;
    found.reserve(incidents_.size());
    for (const auto& [number, incident] : incidents_) found.push_back(incident);
    return found;
  }

 private:
  std::uint64_t next_ = 0;
  std::map<std::uint64_t, model::IncidentRecord> incidents_;
  std::unordered_map<model::Handle, std::uint64_t, HandleHash> numbers_;
};

/// Commands on different root instances mostly commit side by side: tasks, instances and history are kept
/// by root instance. What is asked for across them, jobs and subscriptions, is kept in one place. A thread
/// that holds several locks took the shards' first, in their order.
class MemoryStore final : public Store {
 public:
  explicit MemoryStore(bool keep_history) : keep_history_(keep_history), shards_(keep_history) {}

  void commit(model::ChangeSet& changes) override {
    if (changes.empty()) return;
    MemoryShard& shard = shard_of(root_of(changes));
    const std::lock_guard held(shard.mutex);
    const auto held_waits = changes_waits(changes) ? lock_waits() : std::unique_lock<std::mutex>();
    for (const auto& instance : changes.instances) {
      shard.instances.put(instance);
      if (keep_history_ && instance->removal) shard.history.plan_removal(*instance->removal, instance->id);
    }
    replace(shard.tasks, changes.tasks, changes.removed_tasks);
    replace(subscriptions_, changes.subscriptions, changes.removed_subscriptions);
    replace(jobs_, changes.jobs, changes.removed_jobs);
    for (auto& message : changes.messages) messages_.insert_or_assign(message->sequence, std::move(message));
    for (const auto& message : changes.removed_messages) messages_.erase(message->sequence);
    for (auto& record : changes.data_stores) data_stores_[record.id] = std::move(record.value);
    for (const auto& incident : changes.incidents) incidents_.put(incident);
    for (const auto& id : changes.resolved_incidents) incidents_.erase(id);
    if (!keep_history_) return;
    for (auto& event : changes.history) shard.history.record(event);
    shard.history.record_rest(changes);
  }

  std::vector<TaskPtr> tasks(const std::function<bool(const model::TaskRecord&)>& wanted) const override {
    const auto held = lock_shards();
    std::vector<TaskPtr> found;
    for (const auto& shard : shards_) shard->tasks.append(found, wanted);
    sort_by_sequence(found);
    return found;
  }

  std::vector<SubscriptionPtr> subscriptions(model::EventKind kind, std::string_view name) const override {
    const auto held = lock_waits();
    return subscriptions_.list(kind, name);
  }

  std::vector<SubscriptionPtr> subscriptions(model::EventKind kind, std::string_view name,
                                             const model::Value& key) const override {
    const auto held = lock_waits();
    return subscriptions_.list(kind, name, key);
  }

  std::vector<SubscriptionPtr> subscriptions_of(const model::Handle& instance) const override {
    const auto held = lock_waits();
    return subscriptions_.of_instance(instance);
  }

  std::vector<SubscriptionPtr> all_subscriptions() const override {
    const auto held = lock_waits();
    return subscriptions_.list_all();
  }

  std::vector<JobPtr> jobs() const override {
    const auto held = lock_waits();
    return jobs_.list();
  }

  JobPtr next_job(model::Instant now,
                  const std::function<bool(const model::JobRecord&)>& wanted) const override {
    const auto held = lock_waits();
    return jobs_.next(now, wanted);
  }

  std::vector<JobPtr> acquire_jobs(const JobClaim& claim) override {
    const auto held = lock_waits();
    return jobs_.acquire(claim);
  }

  void release_job(const model::Handle& id, std::string_view owner) override {
    const auto held = lock_waits();
    jobs_.release(id, owner);
  }

  std::optional<model::Instant> next_due() const override {
    const auto held = lock_waits();
    return jobs_.next_due();
  }

  std::vector<MessagePtr> messages() const override {
    const auto held = lock_waits();
    std::vector<MessagePtr> found;
    for (const auto& [sequence, message] : messages_) found.push_back(message);
    return found;
  }

  model::Value data_store(std::string_view id) const override {
    const auto held = lock_waits();
    const auto found = data_stores_.find(id);
    return found == data_stores_.end() ? model::Value() : found->second;
  }

  std::vector<InstancePtr> instances(
      bool include_ended, const std::function<bool(const model::InstanceRecord&)>& wanted) const override {
    const auto held = lock_shards();
    std::vector<InstancePtr> found;
    for (const auto& shard : shards_) shard->instances.append(found, include_ended, wanted);
    sort_by_sequence(found);
    return found;
  }

  InstancePtr instance(const model::Handle& id) const override {
    const MemoryShard& shard = shard_of(id);
    const std::lock_guard held(shard.mutex);
    return shard.instances.find(id);
  }

  std::vector<InstancePtr> called_from(const model::Handle& caller) const override {
    const MemoryShard& shard = shard_of(caller);
    const std::lock_guard held(shard.mutex);
    return shard.instances.called_from(caller);
  }

  std::size_t running_count(std::string_view process_key) const override {
    const auto held = lock_shards();
    std::size_t count = 0;
    for (const auto& shard : shards_) count += shard->instances.running_count(process_key);
    return count;
  }

  std::vector<InstancePtr> find(const model::HistoricInstanceQuery& query) const override {
    return shards_.find(query);
  }
  std::vector<Visit> find(const model::HistoricActivityQuery& query) const override {
    return shards_.find<Visit>(query);
  }
  std::vector<HistoricVariableRecord> find(const model::HistoricVariableQuery& query) const override {
    return shards_.find<HistoricVariableRecord>(query);
  }
  std::vector<HistoricUpdateRecord> find(const model::HistoricUpdateQuery& query) const override {
    return shards_.find<HistoricUpdateRecord>(query);
  }
  std::vector<HistoricTaskRecord> find(const model::HistoricTaskQuery& query) const override {
    return shards_.find<HistoricTaskRecord>(query);
  }
  std::vector<HistoricIncidentRecord> find(const model::HistoricIncidentQuery& query) const override {
    return shards_.find<HistoricIncidentRecord>(query);
  }
  std::vector<HistoricOperationRecord> find(const model::HistoricOperationQuery& query) const override {
    return shards_.find<HistoricOperationRecord>(query);
  }
  std::size_t count(const model::HistoricInstanceQuery& query) const override { return shards_.count(query); }
  std::size_t count(const model::HistoricActivityQuery& query) const override {
    return shards_.count<Visit>(query);
  }
  std::size_t count(const model::HistoricVariableQuery& query) const override {
    return shards_.count<HistoricVariableRecord>(query);
  }
  std::size_t count(const model::HistoricUpdateQuery& query) const override {
    return shards_.count<HistoricUpdateRecord>(query);
  }
  std::size_t count(const model::HistoricTaskQuery& query) const override {
    return shards_.count<HistoricTaskRecord>(query);
  }
  std::size_t count(const model::HistoricIncidentQuery& query) const override {
    return shards_.count<HistoricIncidentRecord>(query);
  }
  std::size_t count(const model::HistoricOperationQuery& query) const override {
    return shards_.count<HistoricOperationRecord>(query);
  }
  std::vector<model::Handle> removable(model::Instant now, std::size_t limit) const override {
    return shards_.removable(now, limit);
  }
  void forget(const std::vector<model::Handle>& instances) override { shards_.forget(instances); }

  std::vector<Visit> visits(const model::Handle& instance) const override {
    const MemoryShard& shard = shard_of(instance);
    const std::lock_guard held(shard.mutex);
    return shard.history.visits(instance);
  }

  std::optional<model::Object> final_variables(const model::Handle& instance) const override {
    const MemoryShard& shard = shard_of(instance);
    const std::lock_guard held(shard.mutex);
    return shard.history.final_variables(instance);
  }

  std::vector<model::IncidentRecord> incidents() const override {
    const auto held = lock_waits();
    return incidents_.list();
  }

 private:
  using ShardLocks = std::vector<std::unique_lock<std::mutex>>;

  [[nodiscard]] MemoryShard& shard_of(const model::Handle& id) const noexcept { return shards_.of(id); }
  [[nodiscard]] std::unique_lock<std::mutex> lock_waits() const { return std::unique_lock(waits_mutex_); }
  [[nodiscard]] ShardLocks lock_shards() const {
    ShardLocks locks;
    for (const auto& shard : shards_) locks.emplace_back(shard->mutex);
    return locks;
  }

  [[nodiscard]] static bool changes_waits(const model::ChangeSet& changes) noexcept {
    return !(changes.subscriptions.empty() && changes.removed_subscriptions.empty() && changes.jobs.empty() &&
             changes.removed_jobs.empty() && changes.incidents.empty() &&
             changes.resolved_incidents.empty() && changes.messages.empty() &&
             changes.removed_messages.empty() && changes.data_stores.empty());
  }

  /// Any id in the changes, all of which are of one root instance.
  [[nodiscard]] static model::Handle root_of(const model::ChangeSet& changes) noexcept {
    if (!changes.instances.empty()) return changes.instances.front()->id;
    if (!changes.tasks.empty()) return changes.tasks.front()->id;
    if (!changes.removed_tasks.empty()) return changes.removed_tasks.front()->id;
    if (!changes.history.empty()) return changes.history.front().instance;
    if (!changes.variables.empty()) return changes.variables.front().instance;
    if (!changes.task_events.empty()) return changes.task_events.front().task->instance;
    if (!changes.incidents.empty()) return changes.incidents.front().id;
    if (!changes.resolved_incidents.empty()) return changes.resolved_incidents.front();
    if (!changes.operations.empty()) return changes.operations.front().instance;
    return {};
  }

  template <typename Index, typename Records>
  static void replace(Index& index, Records& put, const Records& removed) {
    for (auto& record : put) index.put(std::move(record));
    for (const auto& record : removed) index.erase(record->id);
  }

  const bool keep_history_;
  MemoryShards shards_;
  alignas(64) mutable std::mutex waits_mutex_;  // for what follows
  SubscriptionIndex subscriptions_;
  mutable JobIndex jobs_;                         // looking for the next job sorts what has become due
  std::map<std::uint64_t, MessagePtr> messages_;  // by sequence
  std::map<std::string, model::Value, std::less<>> data_stores_;
  IncidentIndex incidents_;
};

}  // namespace

std::unique_ptr<Store> open_memory_store(bool keep_history) {
  return std::make_unique<MemoryStore>(keep_history);
}

}  // namespace rondo::persistence
