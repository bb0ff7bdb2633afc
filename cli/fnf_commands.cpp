// SPDX-License-Identifier: Apache-2.0
// Flows and executions of a store, as the FnF service has them.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/fnf_answers.hpp"
#include "cli/fnf_store.hpp"
#include "cli/instant.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace rondo::cli {

namespace {

struct FnfArguments {
  DatabaseOptions database;
  std::string flow, execution, definition, file, description, type, role, input, error, cause, token, output;
  std::string callback;
  std::string status, prefix, begin, end, next_token;
  std::size_t limit = 60;
  std::int64_t wait_seconds = 0;
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
  2  unusable arguments or store; or refused: the answer on the standard error has Code and Message
)";

// Functions are run by others: their tasks wait.
std::unique_ptr<Engine> open_flows(const FnfArguments& arguments, Missing missing = Missing::Refuse) {
  auto engine = open_database(arguments.database, missing);
  engine->delegates().set_fallback(
      [](std::string_view, DelegateExecution& execution) { execution.wait_for_trigger(); });
  engine->runtime().deliver_messages();
  engine->management().run_due();
  answer_callbacks(*engine);
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

// Only flows in FDL are read; a role is taken as the service takes it, and used for nothing.
void check_type(const FnfArguments& arguments) {
  if (arguments.type.empty() || arguments.type == "FDL") return;
  throw Error(ErrorKind::Argument,
              fmt::format("InvalidArgument: the type of a flow is FDL, not {}", arguments.type));
}

// A name that the service would take.
void check_name(const std::string& name, std::string_view what) {
  constexpr std::size_t kLongest = 128;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const bool usable = !name.empty() && name.size() <= kLongest && is_letter(name.front()) &&
                      std::all_of(name.begin(), name.end(),
                                  [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
  if (usable) return;
  throw Error(
      ErrorKind::Argument,
      fmt::format("InvalidArgument: '{}' is no name of {}: it has 1 to 128 letters, digits, '_' and '-', "
                  "and begins with a letter or '_'",
                  name, what));
}

// One page of a list; the token of the next one is the number of items before it.
Object page_of(const FnfArguments& arguments, const char* name, List all) {
  std::size_t first = 0;
  const std::string& token = arguments.next_token;
  const auto [rest, error] = std::from_chars(token.data(), token.data() + token.size(), first);
  const bool usable = error == std::errc() && rest == token.data() + token.size() && first <= all.size();
  if (!token.empty() && !usable)
    throw Error(ErrorKind::Argument, fmt::format("InvalidArgument: there is no page '{}'", token));
  const std::size_t end = std::min(all.size() - first, arguments.limit) + first;
  List page(all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(end));
  return {{name, Value(std::move(page))}, {"NextToken", end < all.size() ? std::to_string(end) : ""}};
}

void create_flow(const FnfArguments& arguments) {
  check_type(arguments);
  check_name(arguments.flow, "a flow");
  const auto engine = open_flows(arguments, Missing::Create);
  print_answer(FlowBook(*engine).create(arguments.flow, definition_of(arguments), arguments.description));
}

void update_flow(const FnfArguments& arguments) {
  check_type(arguments);
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
  print_answer(page_of(arguments, "Flows", FlowBook(*engine).list()));
}

void start(const FnfArguments& arguments) {
  if (!arguments.execution.empty()) check_name(arguments.execution, "an execution");
  const auto engine = open_flows(arguments);
  const InstanceInfo started =
      start_execution(*engine, arguments.flow, arguments.execution, arguments.input, arguments.callback);
  answer_callbacks(*engine);
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
  answer_callbacks(*engine);
  print_answer(describe_execution(*engine, *engine->runtime().instance(found.id)));
}

// With a time to wait, when the execution has ended or the time is over. The store is closed in between, so
// that what happens elsewhere is seen and hindered by nothing.
void describe(const FnfArguments& arguments) {
  constexpr std::int64_t kLongest = 60;
  constexpr std::chrono::milliseconds kPause{50};
  if (arguments.wait_seconds < 0 || arguments.wait_seconds > kLongest) {
    throw Error(ErrorKind::Argument, "InvalidArgument: WaitTimeSeconds is a number from 0 to 60");
  }
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(arguments.wait_seconds);
  for (;;) {
    {
      const auto engine = open_flows(arguments);
      const InstanceInfo found = find_execution(*engine, arguments.flow, arguments.execution);
      if (found.end_time || std::chrono::steady_clock::now() >= until)
        return print_answer(describe_execution(*engine, found));
    }
    std::this_thread::sleep_for(kPause);
  }
}

std::optional<Instant> started_time(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto instant = parse_instant(text);
  if (!instant) {
    throw Error(ErrorKind::Argument,
                fmt::format("InvalidArgument: '{}' is no time such as 2026-01-31T08:00:00Z", text));
  }
  return instant;
}

void check_status(const std::string& status) {
  constexpr std::array<std::string_view, 6> kKnown{"Starting", "Running",  "Succeeded",
                                                   "Failed",   "TimedOut", "Stopped"};
  if (status.empty() || std::find(kKnown.begin(), kKnown.end(), status) != kKnown.end()) return;
  throw Error(ErrorKind::Argument, fmt::format("InvalidArgument: there is no status '{}', only {}", status,
                                               fmt::join(kKnown, ", ")));
}

void list(const FnfArguments& arguments) {
  check_status(arguments.status);
  const auto begin = started_time(arguments.begin), end = started_time(arguments.end);
  const auto engine = open_flows(arguments);
  // Executions of a flow that has been deleted can still be looked at.
  if (!engine->repository().latest(arguments.flow)) FlowBook(*engine).require(arguments.flow);
  InstanceQuery query;
  query.process_key = arguments.flow;
  query.include_ended = true;
  List executions;
  for (const InstanceInfo& execution : engine->runtime().instances(query)) {
    const bool wanted = (arguments.status.empty() || status_of(execution.state) == arguments.status) &&
                        execution.business_key.starts_with(arguments.prefix) &&
                        (!begin || execution.start_time >= *begin) && (!end || execution.start_time <= *end);
    if (wanted) executions.push_back(Value(describe_execution(*engine, execution)));
  }
  print_answer(page_of(arguments, "Executions", std::move(executions)));
}

void history(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  const InstanceInfo found = find_execution(*engine, arguments.flow, arguments.execution);
  print_answer(page_of(arguments, "Events", execution_events(*engine, found)));
}

void report_succeeded(const FnfArguments& arguments) {
  const auto engine = open_flows(arguments);
  std::string error;
  const Value output = arguments.output.empty() ? Value(Object()) : parse_json(arguments.output, error);
  if (!error.empty()) throw Error(ErrorKind::Argument, "InvalidArgument: the output must be JSON: " + error);
  const auto event = report_task(*engine, arguments.token,
                                 [&] { engine->runtime().report_succeeded(arguments.token, output); });
  answer_callbacks(*engine);
  print_answer({{"EventId", event}});
}

void report_failed(const FnfArguments& arguments) {
  check_error(arguments);
  const auto engine = open_flows(arguments);
  const auto event = report_task(*engine, arguments.token, [&] {
    engine->runtime().report_failed(arguments.token, arguments.error, arguments.cause);
  });
  answer_callbacks(*engine);
  print_answer({{"EventId", event}});
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
  kFilter = 256,
  kPages = 512,
  kWait = 1024
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
  add(kNewExecution, "--callback-fnf-task-token,--CallbackFnFTaskToken", arguments.callback,
      "Token of a task that is reported when the execution has ended", false);
  add(kDefinition, "--definition,--Definition", arguments.definition, "The flow, in FDL", false);
  add(kDefinition, "--definition-file", arguments.file, "A file that holds it", false);
  add(kDefinition, "--description,--Description", arguments.description, "What it is for", false);
  add(kInput, "--input,--Input", arguments.input, "A JSON object", false);
  add(kError, "--error,--Error", arguments.error, "Name of the error, for those who catch it", false);
  add(kError, "--cause,--Cause", arguments.cause, "What led to it", false);
  add(kToken, "--task-token,--TaskToken", arguments.token, "Token of the task", true);
  add(kOutput, "--output,--Output", arguments.output, "The result, a JSON object", false);
  add(kDefinition, "--type,--Type", arguments.type, "FDL, the only one", false);
  add(kDefinition, "--role-arn,--RoleArn", arguments.role, "Taken, and used for nothing", false);
  add(kFilter, "--status,--Status", arguments.status, "Only executions in this state", false);
  add(kFilter, "--execution-name-prefix,--ExecutionNamePrefix", arguments.prefix,
      "Only executions whose names begin so", false);
  add(kFilter, "--started-time-begin,--StartedTimeBegin", arguments.begin, "Only those started then or later",
      false);
  add(kFilter, "--started-time-end,--StartedTimeEnd", arguments.end, "Only those started then or before",
      false);
  add(kPages, "--next-token,--NextToken", arguments.next_token, "The page after the one that named it",
      false);
  if ((options & kPages) != 0) {
    command.add_option("--limit,--Limit", arguments.limit, "So many at most (60)")
        ->type_name("N")
        ->check(CLI::Range(1, 1000));
  }
  if ((options & kWait) != 0) {
    command
        .add_option("--wait-time-seconds,--WaitTimeSeconds", arguments.wait_seconds,
                    "Wait so long at most for its end; 0 to 60 (0)")
        ->type_name("SECONDS");
  }
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
    {"list-flows", "ListFlows", "List the flows", kPages, list_flows},
    {"describe-flow", "DescribeFlow", "Show a flow", kFlow, describe_flow},
    {"start-execution", "StartExecution", "Start an execution", kFlow | kNewExecution | kInput, start},
    {"stop-execution", "StopExecution", "Stop an execution; who waits for it sees the error",
     kFlow | kExecution | kError, stop},
    {"describe-execution", "DescribeExecution", "Show an execution", kFlow | kExecution | kWait, describe},
    {"list-executions", "ListExecutions", "List the executions of a flow", kFlow | kFilter | kPages, list},
    {"get-execution-history", "GetExecutionHistory", "Show what has happened in an execution",
     kFlow | kExecution | kPages, history},
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
      action = [arguments, run] { return answer_refusals([&] { run(*arguments); }); };
    });
  }
}

}  // namespace rondo::cli
