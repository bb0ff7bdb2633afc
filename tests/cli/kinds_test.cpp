// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/scenario_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string script(const std::string& id, const std::string& word, const std::string& format = "groovy") {
  return "<scriptTask id=\"" + id + "\" scriptFormat=\"" + format + "\"><script>" + word +
         "</script></scriptTask>";
}

std::string traced(const std::string& content, const std::string& expectation) {
  return verdict(content, "kind: trace\nprocess_id: p\ninputs: [{}]\nexpect: [" + expectation + "]");
}

const std::string kTwoScripts = "<startEvent id=\"start\"/>" + script("a", "SCRIPT_task1") +
                                script("b", "SCRIPT_task2", "juel") + "<endEvent id=\"end\"/>" +
                                tests::flows("start a b end");

TEST(TraceScenarios, CollectWhatScriptsOfAnyLanguageLog) {
  EXPECT_EQ(traced(kTwoScripts, "{one_of: [[SCRIPT_task2, SCRIPT_task1]], compare: multiset}"), "holds");
  EXPECT_EQ(traced(kTwoScripts, "{one_of: [[SCRIPT_task1, SCRIPT_task2]], compare: sequence}"), "holds");
  EXPECT_EQ(traced(kTwoScripts, "{one_of: [[SCRIPT_task2, SCRIPT_task1]], compare: sequence}"),
            "run 1 of 1: expected [SCRIPT_task2, SCRIPT_task1], wrote [SCRIPT_task1, SCRIPT_task2]");
}

TEST(TraceScenarios, FailOnSurplusTokens) {
  EXPECT_THAT(traced(kTwoScripts, "{one_of: [[SCRIPT_task1]], compare: multiset}"),
              StartsWith("run 1 of 1: expected [SCRIPT_task1], wrote"));
}

TEST(TraceScenarios, UnderstandTheCommandWords) {
  const std::string content = "<startEvent id=\"start\"/>" + script("a", "CREATE_LOG_FILE") +
                              script("b", "CREATE_MARKER_FILE") + script("c", "CREATE_MARKER_FILE") +
                              script("d", "SET_STRING_DATA") + script("e", "LOG_DATA") +
                              script("f", "INCREMENT_INTEGER_VARIABLE_AND_LOG") + script("g", "whatever") +
                              tests::flows("start a b c d e f g");

  EXPECT_EQ(
      traced(content, "{one_of: [[DATA_correct, INCREMENT_correct, MARKER_exists]], compare: sequence}"),
      "holds");
}

TEST(TraceScenarios, ExpectErrors) {
  const std::string thrower =
      "<startEvent id=\"start\"/>" + script("a", "THROW_ERROR") + tests::flows("start a");

  EXPECT_EQ(traced(thrower, "{one_of: [], error: runtime}"), "holds");
  EXPECT_EQ(traced(thrower, "{one_of: [], error: deployment_or_runtime}"), "holds");
  EXPECT_EQ(traced(thrower, "{one_of: [], error: uncaught_error_event}"), "holds");
  EXPECT_THAT(traced(thrower, "{one_of: [[]]}"), HasSubstr("ERR_CODE"));
  EXPECT_THAT(traced(kTwoScripts, "{one_of: [], error: runtime}"), HasSubstr("expected the start to fail"));
}

TEST(ConstraintScenarios, HoldWhenTheFileIsFoundWantingWithALine) {
  const std::string sound =
      "<startEvent id=\"start\"><outgoing>start_end</outgoing></startEvent>"
      "<endEvent id=\"end\"><incoming>start_end</incoming></endEvent>" +
      tests::flows("start end");
  const std::string dangling = sound + "<sequenceFlow id=\"f\" sourceRef=\"start\" targetRef=\"nowhere\"/>";

  EXPECT_EQ(verdict(dangling, "kind: constraint\nexpect: rejected"), "holds");
  EXPECT_THAT(verdict(dangling, "kind: constraint\nexpect: accepted"),
              StartsWith("expected no finding, got "));
  EXPECT_EQ(verdict(sound, "kind: constraint\nexpect: accepted"), "holds");
  EXPECT_EQ(verdict(sound, "kind: constraint\nexpect: rejected"), "expected a finding, got none");
}

}  // namespace
}  // namespace rondo::cli
