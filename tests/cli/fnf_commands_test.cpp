// SPDX-License-Identifier: Apache-2.0
// The commands below `rondo fnf`, each call in a process of its own on one store.
#include "rondo/value.hpp"
#include "tests/cli/command_line.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace rondo::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FnfCommands : public testing::Test {
 protected:
  /// Calls `rondo fnf …` in a process of its own.
  CommandResult fnf(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "fnf");
    arguments.insert(arguments.end(), {"--db", folder_.path("store.db")});
    const pid_t child = fork();
    if (child == 0) {
      const CommandResult result = call(arguments);
      std::ofstream(folder_.path("output")) << result.output;
      std::ofstream(folder_.path("errors")) << result.errors;
      _exit(result.code);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    return {WEXITSTATUS(status), content_of(folder_.path("output")), content_of(folder_.path("errors"))};
  }
  /// What a command answers; the test fails when the command does.
  Object answer(const std::vector<std::string>& arguments) {
    const CommandResult result = fnf(arguments);
    EXPECT_EQ(result.code, 0) << result.errors;
    std::string error;
    const Value value = parse_json(result.output, error);
    EXPECT_EQ(error, "") << result.output;
    return value.is_object() ? value.as_object() : Object();
  }
  /// What it says of a command that it refuses.
  Object refusal(const std::vector<std::string>& arguments) {
    const CommandResult result = fnf(arguments);
    EXPECT_EQ(result.code, 2) << result.output;
    EXPECT_EQ(result.output, "");
    std::string error;
    const Value value = parse_json(result.errors, error);
    EXPECT_EQ(error, "") << result.errors;
    return value.is_object() ? value.as_object() : Object();
  }
  Object execution(const std::string& flow, const std::string& name) {
    return answer({"describe-execution", "--flow-name", flow, "--execution-name", name});
  }
  void create(const std::string& flow) {
    answer({"create-flow", "--flow-name", flow, "--definition-file",
            "tests/scenarios/fdl/" + flow + ".flow.yml"});
  }
  std::vector<std::string> events(const std::string& flow, const std::string& name) {
    const Object all = answer({"get-execution-history", "--flow-name", flow, "--execution-name", name});
    std::vector<std::string> result;
    for (const Value& event : all.find("Events")->as_list()) {
      result.push_back(text(event.as_object(), "Type") + " " + text(event.as_object(), "StepName"));
    }
    return result;
  }
  std::vector<std::string> rows(const std::string& flow, const std::string& name) {
    const Object all = answer({"get-execution-history", "--flow-name", flow, "--execution-name", name});
    std::vector<std::string> result;
    for (const Value& item : all.find("Events")->as_list()) {
      const Object& event = item.as_object();
      std::string row = std::to_string(event.find("EventId")->as_integer()) + " " +
                        std::to_string(event.find("ScheduleEventId")->as_integer()) + " " +
                        text(event, "Type");
      const std::string detail = text(event, "EventDetail");
      const bool changes =
          detail.find("taskToken") != std::string::npos || detail.find("put\"") != std::string::npos;
      if (!text(event, "StepName").empty()) row += " " + text(event, "StepName");
      if (!detail.empty() && !changes) row += " " + detail;
      result.push_back(row);
    }
    return result;
  }
  std::string token(const std::string& flow, const std::string& name) {
    const Object all = answer({"get-execution-history", "--flow-name", flow, "--execution-name", name});
    std::string found, error;
    for (const Value& event : all.find("Events")->as_list()) {
      const Value detail = parse_json(text(event.as_object(), "EventDetail"), error);
      if (!detail.is_object()) continue;
      if (const Value* token = detail.as_object().find("taskToken")) found = token->as_string();
    }
    return found;
  }
  static std::string text(const Object& answer, std::string_view member) {
    const Value* found = answer.find(member);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "(none)";
  }

 private:
  ScratchFolder folder_;
};

