// SPDX-License-Identifier: Apache-2.0
// The commands that work on a store. Each call opens and closes it, as separate processes do.
#include "rondo/value.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/support/process_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rondo::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::flows;
using tests::process_text;

const std::string kSalesApproval =
    "<startEvent id=\"start\"/><userTask id=\"approve\" name=\"Approve\" "
    "activiti:candidateGroups=\"sales\"/><endEvent id=\"done\"/>" +
    flows("start approve done");

const std::string kPayment =
    "<startEvent id=\"start\"/><intermediateCatchEvent id=\"paid\"><messageEventDefinition "
    "messageRef=\"m\"/></intermediateCatchEvent><endEvent id=\"done\"/>" +
    flows("start paid done");

const std::string kNews =
    "<startEvent id=\"start\"/><intermediateCatchEvent id=\"news\"><signalEventDefinition "
    "signalRef=\"s\"/></intermediateCatchEvent><endEvent id=\"done\"/>" +
    flows("start news done");

const std::string kFailing =
    "<startEvent id=\"start\"/><scriptTask id=\"divide\" scriptFormat=\"juel\" "
    "activiti:async=\"true\"><script>${missing + 1}</script></scriptTask><endEvent id=\"done\"/>" +
    flows("start divide done");

class OperatingCommands : public testing::Test {
 protected:
  CommandResult on_store(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--db", folder_.path("store.db")});
    return call(arguments);
  }
  /// What a command answers in JSON; the test fails when the command does.
  Value json(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const CommandResult result = on_store(std::move(arguments));
    EXPECT_EQ(result.code, 0) << result.errors;
    std::string error;
    Value answer = parse_json(result.output, error);
    EXPECT_EQ(error, "") << result.output;
    return answer;
  }
  void deploy(std::string_view content, std::string_view definitions = {}) {
    const std::string file = folder_.write("p.bpmn", process_text("p", content, definitions));
    const CommandResult result = on_store({"deploy", file});
    ASSERT_EQ(result.code, 0) << result.errors;
  }
  std::string start(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {"start", "p"});
    return field(json(std::move(arguments)), "id");
  }
  static std::string field(const Value& object, std::string_view name) {
    return std::string(object.as_object().find(name)->as_string());
  }
  std::string state_of(const std::string& instance) { return field(json({"show", instance}), "state"); }

  ScratchFolder folder_;
};

TEST_F(OperatingCommands, AnInstanceLivesOnBetweenCommands) {
  deploy(kSalesApproval);
  const std::string instance = start({"--var", "amount=120", "--business-key", "A-17"});
  EXPECT_EQ(json({"list"}).as_list().size(), 1U);
  EXPECT_EQ(json({"tasks", "--candidate-group", "sales"}).as_list().size(), 1U);
  EXPECT_EQ(json({"tasks", "--candidate-group", "other"}).as_list().size(), 0U);
  EXPECT_EQ(on_store({"complete", "approve", "--var", "approved=true"}).code, 0);
  EXPECT_EQ(json({"list"}).as_list().size(), 0U);
  const Value shown = json({"show", instance});
  EXPECT_EQ(field(shown, "state"), "completed");
  EXPECT_EQ(field(shown, "businessKey"), "A-17");
  const Object& variables = shown.as_object().find("variables")->as_object();
  EXPECT_EQ(*variables.find("amount"), Value(120));
  EXPECT_EQ(*variables.find("approved"), Value(true));
}

TEST_F(OperatingCommands, TablesAreForPeople) {
  deploy(kSalesApproval);
  const std::string instance = start({"--var", "amount=120"});
  EXPECT_THAT(on_store({"list"}).output,
              AllOf(HasSubstr("process"), HasSubstr(instance), HasSubstr("active")));
  EXPECT_THAT(on_store({"tasks"}).output,
              AllOf(HasSubstr("approve"), HasSubstr("Approve"), HasSubstr("sales")));
  EXPECT_THAT(on_store({"show", instance}).output, AllOf(HasSubstr("amount = 120"), HasSubstr("executions:"),
                                                         HasSubstr("tasks:"), Not(HasSubstr("jobs:"))));
  EXPECT_THAT(on_store({"incidents"}).output, HasSubstr("there is no incident"));
}

