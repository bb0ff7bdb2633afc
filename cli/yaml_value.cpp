// SPDX-License-Identifier: Apache-2.0
#include "cli/yaml_value.hpp"

#include <string>
#include <utility>

namespace rondo::cli {

namespace {

Value plain_scalar(const std::string& text) {
  if (text.empty() || text == "null" || text == "~") return {};
  if (text == "true") return true;
  if (text == "false") return false;
  const char first = text.front();
  if (first == '-' || (first >= '0' && first <= '9')) {
    std::string error;
    Value number = parse_json(text, error);
    if (error.empty() && number.is_number()) return number;
  }
  return text;
}

}  // namespace

Value to_value(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      return {};
    case YAML::NodeType::Scalar:
      // yaml-cpp tags plain scalars with "?", quoted ones with "!".
      return node.Tag() == "?" ? plain_scalar(node.Scalar()) : Value(node.Scalar());
    case YAML::NodeType::Sequence: {
      List list;
      for (const auto& item : node) list.push_back(to_value(item));
      return list;
    }
    case YAML::NodeType::Map: {
      Object object;
      for (const auto& member : node) object.set(member.first.Scalar(), to_value(member.second));
      return object;
    }
  }
  return {};
}

SourcePosition position_of(const YAML::Mark& mark) noexcept {
  if (mark.is_null()) return {};
  return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

}  // namespace rondo::cli
