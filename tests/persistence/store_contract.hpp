// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::persistence {

/// A kind of store that has to pass the contract.
struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<Store>(bool keep_history)> open;
};

inline void PrintTo(const StoreKind& kind, std::ostream* out) { *out << kind.name; }

/// What every store promises. The tests are in store_contract_*_test.cpp; the stores that take them are named
/// in store_contract_test.cpp.
class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  StoreContract() : store(GetParam().open(true)), definition_(make_definition("order")) {}

  template <typename Fill>
  void commit(Fill fill) {
    model::ChangeSet changes;
    fill(changes);
    store->commit(changes);
  }

  static std::shared_ptr<const model::ProcessDefinition> make_definition(std::string_view key) {
    model::ProcessBuilder builder;
    builder.process().id = key;
    return builder.build();
  }
  [[nodiscard]] const model::ProcessDefinition* definition() const { return definition_.get(); }

  static model::Instant at(std::int64_t second) { return model::Instant{std::chrono::seconds(second)}; }
  /// A wait of root instance `root`.
  static model::Handle wait(std::uint32_t root) { return {root, 1, 3, 1}; }
  /// The root instance in slot `root`.
  static model::Handle root(std::uint32_t root) { return {root, 1, 0, 1}; }

  [[nodiscard]] TaskPtr task(std::uint32_t id, std::string name, std::uint64_t sequence) const {
    model::TaskRecord record;
    record.id = wait(id);
    record.instance = root(id);
    record.definition = definition();
    record.name = std::move(name);
    record.sequence = sequence;
    return std::make_shared<const model::TaskRecord>(std::move(record));
  }
  [[nodiscard]] SubscriptionPtr subscription(std::uint32_t id, model::EventKind kind, std::string name,
                                             std::uint64_t sequence) const {
    model::SubscriptionRecord record;
    record.id = wait(id);
    record.definition = definition();
    record.kind = kind;
    record.name = std::move(name);
    record.sequence = sequence;
    return std::make_shared<const model::SubscriptionRecord>(std::move(record));
  }
  [[nodiscard]] JobPtr job(std::uint32_t id, std::int64_t due, std::uint64_t sequence,
                           std::int32_t retries = 3) const {
    model::JobRecord record;
    record.id = wait(id);
    record.definition = definition();
    record.due = at(due);
    record.sequence = sequence;
    record.retries = retries;
    return std::make_shared<const model::JobRecord>(std::move(record));
  }
  /// The job `id`, created in that order, of root instance `root`.
  [[nodiscard]] JobPtr job_of(std::uint32_t root_id, std::uint32_t id, std::int64_t due,
                              std::int64_t priority = 0, std::uint8_t held = 0) const {
    model::JobRecord record;
    record.id = {root_id, 1, id, 1};
    record.definition = definition();
    record.due = at(due);
    record.sequence = id;
    record.priority = priority;
    record.held = held;
    return std::make_shared<const model::JobRecord>(std::move(record));
  }
  /// Takes due jobs for an owner; gives their numbers.
  std::vector<std::uint32_t> acquire(std::string_view owner, std::int64_t now, std::size_t limit,
                                     std::int64_t lock = 100) {
    std::vector<std::uint32_t> ids;
    for (const JobPtr& job : store->acquire_jobs({owner, at(now), at(now + lock), limit})) {
      EXPECT_EQ(job->lock_owner, owner);
      EXPECT_EQ(job->locked_until, at(now + lock));
      ids.push_back(job->id.slot);
    }
    return ids;
  }
  [[nodiscard]] InstancePtr instance(std::uint32_t id, model::RecordState state, std::uint64_t sequence,
                                     std::optional<model::Handle> caller = std::nullopt) const {
    model::InstanceRecord record;
    record.id = root(id);
    record.definition = definition();
    record.state = state;
    record.sequence = sequence;
    record.caller = caller;
    return std::make_shared<const model::InstanceRecord>(std::move(record));
  }

  /// A variable of the instance itself that is created; `name` must be a literal.
  static model::VariableEvent variable(const model::Handle& instance, std::string_view name,
                                       model::Value value, std::int64_t second = 0) {
    model::VariableEvent event;
    event.instance = instance;
    event.scope = {instance.root, instance.root_generation, 0, 1};
    event.name = name;
    event.value = std::move(value);
    event.time = at(second);
    return event;
  }

  /// The root slots of the records, in their order.
  template <typename Records>
  static std::vector<std::uint32_t> roots(const Records& records) {
    std::vector<std::uint32_t> slots;
    for (const auto& record : records) slots.push_back(record->id.root);
    return slots;
  }
  [[nodiscard]] std::vector<std::uint32_t> all_tasks() const { return roots(store->tasks(any)); }
  [[nodiscard]] std::vector<std::uint32_t> all_instances() const {
    return roots(store->instances(true, any));
  }
  [[nodiscard]] std::vector<std::uint32_t> running_instances() const {
    return roots(store->instances(false, any));
  }

  static constexpr auto any = [](const auto&) { return true; };

  std::unique_ptr<Store> store;

 private:
  std::shared_ptr<const model::ProcessDefinition> definition_;
};

}  // namespace rondo::persistence
