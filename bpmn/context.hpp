// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/xml_tree.hpp"
#include "model/definition.hpp"
#include "model/diagnostics.hpp"
#include "model/document.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rondo::bpmn {

/// What all parts of the reader share while one file is read.
class FileContext {
 public:
  FileContext(const XmlTree& tree, model::Document& document, model::Diagnostics& diagnostics);

  [[nodiscard]] const XmlTree& tree() const noexcept { return tree_; }
  [[nodiscard]] model::Document& document() noexcept { return document_; }
  [[nodiscard]] model::Diagnostics& diagnostics() noexcept { return diagnostics_; }

  /// The BPMN element with that id; a prefix of the reference is ignored when the whole is no id.
  [[nodiscard]] Element find(std::string_view reference) const;
  /// Like find, but only an element with that tag.
  [[nodiscard]] Element find(std::string_view reference, std::string_view tag) const;

  /// The message flows that lead to an element (`targetRef`) or leave it (`sourceRef`), in document order.
  [[nodiscard]] std::vector<Element> message_flows(const Element& end, std::string_view attribute) const;

  void error(const Element& at, std::string rule, std::string message);
  void violation(const Element& at, std::string rule, std::string message);
  void warning(const Element& at, std::string rule, std::string message);
  /// Reports that the reference `reference` of `at` leads nowhere.
  void dangling(const Element& at, std::string_view what, std::string_view reference);

  [[nodiscard]] model::Dialect dialect() const noexcept { return document_.dialect; }
  /// Whether the file follows Activiti, Flowable or Camunda 7.
  [[nodiscard]] bool is_classic_engine() const noexcept;

 private:
  void index_ids();
  void index_message_flows();

  const XmlTree& tree_;
  model::Document& document_;
  model::Diagnostics& diagnostics_;
  std::unordered_map<std::string_view, Element> by_id_;
  std::unordered_map<std::string_view, std::vector<Element>> flows_to_, flows_from_;  // by the end's id
};

/// What the parts that read one process share.
struct ProcessContext {
  FileContext& file;
  model::ProcessBuilder& builder;
};

/// A reference (QName) without its prefix.
[[nodiscard]] std::string_view without_prefix(std::string_view reference);

/// The key of a process: its id, unless it names another one.
[[nodiscard]] std::string_view key_of(const Element& process);

/// `<tag id="…">` or `<tag>`, for messages.
[[nodiscard]] std::string describe(const Element& element);

}  // namespace rondo::bpmn
