// SPDX-License-Identifier: Apache-2.0
// Rules that the XML schema of BPMN 2.0 and its tables state about single elements, and those of
// conversations.
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using model::Severity;

class SchemaRules : public ::testing::TestWithParam<RuleCase> {};

TEST_P(SchemaRules, FindsTheBreachWithItsPlaceAndNothingElsewhere) { expect_breach_found(GetParam()); }

RuleCase violation(const char* name, const char* rule, const std::string& bad, const std::string& good) {
  return {name, rule, Severity::Violation, plain_file(bad), plain_file(good)};
}

// A file with `root` beside a process of one task.
RuleCase beside(const char* name, const char* rule, const std::string& bad, const std::string& good) {
  return {name, rule, Severity::Violation, plain_file(kTask, bad), plain_file(kTask, good)};
}

std::string plain_task(const std::string& content, const std::string& attributes = {}) {
  return "<task id=\"t\" " + attributes + ">" + content + "</task>";
}

std::string looped_task(const std::string& content, const std::string& attributes = {}) {
  return plain_task("<multiInstanceLoopCharacteristics " + attributes + ">" + content +
                    "</multiInstanceLoopCharacteristics>");
}

std::string cardinality(const std::string& text) {
  return "<loopCardinality" + kFormal + ">" + text + "</loopCardinality>";
}

const std::vector<RuleCase>& attribute_cases() {
  static const std::vector<RuleCase> list{
      violation("MisspelledAttribute", "unknown-attribute", plain_task("", "asignee=\"kim\""),
                plain_task("", "name=\"kim\"")),
      violation("MisspelledLoop", "unknown-attribute", looped_task(cardinality("2"), "isSequencial=\"true\""),
                looped_task(cardinality("2"), "isSequential=\"true\"")),
      violation("DefaultOfAStart", "unknown-attribute",
                "<startEvent id=\"s\" default=\"f\"/><endEvent id=\"e\"/>"
                "<sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"e\"/>",
                "<startEvent id=\"s\"/><endEvent id=\"e\"/>"
                "<sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"e\"/>"),
      violation("IdWithSpace", "id-form", "<task id=\"a b\"/>", "<task id=\"a.b-c_1\"/>"),
      violation("IdThatBeginsWithADigit", "id-form", "<task id=\"1a\"/>", "<task id=\"_1a\"/>"),
      beside("NoNumber", "attribute-value", "<dataStore id=\"d\" capacity=\"many\"/>",
             "<dataStore id=\"d\" capacity=\"7\"/>"),
      beside("NeitherTrueNorFalse", "attribute-value", "<collaboration id=\"c\" isClosed=\"perhaps\"/>",
             "<collaboration id=\"c\" isClosed=\"false\"/>"),
      violation("ReferenceToNoData", "missing-attribute", kTask + "<dataObjectReference id=\"r\"/>",
                kTask + "<dataObject id=\"d\"/><dataObjectReference id=\"r\" dataObjectRef=\"d\"/>"),
      beside("RelationshipOfNoType", "missing-attribute",
             "<relationship><source>p</source><target>t</target></relationship>",
             "<relationship type=\"of\"><source>p</source><target>t</target></relationship>")};
  return list;
}

const std::vector<RuleCase>& repetition_cases() {
  const auto twice = [](const std::string& element) { return plain_task(element + element); };
  const std::string standard = "<standardLoopCharacteristics/>";
  const std::string extensions = "<extensionElements/>";
  const auto link_to = [](const std::string& targets) {
    return "<intermediateThrowEvent id=\"s\"><linkEventDefinition id=\"l\" name=\"l\">" + targets +
           "</linkEventDefinition></intermediateThrowEvent><intermediateCatchEvent id=\"e\">"
           "<linkEventDefinition id=\"c\" name=\"l\"/></intermediateCatchEvent>";
  };
  const std::string io = "<ioSpecification><inputSet/><outputSet/></ioSpecification>";
  static const std::vector<RuleCase> list{
      violation("TwoLoops", "repeated-element", twice(standard), plain_task(standard)),
      violation("TwoExtensions", "repeated-element", twice(extensions), plain_task(extensions)),
      violation("TwoSpecifications", "repeated-element", twice(io), plain_task(io)),
      violation("TwoTargetsOfALink", "repeated-element", link_to("<target>c</target><target>c</target>"),
                link_to("<target>c</target>")),
      violation("TwoCardinalities", "repeated-element", looped_task(cardinality("2") + cardinality("2")),
                looped_task(cardinality("2")))};
  return list;
}

