// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using Binding = model::CallProperties::Binding;
using What = model::VariableMapping::What;
using ValueKind = model::ParameterValue::Kind;

class Mappings : public ReadingTest {};

TEST_F(Mappings, OfCallsNameVariablesOrExpressions) {
  const auto& process = read_file(
      engine_file("camunda", R"(<bpmn:callActivity id="c" calledElement="${key}"><bpmn:extensionElements>
      <camunda:in source="a" target="b"/><camunda:in sourceExpression="${x + 1}" target="y" local="true"/>
      <camunda:in variables="all"/><camunda:in businessKey="${k}"/><camunda:out source="r" target="s"/>
      </bpmn:extensionElements></bpmn:callActivity>)"));
  const auto& call = *node(process, "c").call;
  EXPECT_EQ(text(process, call.called_element), "${key}");
  ASSERT_EQ(call.in.size(), 4u);
  EXPECT_EQ(call.in[0].source, "a");
  EXPECT_EQ(call.in[0].target, "b");
  EXPECT_EQ(text(process, call.in[1].source_expression), "${x + 1}");
  EXPECT_TRUE(call.in[1].local);
  EXPECT_EQ(call.in[2].what, What::All);
  EXPECT_TRUE(call.inherit_variables);
  EXPECT_EQ(call.in[3].what, What::BusinessKey);
  ASSERT_EQ(call.out.size(), 1u);
  EXPECT_EQ(call.out[0].target, "s");
  EXPECT_FALSE(call.propagate_all_outputs);
}

TEST_F(Mappings, WithoutSourceAreErrors) {
  const ReadResult result =
      read(engine_file("activiti", R"(<bpmn:callActivity id="c" calledElement="q"><bpmn:extensionElements>
      <activiti:in target="b"/></bpmn:extensionElements></bpmn:callActivity>)"),
           "f");
  EXPECT_EQ(count_of(result, "incomplete-mapping"), 1u) << all_findings(result);
  EXPECT_TRUE(result.diagnostics.refuses());
}

TEST_F(Mappings, OfCallsAreBoundToVersions) {
  const auto& camunda = read_file(engine_file("camunda", R"(
      <bpmn:callActivity id="a" calledElement="q" camunda:calledElementBinding="version" camunda:calledElementVersion="3"/>
      <bpmn:callActivity id="b" calledElement="q" camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="v"/>
      <bpmn:callActivity id="c" calledElement="q" camunda:calledElementBinding="deployment"/>
      <bpmn:callActivity id="d" calledElement="q"/>)"));
  EXPECT_EQ(node(camunda, "a").call->binding, Binding::Version);
  EXPECT_EQ(text(camunda, node(camunda, "a").call->version), "3");
  EXPECT_EQ(node(camunda, "b").call->binding, Binding::VersionTag);
  EXPECT_EQ(node(camunda, "c").call->binding, Binding::Deployment);
  EXPECT_EQ(node(camunda, "d").call->binding, Binding::Latest);
}

TEST_F(Mappings, OfFlowableCallsInheritAndStayLocal) {
  const auto& process = read_file(engine_file("flowable", R"(<bpmn:callActivity id="c" calledElement="q"
      flowable:sameDeployment="true" flowable:inheritVariables="true" flowable:inheritBusinessKey="true" flowable:businessKey="k"
      flowable:useLocalScopeForOutParameters="true" flowable:processInstanceName="n"/>)"));
  const auto& call = *node(process, "c").call;
  EXPECT_EQ(call.binding, Binding::Deployment);
  EXPECT_TRUE(call.inherit_variables);
  EXPECT_TRUE(call.inherit_business_key);
  EXPECT_TRUE(call.local_out_parameters);
  EXPECT_EQ(text(process, call.business_key), "k");
  EXPECT_EQ(text(process, call.instance_name), "n");
}

TEST_F(Mappings, OfZeebeCallsPropagateUnlessToldOtherwise) {
  const auto& process = read_file(engine_file("zeebe", R"(<bpmn:callActivity id="a"><bpmn:extensionElements>
      <zeebe:calledElement processId="q"/></bpmn:extensionElements></bpmn:callActivity><bpmn:callActivity id="b"><bpmn:extensionElements>
      <zeebe:calledElement processId="=key" propagateAllChildVariables="false" propagateAllParentVariables="false"/></bpmn:extensionElements></bpmn:callActivity>)"));
  EXPECT_TRUE(node(process, "a").call->propagate_all_outputs);
  EXPECT_TRUE(node(process, "a").call->inherit_variables);
  EXPECT_FALSE(node(process, "b").call->propagate_all_outputs);
  EXPECT_EQ(text(process, node(process, "b").call->called_element), "=key");
}

TEST_F(Mappings, OfActivitiesMayBeListsMapsAndScripts) {
  const auto& process =
      read_file(engine_file("camunda", R"(<bpmn:task id="t"><bpmn:extensionElements><camunda:inputOutput>
      <camunda:inputParameter name="text">${a}</camunda:inputParameter><camunda:inputParameter name="none"/>
      <camunda:inputParameter name="list"><camunda:list><camunda:value>1</camunda:value><camunda:value>2</camunda:value></camunda:list></camunda:inputParameter>
      <camunda:inputParameter name="map"><camunda:map><camunda:entry key="k">v</camunda:entry></camunda:map></camunda:inputParameter>
      <camunda:outputParameter name="out"><camunda:script scriptFormat="Groovy">x</camunda:script></camunda:outputParameter>
      </camunda:inputOutput></bpmn:extensionElements></bpmn:task>)"));
  const auto& io = node(process, "t").extras->io;
  ASSERT_EQ(io.inputs.size(), 4u);
  EXPECT_EQ(text(process, io.inputs[0].value.expression), "${a}");
  EXPECT_EQ(io.inputs[1].value.kind, ValueKind::Null);
  EXPECT_EQ(io.inputs[2].value.items.size(), 2u);
  EXPECT_EQ(io.inputs[3].value.keys.at(0), "k");
  const auto& script = process.expression(io.outputs.at(0).value.expression);
  EXPECT_EQ(script.kind, model::ExpressionSource::Kind::Script);
  EXPECT_EQ(script.language, "groovy");
}

TEST_F(Mappings, OfZeebeActivitiesKeepTargetPaths) {
  const auto& process = read_file(engine_file(
      "zeebe", R"(<bpmn:serviceTask id="t"><bpmn:extensionElements><zeebe:taskDefinition type="x"/>
      <zeebe:ioMapping><zeebe:input source="=a.b" target="c.d"/><zeebe:output source="=r" target="s"/></zeebe:ioMapping>
      </bpmn:extensionElements></bpmn:serviceTask>)"));
  const auto& io = node(process, "t").extras->io;
  EXPECT_EQ(io.inputs.at(0).target, "c.d");
  EXPECT_EQ(text(process, io.inputs.at(0).value.expression), "=a.b");
  EXPECT_EQ(io.outputs.at(0).target, "s");
}

TEST_F(Mappings, OfTheStandardCopyBetweenNamedData) {
  const auto& process =
      read_file(plain_file(R"(<dataObject id="d" name="order"/><dataObjectReference id="r" dataObjectRef="d"/>
      <task id="t"><ioSpecification><dataInput id="i" name="input"/><dataOutput id="o" name="result"/><inputSet><dataInputRefs>i</dataInputRefs>
      </inputSet><outputSet><dataOutputRefs>o</dataOutputRefs></outputSet></ioSpecification>
      <dataInputAssociation id="x"><sourceRef>r</sourceRef><targetRef>i</targetRef></dataInputAssociation>
      <dataOutputAssociation id="y"><sourceRef>o</sourceRef><targetRef>r</targetRef></dataOutputAssociation></task>)"));
  const auto& io = node(process, "t").extras->io;
  ASSERT_EQ(io.inputs.size(), 1u);
  EXPECT_EQ(io.inputs[0].target, "input");
  EXPECT_EQ(text(process, io.inputs[0].value.expression), "${order}");
  ASSERT_EQ(io.outputs.size(), 1u);
  EXPECT_EQ(io.outputs[0].target, "order");
  EXPECT_EQ(text(process, io.outputs[0].value.expression), "${result}");
}

TEST_F(Mappings, OfTheStandardMayAssignExpressions) {
  const auto& process = read_file(plain_file(
      R"(<dataObject id="d" name="order"/><task id="t"><ioSpecification><dataInput id="i" name="input"/>
      <inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification>
      <dataInputAssociation id="x"><sourceRef>d</sourceRef><targetRef>i</targetRef><assignment><from xsi:type="tFormalExpression">order.id</from>
      <to xsi:type="tFormalExpression">i</to></assignment></dataInputAssociation></task>)"));
  const auto& io = node(process, "t").extras->io;
  ASSERT_EQ(io.inputs.size(), 1u);
  EXPECT_EQ(io.inputs[0].target, "input");
  EXPECT_EQ(text(process, io.inputs[0].value.expression), "order.id");
}

TEST_F(Mappings, OfUnnamedDataCopyNothing) {
  const auto& process = read_file(
      plain_file(R"(<dataObject id="d" name="order"/><task id="t"><ioSpecification><dataInput id="i"/>
      <inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification>
      <dataInputAssociation id="x"><sourceRef>d</sourceRef><targetRef>i</targetRef></dataInputAssociation></task>)"));
  EXPECT_EQ(node(process, "t").extras, nullptr);
}

}  // namespace
}  // namespace rondo::bpmn
