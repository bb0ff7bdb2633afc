// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_jobs.hpp"

#include "persistence/sqlite_queries.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace rondo::persistence {

namespace {

using model::Instant;
using model::JobRecord;

Instant instant(std::int64_t millis) { return Instant(std::chrono::milliseconds(millis)); }

// The job in a row of root, local, record, lock_owner, locked_until.
std::shared_ptr<JobRecord> job_in(SqliteStatement& row, const model::DefinitionNumbers& numbers) {
  auto job = std::make_shared<JobRecord>();
  job->id = handle_of(row.number(0), row.number(1));
  model::StoredReader in(row.bytes(2));
  read_row(in, *job, numbers);
  if (!row.is_null(3)) {
    job->lock_owner = row.bytes(3);
    job->locked_until = instant(row.number(4));
  }
  return job;
}

// A runnable job that is due and not locked.
struct Candidate {
  std::int64_t root = 0, local = 0;
  std::uint64_t turn = 0;
};

constexpr const char* kNextPriority = "SELECT max(priority) FROM job WHERE runnable AND priority <= ?1";
// Due jobs of one priority that nobody has locked, of roots of which none is locked, in order.
constexpr const char* kFree =
    "SELECT root, local FROM job AS own WHERE runnable AND priority = ?1 AND due <= ?2 AND "
    "(lock_owner IS NULL OR locked_until <= ?2) AND NOT EXISTS (SELECT 1 FROM job AS other WHERE "
    "other.root = own.root AND other.lock_owner IS NOT NULL AND other.locked_until > ?2) "
    "ORDER BY due, sequence";

std::optional<std::int64_t> next_priority(SqliteStatement& next, std::int64_t highest) {
  const SqliteReset reset(next.bind(1, highest));
  if (!next.step() || next.is_null(0)) return std::nullopt;
  return next.number(0);
}

// The first free job of each root of that priority, those of roots first that have waited longest.
std::vector<Candidate> candidates(SqliteStatement& free, std::int64_t priority, const JobClaim& claim,
                                  const JobTurns& turns, const std::set<std::int64_t>& taken) {
  // So many are looked at that turns matter, and not so many that a backlog costs each time.
  constexpr std::size_t kMany = 512;
  std::vector<Candidate> found;
  std::set<std::int64_t> seen = taken;
  const SqliteReset reset(free.bind(1, priority).bind(2, millis(claim.now)));
  while (found.size() < claim.limit + kMany && free.step()) {
    const std::int64_t root = free.number(0);
    if (seen.insert(root).second) found.push_back({root, free.number(1), turns.turn(root)});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Candidate& left, const Candidate& right) { return left.turn < right.turn; });
  return found;
}

}  // namespace

std::uint64_t JobTurns::turn(std::int64_t root) const noexcept {
  const auto found = turns_.find(root);
  return found == turns_.end() ? 0 : found->second.first;
}

void JobTurns::take(std::int64_t root) {
  const auto found = turns_.find(root);
  if (found != turns_.end()) order_.erase(found->second.second);
  order_.push_back(root);
  turns_[root] = {++last_, std::prev(order_.end())};
  if (turns_.size() <= kMost) return;
  turns_.erase(order_.front());
  order_.pop_front();
}

std::vector<JobPtr> read_jobs(SqliteReader& reader, const model::DefinitionNumbers& numbers) {
  SqliteStatement& rows = reader.statement(
      "SELECT root, local, record, lock_owner, locked_until FROM job ORDER BY due, sequence");
  const SqliteReset reset(rows);
  std::vector<JobPtr> found;
  while (rows.step()) found.push_back(job_in(rows, numbers));
  return found;
}

