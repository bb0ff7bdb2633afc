// SPDX-License-Identifier: Apache-2.0
#include "tests/structure/source_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>

namespace rondo::structure {
namespace {

using testing::IsEmpty;

constexpr std::size_t kMaxLines = 450;

bool is_source(const SourceFile& file) { return file.is_cpp(); }
bool is_test(const SourceFile& file) { return file.is_cpp() && file.folder() == "tests"; }
bool is_any(const SourceFile&) { return true; }

// The words that are searched for are put together from two parts, lest they be found here.
std::string joined(const char* first, const char* second) { return std::string(first) + second; }

TEST(Sources, BeginWithTheLicense) {
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_tree()) {
    const bool script =
        file.path.ends_with(".sh") || file.path.ends_with(".cmake") || file.path.ends_with("CMakeLists.txt");
    if (!file.is_cpp() && !script) continue;
    const std::string wanted =
        std::string(file.is_cpp() ? "//" : "#") + " SPDX-License-Identifier: Apache-2.0";
    const std::size_t first = !file.lines.empty() && file.lines[0].starts_with("#!") ? 1 : 0;
    if (file.lines.size() <= first || file.lines[first] != wanted) wrong.push_back(file.path);
  }

  EXPECT_THAT(wrong, IsEmpty());
}

TEST(Sources, KeepToTheLengthLimit) {
  std::vector<std::size_t> lengths;
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp()) continue;
    lengths.push_back(file.lines.size());
    if (file.lines.size() > kMaxLines) {
      wrong.push_back(file.path + " has " + std::to_string(file.lines.size()) + " lines");
    }
  }
  ASSERT_FALSE(lengths.empty());
  std::sort(lengths.begin(), lengths.end());
  std::cout << "lines per file: median " << lengths[lengths.size() / 2] << ", 90th percentile "
            << lengths[lengths.size() * 9 / 10] << ", longest " << lengths.back() << " of " << lengths.size()
            << " files\n";

  EXPECT_THAT(wrong, IsEmpty());
}

TEST(Sources, LeaveNothingToDo) {
  EXPECT_THAT(places_with({joined("TO", "DO"), joined("FIX", "ME"), joined("XX", "X:")}, is_source),
              IsEmpty());
}

TEST(Tests, NeitherSleepNorSkip) {
  EXPECT_THAT(places_with({joined("sleep", "_for"), joined("sleep", "_until"), joined("usl", "eep("),
                           joined("GTEST", "_SKIP"), joined("DISABLED", "_")},
                          is_test),
              IsEmpty());
}

TEST(Files, NameNoPathOfAMachine) {
  EXPECT_THAT(places_with({joined("/wo", "rk/"), joined("/ro", "ot/"), joined("/ho", "me/")}, is_any),
              IsEmpty());
}

}  // namespace
}  // namespace rondo::structure