TEST_F(OperatingCommands, ANewVersionIsForNewInstances) {
  deploy(kSalesApproval);
  const std::string first = start();
  deploy(kPayment, "<message id=\"m\" name=\"paid\"/>");
  const std::string second = start();
  EXPECT_EQ(*json({"show", first}).as_object().find("version"), Value(1));
  EXPECT_EQ(*json({"show", second}).as_object().find("version"), Value(2));
  EXPECT_EQ(json({"list", "--processes"}).as_list().size(), 2U);
}

TEST_F(OperatingCommands, AFileWithErrorsIsToldAndDeploysNothing) {
  const std::string good = folder_.write("good.bpmn", process_text("p", kSalesApproval));
  const std::string bad =
      folder_.write("bad.bpmn", process_text("q", "<startEvent id=\"s\"/>" + flows("s nowhere")));
  const CommandResult result = on_store({"deploy", good, bad});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, AllOf(HasSubstr("bad.bpmn:"), HasSubstr("nowhere")));
  EXPECT_THAT(json({"list", "--processes"}).as_list(), IsEmpty());
}

TEST_F(OperatingCommands, AMissingStoreIsNotMadeByLooking) {
  const CommandResult result = on_store({"list"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, HasSubstr("there is no store"));
}

TEST_F(OperatingCommands, MessagesGoToTheOneThatWaits) {
  deploy(kPayment, "<message id=\"m\" name=\"paid\"/>");
  const std::string one = start({"--business-key", "A"});
  const std::string other = start({"--business-key", "B"});
  EXPECT_EQ(on_store({"message", "paid"}).code, 2);
  EXPECT_EQ(field(json({"message", "paid", "--business-key", "B"}), "instance"), other);
  EXPECT_EQ(state_of(one), "active");
  EXPECT_EQ(state_of(other), "completed");
}

TEST_F(OperatingCommands, SignalsGoToAll) {
  deploy(kNews, "<signal id=\"s\" name=\"news\"/>");
  const std::string one = start();
  const std::string other = start();
  EXPECT_THAT(on_store({"signal", "news"}).output, HasSubstr("2 receivers"));
  EXPECT_EQ(state_of(one), "completed");
  EXPECT_EQ(state_of(other), "completed");
}

TEST_F(OperatingCommands, AFailingJobBecomesAnIncidentThatCanBeRetried) {
  deploy(kFailing);
  const std::string instance = start();
  const std::string job = field(json({"jobs"}).as_list().at(0), "id");
  EXPECT_EQ(on_store({"retry", job, "--retries", "1", "--run"}).code, 1);
  ASSERT_EQ(json({"incidents"}).as_list().size(), 1U);
  EXPECT_EQ(on_store({"retry", job}).code, 0);
  EXPECT_THAT(json({"incidents"}).as_list(), IsEmpty());
  EXPECT_EQ(*json({"jobs"}).as_list().at(0).as_object().find("retries"), Value(1));
  EXPECT_EQ(state_of(instance), "active");
}

TEST_F(OperatingCommands, DueJobsRunOnDemand) {
  deploy("<startEvent id=\"start\"/><task id=\"later\" activiti:async=\"true\"/><endEvent id=\"done\"/>" +
         flows("start later done"));
  const std::string instance = start();
  EXPECT_EQ(state_of(instance), "active");
  EXPECT_THAT(on_store({"jobs", "--run"}).output,
              AllOf(HasSubstr("1 job done"), HasSubstr("there is no job")));
  EXPECT_EQ(state_of(instance), "completed");
}

TEST_F(OperatingCommands, InstancesAreSuspendedResumedAndEnded) {
  deploy(kSalesApproval);
  const std::string kept = start(), stopped = start(), canceled = start(), deleted = start();
  EXPECT_EQ(on_store({"suspend", kept}).code, 0);
  EXPECT_EQ(state_of(kept), "suspended");
  EXPECT_EQ(on_store({"resume", kept}).code, 0);
  EXPECT_EQ(state_of(kept), "active");
  EXPECT_EQ(on_store({"stop", stopped, "--error", "late"}).code, 0);
  EXPECT_EQ(field(json({"show", stopped}), "error"), "late");
  EXPECT_EQ(on_store({"cancel", canceled}).code, 0);
  EXPECT_EQ(state_of(canceled), "canceled");
  EXPECT_EQ(on_store({"delete", deleted, "--reason", "by mistake"}).code, 0);
  EXPECT_EQ(field(json({"show", deleted}), "deleteReason"), "by mistake");
}

TEST_F(OperatingCommands, OneUnknownInstanceDoesNotKeepTheOthers) {
  deploy(kSalesApproval);
  const std::string instance = start();
  const CommandResult result = on_store({"stop", "999.1", instance});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.errors, HasSubstr("999.1"));
  EXPECT_EQ(state_of(instance), "stopped");
}

