// SPDX-License-Identifier: Apache-2.0
#include "tests/structure/source_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace rondo::structure {
namespace {

using testing::IsEmpty;

using Folders = std::set<std::string>;

// What each folder may include besides itself. Every include counts, so that what an allowed folder builds
// upon is listed, too.
const std::map<std::string, Folders> kArrows{
    {"model", {}},
    {"bpmn", {"model"}},
    {"expression", {"model"}},
    {"frontends", {"bpmn", "model"}},
    {"persistence", {"model"}},
    {"render", {"model"}},
    {"agenda", {"model", "expression"}},
    {"behaviors", {"agenda", "expression", "model"}},
    {"rondo", {"agenda", "behaviors", "bpmn", "expression", "frontends", "model", "persistence", "render"}},
    {"cli", {"bench", "rondo"}},
    {"bench", {"expression", "model", "rondo"}},
    {"samples", {"rondo"}},
};

// Where the headers of each third-party package may be included, told by the start of their names.
const std::map<std::string, Folders> kPackages{
    {"pugixml", {"bpmn", "frontends"}},
    {"pugiconfig", {"bpmn", "frontends"}},
    {"boost/json", {"model", "cli"}},
    {"boost/container", {"model", "agenda"}},
    {"boost/regex", {"expression"}},
    {"spdlog/", {"rondo", "cli"}},
    {"sqlite3", {"persistence", "bench", "tests"}},
    {"yaml-cpp/", {"cli", "frontends"}},
    {"CLI/", {"cli"}},
    {"boost/", {"model", "agenda", "cli", "expression"}},
    {"gtest/", {}},
    {"gmock/", {}},
};

std::string folder_of(const std::string& target) {
  const auto slash = target.find('/');
  return slash == std::string::npos ? std::string() : target.substr(0, slash);
}

/// The files in cmake/public_headers.cmake.
std::set<std::string> public_headers() {
  std::set<std::string> headers;
  for (const SourceFile& file : source_tree()) {
    if (file.path != "cmake/public_headers.cmake") continue;
    for (const std::string& line : file.lines) {
      const auto begin = line.find_first_not_of(' ');
      const auto end = line.find(".hpp");
      if (line.empty() || line.front() == '#' || end == std::string::npos) continue;
      headers.insert(line.substr(begin, end + 4 - begin));
    }
  }
  return headers;
}

TEST(Architecture, FoldersIncludeOnlyWhatTheyMay) {
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_tree()) {
    const auto allowed = kArrows.find(file.folder());
    if (!file.is_cpp() || allowed == kArrows.end()) continue;
    for (const Include& include : includes_of(file)) {
      const std::string folder = folder_of(include.target);
      const bool own = kArrows.contains(folder);
      if (own && folder != file.folder() && !allowed->second.contains(folder)) {
        wrong.push_back(file.path + " includes " + include.target);
      }
    }
  }

  EXPECT_THAT(wrong, IsEmpty());
}

TEST(Architecture, WritesIncludesOfItsOwnFromTheRoot) {
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp()) continue;
    for (const Include& include : includes_of(file)) {
      const std::string folder = folder_of(include.target);
      if (include.quoted && !kArrows.contains(folder) && folder != "tests") {
        wrong.push_back(file.path + " includes \"" + include.target + "\"");
      }
    }
  }

  EXPECT_THAT(wrong, IsEmpty());
}

TEST(Architecture, KeepsThirdPartyPackagesInTheirFolders) {
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp() || !kArrows.contains(file.folder())) continue;
    for (const Include& include : includes_of(file)) {
      for (const auto& [prefix, folders] : kPackages) {
        if (include.target.starts_with(prefix) && !folders.contains(file.folder())) {
          wrong.push_back(file.path + " includes " + include.target);
        }
      }
    }
  }

  EXPECT_THAT(wrong, IsEmpty());
}

TEST(Architecture, PublicHeadersIncludeOnlyPublicHeadersAndTheStandardLibrary) {
  const std::set<std::string> headers = public_headers();
  ASSERT_THAT(headers, testing::Contains("rondo/engine.hpp"));
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_tree()) {
    if (!headers.contains(file.path)) continue;
    for (const Include& include : includes_of(file)) {
      const bool standard = !include.quoted && include.target.find_first_of("/.") == std::string::npos;
      if (!standard && !headers.contains(include.target)) {
        wrong.push_back(file.path + " includes " + include.target);
      }
    }
  }

  EXPECT_THAT(wrong, IsEmpty());
}

// What differs between elements is a trait that is computed when a process is deployed, and not asked for
// while it runs.
bool runs_processes(const SourceFile& file) {
  return file.folder() == "agenda" && !file.path.starts_with("agenda/deployed_process");
}

TEST(Architecture, RunningProcessesAskForNoKindOfElement) {
  EXPECT_THAT(places_with({"ElementKind::"}, runs_processes), IsEmpty());
}

}  // namespace
}  // namespace rondo::structure
