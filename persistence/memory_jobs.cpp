// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_jobs.hpp"

#include "persistence/record_order.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

namespace rondo::persistence {

namespace {

bool is_locked(const model::JobRecord& job) noexcept { return !job.lock_owner.empty(); }

}  // namespace

bool JobIndex::Place::operator<(const Place& other) const noexcept {
  if (rank != other.rank) return rank < other.rank;
  if (when != other.when) return when < other.when;
  if (job->sequence != other.job->sequence) return job->sequence < other.job->sequence;
  return ordered(job->id) < ordered(other.job->id);
}

JobIndex::RootKey JobIndex::root_of(const model::JobRecord& job) noexcept {
  return RootKey{job.id.root} << 32 | job.id.root_generation;
}

void JobIndex::put(const JobPtr& job) {
  if (const auto former = by_id_.put(job)) unlink(former);
  link(job);
}

void JobIndex::erase(const model::Handle& id) {
  if (const auto former = by_id_.erase(id)) unlink(former);
}

void JobIndex::link(const JobPtr& job) {
  if (!job->runnable()) return;
  if (!is_locked(*job)) {
    waiting_.insert({0, job->due, job});
    return;
  }
  locked_.insert({0, job->locked_until, job});
  const RootKey key = root_of(*job);
  Root& root = roots_[key];
  ++root.locked;
  settle(key, root);
}

void JobIndex::unlink(const JobPtr& job) {
  if (!job->runnable()) return;
  if (!is_locked(*job) && waiting_.erase({0, job->due, job}) > 0) return;
  const RootKey key = root_of(*job);
  Root& root = roots_[key];
  if (is_locked(*job)) {
    locked_.erase({0, job->locked_until, job});
    --root.locked;
  } else {
    ready_.erase({-job->priority, job->due, job});
    root.ready.erase({-job->priority, job->due, job});
  }
  settle(key, root);
}

void JobIndex::make_ready(const JobPtr& job) {
  const Place place{-job->priority, job->due, job};
  ready_.insert(place);
  const RootKey key = root_of(*job);
  Root& root = roots_[key];
  root.ready.insert(place);
  settle(key, root);
}

// A root instance takes its turn behind all that are in the queue already, and keeps it until it is served.
void JobIndex::settle(RootKey key, Root& root) {
  const bool queues = root.locked == 0 && !root.ready.empty();
  const std::int64_t rank = queues ? root.ready.begin()->rank : 0;
  if (root.turn != 0 && (!queues || rank != root.rank)) queue_.erase({root.rank, root.turn, key});
  if (!queues) {
    root.turn = 0;
    if (root.locked == 0) roots_.erase(key);
    return;
  }
  if (root.turn != 0 && rank == root.rank) return;
  if (root.turn == 0) root.turn = ++turns_;
  root.rank = rank;
  queue_.insert({rank, root.turn, key});
}

// Jobs whose time has come are ready, and those of owners that have not come back can be taken again.
void JobIndex::sort_out(model::Instant now) {
  while (!locked_.empty() && locked_.begin()->when <= now) unlock(locked_.begin()->job);
  while (!waiting_.empty() && waiting_.begin()->when <= now) {
    const JobPtr job = waiting_.begin()->job;
    waiting_.erase(waiting_.begin());
    make_ready(job);
  }
}

JobPtr JobIndex::lock(const JobPtr& job, const JobClaim& claim) {
  auto locked = std::make_shared<model::JobRecord>(*job);
  locked->lock_owner = claim.owner;
  locked->locked_until = claim.lock_until;
  put(locked);
  return locked;
}

void JobIndex::unlock(const JobPtr& job) {
  auto free = std::make_shared<model::JobRecord>(*job);
  free->lock_owner.clear();
  free->locked_until = {};
  put(std::move(free));
}

std::vector<JobPtr> JobIndex::list() const {
  std::vector<JobPtr> found;
  by_id_.for_each([&](const JobPtr& job) { found.push_back(job); });
  std::sort(found.begin(), found.end(), [](const JobPtr& left, const JobPtr& right) {
    return std::tie(left->due, left->sequence) < std::tie(right->due, right->sequence);
  });
  return found;
}

JobPtr JobIndex::next(model::Instant now, const std::function<bool(const model::JobRecord&)>& wanted) {
  sort_out(now);
  for (const Place& place : ready_) {
    // The clock may have been set back since it became ready.
    if (place.when <= now && (!wanted || wanted(*place.job))) return place.job;
  }
  return nullptr;
}

std::vector<JobPtr> JobIndex::acquire(const JobClaim& claim) {
  sort_out(claim.now);
  std::vector<JobPtr> found;
  while (found.size() < claim.limit && !queue_.empty()) {
    const JobPtr job = roots_.at(queue_.begin()->root).ready.begin()->job;
    if (job->due > claim.now) {
      put(job);  // the clock was set back: it waits again
    } else {
      found.push_back(lock(job, claim));
    }
  }
  return found;
}

void JobIndex::release(const model::Handle& id, std::string_view owner) {
  const JobPtr* const found = by_id_.find(id);
  if (found != nullptr && (*found)->lock_owner == owner) unlock(JobPtr(*found));
}

std::optional<model::Instant> JobIndex::next_due() const {
  std::optional<model::Instant> first;
  const auto consider = [&](model::Instant when) {
    if (!first || when < *first) first = when;
  };
  if (!waiting_.empty()) consider(waiting_.begin()->when);
  if (!locked_.empty()) consider(locked_.begin()->when);
  if (queue_.empty()) return first;
  for (const Place& place : ready_) {
    if (roots_.at(root_of(*place.job)).locked == 0) consider(place.when);
  }
  return first;
}

}  // namespace rondo::persistence
