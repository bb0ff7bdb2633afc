// SPDX-License-Identifier: Apache-2.0
// User tasks, messages and signals by hand.
#include "cli/assignments.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/listing.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace rondo::cli {

namespace {

struct TaskArguments {
  DatabaseOptions database;
  TaskQuery query;
};

struct CompleteArguments {
  DatabaseOptions database;
  VariableOptions variables;
  std::string task, instance;
};

struct MessageArguments {
  DatabaseOptions database;
  VariableOptions variables;
  MessageCorrelation message;
  std::vector<std::string> correlation;
  std::string key;
};

struct SignalArguments {
  DatabaseOptions database;
  VariableOptions variables;
  std::string name;
};

constexpr const char* kTasksFooter = R"(
Examples:
  rondo tasks
  rondo tasks --candidate-group sales --unassigned --json

Exit codes:
  0  listed
  2  unusable arguments or store
)";

constexpr const char* kCompleteFooter = R"(
Examples:
  rondo complete 12.1.w4.1 --var approved=true
  rondo complete approve --instance 12.1

Exit codes:
  0  the task is complete
  2  unusable arguments, no such task, or the process failed: then it stays open
)";

constexpr const char* kMessageFooter = R"(
Goes to the one execution that waits for it, or starts a process that a message of that name starts.

Examples:
  rondo message paid --key A-17 --var amount=120
  rondo message paid --correlate customer=jane --business-key A-17

Exit codes:
  0  received
  2  unusable arguments, or none or several wait for it: then nothing is changed
)";

constexpr const char* kSignalFooter = R"(
Goes to everything in the store that waits for it, and starts the processes that it starts.

Examples:
  rondo signal prices-changed --var date=2026-01-01

Exit codes:
  0  thrown; the number of receivers is told
  2  unusable arguments or store
)";

int list_tasks(const TaskArguments& arguments) {
  const auto engine = open_database(arguments.database);
  Listing listing({"id", "task", "name", "assignee", "candidateGroups", "instance", "created"});
  for (const TaskInfo& task : engine->tasks().list(arguments.query)) listing.add(describe_fields(task));
  listing.print(arguments.database.json, "no task is open");
  return kDone;
}

// The task with that id; else the only one of that element.
TaskInfo find_task(Engine& engine, const CompleteArguments& arguments) {
  if (const auto task = engine.tasks().task(arguments.task)) return *task;
  TaskQuery query;
  query.key = arguments.task;
  query.instance_id = arguments.instance;
  const auto tasks = engine.tasks().list(query);
  if (tasks.size() == 1) return tasks.front();
  if (tasks.empty()) {
    throw Error(ErrorKind::NotFound, fmt::format("there is no open task '{}'", arguments.task));
  }
  throw Error(ErrorKind::Argument, fmt::format("{} tasks '{}' are open; give the id of one, or its instance",
                                               tasks.size(), arguments.task));
}

int complete(const CompleteArguments& arguments) {
  const Variables variables = read_variables(arguments.variables);
  const auto engine = open_database(arguments.database);
  const TaskInfo task = find_task(*engine, arguments);
  engine->tasks().complete(task.id, variables);
  const auto instance = engine->history().instance(task.instance_id);
  const std::string state(instance ? name_of(instance->state) : "ended");
  if (arguments.database.json) {
    print_fields({{"task", task.id}, {"instance", task.instance_id}, {"state", state}}, true);
  } else {
    fmt::print("{} is complete; instance {} is {}\n", task.key, task.instance_id, state);
  }
  return kDone;
}

int correlate(const MessageArguments& arguments) {
  MessageCorrelation message = arguments.message;
  for (const std::string& assignment : arguments.correlation)
    read_assignment(assignment, message.correlation);
  if (!arguments.key.empty()) {
    Variables key;
    read_assignment("key=" + arguments.key, key);
    message.key = *key.find("key");
  }
  const Variables variables = read_variables(arguments.variables);
  const auto engine = open_database(arguments.database);
  const CorrelationResult result = engine->runtime().correlate(message, variables);
  if (arguments.database.json) {
    print_fields({{"instance", result.instance_id}, {"started", result.started}}, true);
  } else {
    fmt::print("{} instance {}\n", result.started ? "started" : "received by", result.instance_id);
  }
  return kDone;
}

