// SPDX-License-Identifier: Apache-2.0
#include "tests/frontends/findings.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace rondo::frontends::fdl_tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::TestEngine;

/// The findings about a flow: "line:column: severity: message [rule]".
std::vector<std::string> findings(const std::string& text) { return tests::findings_in("a.flow.yml", text); }

std::string flow(const std::string& steps) { return "version: v1\ntype: flow\nsteps:\n" + steps; }

constexpr const char* kTask = "  - {type: task, name: t, resourceArn: 'acs:fc:::services/s/functions/f'";

TEST(Fdl, ReportsEverythingThatIsWrongAtOnce) {
  EXPECT_THAT(
      findings("version: v7\ntype: flow\nspeed: 3\nsteps:\n  - type: pas\n    name: a\n  - type: pass\n"),
      ElementsAre("1:10: error: version must be v1 or v1beta1, not 'v7' [fdl-value]",
                  "3:1: error: a flow has no field 'speed' [fdl-field]",
                  "5:11: error: there is no step of type 'pas' [fdl-value]",
                  "7:5: error: a step needs the field 'name' [fdl-missing]"));
}

TEST(Fdl, RejectsUnknownFieldsOfSteps) {
  EXPECT_THAT(findings(flow("  - type: pass\n    name: a\n    catch: []\n")),
              ElementsAre("6:5: error: a step of type pass has no field 'catch' [fdl-field]"));
  EXPECT_THAT(findings(flow(kTask + std::string(", name: u}\n"))),
              ElementsAre(HasSubstr("the field 'name' is there twice [fdl-field]")));
}

TEST(Fdl, RejectsGotoToWhatIsNoSibling) {
  EXPECT_THAT(findings(flow(kTask + std::string(", catch: [{errors: [X], goto: there}]}\n"))),
              ElementsAre("4:103: error: there is no step 'there' beside this one to go to [fdl-goto]"));
  EXPECT_THAT(findings(flow(
                  "  - {type: parallel, name: p, branches: [{steps: [{type: choice, name: c, default: {goto: "
                  "q}}]}]}\n  - {type: pass, name: q}\n")),
              Contains(HasSubstr("[fdl-goto]")));
}

TEST(Fdl, RejectsDoubledNamesInASeriesOnly) {
  EXPECT_THAT(findings(flow("  - {type: pass, name: a}\n  - {type: pass, name: a}\n")),
              ElementsAre("5:5: error: the name 'a' is that of a step in line 4 already [fdl-name]"));
  EXPECT_THAT(findings(flow("  - {type: parallel, name: a, branches: [{steps: [{type: pass, name: a}]}]}\n")),
              IsEmpty());
}

TEST(Fdl, RejectsEmptyBranchesAndSteps) {
  EXPECT_THAT(findings(flow("  - {type: parallel, name: p, branches: []}\n")),
              ElementsAre(HasSubstr("[fdl-value]")));
  EXPECT_THAT(findings("version: v1\ntype: flow\nsteps: []\n"), ElementsAre(HasSubstr("must not be empty")));
}

TEST(Fdl, TellsWhereAConditionOrPathIsWrong) {
  EXPECT_THAT(findings(flow("  - type: choice\n    name: c\n    choices:\n      - condition: $.a ==\n")),
              ElementsAre(HasSubstr("7:26: error: a value is missing [expression]")));
  EXPECT_THAT(findings(flow("  - {type: pass, name: a, inputMappings: [{target: x, source: $input.}]}\n")),
              ElementsAre(HasSubstr("a name is missing behind the dot [expression]")));
}

TEST(Fdl, TellsThePlaceInAnEmptyFile) {
  EXPECT_THAT(findings(""), ElementsAre("1:1: error: a flow must be an object, not nothing [fdl-type]"));
}

TEST(Fdl, TellsWhatIsWrongWithTheLayout) {
  EXPECT_THAT(findings(flow("\t- type: pass\n")),
              ElementsAre("4:1: error: lines are indented with blanks, not with tabs [fdl-syntax]"));
  EXPECT_THAT(findings(flow("  - {type: pass, name: a\n")),
              ElementsAre(HasSubstr("error: expected ',' or '}' of an object that '{' has opened;")));
  EXPECT_THAT(findings(flow("  - type: pass\n    name: b: c\n")),
              ElementsAre(HasSubstr("5:12: error: a ':' cannot stand here")));
  EXPECT_THAT(findings(flow("  - type: pass\n    name: 'b\n")),
              ElementsAre(HasSubstr("5:11: error: the closing quote of this text is missing [fdl-syntax]")));
  EXPECT_THAT(findings(flow(kTask + std::string(", pattern:sync}\n"))),
              ElementsAre(HasSubstr("has no field 'pattern:sync': a blank is missing behind its ':'")));
  EXPECT_THAT(
      findings(flow("  - {type: pass, name: \"a\xC3\"}\n")),
      ElementsAre("4:26: error: the byte c3 (hexadecimal) cannot stand here: the file must be text in "
                  "UTF-8 [encoding]"));
}

