// SPDX-License-Identifier: Apache-2.0
#include "rondo/value.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/support/process_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo::cli {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using tests::flows;
using tests::process_text;

class RunCommand : public testing::Test {
 protected:
  /// Runs a process with this content and these further arguments.
  CommandResult run(std::string_view content, std::vector<std::string> arguments = {},
                    std::string_view definitions = {}) {
    const std::string file = folder_.write("p.bpmn", process_text("p", content, definitions));
    arguments.insert(arguments.begin(), {"run", file});
    return call(arguments);
  }

  ScratchFolder folder_;
};

const std::string kApproval =
    "<startEvent id=\"start\"/><userTask id=\"approve\" name=\"Approve\" activiti:candidateGroups=\"sales\"/>"
    "<endEvent id=\"done\"/>" +
    flows("start approve done");

const std::string kService =
    "<startEvent id=\"start\"/><serviceTask id=\"charge\" activiti:class=\"com.acme.Charge\"/>"
    "<serviceTask id=\"mail\" activiti:delegateExpression=\"${mailer}\"/><endEvent id=\"done\"/>" +
    flows("start charge mail done");

const std::string kTimer =
    "<startEvent id=\"start\"/><intermediateCatchEvent id=\"pause\"><timerEventDefinition>"
    "<timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent "
    "id=\"done\"/>" +
    flows("start pause done");

TEST_F(RunCommand, TellsPathVariablesAndState) {
  const auto result = run(kApproval, {"--var", "amount=120", "--complete", "approve:approved=true"});

  EXPECT_EQ(result.code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("path:      start approve done\n"));
  EXPECT_THAT(result.output, HasSubstr("amount = 120"));
  EXPECT_THAT(result.output, HasSubstr("approved = true"));
  EXPECT_THAT(result.output, HasSubstr("state:     completed"));
  EXPECT_EQ(result.errors, "");
}

TEST_F(RunCommand, FindsTasksByNameToo) { EXPECT_EQ(run(kApproval, {"--complete", "Approve"}).code, 0); }

TEST_F(RunCommand, ShowsWhatIsWaitedFor) {
  const auto result = run(kApproval, {"--complete", "other"});

  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.output, HasSubstr("waits for user task approve \"Approve\", for group sales"));
  EXPECT_THAT(result.output, HasSubstr("the answer for 'other' was not used"));
  EXPECT_THAT(run(kTimer).output, HasSubstr("waits for timer at pause, due 20"));
}

TEST_F(RunCommand, NamesEveryMissingDelegateWithItsPlace) {
  const auto result = run(kService);

  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.errors, ContainsRegex("p.bpmn:[0-9]+:[0-9]+: .*'com.acme.Charge'"));
  EXPECT_THAT(result.errors, ContainsRegex("p.bpmn:[0-9]+:[0-9]+: .*mailer"));
  EXPECT_THAT(result.errors, HasSubstr("rondo: error: "));
}

TEST_F(RunCommand, LetsMissingDelegatesDoNothingInASimulation) {
  const auto result = run(kService, {"--simulate"});

  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.output, HasSubstr("(com.acme.Charge not registered, does nothing)"));
}

TEST_F(RunCommand, JumpsOverTimersInASimulation) {
  const auto result = run(kTimer, {"--simulate"});

  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.output, HasSubstr("> the clock jumps to 20"));
}

TEST_F(RunCommand, TellsWhatAGatewayDecided) {
  const auto result =
      run("<startEvent id=\"start\"/><exclusiveGateway id=\"big\" default=\"no\"/><task id=\"small\"/>"
          "<task id=\"large\"/><sequenceFlow id=\"no\" sourceRef=\"big\" targetRef=\"small\"/>"
          "<sequenceFlow id=\"yes\" sourceRef=\"big\" targetRef=\"large\"><conditionExpression>${n > 5}"
          "</conditionExpression></sequenceFlow>" +
              flows("start big"),
          {"--var", "n=6"});

  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.output, ContainsRegex("big .*-> large"));
}

