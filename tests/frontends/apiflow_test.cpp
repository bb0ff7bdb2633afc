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

namespace rondo::frontends::apiflow_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::TestEngine;

/// The findings about a script: "line:column: severity: message [rule]".
std::vector<std::string> findings(const std::string& text) {
  return tests::findings_in("flow.apiflow", text);
}

std::string with_start(const std::string& instructions) {
  return "a = BOOLE { true }\nb = CODE { 1 }\nstart {\n" + instructions + "\n}\n";
}

TEST(ApiFlow, RejectsRetriesThatAreNotWrittenAsLiterals) {
  const auto with_retry = [](const std::string& retry) {
    return findings("a = HTTP { url \"x\"\n " + retry + "\n more [\n1] }\nstart { run a }\n");
  };
  EXPECT_THAT(with_retry("retry = count"),
              ElementsAre(HasSubstr("2:2: error: 'retry' must be a number, or have the members times")));
  EXPECT_THAT(with_retry("retry 2.5"),
              ElementsAre("2:8: error: 'retry' must be a whole number [script-syntax]"));
  EXPECT_THAT(with_retry("retry 2 + n"),
              ElementsAre("2:10: error: 'retry' must be written as literals [script-syntax]"));
  EXPECT_THAT(with_retry("retry = [tmes: 3]"),
              ElementsAre(HasSubstr("2:11: error: 'retry' has no member 'tmes'; there are times")));
  EXPECT_THAT(with_retry("retry times: 1.5"),
              ElementsAre("2:15: error: 'times' must be a whole number, written as it is [script-syntax]"));
  EXPECT_THAT(with_retry("retry errors: [IOException]"),
              ElementsAre("2:17: error: 'errors' must be a list of names of exceptions [script-syntax]"));
  for (const char* usable : {"retry 3", "retry = 3", "retry times: 3, interval: 0.5", "retry(times: 3)",
                             "retry = [times: 3,\n errors: ['A',\n \"B\"]\n]", "retry errors: 'A'"}) {
    EXPECT_THAT(with_retry(usable), IsEmpty()) << usable;
  }
}

TEST(ApiFlow, RejectsWhatIsNoInstruction) {
  EXPECT_THAT(
      findings(with_start("run { if (x) { run a } }")),
      ElementsAre("4:7: error: only run, when, async and exit can stand here, not 'if' [script-syntax]"));
  EXPECT_THAT(
      findings(with_start("x = 1")),
      ElementsAre("4:1: error: only run, when, async and exit can stand here, not 'x' [script-syntax]"));
  EXPECT_THAT(findings(with_start("run a b")),
              ElementsAre("4:7: error: expected the end of the instruction, but found 'b' [script-syntax]"));
  EXPECT_THAT(findings(with_start("run")),
              ElementsAre("4:4: error: a task or a group is missing [script-syntax]"));
  EXPECT_THAT(findings("run a\nstart { }"),
              ElementsAre("1:1: error: 'run' can only stand in 'start { }' [script-syntax]"));
}

TEST(ApiFlow, RejectsInstructionsInTheCodeOfTasks) {
  EXPECT_THAT(findings("a = CODE { exit 5 }\nb = CODE {\n  def x = 1\n  run a\n  when a isTrue b\n}\n"
                       "def T(x) { async { x } }\nc = HTTP { run 'now' }\n"
                       "d = CODE { def exit = 1; exit + 1 }\nstart { run a }"),
              ElementsAre("1:12: error: 'exit' can only stand in 'start { }' [script-syntax]",
                          "4:3: error: 'run' can only stand in 'start { }' [script-syntax]",
                          "5:3: error: 'when' can only stand in 'start { }' [script-syntax]",
                          "7:12: error: 'async' can only stand in 'start { }' [script-syntax]"));
}

