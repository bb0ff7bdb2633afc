// SPDX-License-Identifier: Apache-2.0
// Changing where instances are, and in which version of their process.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/listing.hpp"
#include "cli/progress.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace rondo::cli {

namespace {

struct MoveArguments {
  DatabaseOptions database;
  VariableOptions variables;
  std::string instance, reason;
  std::vector<std::string> path;  // from, to
  std::vector<std::string> before, after, canceled;
  bool skip_listeners = false, skip_mappings = false;
};

struct MigrateArguments {
  DatabaseOptions database;
  VariableOptions variables;
  std::string process;
  std::int32_t from = 0, to = 0;
  std::vector<std::string> instances, mappings;
  bool update_triggers = false, dry_run = false;
};

constexpr const char* kMoveFooter = R"(
Everything is done in one command, or nothing: first the moves, then what is canceled, then what is started.

Examples:
  rondo move 12.1 approve correct
  rondo move 12.1 --cancel approve --start-after correct --reason "done by phone"

Exit codes:
  0  changed
  2  unusable arguments, or it cannot be done: then nothing is changed
)";

constexpr const char* kMigrateFooter = R"(
Elements with the same id are mapped to each other as far as they can be; --map says what differs, and
`--map old=` that something is not mapped: then no instance may be there. Each instance is migrated as a
whole or stays as it is.

Examples:
  rondo migrate order --dry-run
  rondo migrate order --from 1 --to 3 --map check=checkAgain
  rondo migrate order --instance 12.1 --json

Exit codes:
  0  all are migrated, or with --dry-run: could be
  1  some cannot be migrated
  2  unusable arguments, or a plan that suits no instance: the reasons are told
)";

int move(const MoveArguments& arguments) {
  if (arguments.path.size() == 1) {
    throw Error(ErrorKind::Argument, fmt::format("to where is '{}' to be moved?", arguments.path.front()));
  }
  if (arguments.path.empty() && arguments.before.empty() && arguments.after.empty() &&
      arguments.canceled.empty()) {
    throw Error(ErrorKind::Argument, "what is to be moved, started or canceled?");
  }
  const Variables variables = read_variables(arguments.variables);
  const auto engine = open_database(arguments.database);
  Modification change = engine->runtime().modify(arguments.instance);
  change.set_variables(variables)
      .skip_listeners(arguments.skip_listeners)
      .skip_io_mappings(arguments.skip_mappings)
      .because(arguments.reason);
  if (!arguments.path.empty()) change.move(arguments.path[0], arguments.path[1]);
  for (const std::string& activity : arguments.canceled) change.cancel_all(activity);
  for (const std::string& activity : arguments.before) change.start_before(activity);
  for (const std::string& activity : arguments.after) change.start_after(activity);
  change.execute();
  Listing listing({"activity", "kind", "id"});
  for (const ExecutionInfo& execution : engine->runtime().executions(arguments.instance)) {
    if (!execution.activity_id.empty()) listing.add(describe_fields(execution));
  }
  listing.print(arguments.database.json, "the instance has ended");
  return kDone;
}

// The newest version, and the one before it, where none are given.
void choose_versions(Engine& engine, MigrateArguments& arguments) {
  const auto newest = engine.repository().latest(arguments.process);
  if (!newest) {
    throw Error(ErrorKind::NotFound, fmt::format("there is no process '{}'", arguments.process));
  }
  if (arguments.to == 0) arguments.to = newest->version;
  if (arguments.from == 0) arguments.from = arguments.to - 1;
  if (arguments.from < 1) {
    throw Error(ErrorKind::Argument, fmt::format("process '{}' has only one version", arguments.process));
  }
}

MigrationPlan plan_of(Engine& engine, const MigrateArguments& arguments) {
  MigrationPlan plan = engine.runtime().plan_migration(arguments.process, arguments.from, arguments.to,
                                                       arguments.update_triggers);
  plan.variables = read_variables(arguments.variables);
  for (const std::string& mapping : arguments.mappings) {
    const std::size_t sign = mapping.find('=');
    if (sign == std::string::npos || sign == 0) {
      throw Error(ErrorKind::Argument, fmt::format("--map takes SOURCE=TARGET, not '{}'", mapping));
    }
    plan.map(mapping.substr(0, sign), mapping.substr(sign + 1), arguments.update_triggers);
  }
  return plan;
}

std::string text_of(const std::vector<MigrationProblem>& problems) {
  std::string text;
  for (const MigrationProblem& problem : problems) {
    if (!text.empty()) text += "; ";
    text += problem.source.empty() ? problem.message : problem.source + ": " + problem.message;
  }
  return text;
}

constexpr std::size_t kAtOnce = 500;  // between two looks at how far it is

