// SPDX-License-Identifier: Apache-2.0
// A copy of a store in use.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/listing.hpp"
#include "cli/progress.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace rondo::cli {

namespace {

struct BackupArguments {
  DatabaseOptions database;
  std::string output;
};

constexpr const char* kBackupFooter = R"(
Engines that use the store go on meanwhile; the copy shows one moment. It is a store like any other.

Examples:
  rondo backup -o copy.db
  rondo backup --db /var/lib/shop/processes.db -o /backup/processes.db --json

Exit codes:
  0  the copy is there
  2  unusable arguments or store, or the copy cannot be written: then there is none
)";

int run(const BackupArguments& arguments) {
  const auto engine = open_database(arguments.database);
  {
    Progress progress("pages");
    engine->management().backup(arguments.output,
                                [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); });
  }
  const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(arguments.output));
  print_fields({{"file", arguments.output}, {"bytes", bytes}}, arguments.database.json);
  return kDone;
}

}  // namespace

void add_backup_command(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<BackupArguments>();
  CLI::App* command = app.add_subcommand("backup", "Copy a store, also one in use");
  command->add_option("-o,--output", arguments->output, "Where to; a file that is not there")
      ->required()
      ->type_name("FILE");
  add_database_options(*command, arguments->database);
  command->footer(kBackupFooter);
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace rondo::cli
