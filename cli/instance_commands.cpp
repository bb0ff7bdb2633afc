// SPDX-License-Identifier: Apache-2.0
// Looking at instances of a store, and ending, suspending and resuming them by hand.
#include "cli/assignments.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/listing.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <utility>

namespace rondo::cli {

namespace {

struct ListArguments {
  DatabaseOptions database;
  InstanceQuery query;
  std::vector<std::string> variables;
  bool processes = false;
};

struct ShowArguments {
  DatabaseOptions database;
  std::string instance;
};

struct InstanceArguments {
  DatabaseOptions database;
  std::vector<std::string> instances;
  std::string error, cause, reason;
};

constexpr const char* kListFooter = R"(
Examples:
  rondo list
  rondo list --process order --all --json
  rondo list --processes

Exit codes:
  0  listed
  2  unusable arguments or store
)";

constexpr const char* kShowFooter = R"(
Examples:
  rondo show 12.1
  rondo show 12.1 --json

Exit codes:
  0  shown
  2  unusable arguments or store, or no such instance
)";

int list(const ListArguments& arguments) {
  const auto engine = open_database(arguments.database);
  if (arguments.processes) {
    Listing listing({"id", "name", "file"});
    for (const ProcessInfo& process : engine->repository().processes()) listing.add(describe_fields(process));
    listing.print(arguments.database.json, "no process is deployed");
    return kDone;
  }
  InstanceQuery query = arguments.query;
  for (const std::string& variable : arguments.variables) read_assignment(variable, query.variables);
  Listing listing({"id", "process", "version", "state", "businessKey", "start"});
  for (const InstanceInfo& instance : engine->runtime().instances(query)) {
    listing.add(describe_fields(instance));
  }
  listing.print(arguments.database.json, "no instance runs");
  return kDone;
}

template <typename Infos>
void add_all(Object& fields, const std::string& name, const Infos& infos) {
  List rows;
  for (const auto& info : infos) rows.emplace_back(describe_fields(info));
  fields.set(name, Value(std::move(rows)));
}

void print_part(const Object& fields, const std::string& name, std::vector<std::string> columns) {
  const List& rows = fields.find(name)->as_list();
  if (rows.empty()) return;
  fmt::print("\n{}\n", colored(Color::Bold, name + ":"));
  Listing listing(std::move(columns));
  for (const Value& row : rows) listing.add(row.as_object());
  listing.print(false, {});
}

int show(const ShowArguments& arguments) {
  const auto engine = open_database(arguments.database);
  const std::string& id = arguments.instance;
  const auto info = engine->history().instance(id);
  if (!info) throw Error(ErrorKind::NotFound, fmt::format("there is no process instance '{}'", id));
  Object fields = describe_fields(*info);
  const Object heading = fields;
  TaskQuery tasks;
  tasks.instance_id = id;
  JobQuery jobs;
  jobs.instance_id = id;
  InstanceQuery called;
  called.caller_instance_id = id;
  fields.set("variables", Value(engine->history().variables(id)));
  add_all(fields, "executions", engine->runtime().executions(id));
  add_all(fields, "tasks", engine->tasks().list(tasks));
  if (!info->end_time) add_all(fields, "subscriptions", engine->runtime().subscriptions(id));
  add_all(fields, "jobs", engine->management().jobs(jobs));
  add_all(fields, "incidents", engine->management().incidents(id));
  add_all(fields, "called", engine->runtime().instances(called));
  if (arguments.database.json) {
    print_fields(fields, true);
    return kDone;
  }
  print_fields(heading, false);
  const Object& variables = fields.find("variables")->as_object();
  if (!variables.empty()) fmt::print("\n{}\n", colored(Color::Bold, "variables:"));
  for (const auto& [name, value] : variables) fmt::print("{} = {}\n", name, to_json(value));
  print_part(fields, "executions", {"id", "parent", "activity", "kind", "waiting"});
  print_part(fields, "tasks", {"id", "task", "name", "assignee", "candidateGroups"});
  if (!info->end_time) print_part(fields, "subscriptions", {"type", "name", "activity", "execution"});
  print_part(fields, "jobs", {"id", "kind", "activity", "due", "retries", "error"});
  print_part(fields, "incidents", {"id", "kind", "activity", "time", "message"});
  print_part(fields, "called", {"id", "process", "state", "callerActivity"});
  return kDone;
}

