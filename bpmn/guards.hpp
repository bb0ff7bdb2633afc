// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

#include <functional>
#include <string_view>

namespace rondo::bpmn {

/// Reads what a sub-process has of rondo's own extensions (docs/cancellation.md): handlers that lie in its
/// body, exceptions that it takes. `node_of` finds a flow node of the process by its id.
void read_guard(ProcessContext& context, const Element& element, model::ProcessBuilder& builder,
                model::NodeId id, const std::function<model::NodeId(std::string_view)>& node_of);

}  // namespace rondo::bpmn
