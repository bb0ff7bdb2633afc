// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "rondo/engine.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace rondo::cli {

namespace {

int inspect(const std::string& file) {
  const std::string text = Engine::open()->repository().inspect(read_resource(file));
  fmt::print("{}{}", text, text.ends_with('\n') ? "" : "\n");
  return kDone;
}

constexpr const char* kInspectFooter = R"(
Shows what the engine makes of a file: processes, elements, flows, expressions.

Examples:
  rondo inspect order.bpmn

Exit codes:
  0  shown
  2  the file cannot be read, or would not be deployed
)";

}  // namespace

void add_inspect_command(CLI::App& app, Action& action) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("inspect", "Show the compiled form of a process file");
  command->add_option("FILE", *file, "Process file")->required()->type_name("");
  command->footer(kInspectFooter);
  command->callback([file, &action] { action = [file] { return inspect(*file); }; });
}

}  // namespace rondo::cli
