// SPDX-License-Identifier: Apache-2.0
#include "tests/persistence/store_contract.hpp"

#include <algorithm>
#include <map>
#include <random>

namespace rondo::persistence {
namespace {

using model::EventKind;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreContract, HoldsNothingAtFirst) {
  commit([](auto&) {});

  EXPECT_THAT(store->tasks(any), IsEmpty());
  EXPECT_THAT(store->all_subscriptions(), IsEmpty());
  EXPECT_THAT(store->subscriptions(EventKind::Message, "paid"), IsEmpty());
  EXPECT_THAT(store->jobs(), IsEmpty());
  EXPECT_EQ(store->next_job(at(100), any), nullptr);
  EXPECT_EQ(store->next_due(), std::nullopt);
  EXPECT_THAT(store->messages(), IsEmpty());
  EXPECT_TRUE(store->data_store("shelf").is_null());
  EXPECT_THAT(store->incidents(), IsEmpty());
}

TEST_P(StoreContract, KeepsWhatDataStoresHold) {
  commit([](auto& changes) { changes.data_stores = {{"shelf", 1}, {"bin", "a"}, {"shelf", 2}}; });
  commit([](auto& changes) { changes.data_stores = {{"bin", "b"}}; });

  EXPECT_EQ(store->data_store("shelf"), model::Value(2));
  EXPECT_EQ(store->data_store("bin"), model::Value("b"));
  EXPECT_TRUE(store->data_store("other").is_null());
}

TEST_P(StoreContract, KeepsMessagesInOrderOfSending) {
  const auto message = [](std::uint64_t sequence, std::string name) {
    model::MessageRecord record;
    record.sequence = sequence;
    record.name = std::move(name);
    record.process = "seller";
    record.element = "start";
    record.key = model::Value("A-1");
    record.business_key = "order";
    record.conversation = 3;
    record.message_id = "m-1";
    record.variables.set("sum", 7);
    record.sent = at(5);
    record.expiry = at(6);
    return std::make_shared<const model::MessageRecord>(std::move(record));
  };
  commit([&](auto& changes) { changes.messages = {message(2, "b"), message(1, "a"), message(3, "c")}; });
  commit([&](auto& changes) {
    changes.messages = {message(2, "changed")};
    changes.removed_messages = {message(3, "c"), message(4, "never kept")};
  });

  const auto kept = store->messages();

  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0]->name, "a");
  EXPECT_EQ(kept[1]->name, "changed");
  EXPECT_EQ(kept[0]->process, "seller");
  EXPECT_EQ(kept[0]->element, "start");
  EXPECT_EQ(kept[0]->key, model::Value("A-1"));
  EXPECT_EQ(kept[0]->business_key, "order");
  EXPECT_EQ(kept[0]->conversation, 3u);
  EXPECT_EQ(kept[0]->message_id, "m-1");
  EXPECT_EQ(kept[0]->variables, model::Object({{"sum", 7}}));
  EXPECT_EQ(kept[0]->sent, at(5));
  EXPECT_EQ(kept[0]->expiry, at(6));
  EXPECT_FALSE(kept[0]->received);
}

TEST_P(StoreContract, GivesTasksInOrderOfCreation) {
  commit([&](auto& changes) { changes.tasks = {task(1, "c", 30), task(2, "a", 10)}; });
  commit([&](auto& changes) { changes.tasks = {task(3, "b", 20)}; });

  EXPECT_THAT(all_tasks(), ElementsAre(2, 3, 1));
}

TEST_P(StoreContract, GivesOnlyTheTasksThatAreWanted) {
  commit([&](auto& changes) {
    changes.tasks = {task(1, "pack", 1), task(2, "ship", 2), task(3, "pack", 3)};
  });

  const auto packing = store->tasks([](const model::TaskRecord& task) { return task.name == "pack"; });

  EXPECT_THAT(roots(packing), ElementsAre(1, 3));
}

TEST_P(StoreContract, ReplacesATaskThatIsPutAgain) {
  commit([&](auto& changes) { changes.tasks = {task(1, "old", 1), task(2, "other", 2)}; });
  commit([&](auto& changes) { changes.tasks = {task(1, "new", 3)}; });

  EXPECT_THAT(all_tasks(), ElementsAre(2, 1));
  EXPECT_EQ(store->tasks(any).back()->name, "new");
}

