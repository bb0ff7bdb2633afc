// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/line_index.hpp"
#include "model/diagnostics.hpp"
#include "model/element_kind.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::bpmn {

/// The namespaces that the reader knows.
enum class Space : std::uint8_t {
  None,
  Bpmn,
  Diagram,
  Activiti,
  Flowable,
  Camunda,
  Zeebe,
  Rondo,
  Schema,
  Other
};

/// Whether `space` is that of an engine whose extensions are read.
[[nodiscard]] constexpr bool is_vendor(Space space) noexcept {
  return space == Space::Activiti || space == Space::Flowable || space == Space::Camunda ||
         space == Space::Zeebe || space == Space::Rondo;
}

/// The namespace's URI, of several the one that files are written with.
[[nodiscard]] std::string_view uri_of(Space space) noexcept;

/// An attribute with resolved namespace. Views into the tree's buffer.
struct Attribute {
  Space space = Space::None;
  std::string_view name;   ///< Local name.
  std::string_view value;  ///< With references replaced.
  std::size_t offset = 0;  ///< Of the value.
};

class XmlTree;

/// A cursor at one element of an XmlTree, or at none. Cheap to copy; valid as long as the tree.
class Element {
 public:
  Element() = default;

  [[nodiscard]] explicit operator bool() const noexcept { return tree_ != nullptr; }
  friend bool operator==(const Element&, const Element&) = default;

  [[nodiscard]] Space space() const;
  [[nodiscard]] std::string_view name() const;  ///< Local name.
  [[nodiscard]] bool is(std::string_view bpmn_name) const;
  /// Which flow node it is, if any.
  [[nodiscard]] std::optional<model::ElementKind> kind() const;
  [[nodiscard]] model::SourcePosition where() const;
  [[nodiscard]] std::size_t index() const noexcept { return index_; }  ///< In document order.

  [[nodiscard]] std::span<const Attribute> attributes() const;
  /// The attribute without prefix of that name, or nullptr.
  [[nodiscard]] const Attribute* find(std::string_view name) const;
  /// The value of an attribute without prefix; empty when there is none.
  [[nodiscard]] std::string_view operator[](std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name, bool otherwise) const;
  /// The vendors' attribute of that name, whichever vendor's it is; nullptr when there is none.
  [[nodiscard]] const Attribute* find_ext(std::string_view name) const;
  [[nodiscard]] std::string_view ext(std::string_view name) const;
  /// The attribute of that name in rondo's own namespace; nullptr when there is none.
  [[nodiscard]] const Attribute* find_own(std::string_view name) const;
  [[nodiscard]] bool ext_flag(std::string_view name, bool otherwise) const;
  [[nodiscard]] model::SourcePosition where(const Attribute& attribute) const;

  [[nodiscard]] Element parent() const;
  [[nodiscard]] Element first_child() const;
  [[nodiscard]] Element next() const;  ///< The next sibling.
  /// The first child of that name in the BPMN namespace.
  [[nodiscard]] Element child(std::string_view bpmn_name) const;
  /// The first vendor element of that name below `extensionElements`.
  [[nodiscard]] Element ext_child(std::string_view name) const;
  /// All elements of that name below `extensionElements` in rondo's own namespace.
  [[nodiscard]] std::vector<Element> own_extensions(std::string_view name) const;
  /// The first child of that name in any namespace.
  [[nodiscard]] Element any_child(std::string_view name) const;
  /// Own character data, without that of children; not trimmed.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] std::string_view trimmed_text() const;
  /// Where the trimmed text begins.
  [[nodiscard]] model::SourcePosition text_where() const;

  /// Children for range-based for.
  class Iterator;
  struct Range;
  [[nodiscard]] Range children() const;
  /// All vendor elements below `extensionElements`.
  [[nodiscard]] std::vector<Element> extensions() const;

 private:
  friend class XmlTree;
  Element(const XmlTree* tree, std::uint32_t at) : tree_(tree), index_(at) {}

