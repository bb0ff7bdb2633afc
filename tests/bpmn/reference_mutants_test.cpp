// SPDX-License-Identifier: Apache-2.0
// Breaks each reference and each id of the scenarios' processes, one at a time. What is broken must be said,
// with its line.
#include "bpmn/reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::bpmn {
namespace {

namespace fs = std::filesystem;

struct File {
  std::string name, content;
};

std::vector<File> processes() {
  std::vector<File> files;
  for (const auto& entry : fs::recursive_directory_iterator("tests/scenarios")) {
    if (entry.path().extension() != ".bpmn") continue;
    std::ifstream in(entry.path());
    files.push_back({entry.path().filename().string(), {std::istreambuf_iterator<char>(in), {}}});
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.name < b.name; });
  return files;
}

std::size_t line_of(std::string_view text, std::size_t at) {
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

// Whether one of the rules reports something about the element whose tag `at` lies in.
bool reports(const File& mutant, std::size_t at, const std::vector<std::string_view>& rules) {
  const std::size_t line = line_of(mutant.content, mutant.content.rfind('<', at));
  const ReadResult result = read(mutant.content, mutant.name);
  const auto& findings = result.diagnostics.findings();
  return std::any_of(findings.begin(), findings.end(), [&](const model::Diagnostic& finding) {
    return finding.where.line == line && finding.severity != model::Severity::Warning &&
           std::find(rules.begin(), rules.end(), finding.rule) != rules.end();
  });
}

// Mutates every value that the pattern's first group matches, and counts those that are not reported.
void break_all(const std::regex& values, const std::string& replacement,
               const std::vector<std::string_view>& rules, std::size_t at_least) {
  std::size_t broken = 0;
  for (const File& file : processes()) {
    for (auto match = std::sregex_iterator(file.content.begin(), file.content.end(), values);
         match != std::sregex_iterator(); ++match) {
      File mutant = file;
      const auto at = static_cast<std::size_t>(match->position(1));
      mutant.content.replace(at, static_cast<std::size_t>(match->length(1)), replacement);
      ++broken;
      EXPECT_TRUE(reports(mutant, at, rules)) << file.name << ": " << match->str();
    }
  }
  EXPECT_GE(broken, at_least);
}

TEST(References, ThatLeadToNothingAreReported) {
  break_all(std::regex(R"re(<sequenceFlow [^>]*sourceRef="([^"]*)")re"), "nowhere", {"dangling-reference"},
            900);
  break_all(std::regex(R"re(<sequenceFlow [^>]*targetRef="([^"]*)")re"), "nowhere", {"dangling-reference"},
            900);
  break_all(std::regex(R"re( attachedToRef="([^"]*)")re"), "nowhere", {"dangling-reference"}, 100);
  break_all(std::regex(R"re( default="([^"]*)")re"), "nowhere", {"dangling-reference"}, 10);
  break_all(std::regex(R"re( (?:signal|message)Ref="([^"]*)")re"), "nowhere", {"dangling-reference"}, 100);
  break_all(std::regex(R"re( (?:error|escalation)Ref="([^"]*)")re"), "nowhere",
            {"dangling-reference", "literal-code"}, 40);
}

TEST(References, ThatAreLeftOutAreReported) {
  break_all(std::regex(R"re(<sequenceFlow [^>]*( sourceRef="[^"]*"))re"), "", {"missing-attribute"}, 900);
  break_all(std::regex(R"re(<sequenceFlow [^>]*( targetRef="[^"]*"))re"), "", {"missing-attribute"}, 900);
  break_all(std::regex(R"re(( attachedToRef="[^"]*"))re"), "", {"boundary-attachment"}, 100);
}

TEST(Ids, ThatAreUsedTwiceAreReported) {
  for (const File& file : processes()) {
    const std::regex ids(R"re(<[a-zA-Z]+ id="([^"]+)")re");
    std::string first;
    for (auto match = std::sregex_iterator(file.content.begin(), file.content.end(), ids);
         match != std::sregex_iterator(); ++match) {
      if (first.empty()) {
        first = match->str(1);
        continue;
      }
      File mutant = file;
      const auto at = static_cast<std::size_t>(match->position(1));
      mutant.content.replace(at, static_cast<std::size_t>(match->length(1)), first);
      EXPECT_TRUE(reports(mutant, at, {"duplicate-id"})) << file.name << ": " << match->str();
    }
  }
}

}  // namespace
}  // namespace rondo::bpmn
