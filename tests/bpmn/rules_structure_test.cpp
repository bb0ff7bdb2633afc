// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using model::Severity;

class StructureRules : public ::testing::TestWithParam<RuleCase> {};

TEST_P(StructureRules, FindsTheBreachWithItsPlaceAndNothingElsewhere) { expect_breach_found(GetParam()); }

std::string task_with(const std::string& inside, const std::string& attributes = {}) {
  return "<task id=\"t\" " + attributes + ">" + inside + "</task>";
}

std::string multi(const std::string& inside, const std::string& attributes = {}) {
  return task_with("<multiInstanceLoopCharacteristics " + attributes + ">" + inside +
                   "</multiInstanceLoopCharacteristics>");
}

std::string formal(const std::string& tag, const std::string& text) {
  return "<" + tag + " xsi:type=\"tFormalExpression\">" + text + "</" + tag + ">";
}

std::string drawn(const std::string& shapes) {
  return "<d:BPMNDiagram xmlns:d=\"http://www.omg.org/spec/BPMN/20100524/DI\"><d:BPMNPlane "
         "bpmnElement=\"p\">" +
         shapes + "</d:BPMNPlane></d:BPMNDiagram>";
}

const std::vector<RuleCase>& schema_cases() {
  static const std::vector<RuleCase> list{
      {"UnknownElement", "unknown-element", Severity::Error, plain_file("<servicetask id=\"t\"/>"),
       plain_file(kTask)},
      {"TaskInTask", "misplaced-element", Severity::Error, plain_file(task_with("<task id=\"u\"/>")),
       plain_file("<subProcess id=\"s\"><task id=\"u\"/></subProcess>")},
      {"EventDefinitionInTask", "misplaced-element", Severity::Error,
       plain_file(task_with("<terminateEventDefinition/>")),
       plain_file("<endEvent id=\"e\"><terminateEventDefinition/></endEvent>")},
      {"ChoreographyTaskInProcess", "misplaced-element", Severity::Error,
       plain_file(kTask + "<choreographyTask id=\"c\"/>"), plain_file(kTask)},
      {"MessageInProcess", "misplaced-element", Severity::Error, plain_file(kTask + "<message id=\"m\"/>"),
       plain_file(kTask, "<message id=\"m\"/>")},
      {"ShapeOfNothing", "dangling-drawing", Severity::Violation,
       plain_file(kTask, drawn("<d:BPMNShape id=\"s\" bpmnElement=\"gone\"/>")),
       plain_file(kTask, drawn("<d:BPMNShape id=\"s\" bpmnElement=\"t\"/><d:BPMNShape id=\"x\"/>"))},
      {"EdgeOfNothing", "dangling-drawing", Severity::Violation,
       plain_file(kTask, drawn("<d:BPMNEdge bpmnElement=\"gone\"/>")),
       plain_file(kTask, drawn("<d:BPMNEdge bpmnElement=\"t\"/>"))},
      {"DuplicateId", "duplicate-id", Severity::Error, plain_file(kTask + kTask),
       plain_file(kTask + "<task id=\"u\"/>")},
      {"EmptyId", "empty-id", Severity::Violation, plain_file("<task id=\"\"/>"), plain_file(kTask)},
      {"TaskWithoutId", "missing-id", Severity::Violation, plain_file("<task name=\"t\"/>"),
       plain_file(kTask)},
      {"StateWithoutName", "missing-attribute", Severity::Violation,
       plain_file(kTask + "<dataObject id=\"d\"><dataState id=\"x\"/></dataObject>"),
       plain_file(kTask + "<dataObject id=\"d\"><dataState name=\"x\"/></dataObject>")},
      {"OperationWithoutMessage", "missing-element", Severity::Violation,
       plain_file(kTask, "<interface id=\"f\" name=\"f\"><operation id=\"o\" name=\"o\"/></interface>"),
       plain_file(kTask,
                  "<message id=\"m\"/><interface id=\"f\" name=\"f\"><operation id=\"o\" "
                  "name=\"o\"><inMessageRef>m</inMessageRef></operation></interface>")},
      {"ResourceBothNamedAndComputed", "resource-role", Severity::Violation,
       plain_file("<userTask "
                  "id=\"t\"><potentialOwner><resourceRef>r</resourceRef><resourceAssignmentExpression/></"
                  "potentialOwner></userTask>",
                  "<resource id=\"r\" name=\"r\"/>"),
       plain_file(
           "<userTask id=\"t\"><potentialOwner><resourceRef>r</resourceRef></potentialOwner></userTask>",
           "<resource id=\"r\" name=\"r\"/>")},
      {"EndWithoutAnyStart", "start-and-end", Severity::Violation,
       plain_file("<receiveTask id=\"r\"/><endEvent id=\"e\"/><sequenceFlow id=\"f\" sourceRef=\"r\" "
                  "targetRef=\"e\"/>"),
       plain_file("<receiveTask id=\"r\" instantiate=\"true\"/><endEvent id=\"e\"/><sequenceFlow id=\"f\" "
                  "sourceRef=\"r\" targetRef=\"e\"/>")},
      {"WordOutsideOfAList", "attribute-value", Severity::Violation,
       plain_file(task_with("", "isForCompensation=\"maybe\"")),
       plain_file(task_with("", "isForCompensation=\"false\""))},
      {"ExecutablePublicProcess", "public-process", Severity::Violation,
       "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\" "
       "processType=\"Public\" "
       "isExecutable=\"true\"><task id=\"t\"/></process></definitions>",
       "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\" "
       "processType=\"Public\" "
       "isExecutable=\"false\"><task id=\"t\"/></process></definitions>"},
      {"QuantityOfZero", "quantity", Severity::Error, plain_file(task_with("", "startQuantity=\"0\"")),
       plain_file(task_with("", "startQuantity=\"2\""))},
      {"NegativeCompletionQuantity", "quantity", Severity::Error,
       plain_file(task_with("", "completionQuantity=\"-1\"")),
       plain_file(task_with("", "completionQuantity=\"1\""))},
      {"ScriptTaskWithoutScript", "script", Severity::Error, plain_file("<scriptTask id=\"t\"/>"),
       plain_file("<scriptTask id=\"t\"><script>1</script></scriptTask>")},
      {"UnknownMessage", "dangling-reference", Severity::Error,
       plain_file("<receiveTask id=\"t\" messageRef=\"m\"/>"),
       plain_file("<receiveTask id=\"t\" messageRef=\"m\"/>", "<message id=\"m\"/>")},
      {"EmptyAdHoc", "ad-hoc-content", Severity::Violation, plain_file("<adHocSubProcess id=\"a\"/>"),
       plain_file("<adHocSubProcess id=\"a\"><task id=\"u\"/></adHocSubProcess>")},
      {"StartInAdHoc", "ad-hoc-content", Severity::Violation,
       plain_file("<adHocSubProcess id=\"a\"><startEvent id=\"s\"/><task id=\"u\"/></adHocSubProcess>"),
       plain_file("<adHocSubProcess id=\"a\"><task id=\"u\"/></adHocSubProcess>")},
      {"InstantiatingTaskWithIncomingFlow", "instantiate-flow", Severity::Violation,
       plain_file(kTask + "<receiveTask id=\"r\" instantiate=\"true\"/><sequenceFlow id=\"f\" "
                          "sourceRef=\"t\" targetRef=\"r\"/>"),
       plain_file(kTask + "<receiveTask id=\"r\" instantiate=\"true\"/><sequenceFlow id=\"f\" "
                          "sourceRef=\"r\" targetRef=\"t\"/>")},
  };
  return list;
}

