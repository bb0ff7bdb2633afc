// SPDX-License-Identifier: Apache-2.0
// Indexes of a store.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/listing.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace rondo::cli {

namespace {

constexpr const char* kIndexFooter = R"(
Queries give the same with and without an index; with one they need not look at all instances. An index costs
time at each command that changes what it holds. Engines that have the store open notice it.

Examples:
  rondo index --variable orderNumber --variable customer
  rondo index --users

Exit codes:
  0  the indexes are there
  2  unusable arguments or store
)";

int run(const DatabaseOptions& database, const QueryIndexes& indexes) {
  if (indexes.variables.empty() && !indexes.all_variables && !indexes.users) {
    throw Error(ErrorKind::Argument, "what is to be found by an index?");
  }
  (void)open_database(database, Missing::Refuse, indexes);
  List names;
  for (const std::string& name : indexes.variables) names.emplace_back(name);
  print_fields({{"variables", indexes.all_variables ? Value("all") : Value(std::move(names))},
                {"users", indexes.users}},
               database.json);
  return kDone;
}

}  // namespace

void add_index_command(CLI::App& app, Action& action) {
  auto database = std::make_shared<DatabaseOptions>();
  auto indexes = std::make_shared<QueryIndexes>();
  CLI::App* command = app.add_subcommand("index", "Let queries find instances by an index");
  command->add_option("--variable", indexes->variables, "By the values of this variable; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--all-variables", indexes->all_variables, "By the values of each variable");
  command->add_flag("--users", indexes->users, "By the users who started them or had their tasks");
  add_database_options(*command, *database);
  command->footer(kIndexFooter);
  command->callback(
      [database, indexes, &action] { action = [database, indexes] { return run(*database, *indexes); }; });
}

}  // namespace rondo::cli
