// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include "rondo/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace rondo::cli {

namespace {

constexpr const char* kVersion = "rondo 0.1.0";

constexpr const char* kProgramFooter = R"(
Examples:
  rondo validate order.bpmn
  rondo run order.bpmn --var amount=120 --complete approve:approved=true --simulate
  rondo render order.bpmn -o order.svg
  rondo test samples
  rondo deploy order.bpmn && rondo start order --var amount=120 && rondo tasks

Exit codes:
  0    all went well
  1    a process or a scenario failed
  2    unusable arguments or files
  3    the process waits for something (run)
  130  interrupted

`rondo COMMAND --help` says more about each command.)";

// The command that the arguments choose; empty when there is none.
std::string command_of(const CLI::App& app, int argc, const char* const* argv) {
  const std::string first = argc > 1 ? argv[1] : "";
  const auto named = app.get_subcommands([&](const CLI::App* command) { return command->check_name(first); });
  return named.empty() ? std::string() : first;
}

// All of them, in the order of the help.
std::string commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::string last = names.back();
  names.pop_back();
  return fmt::format("{} and {}", fmt::join(names, ", "), last);
}

// A word that is no command says more than that one is missing.
std::string complaint(const CLI::App& app, const CLI::ParseError& failure, int argc,
                      const char* const* argv) {
  const std::string first = argc > 1 ? argv[1] : "";
  if (first.empty()) return "which command? There are " + commands_of(app);
  if (first.front() != '-' && command_of(app, argc, argv).empty())
    return fmt::format("there is no command '{}'; there are {}", first, commands_of(app));
  return failure.what();
}

int run_arguments(int argc, const char* const* argv) {
  CLI::App app("Check, run and test BPMN 2.0 processes", "rondo");
  Action action;
  app.set_version_flag("--version", kVersion);
  app.set_help_flag("--help,-h", "Print this help and exit");
  app.require_subcommand(1);
  app.footer(kProgramFooter);
  add_run_command(app, action);
  add_validate_command(app, action);
  add_inspect_command(app, action);
  add_render_command(app, action);
  add_convert_command(app, action);
  add_test_command(app, action);
  add_bench_command(app, action);
  for (const auto add :
       {add_deploy_command, add_start_command, add_list_command, add_show_command, add_history_command,
        add_export_command, add_task_commands, add_job_commands, add_instance_commands, add_change_commands,
        add_snapshot_commands, add_backup_command, add_index_command, add_fnf_commands}) {
    add(app, action);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    if (failure.get_exit_code() == 0) return app.exit(failure);
    const std::string command = command_of(app, argc, argv);
    fmt::print(stderr, "rondo: error: {}\nTry 'rondo {}{}--help'.\n", complaint(app, failure, argc, argv),
               command, command.empty() ? "" : " ");
    return kBadInput;
  }
  const int code = action();
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    fmt::print(stderr, "rondo: error: the output cannot be written\n");
    return kBadInput;
  }
  return code;
}

}  // namespace

int run_rondo(int argc, const char* const* argv) noexcept {
  try {
    return run_arguments(argc, argv);
  } catch (const DeploymentError& failure) {
    for (const Diagnostic& finding : failure.findings()) fmt::print(stderr, "{}\n", finding.to_string());
    fmt::print(stderr, "rondo: error: the files cannot be deployed\n");
  } catch (const std::exception& failure) {
    fmt::print(stderr, "rondo: error: {}\n", failure.what());
  } catch (...) {
    fmt::print(stderr, "rondo: error: something unknown went wrong\n");
  }
  return kBadInput;
}

}  // namespace rondo::cli
