// SPDX-License-Identifier: Apache-2.0
#include "tests/frontends/findings.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace rondo::frontends {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::TestEngine;

/// The findings about a workflow: "line:column: severity: message [rule]".
std::vector<std::string> elsa_findings(const std::string& text) {
  return tests::findings_in("flow.elsa.json", text);
}

/// A flowchart of these activities, the first of them on line 3.
std::string flowchart_of(const std::string& activities, const std::string& connections = {}) {
  return "{ \"variables\": [{ \"id\": \"v\", \"name\": \"Amount\", \"value\": 1 }],\n"
         "\"root\": { \"type\": \"Elsa.Flowchart\", \"activities\": [\n" +
         activities + "\n], \"connections\": [" + connections + "] } }";
}

std::string file_text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Elsa, RejectsWhatIsNoJson) {
  EXPECT_THAT(elsa_findings("{ \"root\": { \"type\": \"Elsa.Flowchart\"\n  activities } }"),
              ElementsAre("2:3: error: ',' or '}' is expected [json-syntax]"));
  EXPECT_THAT(elsa_findings("{ \"root\": \"Elsa.X, "),
              ElementsAre("1:11: error: the text has no end [json-syntax]"));
  EXPECT_THAT(elsa_findings("{ \"root\": 1.2.3 }"),
              ElementsAre("1:11: error: this is no number [json-syntax]"));
  EXPECT_THAT(elsa_findings("{ } x"),
              ElementsAre("1:5: error: nothing may come after the document [json-syntax]"));
}

TEST(Elsa, ReportsEverythingThatIsWrongAtOnceWithPlacesInCharacters) {
  EXPECT_THAT(
      elsa_findings(
          flowchart_of("{ \"id\": \"状态\", \"type\": \"Elsa.SetVariable\", \"variable\": \"Sum\" },\n"
                       "{ \"id\": \"b\" },\n"
                       "{ \"id\": \"c\", \"type\": \"Elsa.Break\" },\n"
                       "{ \"id\": \"c\", \"type\": \"Elsa.FlowJoin\", \"mode\": \"WaitSome\" }",
                       "{ \"source\": \"c\", \"target\": \"gone\" }, 5")),
      ElementsAre(
          "3:55: error: there is no variable 'Sum' [elsa-variable]",
          "4:1: error: the activity has no type [elsa-shape]",
          "5:1: error: Break can only stand in a loop [elsa-shape]",
          "6:1: error: there is another activity with the id 'c' [duplicate-id]",
          "6:47: error: there is no mode 'WaitSome' [elsa-shape]",
          "7:20: warning: the connection is left out: the flowchart has no activity 'gone' [elsa-connection]",
          "7:57: error: a connection needs a source and a target, and this one has no source [elsa-shape]"));
}

TEST(Elsa, RejectsSettingsThatItWouldHaveToGuess) {
  const auto finding = [](const std::string& members) {
    return elsa_findings(flowchart_of("{ \"id\": \"a\", \"type\": \"Elsa." + members + " }"));
  };
  const std::string computed = "{ \"expression\": { \"type\": \"JavaScript\", \"value\": \"'x'\" } }";
  EXPECT_THAT(
      finding("FlowJoin\", \"mode\": " + computed),
      ElementsAre("3:47: error: 'mode' cannot be computed; it must be written as a value [elsa-shape]"));
  EXPECT_THAT(
      finding("DispatchWorkflow\", \"workflowDefinitionId\": \"w\", \"waitForCompletion\": " + computed),
      ElementsAre(HasSubstr("'waitForCompletion' cannot be computed")));
  EXPECT_THAT(finding("FlowSwitch\", \"cases\": 5"), ElementsAre(HasSubstr("'cases' must be a list")));
  EXPECT_THAT(finding("Switch\", \"cases\": { }"), ElementsAre(HasSubstr("'cases' must be a list")));
  EXPECT_THAT(finding("FlowFork\", \"branches\": 5"), ElementsAre(HasSubstr("'branches' must be a list")));
  EXPECT_THAT(finding("Fork\", \"joinMode\": \"First\""), ElementsAre(HasSubstr("no joinMode 'First'")));
  EXPECT_THAT(finding("Delay\", \"timeSpan\": \"soon\""),
              ElementsAre("3:48: error: 'soon' is no time span [elsa-shape]"));
  EXPECT_THAT(finding("Delay\", \"timeSpan\": \"1.02:03:04.5\""), IsEmpty());
  EXPECT_THAT(finding("Cron\", \"cronExpression\": \"daily\""),
              ElementsAre("3:53: error: 'daily' is no cron expression [elsa-shape]"));
  EXPECT_THAT(finding("StartAt\", \"dateTime\": \"noon\""),
              ElementsAre(HasSubstr("'noon' is no date and time")));
  EXPECT_THAT(finding("Sequence\", \"variables\": 5"), ElementsAre(HasSubstr("'variables' must be a list")));
  EXPECT_THAT(finding("Flowchart\", \"start\": \"gone\", \"activities\": [{ \"type\": \"Elsa.End\" }]"),
              ElementsAre(HasSubstr("the flowchart has no activity 'gone' to start with [elsa-shape]")));
}

