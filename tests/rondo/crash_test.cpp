// SPDX-License-Identifier: Apache-2.0
// A program under load is killed again and again: whatever it was told is done is there, and nothing is half
// done.
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gtest/gtest.h>

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

constexpr int kThreads = 4;

// How often the program is killed: RONDO_CRASH_ROUNDS, a few times otherwise.
int rounds() {
  constexpr int kFew = 4;
  const char* wanted = std::getenv("RONDO_CRASH_ROUNDS");
  return wanted == nullptr ? kFew : std::atoi(wanted);
}

std::string lasting_order() {
  return tests::process_text("order", R"(<startEvent id="start"/><userTask id="first"/><userTask id="second"/>
      <intermediateCatchEvent id="later"><timerEventDefinition><timeDuration>PT1H</timeDuration>
      </timerEventDefinition></intermediateCatchEvent><endEvent id="end"/>)" +
                                          tests::flows("start first second later end"));
}

// What the killed program says that it has done: an instance, and how many of its steps.
struct Done {
  std::array<char, 32> instance{};
  int steps = 0;
};

void tell(int pipe, const std::string& instance, int steps) {
  Done done;
  instance.copy(done.instance.data(), done.instance.size() - 1);
  done.steps = steps;
  if (::write(pipe, &done, sizeof done) != sizeof done) ::_exit(1);
}

void complete(Engine& engine, const std::string& instance, int step) {
  TaskQuery query;
  query.instance_id = instance;
  engine.tasks().complete(engine.tasks().list(query).at(0).id, {{"step", step}});
}

// Runs until it is killed.
[[noreturn]] void work(const std::string& url, int pipe) {
  const auto engine = Engine::open(url);
  if (!engine->repository().latest("order")) engine->repository().deploy({{"order.bpmn", lasting_order()}});
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (;;) {
        const std::string id = engine->runtime().start("order", {{"step", 0}}).id;
        tell(pipe, id, 0);
        complete(*engine, id, 1);
        tell(pipe, id, 1);
        complete(*engine, id, 2);
        tell(pipe, id, 2);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ::_exit(0);
}

// Runs the program until it has told of so many steps, and kills it; notes the steps that it has told of.
void run_and_kill(const std::string& url, int after, std::map<std::string, int>& told) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const pid_t child = ::fork();
  ASSERT_NE(child, -1);
  if (child == 0) {
    ::close(pipe[0]);
    work(url, pipe[1]);
  }
  ::close(pipe[1]);
  Done done;
  for (int steps = 0; ::read(pipe[0], &done, sizeof done) == sizeof done;) {
    told[done.instance.data()] = std::max(told[done.instance.data()], done.steps);
    if (++steps == after) ::kill(child, SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  ::close(pipe[0]);
}

// How many steps an instance has made, as everything that is kept of it agrees.
int steps_of(Engine& engine, const std::string& id) {
  TaskQuery query;
  query.instance_id = id;
  const auto tasks = engine.tasks().list(query);
  JobQuery jobs_of;
  jobs_of.instance_id = id;
  const auto jobs = engine.management().jobs(jobs_of);
  const auto visits = engine.history().activities(id);
  const auto steps = engine.runtime().variable(id, "step")->as_integer();
  EXPECT_EQ(visits.size(), static_cast<std::size_t>(steps) + 2) << id;
  EXPECT_EQ(visits.back().end_time, std::nullopt) << id;
  EXPECT_EQ(engine.history().variables(id), (Variables{{"step", steps}})) << id;
  EXPECT_EQ(tasks.size(), steps < 2 ? 1U : 0U) << id;
  EXPECT_EQ(jobs.size(), steps < 2 ? 0U : 1U) << id;
  if (!tasks.empty()) {
    EXPECT_EQ(tasks.front().key, steps == 0 ? "first" : "second") << id;
  }
  return static_cast<int>(steps);
}

TEST(Crash, WhatWasAcknowledgedIsThereAndNothingIsHalfDone) {
  const tests::TemporaryFolder folder;
  const std::string url = "sqlite:" + folder.file("store");
  std::mt19937 random(std::random_device{}());
  std::map<std::string, int> told;
  for (int round = 0; round < rounds(); ++round) {
    const int after = std::uniform_int_distribution(1, 300)(random);
    ASSERT_NO_FATAL_FAILURE(run_and_kill(url, after, told));
    const auto engine = Engine::open(url);
    for (const InstanceInfo& instance : engine->runtime().instances()) {
      const int steps = steps_of(*engine, instance.id);
      const auto known = told.find(instance.id);
      if (known == told.end()) continue;
      EXPECT_GE(steps, known->second) << instance.id;
    }
    for (const auto& [id, steps] : told) {
      EXPECT_EQ(engine->runtime().instance(id)->state, InstanceState::Active) << id;
    }
  }
}

}  // namespace
}  // namespace rondo