// The sample of the service's documents: steps that follow a stop.
TEST_F(FnfCommands, RunTheSampleOfPostActions) {
  create("post-actions-flow");
  create("post-actions-subflow");
  const Object started =
      answer({"StartExecution", "--FlowName", "post-actions-flow", "--Input",
              R"({"subflowExecName":"run10", "subflowInput":"test"})", "--ExecutionName", "main1"});
  EXPECT_EQ(text(started, "FlowName"), "post-actions-flow");
  EXPECT_EQ(text(started, "Name"), "main1");
  EXPECT_EQ(text(started, "Status"), "Running");
  EXPECT_EQ(text(started, "Input"), R"({"subflowExecName":"run10","subflowInput":"test"})");
  EXPECT_EQ(text(started, "Output"), "");
  EXPECT_EQ(text(started, "StoppedTime"), "");
  EXPECT_THAT(text(started, "FlowDefinition"), HasSubstr("goto: postAction"));
  EXPECT_EQ(text(execution("post-actions-subflow", "run10"), "Status"), "Running");

  const Object stopped = answer({"StopExecution", "--FlowName", "post-actions-subflow", "--ExecutionName",
                                 "run10", "--Error", "AnyCustomError"});
  EXPECT_EQ(text(stopped, "Status"), "Stopped");

  const Object child = execution("post-actions-subflow", "run10");
  EXPECT_EQ(text(child, "Input"), R"({"subflowExecName":"run10","subflowInput":"test"})");
  EXPECT_EQ(text(child, "Output"), "");
  EXPECT_EQ(text(child, "Status"), "Stopped");
  EXPECT_NE(text(child, "StoppedTime"), "");
  const Object parent = execution("post-actions-flow", "main1");
  EXPECT_EQ(text(parent, "Output"), "{}");
  EXPECT_EQ(text(parent, "Status"), "Succeeded");
  EXPECT_THAT(events("post-actions-flow", "main1"),
              ElementsAre("ExecutionStarted ", "StepEntered startChildFlow", "StepStarted startChildFlow",
                          "TaskScheduled startChildFlow", "TaskStarted startChildFlow",
                          "TaskSubmitted startChildFlow", "TaskFailed startChildFlow",
                          "StepExited startChildFlow", "StepEntered postAction", "StepStarted postAction",
                          "StepSucceeded postAction", "StepExited postAction", "ExecutionSucceeded "));
  EXPECT_THAT(events("post-actions-subflow", "run10"),
              ElementsAre("ExecutionStarted ", "StepEntered longRunning", "StepStarted longRunning",
                          "TaskScheduled longRunning", "TaskStarted longRunning", "ExecutionStopped "));
}

TEST_F(FnfCommands, ReportWhatFunctionsGive) {
  create("post-actions-flow");
  create("post-actions-subflow");
  answer({"start-execution", "--flow-name", "post-actions-flow", "--execution-name", "main1", "--input",
          R"({"subflowExecName":"run10","subflowInput":"test"})"});
  const std::string task = token("post-actions-subflow", "run10");
  answer({"report-task-succeeded", "--task-token", task, "--output", R"({"hello":"world"})"});
  EXPECT_EQ(text(execution("post-actions-flow", "main1"), "Output"), R"({"hello":"world"})");
  const Object again = refusal({"report-task-succeeded", "--task-token", task, "--output", "{}"});
  EXPECT_EQ(text(again, "Code"), "TaskAlreadyCompleted");
  EXPECT_THAT(text(again, "Message"), HasSubstr("nobody waits for the task token"));
  EXPECT_EQ(text(refusal({"ReportTaskFailed", "--TaskToken", "none", "--Error", "E"}), "Code"),
            "InvalidArgument");
}

