// SPDX-License-Identifier: Apache-2.0
#include "tests/structure/source_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

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

// The name that a line at the margin declares, if it is a type or a constant; else empty.
std::string declared(const std::string& line) {
  static const std::regex kType("(?:struct|class|enum class|enum) (\\w+)[^;]*\\{.*");
  static const std::regex kConstant(
      "(?:static |inline )?(?:constexpr|const) [^(=]*?\\b(k[A-Z]\\w*)[\\[{ =].*");
  std::smatch found;
  return std::regex_match(line, found, kType) || std::regex_match(line, found, kConstant) ? found[1].str()
                                                                                          : "";
}

// By scope, the names in the anonymous namespaces of a file.
std::set<std::string> private_names(const SourceFile& file) {
  std::set<std::string> names;
  std::string scope;
  bool is_private = false;
  for (const std::string& line : file.lines) {
    if (line == "namespace {") {
      is_private = true;
    } else if (line == "}  // namespace") {
      is_private = false;
    } else if (line.starts_with("namespace ")) {
      scope = line;
    } else if (is_private) {
      if (const std::string name = declared(line); !name.empty()) names.insert(name + " in " + scope);
    }
  }
  return names;
}

// The builds for the sanitizers, and some others, compile all files of a folder as one.
TEST(Sources, ShareNoPrivateNamesWithinAFolder) {
  std::map<std::string, std::map<std::string, std::string>> folders;
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_tree()) {
    if (!file.path.ends_with(".cpp") || file.path.ends_with("_methods.cpp")) continue;
    const std::size_t inside = file.folder() == "tests" ? file.path.find('/') + 1 : 0;
    auto& known = folders[file.path.substr(0, file.path.find('/', inside))];
    for (const std::string& name : private_names(file)) {
      const auto [first, is_new] = known.emplace(name, file.path);
      if (!is_new) wrong.push_back(name + " stands in " + first->second + " and in " + file.path);
    }
  }
  EXPECT_THAT(wrong, IsEmpty());
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
