// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"
#include "frontends/naming.hpp"
#include "frontends/registry.hpp"

#include <array>
#include <utility>

namespace rondo::frontends {

namespace {

// JSON that names an activity of Elsa, or is made of its parts.
// What is sent to a server to be saved, or comes from it, may be wrapped.
const elsa::Json& workflow_in(const elsa::Json& document) {
  for (const char* wrapper : {"model", "workflowDefinition"}) {
    const elsa::Json* inner = document.find("root") == nullptr ? document.find(wrapper) : nullptr;
    if (inner != nullptr && inner->find("root") != nullptr) return *inner;
  }
  return document;
}

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
  result.document.id = key_of_file(file_name, "workflow");
  result.document.file = std::move(file_name);
  elsa::Json document;
  if (fits(content, result.diagnostics) && elsa::parse_json(content, document, result.diagnostics)) {
    auto process = elsa::Lowering(workflow_in(document), result.diagnostics)
                       .run(result.document.id, result.document.file);
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
