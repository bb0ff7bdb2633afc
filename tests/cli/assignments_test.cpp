// SPDX-License-Identifier: Apache-2.0
#include "cli/assignments.hpp"

#include "rondo/error.hpp"
#include "tests/cli/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo::cli {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

Value value_of(std::string_view text) {
  Variables variables;
  read_assignment(text, variables);
  EXPECT_EQ(variables.size(), 1u);
  return variables.begin()->second;
}

TEST(Assignments, TakeJsonAsWhatItIs) {
  EXPECT_EQ(value_of("a=120"), Value(120));
  EXPECT_EQ(value_of("a=-1.5"), Value(-1.5));
  EXPECT_EQ(value_of("a=true"), Value(true));
  EXPECT_EQ(value_of("a=null"), Value());
  EXPECT_EQ(value_of("a=\"12\""), Value("12"));
  EXPECT_EQ(value_of("a=[1,\"b\"]"), Value(List{1, "b"}));
  EXPECT_EQ(value_of("a={\"b\":{\"c\":1}}"), Value(Object{{"b", Object{{"c", 1}}}}));
}

TEST(Assignments, TakeEverythingElseAsText) {
  EXPECT_EQ(value_of("a=Ada Lovelace"), Value("Ada Lovelace"));
  EXPECT_EQ(value_of("a="), Value(""));
  EXPECT_EQ(value_of("a=x=y"), Value("x=y"));
  EXPECT_EQ(value_of("a=[1,2"), Value("[1,2"));
  EXPECT_EQ(value_of("a=2026-05-01"), Value("2026-05-01"));
}

TEST(Assignments, NeedAName) {
  Variables variables;

  EXPECT_THAT([&] { read_assignment("amount", variables); }, ThrowsMessage<Error>(HasSubstr("amount")));
  EXPECT_THROW(read_assignment("=5", variables), Error);
}

TEST(Assignments, LastOneOfANameCounts) {
  Variables variables;
  read_assignment("a=1", variables);
  read_assignment("a=2", variables);

  EXPECT_EQ(variables, (Variables{{"a", 2}}));
}

TEST(Assignments, AreSplitAtCommasOutsideOfBracketsAndQuotes) {
  EXPECT_EQ(
      read_assignments(R"(a=1,b=[1,2],c={"d":[3,4]},e="x, y",f=text)"),
      (Variables{
          {"a", 1}, {"b", List{1, 2}}, {"c", Object{{"d", List{3, 4}}}}, {"e", "x, y"}, {"f", "text"}}));
}

TEST(Assignments, MayBeNone) { EXPECT_TRUE(read_assignments("").empty()); }

TEST(TaskAnswers, NameATaskAndItsVariables) {
  const TaskAnswer answer = read_task_answer("approve:approved=true,note=a:b");

  EXPECT_EQ(answer.task, "approve");
  EXPECT_EQ(answer.variables, (Variables{{"approved", true}, {"note", "a:b"}}));
}

TEST(TaskAnswers, NeedNoVariables) {
  const TaskAnswer answer = read_task_answer("Approve order");

  EXPECT_EQ(answer.task, "Approve order");
  EXPECT_TRUE(answer.variables.empty());
}

TEST(TaskAnswers, NeedATask) { EXPECT_THROW((void)read_task_answer(":a=1"), Error); }

TEST(VariablesFile, HoldsOneObject) {
  const ScratchFolder folder;

  EXPECT_EQ(read_variables_file(folder.write("vars.json", R"({"amount": 5, "who": "Ada"})")),
            (Variables{{"amount", 5}, {"who", "Ada"}}));
  EXPECT_THAT([&] { (void)read_variables_file(folder.write("list.json", "[1]")); },
              ThrowsMessage<Error>(HasSubstr("expected one JSON object")));
}

TEST(VariablesFile, TellsWhereItIsBroken) {
  const ScratchFolder folder;
  const std::string file = folder.write("vars.json", "{\"a\": 1,\n \"b\": oops}");

  EXPECT_THAT([&] { (void)read_variables_file(file); }, ThrowsMessage<Error>(HasSubstr("vars.json:2:")));
}

TEST(VariablesFile, MustBeReadable) {
  const ScratchFolder folder;

  EXPECT_THAT([&] { (void)read_variables_file(folder.path("missing.json")); },
              ThrowsMessage<Error>(HasSubstr("missing.json")));
  EXPECT_THAT([&] { (void)read_variables_file(folder.path()); },
              ThrowsMessage<Error>(HasSubstr("directory")));
}

}  // namespace
}  // namespace rondo::cli
