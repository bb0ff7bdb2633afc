// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/scenario.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace rondo::cli {

/// A scenario file cannot be understood. what(): `file:line:column: message`.
class MalformedFile : public std::runtime_error {
 public:
  MalformedFile(const std::string& file, SourcePosition where, const std::string& message);
};

/// Reads the scenarios of one file, YAML or JSON. Their files are relative to `files_root`, or to the
/// scenario file when that is empty. Throws MalformedFile.
[[nodiscard]] std::vector<Scenario> read_scenarios(const std::filesystem::path& file,
                                                   const std::filesystem::path& files_root);

/// Finds the scenario files below `paths`: files as given; of folders those that are named as scenario
/// files, and other .json files that hold a list of scenarios. In order of their names, each once.
/// Throws Error (NotFound) for a path that does not exist.
[[nodiscard]] std::vector<std::filesystem::path> find_scenario_files(const std::vector<std::string>& paths);

}  // namespace rondo::cli