const std::string kTwoSteps =
    "<startEvent id=\"start\"/><userTask id=\"check\"/><userTask id=\"approve\"/><endEvent id=\"done\"/>" +
    flows("start check approve done");

TEST_F(OperatingCommands, AnInstanceIsMoved) {
  deploy(kTwoSteps);
  const std::string instance = start();
  EXPECT_EQ(on_store({"move", instance, "check", "approve", "--var", "note=moved"}).code, 0);
  EXPECT_EQ(field(json({"tasks"}).as_list().at(0), "task"), "approve");
  EXPECT_EQ(on_store({"move", instance, "--cancel", "approve", "--start-after", "approve"}).code, 0);
  EXPECT_EQ(state_of(instance), "completed");
}

TEST_F(OperatingCommands, AMoveToNowhereChangesNothing) {
  deploy(kTwoSteps);
  const std::string instance = start();
  EXPECT_EQ(on_store({"move", instance, "check", "nowhere"}).code, 2);
  EXPECT_EQ(on_store({"move", instance, "check"}).code, 2);
  EXPECT_EQ(on_store({"move", instance}).code, 2);
  EXPECT_EQ(field(json({"tasks"}).as_list().at(0), "task"), "check");
}

TEST_F(OperatingCommands, InstancesAreMigratedAfterADryRun) {
  deploy(kSalesApproval);
  const std::string instance = start();
  deploy(kTwoSteps);
  EXPECT_THAT(on_store({"migrate", "p", "--dry-run"}).output, HasSubstr("can be migrated"));
  EXPECT_EQ(*json({"show", instance}).as_object().find("version"), Value(1));
  EXPECT_THAT(on_store({"migrate", "p"}).output, HasSubstr("migrated"));
  EXPECT_EQ(*json({"show", instance}).as_object().find("version"), Value(2));
  EXPECT_EQ(on_store({"complete", "approve"}).code, 0);
  EXPECT_EQ(state_of(instance), "completed");
}

TEST_F(OperatingCommands, WhatRunsAtARemovedElementNeedsAMapping) {
  deploy(kTwoSteps);
  const std::string instance = start();
  deploy(kSalesApproval);
  const CommandResult refused = on_store({"migrate", "p"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.output, AllOf(HasSubstr("stays"), HasSubstr("check")));
  EXPECT_EQ(on_store({"migrate", "p", "--map", "check=approve"}).code, 0);
  EXPECT_EQ(field(json({"tasks"}).as_list().at(0), "task"), "approve");
}

TEST_F(OperatingCommands, MissingCodeIsNamedOrSimulated) {
  deploy(
      "<startEvent id=\"start\"/><serviceTask id=\"charge\" activiti:class=\"com.acme.Charge\"/><endEvent "
      "id=\"done\"/>" +
      flows("start charge done"));
  const CommandResult refused = on_store({"start", "p"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.errors, HasSubstr("com.acme.Charge"));
  EXPECT_THAT(json({"list", "--all"}).as_list(), IsEmpty());
  EXPECT_EQ(state_of(start({"--simulate"})), "completed");
}

}  // namespace
}  // namespace rondo::cli
