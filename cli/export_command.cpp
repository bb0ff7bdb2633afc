// SPDX-License-Identifier: Apache-2.0
// History for other programs.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/progress.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>

namespace rondo::cli {

namespace {

struct ExportArguments {
  DatabaseOptions database;
  HistoricInstanceQuery query;
  std::string format = "jsonl", output = "-";
  bool finished = false;
};

constexpr const char* kExportFooter = R"(
jsonl  one JSON object per line: instances, activities, variables, tasks, incidents, updates, operations
csv    a table of the activities
xes    an event log for process mining (IEEE 1849)

Examples:
  rondo export --format xes -o orders.xes --process order --finished
  rondo export --db /var/lib/shop/processes.db | jq 'select(.type == "task")'

Exit codes:
  0  written
  2  unusable arguments or store, or the output cannot be written
)";

ExportFormat format_of(const std::string& name) {
  if (name == "csv") return ExportFormat::Csv;
  return name == "xes" ? ExportFormat::Xes : ExportFormat::JsonLines;
}

int run(const ExportArguments& arguments) {
  const auto engine = open_database(arguments.database);
  HistoricInstanceQuery query = arguments.query;
  if (arguments.finished) query.finished = true;
  const ExportFormat format = format_of(arguments.format);
  if (arguments.output == "-") {
    engine->history().export_to(std::cout, format, query);
    return kDone;
  }
  std::ofstream file(arguments.output, std::ios::binary | std::ios::trunc);
  if (!file) throw Error(ErrorKind::Argument, fmt::format("'{}' cannot be written", arguments.output));
  Progress progress("instances");
  const std::size_t all = progress.is_shown() ? engine->history().count(query) : 0;
  engine->history().export_to(file, format, query, [&](std::size_t done) { progress.show(done, all); });
  return kDone;
}

}  // namespace

void add_export_command(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = app.add_subcommand("export", "Write history for other programs");
  command->add_option("--format", arguments->format, "jsonl (the default), csv or xes")
      ->check(CLI::IsMember({"jsonl", "csv", "xes"}))
      ->type_name("NAME");
  command->add_option("-o,--output", arguments->output, "Where to; else the standard output")
      ->type_name("FILE");
  command->add_option("--instance", arguments->query.of.instance_id, "Only this instance")->type_name("ID");
  command->add_option("--process", arguments->query.of.process_key, "Only instances of this process")
      ->type_name("KEY");
  command->add_option("--business-key", arguments->query.of.business_key, "Only with this business key")
      ->type_name("KEY");
  command->add_flag("--finished", arguments->finished, "Only instances that are over");
  command->add_option("--db", arguments->database.url, "The store: a file (rondo.db), or sqlite:FILE")
      ->type_name("URL");
  command->footer(kExportFooter);
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace rondo::cli