const std::vector<RuleCase>& loop_cases() {
  const std::string both = "<standardLoopCharacteristics/><multiInstanceLoopCharacteristics>" +
                           formal("loopCardinality", "2") + "</multiInstanceLoopCharacteristics>";
  const std::string over_object =
      "<subProcess id=\"t\"><multiInstanceLoopCharacteristics><loopDataInputRef>i</loopDataInputRef>"
      "</multiInstanceLoopCharacteristics><task id=\"u\"/></subProcess>";
  static const std::vector<RuleCase> list{
      {"TwoKindsOfLoop", "two-loops", Severity::Error, plain_file(task_with(both)),
       plain_file(task_with("<standardLoopCharacteristics/>"))},
      {"MultiInstanceOfNothing", "multi-instance", Severity::Error, plain_file(multi("")),
       plain_file(multi(formal("loopCardinality", "2")))},
      {"NegativeCardinality", "cardinality", Severity::Error,
       plain_file(multi(formal("loopCardinality", "-2"))), plain_file(multi(formal("loopCardinality", "0")))},
      {"NegativeLoopMaximum", "loop-maximum", Severity::Error,
       plain_file(task_with("<standardLoopCharacteristics loopMaximum=\"-1\"/>")),
       plain_file(task_with("<standardLoopCharacteristics loopMaximum=\"1\"/>"))},
      {"LoopInputThatIsNoData", "reference-kind", Severity::Violation,
       plain_file(multi("<loopDataInputRef>i</loopDataInputRef>"), "<itemDefinition id=\"i\"/>"),
       plain_file("<dataObject id=\"i\" isCollection=\"true\"/>" +
                  multi("<loopDataInputRef>i</loopDataInputRef>"))},
      {"LoopOverASingleItem", "loop-data", Severity::Violation,
       plain_file("<dataObject id=\"i\"/>" + over_object),
       plain_file("<dataObject id=\"i\" isCollection=\"true\"/>" + over_object)},
      {"BehaviorOneWithoutEvent", "loop-behavior", Severity::Violation,
       plain_file(multi(formal("loopCardinality", "2"), "behavior=\"One\"")),
       plain_file(multi(formal("loopCardinality", "2"), "behavior=\"One\" oneBehaviorEventRef=\"d\""),
                  "<signal id=\"g\" name=\"g\"/><signalEventDefinition id=\"d\" signalRef=\"g\"/>")},
      {"NumberAsCondition", "condition-type", Severity::Violation,
       plain_file(multi(formal("loopCardinality", "2") + formal("completionCondition", "7"))),
       plain_file(multi(formal("loopCardinality", "2") + formal("completionCondition", "true")))},
      {"InformalExpression", "formal-expression", Severity::Violation,
       plain_file(multi("<loopCardinality>2</loopCardinality>")),
       plain_file(multi(formal("loopCardinality", "2")))},
      {"EmptyExpression", "empty-expression", Severity::Violation,
       plain_file(multi(formal("loopCardinality", "2") + "<completionCondition/>")),
       plain_file(multi(formal("loopCardinality", "2") + formal("completionCondition", "true")))},
      {"ScriptFormatThatIsNone", "mime-type", Severity::Violation,
       plain_file("<scriptTask id=\"t\" scriptFormat=\"WHATEVER\"><script>1</script></scriptTask>"),
       plain_file("<scriptTask id=\"t\" scriptFormat=\"text/x-groovy\"><script>1</script></scriptTask>")},
  };
  return list;
}