TEST(Fdl, TellsPlacesInsideOfPathsAndConditions) {
  EXPECT_THAT(
      findings(flow("  - {type: pass, name: a, inputMappings: [{target: x, source: $input.a..b}]}\n")),
      ElementsAre("4:72: error: a name is missing behind the dot [expression]"));
  EXPECT_THAT(findings(flow("  - {type: choice, name: c, choices: [{condition: '$.a = 1', goto: d}]}\n"
                            "  - {type: pass, name: d}\n")),
              ElementsAre("4:56: error: this is not understood: = 1 [expression]"));
}

TEST(Fdl, RejectsTimesThatAreNone) {
  EXPECT_THAT(
      findings(flow("  - {type: wait, name: w, timestamp: tomorrow}\n")),
      ElementsAre(
          "4:38: error: 'timestamp' must be a time such as 2026-01-31T08:00:00Z or a path [fdl-value]"));
  EXPECT_THAT(findings(flow("  - {type: wait, name: w, timestamp: '2026-01-31T08:00:00+08:00'}\n")),
              IsEmpty());
}

TEST(Fdl, RefusesStateMachinesByName) {
  const auto engine = Engine::open();
  const auto found = engine->repository().validate(
      {{"m.yml", "Type: StateMachine\nSpecVersion: v1\nName: m\nStartAt: a\nStates: []\n"}});
  ASSERT_THAT(found, testing::SizeIs(1));
  EXPECT_EQ(found[0].rule, "fdl-language");
}

TEST(Fdl, WarnsOfRulesAndStepsThatNothingLeadsTo) {
  EXPECT_THAT(
      findings(flow(kTask + std::string(", catch: [{errors: [FnF.ALL], goto: u}, {errors: [X], goto: u}]}\n"
                                        "  - {type: succeed, name: u}\n  - {type: pass, name: v}\n"))),
      ElementsAre(HasSubstr("warning: the rule before this one takes all errors [fdl-unreachable]"),
                  HasSubstr("warning: this step is never executed: nothing leads to it [unreachable]")));
}

TEST(Fdl, ReadsJsonAndResourcesByReference) {
  TestEngine test;
  test.engine->delegates().add("f", [](DelegateExecution& execution) { execution.set_variable("r", 1); });
  test.deploy(R"({"version": "v1", "type": "flow", "steps": [
    {"type": "task", "name": "t", "resourceArn": "acs:fc:::services/s/functions/f"}]})",
              "json.flow.json");
  test.deploy("version: v1\ntype: flow\nsteps:\n  - {type: task, name: t, resourceArn: !Ref s/f}\n",
              "yaml.txt");
  for (const char* key : {"json", "yaml"}) {
    const auto instance = test.start(key);
    EXPECT_EQ(*test.engine->history().variables(instance.id).find("output"), Value(Object{{"r", 1}}));
  }
}

