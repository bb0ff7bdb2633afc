// SPDX-License-Identifier: Apache-2.0
#include "tests/rondo/counting_allocator.hpp"
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rondo {
namespace {

using tests::flows;
using tests::process_text;
using tests::TestEngine;

const Variables kThreeVariables{{"customer", "0123456789"}, {"amount", 42}, {"vip", true}};

// Allocations of one start-to-end run of a chain of so many tasks, once everything is warm.
long allocations_of_a_run(int tasks) {
  EngineOptions options;
  options.history = HistoryLevel::None;
  TestEngine test(options);
  std::string nodes = "<startEvent id=\"start\"/><endEvent id=\"end\"/>", chain = "start";
  for (int i = 0; i < tasks; ++i) {
    nodes += "<task id=\"t" + std::to_string(i) + "\"/>";
    chain += " t" + std::to_string(i);
  }
  test.deploy(process_text("chain", nodes + flows(chain + " end")));
  RuntimeService& runtime = test.engine->runtime();
  for (int i = 0; i < 10; ++i) (void)runtime.start("chain", kThreeVariables);
  const long before = tests::allocations();
  (void)runtime.start("chain", kThreeVariables);
  return tests::allocations() - before;
}

TEST(Allocations, DoNotGrowWithTheNumberOfOperations) {
  EXPECT_EQ(allocations_of_a_run(500), allocations_of_a_run(5));
}

TEST(Allocations, AreNotMadeByAnInstanceThatRunsFromStartToEndWithoutHistory) {
  EXPECT_EQ(allocations_of_a_run(5), 0);
}

}  // namespace
}  // namespace rondo
