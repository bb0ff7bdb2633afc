// SPDX-License-Identifier: Apache-2.0
#include "tests/persistence/store_contract.hpp"

namespace rondo::persistence {
namespace {

using model::RecordState;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = model::HistoryEvent::Kind;

model::HistoryEvent event(Kind kind, const model::Handle& instance, std::uint32_t visit,
                          std::int64_t second) {
  model::HistoryEvent made;
  made.kind = kind;
  made.instance = instance;
  made.visit = visit;
  made.node = static_cast<model::NodeId>(visit + 10);
  made.time = model::Instant{std::chrono::seconds(second)};
  return made;
}

constexpr RecordState kEndStates[] = {RecordState::Completed, RecordState::Terminated, RecordState::Failed,
                                      RecordState::Stopped,   RecordState::TimedOut,   RecordState::Canceled,
                                      RecordState::Faulted,   RecordState::Deleted};

TEST_P(StoreContract, FindsInstancesById) {
  commit([&](auto& changes) { changes.instances = {instance(1, RecordState::Active, 1)}; });

  ASSERT_NE(store->instance(root(1)), nullptr);
  EXPECT_EQ(store->instance(root(1))->sequence, 1U);
  EXPECT_EQ(store->instance(root(2)), nullptr);
  EXPECT_EQ(store->instance({1, 2, 0, 1}), nullptr);
}

TEST_P(StoreContract, GivesInstancesInOrderOfStart) {
  commit([&](auto& changes) {
    changes.instances = {instance(1, RecordState::Active, 3), instance(2, RecordState::Completed, 2),
                         instance(3, RecordState::Suspended, 1)};
  });

  EXPECT_THAT(all_instances(), ElementsAre(3, 2, 1));
  EXPECT_THAT(running_instances(), ElementsAre(3, 1));
}

TEST_P(StoreContract, GivesOnlyTheInstancesThatAreWanted) {
  commit([&](auto& changes) {
    changes.instances = {instance(1, RecordState::Active, 1), instance(2, RecordState::Completed, 2),
                         instance(3, RecordState::Active, 3)};
  });
  const auto later = [](const model::InstanceRecord& instance) { return instance.sequence > 1; };

  EXPECT_THAT(roots(store->instances(true, later)), ElementsAre(2, 3));
  EXPECT_THAT(roots(store->instances(false, later)), ElementsAre(3));
}

TEST_P(StoreContract, ReplacesAnInstanceThatIsPutAgain) {
  commit([&](auto& changes) { changes.instances = {instance(1, RecordState::Active, 1)}; });
  commit([&](auto& changes) { changes.instances = {instance(1, RecordState::Suspended, 1)}; });

  EXPECT_THAT(all_instances(), ElementsAre(1));
  EXPECT_EQ(store->instance(root(1))->state, RecordState::Suspended);
}

TEST_P(StoreContract, KeepsEndedInstancesApartFromRunningOnes) {
  for (const RecordState state : kEndStates) {
    const auto id = static_cast<std::uint32_t>(state);
    commit([&](auto& changes) { changes.instances = {instance(id, RecordState::Active, id)}; });
    EXPECT_THAT(running_instances(), ElementsAre(id));

    commit([&](auto& changes) { changes.instances = {instance(id, state, id)}; });
    EXPECT_THAT(running_instances(), IsEmpty());
    EXPECT_EQ(store->instance(root(id))->state, state);
  }
}

TEST_P(StoreContract, CountsRunningInstancesByProcess) {
  const auto invoice = make_definition("invoice");
  model::InstanceRecord other = *instance(9, RecordState::Active, 9);
  other.definition = invoice.get();
  commit([&](auto& changes) {
    changes.instances = {instance(1, RecordState::Active, 1), instance(2, RecordState::Suspended, 2),
                         instance(3, RecordState::Completed, 3),
                         std::make_shared<const model::InstanceRecord>(other)};
  });
  EXPECT_EQ(store->running_count("order"), 2U);
  EXPECT_EQ(store->running_count("invoice"), 1U);
  EXPECT_EQ(store->running_count("unknown"), 0U);

  commit([&](auto& changes) {
    changes.instances = {instance(1, RecordState::Suspended, 1), instance(2, RecordState::Failed, 2)};
  });
  EXPECT_EQ(store->running_count("order"), 1U);

  commit([&](auto& changes) { changes.instances = {instance(1, RecordState::Completed, 1)}; });
  EXPECT_EQ(store->running_count("order"), 0U);
}

TEST_P(StoreContract, CountsVersionsOfAProcessTogether) {
  const auto newer = make_definition("order");
  model::InstanceRecord second = *instance(2, RecordState::Active, 2);
  second.definition = newer.get();
  commit([&](auto& changes) {
    changes.instances = {instance(1, RecordState::Active, 1),
                         std::make_shared<const model::InstanceRecord>(second)};
  });

  EXPECT_EQ(store->running_count("order"), 2U);
}

TEST_P(StoreContract, FindsCalledInstancesByTheirCaller) {
  commit([&](auto& changes) {
    changes.instances = {instance(1, RecordState::Active, 1), instance(2, RecordState::Active, 4, root(1)),
                         instance(3, RecordState::Active, 3, root(1)),
                         instance(4, RecordState::Active, 2, root(3))};
  });
  EXPECT_THAT(roots(store->called_from(root(1))), ElementsAre(3, 2));
  EXPECT_THAT(roots(store->called_from(root(3))), ElementsAre(4));
  EXPECT_THAT(store->called_from(root(2)), IsEmpty());

  commit([&](auto& changes) { changes.instances = {instance(3, RecordState::Completed, 3, root(1))}; });
  EXPECT_THAT(roots(store->called_from(root(1))), ElementsAre(3, 2));
}

TEST_P(StoreContract, TellsVisitsInTheOrderInWhichNodesWereEntered) {
  model::HistoryEvent entered = event(Kind::Entered, root(1), 0, 100);
  entered.other = {1, 1, 7, 2};
  entered.definition = definition();
  commit([&](auto& changes) { changes.history = {entered, event(Kind::Left, root(1), 0, 101)}; });
  commit([&](auto& changes) {
    changes.history = {event(Kind::Entered, root(1), 1, 101), event(Kind::Entered, root(2), 0, 50)};
  });

  const auto visits = store->visits(root(1));

  ASSERT_EQ(visits.size(), 2U);
  EXPECT_EQ(visits[0].instance, root(1));
  EXPECT_EQ(visits[0].execution, entered.other);
  EXPECT_EQ(visits[0].number, 0U);
  EXPECT_EQ(visits[0].definition, definition());
  EXPECT_EQ(visits[0].node, model::NodeId{10});
  EXPECT_EQ(visits[0].start, at(100));
  EXPECT_EQ(visits[0].end, at(101));
  EXPECT_FALSE(visits[0].withdrawn);
  EXPECT_EQ(visits[1].number, 1U);
  EXPECT_EQ(visits[1].node, model::NodeId{11});
  EXPECT_EQ(visits[1].end, std::nullopt);
  EXPECT_EQ(store->visits(root(2)).size(), 1U);
  EXPECT_THAT(store->visits(root(3)), IsEmpty());
}

TEST_P(StoreContract, AddsToAVisitWhatHappensLater) {
  commit([&](auto& changes) {
    changes.history = {event(Kind::Entered, root(1), 0, 100), event(Kind::Entered, root(1), 1, 100)};
  });
  model::HistoryEvent called = event(Kind::CalledInstance, root(1), 0, 101);
  called.other = {1, 1, 5, 1};
  model::HistoryEvent assigned = event(Kind::Assigned, root(1), 1, 102);
  assigned.text = "kermit";
  model::HistoryEvent withdrawn = event(Kind::Withdrawn, root(1), 1, 103);
  withdrawn.text = "too late";
  commit([&](auto& changes) { changes.history = {called, assigned, withdrawn}; });

  const auto visits = store->visits(root(1));

  ASSERT_EQ(visits.size(), 2U);
  EXPECT_EQ(visits[0].called, called.other);
  EXPECT_EQ(visits[0].end, std::nullopt);
  EXPECT_EQ(visits[1].called, std::nullopt);
  EXPECT_EQ(visits[1].assignee, "kermit");
  EXPECT_TRUE(visits[1].withdrawn);
  EXPECT_EQ(visits[1].reason, "too late");
  EXPECT_EQ(visits[1].end, at(103));
}

TEST_P(StoreContract, KeepsTheLastAssignee) {
  commit([&](auto& changes) { changes.history = {event(Kind::Entered, root(1), 0, 100)}; });
  for (const char* user : {"kermit", "", "gonzo", ""}) {
    model::HistoryEvent assigned = event(Kind::Assigned, root(1), 0, 101);
    assigned.text = user;
    commit([&](auto& changes) { changes.history = {assigned}; });
    EXPECT_EQ(store->visits(root(1)).front().assignee, user);
  }
}

TEST_P(StoreContract, ToleratesVisitsThatWereNotRecorded) {
  commit([&](auto& changes) {
    changes.history = {event(Kind::Left, root(1), 0, 100), event(Kind::Entered, root(1), 2, 101),
                       event(Kind::Left, root(1), 1, 102), event(Kind::Left, root(1), 9, 102)};
  });

  const auto visits = store->visits(root(1));

  ASSERT_EQ(visits.size(), 1U);
  EXPECT_EQ(visits[0].number, 2U);
  EXPECT_EQ(visits[0].end, std::nullopt);
}

TEST_P(StoreContract, KeepsTheVariablesOfEndedInstances) {
  commit([&](auto& changes) {
    changes.instances = {instance(1, RecordState::Completed, 1)};
    changes.variables = {variable(root(1), "amount", 120)};
  });

  ASSERT_TRUE(store->final_variables(root(1)));
  EXPECT_EQ(*store->final_variables(root(1)), (model::Object{{"amount", 120}}));
  EXPECT_FALSE(store->final_variables(root(2)));
}

TEST_P(StoreContract, ForgetsEndedInstancesWithoutHistory) {
  store = GetParam().open(false);
  for (const RecordState state : kEndStates) {
    commit([&](auto& changes) {
      changes.instances = {instance(1, RecordState::Active, 1), instance(2, RecordState::Active, 2, root(1))};
    });
    EXPECT_THAT(roots(store->called_from(root(1))), ElementsAre(2));

    commit([&](auto& changes) {
      changes.instances = {instance(1, state, 1), instance(2, state, 2, root(1))};
      changes.history = {event(Kind::Entered, root(1), 0, 100)};
      changes.variables = {variable(root(1), "amount", 120)};
    });
    EXPECT_EQ(store->instance(root(1)), nullptr);
    EXPECT_THAT(all_instances(), IsEmpty());
    EXPECT_THAT(store->called_from(root(1)), IsEmpty());
    EXPECT_EQ(store->running_count("order"), 0U);
    EXPECT_THAT(store->visits(root(1)), IsEmpty());
    EXPECT_FALSE(store->final_variables(root(1)));
  }
}

TEST_P(StoreContract, ForgetsAnInstanceThatStartsAndEndsInOneCommandWithoutHistory) {
  store = GetParam().open(false);
  commit([&](auto& changes) { changes.instances = {instance(1, RecordState::Completed, 1)}; });

  EXPECT_THAT(all_instances(), IsEmpty());
  EXPECT_EQ(store->running_count("order"), 0U);
}

}  // namespace
}  // namespace rondo::persistence
