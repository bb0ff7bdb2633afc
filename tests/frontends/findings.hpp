// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <string>
#include <vector>

namespace rondo::tests {

/// What is wrong with a file, without its name and the ids of elements: "2:4: error: …".
[[nodiscard]] inline std::vector<std::string> findings_in(const std::string& file, const std::string& text) {
  const auto engine = Engine::open();
  std::vector<std::string> result;
  for (Diagnostic finding : engine->repository().validate({{file, text}})) {
    finding.element_id.clear();
    result.push_back(finding.to_string().substr(file.size() + 1));
  }
  return result;
}

}  // namespace rondo::tests