TEST(Elsa, WarnsOfTriggersThatStartNothing) {
  const std::string event = "\"type\": \"Elsa.Event\", \"eventName\": \"go\", \"canStartWorkflow\": true";
  EXPECT_THAT(elsa_findings(flowchart_of("{ \"id\": \"a\", " + event + " }, { \"id\": \"b\", " + event + " }",
                                         "{ \"source\": \"a\", \"target\": \"b\" }")),
              ElementsAre(HasSubstr("3:83: warning: it starts no instances")));
  EXPECT_THAT(
      elsa_findings("{ \"root\": { \"type\": \"Elsa.Sequence\", \"activities\": [{ " + event + " }] } }"),
      ElementsAre(HasSubstr("[elsa-trigger]")));
}

TEST(Elsa, RejectsActivitiesInsideOfThoseOfTheHost) {
  EXPECT_THAT(
      elsa_findings(flowchart_of("{ \"id\": \"a\", \"type\": \"Acme.Box\", \"body\": { \"id\": \"b\", "
                                 "\"type\": \"Elsa.End\" } }")),
      ElementsAre("3:42: error: 'body' is an activity, which a delegate cannot run [elsa-shape]"));
}

TEST(Elsa, ReadsTheListsThatVariablesBeginWith) {
  TestEngine test;
  test.deploy(
      "{ \"variables\": [{ \"name\": \"A\", \"typeName\": \"Int32\", \"isArray\": true, \"value\": \"[1, "
      "\\\"2\\\"]\" },"
      "{ \"name\": \"B\", \"typeName\": \"String\", \"isArray\": true, \"value\": [\"1\"] }],"
      "\"inputs\": [{ \"name\": \"C\", \"type\": \"Int64\", \"defaultValue\": \"7\" }],"
      "\"root\": { \"id\": \"e\", \"type\": \"Elsa.Event\", \"eventName\": \"go\" } }",
      "flow.elsa.json");
  const auto id = test.start("flow").id;
  EXPECT_EQ(to_json(test.engine->history().variables(id)), "{\"C\":7,\"A\":[1,2],\"B\":[\"1\"]}");
}

TEST(Elsa, RejectsExpressionsThatItDoesNotUnderstand) {
  const auto decision = [](const std::string& type, const std::string& value) {
    return flowchart_of(
        "{ \"id\": \"a\", \"type\": \"Elsa.FlowDecision\", \"condition\": { \"expression\": { \"type\": \"" +
        type + "\", \"value\": \"" + value + "\" } } }");
  };
  EXPECT_THAT(elsa_findings(decision("JavaScript", "getAmount() === 1 && !variables.Amount")), IsEmpty());
  EXPECT_THAT(elsa_findings(decision("JavaScript", "variables.Other > 1")),
              ElementsAre(HasSubstr("there is no variable 'Other' [elsa-expression]")));
  EXPECT_THAT(elsa_findings(decision("JavaScript", "await x()")),
              ElementsAre(HasSubstr("'await' is not understood [elsa-expression]")));
  EXPECT_THAT(elsa_findings(decision("JavaScript", "1 +")), ElementsAre(HasSubstr("[expression]")));
  EXPECT_THAT(elsa_findings(decision("Python", "True")), ElementsAre(HasSubstr("expressions of that kind")));
  EXPECT_THAT(elsa_findings(decision("Liquid", "{% render x %}")),
              ElementsAre(HasSubstr("the tag 'render' is not understood")));
  EXPECT_THAT(elsa_findings(decision("Liquid", "{{ Amount | shout }}")),
              ElementsAre(HasSubstr("there is no filter 'shout'")));
  EXPECT_THAT(elsa_findings(decision("Variable", "w")), ElementsAre(HasSubstr("[elsa-variable]")));
}

