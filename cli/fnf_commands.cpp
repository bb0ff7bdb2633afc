// SPDX-License-Identifier: Apache-2.0
// Flows and executions of a store, as the FnF service has them.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/fnf_store.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace rondo::cli {

namespace {

struct FnfArguments {
  DatabaseOptions database;
  std::string flow, execution, definition, file, description, input, error, cause, token, output, status;
};

constexpr const char* kFnfFooter = R"(
Options may also be written as the service does: --FlowName, --ExecutionName. Answers are JSON. What is due (waits,
time limits, retries) is done before each command. Functions run elsewhere: whoever runs one reports its outcome
with the token that get-execution-history shows at its TaskStarted.

Examples:
  rondo fnf create-flow --flow-name order --definition-file order.flow.yml
  rondo fnf start-execution --flow-name order --execution-name o1 --input '{"id": 7}'
  rondo fnf stop-execution --flow-name order --execution-name o1 --error Enough --cause 'too late'
  rondo fnf describe-execution --flow-name order --execution-name o1

Exit codes:
  0  done
  2  unusable arguments or store, or refused
)";

// Functions are run by others: their tasks wait.
std::unique_ptr<Engine> open_flows(const FnfArguments& arguments, Missing missing = Missing::Refuse) {
  auto engine = open_database(arguments.database, missing);
  engine->delegates().set_fallback(
      [](std::string_view, DelegateExecution& execution) { execution.wait_for_trigger(); });
  engine->runtime().deliver_messages();
  engine->management().run_due();
  return engine;
}

std::string definition_of(const FnfArguments& arguments) {
  return arguments.file.empty() ? arguments.definition : read_resource(arguments.file).content;
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

// The service's limits.
void check_error(const FnfArguments& arguments) {
  if (characters(arguments.error) > 128 || characters(arguments.cause) > 4096) {
    throw Error(ErrorKind::Argument,
                "InvalidArgument: an error has at most 128 characters, its cause at most 4096");
  }
}

void create_flow(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments, Missing::Create);
  print_answer(FlowBook(*engine).create(arguments.flow, definition_of(arguments), arguments.description));
}

void update_flow(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  print_answer(FlowBook(*engine).update(arguments.flow, definition_of(arguments), arguments.description));
}

void delete_flow(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  FlowBook(*engine).remove(arguments.flow);
  print_answer({});
}

void describe_flow(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  print_answer(FlowBook(*engine).describe(arguments.flow));
}

void list_flows(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  print_answer({{"Flows", Value(FlowBook(*engine).list())}, {"NextToken", ""}});
}

void start(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  const InstanceInfo started = start_execution(*engine, arguments.flow, arguments.execution, arguments.input);
  print_answer(describe_execution(*engine, started));
}

void stop(const FnfArguments& arguments) {
  check_error(arguments);
  const auto engine = open_flows(arguments);
  const InstanceInfo found = find_execution(*engine, arguments.flow, arguments.execution);
  if (found.end_time) {
    throw Error(ErrorKind::InvalidState, fmt::format("ExecutionAlreadyCompleted: the execution '{}' is {}",
                                                     arguments.execution, status_of(found.state)));
  }
  engine->runtime().stop(found.id, arguments.error, arguments.cause);
  print_answer(describe_execution(*engine, *engine->runtime().instance(found.id)));
}

void describe(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  print_answer(describe_execution(*engine, find_execution(*engine, arguments.flow, arguments.execution)));
}

void list(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  InstanceQuery query;
  query.process_key = arguments.flow;
  query.include_ended = true;
  List executions;
  for (const InstanceInfo& execution : engine->runtime().instances(query)) {
    if (!arguments.status.empty() && status_of(execution.state) != arguments.status) continue;
    executions.push_back(Value(describe_execution(*engine, execution)));
  }
  print_answer({{"Executions", Value(std::move(executions))}, {"NextToken", ""}});
}

void history(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  const InstanceInfo found = find_execution(*engine, arguments.flow, arguments.execution);
  print_answer({{"Events", Value(execution_events(*engine, found))}, {"NextToken", ""}});
}

void report_succeeded(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  std::string error;
  const Value output = arguments.output.empty() ? Value(Object()) : parse_json(arguments.output, error);
  if (!error.empty()) throw Error(ErrorKind::Argument, "InvalidArgument: the output must be JSON: " + error);
  engine->runtime().report_succeeded(arguments.token, output);
  print_answer({});
}