const std::vector<RuleCase>& meaning_cases() {
  const std::string data =
      "<ioSpecification><dataInput id=\"i\" isCollection=\"true\"/><inputSet><dataInputRefs>i"
      "</dataInputRefs></inputSet><outputSet/></ioSpecification>";
  const auto over = [&data](const std::string& count, const std::string& collection = "i") {
    return plain_task(data + "<multiInstanceLoopCharacteristics>" + count + "<loopDataInputRef>" +
                      collection + "</loopDataInputRef></multiInstanceLoopCharacteristics>") +
           "<dataObject id=\"d\" isCollection=\"true\"/><task id=\"u\"><ioSpecification><dataInput id=\"o\" "
           "isCollection=\"true\"/><inputSet><dataInputRefs>o</dataInputRefs></inputSet><outputSet/>"
           "</ioSpecification></task>";
  };
  // Without a structure two definitions are two types.
  const std::string types =
      "<itemDefinition id=\"c\" isCollection=\"true\" structureRef=\"s\"/><itemDefinition id=\"m\"/>"
      "<itemDefinition id=\"w\" structureRef=\"s\"/>";
  const auto items = [](const std::string& type) {
    return plain_task(
        "<ioSpecification><dataInput id=\"i\" itemSubjectRef=\"c\" isCollection=\"true\"/><inputSet>"
        "<dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification>"
        "<multiInstanceLoopCharacteristics><loopDataInputRef>i</loopDataInputRef><inputDataItem id=\"n\" "
        "itemSubjectRef=\"" +
        type + "\"/></multiInstanceLoopCharacteristics>");
  };
  const auto timer = [](const std::string& tag, const std::string& text) {
    return "<intermediateCatchEvent id=\"e\"><timerEventDefinition><" + tag + kFormal + ">" + text + "</" +
           tag + "></timerEventDefinition></intermediateCatchEvent>";
  };
  const auto condition = [](const std::string& type) {
    return "<task id=\"t\" default=\"g\"/><task id=\"u\"/><sequenceFlow id=\"f\" sourceRef=\"t\" "
           "targetRef=\"u\">"
           "<conditionExpression" +
           kFormal + " evaluatesToTypeRef=\"" + type +
           "\">${a}</conditionExpression></sequenceFlow><sequenceFlow id=\"g\" sourceRef=\"t\" "
           "targetRef=\"u\"/>";
  };
  const auto lane = [](const std::string& node) {
    return "<laneSet id=\"s\"><lane id=\"l\"><flowNodeRef>t</flowNodeRef></lane></laneSet><task id=\"t\"/>"
           "<subProcess id=\"u\"><laneSet id=\"v\"><lane id=\"w\"><flowNodeRef>" +
           node + "</flowNodeRef></lane></laneSet><task id=\"x\"/></subProcess>";
  };
  static const std::vector<RuleCase> list{
      violation("DataOfAnother", "loop-data", over("", "o"), over("", "i")),
      violation("DataObjectOfATask", "loop-data", over("", "d"), over("", "i")),
      {"ItemsOfAnotherType", "loop-data", Severity::Violation, plain_file(items("m"), types),
       plain_file(items("w"), types)},
      violation("TextAsCardinality", "loop-cardinality", looped_task(cardinality("\"three\"")),
                looped_task(cardinality("3"))),
      violation("FractionAsCardinality", "loop-cardinality", looped_task(cardinality("${2.5}")),
                looped_task(cardinality("${pieces}"))),
      violation("NumberAndCollection", "loop-cardinality", over(cardinality("2")), over("")),
      violation("ConditionOfAnotherType", "condition-type", condition("xsd:string"),
                condition("xsd:boolean")),
      violation("DurationAsDate", "time", timer("timeDate", "PT1H"),
                timer("timeDate", "2030-01-01T00:00:00Z")),
      violation("DateAsDuration", "time", timer("timeDuration", "2030-01-01T00:00:00Z"),
                timer("timeDuration", "PT1H")),
      violation("CycleAsDuration", "time", timer("timeDuration", "R3/PT1H"),
                timer("timeDuration", "2030-01-01T00:00:00Z/PT1H")),
      violation("DurationAsCycle", "time", timer("timeCycle", "PT1H"), timer("timeCycle", "R3/PT1H")),
      violation("LaneWithANodeFromOutside", "lane", lane("t"), lane("x"))};
  return list;
}

