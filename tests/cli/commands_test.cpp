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
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using tests::flows;
using tests::process_text;

const std::string kSound = process_text("p",
                                        "<startEvent id=\"start\"><outgoing>start_end</outgoing></startEvent>"
                                        "<endEvent id=\"end\"><incoming>start_end</incoming></endEvent>" +
                                            flows("start end"));
const std::string kWithoutEnd =
    process_text("p", "<startEvent id=\"start\"/><task id=\"work\"/>" + flows("start work"));
const std::string kBroken = process_text("p", "<startEvent id=\"start\"/>" + flows("start nowhere"));

TEST(Command, ExplainsItselfWithExamplesAndExitCodes) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{"--help"},
                                                                                         {"run", "--help"},
                                                                                         {"validate", "-h"},
                                                                                         {"inspect", "-h"},
                                                                                         {"render", "-h"},
                                                                                         {"test", "-h"}}) {
    const auto result = call(arguments);
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.output, AllOf(HasSubstr("Examples:"), HasSubstr("Exit codes:")));
  }
}

TEST(Command, TellsItsVersion) {
  const auto result = call({"--version"});

  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.output, ContainsRegex("^rondo [0-9]+\\.[0-9]+\\.[0-9]+\n$"));
}

TEST(Command, RefusesUnknownWords) {
  EXPECT_THAT(call({}).errors, HasSubstr("which command?"));
  EXPECT_THAT(call({"frobnicate"}).errors, HasSubstr("there is no command 'frobnicate'"));
  EXPECT_THAT(call({"run"}).errors, AllOf(HasSubstr("FILE is required"), HasSubstr("rondo run --help")));
  EXPECT_THAT(call({"test", "x", "--fast"}).errors, HasSubstr("--fast"));
  EXPECT_EQ(call({"test", "x", "--fast"}).code, 2);
}

TEST(ValidateCommand, AcceptsWhatWouldBeDeployed) {
  const ScratchFolder folder;
  const auto result = call({"validate", folder.write("p.bpmn", kSound)});

  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.output, "1 file: 0 errors, 0 violations, 0 warnings\n");
}

TEST(ValidateCommand, TellsFindingsWithPlaceRuleAndElement) {
  const ScratchFolder folder;
  const auto result = call({"validate", folder.write("p.bpmn", kBroken)});

  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output, ContainsRegex("p.bpmn:[0-9]+:[0-9]+: error: .*nowhere.* \\[.+\\] \\(.+\\)\n"));
}

TEST(ValidateCommand, CountsViolationsAsErrorsWhenStrict) {
  const ScratchFolder folder;
  const std::string file = folder.write("p.bpmn", kWithoutEnd);

  EXPECT_EQ(call({"validate", file}).code, 0);
  EXPECT_THAT(call({"validate", file}).output, HasSubstr(": violation: "));
  EXPECT_EQ(call({"validate", file, "--strict"}).code, 2);
}

TEST(ValidateCommand, SearchesFoldersAndGoesOnAfterAnUnreadableFile) {
  const ScratchFolder folder;
  folder.write("a/one.bpmn", kSound);
  folder.write("b/two.bpmn20.xml", kSound);
  folder.write("b/other.xml", kBroken);

  EXPECT_THAT(call({"validate", folder.path()}).output, HasSubstr("2 files: 0 errors"));
  const auto result = call({"validate", folder.path("missing.bpmn"), folder.path()});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output, AllOf(HasSubstr("missing.bpmn: error: "), HasSubstr("3 files: 1 error,")));
}