std::vector<std::string> instances_of(Engine& engine, const MigrateArguments& arguments) {
  if (!arguments.instances.empty()) return arguments.instances;
  InstanceQuery query;
  query.process_key = arguments.process;
  std::vector<std::string> ids;
  for (const InstanceInfo& instance : engine.runtime().instances(query)) {
    if (instance.process_version == arguments.from) ids.push_back(instance.id);
  }
  return ids;
}

std::vector<MigrationReport> migrate_all(Engine& engine, const MigrationPlan& plan,
                                         const std::vector<std::string>& ids, MigrationMode mode) {
  std::vector<MigrationReport> reports;
  Progress progress("instances");
  for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
    const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(at + kAtOnce, ids.size()));
    for (MigrationReport& report : engine.runtime().migrate(plan, {begin, end}, mode)) {
      reports.push_back(std::move(report));
    }
    progress.show(reports.size(), ids.size());
  }
  return reports;
}

int migrate(MigrateArguments arguments) {
  const auto engine = open_database(arguments.database);
  choose_versions(*engine, arguments);
  const MigrationPlan plan = plan_of(*engine, arguments);
  if (const auto problems = engine->runtime().validate(plan); !problems.empty()) {
    for (const MigrationProblem& problem : problems) {
      fmt::print(stderr, "{}: {}\n", problem.source.empty() ? arguments.process : problem.source,
                 problem.message);
    }
    throw Error(ErrorKind::Argument,
                fmt::format("version {} of '{}' cannot be migrated to version {} this way",
                            plan.source_version, plan.process_key, plan.target_version));
  }
  const auto mode = arguments.dry_run ? MigrationMode::DryRun : MigrationMode::Execute;
  Listing listing({"id", "result", "problems"});
  int code = kDone;
  for (const MigrationReport& report : migrate_all(*engine, plan, instances_of(*engine, arguments), mode)) {
    const bool fits = report.problems.empty();
    if (!fits) code = kFailed;
    listing.add({{"id", report.instance_id},
                 {"result", !fits             ? "stays"
                            : report.migrated ? "migrated"
                                              : "can be migrated"},
                 {"problems", text_of(report.problems)}});
  }
  listing.print(arguments.database.json, fmt::format("no instance runs in version {}", plan.source_version));
  return code;
}

void add_list_option(CLI::App& command, const char* name, std::vector<std::string>& list, const char* text,
                     const char* type) {
  command.add_option(name, list, text)
      ->type_name(type)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

}  // namespace

void add_change_commands(CLI::App& app, Action& action) {
  auto moved = std::make_shared<MoveArguments>();
  CLI::App* command = app.add_subcommand("move", "Change where an instance is");
  command->add_option("INSTANCE", moved->instance, "Id of a process instance")->required()->type_name("");
  command->add_option("FROM TO", moved->path, "What is at the first activity goes on at the second")
      ->expected(0, 2)
      ->type_name("");
  add_list_option(*command, "--start-before", moved->before, "An activity to start; may be repeated",
                  "ELEMENT");
  add_list_option(*command, "--start-after", moved->after, "An element to go on behind; may be repeated",
                  "ELEMENT");
  add_list_option(*command, "--cancel", moved->canceled, "An activity to cancel; may be repeated", "ELEMENT");
  add_variable_options(*command, moved->variables);
  command->add_flag("--skip-listeners", moved->skip_listeners, "Run no listeners");
  command->add_flag("--skip-mappings", moved->skip_mappings, "Do no input and output mappings");
  command->add_option("--reason", moved->reason, "Why, for history")->type_name("TEXT");
  add_database_options(*command, moved->database);
  add_simulate_option(*command, moved->database);
  command->footer(kMoveFooter);
  command->callback([moved, &action] { action = [moved] { return move(*moved); }; });

  auto migrated = std::make_shared<MigrateArguments>();
  command = app.add_subcommand("migrate", "Bring running instances to another version of their process");
  command->add_option("PROCESS", migrated->process, "Id of the process")->required()->type_name("");
  command->add_option("--from", migrated->from, "Version that they have; else the one before")
      ->type_name("N");
  command->add_option("--to", migrated->to, "Version that they get; else the newest")->type_name("N");
  add_list_option(*command, "--instance", migrated->instances, "Only this one; may be repeated", "ID");
  add_list_option(*command, "--map", migrated->mappings, "What goes on where; may be repeated",
                  "SOURCE=TARGET");
  command->add_flag("--update-triggers", migrated->update_triggers, "Timers and subscriptions begin anew");
  command->add_flag("--dry-run", migrated->dry_run, "Only tell what would become of each instance");
  add_variable_options(*command, migrated->variables);
  add_database_options(*command, migrated->database);
  command->footer(kMigrateFooter);
  command->callback([migrated, &action] { action = [migrated] { return migrate(*migrated); }; });
}

}  // namespace rondo::cli
