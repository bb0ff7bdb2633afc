// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

#include <cstdint>
#include <random>

namespace rondo::bpmn {
namespace {

/// Files that together hold most of what the reader knows.
std::vector<std::string> samples() {
  const std::string engine = engine_file(
      "camunda",
      R"(<bpmn:startEvent id="s" camunda:initiator="who"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
<bpmn:serviceTask id="t" camunda:type="external" camunda:topic="pay"><bpmn:extensionElements><camunda:inputOutput>
<camunda:inputParameter name="a"><camunda:map><camunda:entry key="k">${v}</camunda:entry></camunda:map></camunda:inputParameter>
<camunda:outputParameter name="b"><camunda:script scriptFormat="groovy">1</camunda:script></camunda:outputParameter>
</camunda:inputOutput></bpmn:extensionElements><bpmn:incoming>f</bpmn:incoming>
<bpmn:multiInstanceLoopCharacteristics camunda:collection="c" camunda:elementVariable="e">
<bpmn:completionCondition>${x &gt; 1}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>
<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"><bpmn:conditionExpression>${true}</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:callActivity id="c" calledElement="q"><bpmn:extensionElements><camunda:in variables="all"/></bpmn:extensionElements></bpmn:callActivity>
<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:timerEventDefinition><bpmn:timeCycle>R3/PT1M</bpmn:timeCycle>
</bpmn:timerEventDefinition></bpmn:boundaryEvent>)",
      R"(<bpmn:message id="m" name="${n}"/><bpmn:error id="err" errorCode="1"/>)");
  const std::string plain = plain_file(
      R"(<ioSpecification><dataInput id="di"/><inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet/></ioSpecification>
<laneSet id="l"><lane id="l1"><flowNodeRef>g</flowNodeRef></lane></laneSet><eventBasedGateway id="g"/><dataObject id="d"/>
<intermediateCatchEvent id="i"><linkEventDefinition name="x"><source>y</source></linkEventDefinition></intermediateCatchEvent>
<transaction id="x"><endEvent id="e"><cancelEventDefinition/></endEvent></transaction><task id="h" isForCompensation="true"/>
<association id="a" sourceRef="i" targetRef="h"/><![CDATA[ ]]><!-- c --><?pi x?>)",
      R"(<collaboration id="k"><participant id="pa" processRef="p"/><messageFlow id="mf" sourceRef="pa" targetRef="g"/></collaboration>
<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
<bpmndi:BPMNPlane bpmnElement="k"><bpmndi:BPMNShape bpmnElement="g"><dc:Bounds x="1" y="2" width="3" height="4"/></bpmndi:BPMNShape>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>)");
  return {engine, plain, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + plain};
}

/// A refused file says where; any other gives a document. Both without a crash.
void read_mutant(std::string_view content) {
  const ReadResult result = read(content, "f");
  for (const model::Diagnostic& finding : result.diagnostics.findings()) {
    ASSERT_FALSE(finding.message.empty());
    ASSERT_GT(finding.where.line, 0u) << finding.to_string();
  }
}

TEST(Mutants, CutAtAnyPlaceAreRefused) {
  for (const std::string& sample : samples()) {
    for (std::size_t length = 0; length < sample.size(); length += 7) {
      EXPECT_TRUE(read(std::string_view(sample).substr(0, length), "f").diagnostics.refuses()) << length;
    }
  }
}

TEST(Mutants, WithOneOtherByteAreReadOrRefused) {
  std::mt19937 random(20240229);
  for (const std::string& sample : samples()) {
    for (std::size_t at = 0; at < sample.size(); at += 3) {
      std::string mutant = sample;
      mutant[at] = static_cast<char>(random());
      read_mutant(mutant);
    }
  }
}

TEST(Mutants, WithPartsRemovedRepeatedOrMovedAreReadOrRefused) {
  std::mt19937 random(7);
  for (const std::string& sample : samples()) {
    for (int round = 0; round < 400; ++round) {
      const std::size_t from = random() % sample.size();
      const std::size_t length = random() % 120;
      std::string mutant = sample;
      const std::string part = mutant.substr(from, length);
      if (round % 2 == 0) mutant.erase(from, length);
      if (round % 3 != 0) mutant.insert(random() % (mutant.size() + 1), part);
      read_mutant(mutant);
    }
  }
}

/// Whole elements that change places give files that are XML, but of another shape.
TEST(Mutants, WithWordsExchangedAreReadOrRefused) {
  const std::vector<std::string> words{"task",
                                       "startEvent",
                                       "endEvent",
                                       "subProcess",
                                       "transaction",
                                       "boundaryEvent",
                                       "callActivity",
                                       "sequenceFlow",
                                       "dataObject",
                                       "process",
                                       "lane",
                                       "message",
                                       "signalEventDefinition"};
  for (const std::string& sample : samples()) {
    for (const std::string& from : words) {
      for (const std::string& to : words) {
        std::string mutant = sample;
        for (std::size_t at = mutant.find(from); at != std::string::npos;
             at = mutant.find(from, at + to.size())) {
          mutant.replace(at, from.size(), to);
        }
        read_mutant(mutant);
      }
    }
  }
}

}  // namespace
}  // namespace rondo::bpmn
