// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/command_line.hpp"
#include "tests/support/process_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace rondo::cli {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::flows;
using tests::process_text;

const std::string kProcess = process_text(
    "p",
    "<startEvent id=\"s\"/><exclusiveGateway id=\"g\" default=\"g_b\"/><userTask id=\"a\"/><task id=\"b\"/>"
    "<endEvent id=\"e\"/>" +
        flows("s g b e") +
        "<sequenceFlow id=\"g_a\" sourceRef=\"g\" targetRef=\"a\"><conditionExpression>${go}"
        "</conditionExpression></sequenceFlow>" +
        flows("a e"));

// Steps that start the process, which waits if `go` is true.
std::string scenario_text(const std::string& id, bool go) {
  return "- id: " + id +
         "\n  file: p.bpmn\n  steps:\n    - start: {key: p, vars: {go: " + (go ? "true" : "false") + "}}\n";
}

TEST(RenderCommand, WritesImagesAndPages) {
  const ScratchFolder folder;
  const std::string file = folder.write("p.bpmn", kProcess);

  EXPECT_EQ(call({"render", file, "-o", folder.path("p.svg")}).code, 0);
  EXPECT_EQ(call({"render", file, "-o", folder.path("p.html")}).code, 0);
  EXPECT_THAT(content_of(folder.path("p.svg")),
              AllOf(StartsWith("<svg "), HasSubstr("data-element-id=\"a\"")));
  EXPECT_THAT(content_of(folder.path("p.html")), AllOf(StartsWith("<!DOCTYPE html>"), HasSubstr("<svg ")));
}

TEST(RenderCommand, WritesToTheStandardOutput) {
  const ScratchFolder folder;
  const std::string file = folder.write("p.bpmn", kProcess);

  EXPECT_THAT(call({"render", file, "-o", "-", "--format", "svg"}).output, StartsWith("<svg "));
  EXPECT_THAT(call({"render", file, "-o", "-"}).errors, HasSubstr("--format svg or --format html is needed"));
}

TEST(RenderCommand, TellsFindingsAndWritesNothingForABadFile) {
  const ScratchFolder folder;
  const std::string file =
      folder.write("bad.bpmn", process_text("p", "<startEvent id=\"start\"/>" + flows("start nowhere")));
  const auto result = call({"render", file, "-o", folder.path("p.svg")});

  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, ContainsRegex("bad\\.bpmn:[0-9]+:[0-9]+: error: "));
  EXPECT_FALSE(std::filesystem::exists(folder.path("p.svg")));
}

TEST(RenderCommand, RefusesNamesAndPlacesThatItCannotWrite) {
  const ScratchFolder folder;
  const std::string file = folder.write("p.bpmn", kProcess);
  const auto unknown = call({"render", file, "-o", folder.path("p.png")});
  const auto nowhere = call({"render", file, "-o", folder.path("none/p.svg")});

  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.errors, HasSubstr("there are .svg and .html"));
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.errors, HasSubstr("cannot be written: No such file or directory"));
  EXPECT_EQ(call({"render", folder.path("missing.bpmn"), "-o", folder.path("p.svg")}).code, 2);
}

TEST(RenderCommand, MarksWhatAScenarioDid) {
  const ScratchFolder folder;
  const std::string file = folder.write("p.bpmn", kProcess);
  const std::string scenarios =
      folder.write("p.scenario.yaml", scenario_text("first", true) + scenario_text("second", false));
  const std::vector<std::string> command{"render",   file,  "-o",         "-",
                                         "--format", "svg", "--scenario", scenarios};
  const auto with_id = [&](const std::string& id) {
    auto longer = command;
    longer.insert(longer.end(), {"--id", id});
    return call(longer);
  };
  const auto first = call(command);
  const auto second = with_id("second");

  EXPECT_EQ(first.code, 0) << first.errors;
  EXPECT_THAT(first.output, HasSubstr("class=\"edge taken\" data-element-id=\"g_a\""));
  EXPECT_THAT(first.output, HasSubstr("class=\"node taken waiting\" data-element-id=\"a\""));
  EXPECT_THAT(first.output, HasSubstr("class=\"edge\" data-element-id=\"g_b\""));
  EXPECT_THAT(second.output, HasSubstr("class=\"edge taken\" data-element-id=\"g_b\""));
  EXPECT_THAT(second.output, Not(HasSubstr("waiting\"")));
  EXPECT_THAT(with_id("third").errors, HasSubstr("there is no scenario 'third'"));
}

TEST(RenderCommand, DrawsAFailingScenarioAndTellsIt) {
  const ScratchFolder folder;
  const std::string file = folder.write("p.bpmn", kProcess);
  const std::string scenarios =
      folder.write("p.scenario.yaml", scenario_text("fails", true) + "    - assert_ended: {}\n");
  const auto result = call({"render", file, "-o", folder.path("p.svg"), "--scenario", scenarios});

  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.errors, HasSubstr("the scenario 'fails' fails: "));
  EXPECT_THAT(content_of(folder.path("p.svg")), HasSubstr("taken\""));
}

TEST(RenderCommand, MarksNothingThatWasRolledBack) {
  const ScratchFolder folder;
  const std::string file = folder.write(
      "p.bpmn",
      process_text("p",
                   "<startEvent id=\"s\"/><userTask id=\"a\"/><task id=\"b\"/>"
                   "<scriptTask id=\"c\" scriptFormat=\"juel\"><script>${missing}</script></scriptTask>" +
                       flows("s a b c")));
  const std::string scenarios = folder.write("p.scenario.yaml",
                                             "- id: fails\n  file: p.bpmn\n  steps:\n    - start: {key: p}\n"
                                             "    - complete_task: {task: a}\n");
  const auto result = call({"render", file, "-o", "-", "--format", "svg", "--scenario", scenarios});

  EXPECT_EQ(result.code, 1) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("class=\"edge taken\" data-element-id=\"s_a\""));
  EXPECT_THAT(result.output, HasSubstr("class=\"edge\" data-element-id=\"a_b\""));
  EXPECT_THAT(result.output, HasSubstr("class=\"node taken waiting\" data-element-id=\"a\""));
}

TEST(PictureOfARun, ShowsTheWayThatItTook) {
  const ScratchFolder folder;
  const std::string file = folder.write("p.bpmn", kProcess);
  const auto result = call({"run", file, "--var", "go=false", "--render", folder.path("p.svg")});

  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(content_of(folder.path("p.svg")), HasSubstr("class=\"edge taken\" data-element-id=\"g_b\""));
  EXPECT_EQ(call({"run", file, "--render", folder.path("p.txt")}).code, 2);
}

}  // namespace
}  // namespace rondo::cli