// Every instance is done on its own: what fails is told, and the others go on.
template <typename Step>
int do_each(const InstanceArguments& arguments, const char* done, Step step) {
  const auto engine = open_database(arguments.database);
  int code = kDone;
  Listing listing({"id", "result"});
  Progress progress("instances");
  for (const std::string& id : arguments.instances) {
    progress.show(listing.rows().size(), arguments.instances.size());
    try {
      step(*engine, id);
      listing.add({{"id", id}, {"result", done}});
    } catch (const Error& failure) {
      listing.add({{"id", id}, {"result", "failed"}, {"error", failure.what()}});
      fmt::print(stderr, "rondo: error: {}: {}\n", id, failure.what());
      code = kFailed;
    }
  }
  listing.print(arguments.database.json, {});
  return code;
}

template <typename Step>
std::pair<CLI::App*, std::shared_ptr<InstanceArguments>> add_step(CLI::App& app, Action& action,
                                                                  const char* name, const char* text,
                                                                  const char* done, Step step) {
  auto arguments = std::make_shared<InstanceArguments>();
  CLI::App* command = app.add_subcommand(name, text);
  command->add_option("INSTANCE", arguments->instances, "Ids of process instances")
      ->required()
      ->type_name("");
  add_database_options(*command, arguments->database);
  command->footer(fmt::format(R"(
Examples:
  rondo {0} 12.1
  rondo {0} 12.1 13.1 --json

Exit codes:
  0  all are {1}
  1  some could not be {1}
  2  unusable arguments or store
)",
                              name, done));
  command->callback([arguments, done, step, &action] {
    action = [arguments, done, step] {
      return do_each(*arguments, done,
                     [&](Engine& engine, const std::string& id) { step(engine, id, *arguments); });
    };
  });
  return {command, arguments};
}

}  // namespace

void add_list_command(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ListArguments>();
  CLI::App* command = app.add_subcommand("list", "List the instances in a store, or its processes");
  command->add_option("--process", arguments->query.process_key, "Instances of this process")
      ->type_name("KEY");
  command->add_option("--business-key", arguments->query.business_key, "Instances with this business key")
      ->type_name("KEY");
  command->add_option("--var", arguments->variables, "With this variable; may be repeated")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--all", arguments->query.include_ended, "Also those that have ended");
  command->add_flag("--processes", arguments->processes, "The processes that are deployed");
  add_database_options(*command, arguments->database);
  command->footer(kListFooter);
  command->callback([arguments, &action] { action = [arguments] { return list(*arguments); }; });
}

void add_show_command(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ShowArguments>();
  CLI::App* command = app.add_subcommand("show", "Show an instance: variables, tokens, what it waits for");
  command->add_option("INSTANCE", arguments->instance, "Id of a process instance")->required()->type_name("");
  add_database_options(*command, arguments->database);
  command->footer(kShowFooter);
  command->callback([arguments, &action] { action = [arguments] { return show(*arguments); }; });
}

void add_instance_commands(CLI::App& app, Action& action) {
  add_step(
      app, action, "suspend", "Let instances rest until they are resumed", "suspended",
      [](Engine& engine, const std::string& id, const InstanceArguments&) { engine.runtime().suspend(id); });
  add_step(
      app, action, "resume", "Let suspended instances go on", "resumed",
      [](Engine& engine, const std::string& id, const InstanceArguments&) { engine.runtime().resume(id); });
  const auto stop = add_step(app, action, "stop", "End instances at once; callers see an error", "stopped",
                             [](Engine& engine, const std::string& id, const InstanceArguments& how) {
                               engine.runtime().stop(id, how.error, how.cause);
                             });
  stop.first->add_option("--error", stop.second->error, "Error code that a caller can catch")
      ->type_name("CODE");
  stop.first->add_option("--cause", stop.second->cause, "What led to it")->type_name("TEXT");
  add_step(
      app, action, "cancel", "Withdraw instances and compensate what they did", "canceled",
      [](Engine& engine, const std::string& id, const InstanceArguments&) { engine.runtime().cancel(id); });
  const auto remove = add_step(app, action, "delete", "Withdraw instances; no handler runs", "deleted",
                               [](Engine& engine, const std::string& id, const InstanceArguments& how) {
                                 engine.runtime().remove(id, how.reason);
                               });
  remove.first->add_option("--reason", remove.second->reason, "Why, for history")->type_name("TEXT");
}

}  // namespace rondo::cli
