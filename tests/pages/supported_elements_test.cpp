// SPDX-License-Identifier: Apache-2.0
// docs/supported-elements.md is written from the registry of behaviors and from the processes that scenarios
// run. With RONDO_UPDATE_PAGES set (scripts/supported.sh --update) it is written anew.
#include "behaviors/registry.hpp"
#include "bpmn/reader.hpp"
#include "tests/pages/element_rows.hpp"
#include "tests/support/file_content.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace rondo::pages {
namespace {

namespace fs = std::filesystem;

using tests::content_of;

constexpr const char* kPage = "docs/supported-elements.md";
constexpr std::size_t kNamed = 2;  // scenarios per row: enough to look at
constexpr std::array<const char*, 2> kRoots{"tests/scenarios", "samples"};

bool has_scenario(const fs::path& folder) {
  const auto is_scenario = [](const fs::directory_entry& entry) {
    return entry.path().filename().string().find(".scenario.") != std::string::npos;
  };
  return std::any_of(fs::directory_iterator(folder), fs::directory_iterator(), is_scenario);
}

/// Process files that lie beside scenarios, sorted.
std::vector<fs::path> scenario_processes() {
  std::vector<fs::path> files;
  for (const char* root : kRoots) {
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() == ".bpmn" && has_scenario(entry.path().parent_path()))
        files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  // The scenarios of the tests first: they are about single elements.
  std::stable_partition(files.begin(), files.end(),
                        [](const fs::path& file) { return *file.begin() == "tests"; });
  return files;
}

/// Processes that scenarios run, for each row.
using Coverage = std::vector<std::vector<fs::path>>;

Coverage coverage_of(const std::vector<ElementRow>& rows) {
  Coverage coverage(rows.size());
  for (const fs::path& file : scenario_processes()) {
    const bpmn::ReadResult read = bpmn::read(content_of(file), file.filename().string());
    if (read.diagnostics.refuses()) continue;
    for (const auto& process : read.document.processes) {
      for (const model::FlowNode& node : process->nodes()) {
        for (const std::size_t row : rows_of(rows, *process, node)) {
          if (coverage[row].empty() || coverage[row].back() != file) coverage[row].push_back(file);
        }
      }
    }
  }
  return coverage;
}

std::vector<bool> support_of(const std::vector<ElementRow>& rows) {
  const auto table = behaviors::make_behavior_table();
  std::vector<bool> supported;
  for (const ElementRow& row : rows) supported.push_back(table->behavior(row.probe) != nullptr);
  return supported;
}

std::string links(const std::vector<fs::path>& files) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, files.size()); ++i) {
    const std::string name = files[i].parent_path().filename().string() + "/" + files[i].stem().string();
    text += (i == 0 ? "[" : ", [") + name + "](../" + files[i].generic_string() + ")";
  }
  return text;
}

std::string page() {
  const std::vector<ElementRow> rows = element_rows();
  const std::vector<bool> supported = support_of(rows);
  const Coverage coverage = coverage_of(rows);
  std::ostringstream out;
  out << "# Supported elements\n\n"
         "Written by `scripts/supported.sh --update` from the registry of behaviors; do not edit. What is "
         "not\n"
         "supported is read and validated, and refused at deployment by name (rule `not-executable`). The\n"
         "scenarios are some of those that run the element.\n";
  std::string group;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].group != group) {
      group = rows[i].group;
      out << "\n## " << group
          << "\n\n| element | position | supported | scenarios |\n| --- | --- | --- | --- |\n";
    }
    out << "| " << rows[i].element << " | " << rows[i].position << (rows[i].position.empty() ? "| " : " | ")
        << (supported[i] ? "yes" : "no") << " | " << (supported[i] ? links(coverage[i]) : std::string())
        << (supported[i] ? " |\n" : "|\n");
  }
  return out.str();
}

TEST(SupportedElements, PageIsUpToDate) {
  const std::string wanted = page();
  if (std::getenv("RONDO_UPDATE_PAGES") != nullptr) std::ofstream(kPage) << wanted;

  EXPECT_EQ(content_of(kPage), wanted) << "scripts/supported.sh --update writes the page anew";
}

TEST(SupportedElements, AreAllRunByAScenario) {
  const std::vector<ElementRow> rows = element_rows();
  const std::vector<bool> supported = support_of(rows);
  const Coverage coverage = coverage_of(rows);
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (supported[i] && coverage[i].empty()) {
      missing.push_back(rows[i].group + ": " + rows[i].element + " " + rows[i].position);
    }
  }

  EXPECT_THAT(missing, testing::IsEmpty());
}

}  // namespace
}  // namespace rondo::pages
