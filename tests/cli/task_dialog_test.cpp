// SPDX-License-Identifier: Apache-2.0
#include "cli/task_dialog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace rondo::cli {
namespace {

using testing::HasSubstr;

TaskInfo approval() {
  TaskInfo task;
  task.key = "approve";
  task.name = "Approve order";
  return task;
}

std::optional<Variables> answer(const std::string& typed, std::string* shown = nullptr) {
  std::istringstream input(typed);
  testing::internal::CaptureStdout();
  auto variables = ask_for_variables(approval(), input);
  const std::string output = testing::internal::GetCapturedStdout();
  if (shown != nullptr) *shown = output;
  return variables;
}

TEST(TaskDialog, TakesVariablesUntilAnEmptyLine) {
  EXPECT_EQ(answer("a=1\nb=2,c=x\n\n"), (Variables{{"a", 1}, {"b", 2}, {"c", "x"}}));
  EXPECT_EQ(answer("\n"), Variables());
}

TEST(TaskDialog, AsksAgainAfterALineItCannotRead) {
  std::string shown;

  EXPECT_EQ(answer("what?\na=1\n\n", &shown), (Variables{{"a", 1}}));
  EXPECT_THAT(shown, HasSubstr("'what?'"));
}

TEST(TaskDialog, EndsWithTheInput) {
  EXPECT_EQ(answer(""), std::nullopt);
  EXPECT_EQ(answer("a=1\n"), std::nullopt);
}

TEST(TaskDialog, SaysWhoseTaskItIs) {
  TaskInfo task = approval();
  EXPECT_EQ(describe(task), "user task approve \"Approve order\"");
  task.candidate_users = {"ada"};
  task.candidate_groups = {"sales"};
  task.due = "2026-05-01";
  EXPECT_EQ(describe(task), "user task approve \"Approve order\", for ada, group sales, due 2026-05-01");
  task.assignee = "bob";
  EXPECT_THAT(describe(task), HasSubstr("assigned to bob"));
}

}  // namespace
}  // namespace rondo::cli
