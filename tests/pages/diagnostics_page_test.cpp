// SPDX-License-Identifier: Apache-2.0
// docs/diagnostics.md lists each rule that the sources report, with the severities that it has there.
#include "tests/support/file_content.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace rondo::pages {
namespace {

namespace fs = std::filesystem;

using tests::content_of;

using Severities = std::set<std::string>;
using Rules = std::map<std::string, Severities>;

/// The arguments of the call whose parenthesis opens just before `at`, as written.
std::vector<std::string> arguments_at(const std::string& text, std::size_t at) {
  std::vector<std::string> arguments(1);
  int depth = 1;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '\\') {
      arguments.back() += text.substr(at++, 2);
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '(' || c == '{')) ++depth;
    if (!quoted && (c == ')' || c == '}') && --depth == 0) break;
    if (!quoted && c == ',' && depth == 1) {
      arguments.emplace_back();
    } else {
      arguments.back() += c;
    }
  }
  return arguments;
}

/// Names of rules in an argument that is nothing but a name, or a choice between names.
std::vector<std::string> names_in(const std::string& argument) {
  static const std::regex kChoice(
      R"RE(\s*(?:\w+ \? )?"([a-z]+(?:-[a-z]+)*)"(?: : "([a-z]+(?:-[a-z]+)*)")?\s*)RE");
  std::smatch match;
  if (!std::regex_match(argument, match, kChoice)) return {};
  std::vector<std::string> names{match[1]};
  if (match[2].matched) names.push_back(match[2]);
  return names;
}

Severities severities_of(const std::string& function) {
  if (function == "violation" || function == "warning") return {function};
  if (function == "report") return {"error", "violation"};
  return {"error"};
}

void collect_rules(const std::string& text, Rules& rules) {
  static const std::regex kReport(R"(\b(error|violation|warning|fail|report|check_count)\s*\()");
  static const std::regex kConstant(R"RE(std::string_view k\w+ = "([a-z]+(?:-[a-z]+)+)";)RE");
  for (std::sregex_iterator call(text.begin(), text.end(), kReport), end; call != end; ++call) {
    const auto begin = static_cast<std::size_t>(call->position() + call->length());
    std::vector<std::string> arguments = arguments_at(text, begin);
    arguments.erase(arguments.begin());
    for (const std::string& argument : arguments) {
      const std::vector<std::string> names = names_in(argument);
      for (const std::string& name : names) rules[name].merge(severities_of((*call)[1]));
      if (!names.empty()) break;
    }
  }
  for (std::sregex_iterator constant(text.begin(), text.end(), kConstant), end; constant != end; ++constant) {
    rules[(*constant)[1]].insert("error");
  }
}

Rules rules_in_sources() {
  Rules rules;
  for (const char* folder : {"bpmn", "frontends", "agenda", "rondo"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".cpp") collect_rules(content_of(entry.path()), rules);
    }
  }
  return rules;
}

Rules rules_in_page() {
  static const std::regex kRow(R"(\| `([a-z-]+)` \| ([a-z, ]+) \| [^|]+ \| [^|]+ \|)");
  static const std::regex kWord("[a-z]+");
  Rules rules;
  std::ifstream page("docs/diagnostics.md");
  for (std::string line; std::getline(page, line);) {
    std::smatch row;
    if (!std::regex_match(line, row, kRow)) continue;
    const std::string words = row[2];
    for (std::sregex_iterator word(words.begin(), words.end(), kWord), end; word != end; ++word) {
      rules[row[1]].insert(word->str());
    }
  }
  return rules;
}

TEST(DiagnosticsPage, ListsEachRuleWithItsSeverities) {
  const Rules rules = rules_in_sources();
  ASSERT_GT(rules.size(), 50u);
  EXPECT_THAT(rules_in_page(), testing::ContainerEq(rules));
}

}  // namespace
}  // namespace rondo::pages
