// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/document.hpp"
#include "render/geometry.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rondo::render {

/// What the id of a diagram's shape or edge stands for. The members that belong to it are set.
struct ElementRef {
  const model::ProcessDefinition* process = nullptr;  ///< Of flow nodes, sequence flows, lanes; a process.
  const model::FlowNode* node = nullptr;
  const model::SequenceFlow* flow = nullptr;
  const model::Lane* lane = nullptr;
  const model::DataItem* data = nullptr;
  const model::Participant* participant = nullptr;
  const model::MessageFlow* message_flow = nullptr;
  const model::Artifact* artifact = nullptr;

  [[nodiscard]] std::string_view name() const noexcept;
  [[nodiscard]] Outline outline() const noexcept;
};

/// The ids of the elements that an edge joins; empty when they are not known.
[[nodiscard]] std::pair<std::string_view, std::string_view> ends_of(const ElementRef& element) noexcept;

/// The elements of a document by id. The document must outlive it.
class Elements {
 public:
  explicit Elements(const model::Document& document);
  Elements(const Elements&) = delete;
  Elements& operator=(const Elements&) = delete;

  /// The element of that id; an empty reference when there is none.
  [[nodiscard]] const ElementRef& find(std::string_view id) const noexcept;
  /// The artifacts that lie in a process, sub-process or collaboration.
  [[nodiscard]] const std::vector<const model::Artifact*>& artifacts_in(std::string_view id) const noexcept;
  /// The elements that associations join with an artifact.
  [[nodiscard]] const std::vector<std::string_view>& joined_with(std::string_view id) const noexcept;
  [[nodiscard]] const model::Document& document() const noexcept { return document_; }

 private:
  void add_process(const model::ProcessDefinition& process);

  const model::Document& document_;
  std::unordered_map<std::string_view, ElementRef> by_id_;
  std::unordered_map<std::string_view, std::vector<const model::Artifact*>> artifacts_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> joined_;
};

}  // namespace rondo::render
