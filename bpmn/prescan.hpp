// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rondo::bpmn {

/// Why a text is not acceptable XML.
struct XmlProblem {
  std::size_t offset = 0;
  std::string rule;  ///< Name of the broken rule: `not-well-formed`, `too-deep`, `doctype` …
  std::string message;
};

/// Checks in one pass and constant stack that UTF-8 `text` is well formed XML without document type
/// declaration, of at most `max_elements` elements nested at most `max_depth` deep: what the parser behind it
/// takes for granted or forgives. nullopt when it is.
[[nodiscard]] std::optional<XmlProblem> find_xml_problem(std::string_view text, std::uint32_t max_depth,
                                                         std::size_t max_elements);

}  // namespace rondo::bpmn
