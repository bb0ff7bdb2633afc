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

namespace {

// The length of the character that begins with `text`; 0 when it is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return first >= 0x20 || (first >= '\t' && first <= '\r') ? 1 : 0;
  const std::size_t length = first >= 0xF5 ? 0 : (first >= 0xF0 ? 4 : (first >= 0xE0 ? 3 : 2));
  if (first < 0xC2 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool beyond = (first == 0xED && byte(1) >= 0xA0) || (first == 0xF4 && byte(1) >= 0x90);
  return overlong || beyond ? 0 : length;
}

}  // namespace

bool is_text(std::string_view content, model::Diagnostics& diagnostics) {
  model::SourcePosition at{1, 1};
  while (!content.empty()) {
    const std::size_t length = character_length(content);
    if (length == 0) {
      diagnostics.error(
          at, "encoding",
          fmt::format("the byte {:02x} (hexadecimal) cannot stand here: the file must be text in UTF-8",
                      static_cast<unsigned char>(content.front())));
      return false;
    }
    at = content.front() == '\n' ? model::SourcePosition{at.line + 1, 1}
                                 : model::SourcePosition{at.line, at.column + 1};
    content.remove_prefix(length);
  }
  return true;
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
