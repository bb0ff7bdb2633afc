// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

EngineOptions with(HistoryLevel level) {
  EngineOptions options;
  options.history = level;
  return options;
}

std::string task_process(std::string_view key = "p") {
  return process_text(
      key, "<startEvent id=\"start\"/><userTask id=\"task\" name=\"Approve\"/><endEvent id=\"end\"/>" +
               flows("start task end"));
}

std::string task_of(TestEngine& test, const std::string& instance) {
  TaskQuery query;
  query.instance_id = instance;
  return test.engine->tasks().list(query).at(0).id;
}

template <typename Query>
Query of(const std::string& instance) {
  Query query;
  query.of.instance_id = instance;
  return query;
}

std::vector<std::string> ids(const std::vector<InstanceInfo>& instances) {
  std::vector<std::string> result;
  for (const InstanceInfo& instance : instances) result.push_back(instance.id);
  return result;
}

TEST(TaskHistory, TellsOfClaimCompletionAndWho) {
  TestEngine test;
  test.deploy(task_process());
  const std::string id = test.start("p").id;
  const std::string task = task_of(test, id);
  test.clock->advance(std::chrono::minutes(1));
  test.engine->tasks().claim(task, "kermit");
  test.clock->advance(std::chrono::minutes(1));
  {
    const ActingUser user("kermit");
    test.engine->tasks().complete(task);
  }

  const auto tasks = test.engine->history().tasks(of<HistoricTaskQuery>(id));
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].id, task);
  EXPECT_EQ(tasks[0].key, "task");
  EXPECT_EQ(tasks[0].name, "Approve");
  EXPECT_EQ(tasks[0].assignee, "kermit");
  EXPECT_EQ(tasks[0].completed_by, "kermit");
  EXPECT_TRUE(tasks[0].completed);
  EXPECT_EQ(tasks[0].claim_time, tasks[0].create_time + std::chrono::minutes(1));
  EXPECT_EQ(tasks[0].end_time, tasks[0].create_time + std::chrono::minutes(2));
  EXPECT_EQ(test.engine->history().activities(id).at(1).task_id, task);
}

TEST(TaskHistory, TellsWhyATaskWasWithdrawn) {
  TestEngine test;
  test.deploy(task_process());
  const std::string id = test.start("p").id;
  test.engine->runtime().remove(id, "not needed");

  const auto tasks = test.engine->history().tasks(of<HistoricTaskQuery>(id));
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_FALSE(tasks[0].completed);
  EXPECT_TRUE(tasks[0].end_time);
  EXPECT_EQ(tasks[0].delete_reason, "not needed");
}

TEST(TaskHistory, IsFoundByUserAndState) {
  TestEngine test;
  test.deploy(task_process());
  const std::string done = test.start("p").id;
  const std::string open = test.start("p").id;
  test.engine->tasks().claim(task_of(test, done), "kermit");
  test.engine->tasks().complete(task_of(test, done));

  HistoricTaskQuery query;
  query.finished = false;
  ASSERT_EQ(test.engine->history().tasks(query).size(), 1u);
  EXPECT_EQ(test.engine->history().tasks(query)[0].instance_id, open);
  query = {};
  query.involved_user = "kermit";
  EXPECT_EQ(test.engine->history().count(query), 1u);
  HistoricInstanceQuery instances;
  instances.involved_user = "kermit";
  EXPECT_THAT(ids(test.engine->history().instances(instances)), ElementsAre(done));
}

TEST(VariableHistory, KeepsLastValuesOfRunningAndEndedInstances) {
  TestEngine test;
  test.deploy(task_process());
  const std::string id = test.start("p", {{"amount", 1}, {"gone", true}}).id;
  test.clock->advance(std::chrono::minutes(1));
  test.engine->runtime().set_variables(id, {{"amount", 2}});
  test.engine->runtime().remove_variable(id, "gone");

  HistoricVariableQuery query;
  query.name = "amount";
  query.value = 2;
  auto found = test.engine->history().variables(query);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].instance_id, id);
  EXPECT_EQ(found[0].execution_id, id);
  EXPECT_EQ(found[0].revision, 2u);
  EXPECT_EQ(found[0].update_time, found[0].create_time + std::chrono::minutes(1));
  query.value = 1;
  EXPECT_THAT(test.engine->history().variables(query), IsEmpty());

  test.complete("task", {{"amount", 3}});
  EXPECT_EQ(to_json(test.engine->history().variables(id)), R"({"amount":3})");
  auto all = of<HistoricVariableQuery>(id);
  all.include_removed = true;
  EXPECT_EQ(test.engine->history().count(all), 2u);
  HistoricInstanceQuery instances;
  instances.variables = {{"amount", 3}};
  EXPECT_THAT(ids(test.engine->history().instances(instances)), ElementsAre(id));
  instances.variables = {{"amount", 3}, {"gone", true}};
  EXPECT_THAT(test.engine->history().instances(instances), IsEmpty());
}