TEST_F(RunCommand, WritesOneJsonDocument) {
  const auto result = run(kApproval, {"--format", "json", "--trace", "--business-key", "K-1"});
  std::string error;
  const Value document = parse_json(result.output, error);

  EXPECT_EQ(result.code, 3);
  ASSERT_TRUE(document.is_object()) << error;
  const Object& members = document.as_object();
  EXPECT_EQ(*members.find("state"), Value("waiting"));
  EXPECT_EQ(*members.find("business_key"), Value("K-1"));
  EXPECT_EQ(*members.find("waits_for"), Value(List{"user task approve \"Approve\", for group sales"}));
  EXPECT_EQ(members.find("path")->as_list().size(), 2u);
  EXPECT_FALSE(members.find("operations")->as_list().empty());
}

TEST_F(RunCommand, TellsAnErrorAndWhatIsRolledBack) {
  const auto result =
      run("<startEvent id=\"start\"/><exclusiveGateway id=\"choice\"/><task id=\"a\"/><sequenceFlow id=\"f\" "
          "sourceRef=\"choice\" targetRef=\"a\"><conditionExpression>${missing > 1}</conditionExpression>"
          "</sequenceFlow>" +
          flows("start choice"));

  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, HasSubstr("rolled back: start choice"));
  EXPECT_THAT(result.errors, AllOf(HasSubstr("rondo: error: "), HasSubstr("missing")));
}

TEST_F(RunCommand, TellsAFailureThatHasNoName) {
  const std::string file = folder_.write(
      "p.flow.yml", "version: v1\ntype: flow\nsteps: [{type: fail, name: f, cause: because}]\n");
  const auto result = call({"run", file});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.errors, HasSubstr("rondo: error: an error without a name: because"));
}

TEST_F(RunCommand, ChoosesTheProcess) {
  const std::string file = folder_.write(
      "two.bpmn",
      "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" targetNamespace=\"t\">"
      "<process id=\"first\" isExecutable=\"true\"><startEvent id=\"s1\"/></process>"
      "<process id=\"second\" isExecutable=\"true\"><startEvent id=\"s2\"/></process>"
      "</definitions>");

  EXPECT_THAT(call({"run", file}).output, AllOf(HasSubstr("--process"), HasSubstr("path:      s1\n")));
  EXPECT_THAT(call({"run", file, "--process", "second"}).output, HasSubstr("path:      s2\n"));
  const auto unknown = call({"run", file, "--process", "third"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.errors, AllOf(HasSubstr("'third'"), HasSubstr("first, second")));
}

TEST_F(RunCommand, IndentsWhatCalledProcessesDo) {
  const std::string called = folder_.write(
      "called.bpmn", process_text("called", "<startEvent id=\"inner\"/><task id=\"x\"/>" + flows("inner x")));

  const auto result = run(
      "<startEvent id=\"start\"/><callActivity id=\"call\" calledElement=\"called\"/>" + flows("start call"),
      {called});

  EXPECT_EQ(result.code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("\n  call "));
  EXPECT_THAT(result.output, HasSubstr("\n    inner "));
}

TEST_F(RunCommand, RefusesBadInputInOneLine) {
  const std::string file = folder_.write("p.bpmn", process_text("p", kApproval));
  const std::string text = folder_.write("text.txt", "not a process");
  for (const auto& [arguments, complaint] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"run", "missing.bpmn"}, "missing.bpmn"},
           {{"run", folder_.path()}, "directory"},
           {{"run", file, "--var", "amount"}, "amount"},
           {{"run", file, "--vars", text}, "text.txt:1:1"},
           {{"run", file, "--complete", ":x=1"}, ":x=1"},
           {{"run", file, "--format", "xml"}, "xml"}}) {
    const auto result = call(arguments);
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.output, "");
    EXPECT_THAT(result.errors, AllOf(HasSubstr("rondo: error: "), HasSubstr(complaint)));
  }
}

TEST_F(RunCommand, ShowsAllFindingsOfAFileThatCannotBeDeployed) {
  const auto result = run("<startEvent id=\"start\"/>" + flows("start nowhere") + flows("elsewhere start"));

  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors,
              AllOf(HasSubstr("nowhere"), HasSubstr("elsewhere"), HasSubstr("rondo: error: ")));
}

TEST_F(RunCommand, UsesNoColorsInAFile) { EXPECT_THAT(run(kApproval).output, Not(HasSubstr("\x1b["))); }

}  // namespace
}  // namespace rondo::cli
