// SPDX-License-Identifier: Apache-2.0
// What is remembered, asked by queries.
#include "tests/persistence/store_contract.hpp"

#include <string>
#include <vector>

namespace rondo::persistence {
namespace {

using model::InstanceState;
using testing::ElementsAre;
using testing::IsEmpty;

InstancePtr ended(const InstancePtr& running, model::Instant end) {
  auto record = std::make_shared<model::InstanceRecord>(*running);
  record->state = InstanceState::Completed;
  record->end = end;
  record->removal = end;
  return record;
}

InstancePtr with_key(const InstancePtr& instance, std::string key) {
  auto record = std::make_shared<model::InstanceRecord>(*instance);
  record->business_key = std::move(key);
  return record;
}

TEST_P(StoreContract, FindsInstancesInOrderOfStartAndByPage) {
  commit([&](auto& changes) { changes.instances = {instance(2, InstanceState::Active, 20)}; });
  commit([&](auto& changes) { changes.instances = {instance(3, InstanceState::Active, 10)}; });
  commit([&](auto& changes) { changes.instances = {instance(1, InstanceState::Active, 30)}; });

  model::HistoricInstanceQuery query;
  EXPECT_THAT(roots(store->find(query)), ElementsAre(3, 2, 1));
  query.page = {1, 1};
  EXPECT_THAT(roots(store->find(query)), ElementsAre(2));
  EXPECT_EQ(store->count(query), 3U);
  query.page = {0, 0};
  EXPECT_THAT(store->find(query), IsEmpty());
  query = {};
  query.newer_than = 10;
  EXPECT_THAT(roots(store->find(query)), ElementsAre(2, 1));
  query = {};
  query.order = {{model::HistoricInstanceQuery::Field::ProcessKey, true}};
  EXPECT_THAT(roots(store->find(query)), ElementsAre(3, 2, 1)) << "equals stay in order of start";
}

TEST_P(StoreContract, FindsInstancesByWhatTheyAre) {
  commit([&](auto& changes) { changes.instances = {with_key(instance(1, InstanceState::Active, 1), "a")}; });
  commit([&](auto& changes) { changes.instances = {with_key(instance(2, InstanceState::Active, 2), "b")}; });
  commit([&](auto& changes) {
    changes.instances = {ended(with_key(instance(2, InstanceState::Active, 2), "b"), at(5))};
  });

  model::HistoricInstanceQuery query;
  query.of.business_key = "b";
  EXPECT_THAT(roots(store->find(query)), ElementsAre(2));
  query = {};
  query.of.instance_id = to_text(root(1), model::HandleKind::Instance);
  EXPECT_THAT(roots(store->find(query)), ElementsAre(1));
  query = {};
  query.finished = true;
  EXPECT_THAT(roots(store->find(query)), ElementsAre(2));
  query.finished = false;
  EXPECT_THAT(roots(store->find(query)), ElementsAre(1));
  query = {};
  query.ended.after = at(6);
  EXPECT_THAT(store->find(query), IsEmpty());
  query = {};
  query.of.process_key = "order";
  EXPECT_EQ(store->count(query), 2U);
  query.of.process_key = "other";
  EXPECT_EQ(store->count(query), 0U);
}

TEST_P(StoreContract, KeepsLastValuesAndUpdatesOfVariables) {
  commit([&](auto& changes) {
    changes.instances = {instance(1, InstanceState::Active, 1)};
    changes.variables = {variable(root(1), "amount", 1, 1)};
    changes.variables.front().detailed = true;
  });
  commit([&](auto& changes) {
    changes.instances = {instance(1, InstanceState::Active, 1)};
    changes.variables = {variable(root(1), "amount", 2, 5)};
    changes.variables.front().change = model::VariableChange::Updated;
    changes.variables.front().detailed = true;
    changes.user = "kermit";
  });

  const auto found = store->find(model::HistoricVariableQuery{});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].value, model::Value(2));
  EXPECT_EQ(found[0].revision, 2U);
  EXPECT_EQ(found[0].created, at(1));
  EXPECT_EQ(found[0].updated, at(5));
  const auto updates = store->find(model::HistoricUpdateQuery{});
  ASSERT_EQ(updates.size(), 2U);
  EXPECT_EQ(updates[1].revision, 2U);
  EXPECT_EQ(updates[1].user, "kermit");
  model::HistoricInstanceQuery query;
  query.variables = {{"amount", 2}};
  EXPECT_THAT(roots(store->find(query)), ElementsAre(1));
  query.variables = {{"amount", 1}};
  EXPECT_THAT(store->find(query), IsEmpty());
}

TEST_P(StoreContract, ForgetsEndedInstancesWithEverythingAboutThem) {
  commit([&](auto& changes) {
    changes.instances = {instance(1, InstanceState::Active, 1)};
    changes.variables = {variable(root(1), "amount", 1)};
  });
  EXPECT_THAT(store->removable(at(100), 10), IsEmpty());
  store->forget({root(1)});
  EXPECT_NE(store->instance(root(1)), nullptr) << "it is still running";

  commit([&](auto& changes) { changes.instances = {ended(instance(1, InstanceState::Active, 1), at(9))}; });
  EXPECT_THAT(store->removable(at(8), 10), IsEmpty());
  EXPECT_THAT(store->removable(at(9), 10), ElementsAre(root(1)));
  store->forget({root(1)});
  EXPECT_EQ(store->instance(root(1)), nullptr);
  EXPECT_THAT(store->find(model::HistoricVariableQuery{}), IsEmpty());
  EXPECT_THAT(store->removable(at(100), 10), IsEmpty());
}

}  // namespace
}  // namespace rondo::persistence
