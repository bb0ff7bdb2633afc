// SPDX-License-Identifier: Apache-2.0
// What young instances become is kept apart from the tables for a while: nobody can tell.
#include "persistence/sqlite_store.hpp"

#include "model/error.hpp"
#include "persistence/sqlite_connection.hpp"
#include "tests/persistence/fault_vfs.hpp"
#include "tests/persistence/test_definitions.hpp"
#include "tests/support/temporary_file.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::persistence {
namespace {

using Texts = std::vector<std::string>;

class SqliteDaybookTest : public testing::Test {
 protected:
  SqliteDaybookTest() : store(open(file())) {}
  ~SqliteDaybookTest() override { FaultVfs::set(FaultVfs::Fault::None); }

  [[nodiscard]] std::unique_ptr<DurableStore> open(const std::string& file) const {
    SqliteOptions options;
    options.vfs = FaultVfs::name();
    options.daybook_from = 1;
    return open_sqlite_store(file, definitions_, options);
  }
  [[nodiscard]] std::string file(const std::string& name = "store") const { return folder_.file(name); }

  static model::Handle root(std::uint32_t number) { return {number, 1, 0, 1}; }
  /// A command after which the instance has one task, named like its state, or is over.
  static bool commit(DurableStore& store, std::uint32_t number, std::uint64_t expected,
                     std::string_view state) {
    model::ChangeSet changes;
    auto task = std::make_shared<model::TaskRecord>();
    task->id = {number, 1, 0, 1};
    task->name = state;
    (state.empty() ? changes.removed_tasks : changes.tasks).push_back(task);
    return store.commit(changes, {root(number), expected, state});
  }
  bool commit(std::uint32_t number, std::uint64_t expected, std::string_view state) {
    return commit(*store, number, expected, state);
  }
  /// The same with what is never kept apart.
  bool commit_with_job(std::uint32_t number, std::uint64_t expected, std::string_view state) {
    model::ChangeSet changes;
    auto job = std::make_shared<model::JobRecord>();
    job->id = {number, 1, 7, 1};
    changes.jobs.push_back(job);
    return store->commit(changes, {root(number), expected, state});
  }
  static std::string state(const DurableStore& store, std::uint32_t number) {
    const auto found = store.load(root(number));
    return found ? found->state : "none";
  }
  [[nodiscard]] std::string state(std::uint32_t number) const { return state(*store, number); }
  static Texts tasks(const DurableStore& store) {
    Texts names;
    for (const auto& task : store.tasks({})) names.push_back(task->name);
    return names;
  }
  /// Rows of a table of a file as it is on disk.
  static std::int64_t rows(const std::string& file, const std::string& table) {
    SqliteConnection connection(file, SqliteConnection::Use::Read);
    return connection.number(("SELECT count(*) FROM " + table).c_str());
  }
  /// The file as it is now, as if the machine had stopped.
  std::string copy() {
    const std::string name = file("copy-" + std::to_string(++copies_));
    std::filesystem::copy_file(file(), name);
    std::filesystem::copy_file(file() + "-wal", name + "-wal");
    return name;
  }

 private:
  tests::TemporaryFolder folder_;
  TestDefinitions definitions_;
  int copies_ = 0;

