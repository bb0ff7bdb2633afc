// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using Behavior = model::MultiInstance::Behavior;
using SourceKind = model::ExpressionSource::Kind;

class Activities : public ReadingTest {};

TEST_F(Activities, LoopWhileTheirConditionHolds) {
  const auto& process =
      read_file(plain_file(R"(<task id="t"><standardLoopCharacteristics testBefore="true" loopMaximum="3">
      <loopCondition xsi:type="tFormalExpression">n &lt; 5</loopCondition></standardLoopCharacteristics></task>)"));
  const auto& loop = *node(process, "t").standard_loop;
  EXPECT_TRUE(loop.test_before);
  EXPECT_EQ(text(process, loop.condition), "n < 5");
  EXPECT_EQ(process.expression(loop.condition).kind, SourceKind::Condition);
  EXPECT_EQ(text(process, loop.maximum), "3");
}

TEST_F(Activities, RunSeveralInstancesOfTheEnginesCollections) {
  const auto& process = read_file(engine_file(
      "flowable", R"(<bpmn:userTask id="t"><bpmn:multiInstanceLoopCharacteristics isSequential="true"
      flowable:collection="${list}" flowable:elementVariable="item" flowable:elementIndexVariable="i"><bpmn:extensionElements>
      <flowable:variableAggregation target="results"><flowable:variable source="a" target="b"/><flowable:variable sourceExpression="${c}" target="d"/>
      </flowable:variableAggregation></bpmn:extensionElements><bpmn:completionCondition>${done}</bpmn:completionCondition>
      </bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>)"));
  const auto& multi = *node(process, "t").multi_instance;
  EXPECT_TRUE(multi.sequential);
  EXPECT_EQ(text(process, multi.collection), "${list}");
  EXPECT_EQ(multi.element_variable, "item");
  EXPECT_EQ(multi.index_variable, "i");
  EXPECT_EQ(multi.output_collection, "results");
  ASSERT_EQ(multi.aggregation.size(), 2u);
  EXPECT_EQ(multi.aggregation[0].source, "a");
  EXPECT_EQ(text(process, multi.aggregation[1].source_expression), "${c}");
  EXPECT_EQ(text(process, multi.completion_condition), "${done}");
}

TEST_F(Activities, TakeActivitisNamesOfVariablesInReferences) {
  const auto& process = read_file(engine_file(
      "activiti", R"(<bpmn:userTask id="t" activiti:assignee="${a}"><bpmn:multiInstanceLoopCharacteristics>
      <bpmn:loopDataInputRef>assignees</bpmn:loopDataInputRef><bpmn:inputDataItem name="a"/><bpmn:loopDataOutputRef>answers</bpmn:loopDataOutputRef>
      <bpmn:outputDataItem name="answer"/></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>)"));
  const auto& multi = *node(process, "t").multi_instance;
  EXPECT_EQ(text(process, multi.collection), "${assignees}");
  EXPECT_EQ(multi.element_variable, "a");
  EXPECT_EQ(multi.output_collection, "answers");
  EXPECT_EQ(text(process, multi.output_element), "${answer}");
}

TEST_F(Activities, LookBehindTheDataInputsOfTheStandard) {
  const auto& process = read_file(
      plain_file(R"(<dataObject id="d" name="orders" isCollection="true"/><task id="t"><ioSpecification>
      <dataInput id="i" isCollection="true"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification>
      <dataInputAssociation id="x"><sourceRef>d</sourceRef><targetRef>i</targetRef></dataInputAssociation>
      <multiInstanceLoopCharacteristics><loopDataInputRef>i</loopDataInputRef><inputDataItem id="one" name="order"/></multiInstanceLoopCharacteristics></task>)"));
  const auto& multi = *node(process, "t").multi_instance;
  EXPECT_EQ(text(process, multi.collection), "${orders}");
  EXPECT_EQ(multi.element_variable, "order");
}

TEST_F(Activities, OfZeebeCollectOutputs) {
  const auto& process = read_file(engine_file(
      "zeebe",
      R"(<bpmn:serviceTask id="t"><bpmn:extensionElements><zeebe:taskDefinition type="x"/></bpmn:extensionElements>
      <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item"
      outputCollection="out" outputElement="=item.x"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>)"));
  const auto& multi = *node(process, "t").multi_instance;
  EXPECT_EQ(text(process, multi.collection), "=items");
  EXPECT_EQ(multi.element_variable, "item");
  EXPECT_EQ(multi.output_collection, "out");
  EXPECT_EQ(text(process, multi.output_element), "=item.x");
}

TEST_F(Activities, ThrowTheEventsOfTheirInstances) {
  const std::string signal =
      "<signal id=\"g\" name=\"go\"/><signalEventDefinition id=\"d\" signalRef=\"g\"/>";
  const auto& one = read_file(
      plain_file(R"(<task id="t"><multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="d">
      <loopCardinality xsi:type="tFormalExpression">2</loopCardinality></multiInstanceLoopCharacteristics></task>)",
                 signal));
  EXPECT_EQ(node(one, "t").multi_instance->behavior, Behavior::One);
  EXPECT_EQ(node(one, "t").multi_instance->one_event_ref, "d");
  ASSERT_NE(node(one, "t").multi_instance->event, nullptr);
  EXPECT_EQ(node(one, "t").multi_instance->event->name, "go");
  const auto& complex =
      read_file(plain_file(R"(<task id="t"><multiInstanceLoopCharacteristics behavior="Complex">
      <loopCardinality xsi:type="tFormalExpression">2</loopCardinality><complexBehaviorDefinition><condition>true</condition>
      <event><signalEventDefinition id="x" signalRef="g"/></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics></task>)",
                           signal));
  const auto& definitions = node(complex, "t").multi_instance->complex_behaviors;
  ASSERT_EQ(definitions.size(), 1u);
  EXPECT_EQ(text(complex, definitions[0].condition), "true");
  EXPECT_EQ(definitions[0].event.name, "go");
}

TEST_F(Activities, CountTokens) {
  const auto& process =
      read_file(plain_file("<task id=\"t\" startQuantity=\"2\" completionQuantity=\"3\"/>"));
  EXPECT_EQ(node(process, "t").start_quantity, 2);
  EXPECT_EQ(node(process, "t").completion_quantity, 3);
}

TEST_F(Activities, RunScriptsInLanguagesOfLowerCase) {
  const auto& process = read_file(engine_file(
      "activiti",
      R"(<bpmn:scriptTask id="t" scriptFormat="JavaScript" activiti:resultVariable="r"><bpmn:script><![CDATA[ a < b ]]></bpmn:script></bpmn:scriptTask>)"));
  const auto& script = process.expression(node(process, "t").implementation->expression);
  EXPECT_EQ(script.language, "javascript");
  EXPECT_EQ(script.text, "a < b");
  EXPECT_EQ(node(process, "t").implementation->result_variable, "r");
}

TEST_F(Activities, WaitForMessages) {
  const auto& process = read_file(plain_file(
      R"(<receiveTask id="t" messageRef="m" instantiate="true"/><sendTask id="u" messageRef="m"/>)",
      "<message id=\"m\" name=\"hello\"/>"));
  EXPECT_TRUE(node(process, "t").instantiate);
  EXPECT_EQ(node(process, "t").events.at(0).name, "hello");
  EXPECT_EQ(node(process, "u").events.at(0).name, "hello");
}

TEST_F(Activities, OfAnAdHocSubProcessEndByCondition) {
  const auto& process = read_file(plain_file(
      R"(<adHocSubProcess id="a" ordering="Sequential" cancelRemainingInstances="false"><task id="t"/>
      <completionCondition xsi:type="tFormalExpression">done</completionCondition></adHocSubProcess>)"));
  const auto& extras = *node(process, "a").extras;
  EXPECT_TRUE(extras.ad_hoc_sequential);
  EXPECT_FALSE(extras.cancel_remaining_instances);
  EXPECT_EQ(text(process, extras.completion_condition), "done");
}

TEST_F(Activities, MayWaitForTriggersAfterwards) {
  const auto& process = read_file(engine_file(
      "flowable", "<bpmn:serviceTask id=\"t\" flowable:class=\"a.B\" flowable:triggerable=\"true\"/>"));
  EXPECT_TRUE(node(process, "t").triggerable);
}

TEST(CalledElements, OfOtherKindsThanProcessesAreKeptAsUnsupported) {
  const ReadResult result = read(
      engine_file("flowable",
                  "<bpmn:callActivity id=\"c\" calledElement=\"q\" flowable:calledElementType=\"case\"/>"),
      "f");
  ASSERT_EQ(result.document.processes.size(), 1u);
  EXPECT_EQ(result.document.processes[0]->nodes()[0].call->unsupported_type, "case");
}

TEST_F(Activities, MeetGatewaysWithConditionsAndDefaults) {
  const auto& process =
      read_file(plain_file(R"(<exclusiveGateway id="g" default="f1"/><task id="a"/><task id="b"/>
      <sequenceFlow id="f1" name="no" sourceRef="g" targetRef="a"/><sequenceFlow id="f2" sourceRef="g" targetRef="b">
      <conditionExpression xsi:type="tFormalExpression"> amount > 1 </conditionExpression></sequenceFlow>
      <complexGateway id="c"><activationCondition xsi:type="tFormalExpression">activationCount > 1</activationCondition></complexGateway>
      <eventBasedGateway id="e" instantiate="true" eventGatewayType="Parallel"/><receiveTask id="r"/>
      <sequenceFlow id="f3" sourceRef="e" targetRef="r"/>)"));
  EXPECT_EQ(node(process, "g").default_flow, model::FlowId{0});
  EXPECT_EQ(process.flows()[0].name, "no");
  EXPECT_EQ(text(process, process.flows()[1].condition), "amount > 1");
  EXPECT_EQ(process.expression(process.flows()[1].condition).kind, SourceKind::Condition);
  EXPECT_EQ(text(process, node(process, "c").activation_condition), "activationCount > 1");
  EXPECT_TRUE(node(process, "e").instantiate);
  EXPECT_TRUE(node(process, "e").parallel_event_gateway);
}

}  // namespace
}  // namespace rondo::bpmn
