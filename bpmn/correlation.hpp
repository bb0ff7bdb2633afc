// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

#include <vector>

namespace rondo::bpmn {

/// The correlation keys that a process has to mind (BPMN 2.0 §8.4.2): those of its correlation subscriptions,
/// and those of the conversations and collaborations that it takes part in.
std::vector<model::CorrelationKey> read_correlation_keys(ProcessContext& context, const Element& process);

}  // namespace rondo::bpmn