const std::vector<RuleCase>& role_cases() {
  const std::string resources =
      "<resource id=\"r\" name=\"r\"><resourceParameter id=\"q\" name=\"q\" isRequired=\"true\"/></resource>"
      "<resource id=\"o\" name=\"o\"><resourceParameter id=\"x\" name=\"x\"/></resource>";
  const auto bound = [&resources](const std::string& tag, const std::string& value) {
    return plain_file(
        "<userTask id=\"t\"><potentialOwner><resourceRef>r</resourceRef>"
        "<resourceParameterBinding parameterRef=\"q\"><" +
            tag + ">" + value + "</" + tag + "></resourceParameterBinding></potentialOwner></userTask>",
        resources);
  };
  const auto assigned = [](const std::string& expression) {
    return plain_file("<userTask id=\"t\"><potentialOwner><resourceAssignmentExpression>" + expression +
                      "</resourceAssignmentExpression></potentialOwner></userTask>");
  };
  const auto role = [&resources](const std::string& parameter) {
    const std::string binding = parameter.empty() ? ""
                                                  : "<resourceParameterBinding parameterRef=\"" + parameter +
                                                        "\"><formalExpression>1</formalExpression>"
                                                        "</resourceParameterBinding>";
    return plain_file("<userTask id=\"t\"><potentialOwner><resourceRef>r</resourceRef>" + binding +
                          "</potentialOwner></userTask>",
                      resources);
  };
  static const std::vector<RuleCase> list{
      {"ParameterOfAnotherResource", "resource-role", Severity::Violation, role("x"), role("q")},
      {"PlainParameter", "formal-expression", Severity::Violation, bound("expression", "1"),
       bound("formalExpression", "1")},
      {"EmptyParameter", "empty-expression", Severity::Violation, bound("formalExpression", ""),
       bound("formalExpression", "1")},
      {"AssignmentOfNobody", "missing-element", Severity::Violation, assigned(""),
       assigned("<formalExpression>kim</formalExpression>")},
      {"NoRequiredParameter", "resource-role", Severity::Violation, role(""), role("q")}};
  return list;
}

const std::vector<RuleCase>& handler_cases() {
  const auto handler = [](const std::string& before, const std::string& after,
                          const std::string& association) {
    return "<task id=\"t\"/><boundaryEvent id=\"b\" attachedToRef=\"t\"><compensateEventDefinition/>"
           "</boundaryEvent>" +
           before + "<task id=\"h\" isForCompensation=\"true\"/>" + after + association;
  };
  const std::string joined = "<association id=\"a\" sourceRef=\"b\" targetRef=\"h\"/>";
  const std::string lone = "<task id=\"t\"/><task id=\"h\" isForCompensation=\"true\"/>";
  static const std::vector<RuleCase> list{
      violation("HandlerInAnotherScope", "compensation-handler",
                handler("<subProcess id=\"u\">", "</subProcess>", joined), handler("", "", joined)),
      {"LoneHandler", "compensation-handler", Severity::Warning, plain_file(lone),
       plain_file(handler("", "", joined))}};
  return list;
}

const std::vector<RuleCase>& operation_cases() {
  const std::string root =
      "<itemDefinition id=\"i\" structureRef=\"s\"/><message id=\"m\" name=\"m\" itemRef=\"i\"/><interface "
      "id=\"n\" name=\"n\"><operation id=\"o\" name=\"o\"><inMessageRef>m</inMessageRef><outMessageRef>m"
      "</outMessageRef></operation></interface>";
  const auto service = [&root](bool has_output) {
    const std::string output = has_output ? "<dataOutput id=\"out\" itemSubjectRef=\"i\"/>" : "";
    const std::string set = has_output ? "<dataOutputRefs>out</dataOutputRefs>" : "";
    return plain_file(
        "<serviceTask id=\"t\" operationRef=\"o\"><ioSpecification><dataInput id=\"in\" "
        "itemSubjectRef=\"i\"/>" +
            output + "<inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet>" + set +
            "</outputSet></ioSpecification></serviceTask>",
        root);
  };
  static const std::vector<RuleCase> list{
      {"NoOutputForTheAnswer", "operation-data", Severity::Violation, service(false), service(true)}};
  return list;
}

// A choreography of the participants a, b and c with one choreography task.
std::string choreography(const std::string& first, const std::string& participants,
                         const std::string& flows) {
  return "<choreography id=\"h\"><participant id=\"a\"/><participant id=\"b\"/><participant id=\"c\"/>"
         "<messageFlow id=\"ab\" sourceRef=\"a\" targetRef=\"b\"/>"
         "<messageFlow id=\"ac\" sourceRef=\"a\" targetRef=\"c\"/><choreographyTask id=\"g\" "
         "initiatingParticipantRef=\"" +
         first + "\">" + participants + flows + "</choreographyTask></choreography>";
}

std::string conversation(const std::string& participants, const std::string& link) {
  return "<collaboration id=\"k\"><participant id=\"a\"/><participant id=\"b\"/><conversation id=\"v\">" +
         participants + "</conversation>" + link + "</collaboration>";
}