TEST(VariableHistory, OfARolledBackCommandIsAsBefore) {
  TestEngine test;
  test.engine->delegates().add("fail", [](DelegateExecution&) { throw std::runtime_error("no"); });
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="task"/>
    <serviceTask id="fails" activiti:delegateExpression="${fail}"/>)" +
                                    flows("start task fails")));
  const std::string id = test.start("p", {{"amount", 1}}).id;
  EXPECT_THROW(test.complete("task", {{"amount", 2}}), Error);

  const auto found = test.engine->history().variables(of<HistoricVariableQuery>(id));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].value, Value(1));
  EXPECT_EQ(found[0].revision, 1u);
}

TEST(VariableHistory, FindsEachOfVeryManyLocalOnes) {
  TestEngine test;
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="task">
    <multiInstanceLoopCharacteristics isSequential="false" activiti:collection="${items}"
      activiti:elementVariable="item"/></userTask>)" +
                                    flows("start task")));
  List items;
  for (int number = 0; number < 100; ++number) items.emplace_back(number);
  const std::string id = test.start("p", {{"items", items}}).id;
  HistoricVariableQuery query = of<HistoricVariableQuery>(id);
  query.local = true;
  query.name = "item";
  query.value = 77;
  const auto found = test.engine->history().variables(query);
  ASSERT_EQ(found.size(), 1u);
  test.engine->runtime().set_local_variables(found[0].execution_id, {{"item", "changed"}});
  query.value = "changed";
  ASSERT_EQ(test.engine->history().variables(query).size(), 1u);
  EXPECT_EQ(test.engine->history().variables(query)[0].revision, 2u);
}

TEST(FullHistory, KeepsEachUpdateWithItsRevisionAndUser) {
  TestEngine test(with(HistoryLevel::Full));
  test.deploy(task_process());
  const std::string id = test.start("p", {{"amount", 1}}).id;
  {
    const ActingUser user("kermit");
    test.engine->runtime().set_variables(id, {{"amount", 2}});
  }
  test.engine->runtime().remove_variable(id, "amount");

  using Change = HistoricUpdate::Change;
  const auto updates = test.engine->history().updates(of<HistoricUpdateQuery>(id));
  ASSERT_EQ(updates.size(), 3u);
  EXPECT_EQ(updates[0].change, Change::Created);
  EXPECT_EQ(updates[0].old_revision, 0u);
  EXPECT_EQ(updates[1].change, Change::Updated);
  EXPECT_EQ(updates[1].old_revision, 1u);
  EXPECT_EQ(updates[1].revision, 2u);
  EXPECT_EQ(updates[1].value, Value(2));
  EXPECT_EQ(updates[1].user, "kermit");
  EXPECT_EQ(updates[2].change, Change::Removed);
}

TEST(FullHistory, TellsWhatUsersDid) {
  TestEngine test(with(HistoryLevel::Full));
  test.deploy(task_process());
  const ActingUser user("kermit");
  const std::string id = test.start("p").id;
  const std::string task = task_of(test, id);
  test.engine->tasks().claim(task, "gonzo");
  test.engine->tasks().set_priority(task, 70);
  test.engine->runtime().suspend(id);
  test.engine->runtime().resume(id);
  test.engine->tasks().complete(task);

  std::vector<std::string> names;
  const auto operations = test.engine->history().operations(of<HistoricOperationQuery>(id));
  for (const HistoricOperation& operation : operations) {
    names.push_back(operation.operation);
    EXPECT_EQ(operation.user, "kermit");
  }
  EXPECT_THAT(names, ElementsAre("start", "claim", "set_priority", "suspend", "resume", "complete"));
  EXPECT_EQ(operations[1].subject_id, task);
  EXPECT_EQ(operations[1].activity_id, "task");
  EXPECT_EQ(operations[1].property, "assignee");
  EXPECT_EQ(operations[1].new_value, "gonzo");
  EXPECT_EQ(operations[2].old_value, "50");
  EXPECT_EQ(operations[2].new_value, "70");
}

