// SPDX-License-Identifier: Apache-2.0
#include "bpmn/xml_tree.hpp"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <utility>

namespace rondo::bpmn {
namespace {

// Open declarations are searched one by one, so their number is bounded.
constexpr std::size_t kMostBindings = 200;

struct KnownSpace {
  std::string_view uri;
  Space space;
};

constexpr std::array<KnownSpace, 16> kSpaces{{
    {"http://www.omg.org/spec/BPMN/20100524/MODEL", Space::Bpmn},
    {"http://schema.omg.org/spec/BPMN/2.0", Space::Bpmn},
    {"http://www.omg.org/spec/BPMN/20100524/DI", Space::Diagram},
    {"http://www.omg.org/spec/DD/20100524/DI", Space::Diagram},
    {"http://www.omg.org/spec/DD/20100524/DC", Space::Diagram},
    {"http://activiti.org/bpmn", Space::Activiti},
    {"http://activiti.com/bpmn", Space::Activiti},
    {"http://flowable.org/bpmn", Space::Flowable},
    {"http://camunda.org/schema/1.0/bpmn", Space::Camunda},
    {"http://activiti.org/bpmn-extensions", Space::Activiti},
    {"http://www.camunda.com/fox", Space::Camunda},
    {"http://operaton.org/schema/1.0/bpmn", Space::Camunda},
    {"http://cibseven.org/schema/1.0/bpmn", Space::Camunda},
    {"http://camunda.org/schema/zeebe/1.0", Space::Zeebe},
    {"urn:rondo:bpmn", Space::Rondo},
    {"http://www.w3.org/2001/XMLSchema-instance", Space::Schema},
}};

Space space_of(std::string_view uri) {
  if (uri.empty()) return Space::None;
  const auto* const known = std::find_if(kSpaces.begin(), kSpaces.end(),
                                         [uri](const KnownSpace& entry) { return entry.uri == uri; });
  return known == kSpaces.end() ? Space::Other : known->space;
}

std::pair<std::string_view, std::string_view> split_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

}  // namespace

std::string_view uri_of(Space space) noexcept {
  const auto* const known = std::find_if(kSpaces.begin(), kSpaces.end(),
                                         [space](const KnownSpace& entry) { return entry.space == space; });
  return known == kSpaces.end() ? std::string_view() : known->uri;
}

struct XmlTree::Parsed {
  pugi::xml_document document;
};

/// Copies the parser's tree into the flat one while it resolves prefixes; without recursion.
class TreeBuilder {
 public:
  TreeBuilder(XmlTree& tree, model::Diagnostics& diagnostics) : tree_(tree), diagnostics_(diagnostics) {}

  void build(pugi::xml_node root) {
    pugi::xml_node at = root;
    std::uint32_t parent = XmlTree::kNone;
    while (at) {
      const std::uint32_t index = enter(at, parent);
      if (const pugi::xml_node child = first_element(at)) {
        parent = index;
        at = child;
        continue;
      }
      std::uint32_t done = index;
      leave();
      while (at != root && !next_element(at)) {
        at = at.parent();
        done = tree_.nodes_[done].parent;
        leave();
      }
      if (at == root) return;
      at = next_element(at);
      parent = tree_.nodes_[done].parent;
    }
  }

 private:
  struct Binding {
    std::string_view prefix;
    Space space;
  };

  static pugi::xml_node first_element(pugi::xml_node node) {
    const pugi::xml_node child = node.first_child();
    return !child || child.type() == pugi::node_element ? child : next_element(child);
  }
  static pugi::xml_node next_element(pugi::xml_node node) {
    do node = node.next_sibling();
    while (node && node.type() != pugi::node_element);
    return node;
  }

  [[nodiscard]] std::size_t offset_of(const char* place) const {
    const auto at = place - tree_.text_.data();
    return at < 0 || static_cast<std::size_t>(at) > tree_.text_.size() ? 0 : static_cast<std::size_t>(at);
  }

  void leave() {
    bindings_.resize(marks_.back());
    marks_.pop_back();
    last_child_.pop_back();
  }