void report_failed(const FnfArguments& arguments) {
  check_error(arguments);
  const auto engine = open_flows(arguments);
  engine->runtime().report_failed(arguments.token, arguments.error, arguments.cause);
  print_answer({});
}

// The options that a command has, and which of them it needs.
enum Option : unsigned {
  kFlow = 1,
  kExecution = 2,
  kNewExecution = 4,
  kDefinition = 8,
  kInput = 16,
  kError = 32,
  kToken = 64,
  kOutput = 128,
  kStatus = 256
};

void add_options(CLI::App& command, unsigned options, FnfArguments& arguments) {
  const auto add = [&](unsigned option, const char* name, std::string& value, const char* text,
                       bool required) {
    if ((options & option) == 0) return;
    command.add_option(name, value, text)->type_name("TEXT")->required(required);
  };
  add(kFlow, "--flow-name,--FlowName,--name,--Name", arguments.flow, "Name of the flow", true);
  add(kExecution, "--execution-name,--ExecutionName", arguments.execution, "Name of the execution", true);
  add(kNewExecution, "--execution-name,--ExecutionName", arguments.execution,
      "Name of the execution; generated if not given", false);
  add(kDefinition, "--definition,--Definition", arguments.definition, "The flow, in FDL", false);
  add(kDefinition, "--definition-file", arguments.file, "A file that holds it", false);
  add(kDefinition, "--description,--Description", arguments.description, "What it is for", false);
  add(kInput, "--input,--Input", arguments.input, "A JSON object", false);
  add(kError, "--error,--Error", arguments.error, "Name of the error, for those who catch it", false);
  add(kError, "--cause,--Cause", arguments.cause, "What led to it", false);
  add(kToken, "--task-token,--TaskToken", arguments.token, "Token of the task", true);
  add(kOutput, "--output,--Output", arguments.output, "The result, a JSON object", false);
  add(kStatus, "--status,--Status", arguments.status, "Only executions in this state", false);
  command
      .add_option("--data-limit", arguments.database.step_data_limit,
                  "Bytes that input, local and output of a step may have; the service has 32768")
      ->type_name("BYTES");
  command.add_option("--db", arguments.database.url, "The store: a file (rondo.db), or sqlite:FILE")
      ->type_name("URL");
}

struct FnfCommand {
  const char* name;
  const char* alias;
  const char* text;
  unsigned options;
  void (*run)(const FnfArguments&);
};

constexpr FnfCommand kCommands[] = {
    {"create-flow", "CreateFlow", "Make a flow", kFlow | kDefinition, create_flow},
    {"update-flow", "UpdateFlow", "Change a flow; what runs stays as it is", kFlow | kDefinition,
     update_flow},
    {"delete-flow", "DeleteFlow", "Start no execution of a flow any more", kFlow, delete_flow},
    {"list-flows", "ListFlows", "List the flows", 0, list_flows},
    {"describe-flow", "DescribeFlow", "Show a flow", kFlow, describe_flow},
    {"start-execution", "StartExecution", "Start an execution", kFlow | kNewExecution | kInput, start},
    {"stop-execution", "StopExecution", "Stop an execution; who waits for it sees the error",
     kFlow | kExecution | kError, stop},
    {"describe-execution", "DescribeExecution", "Show an execution", kFlow | kExecution, describe},
    {"list-executions", "ListExecutions", "List the executions of a flow", kFlow | kStatus, list},
    {"get-execution-history", "GetExecutionHistory", "Show what has happened in an execution",
     kFlow | kExecution, history},
    {"report-task-succeeded", "ReportTaskSucceeded", "Report the result of a task", kToken | kOutput,
     report_succeeded},
    {"report-task-failed", "ReportTaskFailed", "Report the failure of a task", kToken | kError,
     report_failed},
};

}  // namespace

void add_fnf_commands(CLI::App& app, Action& action) {
  CLI::App* fnf = app.add_subcommand("fnf", "Work with flows as Alibaba's Serverless Workflow does");
  fnf->require_subcommand(1);
  fnf->footer(kFnfFooter);
  for (const FnfCommand& known : kCommands) {
    auto arguments = std::make_shared<FnfArguments>();
    CLI::App* command = fnf->add_subcommand(known.name, known.text)->alias(known.alias);
    add_options(*command, known.options, *arguments);
    command->callback([arguments, run = known.run, &action] {
      action = [arguments, run] {
        run(*arguments);
        return static_cast<int>(kDone);
      };
    });
  }
}

}  // namespace rondo::cli