TEST(Elsa, NamesTheDelegatesOfOtherActivities) {
  const auto engine = Engine::open();
  const auto needed = engine->repository().required_delegates(
      {{"a.json", flowchart_of("{ \"id\": \"a\", \"type\": \"Acme.Charge\" }, { \"id\": \"b\", \"type\": "
                               "\"Elsa.WriteLine\" }")}});
  ASSERT_THAT(needed, SizeIs(1));
  EXPECT_EQ(needed[0].name, "Acme.Charge");
  EXPECT_EQ(needed[0].where.line, 3u);
}

TEST(Elsa, StartsNothingWithoutTheDelegatesForHttp) {
  TestEngine test;
  test.deploy(flowchart_of("{ \"id\": \"a\", \"type\": \"Elsa.FlowNode\" },\n"
                           "{ \"id\": \"b\", \"type\": \"Elsa.FlowSendHttpRequest\", \"url\": \"x\" }",
                           "{ \"source\": \"a\", \"target\": \"b\" }"),
              "flow.elsa.json");
  try {
    (void)test.start("flow");
    FAIL();
  } catch (const Error& failure) {
    EXPECT_EQ(failure.kind(), ErrorKind::Delegate);
    EXPECT_THAT(failure.what(), HasSubstr("'Elsa.SendHttpRequest'"));
  }
  EXPECT_EQ(test.engine->runtime().count_running(), 0u);
}

TEST(Elsa, TakesAnEndpointThatSaysNoPathOrNoMethodsForAnError) {
  EXPECT_THAT(elsa_findings(flowchart_of("{ \"id\": \"a\", \"type\": \"Elsa.HttpEndpoint\" },\n"
                                         "{ \"id\": \"b\", \"type\": \"Elsa.HttpEndpoint\", \"path\": \"x\", "
                                         "\"supportedMethods\": 5 }")),
              ElementsAre("3:1: error: the endpoint has no path [elsa-shape]",
                          "4:76: error: the methods must be written as a list of names [elsa-shape]"));
}

TEST(Elsa, FindsAnInstanceByItsNewCorrelationIdOnly) {
  TestEngine test;
  test.deploy(
      flowchart_of("{ \"id\": \"a\", \"type\": \"Elsa.HttpEndpoint\", \"path\": \"/x\" },\n"
                   "{ \"id\": \"b\", \"type\": \"Elsa.Correlate\", \"correlationId\": \"new\" },\n"
                   "{ \"id\": \"c\", \"type\": \"Elsa.Event\", \"eventName\": \"go\" }",
                   "{ \"source\": \"a\", \"target\": \"b\" }, { \"source\": \"b\", \"target\": \"c\" }"),
      "flow.elsa.json");
  StartOptions options;
  options.business_key = "old";
  const auto id = test.engine->runtime().start("flow", {}, options).id;
  const auto found = [&](const std::string& key) {
    InstanceQuery query;
    query.business_key = key;
    return test.engine->runtime().instances(query).size();
  };
  EXPECT_EQ(found("old"), 1u);
  MessageCorrelation request;
  request.name = "GET /x";
  request.business_key = "old";
  (void)test.engine->runtime().correlate(request);
  EXPECT_EQ(found("old"), 0u);
  EXPECT_EQ(found("new"), 1u);
  HistoricInstanceQuery past;
  past.of.business_key = "old";
  EXPECT_THAT(test.engine->history().instances(past), IsEmpty());
  past.of.business_key = "new";
  EXPECT_THAT(test.engine->history().instances(past), SizeIs(1));
  test.engine->runtime().signal("go");
  EXPECT_THAT(test.engine->history().instances(past), SizeIs(1));
  EXPECT_EQ(test.engine->history().instance(id)->business_key, "new");
}

