// SPDX-License-Identifier: Apache-2.0
#include "rondo/value.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/support/process_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rondo::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using tests::flows;
using tests::process_text;

class HistoryCommands : public testing::Test {
 protected:
  HistoryCommands() {
    const std::string text = process_text(
        "p",
        "<extensionElements><activiti:historyLevel>full</activiti:historyLevel></extensionElements>"
        "<startEvent id=\"start\"/><userTask id=\"approve\" name=\"Approve\"/><endEvent id=\"done\"/>" +
            flows("start approve done"));
    EXPECT_EQ(on_store({"deploy", folder_.write("p.bpmn", text)}).code, 0);
    for (const char* key : {"first", "second"}) {
      EXPECT_EQ(on_store({"start", "p", "--var", "amount=5", "--business-key", key, "--user", "kermit"}).code,
                0);
    }
    EXPECT_EQ(on_store({"complete", "approve", "--instance", first(list({"history"}), "id")}).code, 0);
  }

  CommandResult on_store(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--db", folder_.path("store.db")});
    return call(arguments);
  }
  List list(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const CommandResult result = on_store(std::move(arguments));
    EXPECT_EQ(result.code, 0) << result.errors;
    std::string error;
    const Value answer = parse_json(result.output, error);
    EXPECT_EQ(error, "") << result.output;
    return answer.as_list();
  }
  static std::string first(const List& rows, std::string_view field) {
    return rows.empty() ? "" : std::string(rows.front().as_object().find(field)->as_string());
  }

  ScratchFolder folder_;
};

TEST_F(HistoryCommands, ListWhatIsRemembered) {
  EXPECT_EQ(list({"history", "--finished"}).size(), 1u);
  EXPECT_EQ(first(list({"history", "--finished"}), "businessKey"), "first");
  EXPECT_EQ(first(list({"history", "--newest", "--max", "1"}), "businessKey"), "second");
  EXPECT_EQ(list({"history", "activities", "--running"}).size(), 1u);
  EXPECT_EQ(list({"history", "tasks", "--business-key", "first", "--finished"}).size(), 1u);
  EXPECT_EQ(list({"history", "variables", "--name", "amount"}).size(), 2u);
  EXPECT_EQ(list({"history", "updates"}).size(), 2u);
  EXPECT_EQ(list({"history", "operations", "--name", "complete"}).size(), 1u);
  EXPECT_EQ(list({"history", "incidents"}).size(), 0u);
  EXPECT_EQ(list({"history", "--user", "kermit"}).size(), 2u);
  EXPECT_EQ(list({"history", "--until", "2001-01-01"}).size(), 0u);
  EXPECT_EQ(on_store({"history", "activities", "--count"}).output, "5\n");
  EXPECT_THAT(on_store({"history"}).output, StartsWith("id"));
  EXPECT_THAT(on_store({"history", "--clean"}).output, HasSubstr("0 instances are forgotten"));
}

TEST_F(HistoryCommands, RefuseWhatIsNoTime) {
  const CommandResult result = on_store({"history", "--since", "yesterday"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, HasSubstr("'yesterday' is no time"));
}

TEST_F(HistoryCommands, ExportInEachFormat) {
  EXPECT_THAT(on_store({"export", "--finished"}).output, StartsWith(R"({"type":"instance",)"));
  EXPECT_THAT(on_store({"export", "--format", "csv"}).output, HasSubstr(",approve,Approve,userTask,"));
  const std::string file = folder_.path("log.xes");
  EXPECT_EQ(on_store({"export", "--format", "xes", "-o", file, "--business-key", "second"}).code, 0);
  EXPECT_THAT(content_of(file), HasSubstr("<string key=\"concept:name\" value=\"second\"/>"));
  EXPECT_EQ(on_store({"export", "-o", folder_.path("no/such/folder")}).code, 2);
}

}  // namespace
}  // namespace rondo::cli