TEST(ApiFlow, RejectsExitsWithoutAUsableValue) {
  EXPECT_THAT(findings(with_start("exit")),
              ElementsAre("4:5: error: 'exit' needs a value; for none write 'exit null' [script-syntax]"));
  EXPECT_THAT(findings(with_start("exit [1,2]")),
              ElementsAre("4:6: error: a list or map needs parentheses: exit ([…]) [script-syntax]"));
  EXPECT_THAT(findings(with_start("exit [a:1]")), SizeIs(1));
  EXPECT_THAT(findings(with_start("exit ([a:1])")), IsEmpty());
}

TEST(ApiFlow, TellsBytesThatAreNoText) {
  EXPECT_THAT(
      findings("a = CODE { 1 }\nb = CODE { \"ü\xFF\" }\nstart { run a }\n"),
      ElementsAre("2:14: error: the byte ff (hexadecimal) cannot stand here: the file must be text in "
                  "UTF-8 [encoding]"));
}

TEST(ApiFlow, TellsAFewOfManyOpenBrackets) {
  EXPECT_THAT(findings("start {\n" + std::string(50, '{')), SizeIs(3));
}

TEST(ApiFlow, TellsThatListsBehindNamesNeedParentheses) {
  EXPECT_THAT(
      findings("a = EACH { from [1, 2]; list }\nstart { run a }\n"),
      ElementsAre("1:17: error: a list or map behind a name needs parentheses: name([…]) [expression]"));
}

TEST(ApiFlow, RejectsTestsOnTheNextLine) {
  EXPECT_THAT(findings(with_start("when a\nisTrue b")),
              ElementsAre(HasSubstr("4:7: error: 'when' needs isTrue"),
                          HasSubstr("5:1: error: 'isTrue' belongs behind")));
  EXPECT_THAT(findings(with_start("when a b")), ElementsAre(HasSubstr("4:8: error: 'when' needs isTrue")));
}

TEST(ApiFlow, RejectsUnknownAndDoubledNames) {
  EXPECT_THAT(findings(with_start("run c\nwhen d isTrue { async e }")),
              ElementsAre("4:5: error: there is no task 'c' [unknown-task]",
                          "5:6: error: there is no task 'd' [unknown-task]",
                          "5:23: error: there is no task 'e' [unknown-task]"));
  EXPECT_THAT(findings("a = CODE { 1 }\na = BOOLE { true }\nstart { }"),
              ElementsAre("2:1: error: 'a' is declared twice [duplicate-task]"));
  EXPECT_THAT(findings("d = 1\nstart { run d }"),
              ElementsAre("2:13: error: 'd' is data, not a task [unknown-task]"));
  EXPECT_THAT(findings("input = CODE { 1 }\nstart { }"), ElementsAre(HasSubstr("[reserved-name]")));
  EXPECT_THAT(findings("def T(x) { x }\nstart { run T(1, 2) }"),
              ElementsAre("2:13: error: 'T' takes 1 arguments, not 2 [argument-count]"));
}

TEST(ApiFlow, RejectsWhatIsWrongInTasksThatNothingRuns) {
  EXPECT_THAT(findings("a = CODE { 1 }\nb = CASE { x > 1 }\nc = EACH { from 1..2; mapp { it } }\n"
                       "d = CODE { new Socket('x', 1) }\nstart { run a }"),
              ElementsAre("2:14: error: a case is written as NAME = condition [expression]",
                          HasSubstr("3:23: error: a pipeline has no step 'mapp'; there are from, filter"),
                          "4:16: error: unknown class 'Socket' [expression]"));
}

TEST(ApiFlow, RejectsAWrongNumberOfBranches) {
  EXPECT_THAT(findings(with_start("when a isTrue a, b, b")), ElementsAre(HasSubstr("[branch-count]")));
  EXPECT_THAT(findings(with_start("when a isTrue")),
              ElementsAre(HasSubstr("4:14: error: a task or a group is missing")));
  EXPECT_THAT(findings(with_start("when a to")), ElementsAre(HasSubstr("a task or a group is missing")));
  EXPECT_THAT(findings(with_start("when b to a, b, b, a")), IsEmpty());
}