TEST_P(StoreContract, RemovesTasks) {
  commit([&](auto& changes) { changes.tasks = {task(1, "a", 1), task(2, "b", 2), task(3, "c", 3)}; });
  commit([&](auto& changes) { changes.removed_tasks = {task(2, "b", 2)}; });

  EXPECT_THAT(all_tasks(), ElementsAre(1, 3));
}

TEST_P(StoreContract, KeepsNothingOfAWaitThatCameAndWentInOneCommand) {
  commit([&](auto& changes) {
    changes.tasks = {task(1, "a", 1)};
    changes.removed_tasks = {task(1, "a", 1)};
    changes.subscriptions = {subscription(1, EventKind::Message, "paid", 2)};
    changes.removed_subscriptions = changes.subscriptions;
    changes.jobs = {job(1, 10, 3)};
    changes.removed_jobs = changes.jobs;
  });

  EXPECT_THAT(store->tasks(any), IsEmpty());
  EXPECT_THAT(store->all_subscriptions(), IsEmpty());
  EXPECT_THAT(store->jobs(), IsEmpty());
}

TEST_P(StoreContract, IgnoresTheRemovalOfWhatItDoesNotHave) {
  commit([&](auto& changes) {
    changes.removed_tasks = {task(1, "a", 1)};
    changes.removed_subscriptions = {subscription(1, EventKind::Message, "paid", 1)};
    changes.removed_jobs = {job(1, 10, 1)};
    changes.resolved_incidents = {wait(1)};
  });

  EXPECT_THAT(store->tasks(any), IsEmpty());
}

