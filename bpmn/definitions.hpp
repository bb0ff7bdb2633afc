// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

namespace rondo::bpmn {

/// Reads all that the root element `definitions` holds into the file's document.
void read_definitions(FileContext& file, const Element& definitions);

/// Reads a BPMNDiagram (BPMN 2.0 §12.3).
model::Diagram read_diagram(FileContext& file, const Element& element);

}  // namespace rondo::bpmn
