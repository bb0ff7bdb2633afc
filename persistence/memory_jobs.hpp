// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/record_table.hpp"
#include "persistence/store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rondo::persistence {

/// Jobs, so that those to run next are found without looking at the others: a job lies in one order while
/// its time has not come, moves to another once it has, and to a third one while somebody runs it. Those that
/// cannot run are kept apart. Each move takes logarithmic time. Not thread-safe.
class JobIndex {
 public:
  void put(const JobPtr& job);
  void erase(const model::Handle& id);
  [[nodiscard]] std::vector<JobPtr> list() const;
  [[nodiscard]] JobPtr next(model::Instant now, const std::function<bool(const model::JobRecord&)>& wanted);
  [[nodiscard]] std::vector<JobPtr> acquire(const JobClaim& claim);
  void release(const model::Handle& id, std::string_view owner);
  [[nodiscard]] std::optional<model::Instant> next_due() const;

 private:
  /// A job at its place in an order.
  struct Place {
    std::int64_t rank = 0;  ///< Of jobs that are due: the negated priority.
    model::Instant when{};
    JobPtr job;
    [[nodiscard]] bool operator<(const Place& other) const noexcept;
  };
  using Order = std::set<Place>;
  using RootKey = std::uint64_t;
  /// The due jobs of a root instance, and whether one of its jobs is locked.
  struct Root {
    Order ready;
    std::size_t locked = 0;
    std::uint64_t turn = 0;  ///< Its place in the queue; 0: it is not in it.
    std::int64_t rank = 0;   ///< In the queue: of its first job.
  };
  struct Turn {
    std::int64_t rank = 0;
    std::uint64_t turn = 0;
    RootKey root = 0;
    auto operator<=>(const Turn&) const = default;
  };

  static RootKey root_of(const model::JobRecord& job) noexcept;
  void link(const JobPtr& job);
  void unlink(const JobPtr& job);
  void make_ready(const JobPtr& job);
  void settle(RootKey key, Root& root);
  void sort_out(model::Instant now);
  JobPtr lock(const JobPtr& job, const JobClaim& claim);
  void unlock(const JobPtr& job);

  RecordTable<JobPtr> by_id_;
  Order waiting_;  // by due time
  Order ready_;    // due when somebody last asked
  Order locked_;   // by the end of the lock
  std::unordered_map<RootKey, Root> roots_;
  std::set<Turn> queue_;  // root instances with ready jobs and without locked ones
  std::uint64_t turns_ = 0;
};

}  // namespace rondo::persistence
