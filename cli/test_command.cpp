// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/report.hpp"
#include "cli/scenario_reader.hpp"
#include "cli/scenario_runner.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <memory>
#include <thread>

namespace rondo::cli {

namespace {

struct TestOptions {
  std::vector<std::string> paths;
  std::string files_root;
  std::string junit;
  std::string traced;
  std::string filter;
  std::string store = "memory";
  bool restart = false;
  unsigned jobs = std::max(std::thread::hardware_concurrency(), 1U);
};

// Reads all files before anything runs, so that every malformed one is told.
bool read_all(const TestOptions& options, std::vector<Scenario>& scenarios) {
  bool good = true;
  for (const auto& file : find_scenario_files(options.paths)) {
    try {
      auto read = read_scenarios(file, options.files_root);
      std::move(read.begin(), read.end(), std::back_inserter(scenarios));
    } catch (const MalformedFile& failure) {
      fmt::print(stderr, "rondo: error: {}\n", failure.what());
      good = false;
    }
  }
  return good;
}

bool ids_are_unique(const std::vector<Scenario>& scenarios) {
  bool good = true;
  std::map<std::string, const Scenario*> seen;
  for (const Scenario& scenario : scenarios) {
    const auto [other, added] = seen.emplace(scenario.id, &scenario);
    if (added) continue;
    const MalformedFile failure(scenario.source, scenario.where,
                                fmt::format("the id '{}' is used already in {}:{}", scenario.id,
                                            other->second->source, other->second->where.line));
    fmt::print(stderr, "rondo: error: {}\n", failure.what());
    good = false;
  }
  return good;
}

void print_operations(const std::string& id, const std::vector<Scenario>& scenarios,
                      const std::vector<Outcome>& outcomes) {
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    if (scenarios[i].id != id) continue;
    fmt::print("Operations of {}:\n", id);
    for (const std::string& operation : outcomes[i].operations) fmt::print("  {}\n", operation);
  }
}

int test(const TestOptions& options) {
  std::shared_ptr<void> keeper;
  ScenarioStore store = scenario_store(options.store, keeper);
  store.restart_between_steps = options.restart;
  std::vector<Scenario> scenarios;
  if (!read_all(options, scenarios) || !ids_are_unique(scenarios)) return kBadInput;
  std::erase_if(scenarios, [&](const Scenario& scenario) {
    return scenario.id.find(options.filter) == std::string::npos &&
           scenario.group.find(options.filter) == std::string::npos;
  });
  if (scenarios.empty()) throw Error(ErrorKind::Argument, "no scenarios were found");
  const bool knows_traced = std::any_of(scenarios.begin(), scenarios.end(), [&](const Scenario& scenario) {
    return scenario.id == options.traced;
  });
  if (!options.traced.empty() && !knows_traced) {
    throw Error(ErrorKind::Argument, fmt::format("there is no scenario '{}'", options.traced));
  }
  const auto outcomes = run_scenarios(scenarios, options.jobs, store);
  if (!options.traced.empty()) print_operations(options.traced, scenarios, outcomes);
  const std::size_t failed = print_report(scenarios, outcomes);
  std::fflush(stdout);
  if (!options.junit.empty()) write_junit(options.junit, scenarios, outcomes);
  return failed == 0 ? kDone : kFailed;
}

constexpr const char* kTestFooter = R"(
Files that are given are taken as they are; in folders, files named *.scenario.yaml,
*.scenario.yml or *.scenario.json are looked for, and other .json files that hold a
list of scenarios. docs/scenarios.md describes them.

Examples:
  rondo test samples
  rondo test orders/ --filter refund --trace orders.refund-twice
  rondo test tests/*.scenario.yaml --jobs 4 --junit report.xml

Exit codes:
  0  every scenario holds
  1  a scenario fails
  2  a scenario file is malformed, or the arguments are unusable
)";

}  // namespace

void add_test_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<TestOptions>();
  CLI::App* command = app.add_subcommand("test", "Run scenarios: tests of processes, written as data");
  command->add_option("PATH", options->paths, "Scenario files and folders")->required()->type_name("");
  command->add_option("--files-root", options->files_root, "Folder that the scenarios' files are relative to")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command->add_option("--junit", options->junit, "Also write a JUnit XML report")->type_name("FILE");
  command->add_option("--trace", options->traced, "Show the operations of one scenario")->type_name("ID");
  command->add_option("--jobs,-j", options->jobs, "Scenarios run at a time")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  command->add_option("--store", options->store, "Store of the engines: memory, sqlite or sqlite:FOLDER")
      ->type_name("NAME");
  command->add_flag("--restart-between-steps", options->restart,
                    "Close the engine and open it again before each step (not in memory)");
  command->add_option("--filter", options->filter, "Only scenarios whose id or group contains this")
      ->type_name("TEXT");
  command->footer(kTestFooter);
  command->callback([options, &action] { action = [options] { return test(*options); }; });
}

}  // namespace rondo::cli
