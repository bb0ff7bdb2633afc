// SPDX-License-Identifier: Apache-2.0
// docs/decisions.md names scenarios and tests that there are, for each decision.
#include "tests/support/file_content.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace rondo::pages {
namespace {

namespace fs = std::filesystem;

using tests::content_of;

constexpr int kDecisions = 23;

std::vector<std::string> matches_of(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
    const bool in_two_parts = match->size() > 2;
    found.push_back(in_two_parts ? (*match)[1].str() + "." + (*match)[2].str() : (*match)[1].str());
  }
  return found;
}

/// Ids of all scenarios, and all tests as Suite.Name.
std::set<std::string> names_of_tests() {
  static const std::regex kTest(R"(\bTEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\))");
  static const std::regex kScenario(R"(- id: ([^\s]+))");
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator("tests")) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".cpp" && extension != ".yaml") continue;
    const auto found = matches_of(content_of(entry.path()), extension == ".cpp" ? kTest : kScenario);
    names.insert(found.begin(), found.end());
  }
  return names;
}

TEST(DecisionsPage, NamesTestsOfEachDecision) {
  static const std::regex kRow(R"(\| (\d+) \| [^|]+ \| ([^|]+) \|)");
  static const std::regex kName("`([^`]+)`");
  const std::set<std::string> known = names_of_tests();
  int rows = 0;
  std::ifstream page("docs/decisions.md");
  for (std::string line; std::getline(page, line);) {
    std::smatch row;
    if (!std::regex_match(line, row, kRow)) continue;
    EXPECT_EQ(std::stoi(row[1]), ++rows);
    const std::vector<std::string> names = matches_of(row[2], kName);
    EXPECT_FALSE(names.empty()) << line;
    for (const std::string& name : names) EXPECT_THAT(known, testing::Contains(name)) << "decision " << rows;
  }
  EXPECT_EQ(rows, kDecisions);
}

}  // namespace
}  // namespace rondo::pages
