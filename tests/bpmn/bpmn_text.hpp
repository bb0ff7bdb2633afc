// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/reader.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::bpmn {

/// A file in the default namespace, with `root` beside and `process` inside a process "p". Declares no
/// engine's namespace, so that it counts as one of the standard alone.
inline std::string plain_file(const std::string& process, const std::string& root = {}) {
  return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
         " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" targetNamespace=\"t\">\n" +
         root + "<process id=\"p\" isExecutable=\"true\">\n" + process + "\n</process></definitions>";
}

/// What fills a process whose content does not matter.
inline const std::string kTask = "<task id=\"t\"/>";

/// What makes an expression one of a language.
inline const std::string kFormal = " xsi:type=\"tFormalExpression\"";

/// The same with the prefix of one engine's namespace: activiti, flowable, camunda or zeebe.
inline std::string engine_file(const std::string& engine, const std::string& process,
                               const std::string& root = {}) {
  const std::string uri = engine == "zeebe"     ? "http://camunda.org/schema/zeebe/1.0"
                          : engine == "camunda" ? "http://camunda.org/schema/1.0/bpmn"
                                                : "http://" + engine + ".org/bpmn";
  return "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:" + engine +
         "=\"" + uri + "\" targetNamespace=\"t\">\n" + root +
         "<bpmn:process id=\"p\" isExecutable=\"true\">\n" + process + "\n</bpmn:process></bpmn:definitions>";
}

/// All findings as text, one a line.
inline std::string all_findings(const ReadResult& result) {
  std::string text;
  for (const model::Diagnostic& finding : result.diagnostics.findings()) text += finding.to_string() + "\n";
  return text;
}

inline std::size_t count_of(const ReadResult& result, std::string_view rule) {
  std::size_t count = 0;
  for (const model::Diagnostic& finding : result.diagnostics.findings()) {
    if (finding.rule == rule) ++count;
  }
  return count;
}

/// The first finding of that rule, or nullptr.
inline const model::Diagnostic* find_rule(const ReadResult& result, std::string_view rule) {
  for (const model::Diagnostic& finding : result.diagnostics.findings()) {
    if (finding.rule == rule) return &finding;
  }
  return nullptr;
}

/// A rule with a file that breaks it and one that does not.
struct RuleCase {
  const char* name;  ///< Of the test.
  const char* rule;
  model::Severity severity;
  std::string bad, good;
};

inline void PrintTo(const RuleCase& rule_case, std::ostream* out) { *out << rule_case.name; }

inline std::string name_of_case(const ::testing::TestParamInfo<RuleCase>& info) { return info.param.name; }

/// The rule is found in the bad file, with its place, and not in the good one.
inline void expect_breach_found(const RuleCase& rule_case) {
  const ReadResult bad = read(rule_case.bad, "f.bpmn");
  const model::Diagnostic* const finding = find_rule(bad, rule_case.rule);
  ASSERT_NE(finding, nullptr) << all_findings(bad);
  EXPECT_EQ(finding->severity, rule_case.severity);
  EXPECT_GT(finding->where.line, 0u);
  const ReadResult good = read(rule_case.good, "f.bpmn");
  EXPECT_EQ(count_of(good, rule_case.rule), 0u) << all_findings(good);
  EXPECT_FALSE(good.diagnostics.refuses()) << all_findings(good);
}

/// Reads the process of a file that must be free of errors; keeps the result.
class ReadingTest : public ::testing::Test {
 protected:
  const model::ProcessDefinition& read_file(const std::string& content) {
    result_ = read(content, "test.bpmn");
    EXPECT_FALSE(result_.diagnostics.refuses()) << all_findings(result_);
    return *result_.document.processes.at(0);
  }

  static const model::FlowNode& node(const model::ProcessDefinition& process, std::string_view id) {
    const model::NodeId found = process.find(id);
    if (found == model::kNoNode) throw std::out_of_range(std::string(id));
    return process.node(found);
  }

  static std::string text(const model::ProcessDefinition& process, model::ExpressionId id) {
    return id == model::kNoExpression ? "(none)" : process.expression(id).text;
  }

  ReadResult result_{{}, model::Diagnostics("")};
};

}  // namespace rondo::bpmn