TEST_F(FnfCommands, NameTheEventOfAReport) {
  create("callback");
  const auto number = [&](const Object& reported) { return reported.find("EventId")->as_integer(); };
  answer({"start-execution", "--flow-name", "callback", "--execution-name", "one"});
  answer({"start-execution", "--flow-name", "callback", "--execution-name", "two"});
  const Object succeeded =
      answer({"ReportTaskSucceeded", "--TaskToken", token("callback", "one"), "--Output", R"({"r":1})"});
  EXPECT_THAT(rows("callback", "one").at(static_cast<std::size_t>(number(succeeded) - 1)),
              HasSubstr("TaskSucceeded"));
  const Object failed = answer({"ReportTaskFailed", "--TaskToken", token("callback", "two"), "--Error", "E"});
  EXPECT_THAT(rows("callback", "two").at(static_cast<std::size_t>(number(failed) - 1)),
              HasSubstr("TaskFailed"));
}

TEST_F(FnfCommands, AnswerRefusalsWithTheirCodes) {
  const auto code = [&](const std::vector<std::string>& arguments) {
    const Object refused = refusal(arguments);
    EXPECT_NE(text(refused, "RequestId"), "(none)");
    return text(refused, "Code");
  };
  create("post-actions-subflow");
  EXPECT_EQ(code({"DescribeFlow", "--Name", "none"}), "FlowNotExists");
  EXPECT_EQ(code({"CreateFlow", "--Name", "post-actions-subflow"}), "FlowAlreadyExists");
  EXPECT_EQ(code({"DescribeExecution", "--FlowName", "post-actions-subflow", "--ExecutionName", "none"}),
            "ExecutionNotExists");
  EXPECT_EQ(code({"StopExecution", "--FlowName", "none", "--ExecutionName", "none"}), "FlowNotExists");
  EXPECT_EQ(code({"CreateFlow", "--Name", "f", "--Definition", "version: v1\ntype: flow\nsteps: 1\n"}),
            "InvalidArgument");
}

TEST_F(FnfCommands, WaitForTheEndOfAnExecution) {
  answer({"CreateFlow", "--Name", "short", "--Definition",
          "version: v1\ntype: flow\nsteps: [{type: wait, name: w, duration: 1}]\n"});
  create("post-actions-subflow");
  for (const char* flow : {"short", "post-actions-subflow"}) {
    answer({"StartExecution", "--FlowName", flow, "--ExecutionName", "e"});
  }
  const auto waited = [&](const char* flow, const char* seconds) {
    return answer(
        {"DescribeExecution", "--FlowName", flow, "--ExecutionName", "e", "--WaitTimeSeconds", seconds});
  };
  EXPECT_EQ(text(waited("short", "0"), "Status"), "Running");
  EXPECT_EQ(text(waited("short", "60"), "Status"), "Succeeded");
  EXPECT_EQ(text(waited("post-actions-subflow", "1"), "Status"), "Running");
  EXPECT_EQ(text(refusal({"DescribeExecution", "--FlowName", "short", "--ExecutionName", "e",
                          "--WaitTimeSeconds", "61"}),
                 "Code"),
            "InvalidArgument");
}

