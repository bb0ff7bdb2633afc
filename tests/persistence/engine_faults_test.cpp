// SPDX-License-Identifier: Apache-2.0
// Engines on a disk that fails.
#include "rondo/engine.hpp"
#include "tests/persistence/fault_vfs.hpp"
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace rondo {
namespace {

using persistence::FaultVfs;

class EngineFaults : public testing::Test {
 protected:
  // Engines take the usual layer below SQLite: it is the one that fails.
  EngineFaults() : usual_(sqlite3_vfs_find(nullptr)) {
    sqlite3_vfs_register(sqlite3_vfs_find(FaultVfs::name().c_str()), 1);
    engine = Engine::open("sqlite:" + file("store"));
    engine->repository().deploy({{"order.bpmn", tests::process_text("order", R"(<startEvent id="start"/>
        <userTask id="first"/><endEvent id="end"/>)" + tests::flows("start first end"))}});
    id = engine->runtime().start("order").id;
  }
  ~EngineFaults() override {
    FaultVfs::set(FaultVfs::Fault::None);
    engine.reset();
    sqlite3_vfs_register(usual_, 1);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_.file(name); }

 private:
  sqlite3_vfs* usual_;
  tests::TemporaryFolder folder_;

 protected:
  std::unique_ptr<Engine> engine;
  std::string id;
};

// Somebody else has the file for a while.
class OtherWriter {
 public:
  explicit OtherWriter(const std::string& file) {
    EXPECT_EQ(sqlite3_open(file.c_str(), &database_), SQLITE_OK);
    run("BEGIN IMMEDIATE");
  }
  OtherWriter(const OtherWriter&) = delete;
  OtherWriter& operator=(const OtherWriter&) = delete;
  ~OtherWriter() {
    run("ROLLBACK");
    sqlite3_close(database_);
  }

 private:
  void run(const char* sql) { EXPECT_EQ(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), SQLITE_OK); }
  sqlite3* database_ = nullptr;
};

TEST_F(EngineFaults, ThreadsDoOtherCommandsWhileTheirsAreWritten) {
  constexpr int kCommands = 40;  // more than there are threads
  std::vector<std::string> ids;
  for (int number = 0; number < kCommands; ++number) ids.push_back(engine->runtime().start("order").id);
  std::vector<Submission> submitted;
  constexpr int kWriters = 2;  // one writes for all, and one may be the next to do so
  std::atomic<int> left{kCommands - kWriters};
  std::promise<void> the_others_have_run;
  {
    const OtherWriter other(file("store"));
    for (const std::string& each : ids) {
      submitted.push_back(engine->submit([&](Engine& with) {
        with.runtime().set_variables(each, {{"number", 1}});
        if (--left == 0) the_others_have_run.set_value();
      }));
    }
    EXPECT_EQ(the_others_have_run.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
    for (const Submission& each : submitted) EXPECT_FALSE(each.ready());
  }
  for (const Submission& each : submitted) each.get();
  for (const std::string& each : ids) EXPECT_EQ(engine->runtime().variable(each, "number"), Value(1));
}

TEST_F(EngineFaults, ASubmittedCommandThatCannotBeWrittenFailsAndChangesNothing) {
  FaultVfs::set(FaultVfs::Fault::FailedSync);
  std::vector<Submission> submitted;
  for (int number = 0; number < 20; ++number) {
    submitted.push_back(engine->submit(
        [number, this](Engine& with) {
          with.runtime().set_variables(id, {{"number", number}});
        },
        id));
  }
  for (const Submission& each : submitted) {
    try {
      each.get();
      ADD_FAILURE() << "was written";
    } catch (const Error& failure) {
      EXPECT_EQ(failure.kind(), ErrorKind::Store);
    }
  }
  EXPECT_GT(FaultVfs::failures(), 0);
  EXPECT_EQ(engine->runtime().variable(id, "number"), std::nullopt);
  FaultVfs::set(FaultVfs::Fault::None);
  engine->submit([this](Engine& with) { with.runtime().set_variables(id, {{"number", 7}}); }, id).get();
  EXPECT_EQ(engine->runtime().variable(id, "number"), Value(7));
}

TEST_F(EngineFaults, ABackupThatCannotBeWrittenLeavesNothing) {
  FaultVfs::set(FaultVfs::Fault::DiskFull, 2);
  EXPECT_THROW(engine->management().backup(file("copy")), Error);
  FaultVfs::set(FaultVfs::Fault::None);
  EXPECT_FALSE(std::filesystem::exists(file("copy")));
  EXPECT_FALSE(std::filesystem::exists(file("copy.part")));
  engine->management().backup(file("copy"));
  EXPECT_EQ(Engine::open("sqlite:" + file("copy"))->runtime().count_running(), 1U);
}

TEST_F(EngineFaults, AnInstanceThatCannotBeWrittenIsNotImported) {
  const std::string document = engine->runtime().export_instance(id);
  FaultVfs::set(FaultVfs::Fault::FailedSync);
  EXPECT_THROW(engine->runtime().import_instance(document, {true}), Error);
  FaultVfs::set(FaultVfs::Fault::None);
  EXPECT_EQ(engine->runtime().count_running(), 1U);
  engine->runtime().import_instance(document, {true});
  EXPECT_EQ(engine->runtime().count_running(), 2U);
}

}  // namespace
}  // namespace rondo
