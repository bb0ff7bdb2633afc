// SPDX-License-Identifier: Apache-2.0
// docs/coming-from-java.md names calls and attributes that exist.
#include "tests/support/file_content.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace rondo::pages {
namespace {

using testing::IsEmpty;

namespace fs = std::filesystem;

using tests::content_of;

std::set<std::string> matches(const std::string& text, const char* pattern) {
  std::set<std::string> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

/// Cells of the rows: what stands for the calls of Java, and all about attributes.
struct Page {
  std::string calls;
  std::string attributes;
};

Page read_page() {
  static const std::regex kRow(R"(\| (.*) \| (.*) \|)");
  Page page;
  bool is_about_attributes = false;
  std::ifstream in("docs/coming-from-java.md");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("## ", 0) == 0) is_about_attributes = line.find("Attributes") != std::string::npos;
    std::smatch row;
    if (!std::regex_match(line, row, kRow)) continue;
    (is_about_attributes ? page.attributes : page.calls) += row[2].str() + "\n";
    if (is_about_attributes) page.attributes += row[1].str() + "\n";
  }
  return page;
}

std::vector<std::string> missing(const std::set<std::string>& wanted, const std::set<std::string>& present) {
  std::vector<std::string> names;
  std::set_difference(wanted.begin(), wanted.end(), present.begin(), present.end(),
                      std::back_inserter(names));
  return names;
}

TEST(JavaPage, NamesCallsOfThePublicHeaders) {
  const auto calls = matches(read_page().calls, R"((\b[a-z_]+)\()");
  ASSERT_GT(calls.size(), 50u);
  std::string headers;
  for (const std::string& path : matches(content_of("cmake/public_headers.cmake"), R"((rondo/\w+\.hpp))")) {
    headers += content_of(path);
  }
  EXPECT_THAT(missing(calls, matches(headers, R"((\b[a-z_]+)\()")), IsEmpty());
}

TEST(JavaPage, NamesAttributesThatAreRead) {
  const auto attributes = matches(read_page().attributes, "`([A-Za-z]+)`");
  ASSERT_GT(attributes.size(), 60u);
  std::string reader;
  for (const auto& entry : fs::directory_iterator("bpmn")) {
    // The list of known extensions names also those without effect.
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".cpp" && name != "rules_extensions.cpp")
      reader += content_of(entry.path());
  }
  EXPECT_THAT(missing(attributes, matches(reader, "\"([A-Za-z]+)\"")), IsEmpty());
}

}  // namespace
}  // namespace rondo::pages