// Events with what belongs to them, shortened: their number, the one that they belong to, type and step.
TEST_F(FnfCommands, ListBranchesAndIterationsOfAnExecution) {
  create("branches");
  answer({"start-execution", "--flow-name", "branches", "--execution-name", "e", "--input",
          R"({"items":["a","b"]})"});
  EXPECT_THAT(
      rows("branches", "e"),
      ElementsAre(
          "1 0 ExecutionStarted", "2 0 StepEntered both", "3 2 StepStarted both",
          "4 2 BranchEntered both {\"index\":0}", "5 4 StepEntered asks", "6 5 StepStarted asks",
          "7 5 TaskScheduled asks", "8 7 TaskStarted asks", "9 7 TaskSubmitted asks",
          "10 2 BranchEntered both {\"index\":1}", "11 10 StepEntered each", "12 11 StepStarted each",
          "13 11 IterationEntered each {\"index\":0}", "14 13 StepEntered one", "15 14 StepStarted one",
          "16 14 StepSucceeded one", "17 14 StepExited one", "18 13 IterationExited each {\"index\":0}",
          "19 11 IterationEntered each {\"index\":1}", "20 19 StepEntered one", "21 20 StepStarted one",
          "22 20 StepSucceeded one", "23 20 StepExited one", "24 19 IterationExited each {\"index\":1}",
          "25 11 StepSucceeded each", "26 11 StepExited each", "27 10 BranchExited both {\"index\":1}"));
  answer({"report-task-failed", "--task-token", token("branches", "e"), "--error", "No", "--cause", "why"});
  const std::vector<std::string> all = rows("branches", "e");
  EXPECT_THAT(std::vector<std::string>(all.end() - 4, all.end()),
              ElementsAre("28 7 TaskFailed asks {\"error\":\"No\",\"cause\":\"why\"}",
                          "29 5 StepFailed asks {\"error\":\"No\",\"cause\":\"why\"}",
                          "30 2 StepFailed both {\"error\":\"No\",\"cause\":\"why\"}",
                          "31 1 ExecutionFailed {\"error\":\"No\",\"cause\":\"why\"}"));
}

TEST_F(FnfCommands, TellTasksThatCouldNotBeHandedOver) {
  answer({"create-flow", "--flow-name", "calls", "--definition",
          "version: v1\ntype: flow\nsteps: [{type: task, name: call, resourceArn: 'acs:fnf:::flow/nobody', "
          "pattern: sync}]\n"});
  answer({"start-execution", "--flow-name", "calls", "--execution-name", "e"});
  EXPECT_THAT(events("calls", "e"),
              ElementsAre("ExecutionStarted ", "StepEntered call", "StepStarted call", "TaskScheduled call",
                          "TaskStarted call", "TaskSubmitFailed call", "TaskFailed call", "StepFailed call",
                          "ExecutionFailed "));
}

TEST_F(FnfCommands, TellTasksThatFailWhenTheyAreReportedFromThoseThatWereNotHandedOver) {
  create("callback");
  for (const char* name : {"one", "two"})
    answer({"start-execution", "--flow-name", "callback", "--execution-name", name});
  answer({"report-task-failed", "--task-token", token("callback", "one"), "--error", "E"});
  answer({"report-task-succeeded", "--task-token", token("callback", "two"), "--output", "[1]"});
  for (const char* name : {"one", "two"}) {
    EXPECT_THAT(events("callback", name),
                ElementsAre("ExecutionStarted ", "StepEntered ask", "StepStarted ask", "TaskScheduled ask",
                            "TaskStarted ask", "TaskSubmitted ask", "TaskFailed ask", "StepFailed ask",
                            "ExecutionFailed "));
  }
}

TEST_F(FnfCommands, ReportTheEndOfAnExecutionToTheTaskWhoseTokenItWasStartedWith) {
  create("callback");
  create("post-actions-subflow");
  const auto begin = [&](const std::string& name) {
    answer({"start-execution", "--flow-name", "callback", "--execution-name", name});
    answer({"StartExecution", "--FlowName", "post-actions-subflow", "--ExecutionName", name,
            "--CallbackFnFTaskToken", token("callback", name)});
    EXPECT_EQ(text(execution("callback", name), "Status"), "Running");
  };
  begin("succeeds");
  answer({"report-task-succeeded", "--task-token", token("post-actions-subflow", "succeeds"), "--output",
          R"({"hello":"world"})"});
  EXPECT_EQ(text(execution("callback", "succeeds"), "Output"), R"({"hello":"world"})");
  begin("stops");
  answer({"stop-execution", "--flow-name", "post-actions-subflow", "--execution-name", "stops", "--error",
          "Enough"});
  EXPECT_EQ(text(execution("callback", "stops"), "Status"), "Failed");
  EXPECT_THAT(rows("callback", "stops"), testing::Contains(HasSubstr(R"("error":"Enough")")));
  begin("gone");
  answer({"stop-execution", "--flow-name", "callback", "--execution-name", "gone"});
  answer({"stop-execution", "--flow-name", "post-actions-subflow", "--execution-name", "gone"});
  EXPECT_EQ(text(execution("callback", "gone"), "Status"), "Stopped");
}

