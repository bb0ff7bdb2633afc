// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace rondo::cli {

/// Which store the engines of scenarios use.
struct ScenarioStore {
  std::filesystem::path folder;        ///< Where each scenario gets a file of its own; empty: in memory.
  bool restart_between_steps = false;  ///< Close the engine and open it again before each step.
  /// Then also export all instances, remove them, and import them again.
  bool move_between_steps = false;
};

/// The store of one scenario. Its file is gone afterwards.
class ScenarioFile {
 public:
  explicit ScenarioFile(const ScenarioStore& store);
  ScenarioFile(const ScenarioFile&) = delete;
  ScenarioFile& operator=(const ScenarioFile&) = delete;
  ~ScenarioFile();

  [[nodiscard]] std::string url() const;
  /// Whether what is in it survives the engine.
  [[nodiscard]] bool is_durable() const noexcept { return !path_.empty(); }

 private:
  std::filesystem::path path_;
};

/// What `--store NAME` means: `memory`, `sqlite` (files in a temporary folder, which `keeper` removes at its
/// end) or `sqlite:FOLDER`. Throws Error (Argument).
[[nodiscard]] ScenarioStore scenario_store(std::string_view name, std::shared_ptr<void>& keeper);

}  // namespace rondo::cli
