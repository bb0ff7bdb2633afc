// SPDX-License-Identifier: Apache-2.0
#include "cli/scenario_reader.hpp"
#include "cli/yaml_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string_view>

namespace rondo::cli {

namespace {

namespace fs = std::filesystem;

bool is_named_as_scenario(std::string_view name) {
  return name.ends_with(".scenario.yaml") || name.ends_with(".scenario.yml") ||
         name.ends_with(".scenario.json");
}

// Whether a .json file of some other name holds a list of scenarios.
bool holds_scenarios(const fs::path& file) {
  std::ifstream stream(file);
  stream >> std::ws;
  if (stream.peek() != '[') return false;
  try {
    const YAML::Node content = YAML::LoadFile(file.string());
    if (!content.IsSequence() || content.size() == 0 || !content[0].IsMap()) return false;
    const YAML::Node first = content[0];
    return first["id"] && (first["steps"] || first["kind"]);
  } catch (const YAML::Exception&) {
    return false;
  }
}

std::vector<fs::path> find_below(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry :
       fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    const bool taken =
        is_named_as_scenario(name) || (entry.path().extension() == ".json" && holds_scenarios(entry.path()));
    if (taken) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<fs::path> find_scenario_files(const std::vector<std::string>& paths) {
  std::vector<fs::path> result;
  std::set<fs::path> seen;
  const auto add = [&](const fs::path& file) {
    if (seen.insert(fs::weakly_canonical(file)).second) result.push_back(file);
  };
  for (const std::string& path : paths) {
    if (!fs::exists(path)) throw Error(ErrorKind::NotFound, fmt::format("no such file or folder: {}", path));
    if (!fs::is_directory(path)) {
      add(path);
      continue;
    }
    for (const fs::path& file : find_below(path)) add(file);
  }
  return result;
}

}  // namespace rondo::cli
