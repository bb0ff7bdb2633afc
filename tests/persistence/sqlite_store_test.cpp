// SPDX-License-Identifier: Apache-2.0
// What only a store on disk promises: states and their revisions, faults of the disk, damaged files.
#include "persistence/sqlite_store.hpp"

#include "model/error.hpp"
#include "persistence/sqlite_connection.hpp"
#include "tests/persistence/fault_vfs.hpp"
#include "tests/persistence/test_definitions.hpp"
#include "tests/support/temporary_file.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace rondo::persistence {
namespace {

using model::Handle;

class SqliteStoreTest : public testing::Test {
 protected:
  SqliteStoreTest() { open(); }
  ~SqliteStoreTest() override { FaultVfs::set(FaultVfs::Fault::None); }

  void open() {
    store.reset();
    SqliteOptions options;
    options.vfs = FaultVfs::name();
    store = open_sqlite_store(file(), definitions_, options);
  }
  [[nodiscard]] std::string file() const { return folder_.file("store"); }

  static Handle root(std::uint32_t number) { return {number, 1, 0, 1}; }
  bool commit(std::uint32_t number, std::uint64_t expected, std::string_view state) {
    model::ChangeSet changes;
    auto task = std::make_shared<model::TaskRecord>();
    task->id = {number, 1, 0, 1};
    task->name = state;
    (state.empty() ? changes.removed_tasks : changes.tasks).push_back(task);
    return store->commit(changes, {root(number), expected, state});
  }
  [[nodiscard]] std::string state(std::uint32_t number) const {
    const auto found = store->load(root(number));
    return found ? found->state : "none";
  }
  [[nodiscard]] std::vector<std::string> tasks() const {
    std::vector<std::string> names;
    for (const auto& task : store->tasks({})) names.push_back(task->name);
    return names;
  }

  std::unique_ptr<DurableStore> store;

