// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/definition.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace rondo::pages {

/// One row of the page of supported elements: an element at a position.
struct ElementRow {
  std::string group;    ///< Heading of the row's table.
  std::string element;  ///< What it is called there.
  std::string position;
  model::FlowNode probe;  ///< A node of this kind, as the registry of behaviors looks at it.
};

/// All combinations that BPMN 2.0 knows (Table 10.93 for events), in the order of the page.
[[nodiscard]] std::vector<ElementRow> element_rows();

/// The rows, by number, that a node of a process is an example of.
[[nodiscard]] std::vector<std::size_t> rows_of(const std::vector<ElementRow>& rows,
                                               const model::ProcessDefinition& process,
                                               const model::FlowNode& node);

}  // namespace rondo::pages