TEST(Fdl, BoundsNestingAndAliases) {
  EXPECT_THAT(findings("type: flow\nversion: v1\nsteps: " + std::string(100'000, '[')),
              Contains(HasSubstr("[fdl-")));
  std::string bomb = "version: v1\ntype: flow\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) bomb += (j > 0 ? ", *a" : "*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  EXPECT_THAT(findings(bomb), Contains(HasSubstr("too many parts")));
  EXPECT_THAT(findings("version: v1\ntype: flow\nsteps: &a [*a]\n"), Contains(HasSubstr("[fdl-syntax]")));
}

TEST(Fdl, TellsWorkElsewhereThatNobodyWaitsForIt) {
  TestEngine test;
  std::vector<Completion> started;
  test.engine->delegates().add_async(
      "f", [&](DelegateExecution&, Completion completion) { started.push_back(completion); });
  test.deploy(flow(kTask + std::string("}\n")), "a.flow.yml");
  const auto instance = test.start("a");
  ASSERT_EQ(started.size(), 1u);
  EXPECT_FALSE(started[0].withdrawn());
  test.engine->runtime().stop(instance.id, "Enough");
  EXPECT_TRUE(started[0].withdrawn());
  EXPECT_EQ(test.state(instance.id), InstanceState::Stopped);
}

// Which functions were told to stop, by the names of their tasks.
class Functions {
 public:
  explicit Functions(TestEngine& test) {
    test.engine->delegates().add_async(
        "f",
        [this](DelegateExecution& execution, Completion completion) {
          started[execution.activity_id()] = completion;
        },
        [this](DelegateExecution& execution) {
          stopped.push_back(execution.activity_id() + " " + to_json(*execution.variable("id")));
          throw std::runtime_error("it does not listen");
        });
  }
  std::map<std::string, std::optional<Completion>> started;
  std::vector<std::string> stopped;
};

std::string task_of(const std::string& name, const std::string& more = "") {
  return "{type: task, name: " + name + ", resourceArn: 'acs:fc:::services/s/functions/f'" + more + "}";
}

StartedInstance start_two_branches(TestEngine& test) {
  test.deploy(flow("  - {type: parallel, name: p, branches: [{steps: [" + task_of("a") + "]}, {steps: [" +
                   task_of("b") + "]}]}\n"),
              "a.flow.yml");
  return test.start("a", {{"id", 7}});
}

TEST(Fdl, TellsFunctionsOfAStoppedExecutionOnce) {
  TestEngine test;
  Functions functions(test);
  const auto instance = start_two_branches(test);
  functions.started.at("a")->complete();
  EXPECT_THAT(functions.stopped, IsEmpty());
  test.engine->runtime().stop(instance.id, "Enough");
  EXPECT_THAT(functions.stopped, ElementsAre("b 7"));
  EXPECT_EQ(test.state(instance.id), InstanceState::Stopped);
}

TEST(Fdl, TellsFunctionsOfBranchesThatAreWithdrawn) {
  TestEngine test;
  Functions functions(test);
  const auto instance = start_two_branches(test);
  // The one that has ended by itself need not be told.
  functions.started.at("a")->bpmn_error("Broken");
  EXPECT_THAT(functions.stopped, ElementsAre("b 7"));
  EXPECT_EQ(test.state(instance.id), InstanceState::Failed);
}

TEST(Fdl, TellsFunctionsWhoseTimeIsOver) {
  TestEngine test;
  Functions functions(test);
  test.deploy(
      flow("  - " +
           task_of("a", ", timeoutSeconds: 5, retry: [{errors: [FnF.TaskTimeout], maxAttempts: 1}]") + "\n"),
      "a.flow.yml");
  const auto instance = test.start("a", {{"id", 7}});
  for (int i = 0; i < 3; ++i) {
    test.clock->advance(std::chrono::seconds(5));
    test.engine->management().run_due();
  }
  EXPECT_THAT(functions.stopped, ElementsAre("a 7", "a 7"));
  EXPECT_EQ(test.state(instance.id), InstanceState::Failed);
}

TEST(Fdl, EndsExecutionsAfterAYear) {
  TestEngine test;
  Functions functions(test);
  test.deploy(flow("  - " + task_of("a") + "\n"), "a.flow.yml");
  const auto instance = test.start("a", {{"id", 7}});
  test.clock->advance(std::chrono::hours(364 * 24));
  test.engine->management().run_due();
  EXPECT_EQ(test.state(instance.id), InstanceState::Active);
  test.clock->advance(std::chrono::hours(24));
  test.engine->management().run_due();
  EXPECT_EQ(test.state(instance.id), InstanceState::TimedOut);
  EXPECT_THAT(functions.stopped, ElementsAre("a 7"));
}

// Files of the scenarios and samples with lines left out, doubled and changed: each is deployed or has
// findings with a place; nothing else happens.
TEST(Fdl, HasFindingsWithPlacesForWhateverIsBroken) {
  constexpr std::array<std::string_view, 6> kValues{"[1, {a: b}]", "{x: 1}", "-5", "~", "'", "$input..x["};
  std::size_t refused = 0, accepted = 0;
  const auto engine = Engine::open();
  const auto attempt = [&](const std::string& text) {
    bool errors = false;
    for (const Diagnostic& finding : engine->repository().validate({{"a.flow.yml", text}})) {
      errors = errors || finding.severity == Severity::Error;
      EXPECT_GT(finding.where.line, 0u) << text;
      EXPECT_GT(finding.where.column, 0u) << text;
      EXPECT_FALSE(finding.message.empty()) << text;
    }
    ++(errors ? refused : accepted);
  };
  for (const char* folder : {"tests/scenarios/fdl", "samples/fdl"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (!entry.path().string().ends_with(".flow.yml")) continue;
      std::ifstream file(entry.path());
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      for (std::size_t begin = 0, line = 0; begin < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
        const std::string before = text.substr(0, begin), here = text.substr(begin, end - begin);
        const std::string after = text.substr(end);
        attempt(before + after);
        attempt(before + here + here + after);
        attempt(before + "  " + here + after);
        attempt(before + here.substr(0, here.size() / 2));
        if (const std::size_t colon = here.find(':'); colon != std::string::npos) {
          attempt(before + here.substr(0, colon + 1) + " " + std::string(kValues[line % kValues.size()]) +
                  "\n" + after);
          attempt(before + here.substr(0, colon) + "X" + here.substr(colon) + after);
        }
        begin = end;
      }
    }
  }
  EXPECT_GT(refused, 500u);
  EXPECT_GT(accepted, 50u);
  EXPECT_THAT(engine->repository().processes(), IsEmpty());
}

}  // namespace
}  // namespace rondo::frontends::fdl_tests
