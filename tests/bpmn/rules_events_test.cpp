// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using model::Severity;

class EventRules : public ::testing::TestWithParam<RuleCase> {};

TEST_P(EventRules, FindsTheBreachWithItsPlaceAndNothingElsewhere) { expect_breach_found(GetParam()); }

const std::string kSignal = "<signal id=\"g\" name=\"go\"/>";
const std::string kGo = "<signalEventDefinition signalRef=\"g\"/>";
const std::string kSoon =
    "<timerEventDefinition><timeDuration "
    "xsi:type=\"tFormalExpression\">PT1S</timeDuration></timerEventDefinition>";

std::string boundary(const std::string& definition, const std::string& more = {}) {
  return "<boundaryEvent id=\"b\" attachedToRef=\"t\" " + more + ">" + definition + "</boundaryEvent>";
}

std::string event(const std::string& tag, const std::string& inside, const std::string& more = {}) {
  return "<" + tag + " id=\"v\" " + more + ">" + inside + "</" + tag + ">";
}

std::string event_sub(const std::string& inside) {
  return "<subProcess id=\"u\" triggeredByEvent=\"true\">" + inside + "</subProcess>";
}

std::string after_gateway(const std::string& target, const std::string& more = {}) {
  return "<eventBasedGateway id=\"g1\"/>" + event("intermediateCatchEvent", kSoon) + target +
         "<sequenceFlow id=\"f1\" sourceRef=\"g1\" targetRef=\"v\"/><sequenceFlow id=\"f2\" sourceRef=\"g1\" "
         "targetRef=\"w\"/>" +
         more;
}

const std::vector<RuleCase>& place_cases() {
  static const std::vector<RuleCase> list{
      {"TimerInEndEvent", "event-definition-place", Severity::Error, plain_file(event("endEvent", kSoon)),
       plain_file(event("intermediateCatchEvent", kSoon))},
      {"TimerInThrowEvent", "event-definition-place", Severity::Error,
       plain_file(event("intermediateThrowEvent", kSoon)),
       plain_file(event("intermediateThrowEvent", kGo), kSignal)},
      {"ErrorInProcessStart", "event-definition-place", Severity::Error,
       plain_file(event("startEvent", "<errorEventDefinition/>")),
       plain_file(event_sub(event("startEvent", "<errorEventDefinition/>")))},
      {"SignalInEmbeddedStart", "event-definition-place", Severity::Error,
       plain_file("<subProcess id=\"u\">" + event("startEvent", kGo) + "</subProcess>", kSignal),
       plain_file(event_sub(event("startEvent", kGo)), kSignal)},
      {"TerminateAtBoundary", "event-definition-place", Severity::Error,
       plain_file("<task id=\"t\"/>" + boundary("<terminateEventDefinition/>")),
       plain_file("<task id=\"t\"/>" + boundary(kSoon))},
      {"CatchWithoutDefinition", "event-definition-place", Severity::Error,
       plain_file(event("intermediateCatchEvent", "")), plain_file(event("intermediateThrowEvent", ""))},
      {"BoundaryOnGateway", "boundary-attachment", Severity::Error,
       plain_file("<exclusiveGateway id=\"t\"/>" + boundary(kSoon)),
       plain_file("<task id=\"t\"/>" + boundary(kSoon))},
      {"BoundaryOnNothing", "boundary-attachment", Severity::Error,
       plain_file("<boundaryEvent id=\"b\">" + kSoon + "</boundaryEvent>"),
       plain_file("<task id=\"t\"/>" + boundary(kSoon))},
      {"NonInterruptingError", "non-interrupting", Severity::Violation,
       plain_file("<task id=\"t\"/>" + boundary("<errorEventDefinition/>", "cancelActivity=\"false\"")),
       plain_file("<task id=\"t\"/>" + boundary("<escalationEventDefinition/>", "cancelActivity=\"false\""))},
      {"EventSubProcessWithTwoStarts", "event-sub-process", Severity::Error,
       plain_file(event_sub(event("startEvent", kGo) + "<startEvent id=\"z\">" + kSoon + "</startEvent>"),
                  kSignal),
       plain_file(event_sub(event("startEvent", kGo)), kSignal)},
      {"SharedInlineDefinition", "event-definition-reference", Severity::Violation,
       plain_file(event("intermediateCatchEvent", "<signalEventDefinition id=\"d\" signalRef=\"g\"/>") +
                      "<intermediateCatchEvent "
                      "id=\"w\"><eventDefinitionRef>d</eventDefinitionRef></intermediateCatchEvent>",
                  kSignal),
       plain_file("<intermediateCatchEvent "
                  "id=\"w\"><eventDefinitionRef>d</eventDefinitionRef></intermediateCatchEvent>",
                  kSignal + "<signalEventDefinition id=\"d\" signalRef=\"g\"/>")},
      {"LoneParallelMultiple", "parallel-multiple", Severity::Violation,
       plain_file(event("intermediateCatchEvent", kGo, "parallelMultiple=\"true\""), kSignal),
       plain_file(event("intermediateCatchEvent", kGo + kSoon, "parallelMultiple=\"true\""), kSignal)},
      {"TaskBehindEventGateway", "event-gateway-target", Severity::Error,
       plain_file(after_gateway("<task id=\"w\"/>")), plain_file(after_gateway("<receiveTask id=\"w\"/>"))},
      {"SecondFlowToGatewayEvent", "event-gateway-target", Severity::Violation,
       plain_file(after_gateway("<receiveTask id=\"w\"/>",
                                "<task id=\"k\"/><sequenceFlow id=\"f3\" sourceRef=\"k\" targetRef=\"w\"/>")),
       plain_file(
           after_gateway("<receiveTask id=\"w\"/>",
                         "<task id=\"k\"/><sequenceFlow id=\"f3\" sourceRef=\"w\" targetRef=\"k\"/>"))},
      {"EventGatewayToOneEvent", "event-gateway-target", Severity::Violation,
       plain_file("<eventBasedGateway id=\"g1\"/>" + event("intermediateCatchEvent", kSoon) +
                  "<sequenceFlow id=\"f1\" sourceRef=\"g1\" targetRef=\"v\"/>"),
       plain_file(after_gateway("<receiveTask id=\"w\"/>"))},
      {"ParallelEventGatewayThatStartsNothing", "event-gateway-type", Severity::Violation,
       plain_file("<eventBasedGateway id=\"q\" eventGatewayType=\"Parallel\"/>" +
                  after_gateway("<receiveTask id=\"w\"/>") +
                  "<sequenceFlow id=\"f8\" sourceRef=\"q\" targetRef=\"w\"/>"),
       plain_file(after_gateway("<receiveTask id=\"w\"/>"))},
  };
  return list;
}

