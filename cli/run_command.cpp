// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/process_run.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace rondo::cli {

namespace {

constexpr const char* kRunFooter = R"(
Values are JSON; what does not read as JSON is a text. User tasks are asked for on a
terminal, unless --complete answers them. With --simulate, code that is not registered
does nothing, and the clock jumps to the next timer when only timers are left.

Examples:
  rondo run order.bpmn --var amount=120 --simulate
  rondo run order.bpmn --vars demo.json --complete approve:approved=true,note=fine
  rondo run trip.bpmn hotel.bpmn --process trip --trace --format json

Exit codes:
  0    the process ended
  1    it failed, or code that it needs is missing
  2    unusable arguments or files
  3    it waits for something; what for is shown
  130  interrupted
)";

}  // namespace

void add_run_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Run a process and tell what it does");
  command
      ->add_option("FILE", options->files,
                   "Process files, deployed together: the one to run, and those that it calls")
      ->required()
      ->type_name("");
  command->add_option("--process", options->process, "Id of the process to run; else the first one is run")
      ->type_name("KEY");
  command->add_option("--var", options->assignments, "A variable; may be repeated")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--vars", options->variables_file, "Variables in a JSON file")->type_name("FILE");
  command->add_option("--complete", options->answers, "Answer to a user task; may be repeated")
      ->type_name("TASK[:NAME=VALUE,...]")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--business-key", options->business_key, "Business key of the instance")
      ->type_name("KEY");
  command->add_option("--render", options->picture, "Also draw what happened: a .svg or .html file")
      ->type_name("FILE");
  command->add_option("--store", options->store, "Where instances are kept: memory:, sqlite:FILE or a file")
      ->type_name("URL");
  command->add_flag("--simulate", options->simulate, "Let missing code do nothing, jump over timers");
  command->add_flag("--trace", options->trace, "Show every operation of the engine");
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("NAME");
  command->footer(kRunFooter);
  command->callback([options, &action] { action = [options] { return ProcessRun(*options).run(); }; });
}

}  // namespace rondo::cli