TEST(ApiFlow, NeedsOneStartAtTheEnd) {
  EXPECT_THAT(findings("a = CODE { 1 }\n"),
              ElementsAre("2:1: error: the script has no 'start { }' [start-block]"));
  EXPECT_THAT(findings("start { }\nstart { }"),
              ElementsAre("2:1: error: there is a 'start { }' already [start-block]"));
  EXPECT_THAT(findings("start { }\na = CODE { 1 }"),
              ElementsAre("2:1: error: nothing may come after 'start { }' [start-block]"));
}

TEST(ApiFlow, ReportsEverythingAtOnceWithPlacesInCharacters) {
  EXPECT_THAT(findings("状态 = CODE { 1 +  }\nb = BOOLE { 'x }\nstart { run c }"),
              ElementsAre("2:13: error: the text has no end [script-syntax]"));
  EXPECT_THAT(findings("状态 = CODE { 1 +  }\nb = CASE { x = ) }\nstart { }"), SizeIs(1));
  EXPECT_THAT(
      findings("状态 = CODE { 1 + * }\n状 = CODE {\n  def x = 5\n  x = = 2 }\nstart { run 状态; run 状 }"),
      ElementsAre("1:17: error: expected a value, but found '*' [expression]",
                  "4:7: error: expected a value, but found '=' [expression]"));
  EXPECT_THAT(findings("start { run { }"), ElementsAre("1:7: error: '{' is never closed [script-syntax]"));
}

TEST(ApiFlow, WarnsOfWhatIsNeverReached) {
  EXPECT_THAT(findings(with_start("exit 1\nrun a")),
              ElementsAre(HasSubstr("5:1: warning: this is never executed")));
}

TEST(ApiFlow, IsToldByItsContentWhateverTheName) {
  TestEngine test;
  test.deploy("a = CODE { 7 }\nstart {\n  run a\n}", "flow.txt");
  const auto instance = test.start("flow");
  EXPECT_EQ(test.engine->history().variables(instance.id).find("result")->as_integer(), 7);
}

TEST(ApiFlow, LeavesAnIncidentForAThreadThatFails) {
  TestEngine test;
  test.deploy(
      "a = CODE { throw new Exception('alone') }\nb = BOOLE { 1 }\nw = wait { }\n"
      "start { async { run a }, { when a isNull b }\nrun w }",
      "flow.apiflow");
  test.engine->delegates().add("wait", [](DelegateExecution& execution) { execution.wait_for_trigger(); });
  const auto instance = test.start("flow");
  const auto incidents = test.engine->management().incidents(instance.id);
  ASSERT_THAT(incidents, SizeIs(2));
  EXPECT_EQ(incidents[0].kind, "failed_thread");
  EXPECT_EQ(incidents[0].message, "Exception: alone");
  EXPECT_EQ(incidents[0].activity_id, "a");
  EXPECT_EQ(test.state(instance.id), InstanceState::Active);
}

TEST(ApiFlow, GoesOnInThreadsThatWaitWhenTheMainThreadHasExited) {
  TestEngine test;
  test.deploy("w = wait { }\nx = CODE { 'x' }\nstart { async { run w; run x }\nexit 'main' }",
              "flow.apiflow");
  test.engine->delegates().add("wait", [](DelegateExecution& execution) { execution.wait_for_trigger(); });
  const auto instance = test.start("flow");
  EXPECT_EQ(test.state(instance.id), InstanceState::Active);
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "result"), Value("main"));
  test.engine->runtime().trigger(test.execution_at(instance.id, "w"));
  EXPECT_EQ(test.state(instance.id), InstanceState::Completed);
  EXPECT_THAT(test.path(instance.id), ElementsAre("w", "x"));
  EXPECT_EQ(*test.engine->history().variables(instance.id).find("result"), Value("main"));
}

