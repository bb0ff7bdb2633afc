// SPDX-License-Identifier: Apache-2.0
// docs/operation-walkthrough.md shows the operations that the engine really runs.
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace rondo::pages {
namespace {

/// The rows of the page's tables as "operation element".
std::vector<std::string> operations_in_page() {
  static const std::regex kRow(R"(\| \d+ \| `([a-z-]+)` \| `(\w+)` \|.*)");
  std::vector<std::string> operations;
  std::ifstream page("docs/operation-walkthrough.md");
  for (std::string line; std::getline(page, line);) {
    std::smatch row;
    if (std::regex_match(line, row, kRow)) operations.push_back(row[1].str() + " " + row[2].str());
  }
  return operations;
}

TEST(OperationWalkthrough, ShowsTheOperationsThatAreRun) {
  tests::TestEngine test;
  test.engine->delegates().set_fallback([](std::string_view, DelegateExecution&) {});
  const std::string folder = "samples/travel-call-activity/";
  test.engine->repository().deploy_files(
      {folder + "travel-call-activity.bpmn", folder + "hotel-booking.bpmn"});
  test.record_operations();

  test.start("travelCallActivity", {{"destination", "Lisbon"}, {"days", 3}, {"traveler", "ada"}});
  test.complete("confirmRoom", {{"roomFree", false}, {"confirmation", "none"}, {"pricePerNight", 0}});
  test.complete("chooseOtherDates", {{"days", 4}});
  test.complete("confirmRoom", {{"roomFree", true}, {"confirmation", "H-7"}, {"pricePerNight", 80}});

  EXPECT_THAT(operations_in_page(), testing::ContainerEq(test.operations()));
}

}  // namespace
}  // namespace rondo::pages
