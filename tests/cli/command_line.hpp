// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::cli {

/// A folder for the files of one test, removed with it.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  /// Writes a file and gives its path.
  std::string write(const std::string& name, std::string_view content) const;
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::string path() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

/// What one call of the command did.
struct CommandResult {
  int code = 0;
  std::string output;  ///< The standard output.
  std::string errors;  ///< The standard error.
};

/// Calls the command in this process: `call({"run", "order.bpmn"})`.
CommandResult call(const std::vector<std::string>& arguments);

/// The content of a file.
[[nodiscard]] std::string content_of(const std::string& path);

}  // namespace rondo::cli
