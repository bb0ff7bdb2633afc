// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"
#include "frontends/registry.hpp"

#include <array>
#include <utility>

namespace rondo::frontends {

namespace {

constexpr std::size_t kMaxWorkflowBytes = 16u << 20;

// The name of the file without folders and suffixes.
std::string workflow_key(std::string_view file) {
  const std::size_t slash = file.find_last_of("/\\");
  if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
  std::string key(file.substr(0, file.find('.')));
  for (char& c : key) {
    if (c == ' ' || c == ':') c = '_';
  }
  return key.empty() ? "workflow" : key;
}

// JSON that names an activity of Elsa, or is made of its parts.
bool looks_like_elsa(std::string_view content) {
  std::size_t first = content.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  while (first != std::string_view::npos && content[first] == '/') {
    const bool block = content.substr(first, 2) == "/*";
    first = block ? content.find("*/", first) : content.find('\n', first);
    if (first != std::string_view::npos) first = content.find_first_not_of(" \t\r\n*/", first);
  }
  if (first == std::string_view::npos || content[first] != '{') return false;
  const auto has = [&](std::string_view text) { return content.find(text) != std::string_view::npos; };
  return has("\"Elsa.") &&
         (has("\"root\"") || has("\"Root\"") || has("\"activities\"") || has("\"Activities\""));
}

model::ReadResult read_workflow(std::string_view content, std::string file_name) {
  model::ReadResult result{{}, model::Diagnostics(file_name)};
  result.document.file = file_name;
  result.document.id = workflow_key(file_name);
  elsa::Json document;
  if (content.size() > kMaxWorkflowBytes) {
    result.diagnostics.error({1, 1}, "too-large", "the file is larger than 16 MiB");
  } else if (elsa::parse_json(content, document, result.diagnostics)) {
    auto process = elsa::Lowering(document, result.diagnostics).run(workflow_key(file_name), file_name);
    if (process != nullptr) result.document.processes.push_back(std::move(process));
  }
  result.diagnostics.sort();
  return result;
}

}  // namespace

const Notation& notation_elsa() {
  static constexpr std::array<std::string_view, 2> kSuffixes{".elsa.json", ".elsa"};
  static constexpr Notation kElsa{"elsa", "Elsa workflows", kSuffixes, &looks_like_elsa, &read_workflow};
  return kElsa;
}

}  // namespace rondo::frontends