const std::vector<RuleCase>& content_cases() {
  const std::string transaction = "<transaction id=\"t\"/>";
  const std::string cancel = "<cancelEventDefinition/>";
  const std::string link_to = event("intermediateThrowEvent", "<linkEventDefinition name=\"l\"/>");
  const std::string link_from =
      "<intermediateCatchEvent id=\"w\"><linkEventDefinition name=\"l\"/></intermediateCatchEvent>";
  static const std::vector<RuleCase> list{
      {"TimerWithTwoTimes", "timer", Severity::Error,
       plain_file(event("intermediateCatchEvent",
                        "<timerEventDefinition><timeDuration>PT1S</timeDuration><timeCycle>R/PT1S</"
                        "timeCycle></timerEventDefinition>")),
       plain_file(event("intermediateCatchEvent", kSoon))},
      {"TimeThatIsNone", "time", Severity::Error,
       plain_file(event("intermediateCatchEvent",
                        "<timerEventDefinition><timeDuration>soon</timeDuration></timerEventDefinition>")),
       plain_file(
           event("intermediateCatchEvent",
                 "<timerEventDefinition><timeDuration>${soon}</timeDuration></timerEventDefinition>"))},
      {"ConditionalWithoutCondition", "condition-missing", Severity::Error,
       plain_file(event("intermediateCatchEvent", "<conditionalEventDefinition/>")),
       plain_file(
           event("intermediateCatchEvent",
                 "<conditionalEventDefinition><condition>true</condition></conditionalEventDefinition>"))},
      {"UnknownSignal", "dangling-reference", Severity::Error,
       plain_file(event("intermediateCatchEvent", kGo)),
       plain_file(event("intermediateCatchEvent", kGo), kSignal)},
      {"SignalsOfOneName", "duplicate-signal-name", Severity::Error,
       plain_file("<task id=\"t\"/>", "<signal id=\"a\" name=\"n\"/><signal id=\"b\" name=\"n\"/>"),
       plain_file("<task id=\"t\"/>", "<signal id=\"a\" name=\"n\"/><signal id=\"b\" name=\"m\"/>")},
      {"ThrownErrorWithEmptyCode", "empty-error-code", Severity::Error,
       plain_file(event("endEvent", "<errorEventDefinition errorRef=\"x\"/>"),
                  "<error id=\"x\" errorCode=\"\"/>"),
       plain_file(event("endEvent", "<errorEventDefinition errorRef=\"x\"/>"),
                  "<error id=\"x\" errorCode=\"1\"/>")},
      {"EscalationWithoutCode", "event-reference", Severity::Violation,
       plain_file(event("endEvent", "<escalationEventDefinition escalationRef=\"x\"/>"),
                  "<escalation id=\"x\"/>"),
       plain_file(event("endEvent", "<escalationEventDefinition escalationRef=\"x\"/>"),
                  "<escalation id=\"x\" escalationCode=\"1\"/>")},
      {"CancelEndOutsideTransaction", "cancel-outside-transaction", Severity::Error,
       plain_file(event("endEvent", cancel)),
       plain_file("<transaction id=\"t\">" + event("endEvent", cancel) + "</transaction>")},
      {"CancelBoundaryOfSubProcess", "cancel-outside-transaction", Severity::Error,
       plain_file("<subProcess id=\"t\"/>" + boundary(cancel)), plain_file(transaction + boundary(cancel))},
      {"TwoCancelBoundaries", "several-cancel-events", Severity::Error,
       plain_file(transaction + boundary(cancel) + "<boundaryEvent id=\"c\" attachedToRef=\"t\">" + cancel +
                  "</boundaryEvent>"),
       plain_file(transaction + boundary(cancel))},
      {"CompensationWithoutHandler", "compensation-handler", Severity::Violation,
       plain_file("<task id=\"t\"/>" + boundary("<compensateEventDefinition/>")),
       plain_file("<task id=\"t\"/>" + boundary("<compensateEventDefinition/>") +
                  "<task id=\"h\" isForCompensation=\"true\"/><association id=\"a\" sourceRef=\"b\" "
                  "targetRef=\"h\"/>")},
      {"HandlerThatIsNone", "compensation-handler", Severity::Violation,
       plain_file("<task id=\"t\"/>" + boundary("<compensateEventDefinition/>") +
                  "<task id=\"h\"/><association id=\"a\" sourceRef=\"b\" targetRef=\"h\"/>"),
       plain_file("<task id=\"t\"/>" + boundary("<compensateEventDefinition/>") +
                  "<task id=\"h\" isForCompensation=\"true\"/><association id=\"a\" sourceRef=\"b\" "
                  "targetRef=\"h\"/>")},
      {"CompensationOfAnInnerActivity", "compensation-target", Severity::Error,
       plain_file("<subProcess id=\"u\"><task id=\"t\"/></subProcess>" +
                  event("intermediateThrowEvent", "<compensateEventDefinition activityRef=\"t\"/>")),
       plain_file("<task id=\"t\"/>" +
                  event("intermediateThrowEvent", "<compensateEventDefinition activityRef=\"t\"/>"))},
      {"CompensationOfNothing", "dangling-reference", Severity::Error,
       plain_file(event("intermediateThrowEvent", "<compensateEventDefinition activityRef=\"t\"/>")),
       plain_file("<task id=\"t\"/>" +
                  event("intermediateThrowEvent", "<compensateEventDefinition activityRef=\"t\"/>"))},
      {"LinkToNowhere", "link-without-target", Severity::Error, plain_file(link_to),
       plain_file(link_to + link_from)},
      {"LinkFromNowhere", "link-without-source", Severity::Violation, plain_file(link_from),
       plain_file(link_to + link_from)},
      {"TwoLinkTargets", "duplicate-link", Severity::Error,
       plain_file(
           link_to + link_from +
           "<intermediateCatchEvent id=\"z\"><linkEventDefinition name=\"l\"/></intermediateCatchEvent>"),
       plain_file(link_to + link_from)},
  };
  return list;
}

INSTANTIATE_TEST_SUITE_P(Places, EventRules, ::testing::ValuesIn(place_cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Contents, EventRules, ::testing::ValuesIn(content_cases()), name_of_case);

TEST(ErrorReferences, AreCodesInFilesOfTheEngines) {
  const ReadResult result = read(
      engine_file("activiti",
                  "<bpmn:endEvent id=\"e\"><bpmn:errorEventDefinition errorRef=\"E1\"/></bpmn:endEvent>"),
      "f");
  EXPECT_EQ(count_of(result, "dangling-reference"), 0u) << all_findings(result);
  EXPECT_EQ(count_of(result, "literal-code"), 1u);
  EXPECT_EQ(result.document.processes.at(0)->nodes()[0].events.at(0).name, "E1");
}

}  // namespace
}  // namespace rondo::bpmn