TEST_P(StoreContract, KeepsEveryPartOfAHandleApart) {
  const std::vector<model::Handle> ids = {
      {1, 1, 1, 1}, {2, 1, 1, 1}, {1, 2, 1, 1}, {1, 1, 2, 1}, {1, 1, 1, 2}};
  std::uint64_t sequence = 0;
  for (const auto& id : ids) {
    model::TaskRecord record;
    record.id = id;
    record.sequence = ++sequence;
    commit([&](auto& changes) { changes.tasks = {std::make_shared<const model::TaskRecord>(record)}; });
  }

  const auto tasks = store->tasks(any);

  ASSERT_EQ(tasks.size(), ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(tasks[i]->id, ids[i]);
}

TEST_P(StoreContract, FindsSubscriptionsByKindAndName) {
  commit([&](auto& changes) {
    changes.subscriptions = {
        subscription(1, EventKind::Message, "paid", 3), subscription(2, EventKind::Signal, "paid", 2),
        subscription(3, EventKind::Message, "sent", 1), subscription(4, EventKind::Message, "paid", 0)};
  });

  EXPECT_THAT(roots(store->subscriptions(EventKind::Message, "paid")), ElementsAre(4, 1));
  EXPECT_THAT(roots(store->subscriptions(EventKind::Signal, "paid")), ElementsAre(2));
  EXPECT_THAT(roots(store->subscriptions(EventKind::Message, "pai")), IsEmpty());
  EXPECT_THAT(roots(store->subscriptions(EventKind::Conditional, "paid")), IsEmpty());
}

TEST_P(StoreContract, FindsSubscriptionsOfAnInstance) {
  const auto of = [&](std::uint32_t root, std::uint32_t instance, std::uint32_t slot,
                      std::uint64_t sequence) {
    auto record = *subscription(root, EventKind::Message, "paid", sequence);
    record.id.slot = slot;
    record.instance = record.id;
    record.instance.slot = instance;
    return std::make_shared<const model::SubscriptionRecord>(std::move(record));
  };
  const auto late = of(1, 7, 2, 5), early = of(1, 7, 9, 3), called = of(1, 8, 3, 4), other = of(2, 7, 1, 1);
  commit([&](auto& changes) { changes.subscriptions = {late, early, called, other}; });
  const auto slots = [&](const model::Handle& instance) {
    std::vector<std::uint32_t> found;
    for (const auto& one : store->subscriptions_of(instance)) found.push_back(one->id.slot);
    return found;
  };

  EXPECT_THAT(slots(late->instance), ElementsAre(9, 2));
  EXPECT_THAT(slots(called->instance), ElementsAre(3));
  EXPECT_THAT(slots(other->instance), ElementsAre(1));
  commit([&](auto& changes) { changes.removed_subscriptions = {early}; });
  EXPECT_THAT(slots(late->instance), ElementsAre(2));
}

TEST_P(StoreContract, FindsSubscriptionsByKey) {
  const auto keyed = [&](std::uint32_t root, model::Value key, std::uint64_t sequence) {
    auto record = *subscription(root, EventKind::Message, "paid", sequence);
    record.key = std::move(key);
    return std::make_shared<const model::SubscriptionRecord>(std::move(record));
  };
  commit([&](auto& changes) {
    changes.subscriptions = {keyed(1, "7", 5), keyed(2, 7, 4), keyed(3, 7.0, 3),
                             keyed(4, {}, 2),  keyed(5, 8, 1), keyed(6, model::List{7}, 6)};
  });
  const auto found = [&](const model::Value& key) {
    return roots(store->subscriptions(EventKind::Message, "paid", key));
  };

  EXPECT_THAT(found(7), ElementsAre(4, 3, 2));
  EXPECT_THAT(found(7.0), ElementsAre(4, 3, 2));
  EXPECT_THAT(found("7"), ElementsAre(4, 1));
  EXPECT_THAT(found("none"), ElementsAre(4));
  EXPECT_THAT(found(model::List{7.0}), testing::IsSupersetOf({4, 6}));
  EXPECT_THAT(roots(store->subscriptions(EventKind::Message, "sent", model::Value(7))), IsEmpty());
  commit([&](auto& changes) { changes.subscriptions = {keyed(2, 9, 4)}; });
  EXPECT_THAT(found(7), ElementsAre(4, 3));
  EXPECT_THAT(found(9), ElementsAre(4, 2));
}

TEST_P(StoreContract, GivesAllSubscriptionsOfAKindForAnEmptyName) {
  commit([&](auto& changes) {
    changes.subscriptions = {
        subscription(1, EventKind::Signal, "b", 1), subscription(2, EventKind::Signal, "a", 2),
        subscription(3, EventKind::Message, "a", 3), subscription(4, EventKind::Signal, "", 4)};
  });

  EXPECT_THAT(roots(store->subscriptions(EventKind::Signal, "")), ElementsAre(1, 2, 4));
  EXPECT_THAT(roots(store->all_subscriptions()), ElementsAre(1, 2, 3, 4));
}

TEST_P(StoreContract, FindsAReplacedSubscriptionUnderItsNewNameOnly) {
  commit([&](auto& changes) { changes.subscriptions = {subscription(1, EventKind::Message, "old", 1)}; });
  commit([&](auto& changes) { changes.subscriptions = {subscription(1, EventKind::Signal, "new", 2)}; });

  EXPECT_THAT(store->subscriptions(EventKind::Message, ""), IsEmpty());
  EXPECT_THAT(roots(store->subscriptions(EventKind::Signal, "new")), ElementsAre(1));
  EXPECT_THAT(roots(store->all_subscriptions()), ElementsAre(1));
}

TEST_P(StoreContract, RemovesSubscriptions) {
  commit([&](auto& changes) {
    changes.subscriptions = {subscription(1, EventKind::Message, "paid", 1),
                             subscription(2, EventKind::Message, "paid", 2)};
  });
  commit([&](auto& changes) {
    changes.removed_subscriptions = {subscription(1, EventKind::Message, "paid", 1)};
  });

  EXPECT_THAT(roots(store->subscriptions(EventKind::Message, "paid")), ElementsAre(2));
  EXPECT_THAT(roots(store->all_subscriptions()), ElementsAre(2));
}

TEST_P(StoreContract, GivesJobsInOrderOfDueTimeAndCreation) {
  commit([&](auto& changes) {
    changes.jobs = {job(1, 20, 1), job(2, 10, 3), job(3, 10, 2), job(4, 15, 4, 0)};
  });

  EXPECT_THAT(roots(store->jobs()), ElementsAre(3, 2, 4, 1));
}

TEST_P(StoreContract, FindsTheFirstJobThatIsDueAndWanted) {
  commit([&](auto& changes) { changes.jobs = {job(1, 20, 1), job(2, 10, 2), job(3, 10, 3)}; });
  const auto not_the_second = [](const model::JobRecord& job) { return job.id.root != 2; };
  const auto only_the_first = [](const model::JobRecord& job) { return job.id.root == 1; };

  EXPECT_EQ(store->next_job(at(9), any), nullptr);
  EXPECT_EQ(store->next_job(at(10), any)->id.root, 2U);
  EXPECT_EQ(store->next_job(at(10), not_the_second)->id.root, 3U);
  EXPECT_EQ(store->next_job(at(19), only_the_first), nullptr);
  EXPECT_EQ(store->next_job(at(20), only_the_first)->id.root, 1U);
}

TEST_P(StoreContract, DoesNotOfferJobsWithoutRetries) {
  commit([&](auto& changes) { changes.jobs = {job(1, 10, 1, 0), job(2, 20, 2, 1)}; });

  EXPECT_EQ(store->next_job(at(100), any)->id.root, 2U);
  EXPECT_EQ(store->next_due(), at(20));
}

TEST_P(StoreContract, MovesAJobThatIsPutAgain) {
  commit([&](auto& changes) { changes.jobs = {job(1, 10, 1), job(2, 20, 2)}; });
  commit([&](auto& changes) { changes.jobs = {job(1, 30, 3)}; });
  EXPECT_THAT(roots(store->jobs()), ElementsAre(2, 1));
  EXPECT_EQ(store->next_due(), at(20));

  commit([&](auto& changes) { changes.jobs = {job(2, 20, 2, 0)}; });
  EXPECT_EQ(store->next_due(), at(30));

  commit([&](auto& changes) { changes.jobs = {job(2, 20, 2, 1)}; });
  EXPECT_EQ(store->next_due(), at(20));
}

TEST_P(StoreContract, RemovesJobs) {
  commit([&](auto& changes) { changes.jobs = {job(1, 10, 1), job(2, 20, 2), job(3, 10, 3, 0)}; });
  commit([&](auto& changes) { changes.removed_jobs = {job(1, 10, 1), job(3, 10, 3, 0)}; });

  EXPECT_THAT(roots(store->jobs()), ElementsAre(2));
  EXPECT_EQ(store->next_due(), at(20));
}

TEST_P(StoreContract, RemovesTheRightOneOfJobsThatAreOrderedAlike) {
  commit([&](auto& changes) { changes.jobs = {job(1, 10, 5), job(2, 10, 5), job(3, 10, 5)}; });
  commit([&](auto& changes) { changes.removed_jobs = {job(2, 10, 5)}; });

  EXPECT_THAT(roots(store->jobs()), testing::UnorderedElementsAre(1, 3));
}

TEST_P(StoreContract, KeepsIncidentsUntilTheyAreResolved) {
  model::IncidentRecord first, second;
  first.id = wait(1);
  first.message = "first";
  second.id = wait(2);
  second.message = "second";
  commit([&](auto& changes) { changes.incidents = {first}; });
  commit([&](auto& changes) { changes.incidents = {second}; });
  ASSERT_EQ(store->incidents().size(), 2U);
  EXPECT_EQ(store->incidents().front().message, "first");

  first.message = "first again";
  commit([&](auto& changes) { changes.incidents = {first}; });
  ASSERT_EQ(store->incidents().size(), 2U);
  EXPECT_EQ(store->incidents().front().message, "first again");

  commit([&](auto& changes) { changes.resolved_incidents = {wait(1)}; });
  ASSERT_EQ(store->incidents().size(), 1U);
  EXPECT_EQ(store->incidents().front().message, "second");
}

TEST_P(StoreContract, HoldsAfterAnyCommitsWhatAPlainMapWouldHold) {
  std::mt19937 random(20260501);
  std::map<std::uint32_t, JobPtr> expected;
  for (std::uint64_t sequence = 1; sequence <= 5000; ++sequence) {
    // Rather more than less in the first half, so that tables grow, and the other way round in the second.
    const bool puts = random() % 4 != 0 ? sequence < 2500 : sequence >= 2500;
    const auto id = static_cast<std::uint32_t>(random() % 2000);
    const JobPtr changed =
        job(id, static_cast<std::int64_t>(random() % 50), sequence, static_cast<std::int32_t>(random() % 2));
    commit([&](auto& changes) { (puts ? changes.jobs : changes.removed_jobs).push_back(changed); });
    if (puts) {
      expected[id] = changed;
    } else {
      expected.erase(id);
    }
  }

  std::vector<JobPtr> sorted;
  for (const auto& [id, held] : expected) sorted.push_back(held);
  std::sort(sorted.begin(), sorted.end(), [](const JobPtr& left, const JobPtr& right) {
    return std::pair(left->due, left->sequence) < std::pair(right->due, right->sequence);
  });
  EXPECT_EQ(roots(store->jobs()), roots(sorted));
}

}  // namespace
}  // namespace rondo::persistence