int signal(const SignalArguments& arguments) {
  const Variables variables = read_variables(arguments.variables);
  const auto engine = open_database(arguments.database);
  const std::size_t count = engine->runtime().signal(arguments.name, variables);
  if (arguments.database.json) {
    print_fields({{"receivers", static_cast<std::int64_t>(count)}}, true);
  } else {
    fmt::print("{} {}\n", count, count == 1 ? "receiver" : "receivers");
  }
  return kDone;
}

void add_tasks(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<TaskArguments>();
  CLI::App* command = app.add_subcommand("tasks", "List open user tasks");
  const auto filter = [&](const char* name, std::string& field, const char* text, const char* type) {
    command->add_option(name, field, text)->type_name(type);
  };
  filter("--instance", arguments->query.instance_id, "Of this instance", "ID");
  filter("--task", arguments->query.key, "Of this user task", "ELEMENT");
  filter("--process", arguments->query.process_key, "Of this process", "KEY");
  filter("--assignee", arguments->query.assignee, "Of this user", "USER");
  filter("--candidate-user", arguments->query.candidate_user, "That this user may claim", "USER");
  filter("--candidate-group", arguments->query.candidate_group, "That this group may claim", "GROUP");
  command->add_flag("--unassigned", arguments->query.unassigned, "Of nobody yet");
  add_database_options(*command, arguments->database);
  command->footer(kTasksFooter);
  command->callback([arguments, &action] { action = [arguments] { return list_tasks(*arguments); }; });
}

void add_complete(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<CompleteArguments>();
  CLI::App* command = app.add_subcommand("complete", "Complete a user task");
  command->add_option("TASK", arguments->task, "Id of a task, or its element when only one is open")
      ->required()
      ->type_name("");
  command->add_option("--instance", arguments->instance, "The task of this instance")->type_name("ID");
  add_variable_options(*command, arguments->variables);
  add_database_options(*command, arguments->database);
  add_simulate_option(*command, arguments->database);
  command->footer(kCompleteFooter);
  command->callback([arguments, &action] { action = [arguments] { return complete(*arguments); }; });
}

void add_message(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<MessageArguments>();
  CLI::App* command = app.add_subcommand("message", "Give a message to whom waits for it");
  command->add_option("NAME", arguments->message.name, "Name of the message")->required()->type_name("");
  command->add_option("--key", arguments->key, "Correlation key, JSON or a text")->type_name("VALUE");
  command
      ->add_option("--correlate", arguments->correlation, "A variable that the receiver has; may be repeated")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--business-key", arguments->message.business_key, "Business key of the receiver")
      ->type_name("KEY");
  command->add_option("--instance", arguments->message.instance_id, "The receiver itself")->type_name("ID");
  add_variable_options(*command, arguments->variables);
  add_database_options(*command, arguments->database);
  add_simulate_option(*command, arguments->database);
  command->footer(kMessageFooter);
  command->callback([arguments, &action] { action = [arguments] { return correlate(*arguments); }; });
}

void add_signal(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<SignalArguments>();
  CLI::App* command = app.add_subcommand("signal", "Throw a signal");
  command->add_option("NAME", arguments->name, "Name of the signal")->required()->type_name("");
  add_variable_options(*command, arguments->variables);
  add_database_options(*command, arguments->database);
  add_simulate_option(*command, arguments->database);
  command->footer(kSignalFooter);
  command->callback([arguments, &action] { action = [arguments] { return signal(*arguments); }; });
}

}  // namespace

void add_task_commands(CLI::App& app, Action& action) {
  add_tasks(app, action);
  add_complete(app, action);
  add_message(app, action);
  add_signal(app, action);
}

}  // namespace rondo::cli
