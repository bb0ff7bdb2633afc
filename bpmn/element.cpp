// SPDX-License-Identifier: Apache-2.0
#include "bpmn/xml_tree.hpp"

namespace rondo::bpmn {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

model::SourcePosition Element::where() const {
  if (tree_ == nullptr) return {};
  return tree_->position(tree_->nodes_[index_].offset);
}

const Attribute* Element::find(std::string_view name) const {
  for (const Attribute& attribute : attributes()) {
    if (attribute.space == Space::None && attribute.name == name) return &attribute;
  }
  return nullptr;
}

std::string_view Element::operator[](std::string_view name) const {
  const Attribute* const attribute = find(name);
  return attribute == nullptr ? std::string_view() : attribute->value;
}

bool Element::flag(std::string_view name, bool otherwise) const {
  const std::string_view value = trim((*this)[name]);
  return value.empty() ? otherwise : value == "true" || value == "1";
}

const Attribute* Element::find_ext(std::string_view name) const {
  for (const Attribute& attribute : attributes()) {
    if (is_vendor(attribute.space) && attribute.name == name) return &attribute;
  }
  return nullptr;
}

const Attribute* Element::find_own(std::string_view name) const {
  for (const Attribute& attribute : attributes()) {
    if (attribute.space == Space::Rondo && attribute.name == name) return &attribute;
  }
  return nullptr;
}

std::string_view Element::ext(std::string_view name) const {
  const Attribute* const attribute = find_ext(name);
  return attribute == nullptr ? std::string_view() : attribute->value;
}

bool Element::ext_flag(std::string_view name, bool otherwise) const {
  const std::string_view value = trim(ext(name));
  return value.empty() ? otherwise : value == "true" || value == "1";
}

model::SourcePosition Element::where(const Attribute& attribute) const {
  return attribute.offset == 0 ? where() : tree_->position(attribute.offset);
}

Element Element::child(std::string_view bpmn_name) const {
  for (const Element child : children()) {
    if (child.is(bpmn_name)) return child;
  }
  return {};
}

Element Element::any_child(std::string_view name) const {
  for (const Element child : children()) {
    if (child.name() == name) return child;
  }
  return {};
}

Element Element::ext_child(std::string_view name) const {
  for (const Element container : children()) {
    if (!container.is("extensionElements")) continue;
    for (const Element child : container.children()) {
      if (is_vendor(child.space()) && child.name() == name) return child;
    }
  }
  return {};
}

std::vector<Element> Element::extensions() const {
  std::vector<Element> found;
  for (const Element container : children()) {
    if (!container.is("extensionElements")) continue;
    for (const Element child : container.children()) {
      if (is_vendor(child.space())) found.push_back(child);
    }
  }
  return found;
}

std::vector<Element> Element::own_extensions(std::string_view name) const {
  std::vector<Element> found;
  for (const Element& extension : extensions()) {
    if (extension.space() == Space::Rondo && extension.name() == name) found.push_back(extension);
  }
  return found;
}

std::string_view Element::text() const {
  return tree_ == nullptr ? std::string_view() : tree_->nodes_[index_].text;
}

std::string_view Element::trimmed_text() const { return trim(text()); }

model::SourcePosition Element::text_where() const {
  if (tree_ == nullptr) return {};
  const XmlTree::Node& node = tree_->nodes_[index_];
  const std::string_view text = trim(node.text);
  if (text.empty()) return where();
  return tree_->position(node.text_offset + static_cast<std::size_t>(text.data() - node.text.data()));
}

}  // namespace rondo::bpmn
