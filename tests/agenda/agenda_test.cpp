// SPDX-License-Identifier: Apache-2.0
#include "agenda/operation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace rondo::agenda {
namespace {

std::vector<ExecutionId> drain(Agenda& agenda) {
  std::vector<ExecutionId> order;
  while (!agenda.empty()) order.push_back(agenda.take().execution);
  return order;
}

TEST(Agendas, GiveOperationsFirstInFirstOut) {
  Agenda agenda;
  for (ExecutionId id = 0; id < 5; ++id) agenda.plan({OperationKind::Continue, id, 1});

  EXPECT_THAT(drain(agenda), testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(Agendas, GiveOperationsPlannedNextBeforeAllOthers) {
  Agenda agenda;
  agenda.plan({OperationKind::Continue, 1, 1});
  agenda.plan_next({OperationKind::ThrowError, 2, 1});
  agenda.plan_next({OperationKind::ThrowError, 3, 1});

  EXPECT_THAT(drain(agenda), testing::ElementsAre(3, 2, 1));
}

TEST(Agendas, KeepTheirOrderWhileTheyGrow) {
  Agenda agenda;
  std::vector<ExecutionId> expected;
  for (ExecutionId id = 0; id < 40; ++id) agenda.plan({OperationKind::Continue, id, 1});
  for (int i = 0; i < 30; ++i) (void)agenda.take();
  for (ExecutionId id = 40; id < 1'000; ++id) agenda.plan({OperationKind::Continue, id, 1});
  for (ExecutionId id = 30; id < 1'000; ++id) expected.push_back(id);

  EXPECT_EQ(drain(agenda), expected);
}

TEST(Operations, HaveTheNamesThatTracesShow) {
  EXPECT_EQ(name_of(OperationKind::Continue), "continue");
  EXPECT_EQ(name_of(OperationKind::ContinueMultiInstance), "continue-multi-instance");
  EXPECT_EQ(name_of(OperationKind::CallActivityCompleting), "call-activity-completing");
  EXPECT_EQ(name_of(OperationKind::ThrowError), "throw-error");
}

}  // namespace
}  // namespace rondo::agenda
