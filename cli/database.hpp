// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): so the package names it
class App;
}  // namespace CLI

namespace rondo::cli {

/// What the commands have in common that work on a store: which one, and how they answer.
struct DatabaseOptions {
  std::string url = "rondo.db";
  bool json = false;
  bool simulate = false;
  std::size_t step_data_limit = 0;  ///< See EngineOptions.
};

/// `--db URL` and `--json`.
void add_database_options(CLI::App& command, DatabaseOptions& options);
/// `--simulate`, for commands that run processes.
void add_simulate_option(CLI::App& command, DatabaseOptions& options);

enum class Missing { Create, Refuse };

/// Opens the store. Throws Error (NotFound) when the file is not there and is not to be made, and what
/// Engine::open throws. `indexes`: those that the store gets.
[[nodiscard]] std::unique_ptr<Engine> open_database(const DatabaseOptions& options,
                                                    Missing missing = Missing::Refuse,
                                                    QueryIndexes indexes = {});

/// Variables given as arguments.
struct VariableOptions {
  std::vector<std::string> assignments;
  std::string file;
};

/// `--var NAME=VALUE` and `--vars FILE`.
void add_variable_options(CLI::App& command, VariableOptions& options);
/// Those of the file, then the assignments. Throws Error (Argument or NotFound).
[[nodiscard]] Variables read_variables(const VariableOptions& options);

}  // namespace rondo::cli
