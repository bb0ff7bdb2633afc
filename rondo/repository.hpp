// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "model/history_level.hpp"
#include "rondo/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// A source file to deploy.
struct Resource {
  std::string name;     ///< File name, as shown in diagnostics.
  std::string content;  ///< Its bytes.
};

/// Reads a file from disk. Throws Error (NotFound) when it cannot be read.
[[nodiscard]] RONDO_API Resource read_resource(const std::string& path);

/// A notation that process files may be written in.
struct NotationInfo {
  std::string name;                   ///< Stable, lower case, such as "bpmn".
  std::string caption;                ///< For people.
  std::vector<std::string> suffixes;  ///< Ends of the names of its files, with their dots.
};

/// All notations that deploy() reads, BPMN first. A file's notation is told by its content, else by its name.
[[nodiscard]] RONDO_API std::vector<NotationInfo> notations();
/// Whether a file name ends as those of some notation do.
[[nodiscard]] RONDO_API bool is_process_file(std::string_view name);

/// A deployed version of a process.
struct ProcessInfo {
  std::string id;                                            ///< `key:version`.
  std::string key;                                           ///< Id of the process element.
  std::string name;                                          ///< Of the process element; may be empty.
  std::int32_t version = 0;                                  ///< Counted from 1 for each key.
  std::string version_tag;                                   ///< As in the file; may be empty.
  std::string deployment_id;                                 ///< The deployment that brought it.
  std::string file;                                          ///< Name of its resource.
  model::HistoryLevel history = model::HistoryLevel::Audit;  ///< How much is remembered of its instances.
  bool executable = true;                                    ///< `isExecutable`.
  bool suspended = false;                                    ///< See RepositoryService::suspend.
};

/// Result of a deployment.
struct Deployment {
  std::string id;                      ///< Names it in ProcessInfo::deployment_id.
  std::vector<ProcessInfo> processes;  ///< What it brought.
  std::vector<Diagnostic> findings;    ///< Violations and warnings that did not stop it.
};

/// One piece of code that a process needs.
struct RequiredDelegate {
  std::string name;         ///< Class name, bean, topic …, as to be registered.
  std::string kind;         ///< "class", "delegate expression", "bean", "topic", "type", "script", "element".
  std::string element_id;   ///< The element that needs it.
  std::string file;         ///< The resource with that element.
  SourcePosition where;     ///< The place in the file.
  bool registered = false;  ///< Whether it is there.
};

/// Deploys and describes processes (Activiti: RepositoryService). Thread-safe.
class RONDO_API RepositoryService {
 public:
  virtual ~RepositoryService() = default;

  /// Deploys files together, all or nothing. A process whose key is known becomes its next version.
  /// Throws DeploymentError with every finding when one file is refused; `strict` makes violations
  /// errors. `history`: how much is remembered of instances, whatever the files say.
  virtual Deployment deploy(std::vector<Resource> resources, bool strict = false,
                            std::optional<model::HistoryLevel> history = std::nullopt) = 0;
  /// Reads and deploys files from disk.
  Deployment deploy_files(const std::vector<std::string>& paths, bool strict = false);

  /// All findings about files, as deploy() would report them, without deploying.
  [[nodiscard]] virtual std::vector<Diagnostic> validate(const std::vector<Resource>& resources) const = 0;
  /// The code that the files need, and whether it is registered.
  [[nodiscard]] virtual std::vector<RequiredDelegate> required_delegates(
      const std::vector<Resource>& resources) const = 0;
  /// The compiled model as text for people. Throws DeploymentError when the file is refused.
  [[nodiscard]] virtual std::string inspect(const Resource& resource) const = 0;

  /// All deployed versions, by key and version.
  [[nodiscard]] virtual std::vector<ProcessInfo> processes() const = 0;
  /// The newest version of a key, or nullopt.
  [[nodiscard]] virtual std::optional<ProcessInfo> latest(std::string_view key) const = 0;
  /// No instance of these versions (0: all of the key) is started any more, by whatever means, and their jobs
  /// and start timers rest, until they are resumed. `instances`: their instances are suspended and resumed as
  /// well. Throws Error (NotFound).
  /// @{
  virtual void suspend(std::string_view key, std::int32_t version = 0, bool instances = false) = 0;
  virtual void resume(std::string_view key, std::int32_t version = 0, bool instances = false) = 0;
  /// @}
  /// Keys of the executable processes of a file in document order, read without deploying it.
  [[nodiscard]] virtual std::vector<std::string> executable_keys(const Resource& resource) const = 0;
};

}  // namespace rondo
