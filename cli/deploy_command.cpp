// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/listing.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace rondo::cli {

namespace {

struct DeployArguments {
  DatabaseOptions database;
  std::vector<std::string> files;
  bool strict = false;
};

struct StartArguments {
  DatabaseOptions database;
  VariableOptions variables;
  StartOptions how;
  std::string process;
};

constexpr const char* kDeployFooter = R"(
The files are deployed together, or not at all. A process that is known becomes its next version; instances
that run stay in theirs.

Examples:
  rondo deploy order.bpmn
  rondo deploy processes/*.bpmn --db /var/lib/shop/processes.db --strict

Exit codes:
  0  deployed
  2  unusable arguments or files; nothing is deployed
)";

constexpr const char* kStartFooter = R"(
Runs the instance until it waits. Timers and asynchronous work are for a running program, or for
`rondo jobs --run`. Code that a process calls is in such a program, too; --simulate lets it do nothing.

Examples:
  rondo start order --var amount=120 --business-key A-17
  rondo start order --vars order.json --json

Exit codes:
  0  started; nothing of it is kept when the process fails on the way
  2  unusable arguments, or the process failed
)";

int deploy(const DeployArguments& arguments) {
  std::vector<Resource> resources;
  for (const std::string& file : arguments.files) resources.push_back(read_resource(file));
  const auto engine = open_database(arguments.database, Missing::Create);
  const Deployment deployment = engine->repository().deploy(std::move(resources), arguments.strict);
  for (const Diagnostic& finding : deployment.findings) fmt::print(stderr, "{}\n", finding.to_string());
  Listing listing({"id", "name", "file"});
  for (const ProcessInfo& process : deployment.processes) listing.add(describe_fields(process));
  listing.print(arguments.database.json, "the files hold no process");
  return kDone;
}

int start(const StartArguments& arguments) {
  const Variables variables = read_variables(arguments.variables);
  const auto engine = open_database(arguments.database);
  const StartedInstance started = engine->runtime().start(arguments.process, variables, arguments.how);
  // Without history an instance that has ended is forgotten.
  const auto info = engine->history().instance(started.id);
  if (arguments.database.json) {
    print_fields(info ? describe_fields(*info) : Object{{"id", started.id}}, true);
  } else {
    fmt::print("{} {}\n", started.id, info ? name_of(info->state) : "ended");
  }
  return kDone;
}

}  // namespace

void add_deploy_command(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<DeployArguments>();
  CLI::App* command = app.add_subcommand("deploy", "Put process files into a store");
  command->add_option("FILE", arguments->files, "Process files")->required()->type_name("");
  command->add_flag("--strict", arguments->strict, "Refuse violations of the standard, too");
  add_database_options(*command, arguments->database);
  command->footer(kDeployFooter);
  command->callback([arguments, &action] { action = [arguments] { return deploy(*arguments); }; });
}

void add_start_command(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<StartArguments>();
  CLI::App* command = app.add_subcommand("start", "Start an instance of a deployed process");
  command->add_option("PROCESS", arguments->process, "Id of the process")->required()->type_name("");
  add_variable_options(*command, arguments->variables);
  command->add_option("--business-key", arguments->how.business_key, "Business key of the instance")
      ->type_name("KEY");
  command->add_option("--name", arguments->how.name, "Name of the instance")->type_name("TEXT");
  command->add_option("--user", arguments->how.user, "Who starts it")->type_name("USER");
  command->add_option("--version", arguments->how.version, "Version of the process; else the newest")
      ->type_name("N");
  add_database_options(*command, arguments->database);
  add_simulate_option(*command, arguments->database);
  command->footer(kStartFooter);
  command->callback([arguments, &action] { action = [arguments] { return start(*arguments); }; });
}

}  // namespace rondo::cli
