// SPDX-License-Identifier: Apache-2.0
// Copies of a store in use.
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace rondo {
namespace {

std::string two_step_order() {
  return tests::process_text("order", R"(<startEvent id="start"/><userTask id="first"/><userTask id="second"/>
      <endEvent id="end"/>)" + tests::flows("start first second end"));
}

void start_and_complete(Engine& engine, int number) {
  const std::string id = engine.runtime().start("order", {{"number", number}}).id;
  TaskQuery query;
  query.instance_id = id;
  engine.tasks().complete(engine.tasks().list(query).at(0).id, {{"done", number}});
}

// Each instance in the copy is as one of its commands has left it; gives the numbers of all of them.
std::set<std::int64_t> check_copy(const std::string& file) {
  const auto copy = Engine::open("sqlite:" + file);
  std::set<std::int64_t> numbers;
  for (const InstanceInfo& instance : copy->runtime().instances()) {
    TaskQuery query;
    query.instance_id = instance.id;
    const auto tasks = copy->tasks().list(query);
    const auto done = copy->runtime().variable(instance.id, "done");
    EXPECT_EQ(tasks.size(), 1U);
    if (tasks.size() == 1) {
      EXPECT_EQ(tasks.front().key, done ? "second" : "first");
    }
    EXPECT_EQ(copy->history().activities(instance.id).size(), done ? 3U : 2U);
    numbers.insert(copy->runtime().variable(instance.id, "number")->as_integer());
  }
  return numbers;
}

TEST(Backup, AWriterInTheSameProgramGoesOnMeanwhile) {
  const tests::TemporaryFolder folder;
  EngineOptions options;
  options.durability = Durability::Relaxed;
  const auto engine = Engine::open("sqlite:" + folder.file("store"), options);
  engine->repository().deploy({{"order.bpmn", two_step_order()}});
  for (int number = 0; number < 400; ++number) start_and_complete(*engine, number);
  std::atomic<bool> stop{false};
  std::atomic<int> written{400};
  std::thread writer([&] {
    while (!stop) start_and_complete(*engine, written++);
  });
  std::uint64_t last = 0, pages = 0;
  const int before = written;
  engine->management().backup(folder.file("copy"), [&](std::uint64_t done, std::uint64_t all) {
    EXPECT_GE(done, last);
    last = done;
    pages = all;
    // The writer writes while the copy is made.
    for (const int now = written; written < now + 2;) std::this_thread::yield();
  });
  EXPECT_GT(written, before);
  stop = true;
  writer.join();
  EXPECT_GT(pages, 0U);
  EXPECT_EQ(last, pages);
  const auto numbers = check_copy(folder.file("copy"));
  // One moment: without a gap.
  EXPECT_EQ(static_cast<std::size_t>(*numbers.rbegin()) + 1, numbers.size());
  EXPECT_GE(numbers.size(), 400U);
}

TEST(Backup, AnotherProgramWritesMeanwhile) {
  const tests::TemporaryFolder folder;
  const std::string url = "sqlite:" + folder.file("store");
  EngineOptions options;
  options.durability = Durability::Relaxed;
  {
    const auto engine = Engine::open(url, options);
    engine->repository().deploy({{"order.bpmn", two_step_order()}});
    for (int number = 0; number < 100; ++number) start_and_complete(*engine, number);
  }
  const pid_t child = ::fork();
  ASSERT_NE(child, -1);
  if (child == 0) {
    const auto engine = Engine::open(url, options);
    for (int number = 100;; ++number) start_and_complete(*engine, number);
  }
  const auto engine = Engine::open(url, options);
  for (int round = 0; round < 3; ++round) {
    const std::size_t seen = engine->runtime().count_running();
    while (engine->runtime().count_running() < seen + 5) std::this_thread::yield();
    const std::string copy = folder.file("copy" + std::to_string(round));
    engine->management().backup(copy);
    const auto numbers = check_copy(copy);
    EXPECT_EQ(static_cast<std::size_t>(*numbers.rbegin()) + 1, numbers.size());
    EXPECT_GE(numbers.size(), seen + 4);
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

TEST(Backup, AFileThatIsThereStaysAndMemoryHasNone) {
  const tests::TemporaryFolder folder;
  const auto engine = Engine::open("sqlite:" + folder.file("store"));
  std::ofstream(folder.file("copy")) << "mine";
  EXPECT_THROW(engine->management().backup(folder.file("copy")), Error);
  EXPECT_EQ(std::filesystem::file_size(folder.file("copy")), 4U);
  EXPECT_THROW(engine->management().backup(folder.file("no/copy")), Error);
  EXPECT_THROW(Engine::open("memory:")->management().backup(folder.file("other")), Error);
  EXPECT_FALSE(std::filesystem::exists(folder.file("other")));
}

}  // namespace
}  // namespace rondo
