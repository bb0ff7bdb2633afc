// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace rondo::persistence {
namespace {

constexpr std::uint32_t kWriters = 2, kWriterRounds = 500;

/// One command that creates a task and a job of one instance, or removes both.
void commit_pair(Store& store, std::uint32_t root, bool create) {
  model::TaskRecord task;
  task.id = {root, 1, 1, 1};
  task.sequence = root;
  model::JobRecord job;
  job.id = {root, 1, 2, 1};
  job.sequence = root;
  model::ChangeSet changes;
  (create ? changes.tasks : changes.removed_tasks).push_back(std::make_shared<const model::TaskRecord>(task));
  (create ? changes.jobs : changes.removed_jobs).push_back(std::make_shared<const model::JobRecord>(job));
  store.commit(changes);
}

TEST(StoreConcurrency, LosesNothingThatSeveralThreadsCommit) {
  const auto store = open_memory_store(true);
  std::vector<std::thread> writers;
  for (std::uint32_t writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&store, writer] {
      for (std::uint32_t round = 0; round < kWriterRounds; ++round) {
        commit_pair(*store, round * kWriters + writer, true);
        if (round % 2 == 0) commit_pair(*store, round * kWriters + writer, false);
      }
    });
  }
  for (auto& writer : writers) writer.join();

  EXPECT_EQ(store->tasks({}).size(), kWriters * kWriterRounds / 2);
  EXPECT_EQ(store->jobs().size(), kWriters * kWriterRounds / 2);
}

TEST(StoreConcurrency, ShowsReadersWholeCommitsWhileOthersWrite) {
  const auto store = open_memory_store(true);
  std::atomic<bool> done = false;
  std::atomic<int> reads = 0, torn = 0;
  std::thread reader([&] {
    while (!done) {
      const auto jobs = store->jobs();
      const JobPtr first = store->next_job(model::Instant::max(), {});
      // Every commit of the writer leaves as many jobs as it found, or one more or less.
      if (jobs.size() > 1 || (first != nullptr && first->id.slot != 2)) ++torn;
      ++reads;
    }
  });
  for (std::uint32_t round = 0; round < kWriterRounds || reads < 10; ++round) {
    commit_pair(*store, round, true);
    commit_pair(*store, round, false);
  }
  done = true;
  reader.join();

  EXPECT_EQ(torn, 0);
  EXPECT_TRUE(store->jobs().empty());
}

TEST(StoreConcurrency, LetsAWriterInAmongReadersWithoutPause) {
  const auto store = open_memory_store(false);
  for (std::uint32_t root = 0; root < 2000; ++root) commit_pair(*store, root, true);
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!done) (void)store->next_job(model::Instant::max(), [](const auto&) { return false; });
    });
  }

  for (std::uint32_t root = 2000; root < 2020; ++root) commit_pair(*store, root, true);
  done = true;
  for (auto& reader : readers) reader.join();

  EXPECT_EQ(store->jobs().size(), 2020U);
}

}  // namespace
}  // namespace rondo::persistence
