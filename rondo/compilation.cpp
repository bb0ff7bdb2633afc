// SPDX-License-Identifier: Apache-2.0
#include "rondo/compilation.hpp"

#include "rondo/notations.hpp"

#include <fmt/format.h>

#include <memory>
#include <set>
#include <string>

namespace rondo {

Compilation compile(const std::vector<Resource>& resources, bool strict,
                    const agenda::BehaviorTable& behaviors, model::NameTable& names) {
  Compilation result;
  std::set<std::string> keys;
  for (const Resource& resource : resources) {
    model::ReadResult read = read_any(resource);
    if (!read.diagnostics.refuses()) {
      for (const auto& process : read.document.processes) {
        if (!process->executable) continue;
        if (!keys.insert(process->id).second) {
          read.diagnostics.error(process->where, "duplicate-process",
                                 fmt::format("process '{}' is in this deployment twice", process->id),
                                 process->id);
        }
        result.processes.push_back(
            std::make_unique<agenda::DeployedProcess>(process, behaviors, names, read.diagnostics));
      }
    }
    read.diagnostics.sort();
    result.refused = result.refused || read.diagnostics.refuses(strict);
    const auto& findings = read.diagnostics.findings();
    result.findings.insert(result.findings.end(), findings.begin(), findings.end());
  }
  return result;
}

}  // namespace rondo
