// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

/// A process "p" with attributes of rondo's own; its content begins in line 3.
std::string own_file(const std::string& attributes, const std::string& content) {
  return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:r=\"urn:rondo:bpmn\" "
         "targetNamespace=\"t\">\n<process id=\"p\" isExecutable=\"true\" " +
         attributes + ">\n" + content + "\n</process></definitions>";
}

std::string task(const std::string& extensions) {
  return "<task id=\"t\"><extensionElements>" + extensions + "</extensionElements></task>";
}

class OwnExtensions : public ReadingTest {};

TEST_F(OwnExtensions, SayHowAProcessFailsAndMerges) {
  const model::ProcessDefinition& process =
      read_file(own_file("r:failures=\"incident\" r:merging=\"tokens\" r:start=\"b\" r:key=\"a\"",
                         "<extensionElements><r:errorType name=\"B\" base=\"A\"/>"
                         "<r:failureNames timedOut=\"late\"/></extensionElements>"
                         "<task id=\"a\" r:merge=\"each\"/><task id=\"b\"/>"));
  EXPECT_EQ(process.id, "a");
  EXPECT_EQ(process.failures, model::FailurePolicy::Incident);
  EXPECT_EQ(process.root().merging, model::Merging::Tokens);
  EXPECT_EQ(process.root().start, process.find("b"));
  EXPECT_EQ(process.error_types.at(0).base, "A");
  EXPECT_TRUE(process.outcomes.own);
  EXPECT_EQ(process.outcomes.timed_out, "late");
  EXPECT_EQ(node(process, "a").merge, model::MergeMode::Each);
}

TEST_F(OwnExtensions, GiveAStepItsData) {
  const model::ProcessDefinition& process = read_file(own_file(
      {}, task("<r:step mapsInput=\"true\" place=\"2\"><r:input target=\"x\" language=\"path\">$local.y"
               "</r:input></r:step>")));
  const model::StepData& step = *node(process, "t").step;
  EXPECT_TRUE(step.maps_input);
  EXPECT_FALSE(step.maps_output);
  EXPECT_EQ(step.place, 2);
  EXPECT_EQ(step.inputs.at(0).target, "x");
  EXPECT_EQ(process.expression(step.inputs.at(0).source).language, "path");
}

TEST_F(OwnExtensions, NameALanguageInFrontOfAnExpression) {
  const model::ProcessDefinition& process = read_file(
      own_file({},
               "<task id=\"t\"><multiInstanceLoopCharacteristics r:collection=\"{path}$input.items\"/></task>"
               "<task id=\"u\"><multiInstanceLoopCharacteristics r:collection=\"{1, 2}\"/></task>"));
  const model::ExpressionSource& source = process.expression(node(process, "t").multi_instance->collection);
  EXPECT_EQ(source.language, "path");
  EXPECT_EQ(source.text, "$input.items");
  EXPECT_EQ(source.where.column, 68U);
  EXPECT_EQ(text(process, node(process, "u").multi_instance->collection), "${{1, 2}}");
}

TEST_F(OwnExtensions, GiveActivitiesOutcomesAndRetries) {
  const model::ProcessDefinition& process = read_file(
      own_file({},
               "<task id=\"t\" r:otherwise=\"no\" r:firstOutcome=\"true\"><extensionElements><r:outcome "
               "name=\"yes\"><r:condition language=\"groovy.boolean\">x</r:condition></r:outcome>"
               "<r:retry interval=\"0.5\" maxAttempts=\"0\"><r:error>late, or not</r:error></r:retry>"
               "</extensionElements></task><task id=\"u\"/>"
               "<sequenceFlow sourceRef=\"t\" targetRef=\"u\" r:outcome=\"yes\"/>"));
  const model::ActivityExtras& extras = *node(process, "t").extras;
  EXPECT_EQ(extras.outcomes.at(0).name, "yes");
  EXPECT_EQ(text(process, extras.outcomes.at(0).condition), "x");
  EXPECT_EQ(extras.otherwise, "no");
  EXPECT_TRUE(extras.first_outcome);
  EXPECT_EQ(extras.retries.at(0).interval, 0.5);
  EXPECT_EQ(extras.retries.at(0).max_attempts, 0);
  EXPECT_EQ(extras.retries.at(0).errors, std::vector<std::string>{"late, or not"});
  EXPECT_EQ(process.flows().front().outcome, "yes");
}

