// SPDX-License-Identifier: Apache-2.0
#include "cli/compare.hpp"
#include "cli/scenario_runner.hpp"
#include "cli/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

namespace rondo::cli {

namespace {

constexpr int kMostRounds = 50;

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// What the scripts of one run wrote.
struct Tokens {
  std::vector<std::string> written;
  bool marker = false;

  [[nodiscard]] std::vector<std::string> all() const {
    std::vector<std::string> result = written;
    if (marker) result.emplace_back("MARKER_exists");
    return result;
  }
};

void increment(DelegateExecution& execution) {
  const Value present = execution.variable("integerVariable").value_or(Value());
  execution.set_variable("integerVariable",
                         present.is_integer() ? present.as_integer() + 1 : std::int64_t{1});
}

// Does what the command word in a script's body says.
Value run_command_word(DelegateExecution& execution, Tokens& tokens) {
  const std::string_view word = trimmed(execution.script());
  if (word.starts_with("SCRIPT_")) {
    tokens.written.emplace_back(word);
  } else if (word == "CREATE_MARKER_FILE") {
    tokens.marker = true;
  } else if (word == "SET_STRING_DATA") {
    execution.set_variable("data", "String");
  } else if (word == "LOG_DATA") {
    if (execution.variable("data") == Value("String")) tokens.written.emplace_back("DATA_correct");
  } else if (word.starts_with("INCREMENT_INTEGER_VARIABLE")) {
    increment(execution);
    if (word.ends_with("_AND_LOG")) tokens.written.emplace_back("INCREMENT_correct");
  } else if (word == "THROW_ERROR") {
    throw BpmnError("ERR_CODE");
  }
  return {};
}

void register_command_words(Engine& engine, Tokens& tokens) {
  const auto handler = [&tokens](DelegateExecution& execution) {
    return run_command_word(execution, tokens);
  };
  for (const char* format : {"*", "", "groovy", "javascript", "juel", "java", "text/javascript", "ecmascript",
                             "text/x-groovy", "application/x-groovy"}) {
    engine.delegates().add_script_language(format, handler);
  }
}

// Runs jobs, and moves the clock on to the next one, until nothing is left to do.
void run_to_the_end(World& world, bool restarting) {
  for (int round = 0; round < kMostRounds; ++round) {
    if (restarting) world.restart();
    ManagementService& management = world.engine().management();
    management.run_due();
    const auto due = management.next_due();
    if (!due) return;
    world.clock().set(std::max(world.clock().now(), *due));
  }
}

// How far a run came.
struct Run {
  std::optional<std::string> deployment_failure;
  std::optional<std::string> failure;  // of a start
  bool uncaught = false;               // a BPMN error reached the caller, or ended an instance
  std::vector<std::string> tokens;
};

void start_all(World& world, const TraceCase& trace, const Variables& inputs, Run& run) {
  try {
    for (const std::string& key : trace.also_start) world.engine().runtime().start(key);
    world.engine().runtime().start(trace.process_id, inputs);
  } catch (const Error& failure) {
    run.failure = failure.what();
    run.uncaught = failure.kind() == ErrorKind::BpmnError;
  }
}

Run run_once(const Scenario& scenario, const ScenarioStore& store, const Variables& inputs,
             std::vector<std::string>& operations) {
  Tokens tokens;
  World world(scenario, store);
  world.prepare([&tokens](Engine& engine) { register_command_words(engine, tokens); });
  Run run;
  try {
    deploy(world, scenario.files);
  } catch (const DeploymentError& failure) {
    run.deployment_failure = failure.what();
    return run;
  }
  start_all(world, scenario.trace, inputs, run);
  run_to_the_end(world, store.restart_between_steps);
  for (const InstanceInfo& instance : world.engine().history().instances()) {
    if (instance.state == InstanceState::Failed) run.uncaught = true;
  }
  run.tokens = tokens.all();
  operations.insert(operations.end(), world.operations().begin(), world.operations().end());
  return run;
}

// What is wrong with the error, or the lack of it; empty when it is as expected.
std::string check_error(const TraceExpectation& expected, const Run& run) {
  const bool refused = run.deployment_failure.has_value();
  if (expected.error == "deployment_or_runtime") {
    return refused || run.failure ? "" : "expected a refusal at deployment or at the start";
  }
  if (refused) return fmt::format("deploy: {}", *run.deployment_failure);
  if (expected.error == "runtime") return run.failure ? "" : "expected the start to fail";
  if (expected.error == "uncaught_error_event")
    return run.uncaught ? "" : "expected an error that nobody catches";
  return run.failure ? fmt::format("start: {}", *run.failure) : "";
}

std::string check_tokens(const TraceExpectation& expected, std::vector<std::string> tokens) {
  if (expected.one_of.empty()) return {};
  if (!expected.sequence) std::sort(tokens.begin(), tokens.end());
  std::string allowed;
  for (auto list : expected.one_of) {
    if (!expected.sequence) std::sort(list.begin(), list.end());
    if (list == tokens) return {};
    allowed += (allowed.empty() ? "" : " or ") + to_text(list);
  }
  return fmt::format("expected {}, wrote {}", allowed, to_text(tokens));
}

}  // namespace

std::string run_trace(const Scenario& scenario, const ScenarioStore& store,
                      std::vector<std::string>& operations) {
  const TraceCase& trace = scenario.trace;
  for (std::size_t i = 0; i < trace.inputs.size(); ++i) {
    const TraceExpectation& expected = trace.expectations[i];
    const Run run = run_once(scenario, store, trace.inputs[i], operations);
    std::string reason = check_error(expected, run);
    if (reason.empty() && expected.error != "runtime" && expected.error != "deployment_or_runtime") {
      reason = check_tokens(expected, run.tokens);
    }
    if (!reason.empty()) return fmt::format("run {} of {}: {}", i + 1, trace.inputs.size(), reason);
  }
  return {};
}

}  // namespace rondo::cli