std::string with_io(const std::string& inside) {
  return task_with("<ioSpecification>" + inside + "</ioSpecification>");
}

const std::vector<RuleCase>& data_cases() {
  const std::string items =
      "<itemDefinition id=\"i\" structureRef=\"A\"/><itemDefinition id=\"k\" structureRef=\"B\"/>";
  const std::string called =
      "<process id=\"q\"><ioSpecification><dataInput id=\"q1\" itemSubjectRef=\"i\"/><inputSet>"
      "<dataInputRefs>q1</dataInputRefs></inputSet><outputSet/></ioSpecification><task id=\"u\"/></process>";
  const auto calling = [](const std::string& item) {
    return "<callActivity id=\"c\" calledElement=\"q\"><ioSpecification><dataInput id=\"c1\" "
           "itemSubjectRef=\"" +
           item +
           "\"/><inputSet><dataInputRefs>c1</dataInputRefs></inputSet><outputSet/></ioSpecification></"
           "callActivity>";
  };
  static const std::vector<RuleCase> list{
      {"CollectionOfASingleItem", "collection-mismatch", Severity::Violation,
       plain_file("<dataObject id=\"d\" isCollection=\"true\" itemSubjectRef=\"i\"/>" + kTask, items),
       plain_file("<dataObject id=\"d\" itemSubjectRef=\"i\"/>" + kTask, items)},
      {"SpecificationWithoutSets", "data-set", Severity::Violation, plain_file(with_io("<inputSet/>")),
       plain_file(with_io("<inputSet/><outputSet/>"))},
      {"InputInNoSet", "data-set", Severity::Violation,
       plain_file(with_io("<dataInput id=\"d\"/><inputSet/><outputSet/>")),
       plain_file(with_io(
           "<dataInput id=\"d\"/><inputSet><dataInputRefs>d</dataInputRefs></inputSet><outputSet/>"))},
      {"OptionalInputOfNoSet", "data-set", Severity::Violation,
       plain_file(with_io(
           "<dataInput id=\"d\"/><inputSet><optionalInputRefs>d</optionalInputRefs></inputSet><outputSet/>")),
       plain_file(with_io(
           "<dataInput "
           "id=\"d\"/><inputSet><dataInputRefs>d</dataInputRefs><optionalInputRefs>d</optionalInputRefs>"
           "</inputSet><outputSet/>"))},
      {"OneSidedSets", "data-set", Severity::Violation,
       plain_file(
           with_io("<inputSet id=\"a\"><outputSetRefs>b</outputSetRefs></inputSet><outputSet id=\"b\"/>")),
       plain_file(with_io(
           "<inputSet id=\"a\"><outputSetRefs>b</outputSetRefs></inputSet><outputSet id=\"b\"><inputSetRefs>a"
           "</inputSetRefs></outputSet>"))},
      {"StateThatTheNameHides", "data-state-name", Severity::Violation,
       plain_file("<dataObject id=\"d\" name=\"D\"/><dataObjectReference id=\"r\" dataObjectRef=\"d\" "
                  "name=\"D\"><dataState name=\"x\"/></dataObjectReference>" +
                  kTask),
       plain_file("<dataObject id=\"d\" name=\"D\"/><dataObjectReference id=\"r\" dataObjectRef=\"d\" "
                  "name=\"D [x]\"><dataState name=\"x\"/></dataObjectReference>" +
                  kTask)},
      {"ReferenceToNoDataObject", "dangling-reference", Severity::Violation,
       plain_file("<dataObjectReference id=\"r\" dataObjectRef=\"d\"/>" + kTask),
       plain_file("<dataObject id=\"d\"/><dataObjectReference id=\"r\" dataObjectRef=\"d\"/>" + kTask)},
      {"ItemThatIsAMessage", "reference-kind", Severity::Violation,
       plain_file(kTask, "<message id=\"m\"/><message id=\"n\" itemRef=\"m\"/>"),
       plain_file(kTask, items + "<message id=\"n\" itemRef=\"i\"/>")},
      {"CallWithOtherData", "call-data", Severity::Violation, plain_file(calling("k"), items + called),
       plain_file(calling("i"), items + called)},
      {"CallOfATask", "called-element", Severity::Violation,
       plain_file(kTask + "<callActivity id=\"c\" calledElement=\"t\"/>"),
       plain_file(kTask + "<callActivity id=\"c\" calledElement=\"elsewhere\"/>")},
      {"CallOfAProcessStartedBySignals", "call-start", Severity::Violation,
       plain_file("<callActivity id=\"c\" calledElement=\"q\"/>",
                  "<signal id=\"g\" name=\"g\"/><process id=\"q\"><startEvent "
                  "id=\"s\"><signalEventDefinition signalRef=\"g\"/></startEvent></process>"),
       plain_file("<callActivity id=\"c\" calledElement=\"q\"/>",
                  "<process id=\"q\"><task id=\"u\"/></process>")},
      {"InterfaceWithoutBinding", "io-binding", Severity::Violation,
       plain_file("<supportedInterfaceRef>f</supportedInterfaceRef>" + kTask,
                  "<interface id=\"f\" name=\"f\"><operation id=\"o\" name=\"o\"/></interface>"),
       plain_file(kTask, "<interface id=\"f\" name=\"f\"><operation id=\"o\" name=\"o\"/></interface>")},
  };
  return list;
}

