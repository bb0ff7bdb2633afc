// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using model::Severity;

class FlowRules : public ::testing::TestWithParam<RuleCase> {};

TEST_P(FlowRules, FindsTheBreachWithItsPlaceAndNothingElsewhere) { expect_breach_found(GetParam()); }

const std::string kStart = "<startEvent id=\"s\"/>";
const std::string kEnd = "<endEvent id=\"e\"/>";

std::string flow(const std::string& id, const std::string& from, const std::string& to,
                 const std::string& condition = {}) {
  const std::string inside = condition.empty() ? ""
                                               : "<conditionExpression xsi:type=\"tFormalExpression\">" +
                                                     condition + "</conditionExpression>";
  return "<sequenceFlow id=\"" + id + "\" sourceRef=\"" + from + "\" targetRef=\"" + to + "\">" + inside +
         "</sequenceFlow>";
}

const std::vector<RuleCase>& cases() {
  static const std::vector<RuleCase> list{
      {"DanglingSource", "dangling-reference", Severity::Error,
       plain_file(kStart + kEnd + flow("f", "x", "e")), plain_file(kStart + kEnd + flow("f", "s", "e"))},
      {"MissingTarget", "missing-attribute", Severity::Error,
       plain_file(kStart + "<sequenceFlow id=\"f\" sourceRef=\"s\"/>"),
       plain_file(kStart + kEnd + flow("f", "s", "e"))},
      {"FlowIntoStart", "flow-into-start", Severity::Error,
       plain_file(kStart + "<task id=\"t\"/>" + flow("f", "t", "s")),
       plain_file(kStart + kEnd + flow("f", "s", "e"))},
      {"FlowOutOfEnd", "flow-out-of-end", Severity::Error,
       plain_file(kEnd + "<task id=\"t\"/>" + flow("f", "e", "t")),
       plain_file(kEnd + "<task id=\"t\"/>" + flow("f", "t", "e"))},
      {"FlowIntoBoundary", "flow-into-boundary", Severity::Error,
       plain_file("<task id=\"t\"/><boundaryEvent id=\"b\" "
                  "attachedToRef=\"t\"><errorEventDefinition/></boundaryEvent>" +
                  flow("f", "t", "b")),
       plain_file("<task id=\"t\"/><boundaryEvent id=\"b\" "
                  "attachedToRef=\"t\"><errorEventDefinition/></boundaryEvent>" +
                  kEnd + flow("f", "b", "e"))},
      {"FlowAcrossSubProcess", "flow-scope", Severity::Error,
       plain_file("<task id=\"t\"/><subProcess id=\"u\"><task id=\"i\"/></subProcess>" + flow("f", "t", "i")),
       plain_file("<task id=\"t\"/><subProcess id=\"u\"><task id=\"i\"/></subProcess>" +
                  flow("f", "t", "u"))},
      {"FlowToAnnotation", "flow-scope", Severity::Error,
       plain_file("<task id=\"t\"/><textAnnotation id=\"a\"/>" + flow("f", "t", "a")),
       plain_file("<task id=\"t\"/><textAnnotation id=\"a\"/><association id=\"x\" sourceRef=\"t\" "
                  "targetRef=\"a\"/>")},
      {"FlowToEventSubProcess", "flow-outside", Severity::Violation,
       plain_file("<task id=\"t\"/><subProcess id=\"u\" triggeredByEvent=\"true\"><startEvent "
                  "id=\"s\"><signalEventDefinition "
                  "signalRef=\"g\"/></startEvent></subProcess>" +
                      flow("f", "t", "u"),
                  "<signal id=\"g\" name=\"g\"/>"),
       plain_file("<task id=\"t\"/><subProcess id=\"u\"><task id=\"i\"/></subProcess>" +
                  flow("f", "t", "u"))},
      {"LoneCondition", "lone-condition", Severity::Violation,
       plain_file("<task id=\"t\"/><task id=\"u\"/>" + flow("f", "t", "u", "true")),
       plain_file("<task id=\"t\"/><task id=\"u\"/>" + flow("f", "t", "u", "true") + flow("g", "t", "u"))},
      {"ConditionBehindStart", "condition-place", Severity::Violation,
       plain_file(kStart + "<task id=\"t\"/>" + flow("f", "s", "t", "true")),
       plain_file(kStart + "<task id=\"t\"/>" + flow("f", "s", "t"))},
      {"ConditionBehindParallelGateway", "condition-ignored", Severity::Warning,
       plain_file("<parallelGateway id=\"g\"/><task id=\"t\"/><task id=\"u\"/>" +
                  flow("f", "g", "t", "true") + flow("h", "g", "u")),
       plain_file("<exclusiveGateway id=\"g\"/><task id=\"t\"/><task id=\"u\"/>" +
                  flow("f", "g", "t", "true") + flow("h", "g", "u"))},
      {"ConditionOfDefault", "default-condition", Severity::Violation,
       plain_file("<exclusiveGateway id=\"g\" default=\"f\"/><task id=\"t\"/><task id=\"u\"/>" +
                  flow("f", "g", "t", "true") + flow("h", "g", "u", "true")),
       plain_file("<exclusiveGateway id=\"g\" default=\"f\"/><task id=\"t\"/><task id=\"u\"/>" +
                  flow("f", "g", "t") + flow("h", "g", "u", "true"))},
      {"DefaultOfAnotherNode", "default-flow", Severity::Error,
       plain_file("<exclusiveGateway id=\"g\" default=\"h\"/><task id=\"t\"/><task id=\"u\"/>" +
                  flow("f", "g", "t") + flow("h", "t", "u")),
       plain_file("<exclusiveGateway id=\"g\" default=\"f\"/><task id=\"t\"/><task id=\"u\"/>" +
                  flow("f", "g", "t") + flow("h", "t", "u"))},
      {"DefaultOfParallelGateway", "default-flow", Severity::Violation,
       plain_file("<parallelGateway id=\"g\" default=\"f\"/><task id=\"t\"/><task id=\"u\"/>" +
                  flow("f", "g", "t") + flow("h", "g", "u")),
       plain_file("<inclusiveGateway id=\"g\" default=\"f\"/><task id=\"t\"/><task id=\"u\"/>" +
                  flow("f", "g", "t") + flow("h", "g", "u"))},
      {"UnlistedFlow", "flow-bookkeeping", Severity::Violation,
       plain_file("<startEvent id=\"s\"><outgoing>f</outgoing></startEvent>" + kEnd + flow("f", "s", "e")),
       plain_file("<startEvent id=\"s\"><outgoing>f</outgoing></startEvent><endEvent "
                  "id=\"e\"><incoming>f</incoming></endEvent>" +
                  flow("f", "s", "e"))},
      {"NodeWithoutIncoming", "missing-flow", Severity::Violation,
       plain_file(kStart + kEnd + "<task id=\"t\"/>" + flow("f", "s", "e") + flow("g", "t", "e")),
       plain_file(kStart + kEnd + "<task id=\"t\"/>" + flow("f", "s", "t") + flow("g", "t", "e"))},
      {"StartWithoutEnd", "start-and-end", Severity::Violation,
       plain_file(kStart + "<task id=\"t\"/>" + flow("f", "s", "t")),
       plain_file(kStart + kEnd + flow("f", "s", "e"))},
      {"IncomingOfLinkTarget", "link-flow", Severity::Violation,
       plain_file(
           "<task id=\"t\"/>" + kEnd +
           "<intermediateThrowEvent id=\"a\"><linkEventDefinition name=\"l\"/></intermediateThrowEvent>"
           "<intermediateCatchEvent id=\"b\"><linkEventDefinition name=\"l\"/></intermediateCatchEvent>" +
           flow("f", "t", "a") + flow("g", "t", "b") + flow("h", "b", "e")),
       plain_file(
           "<task id=\"t\"/>" + kEnd +
           "<intermediateThrowEvent id=\"a\"><linkEventDefinition name=\"l\"/></intermediateThrowEvent>"
           "<intermediateCatchEvent id=\"b\"><linkEventDefinition name=\"l\"/></intermediateCatchEvent>" +
           flow("f", "t", "a") + flow("h", "b", "e"))},
      {"GatewayWithWrongDirection", "gateway-direction", Severity::Violation,
       plain_file(
           "<parallelGateway id=\"g\" gatewayDirection=\"Converging\"/><task id=\"t\"/><task id=\"u\"/>" +
           flow("f", "g", "t") + flow("h", "g", "u")),
       plain_file(
           "<parallelGateway id=\"g\" gatewayDirection=\"Diverging\"/><task id=\"t\"/><task id=\"u\"/>" +
           flow("f", "g", "t") + flow("h", "g", "u"))},
      {"GatewayWithOneWay", "gateway-flows", Severity::Violation,
       plain_file("<task id=\"a\"/><exclusiveGateway id=\"g\"/><task id=\"t\"/>" + flow("f", "a", "g") +
                  flow("h", "g", "t")),
       plain_file("<task id=\"a\"/><exclusiveGateway id=\"g\"/><task id=\"t\"/>" + flow("f", "a", "g") +
                  flow("h", "g", "t") + flow("k", "g", "a"))},
  };
  return list;
}

INSTANTIATE_TEST_SUITE_P(All, FlowRules, ::testing::ValuesIn(cases()), name_of_case);

TEST(FlowRuleMessages, TellLineColumnRuleAndElement) {
  const ReadResult result =
      read(plain_file("<startEvent id=\"s\"/>\n<task id=\"t\"/>\n  " + flow("f", "t", "s")), "f.bpmn");
  const model::Diagnostic* const finding = find_rule(result, "flow-into-start");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->to_string(),
            "f.bpmn:5:3: error: <sequenceFlow id=\"f\"> leads into the start event <startEvent id=\"s\"> "
            "[flow-into-start] (f)");
}

TEST(FlowRuleMessages, ReportAllProblemsOfAFileAtOnce) {
  const ReadResult result = read(
      plain_file("<task id=\"t\"/>" + flow("a", "x", "t") + flow("b", "t", "y") + flow("c", "z", "t")), "f");
  EXPECT_EQ(count_of(result, "dangling-reference"), 3u);
}

}  // namespace
}  // namespace rondo::bpmn
