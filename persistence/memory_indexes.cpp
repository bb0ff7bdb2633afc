// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_indexes.hpp"

#include "persistence/history_matching.hpp"
#include "persistence/record_order.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

namespace rondo::persistence {

namespace {

template <typename Record>
void append_wanted(Records<Record>& records, const RecordTable<PackedRecord<Record>>& table,
                   const std::function<bool(const Record&)>& wanted) {
  table.for_each([&](const auto& packed) {
    auto record = packed.unpack();
    if (!wanted || wanted(*record)) records.push_back(std::move(record));
  });
}

/// Removes the record with `id` from an order in which it has `key`.
template <typename Order>
void erase_record(Order& order, const typename Order::key_type& key, const model::Handle& id) {
  for (auto [at, end] = order.equal_range(key); at != end; ++at) {
    if (at->second->id == id) {
      order.erase(at);
      return;
    }
  }
}

std::string_view process_key(const model::InstanceRecord& instance) noexcept {
  return instance.definition == nullptr ? std::string_view() : instance.definition->id;
}

// A text that equal keys have in common: numbers are equal whatever their type, and lists and objects may
// hold numbers. Empty when there is no key.
std::string indexed_key(const model::Value& key) {
  if (key.is_null()) return {};
  if (key.is_list()) return "[]";
  if (key.is_object()) return "{}";
  constexpr double kBeyondIntegers = 9223372036854775808.0;
  if (key.is_double() && std::abs(key.as_double()) < kBeyondIntegers &&
      key.as_double() == std::trunc(key.as_double())) {
    return std::to_string(static_cast<std::int64_t>(key.as_double()));
  }
  return model::to_json(key);
}

}  // namespace

bool SubscriptionIndex::RootOrder::operator()(const model::Handle& left,
                                              const model::Handle& right) const noexcept {
  return ordered(left) < ordered(right);
}

void TaskIndex::append(std::vector<TaskPtr>& found,
                       const std::function<bool(const model::TaskRecord&)>& wanted) const {
  append_wanted(found, by_id_, wanted);
}

void SubscriptionIndex::put(SubscriptionPtr subscription) {
  SubscriptionPtr& place = by_id_[subscription->id];
  if (const auto former = std::exchange(place, subscription)) unlink(*former);
  const std::string key = indexed_key(subscription->key);
  auto bucket = buckets_.find(KeyView(subscription->kind, subscription->name, key));
  if (bucket == buckets_.end()) {
    bucket = buckets_.emplace(Key(subscription->kind, subscription->name, key), Bucket()).first;
  }
  // Sequences grow, so that the end is nearly always the right place.
  bucket->second.emplace_hint(bucket->second.end(), subscription->sequence, std::move(subscription));
}

void SubscriptionIndex::erase(const model::Handle& id) {
  const auto former = by_id_.find(id);
  if (former == by_id_.end()) return;
  unlink(*former->second);
  by_id_.erase(former);
}

void SubscriptionIndex::unlink(const model::SubscriptionRecord& subscription) {
  const std::string key = indexed_key(subscription.key);
  const auto bucket = buckets_.find(KeyView(subscription.kind, subscription.name, key));
  erase_record(bucket->second, subscription.sequence, subscription.id);
  if (bucket->second.empty()) buckets_.erase(bucket);
}

void SubscriptionIndex::append(std::vector<SubscriptionPtr>& found, const KeyView& key) const {
  const auto bucket = buckets_.find(key);
  if (bucket == buckets_.end()) return;
  for (const auto& [sequence, subscription] : bucket->second) found.push_back(subscription);
}

std::vector<SubscriptionPtr> SubscriptionIndex::list(model::EventKind kind, std::string_view name) const {
  std::vector<SubscriptionPtr> found;
  std::size_t buckets = 0;
  for (auto bucket = buckets_.lower_bound(KeyView(kind, name, {}));
       bucket != buckets_.end() && std::get<0>(bucket->first) == kind; ++bucket, ++buckets) {
    if (!name.empty() && std::get<1>(bucket->first) != name) break;
    for (const auto& [sequence, subscription] : bucket->second) found.push_back(subscription);
  }
  if (buckets > 1) sort_by_sequence(found);
  return found;
}

std::vector<SubscriptionPtr> SubscriptionIndex::list(model::EventKind kind, std::string_view name,
                                                     const model::Value& key) const {
  std::vector<SubscriptionPtr> found;
  const std::string indexed = indexed_key(key);
  append(found, KeyView(kind, name, {}));
  if (!indexed.empty()) append(found, KeyView(kind, name, indexed));
  sort_by_sequence(found);
  return found;
}

std::vector<SubscriptionPtr> SubscriptionIndex::list_all() const {
  std::vector<SubscriptionPtr> found;
  found.reserve(by_id_.size());
  for (const auto& [id, subscription] : by_id_) found.push_back(subscription);
  sort_by_sequence(found);
  return found;
}

std::vector<SubscriptionPtr> SubscriptionIndex::of_instance(const model::Handle& instance) const {
  std::vector<SubscriptionPtr> found;
  model::Handle first = instance;
  first.slot = first.generation = 0;
  for (auto at = by_id_.lower_bound(first); at != by_id_.end() && at->first.root == instance.root &&
                                            at->first.root_generation == instance.root_generation;
       ++at) {
    if (at->second->instance == instance) found.push_back(at->second);
  }
  sort_by_sequence(found);
  return found;
}

bool InstanceIndex::CallLink::operator<(const CallLink& other) const noexcept {
  return std::tuple_cat(ordered(caller), std::tie(sequence), ordered(called)) <
         std::tuple_cat(ordered(other.caller), std::tie(other.sequence), ordered(other.called));
}

// Who called an instance, when it started and its process never change.
void InstanceIndex::put(const InstancePtr& instance) {
  const bool running = is_running(*instance);
  auto former = running_.erase(instance->id);
  const bool was_running = !(former == nullptr);
  if (!was_running && keep_ended_) former = ended_.erase(instance->id);
  const bool was_kept = !(former == nullptr);
  if (was_running) count(*instance, false);
  if (running) count(*instance, true);
  const bool kept = running || (keep_ended_ && instance->kept);
  if (kept) (running ? running_ : ended_).put(PackedRecord<model::InstanceRecord>(*instance));
  const bool has_keys = !instance->business_key.empty() || !by_business_key_.empty();
  if (was_kept && has_keys) {
    const InstancePtr before = former.unpack();
    if (kept && before->business_key == instance->business_key) return;
    unlink(*before);
    if (kept) link(*instance);
  } else if (was_kept != kept) {
    kept ? link(*instance) : unlink(*instance);
  }
}

void InstanceIndex::link(const model::InstanceRecord& instance) {
  if (instance.caller) calls_.insert({*instance.caller, instance.sequence, instance.id});
  if (!instance.business_key.empty()) by_business_key_.emplace(instance.business_key, instance.id);
}

void InstanceIndex::unlink(const model::InstanceRecord& instance) {
  if (instance.caller) calls_.erase({*instance.caller, instance.sequence, instance.id});
  if (instance.business_key.empty()) return;
  for (auto [at, end] = by_business_key_.equal_range(instance.business_key); at != end; ++at) {
    if (at->second != instance.id) continue;
    by_business_key_.erase(at);
    return;
  }
}

void InstanceIndex::erase(const model::InstanceRecord& instance) {
  if (!(ended_.erase(instance.id) == nullptr)) unlink(instance);
}

// One more, or one less, of its process is running.
void InstanceIndex::count(const model::InstanceRecord& instance, bool more) {
  auto count = running_counts_.find(process_key(instance));
  if (more) {
    if (count == running_counts_.end()) count = running_counts_.emplace(process_key(instance), 0).first;
    ++count->second;
  } else if (--count->second == 0) {
    running_counts_.erase(count);
  }
}

InstancePtr InstanceIndex::find(const model::Handle& id) const {
  for (const auto* table : {&running_, &ended_}) {
    if (const auto* found = table->find(id)) return found->unpack();
  }
  return nullptr;
}

void InstanceIndex::append(std::vector<InstancePtr>& found, bool include_ended,
                           const std::function<bool(const model::InstanceRecord&)>& wanted) const {
  append_wanted(found, running_, wanted);
  if (include_ended) append_wanted(found, ended_, wanted);
}

void InstanceIndex::visit(const model::HistoricInstanceQuery& query,
                          const std::function<void(InstancePtr)>& take) const {
  const auto take_one = [&](const model::Handle& id) {
    if (auto instance = find(id)) take(std::move(instance));
  };
  if (!query.of.instance_id.empty()) {
    if (const auto id = instance_of(query.of.instance_id)) take_one(*id);
    return;
  }
  if (!query.caller_instance_id.empty()) {
    const auto caller = instance_of(query.caller_instance_id);
    if (!caller) return;
    for (auto& instance : called_from(*caller)) take(std::move(instance));
    return;
  }
  if (!query.of.business_key.empty()) {
    for (auto [at, end] = by_business_key_.equal_range(query.of.business_key); at != end; ++at)
      take_one(at->second);
    return;
  }
  const auto take_all = [&](const auto& table) {
    table.for_each([&](const auto& packed) { take(packed.unpack()); });
  };
  if (query.finished != std::optional(true)) take_all(running_);
  if (query.finished != std::optional(false)) take_all(ended_);
}

std::vector<InstancePtr> InstanceIndex::called_from(const model::Handle& caller) const {
  std::vector<InstancePtr> found;
  for (auto call = calls_.lower_bound({caller, 0, {}}); call != calls_.end() && call->caller == caller;
       ++call) {
    found.push_back(find(call->called));
  }
  return found;
}

std::size_t InstanceIndex::running_count(std::string_view process_key) const {
  if (process_key.empty()) {
    std::size_t all = 0;
    for (const auto& [key, count] : running_counts_) all += count;
    return all;
  }
  const auto count = running_counts_.find(process_key);
  return count == running_counts_.end() ? 0 : count->second;
}

}  // namespace rondo::persistence
