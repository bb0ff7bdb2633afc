// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"
#include "model/implementation.hpp"

#include <memory>
#include <vector>

namespace rondo::bpmn {

/// What a task, event definition or listener says about the code to run, in any dialect. `owner` is the
/// BPMN element, `element` where the attributes are. Kind None when nothing is named.
model::Implementation read_implementation(ProcessContext& context, const Element& owner,
                                          const Element& element);

/// The implementation of a node that runs code; null when nothing is named.
std::unique_ptr<model::Implementation> read_node_implementation(ProcessContext& context,
                                                                const Element& owner);

/// The fields (`field` extension elements) of an element.
std::vector<model::Field> read_fields(ProcessContext& context, const Element& owner);

/// The inline script of a script task; reports a missing one.
std::unique_ptr<model::Implementation> read_script_task(ProcessContext& context, const Element& owner);

/// The execution listeners of a node, flow or process.
std::vector<model::Listener> read_execution_listeners(ProcessContext& context, const Element& owner);

/// The task listeners of a user task.
std::vector<model::Listener> read_task_listeners(ProcessContext& context, const Element& owner);

}  // namespace rondo::bpmn