TEST(Elsa, IsToldByItsContentWhateverTheName) {
  TestEngine test;
  test.deploy(flowchart_of("{ \"id\": \"a\", \"type\": \"Elsa.FlowNode\" }"), "plain.json");
  EXPECT_THAT(test.path(test.start("plain").id), ElementsAre("a"));
}

TEST(Elsa, GivesDelegatesTheirInputsAsFields) {
  TestEngine test;
  test.deploy(
      flowchart_of(
          "{ \"id\": \"a\", \"type\": \"Acme.Charge\", \"Sum\": { \"typeName\": \"Int32\", \"expression\": { "
          "\"type\": \"JavaScript\", \"value\": \"variables.Amount + 1\" } }, \"metadata\": { } }"),
      "flow.elsa.json");
  Value sum;
  test.engine->delegates().add("Acme.Charge",
                               [&](DelegateExecution& execution) { sum = execution.field("sum").value(); });
  (void)test.start("flow");
  EXPECT_EQ(sum, Value(2));
}

TEST(Elsa, GoesOnlyWhereTheOutcomeOfADelegateLeads) {
  TestEngine test;
  test.deploy(flowchart_of("{ \"id\": \"a\", \"type\": \"Acme.Ask\" }, { \"id\": \"b\", \"type\": "
                           "\"Elsa.FlowNode\" }",
                           "{ \"source\": \"a\", \"target\": \"b\" }"),
              "flow.elsa.json");
  std::string outcome = "Maybe";
  test.engine->delegates().add("Acme.Ask", [&](DelegateExecution& execution) {
    if (!outcome.empty()) execution.set_variable("outcome", outcome);
  });
  EXPECT_THAT(test.path(test.start("flow").id), ElementsAre("a"));
  for (const char* taken : {"Done", ""}) {
    outcome = taken;
    EXPECT_THAT(test.path(test.start("flow").id), ElementsAre("a", "b"));
  }
}

// In counter mode nobody waits for what will not come; with nothing else left the flowchart is complete.
TEST(Elsa, GoesOnWithoutThePathThatIsCanceled) {
  TestEngine test;
  std::string text = file_text("tests/scenarios/elsa/races.elsa.json");
  text.replace(text.find("\"token\""), 7, "\"counter\"");
  test.deploy(text, "races.elsa.json");
  test.engine->delegates().add("Test.Wait",
                               [](DelegateExecution& execution) { execution.wait_for_trigger(); });
  const auto instance = test.start("races");
  test.engine->runtime().trigger(test.execution_at(instance.id, "A"));
  test.engine->runtime().trigger(test.execution_at(instance.id, "B"));
  EXPECT_EQ(test.state(instance.id), InstanceState::Active);
  test.engine->runtime().modify(instance.id).cancel_all("C").execute();
  EXPECT_THAT(test.path(instance.id), ElementsAre("S", "A", "B", "C"));
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
  const auto other = test.start("races");
  test.engine->runtime().modify(other.id).cancel_all("C").execute();
  test.engine->runtime().trigger(test.execution_at(other.id, "A"));
  test.engine->runtime().trigger(test.execution_at(other.id, "B"));
  EXPECT_THAT(test.path(other.id), ElementsAre("S", "A", "B", "C", "R", "E"));
}

TEST(Elsa, CompletesAFlowchartWhoseLastActivityIsCanceled) {
  for (const std::string mode : {"classic", "token"}) {
    TestEngine test;
    std::string text = file_text("tests/scenarios/elsa/e13.elsa.json");
    text.replace(text.find("classic"), 7, mode);
    test.deploy(text, "e13.elsa.json");
    test.engine->delegates().add("Test.Wait",
                                 [](DelegateExecution& execution) { execution.wait_for_trigger(); });
    const auto instance = test.start("e13");
    test.engine->runtime().modify(instance.id).cancel_all("B").execute();
    EXPECT_EQ(test.state(instance.id), InstanceState::Completed) << mode;
    EXPECT_THAT(test.path(instance.id), ElementsAre("S", "A", "B")) << mode;
  }
}

