// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"
#include "persistence/history_store.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::persistence {

using TaskPtr = std::shared_ptr<const model::TaskRecord>;
using SubscriptionPtr = std::shared_ptr<const model::SubscriptionRecord>;
using JobPtr = std::shared_ptr<const model::JobRecord>;
using MessagePtr = std::shared_ptr<const model::MessageRecord>;

/// What acquire_jobs is asked for.
struct JobClaim {
  std::string_view owner;       ///< Who is to run them.
  model::Instant now{};         ///< Jobs due until then are taken, and locks that end by then are over.
  model::Instant lock_until{};  ///< Until when others leave them alone.
  std::size_t limit = 1;        ///< How many at most.
};

/// Keeps what outlives a command: waits that others must find, instances and history. One commit is
/// one command, applied as a whole. Predicates run under the store's lock: they neither call it nor block.
/// Thread-safe; readers never block writers for long. Every store passes the same contract tests.
class Store : public HistoryStore {
 public:
  /// Applies the changes, which are of one root instance, as one: all of them or none. What is new or changed
  /// is applied before what is removed. May move from the changes.
  virtual void commit(model::ChangeSet& changes) = 0;

  /// Open tasks, in order of creation, that `wanted` accepts.
  [[nodiscard]] virtual std::vector<TaskPtr> tasks(
      const std::function<bool(const model::TaskRecord&)>& wanted) const = 0;
  /// Subscriptions by event kind and name, in order of creation (empty name: all of the kind).
  [[nodiscard]] virtual std::vector<SubscriptionPtr> subscriptions(model::EventKind kind,
                                                                   std::string_view name) const = 0;
  /// Those of a kind and name that may have this key, or have none, in order of creation. Others of the name
  /// may be among them where keys are lists or objects; their number does not slow it down otherwise.
  [[nodiscard]] virtual std::vector<SubscriptionPtr> subscriptions(model::EventKind kind,
                                                                   std::string_view name,
                                                                   const model::Value& key) const = 0;
  /// Those of one process instance, in order of creation. Costs in proportion to the subscriptions of its
  /// root instance.
  [[nodiscard]] virtual std::vector<SubscriptionPtr> subscriptions_of(
      const model::Handle& instance) const = 0;
  /// All subscriptions, in order of creation.
  [[nodiscard]] virtual std::vector<SubscriptionPtr> all_subscriptions() const = 0;
  /// All jobs in order of due time, then creation.
  [[nodiscard]] virtual std::vector<JobPtr> jobs() const = 0;
  /// Of the jobs that are runnable, due at `now`, locked by nobody then, and accepted by `wanted`: the one
  /// with the highest priority; of these the one due first; of these the oldest. nullptr when there is none.
  [[nodiscard]] virtual JobPtr next_job(model::Instant now,
                                        const std::function<bool(const model::JobRecord&)>& wanted) const = 0;
  /// Locks runnable due jobs for an owner and gives them as they are now. At most one of a root instance,
  /// none of a root instance of which another one is locked. Higher priorities first; then whichever root
  /// instance has waited longest since a job of it was last taken; of a root instance in the order of
  /// next_job(). A commit that writes the job again, or removes it, ends its lock. What it costs depends on
  /// the jobs that have become due, not on the others.
  [[nodiscard]] virtual std::vector<JobPtr> acquire_jobs(const JobClaim& claim) = 0;
  /// Ends the lock of a job, if `owner` still has it: it can be taken again at once.
  virtual void release_job(const model::Handle& id, std::string_view owner) = 0;
  /// When acquire_jobs may next find one: the first due time or end of a lock among runnable jobs, those left
  /// out whose root instance has a job that is locked; nullopt when there is none.
  [[nodiscard]] virtual std::optional<model::Instant> next_due() const = 0;

  /// Messages that are kept, in order of sending. Asked for once, when an engine opens.
  [[nodiscard]] virtual std::vector<MessagePtr> messages() const = 0;

  /// What a data store holds; null until it is written.
  [[nodiscard]] virtual model::Value data_store(std::string_view id) const = 0;

  /// Running instances and, as far as history is kept, ended ones, in order of start.
  [[nodiscard]] virtual std::vector<InstancePtr> instances(
      bool include_ended, const std::function<bool(const model::InstanceRecord&)>& wanted) const = 0;
  [[nodiscard]] virtual InstancePtr instance(const model::Handle& id) const = 0;
  /// Instances called from that one, in order of start; ended ones included as far as kept.
  [[nodiscard]] virtual std::vector<InstancePtr> called_from(const model::Handle& caller) const = 0;
  /// Running instances of that process; of all processes when the key is empty.
  [[nodiscard]] virtual std::size_t running_count(std::string_view process_key) const = 0;
  [[nodiscard]] virtual std::vector<model::IncidentRecord> incidents() const = 0;
};

}  // namespace rondo::persistence
