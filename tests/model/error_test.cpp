// SPDX-License-Identifier: Apache-2.0
#include "model/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo {
namespace {

using testing::HasSubstr;
using testing::StrEq;

TEST(Error, TellsTheElementAndThePlaceAfterTheMessage) {
  const Error error(ErrorKind::Execution, "no flow can be taken", "choose", {12, 5});

  EXPECT_THAT(error.what(), StrEq("no flow can be taken (element choose, line 12:5)"));
  EXPECT_EQ(error.message(), "no flow can be taken");
  EXPECT_EQ(error.element_id(), "choose");
  EXPECT_EQ(error.where().line, 12U);
}

TEST(Error, LeavesOutWhatIsUnknown) {
  EXPECT_THAT(Error(ErrorKind::NotFound, "no such task").what(), StrEq("no such task"));
  EXPECT_THAT(Error(ErrorKind::NotFound, "no such task", "pay").what(), StrEq("no such task (element pay)"));
  EXPECT_THAT(Error(ErrorKind::NotFound, "no such task", "", {3, 1}).what(),
              StrEq("no such task (line 3:1)"));
}

TEST(Error, NamesItsKindAsScenarioFilesDo) {
  EXPECT_EQ(name_of(ErrorKind::Deployment), "deployment");
  EXPECT_EQ(name_of(ErrorKind::InvalidState), "invalid_state");
  EXPECT_EQ(name_of(ErrorKind::OptimisticLock), "optimistic_lock");
  EXPECT_EQ(name_of(ErrorKind::Argument), "argument");
}

TEST(DeploymentError, ListsEveryFinding) {
  const DeploymentError error({{model::Severity::Error, "a.bpmn", {1, 2}, "first", "rule", "x"},
                               {model::Severity::Error, "b.bpmn", {3, 4}, "second", "rule", "y"}});

  EXPECT_EQ(error.kind(), ErrorKind::Deployment);
  EXPECT_EQ(error.findings().size(), 2U);
  EXPECT_THAT(error.what(), HasSubstr("\na.bpmn:1:2: error: first"));
  EXPECT_THAT(error.what(), HasSubstr("\nb.bpmn:3:4: error: second"));
}

TEST(BpmnError, TellsItsCodeBesideTheMessage) {
  const BpmnError error("out-of-stock", "none is left", "reserve");

  EXPECT_EQ(error.code(), "out-of-stock");
  EXPECT_EQ(error.message(), "none is left");
  EXPECT_THAT(error.what(), StrEq("BPMN error 'out-of-stock': none is left (element reserve)"));
  EXPECT_THAT(BpmnError("out-of-stock").what(), StrEq("BPMN error 'out-of-stock'"));
}

TEST(ExpressionError, TellsTextAndOffset) {
  const ExpressionError error("${a +}", 5, "an operand is missing", "task");

  EXPECT_THAT(error.what(), StrEq("an operand is missing at offset 5 of '${a +}' (element task)"));
  EXPECT_EQ(error.text(), "${a +}");
  EXPECT_EQ(error.offset(), 5U);
  EXPECT_EQ(error.message(), "an operand is missing");
}

}  // namespace
}  // namespace rondo