TEST(HistoryLevels, KeepWhatTheyPromiseAndNoMore) {
  const auto counts = [](HistoryLevel level) {
    TestEngine test(with(level));
    test.deploy(task_process());
    const std::string id = test.start("p", {{"amount", 1}}).id;
    test.complete("task");
    const HistoryService& history = test.engine->history();
    return std::vector<std::size_t>{
        history.count(of<HistoricInstanceQuery>(id)), history.count(of<HistoricActivityQuery>(id)),
        history.count(of<HistoricVariableQuery>(id)), history.count(of<HistoricTaskQuery>(id)),
        history.count(of<HistoricUpdateQuery>(id)),   history.count(of<HistoricOperationQuery>(id))};
  };
  EXPECT_THAT(counts(HistoryLevel::None), ElementsAre(0, 0, 0, 0, 0, 0));
  EXPECT_THAT(counts(HistoryLevel::Activity), ElementsAre(1, 3, 0, 0, 0, 0));
  EXPECT_THAT(counts(HistoryLevel::Audit), ElementsAre(1, 3, 1, 1, 0, 0));
  EXPECT_THAT(counts(HistoryLevel::Full), ElementsAre(1, 3, 1, 1, 1, 2));
}

TEST(IncidentHistory, RemembersWhenAnIncidentWasOver) {
  TestEngine test;
  test.engine->delegates().add("fail", [](DelegateExecution&) { throw std::runtime_error("no"); });
  test.deploy(process_text("p", R"(<startEvent id="start"/><serviceTask id="fails" activiti:async="true"
      activiti:delegateExpression="${fail}"/>)" +
                                    flows("start fails")));
  const std::string id = test.start("p").id;
  for (int attempt = 0; attempt < 3; ++attempt) test.advance(std::chrono::minutes(1));
  HistoricIncidentQuery query;
  query.open = true;
  ASSERT_EQ(test.engine->history().incidents(query).size(), 1u);
  EXPECT_EQ(test.engine->history().incidents(query)[0].activity_id, "fails");

  test.engine->runtime().remove(id);
  EXPECT_THAT(test.engine->history().incidents(query), IsEmpty());
  EXPECT_THAT(test.engine->management().incidents(), IsEmpty());
  query.open = false;
  ASSERT_EQ(test.engine->history().incidents(query).size(), 1u);
  EXPECT_EQ(test.engine->history().incidents(query)[0].end_time, test.clock->now());
}

TEST(HistoryQueries, RestrictSortAndPage) {
  TestEngine test;
  test.deploy(task_process("a"));
  test.deploy(task_process("b"));
  StartOptions options;
  std::vector<std::string> started;
  for (const char* key : {"a", "b", "a", "b", "a"}) {
    options.business_key = "case-" + std::to_string(started.size() % 2);
    started.push_back(test.engine->runtime().start(key, {}, options).id);
    test.clock->advance(std::chrono::hours(1));
  }
  test.engine->tasks().complete(task_of(test, started[2]));
  const HistoryService& history = test.engine->history();

  HistoricInstanceQuery query;
  query.of.process_key = "a";
  query.finished = false;
  EXPECT_THAT(ids(history.instances(query)), ElementsAre(started[0], started[4]));
  query = {};
  query.of.business_key = "case-1";
  EXPECT_THAT(ids(history.instances(query)), ElementsAre(started[1], started[3]));
  query = {};
  query.states = {InstanceState::Completed};
  EXPECT_THAT(ids(history.instances(query)), ElementsAre(started[2]));
  query = {};
  query.started.after = history.instance(started[3])->start_time;
  EXPECT_THAT(ids(history.instances(query)), ElementsAre(started[3], started[4]));
  query = {};
  query.ended.before = test.clock->now();
  EXPECT_THAT(ids(history.instances(query)), ElementsAre(started[2])) << "what runs has no end";

  using Field = HistoricInstanceQuery::Field;
  query = {};
  query.order = {{Field::ProcessKey, true}, {Field::Start, true}};
  EXPECT_THAT(ids(history.instances(query)),
              ElementsAre(started[3], started[1], started[4], started[2], started[0]));
  query.page = {1, 2};
  EXPECT_THAT(ids(history.instances(query)), ElementsAre(started[1], started[4]));
  EXPECT_EQ(history.count(query), 5u);

  HistoricActivityQuery visits;
  visits.activity_id = "task";
  visits.finished = false;
  EXPECT_EQ(history.count(visits), 4u);
  visits.of.process_key = "a";
  visits.page.max = 1;
  ASSERT_EQ(history.activities(visits).size(), 1u);
  EXPECT_EQ(history.activities(visits)[0].instance_id, started[0]);
  EXPECT_THAT(history.activities(of<HistoricActivityQuery>("no such id")), IsEmpty());
}

}  // namespace
}  // namespace rondo
