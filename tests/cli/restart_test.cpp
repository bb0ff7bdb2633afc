// SPDX-License-Identifier: Apache-2.0
// Whether an engine is closed and opened again between the steps of a scenario makes no difference.
#include "cli/scenario_reader.hpp"
#include "cli/scenario_runner.hpp"
#include "tests/support/temporary_file.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rondo::cli {
namespace {

// Every so manieth scenario, beginning with the first: all of them would take long.
std::vector<Scenario> some_scenarios(std::size_t step) {
  std::vector<Scenario> chosen;
  std::size_t number = 0;
  for (const auto& file : find_scenario_files({"tests/scenarios"})) {
    for (Scenario& scenario : read_scenarios(file, {})) {
      if (number++ % step == 0) chosen.push_back(std::move(scenario));
    }
  }
  return chosen;
}

TEST(Restarts, MakeNoDifference) {
  constexpr std::size_t kEvery = 5;
  const tests::TemporaryFolder folder;
  ScenarioStore store;
  store.folder = folder.file("");
  store.restart_between_steps = true;
  for (const Scenario& scenario : some_scenarios(kEvery)) {
    const Outcome through = run_scenario(scenario);
    const Outcome restarted = run_scenario(scenario, nullptr, store);
    EXPECT_EQ(restarted.failure, through.failure) << scenario.id;
    EXPECT_EQ(restarted.operations, through.operations) << scenario.id;
  }
}

}  // namespace
}  // namespace rondo::cli