TEST_F(FnfCommands, LimitTheDataOfSteps) {
  create("post-actions-subflow");
  std::vector<std::string> start{"start-execution",
                                 "--flow-name",
                                 "post-actions-subflow",
                                 "--data-limit",
                                 "40",
                                 "--input",
                                 R"({"text":"longer than forty bytes, all in all"})"};
  const Object failed = answer(start);
  EXPECT_EQ(text(failed, "Status"), "Failed");
  start[4] = "400";
  EXPECT_EQ(text(answer(start), "Status"), "Running");
}

TEST_F(FnfCommands, StartEachNameOnce) {
  create("post-actions-subflow");
  const std::vector<std::string> start{"start-execution",  "--flow-name", "post-actions-subflow",
                                       "--execution-name", "run1",        "--input"};
  const auto with = [&](const char* input) {
    std::vector<std::string> arguments = start;
    arguments.emplace_back(input);
    return arguments;
  };
  const Object first = answer(with("{\"a\":1}"));
  EXPECT_EQ(text(answer(with("{ \"a\": 1 }")), "StartedTime"), text(first, "StartedTime"));
  const Object other = answer(with("{\"a\":2}"));
  EXPECT_EQ(text(other, "StartedTime"), text(first, "StartedTime"));
  EXPECT_EQ(text(other, "Input"), "{\"a\":1}");
  EXPECT_THAT(fnf(with("[1]")).errors, HasSubstr("InvalidArgument"));
  answer({"report-task-failed", "--task-token", token("post-actions-subflow", "run1"), "--error", "E",
          "--cause", "c"});
  EXPECT_EQ(text(execution("post-actions-subflow", "run1"), "Status"), "Failed");
  EXPECT_THAT(fnf(with("{\"a\":1}")).errors, HasSubstr("ExecutionAlreadyExists"));
  const CommandResult stop =
      fnf({"stop-execution", "--flow-name", "post-actions-subflow", "--execution-name", "run1"});
  EXPECT_EQ(stop.code, 2);
  EXPECT_THAT(stop.errors, HasSubstr("ExecutionAlreadyCompleted"));
  const Object all = answer({"list-executions", "--flow-name", "post-actions-subflow", "--status", "Failed"});
  EXPECT_EQ(all.find("Executions")->as_list().size(), 1u);
}

TEST_F(FnfCommands, KeepFlowsByName) {
  create("post-actions-subflow");
  EXPECT_THAT(fnf({"create-flow", "--flow-name", "post-actions-subflow", "--definition", "x"}).errors,
              HasSubstr("FlowAlreadyExists"));
  const Object updated =
      answer({"update-flow", "--flow-name", "post-actions-subflow", "--description", "slow"});
  EXPECT_EQ(text(updated, "Description"), "slow");
  EXPECT_THAT(text(updated, "Definition"), HasSubstr("longRunning"));
  EXPECT_EQ(answer({"list-flows"}).find("Flows")->as_list().size(), 1u);
  answer({"delete-flow", "--flow-name", "post-actions-subflow"});
  EXPECT_THAT(answer({"list-flows"}).find("Flows")->as_list(), IsEmpty());
  EXPECT_THAT(fnf({"describe-flow", "--flow-name", "post-actions-subflow"}).errors,
              HasSubstr("FlowNotExists"));
  EXPECT_THAT(fnf({"start-execution", "--flow-name", "post-actions-subflow"}).errors,
              HasSubstr("FlowNotExists"));
  create("post-actions-subflow");
  EXPECT_EQ(text(answer({"describe-flow", "--flow-name", "post-actions-subflow"}), "Type"), "FDL");
}