 protected:
  std::unique_ptr<DurableStore> store;
};

TEST_F(SqliteDaybookTest, WhatIsSoonOverIsNeverInTheTables) {
  ASSERT_TRUE(commit(1, 0, "one"));
  ASSERT_TRUE(commit(1, 1, {}));
  ASSERT_TRUE(commit(2, 0, "two"));
  EXPECT_EQ(rows(file(), "state"), 0);
  EXPECT_EQ(rows(file(), "task"), 0);
  EXPECT_EQ(tasks(*store), Texts{"two"});
  EXPECT_EQ(rows(file(), "state"), 1);
  EXPECT_EQ(rows(file(), "daybook"), 0);
}

TEST_F(SqliteDaybookTest, ItsInstancesAreFoundInTheirLastState) {
  ASSERT_TRUE(commit(1, 0, "one"));
  ASSERT_TRUE(commit(1, 1, "two"));
  ASSERT_TRUE(commit(1, 2, "three"));
  EXPECT_EQ(store->revision(root(1)), 3U);
  EXPECT_EQ(state(1), "three");
  EXPECT_EQ(tasks(*store), Texts{"three"});
  ASSERT_TRUE(commit(1, 3, "four"));  // in the tables from now on
  EXPECT_EQ(rows(file(), "daybook"), 0);
  EXPECT_EQ(state(1), "four");
  ASSERT_TRUE(commit(1, 4, {}));
  EXPECT_EQ(state(1), "none");
  EXPECT_EQ(tasks(*store), Texts{});
}

TEST_F(SqliteDaybookTest, ACommitOnAnOldRevisionChangesNothing) {
  ASSERT_TRUE(commit(1, 0, "one"));
  ASSERT_TRUE(commit(1, 1, "two"));
  EXPECT_FALSE(commit(1, 1, "other"));
  EXPECT_FALSE(commit_with_job(1, 1, "other"));
  EXPECT_FALSE(commit(1, 1, {}));
  ASSERT_TRUE(commit(1, 2, {}));
  EXPECT_FALSE(commit(1, 2, "other"));
  EXPECT_FALSE(commit(1, 3, "other"));
  EXPECT_TRUE(store->jobs().empty());
  EXPECT_EQ(state(1), "none");
}

TEST_F(SqliteDaybookTest, WhatDoesNotFitItGoesIntoTheTablesBehindIt) {
  ASSERT_TRUE(commit(1, 0, "one"));
  ASSERT_TRUE(commit_with_job(1, 1, "two"));
  EXPECT_EQ(rows(file(), "daybook"), 0);
  EXPECT_EQ(rows(file(), "task"), 1);
  EXPECT_EQ(state(1), "two");
  EXPECT_EQ(store->jobs().size(), 1U);
}

TEST_F(SqliteDaybookTest, WhoFindsItAfterTheProgramHasStoppedGoesOn) {
  ASSERT_TRUE(commit(1, 0, "one"));
  ASSERT_TRUE(commit(2, 0, "two"));
  ASSERT_TRUE(commit(2, 1, "three"));
  ASSERT_TRUE(commit(3, 0, "four"));
  ASSERT_TRUE(commit(3, 1, {}));
  const std::string found = copy();
  ASSERT_NE(rows(found, "daybook"), 0);
  const auto next = open(found);
  EXPECT_EQ(state(*next, 1), "one");
  EXPECT_EQ(state(*next, 2), "three");
  EXPECT_EQ(state(*next, 3), "none");
  EXPECT_EQ(next->revision(root(2)), 2U);
  EXPECT_EQ(tasks(*next), (Texts{"one", "three"}));
  EXPECT_EQ(rows(found, "daybook"), 0);
}

TEST_F(SqliteDaybookTest, ClosingTheStoreLeavesNothingInIt) {
  ASSERT_TRUE(commit(1, 0, "one"));
  EXPECT_NE(rows(file(), "daybook"), 0);
  store.reset();
  EXPECT_EQ(rows(file(), "daybook"), 0);
  EXPECT_EQ(rows(file(), "state"), 1);
}

TEST_F(SqliteDaybookTest, OtherStoresOnTheFileSeeWhatIsInIt) {
  const auto other = open(file());
  ASSERT_TRUE(commit(1, 0, "one"));
  EXPECT_EQ(tasks(*other), Texts{"one"});
  ASSERT_TRUE(commit(2, 0, "two"));
  EXPECT_EQ(state(*other, 2), "two");
  ASSERT_TRUE(commit(3, 0, "three"));
  ASSERT_TRUE(commit(*other, 3, 1, "four"));
  EXPECT_FALSE(commit(3, 1, "five"));
  EXPECT_EQ(state(3), "four");
  EXPECT_EQ(tasks(*store), (Texts{"one", "two", "four"}));
}

TEST_F(SqliteDaybookTest, StoresThatTakeTurnsWithOneInstanceGoOnFromEachOther) {
  const auto other = open(file());
  for (std::uint32_t number = 1; number < 20; ++number) {
    for (std::uint64_t revision = 0; revision < 6; ++revision) {
      DurableStore& next = (number + revision) % 2 == 0 ? *store : *other;
      ASSERT_TRUE(commit(next, number, revision, std::to_string(revision)));
    }
  }
  EXPECT_EQ(tasks(*other), Texts(19, "5"));
  EXPECT_EQ(tasks(*store), Texts(19, "5"));
}

TEST_F(SqliteDaybookTest, ACommitThatTheDiskRefusesIsNotInIt) {
  ASSERT_TRUE(commit(1, 0, "one"));
  for (const auto fault :
       {FaultVfs::Fault::DiskFull, FaultVfs::Fault::TornWrite, FaultVfs::Fault::FailedSync}) {
    FaultVfs::set(fault);
    EXPECT_THROW((void)commit(1, 1, "two"), Error);
    EXPECT_THROW((void)commit(2, 0, "other"), Error);
    FaultVfs::set(FaultVfs::Fault::None);
    EXPECT_EQ(state(2), "none");
    EXPECT_EQ(state(1), "one");
  }
  ASSERT_TRUE(commit(1, 1, "two"));
  ASSERT_TRUE(commit(3, 0, "three"));
  const auto next = open(copy());
  EXPECT_EQ(tasks(*next), (Texts{"two", "three"}));
}

TEST_F(SqliteDaybookTest, ItIsCarriedOverWhenThereIsMuch) {
  const std::string large(3000, 'x');
  for (std::uint32_t number = 1; number <= 3000; ++number) {
    ASSERT_TRUE(commit(number, 0, large));
    ASSERT_TRUE(commit(number, 1, {}));
  }
  ASSERT_TRUE(commit(4000, 0, "last"));
  EXPECT_LT(rows(file(), "daybook"), 3000);
  EXPECT_EQ(tasks(*store), Texts{"last"});
}

TEST_F(SqliteDaybookTest, WhatIsInItIsNoFreeNumber) {
  const auto first = static_cast<std::uint32_t>(store->reserve(Numbering::Root, 1));
  ASSERT_TRUE(commit(first, 0, "one"));
  EXPECT_FALSE(store->is_free(root(first), true));
  ASSERT_TRUE(commit(first + 1, 0, "two"));
  EXPECT_FALSE(store->take_in({}, root(first + 1), "three", true));
}

TEST_F(SqliteDaybookTest, ABackupHasWhatIsInIt) {
  ASSERT_TRUE(commit(1, 0, "one"));
  store->back_up(file("backup"), {});
  EXPECT_EQ(tasks(*open(file("backup"))), Texts{"one"});
}

}  // namespace
}  // namespace rondo::persistence
