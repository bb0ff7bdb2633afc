// SPDX-License-Identifier: Apache-2.0
// Submitted commands whose threads do not wait for the disk.
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

bool is_running(Engine& engine, const std::string& id) {
  const auto instance = engine.runtime().instance(id);
  return instance && instance->state == InstanceState::Active;
}

std::string checked_order_text() {
  return tests::process_text(
      "order",
      R"(<startEvent id="start"/><userTask id="first"/><serviceTask id="check" activiti:class="Check"/>
                  <userTask id="second"/><endEvent id="end"/>)" +
          tests::flows("start first check second end"));
}

class SubmissionDeferral : public testing::Test {
 protected:
  SubmissionDeferral() : engine(open()) {
    engine->delegates().add("Check", [this](DelegateExecution&) {
      if (during_check) during_check();
    });
    engine->repository().deploy({{"order.bpmn", checked_order_text()}});
  }

  [[nodiscard]] std::unique_ptr<Engine> open() const {
    return Engine::open("sqlite:" + folder_.file("store"));
  }

  /// While the instance is checked for the first time the other engine changes it.
  void let_be_faster(Engine& other, const std::string& id) {
    during_check = [this, &other, id] {
      if (++checks > 1) return;
      std::thread([&] { other.runtime().set_variables(id, {{"other", true}}); }).join();
    };
  }

  static void complete_task(Engine& with, const std::string& instance) {
    TaskQuery query;
    query.instance_id = instance;
    with.tasks().complete(with.tasks().list(query).at(0).id);
  }

 private:
  tests::TemporaryFolder folder_;

 protected:
  std::function<void()> during_check;
  int checks = 0;
  std::unique_ptr<Engine> engine;
};

TEST_F(SubmissionDeferral, ACommandSeesWhatItHasChanged) {
  const auto started = engine->submit([](Engine& with) {
    const std::string id = with.runtime().start("order", {{"amount", 1}}).id;
    EXPECT_EQ(with.runtime().variable(id, "amount"), Value(1));
    complete_task(with, id);
    with.runtime().set_variables(id, {{"amount", 2}});
    EXPECT_EQ(with.runtime().count_running(), 1U);
    complete_task(with, id);
    return id;
  });
  EXPECT_FALSE(is_running(*engine, started.get()));
}

TEST_F(SubmissionDeferral, ACommandIsRunAgainWhenAnotherEngineWasFaster) {
  const std::string id = engine->runtime().start("order").id;
  const auto other = open();
  let_be_faster(*other, id);
  int runs = 0;
  engine
      ->submit([&](Engine& with) {
        ++runs;
        complete_task(with, id);
      })
      .get();
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(checks, 2);
  EXPECT_EQ(engine->runtime().variable(id, "other"), Value(true));
  complete_task(*engine, id);
  EXPECT_FALSE(is_running(*other, id));
}

TEST_F(SubmissionDeferral, ACommandThatGoesOnIsRunAgainAsAWholeWhenAnotherEngineWasFaster) {
  const std::string id = engine->runtime().start("order").id;
  const auto other = open();
  let_be_faster(*other, id);
  engine
      ->submit([&](Engine& with) {
        complete_task(with, id);
        complete_task(with, id);
      })
      .get();
  EXPECT_EQ(checks, 2);
  EXPECT_FALSE(is_running(*other, id));
}

TEST_F(SubmissionDeferral, ADelegateMayStartInstancesOfItsOwn) {
  const std::string id = engine->runtime().start("order").id;
  std::string started;
  during_check = [&] { started = engine->runtime().start("order").id; };
  engine->submit([&](Engine& with) { complete_task(with, id); }).get();
  EXPECT_TRUE(is_running(*engine, started));
  const auto again = open();
  EXPECT_TRUE(is_running(*again, started));
  EXPECT_TRUE(is_running(*again, id));
}

TEST_F(SubmissionDeferral, WhatACommandThrowsAfterItsChangeIsToldAndTheChangeStays) {
  const std::string id = engine->runtime().start("order").id;
  const Submission failed = engine->submit([&](Engine& with) {
    with.runtime().set_variables(id, {{"amount", 3}});
    throw Error(ErrorKind::Argument, "on purpose");
  });
  EXPECT_THROW(failed.get(), Error);
  EXPECT_EQ(engine->runtime().variable(id, "amount"), Value(3));
}

TEST_F(SubmissionDeferral, ClosingWaitsForWhatIsBeingWritten) {
  constexpr int kCommands = 200;
  std::vector<Submission> submitted;
  std::atomic<int> begun{0};
  for (int k = 0; k < kCommands; ++k) {
    submitted.push_back(engine->submit([&](Engine& with) {
      ++begun;
      (void)with.runtime().start("order");
    }));
  }
  engine.reset();
  int done = 0;
  for (const Submission& each : submitted) {
    ASSERT_TRUE(each.ready());
    try {
      each.get();
      ++done;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.kind(), ErrorKind::InvalidState);
    }
  }
  EXPECT_EQ(done, begun);
  EXPECT_EQ(open()->runtime().count_running(), static_cast<std::size_t>(done));
}

TEST_F(SubmissionDeferral, ConcurrencyDoesEachCommandOnceHoweverManyAreUnderWay) {
  constexpr int kInstances = 6, kCommands = 50;
  std::vector<std::string> ids;
  for (int k = 0; k < kInstances; ++k) ids.push_back(engine->runtime().start("order", {{"count", 0}}).id);
  std::vector<Submission> submitted;
  for (int k = 0; k < kCommands; ++k) {
    for (const std::string& id : ids) {
      submitted.push_back(engine->submit(
          [&id](Engine& with) {
            const std::int64_t count = with.runtime().variable(id, "count")->as_integer();
            with.runtime().set_variables(id, {{"count", count + 1}});
          },
          id));
    }
  }
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 3; ++caller) {
    callers.emplace_back([&, caller] {
      for (int k = 0; k < kCommands; ++k) {
        engine->runtime().set_variables(ids[static_cast<std::size_t>(k % kInstances)],
                                        {{"by" + std::to_string(caller), k}});
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (const Submission& each : submitted) each.get();
  const auto again = open();
  for (const std::string& id : ids) EXPECT_EQ(again->runtime().variable(id, "count"), Value(kCommands));
}

}  // namespace
}  // namespace rondo
