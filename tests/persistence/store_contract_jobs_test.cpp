// SPDX-License-Identifier: Apache-2.0
#include "tests/persistence/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace rondo::persistence {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreContract, TakesDueJobsInOrder) {
  commit([&](auto& changes) {
    changes.jobs = {job_of(1, 1, 20), job_of(2, 2, 10), job_of(3, 3, 10), job_of(4, 4, 30)};
  });
  EXPECT_THAT(acquire("a", 9, 10), IsEmpty());
  EXPECT_THAT(acquire("a", 20, 2), ElementsAre(2, 3));
  EXPECT_THAT(acquire("b", 20, 10), ElementsAre(1));
  EXPECT_EQ(store->next_due(), at(30));
}

TEST_P(StoreContract, TakesHigherPrioritiesFirst) {
  commit([&](auto& changes) {
    changes.jobs = {job_of(1, 1, 10), job_of(2, 2, 12, 5), job_of(3, 3, 11, 5), job_of(4, 4, 10, -1),
                    job_of(5, 5, 99, 50)};
  });
  EXPECT_EQ(store->next_job(at(20), any)->id.slot, 3U);
  EXPECT_THAT(acquire("a", 20, 10), ElementsAre(3, 2, 1, 4));
}

TEST_P(StoreContract, LeavesOutJobsThatAreHeldOrOutOfRetries) {
  auto dead = std::make_shared<model::JobRecord>(*job_of(1, 1, 10));
  dead->retries = 0;
  commit([&](auto& changes) { changes.jobs = {dead, job_of(2, 2, 10, 0, model::job_hold::kInstance)}; });
  EXPECT_THAT(acquire("a", 20, 10), IsEmpty());
  EXPECT_EQ(store->next_job(at(20), any), nullptr);
  EXPECT_EQ(store->next_due(), std::nullopt);
  EXPECT_EQ(store->jobs().size(), 2U);
  commit([&](auto& changes) { changes.jobs = {job_of(2, 2, 10)}; });
  EXPECT_THAT(acquire("a", 20, 10), ElementsAre(2));
}

TEST_P(StoreContract, TakesOneJobOfARootInstanceAtATime) {
  commit([&](auto& changes) { changes.jobs = {job_of(1, 1, 10), job_of(1, 2, 10), job_of(2, 3, 11)}; });
  EXPECT_THAT(acquire("a", 20, 10), ElementsAre(1, 3));
  EXPECT_THAT(acquire("b", 20, 10), IsEmpty());
  commit([&](auto& changes) { changes.removed_jobs = {job_of(1, 1, 10)}; });
  EXPECT_THAT(acquire("b", 20, 10), ElementsAre(2));
}

TEST_P(StoreContract, ServesRootInstancesInTurn) {
  commit([&](auto& changes) {
    for (std::uint32_t id = 1; id <= 5; ++id) changes.jobs.push_back(job_of(1, id, 10));
    changes.jobs.push_back(job_of(2, 6, 15));
    changes.jobs.push_back(job_of(2, 7, 15));
  });
  std::vector<std::uint32_t> order;
  for (int i = 0; i < 7; ++i) {
    for (const std::uint32_t id : acquire("a", 20, 1)) {
      order.push_back(id);
      commit([&](auto& changes) { changes.removed_jobs = {job_of(id < 6 ? 1 : 2, id, id < 6 ? 10 : 15)}; });
    }
  }
  EXPECT_THAT(order, ElementsAre(1, 6, 2, 7, 3, 4, 5));
}

TEST_P(StoreContract, TakesJobsAgainWhoseOwnerHasNotComeBack) {
  commit([&](auto& changes) { changes.jobs = {job_of(1, 1, 10)}; });
  EXPECT_THAT(acquire("dead", 20, 10, 100), ElementsAre(1));
  EXPECT_EQ(store->next_due(), at(120));
  EXPECT_EQ(store->next_job(at(119), {}), nullptr);
  EXPECT_THAT(acquire("alive", 119, 10), IsEmpty());
  EXPECT_EQ(store->jobs().front()->lock_owner, "dead");
  EXPECT_THAT(acquire("alive", 120, 10), ElementsAre(1));
}

TEST_P(StoreContract, GivesLocksBackOfTheirOwnerOnly) {
  commit([&](auto& changes) { changes.jobs = {job_of(1, 1, 10)}; });
  EXPECT_THAT(acquire("a", 20, 10), ElementsAre(1));
  store->release_job({1, 1, 1, 1}, "b");
  EXPECT_THAT(acquire("b", 20, 10), IsEmpty());
  store->release_job({1, 1, 1, 1}, "a");
  store->release_job({9, 1, 1, 1}, "a");
  EXPECT_THAT(acquire("b", 20, 10), ElementsAre(1));
}

TEST_P(StoreContract, ACommitThatWritesAJobEndsItsLock) {
  commit([&](auto& changes) { changes.jobs = {job_of(1, 1, 10)}; });
  EXPECT_THAT(acquire("a", 20, 10), ElementsAre(1));
  commit([&](auto& changes) { changes.jobs = {job_of(1, 1, 50)}; });
  EXPECT_EQ(store->next_due(), at(50));
  EXPECT_THAT(acquire("b", 50, 10), ElementsAre(1));
  commit([&](auto& changes) { changes.removed_jobs = {job_of(1, 1, 50)}; });
  EXPECT_THAT(store->jobs(), IsEmpty());
  EXPECT_EQ(store->next_due(), std::nullopt);
}

TEST_P(StoreContract, JobsAreNotDueAnyMoreWhenTheClockIsSetBack) {
  commit([&](auto& changes) { changes.jobs = {job_of(1, 1, 10), job_of(2, 2, 20)}; });
  EXPECT_EQ(store->next_job(at(30), {})->id.slot, 1U);
  EXPECT_THAT(acquire("a", 15, 10), ElementsAre(1));
  EXPECT_EQ(store->next_job(at(15), {}), nullptr);
  EXPECT_THAT(acquire("a", 20, 10), ElementsAre(2));
}

}  // namespace
}  // namespace rondo::persistence
