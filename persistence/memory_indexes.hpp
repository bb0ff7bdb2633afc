// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/record_table.hpp"
#include "persistence/store.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rondo::persistence {

// What the store in memory keeps, ordered as it is asked for. One commit touches only what it changes:
// no operation but a query that gives many records takes more than logarithmic time. A record that is put
// again under its id replaces the former one wherever that was. Not thread-safe.
//
// Records are kept in hash tables by id; tasks and instances, of which there may be millions, in their
// compact form. Only jobs and subscriptions need an order at hand (the next one due, the oldest of a name),
// and pay for a tree; tasks and instances are only ever asked for as a list, which is sorted when it is made.

/// Puts records in the order in which they were made.
template <typename Record>
void sort_by_sequence(std::vector<std::shared_ptr<const Record>>& records) {
  std::sort(records.begin(), records.end(),
            [](const auto& left, const auto& right) { return left->sequence < right->sequence; });
}

/// Open tasks.
class TaskIndex {
 public:
  void put(const TaskPtr& task) { by_id_.put(PackedRecord<model::TaskRecord>(*task)); }
  void erase(const model::Handle& id) { by_id_.erase(id); }
  /// Adds those that `wanted` accepts, in no order.
  void append(std::vector<TaskPtr>& found, const std::function<bool(const model::TaskRecord&)>& wanted) const;

 private:
  RecordTable<PackedRecord<model::TaskRecord>> by_id_;
};

/// Subscriptions by kind, name and key, and by root instance.
class SubscriptionIndex {
 public:
  void put(SubscriptionPtr subscription);
  void erase(const model::Handle& id);
  /// In order of creation; an empty name means all of the kind.
  [[nodiscard]] std::vector<SubscriptionPtr> list(model::EventKind kind, std::string_view name) const;
  /// Those that have this key, or none; see Store.
  [[nodiscard]] std::vector<SubscriptionPtr> list(model::EventKind kind, std::string_view name,
                                                  const model::Value& key) const;
  [[nodiscard]] std::vector<SubscriptionPtr> of_instance(const model::Handle& instance) const;
  [[nodiscard]] std::vector<SubscriptionPtr> list_all() const;

 private:
  /// Those of a root instance stand together.
  struct RootOrder {
    [[nodiscard]] bool operator()(const model::Handle& left, const model::Handle& right) const noexcept;
  };
  using Bucket = std::multimap<std::uint64_t, SubscriptionPtr>;  // by sequence
  using Key = std::tuple<model::EventKind, std::string, std::string>;
  using KeyView = std::tuple<model::EventKind, std::string_view, std::string_view>;
  struct KeyOrder {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): of the standard library
    template <typename Left, typename Right>
    [[nodiscard]] bool operator()(const Left& left, const Right& right) const noexcept {
      return KeyView(left) < KeyView(right);
    }
  };

  void append(std::vector<SubscriptionPtr>& found, const KeyView& key) const;
  void unlink(const model::SubscriptionRecord& subscription);

  std::map<model::Handle, SubscriptionPtr, RootOrder> by_id_;
  std::map<Key, Bucket, KeyOrder> buckets_;  // by kind, name and indexed key
};

/// Process instances, who called them, and how many of each process are running.
class InstanceIndex {
 public:
  /// `keep_ended`: whether instances stay when they have ended.
  explicit InstanceIndex(bool keep_ended) : keep_ended_(keep_ended) {}

  void put(const InstancePtr& instance);
  /// Removes one that has ended.
  void erase(const model::InstanceRecord& instance);
  [[nodiscard]] InstancePtr find(const model::Handle& id) const;
  /// Adds those that `wanted` accepts, in no order.
  void append(std::vector<InstancePtr>& found, bool include_ended,
              const std::function<bool(const model::InstanceRecord&)>& wanted) const;
  /// Gives those of which an index says that they may be what is asked for, in no order.
  void visit(const model::HistoricInstanceQuery& query, const std::function<void(InstancePtr)>& take) const;
  /// In order of start.
  [[nodiscard]] std::vector<InstancePtr> called_from(const model::Handle& caller) const;
  [[nodiscard]] std::size_t running_count(std::string_view process_key) const;

 private:
  struct TextHash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): of the standard library
    [[nodiscard]] std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  /// That `called` was called by `caller`; `sequence` is that of `called`.
  struct CallLink {
    model::Handle caller;
    std::uint64_t sequence = 0;
    model::Handle called;
    [[nodiscard]] bool operator<(const CallLink& other) const noexcept;
  };

  using BusinessKeys = std::unordered_multimap<std::string, model::Handle, TextHash, std::equal_to<>>;

  void count(const model::InstanceRecord& instance, bool more);
  void link(const model::InstanceRecord& instance);
  void unlink(const model::InstanceRecord& instance);

  bool keep_ended_;
  RecordTable<PackedRecord<model::InstanceRecord>> running_, ended_;
  std::set<CallLink> calls_;
  BusinessKeys by_business_key_;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> running_counts_;
};

}  // namespace rondo::persistence
