// SPDX-License-Identifier: Apache-2.0
// Every kind of activity with every kind of loop, with every event on its boundary that comes from outside,
// as a compensation handler, and compensated.
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

// How an activity is written; `waits` says at which task or other node it rests, if it does.
struct Activity {
  const char* name;
  const char* tag;
  std::string attributes, content;
  std::string waits = {};
};

void PrintTo(const Activity& activity, std::ostream* out) { *out << activity.name; }

const std::vector<Activity>& activities() {
  const std::string code = "activiti:class=\"Work\"";
  static const std::vector<Activity> list{
      {"Task", "task", "", ""},
      {"ManualTask", "manualTask", "", ""},
      {"UserTask", "userTask", "", "", "work"},
      {"ServiceTask", "serviceTask", code, ""},
      {"SendTask", "sendTask", code, ""},
      {"ReceiveTask", "receiveTask", "messageRef=\"order\"", "", "work"},
      {"ScriptTask", "scriptTask", "scriptFormat=\"juel\"", "<script>${1 + 1}</script>"},
      {"BusinessRuleTask", "businessRuleTask", code, ""},
      {"SubProcess", "subProcess", "", "<userTask id=\"inside\"/>", "inside"},
      {"Transaction", "transaction", "", "<userTask id=\"inside\"/>", "inside"},
      {"AdHocSubProcess", "adHocSubProcess", "", "<userTask id=\"inside\"/>", "inside"},
      {"CallActivity", "callActivity", "calledElement=\"called\"", "", "called_task"}};
  return list;
}

class Combinations : public testing::TestWithParam<Activity> {
 protected:
  Combinations() {
    test_.engine->delegates().add("Work", [](DelegateExecution&) {});
    test_.deploy(process_text("called",
                              R"(<startEvent id="s"/><userTask id="called_task"/>)" + flows("s called_task")),
                 "called.bpmn");
  }

  static std::string element(const std::string& attributes, const std::string& loop = {}) {
    const Activity& activity = GetParam();
    return "<" + std::string(activity.tag) + " id=\"work\" " + attributes + " " + activity.attributes + ">" +
           loop + activity.content + "</" + activity.tag + ">";
  }

  std::string start(const std::string& content) {
    test_.deploy(process_text("p", "<startEvent id=\"start\"/>" + content + "<userTask id=\"after\"/>",
                              R"(<message id="order" name="order"/><message id="stop" name="stop"/>
                                 <signal id="alarm" name="alarm"/>)"));
    return test_.start("p", {{"late", false}}).id;
  }

  // Lets the activity do its work, so many times where it waits.
  void finish(int times) {
    const std::string& waits = GetParam().waits;
    for (int i = 0; i < times && !waits.empty(); ++i) {
      if (std::string(GetParam().tag) == "receiveTask") {
        const auto found = test_.engine->runtime().subscriptions({});
        ASSERT_FALSE(found.empty());
        for (const auto& subscription : found) {
          if (subscription.name != "order") continue;
          test_.engine->runtime().trigger(subscription.execution_id, {});
          break;
        }
      } else {
        test_.complete(waits);
      }
    }
  }

  TestEngine test_;
};

TEST_P(Combinations, OfActivitiesAndLoopsRunAsOftenAsTheyShall) {
  const std::string count = "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>";
  for (const std::string& loop :
       {"<multiInstanceLoopCharacteristics>" + count,
        "<multiInstanceLoopCharacteristics isSequential=\"true\">" + count,
        std::string("<standardLoopCharacteristics loopMaximum=\"3\"><loopCondition>${true}</loopCondition>"
                    "</standardLoopCharacteristics>")}) {
    const std::string instance = start(element("", loop) + flows("start work after"));
    finish(3);
    EXPECT_THAT(test_.waiting(instance), ElementsAre("after")) << loop;
    test_.complete("after");
  }
}

struct Outside {
  const char* definition;
  void (*happens)(TestEngine&, const std::string& instance);
};

const std::vector<Outside>& events() {
  static const std::vector<Outside> list{
      {"<messageEventDefinition messageRef=\"stop\"/>",
       [](TestEngine& test, const std::string&) {
         MessageCorrelation stop;
         stop.name = "stop";
         (void)test.engine->runtime().correlate(stop, {});
       }},
      {"<signalEventDefinition signalRef=\"alarm\"/>",
       [](TestEngine& test, const std::string&) { (void)test.engine->runtime().signal("alarm"); }},
      {"<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
       [](TestEngine& test, const std::string&) { (void)test.advance(std::chrono::hours(2)); }},
      {"<conditionalEventDefinition><condition>${late}</condition></conditionalEventDefinition>",
       [](TestEngine& test, const std::string& instance) {
         test.engine->runtime().set_variables(instance, {{"late", true}});
       }}};
  return list;
}

TEST_P(Combinations, OfActivitiesThatWaitAndBoundaryEventsAreInterruptedOrNot) {
  if (GetParam().waits.empty()) {
    EXPECT_THAT(test_.waiting(start(element("") + flows("start work after"))), ElementsAre("after"));
    return;
  }
  for (const Outside& event : events()) {
    for (const bool interrupts : {true, false}) {
      const std::string boundary = "<boundaryEvent id=\"event\" attachedToRef=\"work\" cancelActivity=\"" +
                                   std::string(interrupts ? "true" : "false") + "\">" + event.definition +
                                   "</boundaryEvent><userTask id=\"other\"/>" + flows("event other");
      const std::string instance = start(element("") + boundary + flows("start work after"));
      event.happens(test_, instance);
      if (!interrupts) finish(1);
      const auto waiting = test_.waiting(instance);
      if (interrupts) {
        EXPECT_THAT(waiting, ElementsAre("other")) << event.definition;
      } else {
        EXPECT_THAT(waiting, ElementsAre("after", "other")) << event.definition;
        test_.complete("after");
      }
      test_.complete("other");
    }
  }
}

const std::string kUndo =
    R"(<intermediateThrowEvent id="undo"><compensateEventDefinition/></intermediateThrowEvent>)";

TEST_P(Combinations, OfCompensationHandlersAreWaitedFor) {
  const std::string instance = start(
      R"(<task id="done"/><boundaryEvent id="event" attachedToRef="done"><compensateEventDefinition/></boundaryEvent>)" +
      element("isForCompensation=\"true\"") + kUndo +
      R"(<association id="a" associationDirection="One" sourceRef="event" targetRef="work"/>)" +
      flows("start done undo after"));
  finish(1);

  EXPECT_THAT(test_.waiting(instance), ElementsAre("after"));
  EXPECT_THAT(test_.path(instance), testing::Contains("work"));
}

TEST_P(Combinations, OfCompensatedActivitiesRunTheirHandler) {
  const std::string instance =
      start(element("") +
            R"(<boundaryEvent id="event" attachedToRef="work"><compensateEventDefinition/></boundaryEvent>)" +
            kUndo +
            R"(<userTask id="handler" isForCompensation="true"/>
         <association id="a" associationDirection="One" sourceRef="event" targetRef="handler"/>)" +
            flows("start work undo after"));
  finish(1);

  EXPECT_THAT(test_.waiting(instance), ElementsAre("handler"));
  test_.complete("handler");
  EXPECT_THAT(test_.waiting(instance), ElementsAre("after"));
}

INSTANTIATE_TEST_SUITE_P(Activities, Combinations, testing::ValuesIn(activities()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace rondo
