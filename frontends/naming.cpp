// SPDX-License-Identifier: Apache-2.0
#include "frontends/naming.hpp"

#include <fmt/format.h>

namespace rondo::frontends {

bool fits(std::string_view content, model::Diagnostics& diagnostics) {
  constexpr std::size_t kMost = 16u << 20;
  if (content.size() <= kMost) return true;
  diagnostics.error({1, 1}, "too-large", "the file is larger than 16 MiB");
  return false;
}

std::string key_of_file(std::string_view file, std::string_view otherwise) {
  const std::size_t slash = file.find_last_of("/\\");
  if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
  std::string key(file.substr(0, file.find('.')));
  for (char& c : key) {
    if (c == ' ' || c == ':') c = '_';
  }
  return key.empty() ? std::string(otherwise) : key;
}

std::string NodeNames::unique(std::string_view name) {
  for (;;) {
    const std::size_t count = ++used_[std::string(name)];
    if (count == 1) return std::string(name);
    std::string next = fmt::format("{}#{}", name, count);
    if (used_.emplace(next, 1).second) return next;
  }
}

model::FlowNode NodeNames::implicit(model::ElementKind kind, std::string_view name,
                                    model::SourcePosition where, model::ScopeId scope) {
  model::FlowNode node;
  node.kind = kind;
  node.id = unique(name);
  node.where = where;
  node.scope = scope;
  node.implicit = true;
  return node;
}

}  // namespace rondo::frontends