  void bind(pugi::xml_node node) {
    marks_.push_back(bindings_.size());
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      if (name != "xmlns" && name.substr(0, 6) != "xmlns:") continue;
      const Space space = space_of(attribute.value());
      if (bindings_.size() >= kMostBindings) {
        if (bindings_.size() == kMostBindings) {
          diagnostics_.error(
              tree_.position(offset_of(attribute.name())), "too-many-namespaces",
              "more than " + std::to_string(kMostBindings) + " namespace declarations are open");
        }
        if (bindings_.size() > kMostBindings) continue;
      }
      bindings_.push_back({name == "xmlns" ? std::string_view() : name.substr(6), space});
      tree_.declared_ |= 1u << static_cast<unsigned>(space);
    }
  }

  Space resolve(std::string_view prefix, const char* place) {
    const auto found = std::find_if(bindings_.rbegin(), bindings_.rend(),
                                    [prefix](const Binding& binding) { return binding.prefix == prefix; });
    if (found != bindings_.rend()) return found->space;
    if (!prefix.empty() && prefix != "xml") {
      diagnostics_.error(tree_.position(offset_of(place)), "unbound-prefix",
                         "the prefix " + std::string(prefix) + " is not bound to a namespace");
    }
    return prefix.empty() ? Space::None : Space::Other;
  }

  void mark_used(Space space) { tree_.used_ |= 1u << static_cast<unsigned>(space); }

  std::uint32_t enter(pugi::xml_node from, std::uint32_t parent) {
    bind(from);
    const auto index = static_cast<std::uint32_t>(tree_.nodes_.size());
    XmlTree::Node node;
    const auto [prefix, local] = split_name(from.name());
    node.space = resolve(prefix, from.name());
    node.name = local;
    if (node.space == Space::Bpmn) node.kind = model::element_kind_of(local);
    node.parent = parent;
    const std::size_t name_offset = offset_of(from.name());
    node.offset = name_offset == 0 ? 0 : name_offset - 1;
    mark_used(node.space);
    read_text(from, node);
    read_attributes(from, node);
    if (!last_child_.empty()) {
      std::uint32_t& last = last_child_.back();
      (last == XmlTree::kNone ? tree_.nodes_[parent].first_child : tree_.nodes_[last].next) = index;
      last = index;
    }
    last_child_.push_back(XmlTree::kNone);
    tree_.nodes_.push_back(node);
    return index;
  }

  void read_attributes(pugi::xml_node from, XmlTree::Node& node) {
    node.first_attribute = static_cast<std::uint32_t>(tree_.attributes_.size());
    for (const pugi::xml_attribute attribute : from.attributes()) {
      const std::string_view name = attribute.name();
      if (name == "xmlns" || name.substr(0, 6) == "xmlns:") continue;
      const auto [prefix, local] = split_name(name);
      const Space space = prefix.empty() ? Space::None : resolve(prefix, attribute.name());
      mark_used(space);
      tree_.attributes_.push_back({space, local, attribute.value(), offset_of(attribute.value())});
    }
    node.attribute_count = static_cast<std::uint32_t>(tree_.attributes_.size()) - node.first_attribute;
  }

  void read_text(pugi::xml_node from, XmlTree::Node& node) {
    std::string* joined = nullptr;
    for (const pugi::xml_node child : from.children()) {
      if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) continue;
      const std::string_view part = child.value();
      if (node.text.empty()) {
        node.text = part;
        node.text_offset = offset_of(child.value());
        continue;
      }
      if (joined == nullptr) joined = &tree_.joined_texts_.emplace_back(node.text);
      joined->append(part);
      node.text = *joined;
    }
  }

  XmlTree& tree_;
  model::Diagnostics& diagnostics_;
  std::vector<Binding> bindings_;
  std::vector<std::size_t> marks_;
  std::vector<std::uint32_t> last_child_;  // of every open element
};

XmlTree::XmlTree(std::string text, model::Diagnostics& diagnostics)
    : text_(std::move(text)), lines_(text_), parsed_(std::make_unique<Parsed>()) {
  const pugi::xml_parse_result outcome = parsed_->document.load_buffer_inplace(
      text_.data(), text_.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!outcome) {
    diagnostics.error(position(static_cast<std::size_t>(outcome.offset)), "not-well-formed",
                      outcome.description());
    return;
  }
  TreeBuilder(*this, diagnostics).build(parsed_->document.document_element());
}

XmlTree::~XmlTree() = default;

Element XmlTree::root() const { return nodes_.empty() ? Element() : at(0); }

}  // namespace rondo::bpmn
