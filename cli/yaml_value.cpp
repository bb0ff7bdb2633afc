// SPDX-License-Identifier: Apache-2.0
#include "cli/yaml_value.hpp"

#include <cstddef>
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

// Aliases can make a small file stand for an endless value.
class Reader {
 public:
  Value read(const YAML::Node& node) {
    if (++nodes_ > kMostNodes || depth_ >= kMostDepth) {
      throw YAML::Exception(node.Mark(), "the value is too large or refers to itself");
    }
    switch (node.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null:
        return {};
      case YAML::NodeType::Scalar:
        // yaml-cpp tags plain scalars with "?", quoted ones with "!".
        return node.Tag() == "?" ? plain_scalar(node.Scalar()) : Value(node.Scalar());
      default:
        break;
    }
    ++depth_;
    Value result = node.IsMap() ? Value(object(node)) : Value(list(node));
    --depth_;
    return result;
  }

 private:
  static constexpr std::size_t kMostNodes = 5'000'000;
  static constexpr int kMostDepth = 500;

  List list(const YAML::Node& node) {
    List list;
    for (const auto& item : node) list.push_back(read(item));
    return list;
  }

  Object object(const YAML::Node& node) {
    Object object;
    for (const auto& member : node) object.set(member.first.Scalar(), read(member.second));
    return object;
  }

  std::size_t nodes_ = 0;
  int depth_ = 0;
};

}  // namespace

Value to_value(const YAML::Node& node) { return Reader().read(node); }

SourcePosition position_of(const YAML::Mark& mark) noexcept {
  if (mark.is_null()) return {};
  return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

}  // namespace rondo::cli
