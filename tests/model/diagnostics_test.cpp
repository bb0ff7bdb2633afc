// SPDX-License-Identifier: Apache-2.0
#include "model/diagnostics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo::model {
namespace {

TEST(Diagnostic, TellsPlaceSeverityMessageRuleAndElement) {
  const Diagnostic finding{Severity::Error,          "order.bpmn",         {41, 7},
                           "the flow leads nowhere", "dangling-reference", "flow1"};

  EXPECT_EQ(finding.to_string(),
            "order.bpmn:41:7: error: the flow leads nowhere [dangling-reference] (flow1)");
}

TEST(Diagnostic, LeavesOutWhatIsUnknown) {
  EXPECT_EQ((Diagnostic{Severity::Warning, "order.bpmn", {}, "odd", "style", ""}).to_string(),
            "order.bpmn: warning: odd [style]");
  EXPECT_EQ((Diagnostic{Severity::Violation, "", {}, "odd", "", ""}).to_string(), "violation: odd");
}

TEST(Diagnostics, RefuseAFileWithAnError) {
  Diagnostics found("order.bpmn");
  EXPECT_FALSE(found.refuses());

  found.error({1, 2}, "rule", "message");

  EXPECT_TRUE(found.refuses());
  EXPECT_EQ(found.findings().front().file, "order.bpmn");
}

TEST(Diagnostics, RefuseAFileWithAViolationOnlyWhenStrict) {
  Diagnostics found("order.bpmn");

  found.violation({1, 2}, "rule", "message");

  EXPECT_FALSE(found.refuses());
  EXPECT_TRUE(found.refuses(true));
}

TEST(Diagnostics, NeverRefuseAFileForWarnings) {
  Diagnostics found("order.bpmn");

  found.warning({1, 2}, "rule", "message");

  EXPECT_FALSE(found.refuses(true));
}

TEST(Diagnostics, SortByPlaceAndKeepTheOrderWithinOnePlace) {
  Diagnostics found("order.bpmn");
  found.error({7, 1}, "rule", "third");
  found.error({2, 9}, "rule", "first");
  found.warning({7, 1}, "rule", "fourth");
  found.error({2, 10}, "rule", "second");

  found.sort();

  std::vector<std::string> messages;
  for (const Diagnostic& finding : found.findings()) messages.push_back(finding.message);
  EXPECT_THAT(messages, testing::ElementsAre("first", "second", "third", "fourth"));
}

}  // namespace
}  // namespace rondo::model
