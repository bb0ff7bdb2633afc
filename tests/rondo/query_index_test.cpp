// SPDX-License-Identifier: Apache-2.0
// Queries give the same with and without an index, whenever it was made.
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace rondo {
namespace {

std::string order_text(const std::string& key) {
  return tests::process_text(key, R"(<startEvent id="start"/>
      <userTask id="first" activiti:assignee="${clerk}"/><endEvent id="end"/>)" +
                                      tests::flows("start first end"));
}

QueryIndexes all_indexes() {
  QueryIndexes indexes;
  indexes.variables = {"city", "number"};
  indexes.users = true;
  return indexes;
}

class QueryIndexed : public testing::Test {
 protected:
  std::unique_ptr<Engine> open(const QueryIndexes& indexes = {}, const std::string& name = "store") {
    EngineOptions options;
    options.indexes = indexes;
    return Engine::open(name == "memory:" ? name : "sqlite:" + folder_.file(name), options);
  }
  // Different instances, some of which have changed, ended, or are gone.
  static void fill(Engine& engine) {
    engine.repository().deploy({{"order.bpmn", order_text("order")}});
    engine.repository().deploy({{"silent.bpmn", order_text("silent")}}, false, HistoryLevel::None);
    for (int number = 0; number < 30; ++number) {
      const ActingUser user(number % 2 == 0 ? "anna" : "ben");
      const Variables variables{{"city", number % 3 == 0 ? "Delft" : "Gent"},
                                {"number", number % 5},
                                {"clerk", number % 4 == 0 ? "carl" : "dora"}};
      const std::string id = engine.runtime().start(number % 7 == 6 ? "silent" : "order", variables).id;
      if (number % 6 == 1) engine.runtime().set_variables(id, {{"city", "Delft"}});
      if (number % 6 == 2) engine.runtime().set_variables(id, {{"number", 3.0}});
      if (number % 6 == 3) engine.runtime().remove_variable(id, "city");
      if (number % 6 == 4) engine.runtime().set_variables(id, {{"city", List{"Delft"}}});
      TaskQuery tasks;
      tasks.instance_id = id;
      if (number % 10 == 5) engine.tasks().complete(engine.tasks().list(tasks).front().id);
    }
  }

  static std::vector<std::string> ids(const std::vector<InstanceInfo>& instances) {
    std::vector<std::string> found;
    for (const InstanceInfo& instance : instances) found.push_back(std::to_string(instance.number));
    return found;
  }
  template <typename Infos>
  static void append(std::string& text, const Infos& infos) {
    for (const auto& info : infos) text += info.instance_id + " ";
    text += "\n";
  }
  /// What many queries find, as a text.
  static std::string answers(Engine& engine) {
    std::string text;
    for (const Value& city : {Value("Delft"), Value("Gent"), Value("Rome"), Value(List{"Delft"})}) {
      InstanceQuery running;
      running.variables = {{"city", city}};
      for (const std::string& id : ids(engine.runtime().instances(running))) text += id + " ";
      running.include_ended = true;
      running.variables.set("number", Value(3));
      for (const std::string& id : ids(engine.runtime().instances(running))) text += id + " ";
      HistoricInstanceQuery history;
      history.variables = {{"city", city}};
      for (const std::string& id : ids(engine.history().instances(history))) text += id + " ";
      text += std::to_string(engine.history().count(history)) + "\n";
      HistoricVariableQuery variables;
      variables.name = "city";
      append(text, engine.history().variables(variables));
      variables.local = false;
      append(text, engine.history().variables(variables));
      variables.value = city;
      append(text, engine.history().variables(variables));
      text += std::to_string(engine.history().count(variables)) + "\n";
    }
    for (const char* user : {"anna", "ben", "carl", "dora", "nobody"}) {
      HistoricInstanceQuery history;
      history.involved_user = user;
      for (const std::string& id : ids(engine.history().instances(history))) text += id + " ";
      HistoricTaskQuery tasks;
      tasks.involved_user = user;
      append(text, engine.history().tasks(tasks));
      tasks.involved_user.clear();
      tasks.assignee = user;
      append(text, engine.history().tasks(tasks));
    }
    return text;
  }

  tests::TemporaryFolder folder_;
};

TEST_F(QueryIndexed, AnIndexMakesNoDifferenceToWhatIsFound) {
  const auto plain = open();
  fill(*plain);
  const std::string expected = answers(*plain);
  const auto indexed = open(all_indexes(), "indexed");
  fill(*indexed);
  EXPECT_EQ(answers(*indexed), expected);
  // Made of what is there.
  const auto later = open(all_indexes());
  EXPECT_EQ(answers(*later), expected);
  // The first engine has noticed it.
  fill(*plain);
  EXPECT_EQ(answers(*plain), answers(*later));
}

TEST_F(QueryIndexed, MemoryFindsTheSame) {
  const auto indexed = open(all_indexes());
  fill(*indexed);
  const auto memory = open({}, "memory:");
  fill(*memory);
  InstanceQuery query;
  query.variables = {{"city", "Delft"}};
  EXPECT_EQ(indexed->runtime().instances(query).size(), memory->runtime().instances(query).size());
  EXPECT_GT(memory->runtime().instances(query).size(), 5U);
}

TEST_F(QueryIndexed, AnIndexStaysWithTheStoreAndForgetsWhatIsForgotten) {
  {
    const auto engine = open(all_indexes());
    fill(*engine);
  }
  const auto engine = open();
  const std::string id = engine->runtime().start("order", {{"city", "Pisa"}, {"clerk", "emil"}}).id;
  InstanceQuery query;
  query.variables = {{"city", "Pisa"}};
  ASSERT_EQ(engine->runtime().instances(query).size(), 1U);
  engine->runtime().remove(id);
  EXPECT_TRUE(engine->runtime().instances(query).empty());
  query.include_ended = true;
  EXPECT_EQ(engine->runtime().instances(query).size(), 1U);
  engine->history().remove(id);
  EXPECT_TRUE(engine->runtime().instances(query).empty());
}

}  // namespace
}  // namespace rondo