TEST(Elsa, KeepsWhatIsPlannedWhenACommandFails) {
  TestEngine test;
  test.deploy(file_text("tests/scenarios/elsa/e13-join.elsa.json"), "flow.elsa.json");
  test.engine->delegates().add("Test.Wait",
                               [](DelegateExecution& execution) { execution.wait_for_trigger(); });
  const auto instance = test.start("e13-join");
  EXPECT_THROW(test.engine->runtime().modify(instance.id).start_before("A").cancel_all("nowhere").execute(),
               Error);
  test.engine->runtime().trigger(test.execution_at(instance.id, "B"));
  EXPECT_THAT(test.path(instance.id), ElementsAre("S", "A", "B", "J", "C"));
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
}

TEST(Elsa, TellsOfADeadEndOnce) {
  TestEngine test;
  test.deploy(file_text("tests/scenarios/elsa/e7.elsa.json"), "e7.elsa.json");
  const auto instance = test.start("e7");
  const auto incidents = test.engine->management().incidents(instance.id);
  ASSERT_THAT(incidents, SizeIs(1));
  EXPECT_EQ(incidents[0].kind, "deadlock");
  EXPECT_EQ(incidents[0].activity_id, "M");
  test.engine->runtime().set_variables(instance.id, {{"x", 1}});
  EXPECT_THAT(test.engine->management().incidents(instance.id), SizeIs(1));
}

// Every file of the scenarios and samples, truncated and changed in hundreds of ways: each is deployed or has
// findings with a place; nothing else happens.
TEST(Elsa, HasFindingsWithPlacesForWhateverIsBroken) {
  const std::string insertions = "{}[]\",:\\0a-.t/\n*状$`(";
  std::size_t refused = 0, accepted = 0;
  const auto engine = Engine::open();
  const auto attempt = [&](const std::string& text) {
    bool errors = false;
    for (const Diagnostic& finding : engine->repository().validate({{"flow.elsa.json", text}})) {
      errors = errors || finding.severity == Severity::Error;
      EXPECT_GT(finding.where.line, 0u) << text;
      EXPECT_GT(finding.where.column, 0u) << text;
      EXPECT_FALSE(finding.message.empty()) << text;
    }
    ++(errors ? refused : accepted);
  };
  for (const std::string name :
       {"tests/scenarios/elsa/composites", "tests/scenarios/elsa/events", "tests/scenarios/elsa/outcomes",
        "tests/scenarios/elsa/forks", "tests/scenarios/elsa/e19", "samples/elsa/order"}) {
    const std::string text = file_text(name + ".elsa.json");
    ASSERT_FALSE(text.empty()) << name;
    for (std::size_t i = 0; i < text.size(); i += 7) {
      std::string changed = text;
      attempt(changed.erase(i, 1 + i % 5));
      changed = text;
      attempt(changed.insert(i, 1, insertions[(i / 7) % insertions.size()]));
      if (i % 5 == 0) attempt(text.substr(0, i));
    }
  }
  EXPECT_GT(refused, 1000u);
  EXPECT_GT(accepted, 500u);
  EXPECT_THAT(engine->repository().processes(), IsEmpty());
}

TEST(Elsa, BoundsWhatIsNestedTooDeep) {
  std::string lists = "{ \"root\": ";
  for (int i = 0; i < 3000; ++i) lists += "[";
  EXPECT_THAT(elsa_findings(lists), Contains(HasSubstr("nested too deeply")));
  std::string script;
  for (int i = 0; i < 3000; ++i) script += "x => { ";
  EXPECT_THAT(
      elsa_findings(flowchart_of("{ \"type\": \"Elsa.RunJavaScript\", \"script\": \"" + script + "\" }")),
      Contains(HasSubstr("nested too deeply")));
}

}  // namespace
}  // namespace rondo::frontends
