// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

#include <string>

namespace rondo::bpmn {

/// A condition that holds when one of the activity's input sets is available: when what its required inputs
/// are associated with has been written (BPMN 2.0 §10.4.2). Data objects and properties count; empty when an
/// input set needs none of them.
[[nodiscard]] std::string availability_of(const FileContext& file, const Element& activity);

}  // namespace rondo::bpmn
