// SPDX-License-Identifier: Apache-2.0
#include "rondo/conversion.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/cli/scenario_run.hpp"
#include "tests/support/temporary_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace rondo::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using tests::process_text;

// Puts what each process file becomes into its place. Files that do not convert stay as they are.
std::size_t convert_below(const fs::path& folder) {
  std::size_t converted = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || !is_process_file(entry.path().string())) continue;
    try {
      const std::string text = convert_to_bpmn(read_resource(entry.path().string()));
      std::ofstream(entry.path(), std::ios::binary) << text;
      ++converted;
    } catch (const DeploymentError&) {
      continue;
    }
  }
  return converted;
}

TEST(ConvertedFiles, RunAsTheOriginalsDo) {
  constexpr std::size_t kMost = 250;  // of the about 300 files; others are refused, or say what BPMN cannot
  const tests::TemporaryFolder folder;
  fs::copy("tests/scenarios", folder.file("scenarios"), fs::copy_options::recursive);
  EXPECT_GE(convert_below(folder.file("scenarios")), kMost);
  for (const fs::path& file : find_scenario_files({folder.file("scenarios")})) {
    for (const Scenario& scenario : read_scenarios(file, {})) {
      // Where a finding stands is another place in another file.
      if (scenario.kind == Scenario::Kind::Constraint) continue;
      const Outcome outcome = run_scenario(scenario);
      EXPECT_EQ(outcome.failure, std::nullopt) << file.string() << ": " << scenario.id;
    }
  }
}

TEST(ConvertedFiles, ConvertToThemselves) {
  const Resource once{"a.bpmn", convert_to_bpmn(read_resource("samples/claim-handling/claim-handling.bpmn"))};
  EXPECT_EQ(convert_to_bpmn(once), once.content);
}

TEST(ConvertCommand, WritesWhatAScriptOfAnotherNotationSays) {
  const ScratchFolder folder;
  EXPECT_EQ(call({"convert", "samples/apiflow/refund.apiflow", "-o", folder.path("refund.bpmn")}).code, 0);
  EXPECT_THAT(content_of(folder.path("refund.bpmn")), HasSubstr("<process "));
  EXPECT_EQ(call({"validate", folder.path("refund.bpmn")}).code, 0);
}

TEST(ConvertCommand, SaysWhatBpmnCannotAndWritesNothing) {
  const ScratchFolder folder;
  const std::string file = folder.write(
      "p.bpmn", process_text("p",
                             "<startEvent id=\"s\"/><task id=\"t\"><dataOutputAssociation><targetRef>stock"
                             "</targetRef><assignment><from>${1}</from><to>stock</to></assignment>"
                             "</dataOutputAssociation></task><endEvent id=\"e\"/><dataStoreReference "
                             "id=\"stock\" name=\"stock\"/>" +
                                 tests::flows("s t e")));
  const CommandResult result = call({"convert", file, "-o", folder.path("out.bpmn")});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, HasSubstr("BPMN has no words for a parameter that is a data store"));
  EXPECT_FALSE(fs::exists(folder.path("out.bpmn")));
}

TEST(ConvertCommand, RefusesFilesThatAreWrong) {
  const ScratchFolder folder;
  const CommandResult result = call({"convert", folder.write("p.bpmn", "<nothing/>"), "-o", "-"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, HasSubstr("p.bpmn:1:1: error:"));
}

}  // namespace
}  // namespace rondo::cli
