// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;
using tests::TestEngine;
using namespace std::chrono_literals;

constexpr auto kPatience = 60s;

// A process with one asynchronous service task that runs the delegate "work".
std::string async_process(std::string_view key, std::string_view attributes = {}) {
  return process_text(key,
                      "<startEvent id=\"start\"/><serviceTask id=\"work\" activiti:async=\"true\" "
                      "activiti:delegateExpression=\"${work}\" " +
                          std::string(attributes) + "/><endEvent id=\"end\"/>" + flows("start work end"));
}

std::string timer_process(std::string_view key, std::string_view duration) {
  return process_text(key,
                      "<startEvent id=\"start\"/><intermediateCatchEvent id=\"later\"><timerEventDefinition>"
                      "<timeDuration>" +
                          std::string(duration) +
                          "</timeDuration></timerEventDefinition></intermediateCatchEvent>"
                          "<endEvent id=\"end\"/>" +
                          flows("start later end"));
}

// What jobs have done, in the order in which they did it.
class Log {
 public:
  void add(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }
  [[nodiscard]] std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

StartedInstance start(TestEngine& test, std::string_view key, std::string business_key,
                      const Variables& variables = {}) {
  StartOptions options;
  options.business_key = std::move(business_key);
  return test.engine->runtime().start(key, variables, options);
}

JobQuery of_instance(std::string id) {
  JobQuery query;
  query.instance_id = std::move(id);
  return query;
}

JobExecutorOptions threads(std::size_t count) {
  JobExecutorOptions options;
  options.threads = count;
  return options;
}

TEST(JobExecutorConcurrency, RunsWhatIsThereAndWhatComesLater) {
  Log log;
  TestEngine test;
  test.engine->delegates().add("work", [&](DelegateExecution& e) { log.add(e.business_key()); });
  test.deploy(async_process("p"));
  start(test, "p", "before");

  test.engine->management().start_executor(threads(2));
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_THAT(log.lines(), testing::ElementsAre("before"));

  start(test, "p", "after");
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_THAT(log.lines(), testing::ElementsAre("before", "after"));
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(JobExecutorConcurrency, WakesWhenTheManualClockReachesATimer) {
  TestEngine test;
  test.deploy(timer_process("p", "PT1H"));
  test.engine->management().start_executor(threads(2));
  test.start("p");
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(test.engine->runtime().count_running(), 1u);

  test.clock->advance(59min);
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(test.engine->runtime().count_running(), 1u);

  test.clock->advance(1min);
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(JobExecutorConcurrency, WakesWithTheMachinesClock) {
  EngineOptions options;
  options.clock = std::make_shared<SystemClock>();
  const auto engine = Engine::open("memory:", std::move(options));
  std::latch ended(1);
  const auto subscription = engine->events().subscribe([&](const EngineEvent& event) {
    if (event.kind == EngineEvent::Kind::InstanceEnded) ended.count_down();
  });
  engine->repository().deploy({{"p.bpmn", timer_process("p", "PT0.05S")}});
  engine->management().start_executor(threads(1));
  (void)engine->runtime().start("p");
  ended.wait();
  EXPECT_TRUE(engine->management().wait_for_jobs(kPatience));
}

TEST(JobExecutorConcurrency, RunsStartTimers) {
  TestEngine test;
  test.engine->management().start_executor(threads(2));
  test.deploy(process_text("p",
                           "<startEvent id=\"start\"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle>"
                           "</timerEventDefinition></startEvent><userTask id=\"task\"/>" +
                               flows("start task")));
  for (int i = 0; i < 5; ++i) {
    test.clock->advance(1h);
    ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  }
  EXPECT_EQ(test.engine->runtime().count_running("p"), 3u);
}

TEST(JobExecutorConcurrency, JobsOfDifferentInstancesRunSideBySide) {
  std::latch both(2);
  TestEngine test;
  test.engine->delegates().add("work", [&](DelegateExecution&) { both.arrive_and_wait(); });
  test.deploy(async_process("p"));
  test.start("p");
  test.start("p");
  test.engine->management().start_executor(threads(2));
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(JobExecutorConcurrency, JobsOfOneInstanceRunOneAfterTheOther) {
  TestEngine test;
  std::atomic<int> running = 0, most = 0, done = 0;
  test.engine->delegates().add("work", [&](DelegateExecution&) {
    const int now = ++running;
    if (now > most) most = now;
    ++done;
    --running;
  });
  test.deploy(process_text(
      "p",
      "<startEvent id=\"start\"/><serviceTask id=\"work\" activiti:async=\"true\" "
      "activiti:delegateExpression=\"${work}\"><multiInstanceLoopCharacteristics><loopCardinality>50"
      "</loopCardinality></multiInstanceLoopCharacteristics></serviceTask><endEvent id=\"end\"/>" +
          flows("start work end")));
  test.engine->management().start_executor(threads(4));
  test.start("p");
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(done, 50);
  EXPECT_EQ(most, 1);
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(JobExecutorConcurrency, AnInstanceWithManyJobsDoesNotKeepOthersWaiting) {
  Log log;
  TestEngine test;
  test.engine->delegates().add("work", [&](DelegateExecution& e) { log.add(e.business_key()); });
  test.deploy(process_text(
      "many",
      "<startEvent id=\"start\"/><serviceTask id=\"work\" activiti:async=\"true\" "
      "activiti:delegateExpression=\"${work}\"><multiInstanceLoopCharacteristics><loopCardinality>500"
      "</loopCardinality></multiInstanceLoopCharacteristics></serviceTask><endEvent id=\"end\"/>" +
          flows("start work end")));
  test.deploy(async_process("p"), "p.bpmn");
  start(test, "many", "many");
  start(test, "many", "many");
  start(test, "p", "one");
  test.engine->management().start_executor(threads(1));
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  const auto lines = log.lines();
  ASSERT_EQ(lines.size(), 1001u);
  EXPECT_LE(std::find(lines.begin(), lines.end(), "one") - lines.begin(), 2);
}

TEST(JobExecutorConcurrency, HigherPrioritiesComeFirst) {
  Log log;
  TestEngine test;
  test.engine->delegates().add("work", [&](DelegateExecution& e) { log.add(e.business_key()); });
  test.deploy(async_process("p", "camunda:jobPriority=\"${priority}\""));
  for (const int priority : {1, 30, -5, 20}) {
    start(test, "p", std::to_string(priority), {{"priority", priority}});
  }
  test.engine->management().start_executor(threads(1));
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_THAT(log.lines(), testing::ElementsAre("30", "20", "1", "-5"));
}

TEST(JobExecutorConcurrency, FailedJobsAreTriedAgainUntilTheyLeaveAnIncident) {
  TestEngine test;
  std::atomic<int> attempts = 0;
  test.engine->delegates().add("work", [&](DelegateExecution&) {
    ++attempts;
    throw std::runtime_error("no");
  });
  test.deploy(async_process("p", "activiti:failedJobRetryTimeCycle=\"R2/PT10M\""));
  const auto instance = test.start("p");
  test.engine->management().start_executor(threads(2));
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(attempts, 1);
  test.clock->advance(10min);
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  test.clock->advance(1h);
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(attempts, 2);
  const auto incidents = test.engine->management().incidents(instance.id);
  ASSERT_EQ(incidents.size(), 1u);
  EXPECT_THAT(incidents.front().message, testing::StartsWith("no"));

  test.engine->delegates().add("work", [](DelegateExecution&) {});
  test.engine->management().set_retries(incidents.front().id, 1);
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_TRUE(test.engine->management().incidents().empty());
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
}

TEST(JobExecutorConcurrency, StoppingGracefullyWaitsForWhatRunsAndGivesBackTheRest) {
  std::latch begun(1), go_on(1);
  TestEngine test;
  test.engine->delegates().add("work", [&](DelegateExecution&) {
    begun.count_down();
    go_on.wait();
  });
  test.deploy(async_process("p"));
  const auto first = test.start("p");
  test.start("p");
  test.engine->management().start_executor(threads(1));
  begun.wait();
  std::thread stopper([&] { test.engine->management().stop_executor(); });
  while (test.engine->management().executor_runs()) std::this_thread::yield();
  go_on.count_down();
  stopper.join();
  EXPECT_EQ(test.state(first.id), InstanceState::Completed);
  const auto left = test.engine->management().jobs();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left.front().lock_owner, "");
  EXPECT_EQ(test.engine->management().run_due(), 1u);
}

TEST(JobExecutorConcurrency, WhatADeadExecutorHadTakenIsRunWhenItsLockIsOver) {
  std::latch begun(1), go_on(1);
  TestEngine test;
  std::atomic<int> done = 0;
  test.engine->delegates().add("work", [&](DelegateExecution&) {
    if (done++ > 0) return;
    begun.count_down();
    go_on.wait();
  });
  test.deploy(async_process("p"));
  test.start("p");
  const auto second = test.start("p");
  JobExecutorOptions options = threads(1);
  options.lock_time = 10min;
  options.owner = "dead";
  test.engine->management().start_executor(options);
  begun.wait();
  test.engine->management().stop_executor(StopExecutor::Abruptly);
  go_on.count_down();

  options.owner = "alive";
  test.engine->management().start_executor(options);
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  const auto left = test.engine->management().jobs(of_instance(second.id));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left.front().lock_owner, "dead");
  EXPECT_EQ(left.front().locked_until, test.clock->now() + 10min);

  test.clock->advance(10min);
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(test.state(second.id), InstanceState::Completed);
}

TEST(JobExecutorConcurrency, AJobThatOutlivesItsLockIsNotRunTwiceAtATime) {
  std::latch begun(1), go_on(1);
  TestEngine test;
  std::atomic<int> done = 0;
  test.engine->delegates().add("work", [&](DelegateExecution&) {
    ++done;
    begun.count_down();
    go_on.wait();
  });
  test.deploy(async_process("p"));
  const auto instance = test.start("p");
  JobExecutorOptions options = threads(2);
  options.lock_time = 1min;
  test.engine->management().start_executor(options);
  begun.wait();
  test.clock->advance(2min);
  while (test.engine->management().jobs().front().locked_until < test.clock->now()) std::this_thread::yield();
  go_on.count_down();
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(done, 1);
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
}

TEST(JobExecutorConcurrency, SuspendedInstancesProcessesAndJobsRest) {
  Log log;
  TestEngine test;
  test.engine->delegates().add("work", [&](DelegateExecution& e) { log.add(e.business_key()); });
  test.deploy(async_process("p"));
  test.deploy(async_process("q"), "q.bpmn");
  auto& management = test.engine->management();
  const auto instance = start(test, "p", "instance");
  const auto job = start(test, "p", "job");
  start(test, "q", "process");
  test.engine->runtime().suspend(instance.id);
  EXPECT_EQ(management.suspend_jobs(of_instance(job.id)), 1u);
  test.engine->repository().suspend("q");
  EXPECT_THROW(test.start("q"), Error);

  management.start_executor(threads(2));
  ASSERT_TRUE(management.wait_for_jobs(kPatience));
  EXPECT_THAT(log.lines(), testing::IsEmpty());
  for (const JobInfo& left : management.jobs()) EXPECT_TRUE(left.suspended);

  test.engine->runtime().resume(instance.id);
  ASSERT_TRUE(management.wait_for_jobs(kPatience));
  EXPECT_THAT(log.lines(), testing::ElementsAre("instance"));
  EXPECT_EQ(management.resume_jobs({"", "", "", "p", ""}), 1u);
  ASSERT_TRUE(management.wait_for_jobs(kPatience));
  EXPECT_THAT(log.lines(), testing::ElementsAre("instance", "job"));
  test.engine->repository().resume("q");
  ASSERT_TRUE(management.wait_for_jobs(kPatience));
  EXPECT_THAT(log.lines(), testing::ElementsAre("instance", "job", "process"));
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(JobExecutorConcurrency, RunsManyInstancesWhileOthersAreStarted) {
  TestEngine test;
  std::atomic<int> done = 0;
  test.engine->delegates().add("work", [&](DelegateExecution&) { ++done; });
  test.deploy(async_process("p"));
  test.engine->management().start_executor(threads(3));
  std::vector<std::thread> starters;
  for (int thread = 0; thread < 3; ++thread) {
    starters.emplace_back([&] {
      for (int i = 0; i < 200; ++i) test.start("p");
    });
  }
  for (std::thread& starter : starters) starter.join();
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(done, 600);
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(JobExecutor, IsStartedOnce) {
  TestEngine test;
  test.engine->management().start_executor(threads(1));
  EXPECT_THROW(test.engine->management().start_executor(), Error);
  test.engine->management().stop_executor();
  EXPECT_FALSE(test.engine->management().executor_runs());
  EXPECT_FALSE(test.engine->management().wait_for_jobs(1ms));
  test.engine->management().start_executor(threads(1));
  EXPECT_TRUE(test.engine->management().executor_runs());
}

TEST(JobExecutor, CannotBeStoppedGracefullyByItsOwnJobs) {
  TestEngine test;
  test.engine->delegates().add("work",
                               [&](DelegateExecution&) { test.engine->management().stop_executor(); });
  test.deploy(async_process("p"));
  test.start("p");
  test.engine->management().start_executor(threads(1));
  ASSERT_TRUE(test.engine->management().wait_for_jobs(kPatience));
  EXPECT_EQ(test.engine->management().jobs().front().retries, 2);
}

}  // namespace
}  // namespace rondo