TEST(ValidateCommand, ListsTheCodeThatIsNeeded) {
  const ScratchFolder folder;
  const std::string file =
      folder.write("p.bpmn", process_text("p",
                                          "<startEvent id=\"start\"/><serviceTask id=\"work\" "
                                          "activiti:class=\"com.acme.Work\"/>" +
                                              flows("start work")));

  const auto result = call({"validate", file, "--delegates"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.output, ContainsRegex("p.bpmn:[0-9]+:[0-9]+: needs class 'com.acme.Work'"));
}

TEST(ValidateCommand, WritesOneJsonDocument) {
  const ScratchFolder folder;
  const auto result = call({"validate", folder.write("p.bpmn", kBroken), "--format", "json", "--delegates"});
  std::string error;
  const Value document = parse_json(result.output, error);

  ASSERT_TRUE(document.is_object()) << error;
  EXPECT_EQ(*document.as_object().find("accepted"), Value(false));
  EXPECT_FALSE(document.as_object().find("findings")->as_list().empty());
}

TEST(InspectCommand, ShowsTheCompiledProcess) {
  const ScratchFolder folder;

  EXPECT_THAT(call({"inspect", folder.write("p.bpmn", kSound)}).output,
              AllOf(HasSubstr("start"), HasSubstr("end")));
  EXPECT_EQ(call({"inspect", folder.write("broken.bpmn", kBroken)}).code, 2);
  EXPECT_EQ(call({"inspect", folder.path("missing.bpmn")}).code, 2);
}

class TestCommand : public testing::Test {
 protected:
  void SetUp() override {
    folder_.write("p.bpmn", kSound);
    folder_.write("good.scenario.yaml", R"(
- {id: one, group: good, file: p.bpmn, steps: [{start: {key: p}}, assert_ended]}
- {id: two, group: good, file: p.bpmn, steps: [{start: {key: p}}, {assert_path: {path: [start, end]}}]}
- {id: maybe, group: other, unscored: true, file: p.bpmn, steps: [{start: {key: q}}]}
)");
  }
  void add_failing() {
    folder_.write("bad.scenario.yaml",
                  "{id: 'a<b', group: \"x & y\", file: p.bpmn, steps: [{start: {key: '\"q\"'}}]}");
  }

  ScratchFolder folder_;
};

TEST_F(TestCommand, CountsByGroup) {
  const auto result = call({"test", folder_.path()});

  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.output, HasSubstr("good   2 of 2\n"));
  EXPECT_THAT(result.output, HasSubstr("unscored: 0 of 1 hold"));
  EXPECT_THAT(result.output, EndsWith("2 passed, 0 failed\n"));
}

TEST_F(TestCommand, TellsEachFailureInOneLine) {
  add_failing();
  const auto result = call({"test", folder_.path(), "--jobs", "2"});

  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, ContainsRegex("FAIL a<b: step 1 start: not_found: [^\n]*\n"));
  EXPECT_THAT(result.output, EndsWith("2 passed, 1 failed\n"));
}

TEST_F(TestCommand, WritesAJUnitReport) {
  add_failing();
  const std::string report = folder_.path("report.xml");
  (void)call({"test", folder_.path(), "--junit", report});
  const std::string text = content_of(report);

  EXPECT_THAT(text, HasSubstr("tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\""));
  EXPECT_THAT(text, HasSubstr("name=\"a&lt;b\" classname=\"x &amp; y\""));
  EXPECT_THAT(text, ContainsRegex("<failure message=\"step 1 start: [^\"]*&quot;q&quot;"));
}

TEST_F(TestCommand, ReportsEvenWhenTheJUnitFileCannotBeWritten) {
  const auto result = call({"test", folder_.path(), "--junit", folder_.path("no/such/folder.xml")});

  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output, HasSubstr("2 passed"));
  EXPECT_THAT(result.errors, HasSubstr("folder.xml"));
}

TEST_F(TestCommand, TakesAPart) {
  EXPECT_THAT(call({"test", folder_.path(), "--filter", "tw"}).output, EndsWith("1 passed, 0 failed\n"));
  EXPECT_EQ(call({"test", folder_.path(), "--filter", "nothing"}).code, 2);
}

TEST_F(TestCommand, ShowsTheOperationsOfAScenario) {
  EXPECT_THAT(call({"test", folder_.path(), "--trace", "one"}).output,
              AllOf(HasSubstr("Operations of one:\n  continue start\n"), Not(HasSubstr("of two"))));
  EXPECT_EQ(call({"test", folder_.path(), "--trace", "none"}).code, 2);
}

TEST_F(TestCommand, TellsEveryMalformedFile) {
  folder_.write("x.scenario.yaml", "id: x\n");
  folder_.write("y.scenario.json", "[{");
  const auto result = call({"test", folder_.path()});

  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, AllOf(HasSubstr("x.scenario.yaml:1:1: "), HasSubstr("y.scenario.json:1:")));
  EXPECT_EQ(result.output, "");
}

TEST_F(TestCommand, RefusesAnIdThatIsUsedTwice) {
  folder_.write("again.scenario.yaml", "{id: one, file: p.bpmn, steps: []}");
  const auto result = call({"test", folder_.path()});

  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, HasSubstr("'one' is used already"));
}

TEST_F(TestCommand, TakesFilesFromAnotherRoot) {
  folder_.write("elsewhere/q.bpmn", process_text("q", "<startEvent id=\"start\"/>"));
  const std::string file =
      folder_.write("q.scenario.yaml", "{id: q, file: q.bpmn, steps: [{start: {key: q}}]}");

  EXPECT_EQ(call({"test", file}).code, 1);
  EXPECT_EQ(call({"test", file, "--files-root", folder_.path("elsewhere")}).code, 0);
}

}  // namespace
}  // namespace rondo::cli
