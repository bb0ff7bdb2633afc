// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

#include <vector>

namespace rondo::bpmn {

/// Lets an activity wait until one of its input sets is available (BPMN 2.0 §10.4.2): in an event in front of
/// it, which is not in the file.
/// `elements`: those of the nodes that the process has so far.
void wait_for_inputs(ProcessContext& context, const std::vector<Element>& elements);

}  // namespace rondo::bpmn
