// SPDX-License-Identifier: Apache-2.0
// What every front end needs to read a file and to name what it makes of it.
#pragma once

#include "model/definition.hpp"
#include "model/diagnostics.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace rondo::frontends {

/// Reports a file that is larger than what front ends read; false then.
[[nodiscard]] bool fits(std::string_view content, model::Diagnostics& diagnostics);

/// Reports the first byte that is no part of a character in UTF-8, and control characters; false then.
[[nodiscard]] bool is_text(std::string_view content, model::Diagnostics& diagnostics);

/// The key of a process that is named as its file: without folders and suffixes, in characters that ids may
/// have. `otherwise` when nothing is left.
[[nodiscard]] std::string key_of_file(std::string_view file, std::string_view otherwise);

/// Ids of the nodes of one process.
class NodeNames {
 public:
  /// Takes an id as it is; false when another node has it.
  [[nodiscard]] bool take(const std::string& id) { return ++used_[id] == 1; }
  /// Takes `name`, else `name#2`, `name#3` …
  [[nodiscard]] std::string unique(std::string_view name);
  /// A node that the notation has no word for: the history does not show it.
  [[nodiscard]] model::FlowNode implicit(model::ElementKind kind, std::string_view name,
                                         model::SourcePosition where, model::ScopeId scope);

 private:
  std::map<std::string, std::size_t, std::less<>> used_;
};

}  // namespace rondo::frontends
