// SPDX-License-Identifier: Apache-2.0
// Files that earlier versions have written are opened, and what is in them goes on.
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

namespace rondo {
namespace {

class EarlierFiles : public testing::TestWithParam<const char*> {
 protected:
  EarlierFiles() {
    const std::string file = folder_.file("store");
    std::filesystem::copy_file(std::string("tests/persistence/files/") + GetParam(), file);
    engine = Engine::open("sqlite:" + file);
  }

 private:
  tests::TemporaryFolder folder_;

 protected:
  std::unique_ptr<Engine> engine;
};

// The file holds an instance of a process with two instances of a user task, a timer at their boundary, and a
// message to be waited for behind them.
TEST_P(EarlierFiles, InstancesGoOn) {
  const auto instances = engine->runtime().instances();
  ASSERT_EQ(instances.size(), 1U);
  const std::string id = instances.front().id;
  EXPECT_EQ(instances.front().process_key, "order");
  EXPECT_EQ(instances.front().business_key, "A-1");
  const Variables expected{{"amount", 120},
                           {"customer", Object{{"name", "Ada"}, {"tags", List{"a", 2, true}}}}};
  for (const auto& [name, value] : expected) EXPECT_EQ(engine->runtime().variable(id, name), value) << name;
  EXPECT_EQ(engine->history().activities(id).front().activity_id, "start");
  EXPECT_EQ(engine->management().jobs().size(), 1U);

  const auto tasks = engine->tasks().list();
  ASSERT_EQ(tasks.size(), 2U);
  for (const TaskInfo& task : tasks) engine->tasks().complete(task.id);
  EXPECT_EQ(engine->management().jobs().size(), 0U);
  MessageCorrelation paid;
  paid.name = "paid";
  EXPECT_EQ(engine->runtime().correlate(paid).instance_id, id);
  EXPECT_EQ(engine->runtime().instance(id)->state, InstanceState::Completed);
  EXPECT_NE(engine->runtime().start("order").id, id);
}

INSTANTIATE_TEST_SUITE_P(Each, EarlierFiles,
                         testing::Values("version-1.rondo", "version-2.rondo", "version-3.rondo"));

}  // namespace
}  // namespace rondo