TEST_F(OwnExtensions, LetEventsCompleteAScopeAround) {
  const model::ProcessDefinition& process = read_file(
      own_file({},
               "<subProcess id=\"s\"><subProcess id=\"i\"><endEvent id=\"e\"><terminateEventDefinition "
               "r:completesScope=\"true\" r:completedScope=\"s\"/></endEvent><endEvent id=\"f\">"
               "<terminateEventDefinition r:completesScope=\"true\" r:completedScope=\"p\"/></endEvent>"
               "</subProcess></subProcess>"));
  EXPECT_TRUE(node(process, "e").events.at(0).completes_scope);
  EXPECT_EQ(node(process, "e").events.at(0).completed_scope, node(process, "s").body);
  EXPECT_EQ(node(process, "f").events.at(0).completed_scope, model::ScopeId{0});
}

TEST_F(OwnExtensions, ThrowExceptionsInAProcessThatEndsGracefully) {
  const std::string content =
      "<startEvent id=\"s\"/><intermediateThrowEvent id=\"e\"><errorEventDefinition r:rethrows=\"true\"/>"
      "</intermediateThrowEvent><endEvent id=\"x\"/><sequenceFlow sourceRef=\"s\" targetRef=\"e\"/>"
      "<sequenceFlow sourceRef=\"e\" targetRef=\"x\"/>";
  EXPECT_TRUE(node(read_file(own_file("r:graceful=\"true\"", content)), "e").events.at(0).rethrows);
  EXPECT_EQ(count_of(read(own_file({}, content), "p.bpmn"), "event-definition-place"), 1U);
}

TEST_F(OwnExtensions, ReadAndWriteDataStores) {
  const model::ProcessDefinition& process = read_file(own_file(
      {}, "<dataStoreReference id=\"shelf\"/>" +
              task("<r:inputOutput><r:inputParameter name=\"x\" r:fromStore=\"shelf\"/><r:outputParameter "
                   "r:toStore=\"shelf\">${x + 1}</r:outputParameter></r:inputOutput>")));
  const model::InputOutput& io = node(process, "t").extras->io;
  EXPECT_EQ(io.inputs.at(0).value.kind, model::ParameterValue::Kind::DataStore);
  EXPECT_EQ(io.inputs.at(0).value.store, "shelf");
  EXPECT_EQ(io.outputs.at(0).store, "shelf");
}

struct BadValue {
  const char* name;
  std::string content, finding;
};

void PrintTo(const BadValue& bad, std::ostream* out) { *out << bad.name; }

class OwnExtensionValues : public ::testing::TestWithParam<BadValue> {};

TEST_P(OwnExtensionValues, AreReportedWithTheirPlace) {
  const std::string findings = all_findings(read(own_file({}, GetParam().content), "p.bpmn"));
  EXPECT_NE(findings.find(GetParam().finding), std::string::npos) << findings;
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, OwnExtensionValues,
    ::testing::Values(
        BadValue{"Word", "<task id=\"t\" r:merge=\"some\"/>",
                 "p.bpmn:3:23: error: merge of <task id=\"t\"> is \"some\", but must be one of all, every, "
                 "allActive, "
                 "any, each [extension-value] (t)"},
        BadValue{
            "Flag", "<task id=\"t\" r:ignoresCancel=\"perhaps\"/>",
            "p.bpmn:3:31: error: ignoresCancel of <task id=\"t\"> is \"perhaps\", but must be true or false"},
        BadValue{"Number", task("<r:retry interval=\"-1\"/>"), "but must be a number that is not negative"},
        BadValue{"Infinity", task("<r:retry interval=\"inf\"/>"),
                 "but must be a number that is not negative"},
        BadValue{"Outcome", task("<r:outcome name=\"a\" variable=\"b\"/>"), "[extension-value]"},
        BadValue{"Source", task("<r:step><r:input target=\"x\"/></r:step>"), "[incomplete-mapping]"},
        BadValue{"Start", "<subProcess id=\"s\" r:start=\"t\"/><task id=\"t\"/>", "[dangling-reference]"},
        BadValue{"Scope",
                 "<subProcess id=\"s\"/><endEvent id=\"e\"><terminateEventDefinition r:completedScope=\"s\"/>"
                 "</endEvent>",
                 "[dangling-reference]"},
        BadValue{"Type", "<extensionElements><r:errorType name=\"A\"/></extensionElements><task id=\"t\"/>",
                 "[missing-attribute]"},
        BadValue{"Store",
                 task("<r:inputOutput><r:inputParameter name=\"x\" r:fromStore=\"y\"/></r:inputOutput>"),
                 "[dangling-reference]"},
        BadValue{"Unknown", "<task id=\"t\" r:mergeMode=\"all\"/>", "[unknown-extension]"}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace rondo::bpmn