std::string pools(const std::string& flow, const std::string& more = {}) {
  return "<collaboration id=\"k\"><participant id=\"a\" name=\"A\" processRef=\"p\">" + more +
         "</participant><participant id=\"b\" name=\"B\"/>" + flow + "</collaboration>";
}

const std::vector<RuleCase>& collaboration_cases() {
  static const std::vector<RuleCase> list{
      {"MessageFlowWithinAPool", "message-flow-pool", Severity::Violation,
       plain_file("<task id=\"t\"/><task id=\"u\"/>",
                  pools("<messageFlow id=\"m\" sourceRef=\"t\" targetRef=\"u\"/>")),
       plain_file(kTask, pools("<messageFlow id=\"m\" sourceRef=\"t\" targetRef=\"b\"/>"))},
      {"MessageFlowFromAGateway", "message-flow-end", Severity::Violation,
       plain_file("<exclusiveGateway id=\"t\"/>",
                  pools("<messageFlow id=\"m\" sourceRef=\"t\" targetRef=\"b\"/>")),
       plain_file(kTask, pools("<messageFlow id=\"m\" sourceRef=\"t\" targetRef=\"b\"/>"))},
      {"MessageFlowToNothing", "dangling-reference", Severity::Error,
       plain_file(kTask, pools("<messageFlow id=\"m\" sourceRef=\"t\" targetRef=\"z\"/>")),
       plain_file(kTask, pools("<messageFlow id=\"m\" sourceRef=\"t\" targetRef=\"b\"/>"))},
      {"PoolOfATask", "reference-kind", Severity::Violation,
       plain_file(
           kTask,
           "<collaboration id=\"k\"><participant id=\"a\" name=\"A\" processRef=\"t\"/></collaboration>"),
       plain_file(kTask, pools(""))},
      {"MaximumBelowMinimum", "multiplicity", Severity::Violation,
       plain_file(kTask, pools("", "<participantMultiplicity minimum=\"3\" maximum=\"2\"/>")),
       plain_file(kTask, pools("", "<participantMultiplicity minimum=\"0\" maximum=\"2\"/>"))},
      {"ChoreographyOfAGlobalConversation", "global-conversation", Severity::Violation,
       plain_file(kTask,
                  "<choreography id=\"c\"/><globalConversation "
                  "id=\"g\"><choreographyRef>c</choreographyRef></globalConversation>"),
       plain_file(kTask, "<globalConversation id=\"g\"/>")},
      {"UnknownInterface", "dangling-reference", Severity::Violation,
       plain_file(kTask, pools("", "<interfaceRef>f</interfaceRef>")),
       plain_file(kTask, "<interface id=\"f\" name=\"f\"><operation id=\"o\" name=\"o\"/></interface>" +
                             pools("", "<interfaceRef>f</interfaceRef>"))},
  };
  return list;
}

