// SPDX-License-Identifier: Apache-2.0
#include "bench/suite.hpp"
#include "cli/commands.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace rondo::cli {

namespace {

using bench::Effort;
using bench::Figure;
using bench::Group;

struct BenchArguments {
  std::vector<std::string> groups;
  bool json = false;
  int milliseconds = 300, repetitions = 5;
};

constexpr const char* kBenchFooter = R"(
Measures this build on this machine. Figures of one run can be compared with each other; those of different
runs only through their ratios to the bare interpreter, which is measured in between.

Examples:
  rondo bench
  rondo bench workloads --json
  rondo bench waiting multi-instance

Exit codes:
  0  measured
  2  unusable arguments
)";

std::vector<std::string> group_names() {
  std::vector<std::string> names;
  for (const Group& group : bench::groups()) names.emplace_back(group.name);
  return names;
}

std::string number(double value) {
  constexpr double kWhole = 1000, kTenths = 10;
  if (value >= kWhole) return fmt::format("{:.0f}", value);
  return value >= kTenths ? fmt::format("{:.1f}", value) : fmt::format("{:.3f}", value);
}

void print_line(const Figure& figure) {
  fmt::print("{:<16} {:<24} {:>14}  {}\n", figure.group, figure.name, number(figure.value), figure.what);
  std::fflush(stdout);
}

int measure(const BenchArguments& arguments) {
  const Effort effort{std::chrono::milliseconds(arguments.milliseconds), arguments.repetitions};
  boost::json::array figures;
  const auto report = [&](const Figure& figure) {
    if (!arguments.json) return print_line(figure);
    figures.push_back(boost::json::object{
        {"group", figure.group}, {"name", figure.name}, {"what", figure.what}, {"value", figure.value}});
  };
  for (const Group& group : bench::groups()) {
    const auto& wanted = arguments.groups;
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), group.name) != wanted.end()) {
      group.run(effort, report);
    }
  }
  if (arguments.json) fmt::print("{}\n", boost::json::serialize(figures));
  return kDone;
}

}  // namespace

void add_bench_command(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<BenchArguments>();
  CLI::App* command = app.add_subcommand("bench", "Measure the engine on this machine");
  command
      ->add_option("GROUP", arguments->groups,
                   "What to measure: " + fmt::format("{}", fmt::join(group_names(), ", ")))
      ->check(CLI::IsMember(group_names()))
      ->type_name("");
  command->add_flag("--json", arguments->json, "Print a JSON array of figures");
  command->add_option("--time", arguments->milliseconds, "Milliseconds of one measurement (300)")
      ->check(CLI::Range(1, 60000))
      ->type_name("MS");
  command->add_option("--repeat", arguments->repetitions, "Measurements, of which the median counts (5)")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  command->footer(kBenchFooter);
  command->callback([arguments, &action] { action = [arguments] { return measure(*arguments); }; });
}

}  // namespace rondo::cli