const std::vector<RuleCase>& conversation_cases() {
  const std::string a = "<participantRef>a</participantRef>", b = "<participantRef>b</participantRef>",
                    c = "<participantRef>c</participantRef>", flow = "<messageFlowRef>ab</messageFlowRef>";
  const auto link = [](const char* target) {
    return "<conversationLink id=\"l\" sourceRef=\"a\" targetRef=\"" + std::string(target) + "\"/>";
  };
  const std::string good = choreography("a", a + b, flow);
  const std::string key =
      "<message id=\"m\" name=\"m\"/><collaboration id=\"k\"><correlationKey id=\"y\">"
      "<correlationPropertyRef>q</correlationPropertyRef></correlationKey></collaboration>";
  const auto property = [](const std::string& id) {
    return "<correlationProperty id=\"" + id +
           "\"><correlationPropertyRetrievalExpression messageRef=\"m\"><messagePath>a</messagePath>"
           "</correlationPropertyRetrievalExpression></correlationProperty>";
  };
  const auto subscription = [&](const std::string& bound) {
    return plain_file(kTask +
                          "<correlationSubscription id=\"n\" correlationKeyRef=\"y\">"
                          "<correlationPropertyBinding correlationPropertyRef=\"" +
                          bound +
                          "\"><dataPath>a</dataPath></correlationPropertyBinding></correlationSubscription>",
                      key + property("q") + property("r"));
  };
  static const std::vector<RuleCase> list{
      beside("OneParticipant", "choreography-task", choreography("a", a, flow), good),
      beside("ThreeParticipants", "choreography-task", choreography("a", a + b + c, flow), good),
      beside("BegunByAnother", "choreography-task", choreography("c", a + b, flow), good),
      beside("MessageOfAnother", "choreography-task",
             choreography("a", a + b, "<messageFlowRef>ac</messageFlowRef>"), good),
      beside("ThreeMessages", "choreography-task", choreography("a", a + b, flow + flow + flow), good),
      beside("ConversationWithOneself", "conversation", conversation(a, ""), conversation(a + b, "")),
      beside("LinkOfTwoParticipants", "conversation", conversation(a + b, link("b")),
             conversation(a + b, link("v"))),
      {"PropertyOfAnotherKey", "correlation-binding", Severity::Violation, subscription("r"),
       subscription("q")},
      beside("HalfAParticipantAssociation", "missing-element",
             "<collaboration id=\"k\"><participant id=\"a\"/><participantAssociation><innerParticipantRef>a"
             "</innerParticipantRef></participantAssociation></collaboration>",
             "<collaboration id=\"k\"><participant id=\"a\"/><participantAssociation><innerParticipantRef>a"
             "</innerParticipantRef><outerParticipantRef>a</outerParticipantRef></participantAssociation>"
             "</collaboration>")};
  return list;
}

INSTANTIATE_TEST_SUITE_P(Attributes, SchemaRules, ::testing::ValuesIn(attribute_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Repetitions, SchemaRules, ::testing::ValuesIn(repetition_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Meanings, SchemaRules, ::testing::ValuesIn(meaning_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Roles, SchemaRules, ::testing::ValuesIn(role_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Handlers, SchemaRules, ::testing::ValuesIn(handler_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Operations, SchemaRules, ::testing::ValuesIn(operation_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Conversations, SchemaRules, ::testing::ValuesIn(conversation_cases()), name_of_case);

TEST(SchemaRules, WhatLiesInAnExtensionIsItsOwnAffair) {
  const ReadResult result = read(
      plain_file(
          "<task id=\"t\"><extensionElements><x:a xmlns:x=\"urn:x\"><text any=\"1\"/><text id=\"2 2\"/></x:a>"
          "</extensionElements></task>"),
      "f.bpmn");
  EXPECT_EQ(count_of(result, "unknown-attribute") + count_of(result, "repeated-element") +
                count_of(result, "id-form"),
            0u)
      << all_findings(result);
}

TEST(SchemaRules, EnginesTakeTimesInThePlaceOfOthers) {
  const ReadResult result = read(
      engine_file("camunda",
                  "<bpmn:intermediateCatchEvent id=\"e\"><bpmn:timerEventDefinition><bpmn:timeDate>PT1H"
                  "</bpmn:timeDate></bpmn:timerEventDefinition><bpmn:extensionElements><camunda:properties/>"
                  "</bpmn:extensionElements></bpmn:intermediateCatchEvent>"),
      "f.bpmn");
  EXPECT_EQ(count_of(result, "time"), 0u) << all_findings(result);
}

}  // namespace
}  // namespace rondo::bpmn
