// SPDX-License-Identifier: Apache-2.0
// Rules about what stands beside the flow: event definitions that nothing uses, types, resources.
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using model::Severity;

class PartRules : public ::testing::TestWithParam<RuleCase> {};

TEST_P(PartRules, FindsTheBreachWithItsPlaceAndNothingElsewhere) { expect_breach_found(GetParam()); }

// A definition at the top of the file, with a reference to `good` or to nothing.
RuleCase definition(const char* name, const std::string& tag, const std::string& reference,
                    const std::string& good, const std::string& root) {
  const std::string begin = root + "<" + tag + "EventDefinition id=\"d\" " + reference + "=\"";
  return {name, "dangling-reference", Severity::Violation, plain_file(kTask, begin + "nothing\"/>"),
          plain_file(kTask, begin + good + "\"/>")};
}

const std::vector<RuleCase>& definition_cases() {
  const std::string message = "<message id=\"m\" name=\"m\"/>";
  static const std::vector<RuleCase> list{
      definition("Message", "message", "messageRef", "m", message),
      definition("Signal", "signal", "signalRef", "g", "<signal id=\"g\" name=\"g\"/>"),
      definition("Error", "error", "errorRef", "e", "<error id=\"e\" errorCode=\"E\"/>"),
      definition("Escalation", "escalation", "escalationRef", "e",
                 "<escalation id=\"e\" escalationCode=\"E\"/>"),
      definition("Compensation", "compensate", "activityRef", "t", ""),
      {"OfAnotherKind", "reference-kind", Severity::Violation,
       plain_file(kTask, message + "<signalEventDefinition id=\"d\" signalRef=\"m\"/>"),
       plain_file(kTask, message + "<messageEventDefinition id=\"d\" messageRef=\"m\"/>")},
      {"TimerWithoutTime", "timer", Severity::Violation,
       plain_file(kTask, "<timerEventDefinition id=\"d\"/>"),
       plain_file(kTask,
                  "<timerEventDefinition id=\"d\"><timeDuration>PT1S</timeDuration></timerEventDefinition>")},
      {"NoCondition", "condition-missing", Severity::Violation,
       plain_file(kTask, "<conditionalEventDefinition id=\"d\"/>"),
       plain_file(
           kTask,
           "<conditionalEventDefinition id=\"d\"><condition>true</condition></conditionalEventDefinition>")}};
  return list;
}

const std::vector<RuleCase>& other_cases() {
  const auto owner = [](const std::string& expression) {
    return plain_file("<userTask id=\"t\"><potentialOwner><resourceAssignmentExpression>" + expression +
                      "</resourceAssignmentExpression></potentialOwner></userTask>");
  };
  const auto complex = [](const std::string& condition) {
    return plain_file(
        "<task id=\"t\"><multiInstanceLoopCharacteristics behavior=\"Complex\"><loopCardinality" + kFormal +
            ">2</loopCardinality><complexBehaviorDefinition><condition" + kFormal + ">" + condition +
            "</condition><event id=\"v\"><signalEventDefinition signalRef=\"g\"/></event>"
            "</complexBehaviorDefinition></multiInstanceLoopCharacteristics></task>",
        "<signal id=\"g\" name=\"g\"/>");
  };
  const auto handler = [](const std::string& attribute) {
    const std::string go = "<signalEventDefinition signalRef=\"g\"/>";
    return plain_file("<task id=\"t\"/><subProcess id=\"u\" " + attribute + "><startEvent id=\"s\">" +
                          (attribute.empty() ? "" : go) +
                          "</startEvent></subProcess><boundaryEvent id=\"b\" attachedToRef=\"u\">" + go +
                          "</boundaryEvent>",
                      "<signal id=\"g\" name=\"g\"/>");
  };
  static const std::vector<RuleCase> list{
      {"PlainResourceExpression", "formal-expression", Severity::Violation,
       owner("<expression>somebody</expression>"), owner("<formalExpression>somebody</formalExpression>")},
      {"EmptyResourceExpression", "empty-expression", Severity::Violation, owner("<formalExpression/>"),
       owner("<formalExpression>somebody</formalExpression>")},
      {"EmptyComplexCondition", "empty-expression", Severity::Violation, complex(""), complex("true")},
      {"BoundaryOfAnEventSubProcess", "boundary-attachment", Severity::Violation,
       handler("triggeredByEvent=\"true\""), handler("")},
      {"RelationshipToNothing", "dangling-reference", Severity::Violation,
       plain_file(kTask,
                  "<relationship type=\"x\"><source>nothing</source><target>t</target></relationship>"),
       plain_file(kTask, "<relationship type=\"x\"><source>p</source><target>t</target></relationship>")},
      {"TypeOfAnExpression", "dangling-reference", Severity::Violation,
       plain_file(
           "<task id=\"t\"><standardLoopCharacteristics><loopCondition" + kFormal +
           " evaluatesToTypeRef=\"nothing\">true</loopCondition></standardLoopCharacteristics></task>"),
       plain_file(
           "<task id=\"t\"><standardLoopCharacteristics><loopCondition" + kFormal +
           " evaluatesToTypeRef=\"xsd:boolean\">true</loopCondition></standardLoopCharacteristics></task>")},
      {"LanguageOfAGlobalScript", "mime-type", Severity::Violation,
       plain_file(
           kTask,
           "<globalScriptTask id=\"g\" scriptLanguage=\"invalid\"><script>1</script></globalScriptTask>"),
       plain_file(
           kTask,
           "<globalScriptTask id=\"g\" scriptLanguage=\"juel\"><script>1</script></globalScriptTask>")}};
  return list;
}

INSTANTIATE_TEST_SUITE_P(Definitions, PartRules, testing::ValuesIn(definition_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Others, PartRules, testing::ValuesIn(other_cases()), name_of_case);

}  // namespace
}  // namespace rondo::bpmn