  const XmlTree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

class Element::Iterator {
 public:
  Iterator() = default;
  explicit Iterator(Element at) : at_(at) {}
  Element operator*() const { return at_; }
  Iterator& operator++() {
    at_ = at_.next();
    return *this;
  }
  friend bool operator==(const Iterator&, const Iterator&) = default;

 private:
  Element at_;
};

struct Element::Range {
  Element first;
  [[nodiscard]] Iterator begin() const { return Iterator(first); }
  [[nodiscard]] Iterator end() const { return Iterator(); }
};

/// An XML document with resolved namespaces. Immutable once read.
class XmlTree {
 public:
  /// Takes well-formed UTF-8 text (see find_xml_problem). Unbound prefixes are reported.
  XmlTree(std::string text, model::Diagnostics& diagnostics);
  ~XmlTree();
  XmlTree(const XmlTree&) = delete;
  XmlTree& operator=(const XmlTree&) = delete;

  /// The root element; none when the text could not be parsed, which is reported.
  [[nodiscard]] Element root() const;
  /// Number of elements; the cursor of each is `at(i)`, in document order.
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] Element at(std::size_t i) const { return {this, static_cast<std::uint32_t>(i)}; }
  /// Whether an element or attribute of that namespace occurs.
  [[nodiscard]] bool uses(Space space) const { return (used_ & (1u << static_cast<unsigned>(space))) != 0; }
  /// Whether a prefix is declared for that namespace.
  [[nodiscard]] bool declares(Space space) const {
    return (declared_ & (1u << static_cast<unsigned>(space))) != 0;
  }
  [[nodiscard]] model::SourcePosition position(std::size_t offset) const { return lines_.at(offset); }

 private:
  friend class Element;
  friend class TreeBuilder;
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  struct Node {
    Space space = Space::None;
    std::optional<model::ElementKind> kind;
    std::uint32_t parent = kNone, first_child = kNone, next = kNone;
    std::uint32_t first_attribute = 0, attribute_count = 0;
    std::string_view name, text;
    std::size_t offset = 0, text_offset = 0;
  };

  std::string text_;
  LineIndex lines_;
  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
  std::deque<std::string> joined_texts_;
  unsigned used_ = 0, declared_ = 0;  // bit per Space
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

// Asked for each element many times, hence inline.
inline Space Element::space() const {
  assert(tree_ != nullptr);
  return tree_->nodes_[index_].space;
}
inline std::string_view Element::name() const {
  assert(tree_ != nullptr);
  return tree_->nodes_[index_].name;
}

inline bool Element::is(std::string_view bpmn_name) const {
  return tree_ != nullptr && space() == Space::Bpmn && name() == bpmn_name;
}

inline std::optional<model::ElementKind> Element::kind() const {
  return tree_ == nullptr ? std::nullopt : tree_->nodes_[index_].kind;
}

inline std::span<const Attribute> Element::attributes() const {
  if (tree_ == nullptr) return {};
  const XmlTree::Node& node = tree_->nodes_[index_];
  return {tree_->attributes_.data() + node.first_attribute, node.attribute_count};
}

inline Element Element::parent() const {
  if (tree_ == nullptr) return {};
  const std::uint32_t parent = tree_->nodes_[index_].parent;
  return parent == XmlTree::kNone ? Element() : Element(tree_, parent);
}

inline Element Element::first_child() const {
  if (tree_ == nullptr) return {};
  const std::uint32_t child = tree_->nodes_[index_].first_child;
  return child == XmlTree::kNone ? Element() : Element(tree_, child);
}

inline Element Element::next() const {
  assert(tree_ != nullptr);
  const std::uint32_t next = tree_->nodes_[index_].next;
  return next == XmlTree::kNone ? Element() : Element(tree_, next);
}

inline Element::Range Element::children() const { return {first_child()}; }

/// `text` without white space around it.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

}  // namespace rondo::bpmn