INSTANTIATE_TEST_SUITE_P(Schema, StructureRules, ::testing::ValuesIn(schema_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Loops, StructureRules, ::testing::ValuesIn(loop_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Data, StructureRules, ::testing::ValuesIn(data_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Collaborations, StructureRules, ::testing::ValuesIn(collaboration_cases()),
                         name_of_case);

TEST(ExtensionRules, WarnOfUnknownAttributesAndElementsOnly) {
  const ReadResult result = read(engine_file("camunda",
                                             "<bpmn:task id=\"t\" camunda:asyncBefore=\"true\" "
                                             "camunda:asyncBefor=\"true\"><bpmn:extensionElements>"
                                             "<camunda:properties/><camunda:propertis/><other "
                                             "xmlns=\"urn:x\"/></bpmn:extensionElements></bpmn:task>"),
                                 "f");
  EXPECT_EQ(count_of(result, "unknown-extension"), 2u) << all_findings(result);
  EXPECT_FALSE(result.diagnostics.refuses(true)) << all_findings(result);
}

TEST(FormalExpressions, AreNotAskedForInFilesOfTheEngines) {
  const std::string loop =
      "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
      "</multiInstanceLoopCharacteristics>";
  const std::string content = plain_file(task_with(loop));
  EXPECT_EQ(count_of(read(content, "f"), "formal-expression"), 1u);
  std::string engine = content;
  engine.replace(engine.find(" targetNamespace"), 0, " xmlns:activiti=\"http://activiti.org/bpmn\"");
  EXPECT_EQ(count_of(read(engine, "f"), "formal-expression"), 0u);
}

}  // namespace
}  // namespace rondo::bpmn
