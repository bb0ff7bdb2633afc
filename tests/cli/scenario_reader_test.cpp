// SPDX-License-Identifier: Apache-2.0
#include "cli/scenario_reader.hpp"

#include "cli/yaml_value.hpp"
#include "tests/cli/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo::cli {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::ThrowsMessage;

class ScenarioReader : public testing::Test {
 protected:
  std::vector<Scenario> read(std::string_view text, const std::string& root = {}) {
    return read_scenarios(folder_.write("a.scenario.yaml", text), root);
  }

  /// The complaint about a text, without the folder's name.
  std::string complaint(std::string_view text) {
    try {
      (void)read(text);
    } catch (const MalformedFile& failure) {
      const std::string what = failure.what();
      return what.substr(what.find("a.scenario.yaml"));
    }
    return "none";
  }

  ScratchFolder folder_;
};

TEST_F(ScenarioReader, ReadsOneScenarioOrAList) {
  EXPECT_EQ(read("{id: a, steps: []}").size(), 1u);
  EXPECT_EQ(read("[{id: a, steps: []}, {id: b, steps: []}]").size(), 2u);
}

TEST_F(ScenarioReader, ReadsJsonAsWell) {
  const auto scenarios = read(R"([{"id": "a", "files": ["x.bpmn", "y.bpmn"], "steps": [{"start": {"key": "p",
      "vars": {"n": 5, "text": "5", "list": [1.5, null, true]}}}]}])");

  ASSERT_EQ(scenarios.size(), 1u);
  EXPECT_THAT(scenarios[0].files, ElementsAre("x.bpmn", "y.bpmn"));
  ASSERT_EQ(scenarios[0].steps.size(), 1u);
  EXPECT_EQ(scenarios[0].steps[0].name, "start");
  const Object expected{{"n", 5}, {"text", "5"}, {"list", List{1.5, Value(), true}}};
  EXPECT_EQ(*scenarios[0].steps[0].arguments.as_object().find("vars"), Value(expected));
}

TEST_F(ScenarioReader, RemembersWhereStepsStand) {
  const auto scenarios = read("id: a\nsteps:\n  - start: {key: p}\n  - assert_ended\n");

  EXPECT_EQ(scenarios[0].steps[1].where, (SourcePosition{4, 5}));
  EXPECT_EQ(scenarios[0].steps[1].name, "assert_ended");
}

TEST_F(ScenarioReader, TakesFilesRelativeToTheScenarioOrTheGivenRoot) {
  EXPECT_EQ(read("{id: a, file: p.bpmn, steps: []}")[0].root, folder_.path());
  EXPECT_EQ(read("{id: a, file: p.bpmn, steps: []}", "elsewhere")[0].root, "elsewhere");
}

TEST_F(ScenarioReader, ReadsTraceScenarios) {
  const auto scenarios = read(R"(
id: a
kind: trace
file: p.bpmn
process_id: P
also_start: [Q]
inputs: [{test: a}, {}]
expect:
  - {one_of: [[x, y], [y]], compare: sequence}
  - {one_of: [], error: runtime}
)");

  const TraceCase& trace = scenarios[0].trace;
  EXPECT_EQ(scenarios[0].kind, Scenario::Kind::Trace);
  EXPECT_THAT(trace.also_start, ElementsAre("Q"));
  ASSERT_EQ(trace.expectations.size(), 2u);
  EXPECT_THAT(trace.expectations[0].one_of, ElementsAre(ElementsAre("x", "y"), ElementsAre("y")));
  EXPECT_TRUE(trace.expectations[0].sequence);
  EXPECT_EQ(trace.expectations[1].error, "runtime");
}

TEST_F(ScenarioReader, ReadsConstraintScenarios) {
  EXPECT_TRUE(read("{id: a, kind: constraint, file: p.bpmn, expect: rejected}")[0].expect_rejected);
  EXPECT_FALSE(read("{id: a, kind: constraint, file: p.bpmn, expect: accepted}")[0].expect_rejected);
}

