// SPDX-License-Identifier: Apache-2.0
#include "rondo/required_code.hpp"
#include "rondo/services.hpp"

#include "bpmn/reader.hpp"
#include "rondo/inspection.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
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
  return info;
}

// What reading and compiling a set of files gave.
struct Compilation {
  Definitions::Processes processes;
  std::vector<Diagnostic> findings;
  bool refused = false;
};

class Repository final : public RepositoryService {
 public:
  explicit Repository(EngineCore& core) : core_(core) {}

  Deployment deploy(std::vector<Resource> resources, bool strict) override {
    Compilation compiled = compile(resources, strict, core_.names());
    if (compiled.refused) throw DeploymentError(std::move(compiled.findings));
    Deployment deployment;
    std::vector<const agenda::DeployedProcess*> added;
    for (const auto& process : compiled.processes) added.push_back(process.get());
    deployment.id = std::to_string(core_.definitions().add(std::move(compiled.processes), core_.now()));
    for (const auto* process : added) deployment.processes.push_back(to_info(*process));
    deployment.findings = std::move(compiled.findings);
    return deployment;
  }

  std::vector<Diagnostic> validate(const std::vector<Resource>& resources) const override {
    model::NameTable names;
    agenda::reserved::intern(names);
    return compile(resources, false, names).findings;
  }

  std::vector<RequiredDelegate> required_delegates(const std::vector<Resource>& resources) const override {
    std::vector<RequiredDelegate> result;
    for (const Resource& resource : resources) {
      const bpmn::ReadResult read = bpmn::read(resource.content, resource.name);
      if (read.diagnostics.refuses()) throw DeploymentError(read.diagnostics.findings());
      for (const auto& process : read.document.processes) {
        if (!process->executable) continue;
        for (auto& code : required_code(*process, core_.delegates())) result.push_back(std::move(code));
      }
    }
    return result;
  }

  std::string inspect(const Resource& resource) const override {
    const bpmn::ReadResult read = bpmn::read(resource.content, resource.name);
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

  std::vector<std::string> executable_keys(const Resource& resource) const override {
    std::vector<std::string> keys;
    for (const auto& process : bpmn::read(resource.content, resource.name).document.processes) {
      if (process->executable) keys.push_back(process->id);
    }
    return keys;
  }

 private:
  Compilation compile(const std::vector<Resource>& resources, bool strict, model::NameTable& names) const {
    Compilation result;
    std::set<std::string> keys;
    for (const Resource& resource : resources) {
      bpmn::ReadResult read = bpmn::read(resource.content, resource.name);
      // Also what is refused already is compiled as far as it was read: everything is reported at once.
      for (const auto& process : read.document.processes) {
        if (!process->executable) continue;
        if (!keys.insert(process->id).second) {
          read.diagnostics.error(process->where, "duplicate-process",
                                 fmt::format("process '{}' is in this deployment twice", process->id),
                                 process->id);
        }
        result.processes.push_back(
            std::make_unique<agenda::DeployedProcess>(process, core_.behaviors(), names, read.diagnostics));
      }
      read.diagnostics.sort();
      result.refused = result.refused || read.diagnostics.refuses(strict);
      const auto& findings = read.diagnostics.findings();
      result.findings.insert(result.findings.end(), findings.begin(), findings.end());
    }
    return result;
  }

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