TEST(ApiFlow, GivesAppTasksTheirSettingsAndTakesTheirResult) {
  TestEngine test;
  test.deploy("p = pay { url = \"u${1 + 1}\" }\nq = CODE { p.result.url }\nstart { run p; run q }",
              "flow.apiflow");
  test.engine->delegates().add("pay", [](DelegateExecution& execution) {
    execution.set_local_variable("result", *execution.field("settings"));
  });
  const auto instance = test.start("flow");
  EXPECT_EQ(*test.engine->history().variables(instance.id).find("result"), Value("u2"));
}

TEST(ApiFlow, IsStartedByWhatItListensTo) {
  TestEngine test;
  test.deploy(
      "init { listen cron on 'R2/PT1H'; listen webhook on \"placed\" }\n"
      "a = CODE { input.id ?: 'timer' }\nstart { run a }",
      "flow.apiflow");
  EXPECT_EQ(test.advance(std::chrono::hours(1)), 1u);
  MessageCorrelation message;
  message.name = "placed";
  (void)test.engine->runtime().correlate(message, {{"id", 5}});
  std::vector<std::string> results;
  for (const InstanceInfo& instance : test.engine->history().instances()) {
    results.push_back(to_json(*test.engine->history().variables(instance.id).find("result")));
  }
  EXPECT_THAT(results, testing::UnorderedElementsAre("\"timer\"", "5"));
}

TEST(ApiFlow, TakesTheResultOfAppTasksThatEndLater) {
  TestEngine test;
  test.deploy("p = pay { }\nq = CODE { p.result + 1 }\nstart { run p; run q }", "flow.apiflow");
  test.engine->delegates().add("pay", [](DelegateExecution& execution) { execution.wait_for_trigger(); });
  const auto instance = test.start("flow");
  test.engine->runtime().trigger(test.execution_at(instance.id, "p"), {{"result", 41}});
  EXPECT_EQ(*test.engine->history().variables(instance.id).find("result"), Value(42));
}

// Every file of the scenarios and samples, truncated and changed in hundreds of ways: each is deployed or has
// findings with a place; nothing else happens.
TEST(ApiFlow, HasFindingsWithPlacesForWhateverIsBroken) {
  const std::string insertions = "(){}[]'\"$;:.,=\n*&0a状\\/";
  std::size_t refused = 0, accepted = 0;
  const auto engine = Engine::open();
  const auto attempt = [&](const std::string& text) {
    bool errors = false;
    for (const Diagnostic& finding : engine->repository().validate({{"flow.apiflow", text}})) {
      errors = errors || finding.severity == Severity::Error;
      EXPECT_GT(finding.where.line, 0u) << text;
      EXPECT_GT(finding.where.column, 0u) << text;
      EXPECT_FALSE(finding.message.empty()) << text;
    }
    ++(errors ? refused : accepted);
  };
  for (const char* folder : {"tests/scenarios/apiflow", "samples/apiflow"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".apiflow") continue;
      std::ifstream file(entry.path());
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      for (std::size_t i = 0; i < text.size(); i += 3) {
        attempt(text.substr(0, i));
        std::string changed = text;
        attempt(changed.erase(i, 1 + i % 4));
        changed = text;
        attempt(changed.insert(i, 1, insertions[(i / 3) % insertions.size()]));
      }
    }
  }
  EXPECT_GT(refused, 1000u);
  EXPECT_GT(accepted, 100u);
  EXPECT_THAT(engine->repository().processes(), IsEmpty());
}

TEST(ApiFlow, BoundsWhatIsNestedTooDeep) {
  std::string groups = "start { run ";
  for (int i = 0; i < 3000; ++i) groups += "{ run ";
  EXPECT_THAT(findings(groups), testing::Contains(HasSubstr("nested too deep")));
  std::string texts = "x = ";
  for (int i = 0; i < 3000; ++i) texts += "\"${";
  EXPECT_THAT(findings(texts), testing::Contains(HasSubstr("nested too deep")));
}

}  // namespace
}  // namespace rondo::frontends::apiflow_tests