JobPtr find_next_job(SqliteReader& reader, const model::DefinitionNumbers& numbers, Instant now,
                     const std::function<bool(const JobRecord&)>& wanted) {
  SqliteStatement& next = reader.statement(kNextPriority);
  SqliteStatement& rows = reader.statement(
      "SELECT root, local, record, lock_owner, locked_until FROM job WHERE runnable AND priority = ?1 AND "
      "due <= ?2 AND (lock_owner IS NULL OR locked_until <= ?2) ORDER BY due, sequence");
  for (std::int64_t highest = INT64_MAX;;) {
    const auto priority = next_priority(next, highest);
    if (!priority) return nullptr;
    const SqliteReset reset(rows.bind(1, *priority).bind(2, millis(now)));
    while (rows.step()) {
      auto job = job_in(rows, numbers);
      job->lock_owner.clear();
      job->locked_until = {};
      if (!wanted || wanted(*job)) return job;
    }
    if (*priority == INT64_MIN) return nullptr;
    highest = *priority - 1;
  }
}

std::optional<Instant> find_next_due(SqliteReader& reader) {
  std::optional<Instant> first;
  for (const char* sql :
       {"SELECT min(locked_until) FROM job WHERE lock_owner IS NOT NULL",
        "SELECT due FROM job AS own WHERE runnable AND lock_owner IS NULL AND NOT EXISTS (SELECT 1 FROM job "
        "AS other WHERE other.root = own.root AND other.lock_owner IS NOT NULL) ORDER BY due LIMIT 1"}) {
    SqliteStatement& row = reader.statement(sql);
    const SqliteReset reset(row);
    if (!row.step() || row.is_null(0)) continue;
    if (!first || instant(row.number(0)) < *first) first = instant(row.number(0));
  }
  return first;
}

bool may_acquire(SqliteReader& reader, Instant now) {
  for (const char* sql : {"SELECT 1 FROM job WHERE runnable AND lock_owner IS NULL AND due <= ?1 LIMIT 1",
                          "SELECT 1 FROM job WHERE lock_owner IS NOT NULL AND locked_until <= ?1 LIMIT 1"}) {
    SqliteStatement& row = reader.statement(sql);
    const SqliteReset reset(row.bind(1, millis(now)));
    if (row.step()) return true;
  }
  return false;
}

std::vector<JobPtr> acquire_jobs(SqliteConnection& connection, const model::DefinitionNumbers& numbers,
                                 const JobClaim& claim, JobTurns& turns) {
  SqliteStatement next(connection, kNextPriority);
  SqliteStatement free(connection, kFree);
  SqliteStatement lock(connection,
                       "UPDATE job SET lock_owner = ?3, locked_until = ?4 WHERE root = ?1 AND local = ?2");
  SqliteStatement read(connection,
                       "SELECT root, local, record, lock_owner, locked_until FROM job WHERE root = ?1 AND "
                       "local = ?2");
  std::vector<JobPtr> found;
  std::set<std::int64_t> taken;
  for (std::int64_t highest = INT64_MAX; found.size() < claim.limit;) {
    const auto priority = next_priority(next, highest);
    if (!priority) break;
    for (const Candidate& job : candidates(free, *priority, claim, turns, taken)) {
      if (found.size() == claim.limit) break;
      lock.bind(1, job.root).bind(2, job.local).bind_text(3, claim.owner).bind(4, millis(claim.lock_until));
      lock.run();
      const SqliteReset reset(read.bind(1, job.root).bind(2, job.local));
      if (read.step()) found.push_back(job_in(read, numbers));
      taken.insert(job.root);
    }
    if (*priority == INT64_MIN) break;
    highest = *priority - 1;
  }
  for (const std::int64_t root : taken) turns.take(root);
  return found;
}

void release_job(SqliteConnection& connection, const model::Handle& id, std::string_view owner) {
  SqliteStatement release(connection,
                          "UPDATE job SET lock_owner = NULL, locked_until = NULL WHERE root = ?1 AND "
                          "local = ?2 AND lock_owner = ?3");
  release.bind(1, root_key(id)).bind(2, local_key(id)).bind_text(3, owner).run();
}

}  // namespace rondo::persistence