TEST_F(FnfCommands, GiveLongListsInPages) {
  create("post-actions-subflow");
  const std::string flow = "post-actions-subflow";
  for (const char* name : {"run1", "run2", "walk1"}) {
    answer({"start-execution", "--flow-name", flow, "--execution-name", name});
  }
  const auto names = [&](const Object& page) {
    std::vector<std::string> result;
    for (const Value& one : page.find("Executions")->as_list())
      result.push_back(text(one.as_object(), "Name"));
    return result;
  };
  const Object first = answer({"ListExecutions", "--FlowName", flow, "--Limit", "2"});
  EXPECT_THAT(names(first), ElementsAre("run1", "run2"));
  const Object second =
      answer({"ListExecutions", "--FlowName", flow, "--Limit", "2", "--NextToken", text(first, "NextToken")});
  EXPECT_THAT(names(second), ElementsAre("walk1"));
  EXPECT_EQ(text(second, "NextToken"), "");
  EXPECT_THAT(names(answer({"ListExecutions", "--FlowName", flow, "--ExecutionNamePrefix", "walk"})),
              ElementsAre("walk1"));
  EXPECT_THAT(
      names(answer({"ListExecutions", "--FlowName", flow, "--StartedTimeEnd", "2001-01-01T00:00:00Z"})),
      IsEmpty());
  const Object events =
      answer({"GetExecutionHistory", "--FlowName", flow, "--ExecutionName", "run1", "--Limit", "1"});
  EXPECT_EQ(events.find("Events")->as_list().size(), 1u);
  EXPECT_EQ(text(events, "NextToken"), "1");
  EXPECT_THAT(fnf({"ListFlows", "--NextToken", "x"}).errors, HasSubstr("there is no page 'x'"));
}

TEST_F(FnfCommands, RefuseWhatTheServiceWouldNotTake) {
  create("post-actions-subflow");
  const auto errors = [&](std::vector<std::string> arguments) {
    const CommandResult result = fnf(std::move(arguments));
    EXPECT_EQ(result.code, 2);
    return result.errors;
  };
  EXPECT_THAT(errors({"ListExecutions", "--FlowName", "none"}), HasSubstr("FlowNotExists"));
  EXPECT_THAT(errors({"ListExecutions", "--FlowName", "post-actions-subflow", "--Status", "Done"}),
              HasSubstr("there is no status 'Done', only Starting, Running"));
  EXPECT_THAT(errors({"StartExecution", "--FlowName", "post-actions-subflow", "--ExecutionName", "1 a"}),
              HasSubstr("'1 a' is no name of an execution"));
  EXPECT_THAT(errors({"CreateFlow", "--Name", "a.b", "--Definition", "x"}),
              HasSubstr("is no name of a flow"));
  EXPECT_THAT(errors({"CreateFlow", "--Name", "a", "--Type", "DEFAULT"}),
              HasSubstr("the type of a flow is FDL"));
}

// The service counts characters, not bytes.
TEST_F(FnfCommands, RefuseErrorsThatAreTooLong) {
  create("post-actions-subflow");
  const auto stop = [&](const std::string& execution, const std::string& error) {
    answer({"start-execution", "--flow-name", "post-actions-subflow", "--execution-name", execution});
    return fnf({"stop-execution", "--flow-name", "post-actions-subflow", "--execution-name", execution,
                "--error", error});
  };
  EXPECT_THAT(stop("a", std::string(129, 'x')).errors, HasSubstr("at most 128 characters"));
  std::string name;
  for (int i = 0; i < 128; ++i) name += "\u9519";
  EXPECT_EQ(stop("b", name).code, 0);
}

TEST_F(FnfCommands, TellWhatIsWrongWithADefinition) {
  const CommandResult result = fnf({"create-flow", "--flow-name", "f", "--definition",
                                    "version: v1\ntype: flow\nsteps: [{type: pass}]\n"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, HasSubstr("f.flow.yml:3:9: error: a step needs the field 'name' [fdl-missing]"));
}

}  // namespace
}  // namespace rondo::cli
