// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::persistence {

/// A visit of a node, as history keeps it.
struct Visit {
  model::Handle instance, execution;
  std::uint32_t number = 0;
  const model::ProcessDefinition* definition = nullptr;
  model::NodeId node = model::kNoNode;
  model::Instant start{};
  std::optional<model::Instant> end;
  bool withdrawn = false;
  std::string reason;
  std::string assignee;
  std::optional<model::Handle> called;
};

using TaskPtr = std::shared_ptr<const model::TaskRecord>;
using SubscriptionPtr = std::shared_ptr<const model::SubscriptionRecord>;
using JobPtr = std::shared_ptr<const model::JobRecord>;
using MessagePtr = std::shared_ptr<const model::MessageRecord>;
using InstancePtr = std::shared_ptr<const model::InstanceRecord>;

/// Keeps what outlives a command: waits that others must find, instances and history. One commit is
/// one command, applied as a whole. Predicates run under the store's lock: they neither call it nor block.
/// Thread-safe; readers never block writers for long. Every store passes the same contract tests.
class Store {
 public:
  virtual ~Store() = default;

  /// Applies the changes as one: all of them or none. What is new or changed is applied before what is
  /// removed. May move from the changes.
  virtual void commit(model::ChangeSet& changes) = 0;

  /// Open tasks, in order of creation, that `wanted` accepts.
  [[nodiscard]] virtual std::vector<TaskPtr> tasks(
      const std::function<bool(const model::TaskRecord&)>& wanted) const = 0;
  /// Subscriptions by event kind and name, in order of creation (empty name: all of the kind).
  [[nodiscard]] virtual std::vector<SubscriptionPtr> subscriptions(model::EventKind kind,
                                                                   std::string_view name) const = 0;
  /// All subscriptions, in order of creation.
  [[nodiscard]] virtual std::vector<SubscriptionPtr> all_subscriptions() const = 0;
  /// Jobs in order of due time, then creation.
  [[nodiscard]] virtual std::vector<JobPtr> jobs() const = 0;
  /// The first job in that order that has retries left and that `wanted` accepts; stops looking at jobs due
  /// after `until`.
  [[nodiscard]] virtual JobPtr next_job(model::Instant until,
                                        const std::function<bool(const model::JobRecord&)>& wanted) const = 0;
  /// When the first job with retries left is due.
  [[nodiscard]] virtual std::optional<model::Instant> next_due() const = 0;

  /// Messages that are kept, in order of sending. Asked for once, when an engine opens.
  [[nodiscard]] virtual std::vector<MessagePtr> messages() const = 0;

  /// What data stores hold. Asked for once, when an engine opens.
  [[nodiscard]] virtual std::vector<model::DataStoreRecord> data_stores() const = 0;

  /// Running instances and, as far as history is kept, ended ones, in order of start.
  [[nodiscard]] virtual std::vector<InstancePtr> instances(
      bool include_ended, const std::function<bool(const model::InstanceRecord&)>& wanted) const = 0;
  [[nodiscard]] virtual InstancePtr instance(const model::Handle& id) const = 0;
  /// Instances called from that one, in order of start; ended ones included as far as kept.
  [[nodiscard]] virtual std::vector<InstancePtr> called_from(const model::Handle& caller) const = 0;
  /// Running instances of that process; of all processes when the key is empty.
  [[nodiscard]] virtual std::size_t running_count(std::string_view process_key) const = 0;
  /// Visits of an instance in the order in which nodes were entered.
  [[nodiscard]] virtual std::vector<Visit> visits(const model::Handle& instance) const = 0;
  /// Variables of an ended instance.
  [[nodiscard]] virtual std::optional<model::Object> final_variables(const model::Handle& instance) const = 0;
  [[nodiscard]] virtual std::vector<model::IncidentRecord> incidents() const = 0;
};

}  // namespace rondo::persistence
