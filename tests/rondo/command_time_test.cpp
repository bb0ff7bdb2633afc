// SPDX-License-Identifier: Apache-2.0
#include "rondo/engine.hpp"
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;

// Each look at it takes a second.
class SlowClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant(std::chrono::seconds(++looks_)); }

 private:
  mutable int looks_ = 0;
};

class CommandTime : public testing::Test {
 protected:
  CommandTime() {
    EngineOptions options;
    options.clock = std::make_shared<SlowClock>();
    engine_ = Engine::open("memory:", options);
  }
  std::vector<HistoricActivity> visits_of(const std::string& content) {
    engine_->repository().deploy({{"test.bpmn", process_text("p", content)}});
    return engine_->history().activities(engine_->runtime().start("p").id);
  }

  std::unique_ptr<Engine> engine_;
};

TEST_F(CommandTime, StandsStillWhileTheEngineWorks) {
  std::set<Instant> times;
  for (const HistoricActivity& visit :
       visits_of("<startEvent id=\"start\"/><task id=\"a\"/><parallelGateway id=\"fork\"/><task id=\"b\"/>"
                 "<endEvent id=\"end\"/><userTask id=\"u\"/>" +
                 flows("start a fork b end") + flows("fork u"))) {
    times.insert(visit.start_time);
    if (visit.end_time) times.insert(*visit.end_time);
  }
  EXPECT_EQ(times.size(), 1U);
}

TEST_F(CommandTime, GoesOnWhileCodeRuns) {
  engine_->delegates().add("Work", [](DelegateExecution&) {});
  const auto visits = visits_of(
      "<startEvent id=\"start\"/><serviceTask id=\"first\" activiti:class=\"Work\"/>"
      "<serviceTask id=\"second\" activiti:class=\"Work\"/><userTask id=\"u\"/>" +
      flows("start first second u"));
  ASSERT_EQ(visits.size(), 4U);
  for (const std::size_t task : {1U, 2U}) {
    EXPECT_LT(visits[task].start_time, *visits[task].end_time);
    EXPECT_EQ(*visits[task].end_time, visits[task + 1].start_time);
  }
}

// Where nothing is recorded, the timer's time is computed as late as can be.
TEST(TimersWithoutHistory, CountFromWhenTheyWereSetAndNotFromAfterTheCode) {
  for (const char* start : {"PT10M", "${'PT10' + 'M'}"}) {
    EngineOptions options;
    options.history = HistoryLevel::None;
    tests::TestEngine test(options);
    const Instant begin = test.clock->now();
    test.engine->delegates().add("Slow", [&](DelegateExecution&) { test.advance(std::chrono::hours(1)); });
    test.deploy(
        process_text("p",
                     "<startEvent id=\"start\"/><parallelGateway id=\"fork\"/><userTask id=\"u\"/>"
                     "<serviceTask id=\"work\" activiti:class=\"Slow\"/><userTask id=\"v\"/>"
                     "<boundaryEvent id=\"late\" attachedToRef=\"u\"><timerEventDefinition><timeDuration>" +
                         std::string(start) +
                         "</timeDuration></timerEventDefinition></boundaryEvent><userTask id=\"w\"/>" +
                         flows("start fork u") + flows("fork work v") + flows("late w")));
    test.start("p");
    EXPECT_EQ(test.engine->management().next_due(), begin + std::chrono::minutes(10)) << start;
  }
}

}  // namespace
}  // namespace rondo
