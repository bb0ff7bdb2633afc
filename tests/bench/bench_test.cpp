// SPDX-License-Identifier: Apache-2.0
#include "bench/bare_interpreter.hpp"
#include "bench/generated.hpp"
#include "bench/measure.hpp"
#include "bench/suite.hpp"
#include "bench/workload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace rondo::bench {
namespace {

TEST(Workloads, AllRunToTheirEndOnTheEngineAndOnTheBareInterpreter) {
  for (const Workload& workload : workloads()) {
    SCOPED_TRACE(workload.name);
    Bench bench(workload);
    Caller caller(bench);
    const auto bare = make_bare_interpreter(workload.name);
    for (std::uint64_t k = 0; k < 20; ++k) {
      EXPECT_NO_THROW(caller.run_instance(k));
      bare->run_instance(k);
    }
    EXPECT_EQ(bench.engine().runtime().count_running(), 0u);
    EXPECT_EQ(bare->ended(), 20u);
  }
}

TEST(Workloads, AreKnownByName) {
  EXPECT_EQ(workload("par").name, "par");
  EXPECT_THROW((void)workload("none"), std::out_of_range);
  EXPECT_THROW((void)make_bare_interpreter("none"), std::out_of_range);
}

TEST(Workloads, TakeAsManyOperationsAsTheirElementsAsk) {
  Bench bench(workload("seq"));
  EXPECT_EQ(bench.operations_per_instance(), 15u);  // two for each of seven elements, and the end of the path
}

TEST(GeneratedModels, AreDeployedAndRun) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  const auto engine = Engine::open("memory:", options);
  engine->repository().deploy({{"items.bpmn", multi_instance_text()}});
  engine->repository().deploy({{"joined.bpmn", inclusive_join_text(100)}});
  engine->repository().deploy({{"large.bpmn", large_model_text(200)}});
  EXPECT_TRUE(engine->runtime().start("items", {{"count", 1000}}).ended);
  EXPECT_TRUE(engine->runtime().start("joined").ended);
  EXPECT_TRUE(engine->runtime().start("large", {{"amount", 5}}).ended);
}

TEST(Measurements, TakeTheMedian) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 3, 2}), 2);
}

TEST(Measurements, ReportFiguresOfTheirGroup) {
  std::vector<Figure> figures;
  measure_expressions({std::chrono::milliseconds(1), 1},
                      [&](const Figure& figure) { figures.push_back(figure); });
  ASSERT_FALSE(figures.empty());
  for (const Figure& figure : figures) {
    EXPECT_EQ(figure.group, "expressions");
    EXPECT_GT(figure.value, 0);
  }
}

}  // namespace
}  // namespace rondo::bench
