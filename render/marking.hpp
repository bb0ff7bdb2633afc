// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/document.hpp"
#include "render/geometry.hpp"
#include "render/marks.hpp"
#include "render/svg.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace rondo::render {

/// How the marks of a run show in a diagram. The document and the marks must outlive it.
class Marking {
 public:
  Marking(const model::Document& document, const Marks& marks);
  Marking(const Marking&) = delete;
  Marking& operator=(const Marking&) = delete;

  /// The classes of an element's group: `base`, with "taken" or "waiting".
  [[nodiscard]] std::string style_of(std::string_view id, std::string_view base) const;
  /// Counts of visits and of waiting tokens at the corners of a shape.
  void paint_badges(Svg& svg, const model::Shape& shape, Extent& extent) const;
  /// How often a flow was taken.
  [[nodiscard]] std::size_t taken(std::string_view flow) const noexcept;

 private:
  void follow(const model::Document& document);

  const Marks& marks_;
  std::unordered_map<std::string_view, std::size_t> taken_;  // by flow
};

}  // namespace rondo::render
