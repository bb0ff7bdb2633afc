// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

#include <map>
#include <string>

namespace rondo::bpmn {
namespace {

class Documents : public ReadingTest {};

TEST_F(Documents, HoldTheDefinitionsOfTheFile) {
  read_file(
      plain_file("<task id=\"t\"/>", R"(<itemDefinition id="i" structureRef="Order" isCollection="true"/>
      <message id="m" name="M" itemRef="i"/><signal id="s" name="S"/><error id="e" name="E" errorCode="42"/>
      <escalation id="x" escalationCode="late"/><dataStore id="d" name="D"/>)"));
  const model::Document& document = result_.document;
  EXPECT_EQ(document.target_namespace, "t");
  ASSERT_EQ(document.named.size(), 4u);
  EXPECT_EQ(document.named[0].kind, model::NamedDefinition::Kind::Message);
  EXPECT_EQ(document.named[0].structure, "i");
  EXPECT_EQ(document.named[2].code, "42");
  EXPECT_EQ(document.named[3].code, "late");
  ASSERT_EQ(document.items.size(), 1u);
  EXPECT_TRUE(document.items[0].is_collection);
  ASSERT_EQ(document.data_stores.size(), 1u);
  EXPECT_EQ(document.data_stores[0].name, "D");
}

TEST_F(Documents, HoldPoolsAndMessageFlows) {
  read_file(
      plain_file("<task id=\"t\"/>", R"(<collaboration id="k"><participant id="a" name="A" processRef="p"/>
      <participant id="b" name="B"/><messageFlow id="f" name="F" sourceRef="t" targetRef="b"/></collaboration>)"));
  const model::Document& document = result_.document;
  ASSERT_EQ(document.participants.size(), 2u);
  EXPECT_EQ(document.participants[0].process, "p");
  EXPECT_EQ(document.participants[1].process, "");
  ASSERT_EQ(document.message_flows.size(), 1u);
  EXPECT_EQ(document.message_flows[0].source, "t");
  EXPECT_EQ(document.message_flows[0].target, "b");
}

TEST_F(Documents, HoldArtifacts) {
  read_file(
      plain_file(R"(<task id="t"/><group id="g"/><textAnnotation id="a"><text>Note</text></textAnnotation>
      <association id="x" sourceRef="t" targetRef="a"/>)"));
  ASSERT_EQ(result_.document.artifacts.size(), 3u);
  EXPECT_EQ(result_.document.artifacts[1].text, "Note");
  EXPECT_EQ(result_.document.artifacts[2].target, "a");
}

TEST_F(Documents, HoldWhatPicturesShowOfDataAndAssociations) {
  read_file(plain_file(R"(<dataObject id="o" name="Order" isCollection="true"/>
      <dataObjectReference id="r" dataObjectRef="o"><dataState name="paid"/></dataObjectReference>
      <dataStoreReference id="s" name="Stock"/><task id="t"><dataInputAssociation id="in">
      <sourceRef>r</sourceRef></dataInputAssociation></task>
      <association id="x" sourceRef="t" targetRef="s" associationDirection="Both"/>)"));
  using Artifact = model::Artifact;
  std::map<std::string, const Artifact*> found;
  for (const Artifact& artifact : result_.document.artifacts) found[artifact.id] = &artifact;
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found.at("r")->kind, Artifact::Kind::DataObject);
  EXPECT_EQ(found.at("r")->text, "Order [paid]");
  EXPECT_TRUE(found.at("r")->collection);
  EXPECT_EQ(found.at("s")->kind, Artifact::Kind::DataStore);
  EXPECT_EQ(found.at("s")->parent, "p");
  EXPECT_EQ(found.at("in")->source, "r");
  EXPECT_EQ(found.at("in")->target, "t");
  EXPECT_EQ(found.at("x")->direction, Artifact::Direction::Both);
}

TEST_F(Documents, HoldLanesWithTheirNodes) {
  const auto& process = read_file(plain_file(
      R"(<laneSet id="l"><lane id="l1" name="Sales"><flowNodeRef>t</flowNodeRef><childLaneSet id="c">
      <lane id="l2"><flowNodeRef>u</flowNodeRef></lane></childLaneSet></lane></laneSet><task id="t"/><task id="u"/>)"));
  ASSERT_EQ(process.lanes.size(), 2u);
  EXPECT_EQ(process.lanes[0].name, "Sales");
  EXPECT_EQ(process.lanes[0].nodes.at(0), process.find("t"));
  EXPECT_EQ(process.lanes[1].nodes.at(0), process.find("u"));
}

TEST_F(Documents, HoldDiagrams) {
  const std::string diagram =
      R"(<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
      xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="D" name="Main"><d:BPMNPlane id="P" bpmnElement="p">
      <d:BPMNShape id="s" bpmnElement="t" isExpanded="false"><dc:Bounds x="1" y="2.5" width="100" height="80"/>
      <d:BPMNLabel><dc:Bounds x="3" y="4" width="5" height="6"/></d:BPMNLabel></d:BPMNShape>
      <d:BPMNEdge id="e" bpmnElement="f"><di:waypoint x="1" y="2"/><di:waypoint x="3" y="4"/></d:BPMNEdge></d:BPMNPlane></d:BPMNDiagram>)";
  read_file(plain_file(
      "<task id=\"t\"/><task id=\"u\"/><sequenceFlow id=\"f\" sourceRef=\"t\" targetRef=\"u\"/>", diagram));
  ASSERT_EQ(result_.document.diagrams.size(), 1u);
  const model::Diagram& read_back = result_.document.diagrams[0];
  EXPECT_EQ(read_back.plane_element, "p");
  ASSERT_EQ(read_back.shapes.size(), 1u);
  EXPECT_EQ(read_back.shapes[0].element, "t");
  EXPECT_EQ(read_back.shapes[0].bounds.y, 2.5);
  EXPECT_FALSE(read_back.shapes[0].expanded);
  ASSERT_TRUE(read_back.shapes[0].label.has_value());
  EXPECT_EQ(read_back.shapes[0].label->x, 3);
  ASSERT_EQ(read_back.edges.size(), 1u);
  EXPECT_EQ(read_back.edges[0].waypoints.size(), 2u);
}

TEST_F(Documents, TypeTheirDataObjects) {
  const auto& process = read_file(engine_file(
      "activiti", R"(<bpmn:dataObject id="a" name="n" itemSubjectRef="xsd:int"><bpmn:extensionElements>
      <activiti:value>7</activiti:value></bpmn:extensionElements></bpmn:dataObject><bpmn:dataObject id="b" name="f" itemSubjectRef="xsd:double">
      <bpmn:extensionElements><activiti:value>1.5</activiti:value></bpmn:extensionElements></bpmn:dataObject>
      <bpmn:dataObject id="c" name="g" itemSubjectRef="xsd:boolean"><bpmn:extensionElements><activiti:value>true</activiti:value></bpmn:extensionElements></bpmn:dataObject>
      <bpmn:dataObject id="d" name="s" itemSubjectRef="xsd:string"><bpmn:extensionElements><activiti:value>x</activiti:value></bpmn:extensionElements></bpmn:dataObject>
      <bpmn:dataObject id="e" name="none" itemSubjectRef="xsd:long"/><bpmn:task id="t"/>)"));
  const auto& data = process.root().data;
  ASSERT_EQ(data.size(), 5u);
  EXPECT_EQ(data[0].initial, model::Value(7));
  EXPECT_EQ(data[1].initial, model::Value(1.5));
  EXPECT_EQ(data[2].initial, model::Value(true));
  EXPECT_EQ(data[3].initial, model::Value("x"));
  EXPECT_FALSE(data[4].initial.has_value());
  EXPECT_EQ(data[4].type, "long");
}

TEST(DataValues, ThatDoNotFitTheirTypeAreErrors) {
  const ReadResult result =
      read(engine_file("activiti",
                       R"(<bpmn:dataObject id="a" name="n" itemSubjectRef="xsd:int"><bpmn:extensionElements>
      <activiti:value>seven</activiti:value></bpmn:extensionElements></bpmn:dataObject><bpmn:task id="t"/>)"),
           "f");
  EXPECT_EQ(count_of(result, "data-value"), 1u) << all_findings(result);
}

TEST_F(Documents, HoldGlobalTasksAsProcesses) {
  read_file(plain_file("<callActivity id=\"c\" calledElement=\"g\"/>",
                       "<globalScriptTask id=\"g\" name=\"G\"><script>1</script></globalScriptTask>"));
  ASSERT_EQ(result_.document.processes.size(), 2u);
  const auto& global = *result_.document.processes[0];
  EXPECT_EQ(global.id, "g");
  ASSERT_EQ(global.nodes().size(), 1u);
  EXPECT_EQ(global.nodes()[0].kind, model::ElementKind::ScriptTask);
  EXPECT_EQ(global.root().starts.size(), 1u);
}

TEST_F(Documents, MakeUpIdsForNodesWithoutOne) {
  const auto& process = read_file(engine_file("activiti", "<bpmn:task name=\"nameless\"/>"));
  EXPECT_FALSE(process.nodes()[0].id.empty());
  EXPECT_EQ(process.nodes()[0].name, "nameless");
}

TEST_F(Documents, AreTheSameForEveryPrefix) {
  const auto& plain = read_file(plain_file("<task id=\"t\"/>"));
  EXPECT_EQ(plain.nodes().size(), 1u);
  const auto& prefixed = read_file(
      "<x:definitions xmlns:x=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
      "targetNamespace=\"t\"><x:process id=\"p\">"
      "<y:task xmlns:y=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
      "id=\"t\"/></x:process></x:definitions>");
  EXPECT_EQ(prefixed.nodes().size(), 1u);
}

}  // namespace
}  // namespace rondo::bpmn
