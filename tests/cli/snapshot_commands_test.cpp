// SPDX-License-Identifier: Apache-2.0
// Instances as documents: whether they leave the store and come back between steps makes no difference, and
// the commands.
#include "cli/progress.hpp"
#include "cli/scenario_reader.hpp"
#include "cli/scenario_runner.hpp"
#include "rondo/value.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace rondo::cli {
namespace {

using testing::HasSubstr;

// Every so manieth scenario: RONDO_MOVED_SCENARIOS, else a part that takes little time.
std::size_t every() {
  const char* wanted = std::getenv("RONDO_MOVED_SCENARIOS");
  return wanted == nullptr ? 6 : static_cast<std::size_t>(std::atoi(wanted));
}

TEST(MovingInstances, MakesNoDifference) {
  const tests::TemporaryFolder folder;
  ScenarioStore store;
  store.folder = folder.file("");
  store.restart_between_steps = true;
  store.move_between_steps = true;
  std::size_t number = 3;
  for (const auto& file : find_scenario_files({"tests/scenarios"})) {
    for (const Scenario& scenario : read_scenarios(file, {})) {
      if (number++ % every() != 0) continue;
      const Outcome through = run_scenario(scenario);
      const Outcome moved = run_scenario(scenario, nullptr, store);
      EXPECT_EQ(moved.failure, through.failure) << scenario.id;
      EXPECT_EQ(moved.operations, through.operations) << scenario.id;
    }
  }
}

TEST(ProgressLines, TellHowMuchOfHowMuchIsDone) {
  EXPECT_EQ(progress_line("pages", 10, 40), "[##########                              ] 10 of 40 pages");
  EXPECT_EQ(progress_line("instances", 7, 0), "7 instances");
}

class SnapshotCommands : public testing::Test {
 protected:
  SnapshotCommands() {
    const std::string text = "<startEvent id=\"start\"/><userTask id=\"approve\"/><endEvent id=\"done\"/>" +
                             tests::flows("start approve done");
    EXPECT_EQ(run({"deploy", folder_.write("p.bpmn", tests::process_text("p", text))}, "here").code, 0);
    const CommandResult started = run({"start", "p", "--json"}, "here");
    std::string error;
    id_ = parse_json(started.output, error).as_object().find("id")->as_string();
  }
  [[nodiscard]] CommandResult run(std::vector<std::string> arguments, const std::string& store) const {
    arguments.insert(arguments.end(), {"--db", folder_.path(store)});
    return call(arguments);
  }

  ScratchFolder folder_;
  std::string id_;
};

TEST_F(SnapshotCommands, AnInstanceGoesToAnotherStore) {
  const std::string file = folder_.path("order.json");
  const CommandResult taken = run({"snapshot", id_, "--sources", "-o", file}, "here");
  EXPECT_EQ(taken.code, 0) << taken.errors;
  EXPECT_THAT(taken.output, HasSubstr(id_));
  EXPECT_THAT(content_of(file), HasSubstr("\"format\": \"rondo-snapshot\""));
  const CommandResult restored = run({"restore", file, "--json"}, "there");
  EXPECT_EQ(restored.code, 0) << restored.errors;
  EXPECT_THAT(restored.output, HasSubstr("\"" + id_ + "\""));
  EXPECT_THAT(run({"tasks"}, "there").output, HasSubstr("approve"));
}

TEST_F(SnapshotCommands, TheDocumentGoesToTheStandardOutput) {
  const CommandResult taken = run({"snapshot", id_}, "here");
  EXPECT_EQ(taken.code, 0);
  EXPECT_THAT(taken.output, HasSubstr("\"checksum\": \""));
}

TEST_F(SnapshotCommands, ABackupIsAStoreLikeAnyOther) {
  const CommandResult copied = run({"backup", "-o", folder_.path("copy"), "--json"}, "here");
  EXPECT_EQ(copied.code, 0) << copied.errors;
  EXPECT_THAT(copied.output, HasSubstr("\"bytes\":"));
  EXPECT_EQ(run({"list", "--json"}, "copy").output, run({"list", "--json"}, "here").output);
  const CommandResult again = run({"backup", "-o", folder_.path("copy")}, "here");
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.errors, HasSubstr("is there already"));
}

TEST_F(SnapshotCommands, InstancesAreListedByVariablesWithAnIndexAndWithout) {
  ASSERT_EQ(run({"start", "p", "--var", "city=Delft"}, "here").code, 0);
  const std::string without = run({"list", "--var", "city=Delft", "--json"}, "here").output;
  EXPECT_THAT(without, HasSubstr("\"active\""));
  const CommandResult indexed = run({"index", "--variable", "city", "--json"}, "here");
  EXPECT_EQ(indexed.code, 0) << indexed.errors;
  EXPECT_EQ(run({"list", "--var", "city=Delft", "--json"}, "here").output, without);
  EXPECT_EQ(run({"list", "--var", "city=Gent", "--json"}, "here").output, "[]\n");
  EXPECT_EQ(run({"index"}, "here").code, 2);
}

TEST_F(SnapshotCommands, WhatCannotBeRestoredIsToldAndNothingIsTakenIn) {
  const std::string file = folder_.path("order.json");
  ASSERT_EQ(run({"snapshot", id_, "-o", file}, "here").code, 0);
  const CommandResult taken = run({"restore", file}, "here");
  EXPECT_EQ(taken.code, 2);
  EXPECT_THAT(taken.errors, HasSubstr("cannot keep its id: it is taken in this store"));
  const CommandResult missing = run({"restore", file}, "there");
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.errors, HasSubstr("the snapshot needs version 1 of process 'p'"));
  const CommandResult none = run({"restore", folder_.write("x.json", "[]")}, "there");
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.errors, HasSubstr("rondo: error: this is no snapshot of a process instance"));
  EXPECT_EQ(run({"list", "--all", "--json"}, "there").output, "[]\n");
  EXPECT_EQ(run({"restore", file, "--new-id"}, "here").code, 0);
}

}  // namespace
}  // namespace rondo::cli
