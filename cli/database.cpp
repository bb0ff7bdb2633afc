// SPDX-License-Identifier: Apache-2.0
#include "cli/database.hpp"

#include "cli/assignments.hpp"
#include "cli/commands.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <string_view>
#include <utility>

namespace rondo::cli {

namespace {

// The path in a url of a store that is a file, else empty.
std::string file_of(std::string_view url) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (url.starts_with(kSqlite)) return std::string(url.substr(kSqlite.size()));
  const bool is_path = url.find(':') == std::string_view::npos || url.front() == '/' || url.front() == '.';
  return is_path ? std::string(url) : std::string();
}

}  // namespace

void add_database_options(CLI::App& command, DatabaseOptions& options) {
  command.add_option("--db", options.url, "The store: a file (rondo.db), or sqlite:FILE")->type_name("URL");
  command.add_flag("--json", options.json, "Answer in JSON");
}

void add_simulate_option(CLI::App& command, DatabaseOptions& options) {
  command.add_flag("--simulate", options.simulate, "Let missing code do nothing");
}

std::unique_ptr<Engine> open_database(const DatabaseOptions& options, Missing missing, QueryIndexes indexes) {
  const std::string file = file_of(options.url);
  if (missing == Missing::Refuse && !file.empty() && !std::filesystem::exists(file)) {
    throw Error(ErrorKind::NotFound,
                fmt::format("there is no store '{}'; `rondo deploy FILE... --db {}` makes one", file, file));
  }
  EngineOptions how;
  how.step_limit = kStepLimit;
  how.step_data_limit = options.step_data_limit;
  how.indexes = std::move(indexes);
  auto engine = Engine::open(options.url, std::move(how));
  if (options.simulate) engine->delegates().set_fallback([](std::string_view, DelegateExecution&) {});
  return engine;
}

void add_variable_options(CLI::App& command, VariableOptions& options) {
  command.add_option("--var", options.assignments, "A variable; may be repeated")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_option("--vars", options.file, "Variables in a JSON file")->type_name("FILE");
}

Variables read_variables(const VariableOptions& options) {
  Variables variables;
  if (!options.file.empty()) variables = read_variables_file(options.file);
  for (const std::string& assignment : options.assignments) read_assignment(assignment, variables);
  return variables;
}

}  // namespace rondo::cli
