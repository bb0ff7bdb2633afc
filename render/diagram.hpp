// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/document.hpp"
#include "render/marks.hpp"

#include <string>

namespace rondo::render {

/// The diagrams of a file as one SVG image, in the symbols of BPMN 2.0 (§12.4). What the file's diagrams do
/// not place is laid out. Several diagrams stand below each other. Thread-safe.
[[nodiscard]] std::string draw_svg(const model::Document& document, const Marks& marks = {});

/// The same as a web page that needs nothing else; the picture can be moved and scaled.
[[nodiscard]] std::string draw_html(const model::Document& document, const Marks& marks = {});

}  // namespace rondo::render
