// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;

class InstancesByBusinessKey : public testing::TestWithParam<std::tuple<bool, HistoryLevel>> {
 protected:
  InstancesByBusinessKey() {
    const auto [durable, level] = GetParam();
    engine_ = Engine::open(durable ? "sqlite:" + folder_.file("store") : "memory:");
    for (const char* key : {"order", "return"}) {
      engine_->repository().deploy(
          {{"process.bpmn", tests::process_text(key, R"(<startEvent id="start"/><userTask id="first"/>
                                                        <endEvent id="end"/>)" +
                                                         tests::flows("start first end"))}},
          false, level);
    }
  }
  std::string start(const char* key, const char* business_key) {
    StartOptions options;
    options.business_key = business_key;
    return engine_->runtime().start(key, {}, options).id;
  }
  [[nodiscard]] std::vector<std::string> found(const InstanceQuery& query) const {
    std::vector<std::string> ids;
    for (const InstanceInfo& instance : engine_->runtime().instances(query)) ids.push_back(instance.id);
    return ids;
  }

  tests::TemporaryFolder folder_;
  std::unique_ptr<Engine> engine_;
};

TEST_P(InstancesByBusinessKey, AreThoseThatRunWithItInOrderOfStart) {
  const std::string first = start("order", "A-1");
  (void)start("order", "A-2");
  (void)start("order", "");
  const std::string second = start("return", "A-1");
  InstanceQuery query;
  query.business_key = "A-1";

  EXPECT_THAT(found(query), ElementsAre(first, second));

  query.process_key = "return";
  EXPECT_THAT(found(query), ElementsAre(second));
}

TEST_P(InstancesByBusinessKey, HaveEndedOnlyWhenTheseAreAskedFor) {
  const std::string ended = start("order", "A-1");
  TaskQuery tasks;
  tasks.instance_id = ended;
  engine_->tasks().complete(engine_->tasks().list(tasks).front().id);
  const std::string running = start("order", "A-1");
  InstanceQuery query;
  query.business_key = "A-1";

  EXPECT_THAT(found(query), ElementsAre(running));

  query.include_ended = true;
  EXPECT_EQ(found(query).size(), std::get<1>(GetParam()) == HistoryLevel::None ? 1u : 2u);
}

INSTANTIATE_TEST_SUITE_P(Stores, InstancesByBusinessKey,
                         testing::Combine(testing::Bool(),
                                          testing::Values(HistoryLevel::None, HistoryLevel::Audit)));

}  // namespace
}  // namespace rondo
