// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/reader.hpp"
#include "render/complete.hpp"
#include "render/diagram.hpp"
#include "tests/support/process_text.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace rondo::tests {

/// Reads a file that must be good.
[[nodiscard]] inline model::Document document_of(std::string_view text) {
  bpmn::ReadResult read = bpmn::read(text, "test.bpmn");
  EXPECT_FALSE(read.diagnostics.refuses()) << read.diagnostics.findings().front().to_string();
  return std::move(read.document);
}

/// The picture of a process given by its content.
[[nodiscard]] inline std::string picture_of(std::string_view process, std::string_view definitions = {},
                                            const render::Marks& marks = {}) {
  return render::draw_svg(document_of(process_text("p", process, definitions)), marks);
}

/// The part of a picture that draws one element.
[[nodiscard]] inline std::string part_of(const std::string& picture, const std::string& id) {
  const std::size_t at = picture.find("data-element-id=\"" + id + "\"");
  if (at == std::string::npos) return {};
  const std::size_t begin = picture.rfind("<g ", at);
  return picture.substr(begin, picture.find("</g>", at) - begin);
}

/// What is placed where, after the layout.
struct Placed {
  explicit Placed(std::string_view text) : document(document_of(text)), elements(document) {
    diagram = render::complete_diagram(elements);
    for (const model::Shape& shape : diagram.shapes) boxes[shape.element] = shape.bounds;
    for (const model::Edge& edge : diagram.edges) lines[edge.element] = edge.waypoints;
  }
  model::Document document;
  render::Elements elements;
  model::Diagram diagram;
  std::map<std::string, render::Box> boxes;
  std::map<std::string, render::Line> lines;
};

}  // namespace rondo::tests
