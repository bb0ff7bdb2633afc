// SPDX-License-Identifier: Apache-2.0
// Commands that are handed to an engine, whose callers do not wait.
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

std::string short_order() {
  return tests::process_text("order",
                             R"(<startEvent id="start"/><userTask id="first"/><endEvent id="end"/>)" +
                                 tests::flows("start first end"));
}

class Submissions : public testing::Test {
 protected:
  Submissions() { open(); }

  void open(std::size_t threads = 8) {
    engine.reset();
    EngineOptions options;
    options.history = HistoryLevel::Full;
    options.submit_threads = threads;
    engine = Engine::open("sqlite:" + folder_.file("store"), options);
    if (!engine->repository().latest("order")) engine->repository().deploy({{"order.bpmn", short_order()}});
  }
  /// A command that runs until `release` is set.
  Submission block(const std::string& order = {}) {
    std::promise<void> begun;
    auto future = begun.get_future();
    auto shared = std::make_shared<std::promise<void>>(std::move(begun));
    Submission submission = engine->submit(
        [this, shared](Engine&) {
          shared->set_value();
          released_.wait();
        },
        order);
    future.wait();
    return submission;
  }
  void release() { release_.set_value(); }

 private:
  tests::TemporaryFolder folder_;
  std::promise<void> release_;
  std::shared_future<void> released_ = release_.get_future().share();

 protected:
  std::unique_ptr<Engine> engine;
};

TEST_F(Submissions, WhatIsReadyIsSeenByEverybody) {
  std::vector<Submitted<std::string>> started;
  for (int number = 0; number < 100; ++number) {
    started.push_back(engine->submit([number](Engine& with) {
      return with.runtime().start("order", {{"number", number}}).id;
    }));
  }
  for (int number = 0; number < 100; ++number) {
    const std::string& id = started[static_cast<std::size_t>(number)].get();
    EXPECT_TRUE(started[static_cast<std::size_t>(number)].ready());
    EXPECT_EQ(engine->runtime().variable(id, "number"), Value(number));
  }
  open();
  EXPECT_EQ(engine->runtime().count_running(), 100U);
}

TEST_F(Submissions, CommandsOfOneOrderRunOneAfterTheOther) {
  const std::string id = engine->runtime().start("order").id;
  std::vector<Submission> submitted;
  for (int number = 0; number < 60; ++number) {
    submitted.push_back(engine->submit(
        [id, number](Engine& with) {
          with.runtime().set_variables(id, {{"number", number}});
        },
        id));
  }
  submitted.back().get();
  for (const Submission& each : submitted) EXPECT_TRUE(each.ready());
  const auto updates = engine->history().updates(HistoricUpdateQuery{});
  ASSERT_EQ(updates.size(), 60U);
  for (int number = 0; number < 60; ++number)
    EXPECT_EQ(updates[static_cast<std::size_t>(number)].value, Value(number));
}

TEST_F(Submissions, NobodyWaitsForTheCommandOfAnotherOrder) {
  const Submission blocked = block("a");
  const Submission behind = engine->submit([](Engine&) {}, "a");
  engine->submit([](Engine&) {}, "b").get();
  engine->submit([](Engine&) {}).get();
  EXPECT_FALSE(blocked.ready());
  EXPECT_FALSE(behind.wait_for(std::chrono::milliseconds(1)));
  release();
  behind.get();
  EXPECT_TRUE(blocked.ready());
}

TEST_F(Submissions, AFailureIsTheCommandsOwn) {
  const auto failed = engine->submit([](Engine& with) { return with.runtime().start("nothing").id; }, "a");
  const auto behind = engine->submit([](Engine& with) { return with.runtime().start("order").id; }, "a");
  EXPECT_FALSE(behind.get().empty());
  try {
    (void)failed.get();
    ADD_FAILURE() << "did not fail";
  } catch (const Error& failure) {
    EXPECT_EQ(failure.kind(), ErrorKind::NotFound);
  }
}

TEST_F(Submissions, CallbacksAreCalledInOrderAndOnce) {
  std::mutex mutex;
  std::vector<int> called;
  const auto note = [&](int number) {
    return [&, number](const Submission& submission) {
      EXPECT_TRUE(submission.ready());
      const std::lock_guard lock(mutex);
      called.push_back(number);
    };
  };
  const Submission blocked = block("a");
  const Submission behind = engine->submit([](Engine&) {}, "a");
  behind.then(note(3));
  blocked.then(note(1));
  blocked.then([](const Submission&) { throw std::runtime_error("is dropped"); });
  blocked.then(note(2));
  EXPECT_TRUE(called.empty());
  release();
  engine->submit([](Engine&) {}, "a").get();
  EXPECT_THAT(called, testing::ElementsAre(1, 2, 3));
  behind.then(note(4));
  EXPECT_EQ(called.back(), 4);
}

TEST_F(Submissions, ACallbackSubmitsTheNextCommand) {
  std::promise<std::string> done;
  const auto started = engine->submit([](Engine& with) { return with.runtime().start("order").id; });
  started.then([&](const Submission&) {
    const std::string id = started.get();
    engine->submit([id](Engine& with) {
            with.runtime().set_variables(id, {{"seen", true}});
          })
        .then([&done, id](const Submission&) { done.set_value(id); });
  });
  EXPECT_EQ(engine->runtime().variable(done.get_future().get(), "seen"), Value(true));
}

TEST_F(Submissions, TheCallersUserActs) {
  const ActingUser user("kermit");
  const auto started = engine->submit([](Engine& with) { return with.runtime().start("order").id; });
  EXPECT_EQ(engine->runtime().instance(started.get())->starter, "kermit");
}

TEST_F(Submissions, ClosingWaitsForWhatRunsAndFailsWhatHasNotBegun) {
  open(1);
  const Submission running = block();
  const Submission waiting = engine->submit([](Engine&) { ADD_FAILURE() << "has begun"; });
  const Submission behind = engine->submit([](Engine&) { ADD_FAILURE() << "has begun"; }, "a");
  std::thread closing([this] { engine.reset(); });
  EXPECT_THROW(waiting.get(), Error);
  EXPECT_THROW(behind.get(), Error);
  EXPECT_FALSE(running.ready());
  release();
  closing.join();
  running.get();
  try {
    waiting.get();
  } catch (const Error& failure) {
    EXPECT_EQ(failure.kind(), ErrorKind::InvalidState);
    EXPECT_STREQ(failure.what(), "the engine was closed before the submitted command began");
  }
}

}  // namespace
}  // namespace rondo
