// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_store.hpp"

#include "persistence/memory_history.hpp"
#include "persistence/memory_indexes.hpp"

#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

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

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(bool keep_history) : keep_history_(keep_history), instances_(keep_history) {}

  void commit(model::ChangeSet& changes) override {
    if (changes.empty()) return;
    const auto held = lock();
    for (auto& instance : changes.instances) instances_.put(std::move(instance));
    replace(tasks_, changes.tasks, changes.removed_tasks);
    replace(subscriptions_, changes.subscriptions, changes.removed_subscriptions);
    replace(jobs_, changes.jobs, changes.removed_jobs);
    for (auto& message : changes.messages) messages_.insert_or_assign(message->sequence, std::move(message));
    for (const auto& message : changes.removed_messages) messages_.erase(message->sequence);
    for (auto& record : changes.data_stores) data_stores_[record.id] = std::move(record);
    for (auto& incident : changes.incidents) incidents_.put(std::move(incident));
    for (const auto& id : changes.resolved_incidents) incidents_.erase(id);
    if (!keep_history_) return;
    for (auto& event : changes.history) history_.record(event);
    for (auto& variables : changes.final_variables) history_.keep(variables);
  }

  std::vector<TaskPtr> tasks(const std::function<bool(const model::TaskRecord&)>& wanted) const override {
    const auto held = lock();
    return tasks_.list(wanted);
  }

  std::vector<SubscriptionPtr> subscriptions(model::EventKind kind, std::string_view name) const override {
    const auto held = lock();
    return subscriptions_.list(kind, name);
  }

  std::vector<SubscriptionPtr> all_subscriptions() const override {
    const auto held = lock();
    return subscriptions_.list_all();
  }

  std::vector<JobPtr> jobs() const override {
    const auto held = lock();
    return jobs_.list();
  }

  JobPtr next_job(model::Instant until,
                  const std::function<bool(const model::JobRecord&)>& wanted) const override {
    const auto held = lock();
    return jobs_.next(until, wanted);
  }

  std::optional<model::Instant> next_due() const override {
    const auto held = lock();
    return jobs_.next_due();
  }

  std::vector<MessagePtr> messages() const override {
    const auto held = lock();
    std::vector<MessagePtr> found;
    for (const auto& [sequence, message] : messages_) found.push_back(message);
    return found;
  }

  std::vector<model::DataStoreRecord> data_stores() const override {
    const auto held = lock();
    std::vector<model::DataStoreRecord> found;
    for (const auto& [id, record] : data_stores_) found.push_back(record);
    return found;
  }

  std::vector<InstancePtr> instances(
      bool include_ended, const std::function<bool(const model::InstanceRecord&)>& wanted) const override {
    const auto held = lock();
    return instances_.list(include_ended, wanted);
  }

  InstancePtr instance(const model::Handle& id) const override {
    const auto held = lock();
    return instances_.find(id);
  }

  std::vector<InstancePtr> called_from(const model::Handle& caller) const override {
    const auto held = lock();
    return instances_.called_from(caller);
  }

  std::size_t running_count(std::string_view process_key) const override {
    const auto held = lock();
    return instances_.running_count(process_key);
  }

  std::vector<Visit> visits(const model::Handle& instance) const override {
    const auto held = lock();
    return history_.visits(instance);
  }

  std::optional<model::Object> final_variables(const model::Handle& instance) const override {
    const auto held = lock();
    return history_.final_variables(instance);
  }

  std::vector<model::IncidentRecord> incidents() const override {
    const auto held = lock();
    return incidents_.list();
  }

 private:
  [[nodiscard]] std::unique_lock<std::mutex> lock() const { return std::unique_lock(mutex_); }

  template <typename Index, typename Records>
  static void replace(Index& index, Records& put, const Records& removed) {
    for (auto& record : put) index.put(std::move(record));
    for (const auto& record : removed) index.erase(record->id);
  }

  const bool keep_history_;
  mutable std::mutex mutex_;
  TaskIndex tasks_;
  SubscriptionIndex subscriptions_;
  JobIndex jobs_;
  std::map<std::uint64_t, MessagePtr> messages_;
  std::map<std::string, model::DataStoreRecord> data_stores_;
  InstanceIndex instances_;
  IncidentIndex incidents_;
  MemoryHistory history_;
};

}  // namespace

std::unique_ptr<Store> open_memory_store(bool keep_history) {
  return std::make_unique<MemoryStore>(keep_history);
}

}  // namespace rondo::persistence
