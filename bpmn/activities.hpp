// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"
#include "model/definition.hpp"

namespace rondo::bpmn {

/// Reads into `node` what the activity `element` has besides the common attributes of flow nodes: loops,
/// code, user task properties, the call.
void read_activity(ProcessContext& context, const Element& element, model::FlowNode& node);

/// Reads loop characteristics into `node`.
void read_loop(ProcessContext& context, const Element& element, model::FlowNode& node);

/// The data objects, data store references or properties that are children of `element`.
std::vector<model::DataItem> read_data_items(FileContext& file, const Element& element, bool properties);

}  // namespace rondo::bpmn