TEST_F(ScenarioReader, TellsWhereAFileIsMalformed) {
  EXPECT_EQ(complaint("id: a\nsteps: [\n"), "a.scenario.yaml:3:1: end of sequence flow not found");
  EXPECT_EQ(complaint("just text"), "a.scenario.yaml:1:1: expected a scenario or a list of scenarios");
  EXPECT_EQ(complaint("- 5"), "a.scenario.yaml:1:3: a scenario must have fields such as 'id' and 'steps'");
  EXPECT_EQ(complaint("steps: []"), "a.scenario.yaml:1:1: the scenario has no 'id'");
  EXPECT_EQ(complaint("id: a"), "a.scenario.yaml:1:1: the scenario 'a' has no 'steps'");
  EXPECT_EQ(complaint("id: a\nkind: other"),
            "a.scenario.yaml:2:7: unknown kind 'other'; there are steps, trace and constraint");
  EXPECT_EQ(complaint("id: a\nsteps:\n  - {start: {}, trigger: {}}"),
            "a.scenario.yaml:3:5: a step must be one name with its fields, such as 'start: {key: order}'");
  EXPECT_EQ(complaint("id: a\nkind: constraint\nfile: x\nexpect: maybe"),
            "a.scenario.yaml:4:9: 'expect' must be rejected or accepted");
  EXPECT_EQ(complaint("{id: a, kind: trace, file: x, process_id: p, inputs: [{}], expect: []}"),
            "a.scenario.yaml:1:1: 'expect' must be a list with one entry for each of 'inputs'");
}

TEST_F(ScenarioReader, RefusesValuesThatReferToThemselves) {
  EXPECT_THAT(complaint("id: a\nsteps:\n  - start: &x {key: p, vars: {again: *x}}"),
              HasSubstr("refers to itself"));
}

TEST_F(ScenarioReader, RefusesFilesThatAreNestedTooDeep) {
  EXPECT_THAT(complaint(std::string(100'000, '[')), HasSubstr("nested too deep"));
}

TEST_F(ScenarioReader, RefusesWhatCannotBeRead) {
  EXPECT_THAT([&] { (void)read_scenarios(folder_.path("missing.yaml"), {}); },
              ThrowsMessage<MalformedFile>(HasSubstr("cannot be read")));
}

TEST(YamlValues, AreTypedAsInJson) {
  EXPECT_EQ(to_value(YAML::Load("[1, -2.5, 1e3, true, false, null, ~, '', text, '5', \"true\"]")),
            Value(List{1, -2.5, 1000.0, true, false, Value(), Value(), "", "text", "5", "true"}));
  EXPECT_EQ(to_value(YAML::Load("[2026-05-01, 1.2.3, 007, -, yes]")),
            Value(List{"2026-05-01", "1.2.3", "007", "-", "yes"}));
}

TEST(ScenarioFiles, AreFoundInFoldersByName) {
  const ScratchFolder folder;
  folder.write("b/one.scenario.yaml", "");
  folder.write("a/two.scenario.json", "");
  folder.write("a/other.yaml", "");
  folder.write("a/data.json", "[1, 2]");
  folder.write("a/list.json", R"([{"id": "x", "steps": []}])");

  const auto files = find_scenario_files({folder.path(), folder.path("b/one.scenario.yaml")});

  std::vector<std::string> names;
  for (const auto& file : files) names.push_back(file.string());
  EXPECT_THAT(names, ElementsAre(EndsWith("a/list.json"), EndsWith("a/two.scenario.json"),
                                 EndsWith("b/one.scenario.yaml")));
}

TEST(ScenarioFiles, MustExist) { EXPECT_THROW((void)find_scenario_files({"no-such-folder"}), Error); }

}  // namespace
}  // namespace rondo::cli
