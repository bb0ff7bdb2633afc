// SPDX-License-Identifier: Apache-2.0
#include "frontends/apiflow/checks.hpp"
#include "frontends/apiflow/lowering.hpp"
#include "frontends/apiflow/parser.hpp"
#include "frontends/naming.hpp"
#include "frontends/registry.hpp"

#include <array>
#include <utility>

namespace rondo::frontends {

namespace {

using apiflow::Lowering;
using apiflow::Parser;
using apiflow::Places;
using apiflow::Script;
using apiflow::Token;

// A line that begins with `start {`, and no markup.
bool recognizes(std::string_view content) {
  const std::size_t first = content.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || content[first] == '<' || content[first] == '{' ||
      content[first] == '[') {
    return false;
  }
  for (std::size_t at = content.find("start"); at != std::string_view::npos;
       at = content.find("start", at + 1)) {
    const bool begins_line = at == 0 || content[at - 1] == '\n' || content[at - 1] == ';';
    std::size_t behind = at + 5;
    while (behind < content.size() && content[behind] == ' ') ++behind;
    if (begins_line && behind < content.size() && content[behind] == '{') return true;
  }
  return false;
}

model::ReadResult read(std::string_view content, std::string file_name) {
  model::ReadResult result{{}, model::Diagnostics(file_name)};
  result.document.id = key_of_file(file_name, "flow");
  result.document.file = std::move(file_name);
  if (!fits(content, result.diagnostics) || !is_text(content, result.diagnostics)) return result;
  const Places places(content);
  std::vector<Token> tokens;
  if (scan(content, places, tokens, result.diagnostics)) {
    const Script script = Parser(content, places, tokens, result.diagnostics).run();
    check(script, result.diagnostics);
    if (!result.diagnostics.refuses()) {
      result.document.processes.push_back(
          Lowering(script, result.diagnostics).run(result.document.id, result.document.file));
    }
  }
  result.diagnostics.sort();
  return result;
}

}  // namespace

const Notation& notation_apiflow() {
  static constexpr std::array<std::string_view, 1> kSuffixes{".apiflow"};
  static constexpr Notation kApiFlow{"apiflow", "ApiFlow scripts", kSuffixes, &recognizes, &read};
  return kApiFlow;
}

}  // namespace rondo::frontends
