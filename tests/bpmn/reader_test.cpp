// SPDX-License-Identifier: Apache-2.0
#include "bpmn/reader.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <string>

namespace rondo::bpmn {
namespace {

using model::ElementKind;
using model::EventKind;

std::string file_with(const std::string& process, const std::string& others = {}) {
  return R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:activiti="http://activiti.org/bpmn" xmlns:flowable="http://flowable.org/bpmn"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">)" +
         others + "<process id=\"p\">" + process + "</process></definitions>";
}

class Reader : public ::testing::Test {
 protected:
  const model::ProcessDefinition& read_process(const std::string& process, const std::string& others = {}) {
    result_ = read(file_with(process, others), "test.bpmn");
    for (const auto& finding : result_.diagnostics.findings()) {
      EXPECT_NE(finding.severity, model::Severity::Error) << finding.to_string();
    }
    return *result_.document.processes.at(0);
  }

  static std::string text(const model::ProcessDefinition& process, model::ExpressionId id) {
    return id == model::kNoExpression ? "(none)" : process.expression(id).text;
  }

  ReadResult result_{{}, model::Diagnostics("")};
};

TEST_F(Reader, ResolvesFlowsThatStandBeforeTheirNodes) {
  const auto& process = read_process(
      R"(<sequenceFlow id="f" sourceRef="a" targetRef="b"/><startEvent id="a"/><endEvent id="b"/>)");
  ASSERT_EQ(process.flows().size(), 1u);
  EXPECT_EQ(process.flows()[0].source, process.find("a"));
  EXPECT_EQ(process.flows()[0].target, process.find("b"));
}

TEST_F(Reader, TakesAProcessWithoutIsExecutableAsExecutable) {
  EXPECT_TRUE(read_process("<task id=\"t\"/>").executable);
}

TEST_F(Reader, TreatsTheEnginesAsyncAttributesAlike) {
  const auto& process = read_process(
      R"(<task id="a" activiti:async="true"/><task id="b" camunda:asyncBefore="true"/><task id="c"/>)");
  EXPECT_TRUE(process.node(process.find("a")).async_before);
  EXPECT_TRUE(process.node(process.find("b")).async_before);
  EXPECT_FALSE(process.node(process.find("c")).async_before);
}

TEST_F(Reader, SplitsCandidateListsOutsideOfExpressionsOnly) {
  const auto& process = read_process(R"(<userTask id="t" flowable:candidateGroups="a, ${f(x, y)},b"/>)");
  const auto& groups = process.nodes()[0].user_task->candidate_groups;
  ASSERT_EQ(groups.size(), 3u);
  EXPECT_EQ(text(process, groups[1]), "${f(x, y)}");
}

TEST_F(Reader, ReadsExternalWorkOfEveryDialectAsTopic) {
  const auto& process = read_process(
      R"(<serviceTask id="a" camunda:type="external" camunda:topic="pay"/>
         <serviceTask id="b" flowable:type="external-worker" flowable:topic="pay"/>
         <serviceTask id="c"><extensionElements><zeebe:taskDefinition type="pay"/></extensionElements></serviceTask>)");
  for (const auto& node : process.nodes()) {
    ASSERT_NE(node.implementation, nullptr);
    EXPECT_EQ(node.implementation->kind, model::Implementation::Kind::Topic);
    EXPECT_EQ(node.implementation->name, "pay");
  }
}

TEST_F(Reader, LeavesATaskThatNamesNoCodeWithoutImplementation) {
  EXPECT_EQ(read_process("<serviceTask id=\"t\"/>").nodes()[0].implementation, nullptr);
}

TEST_F(Reader, MakesAVariableNameOfACollectionAnExpression) {
  const auto& process = read_process(
      R"(<task id="t"><multiInstanceLoopCharacteristics flowable:collection="items" flowable:elementVariable="item"/></task>)");
  const auto& loop = *process.nodes()[0].multi_instance;
  EXPECT_EQ(text(process, loop.collection), "${items}");
  EXPECT_EQ(loop.element_variable, "item");
}

TEST_F(Reader, NamesAMessageByItsIdWhenItHasNoName) {
  const auto& process = read_process(R"(<receiveTask id="t" messageRef="m"/>)", R"(<message id="m"/>)");
  EXPECT_EQ(process.nodes()[0].event, EventKind::Message);
  EXPECT_EQ(process.nodes()[0].events.at(0).name, "m");
}

TEST_F(Reader, ResolvesSharedEventDefinitions) {
  const auto& process = read_process(
      R"(<intermediateCatchEvent id="e"><eventDefinitionRef>d</eventDefinitionRef></intermediateCatchEvent>)",
      R"(<signal id="s" name="go"/><signalEventDefinition id="d" signalRef="s"/>)");
  EXPECT_EQ(process.nodes()[0].event, EventKind::Signal);
  EXPECT_EQ(process.nodes()[0].events.at(0).name, "go");
}

TEST_F(Reader, BindsCompensationEventsToTheirHandlers) {
  const auto& process = read_process(
      R"(<task id="t"/><boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>
         <task id="undo" isForCompensation="true"/><association id="x" sourceRef="b" targetRef="undo"/>)");
  EXPECT_EQ(process.node(process.find("b")).compensation_handler, process.find("undo"));
  EXPECT_EQ(process.boundary_events(process.find("t")).size(), 1u);
}

TEST_F(Reader, GivesSubProcessesScopesOfTheirOwn) {
  const auto& process = read_process(R"(<subProcess id="s"><task id="t"/></subProcess>)");
  EXPECT_EQ(process.node(process.find("t")).scope, process.node(process.find("s")).body);
}

TEST_F(Reader, ConvertsInitialValuesOfDataObjects) {
  const auto& process = read_process(
      R"(<dataObject id="d" name="count" itemSubjectRef="xsd:int"><extensionElements>
         <activiti:value>7</activiti:value></extensionElements></dataObject><task id="t"/>)");
  EXPECT_EQ(process.root().data.at(0).initial, model::Value(7));
}

TEST_F(Reader, ReadsGlobalTasksAsProcessesOfOneTask) {
  read_process("<task id=\"t\"/>", R"(<globalUserTask id="g"/>)");
  ASSERT_EQ(result_.document.processes.size(), 2u);
  EXPECT_EQ(result_.document.processes[0]->id, "g");
  EXPECT_EQ(result_.document.processes[0]->nodes()[0].kind, ElementKind::UserTask);
}

TEST_F(Reader, KeepsOnlyScriptLanguagesOfConditions) {
  const auto& process = read_process(
      R"(<task id="a"/><task id="b"/>
      <sequenceFlow id="f" sourceRef="a" targetRef="b"><conditionExpression language="groovy">x</conditionExpression></sequenceFlow>
      <sequenceFlow id="g" sourceRef="a" targetRef="b"><conditionExpression language="http://www.w3.org/1999/XPath">x</conditionExpression></sequenceFlow>)");
  EXPECT_EQ(process.expression(process.flows()[0].condition).language, "groovy");
  EXPECT_EQ(process.expression(process.flows()[1].condition).language, "");
}

TEST(LooksLikeBpmn, TellsFilesByTheirNamespace) {
  EXPECT_TRUE(looks_like_bpmn(file_with("")));
  EXPECT_FALSE(looks_like_bpmn("<definitions/>"));
  EXPECT_FALSE(looks_like_bpmn(""));
}

}  // namespace
}  // namespace rondo::bpmn