 private:
  tests::TemporaryFolder folder_;
  TestDefinitions definitions_;
};

TEST_F(SqliteStoreTest, KeepsTheLastStateOfARoot) {
  ASSERT_TRUE(commit(1, 0, "one"));
  ASSERT_TRUE(commit(1, 1, "two"));
  open();
  EXPECT_EQ(state(1), "two");
  EXPECT_EQ(store->revision(root(1)), 2U);
  ASSERT_TRUE(commit(1, 2, {}));
  EXPECT_EQ(state(1), "none");
}

TEST_F(SqliteStoreTest, ACommitOnAnOldRevisionChangesNothing) {
  ASSERT_TRUE(commit(1, 0, "one"));
  ASSERT_TRUE(commit(1, 1, "two"));
  EXPECT_FALSE(commit(1, 1, "other"));
  EXPECT_FALSE(commit(1, 1, {}));
  EXPECT_EQ(state(1), "two");
  EXPECT_EQ(tasks(), std::vector<std::string>{"two"});
}

TEST_F(SqliteStoreTest, NumbersAreGivenOutOnce) {
  const auto first = store->reserve(Numbering::Root, 10);
  const auto sequence = store->reserve(Numbering::Sequence, 10);
  EXPECT_EQ(first, sequence);
  open();
  EXPECT_EQ(store->reserve(Numbering::Root, 5), first + 10);
  EXPECT_EQ(store->reserve(Numbering::Root, 5), first + 15);
}

TEST_F(SqliteStoreTest, CommitsOfManyThreadsAreAllThere) {
  constexpr std::uint32_t kThreads = 16, kEach = 50;
  std::vector<std::thread> threads;
  std::atomic<int> refused{0};
  for (std::uint32_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::uint32_t i = 0; i < kEach; ++i) {
        const std::uint32_t number = thread * kEach + i;
        if (!commit(number, 0, "new") || !commit(number, 1, std::to_string(number))) ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  open();
  EXPECT_EQ(refused, 0);
  for (std::uint32_t number = 0; number < kThreads * kEach; ++number) {
    EXPECT_EQ(state(number), std::to_string(number));
  }
}

TEST_F(SqliteStoreTest, OfTwoCommitsOnOneRevisionOneIsRefused) {
  ASSERT_TRUE(commit(1, 0, "one"));
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { accepted += commit(1, 1, "two") ? 1 : 0; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(accepted, 1);
  EXPECT_EQ(store->revision(root(1)), 2U);
}

class DiskFaults : public SqliteStoreTest, public testing::WithParamInterface<FaultVfs::Fault> {};

TEST_P(DiskFaults, FailTheCommitAndLeaveTheRest) {
  ASSERT_TRUE(commit(1, 0, "one"));
  const int faults =
      GetParam() == FaultVfs::Fault::FailedSync ? 1 : 5;  // a commit syncs once, and writes often
  for (int after = 0; after < faults; ++after) {
    const auto revision = store->revision(root(1));
    FaultVfs::set(GetParam(), after);
    ErrorKind kind = ErrorKind::NotFound;
    try {
      (void)commit(1, revision, std::string(100'000, 'x'));
    } catch (const Error& failure) {
      kind = failure.kind();
    }
    EXPECT_EQ(kind, ErrorKind::Store) << "after " << after;
    EXPECT_EQ(state(1), "one");
    EXPECT_EQ(tasks(), std::vector<std::string>{"one"});
    // When the disk does again, so does the store.
    FaultVfs::set(FaultVfs::Fault::None);
    ASSERT_TRUE(commit(1, revision, "one"));
  }
  const auto revision = store->revision(root(1));
  open();
  EXPECT_EQ(state(1), "one");
  EXPECT_EQ(store->revision(root(1)), revision);
}

INSTANTIATE_TEST_SUITE_P(Each, DiskFaults,
                         testing::Values(FaultVfs::Fault::DiskFull, FaultVfs::Fault::TornWrite,
                                         FaultVfs::Fault::FailedSync));

class DamagedFiles : public SqliteStoreTest {
 protected:
  void damage(const char* sql) {
    store.reset();
    SqliteConnection(file(), SqliteConnection::Use::Write).execute(sql);
    open();
  }
  [[nodiscard]] ErrorKind kind_of_load() const {
    try {
      (void)store->load(root(1));
    } catch (const Error& failure) {
      return failure.kind();
    }
    return ErrorKind::NotFound;
  }
};

TEST_F(DamagedFiles, AChangedStateIsNoticed) {
  ASSERT_TRUE(commit(1, 0, "a state"));
  damage("UPDATE state SET data = substr(data, 1, 8) || x'00' || substr(data, 10)");
  EXPECT_EQ(kind_of_load(), ErrorKind::Store);
}

TEST_F(DamagedFiles, AStateThatWasCutIsNoticed) {
  ASSERT_TRUE(commit(1, 0, "a state"));
  damage("UPDATE state SET data = substr(data, 1, 3)");
  EXPECT_EQ(kind_of_load(), ErrorKind::Store);
}

TEST_F(DamagedFiles, AStateAtAnotherPlaceIsNoticed) {
  ASSERT_TRUE(commit(2, 0, "a state"));
  damage("UPDATE state SET root = 1");
  EXPECT_EQ(kind_of_load(), ErrorKind::Store);
}

TEST_F(DamagedFiles, FilesOfALaterVersionAreRefused) {
  store.reset();
  SqliteConnection(file(), SqliteConnection::Use::Write).execute("PRAGMA user_version = 9999");
  EXPECT_THROW(open(), Error);
}

TEST_F(DamagedFiles, FilesOfOtherProgramsAreRefused) {
  store.reset();
  SqliteConnection(file(), SqliteConnection::Use::Write).execute("PRAGMA application_id = 7");
  EXPECT_THROW(open(), Error);
}

}  // namespace
}  // namespace rondo::persistence
