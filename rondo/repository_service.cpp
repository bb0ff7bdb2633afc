// SPDX-License-Identifier: Apache-2.0
#include "rondo/compilation.hpp"
#include "rondo/required_code.hpp"
#include "rondo/services.hpp"

#include "rondo/inspection.hpp"
#include "rondo/messages.hpp"
#include "rondo/notations.hpp"
#include "rondo/suspension.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace rondo {

namespace {

ProcessInfo to_info(const agenda::DeployedProcess& process) {
  const model::ProcessDefinition& definition = process.definition();
  ProcessInfo info;
  info.id = fmt::format("{}:{}", definition.id, process.version);
  info.key = definition.id;
  info.name = definition.name;
  info.version = process.version;
  info.version_tag = definition.version_tag;
  info.deployment_id = process.deployment_id;
  info.file = definition.file;
  info.executable = definition.executable;
  info.history = process.history();
  info.suspended = process.suspended.load(std::memory_order_relaxed);
  return info;
}

class Repository final : public RepositoryService {
 public:
  explicit Repository(EngineCore& core) : core_(core) {}

  Deployment deploy(std::vector<Resource> resources, bool strict,
                    std::optional<model::HistoryLevel> history) override {
    Compilation compiled = compile(resources, strict, core_.behaviors(), core_.names());
    if (compiled.refused) throw DeploymentError(std::move(compiled.findings));
    Deployment deployment;
    std::vector<const agenda::DeployedProcess*> added;
    for (const auto& process : compiled.processes) {
      const auto own = process->definition().history_level;
      process->set_history(history ? *history : own.value_or(core_.options().history));
      added.push_back(process.get());
    }
    deployment.id = std::to_string(core_.add_deployment(resources, std::move(compiled.processes)));
    core_.alarm().raise();  // there may be start timers
    offer_messages(core_);
    for (const auto* process : added) deployment.processes.push_back(to_info(*process));
    deployment.findings = std::move(compiled.findings);
    return deployment;
  }

  std::vector<Diagnostic> validate(const std::vector<Resource>& resources) const override {
    model::NameTable names;
    agenda::reserved::intern(names);
    return compile(resources, false, core_.behaviors(), names).findings;
  }

  std::vector<RequiredDelegate> required_delegates(const std::vector<Resource>& resources) const override {
    std::vector<RequiredDelegate> result;
    for (const Resource& resource : resources) {
      const model::ReadResult read = read_any(resource);
      if (read.diagnostics.refuses()) throw DeploymentError(read.diagnostics.findings());
      for (const auto& process : read.document.processes) {
        if (!process->executable) continue;
        for (auto& code : required_code(*process, core_.delegates())) result.push_back(std::move(code));
      }
    }
    return result;
  }

  std::string inspect(const Resource& resource) const override {
    const model::ReadResult read = read_any(resource);
    if (read.diagnostics.refuses()) throw DeploymentError(read.diagnostics.findings());
    return describe(read.document);
  }

  std::vector<ProcessInfo> processes() const override {
    std::vector<ProcessInfo> result;
    for (const auto* process : core_.definitions().all()) result.push_back(to_info(*process));
    return result;
  }

  std::optional<ProcessInfo> latest(std::string_view key) const override {
    const auto* process = core_.definitions().latest(key);
    return process == nullptr ? std::nullopt : std::optional(to_info(*process));
  }

  void suspend(std::string_view key, std::int32_t version, bool instances) override {
    set_process_suspended(core_, key, version, instances, true);
  }
  void resume(std::string_view key, std::int32_t version, bool instances) override {
    set_process_suspended(core_, key, version, instances, false);
  }

  std::vector<std::string> executable_keys(const Resource& resource) const override {
    std::vector<std::string> keys;
    for (const auto& process : read_any(resource).document.processes) {
      if (process->executable) keys.push_back(process->id);
    }
    return keys;
  }

 private:
  EngineCore& core_;
};

}  // namespace

Resource read_resource(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    throw Error(ErrorKind::NotFound, fmt::format("'{}' is a directory, not a file", path));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ErrorKind::NotFound, fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
  std::ostringstream content;
  content << file.rdbuf();
  return {path, std::move(content).str()};
}

Deployment RepositoryService::deploy_files(const std::vector<std::string>& paths, bool strict) {
  std::vector<Resource> resources;
  resources.reserve(paths.size());
  for (const std::string& path : paths) resources.push_back(read_resource(path));
  return deploy(std::move(resources), strict);
}

std::unique_ptr<RepositoryService> make_repository_service(EngineCore& core) {
  return std::make_unique<Repository>(core);
}

}  // namespace rondo
