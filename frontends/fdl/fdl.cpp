// SPDX-License-Identifier: Apache-2.0
#include "frontends/fdl/item.hpp"
#include "frontends/fdl/lowering.hpp"
#include "frontends/fdl/parser.hpp"
#include "frontends/naming.hpp"
#include "frontends/registry.hpp"

#include <array>
#include <utility>

namespace rondo::frontends {

namespace {

constexpr std::size_t kLooksAt = 4096;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\"',";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// Whether a line of the beginning says `key: value`; in JSON anywhere, in YAML without indentation.
bool says(std::string_view content, std::string_view key, std::string_view value, bool json) {
  std::size_t seen = 0;
  while (!content.empty() && seen < kLooksAt) {
    const std::size_t length = std::min(content.find('\n'), content.size());
    std::string_view line = content.substr(0, length);
    content.remove_prefix(std::min(length + 1, content.size()));
    seen += length + 1;
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos || (!json && trimmed(line.substr(0, at)) != "")) continue;
    if (!json && !line.empty() && line.front() == ' ') continue;
    const std::size_t colon = line.find(':', at + key.size());
    if (colon == std::string_view::npos ||
        !trimmed(line.substr(at + key.size(), colon - at - key.size())).empty()) {
      continue;
    }
    if (trimmed(line.substr(colon + 1)).starts_with(value)) return true;
  }
  return false;
}

// A flow, or a state machine of the newer language, which is refused by name.
bool recognizes_fdl(std::string_view content) {
  const std::size_t first = content.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || content[first] == '<' || content[first] == '[') return false;
  const bool json = content[first] == '{';
  return (says(content, "type", "flow", json) && says(content, "version", "v1", json)) ||
         says(content, "Type", "StateMachine", json);
}

model::ReadResult read_fdl(std::string_view content, std::string file_name) {
  using fdl::Flow, fdl::Item, fdl::Lowering, fdl::Parser;
  model::ReadResult result{{}, model::Diagnostics(file_name)};
  result.document.id = key_of_file(file_name, "flow");
  result.document.file = std::move(file_name);
  if (!fits(content, result.diagnostics) || !is_text(content, result.diagnostics)) return result;
  Item item;
  if (!read_item(content, item, result.diagnostics)) return result;
  if (item.where.line == 0) item.where = {1, 1};  // an empty file
  const Flow flow = Parser(result.diagnostics).run(item);
  if (!result.diagnostics.refuses()) {
    result.document.processes.push_back(
        Lowering(flow, result.diagnostics).run(result.document.id, result.document.file));
  }
  result.diagnostics.sort();
  return result;
}

}  // namespace

const Notation& notation_fdl() {
  static constexpr std::array<std::string_view, 4> kSuffixes{".flow.yml", ".flow.yaml", ".flow.json", ".fdl"};
  static constexpr Notation kFdl{"fdl", "FnF flows", kSuffixes, &recognizes_fdl, &read_fdl};
  return kFdl;
}

}  // namespace rondo::frontends
