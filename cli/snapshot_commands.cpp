// SPDX-License-Identifier: Apache-2.0
// Instances as documents, out of one store and into another.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/listing.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

namespace rondo::cli {

namespace {

struct SnapshotArguments {
  DatabaseOptions database;
  SnapshotOptions options;
  std::string instance, output = "-";
};

struct RestoreArguments {
  DatabaseOptions database;
  ImportOptions options;
  std::string file;
};

constexpr const char* kSnapshotFooter = R"(
The document holds the instance, all that it has called, and what history knows of them; the instance stays in
the store. `rondo restore` takes it into this store, if it is not there any more, or into another one.

Examples:
  rondo snapshot 12.1 -o order.json
  rondo snapshot 12.1 --sources --db /var/lib/shop/processes.db | ssh there rondo restore - --new-id

Exit codes:
  0  written
  2  unusable arguments or store, no such instance, or the output cannot be written
)";

constexpr const char* kRestoreFooter = R"(
The processes of the instance must be deployed with the same files, or come along (`rondo snapshot --sources`).

Examples:
  rondo restore order.json
  rondo restore order.json --new-id --db copy.db --json

Exit codes:
  0  the instance is there
  2  unusable arguments, document or store; nothing is taken in
)";

int snapshot(const SnapshotArguments& arguments) {
  const auto engine = open_database(arguments.database);
  const std::string document = engine->runtime().export_instance(arguments.instance, arguments.options);
  if (arguments.output == "-") {
    std::cout << document;
    return kDone;
  }
  std::ofstream file(arguments.output, std::ios::binary | std::ios::trunc);
  if (!(file << document << std::flush)) {
    throw Error(ErrorKind::Argument, fmt::format("'{}' cannot be written", arguments.output));
  }
  const Object done{{"id", arguments.instance},
                    {"file", arguments.output},
                    {"bytes", static_cast<std::int64_t>(document.size())}};
  print_fields(done, arguments.database.json);
  return kDone;
}

int restore(const RestoreArguments& arguments) {
  std::string document;
  if (arguments.file == "-") {
    document.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    document = read_resource(arguments.file).content;
  }
  const auto engine = open_database(arguments.database, Missing::Create);
  const std::string id = engine->runtime().import_instance(document, arguments.options);
  print_fields(describe_fields(*engine->history().instance(id)), arguments.database.json);
  return kDone;
}

}  // namespace

void add_snapshot_commands(CLI::App& app, Action& action) {
  auto taken = std::make_shared<SnapshotArguments>();
  CLI::App* command = app.add_subcommand("snapshot", "Write an instance as a document");
  command->add_option("INSTANCE", taken->instance, "Id of a process instance")->required()->type_name("");
  command->add_option("-o,--output", taken->output, "Where to; else the standard output")->type_name("FILE");
  command->add_flag("--sources", taken->options.with_sources, "With the files of its processes");
  add_database_options(*command, taken->database);
  command->footer(kSnapshotFooter);
  command->callback([taken, &action] { action = [taken] { return snapshot(*taken); }; });

  auto restored = std::make_shared<RestoreArguments>();
  command = app.add_subcommand("restore", "Take an instance in from a document");
  command->add_option("FILE", restored->file, "The document; -: the standard input")
      ->required()
      ->type_name("");
  command->add_flag("--new-id", restored->options.new_id, "Give it a new id");
  add_database_options(*command, restored->database);
  command->footer(kRestoreFooter);
  command->callback([restored, &action] { action = [restored] { return restore(*restored); }; });
}

}  // namespace rondo::cli
