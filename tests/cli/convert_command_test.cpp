// SPDX-License-Identifier: Apache-2.0
#include "rondo/conversion.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/cli/scenario_run.hpp"
#include "tests/support/temporary_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kScenarios = "tests/scenarios";

// What a process file becomes; nullopt when it is refused, or says what BPMN cannot.
std::optional<std::string> converted(const Resource& resource) {
  try {
    return convert_to_bpmn(resource);
  } catch (const DeploymentError&) {
    return std::nullopt;
  }
}

// Puts what each process file becomes into its place. Files that do not convert stay as they are.
std::size_t convert_below(const fs::path& folder) {
  std::size_t count = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || !is_process_file(entry.path().string())) continue;
    const auto text = converted(read_resource(entry.path().string()));
    if (!text) continue;
    std::ofstream(entry.path(), std::ios::binary) << *text;
    ++count;
  }
  return count;
}

// Texts are replaced in the original, whose notation has them, and not in what it becomes.
void convert_modified(Step& step, const Scenario& scenario, const fs::path& originals,
                      const fs::path& copies) {
  if (step.name != "deploy_modified") return;
  const Object& arguments = step.arguments.as_object();
  const std::string& name = scenario.files[static_cast<std::size_t>(arguments.find("file")->as_integer())];
  const fs::path copy = scenario.root / name;
  Resource original = read_resource((originals / fs::relative(copy, copies)).string());
  for (const auto& [old_text, replacement] : arguments.find("replace")->as_object()) {
    const std::string text(replacement.as_string());
    for (std::size_t at = 0; (at = original.content.find(old_text, at)) != std::string::npos;
         at += text.size()) {
      original.content.replace(at, old_text.size(), text);
    }
  }
  const auto text = converted(original);
  if (!text || !converted(read_resource(copy.string()))) return;
  Object changed = arguments;
  changed.set("replace", Object{{read_resource(copy.string()).content, *text}});
  step.arguments = std::move(changed);
}

// The agenda does the same to the same elements in the same order.
void expect_same_run(const Scenario& original, Scenario scenario, const fs::path& copies) {
  // Where a finding stands is another place in another file.
  if (scenario.kind == Scenario::Kind::Constraint) return;
  for (Step& step : scenario.steps) convert_modified(step, scenario, kScenarios, copies);
  const Outcome outcome = run_scenario(scenario);
  EXPECT_EQ(outcome.failure, std::nullopt) << scenario.source << ": " << scenario.id;
  EXPECT_EQ(outcome.operations, run_scenario(original).operations) << scenario.source << ": " << scenario.id;
}

TEST(ConvertedFiles, RunAsTheOriginalsDo) {
  constexpr std::size_t kMost = 451;  // the other two are wrong
  const tests::TemporaryFolder folder;
  const fs::path copies = folder.file("scenarios");
  fs::copy(kScenarios, copies, fs::copy_options::recursive);
  EXPECT_GE(convert_below(copies), kMost);
  for (const fs::path& file : find_scenario_files({kScenarios})) {
    const std::vector<Scenario> originals = read_scenarios(file, {});
    const std::vector<Scenario> scenarios = read_scenarios(copies / fs::relative(file, kScenarios), {});
    ASSERT_EQ(scenarios.size(), originals.size());
    for (std::size_t i = 0; i < scenarios.size(); ++i) expect_same_run(originals[i], scenarios[i], copies);
  }
}

TEST(ConvertedFiles, ConvertToThemselves) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kScenarios)) {
    if (!entry.is_regular_file() || !is_process_file(entry.path().string())) continue;
    const auto once = converted(read_resource(entry.path().string()));
    if (!once) continue;
    EXPECT_EQ(converted(Resource{"once.bpmn", *once}), *once) << entry.path().string();
  }
}

TEST(ConvertCommand, WritesWhatAScriptOfAnotherNotationSays) {
  const ScratchFolder folder;
  EXPECT_EQ(call({"convert", "samples/apiflow/refund.apiflow", "-o", folder.path("refund.bpmn")}).code, 0);
  EXPECT_THAT(content_of(folder.path("refund.bpmn")), HasSubstr("<process "));
  EXPECT_EQ(call({"validate", folder.path("refund.bpmn")}).code, 0);
}

TEST(ConvertCommand, WritesFilesThatBreakNoRule) {
  for (const char* file :
       {"tests/scenarios/activities/w18.xaml", "tests/scenarios/elsa/welcomes.elsa.json",
        "tests/scenarios/fdl/data.flow.yml", "samples/apiflow/refund.apiflow",
        "samples/fdl/post-actions-flow.flow.yml", "tests/scenarios/apiflow/p8.apiflow",
        "tests/scenarios/apiflow/p9.apiflow", "tests/scenarios/apiflow/p11.apiflow",
        "tests/scenarios/apiflow/p13.apiflow", "tests/scenarios/apiflow/one-branch.apiflow",
        "tests/scenarios/apiflow/listens.apiflow", "tests/scenarios/fdl/audit.flow.yml",
        "tests/scenarios/fdl/oss-batch.flow.yml", "tests/scenarios/fdl/trip-booking.flow.yml",
        "tests/scenarios/fdl/nested-orders.flow.yml", "tests/scenarios/fdl/waits.flow.yml"}) {
    const ScratchFolder folder;
    EXPECT_EQ(call({"convert", file, "-o", folder.path("out.bpmn")}).code, 0) << file;
    const CommandResult result = call({"validate", "--strict", folder.path("out.bpmn")});
    EXPECT_EQ(result.code, 0) << file << "\n" << result.output << result.errors;
  }
}

// What `convert` says about a file that it refuses.
std::string complaint_about(const std::string& name, const std::string& content) {
  const ScratchFolder folder;
  const CommandResult result = call({"convert", folder.write(name, content), "-o", folder.path("out.bpmn")});
  EXPECT_EQ(result.code, 2);
  EXPECT_FALSE(fs::exists(folder.path("out.bpmn")));
  return result.errors;
}

TEST(ConvertCommand, SaysWhatBpmnCannotAndWritesNothing) {
  EXPECT_THAT(
      complaint_about("p.flow.yml", "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: _flow1\n"),
      HasSubstr("p.flow.yml:4:5: error: BPMN has no words for two elements with the id \"_flow1\""));
}

TEST(ConvertCommand, SaysWhatRuleOfBpmnTheResultWouldBreak) {
  EXPECT_THAT(complaint_about("p.elsa.json", R"({"id": "p", "root": {"type": "Elsa.Flowchart", "activities": [
    {"id": "a", "type": "Elsa.WriteLine", "text": {"typeName": "String", "expression": {"type": "Literal",
     "value": "\u0001"}}}]}})"),
              HasSubstr("not-expressible"));
}

TEST(ConvertCommand, RefusesFilesThatAreWrong) {
  const ScratchFolder folder;
  const CommandResult result = call({"convert", folder.write("p.bpmn", "<nothing/>"), "-o", "-"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.errors, HasSubstr("p.bpmn:1:1: error:"));
}

}  // namespace
}  // namespace rondo::cli
